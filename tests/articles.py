"""Articles in our own words with what an expert reads in them, and how a draft scores.

``fixtures/articles/development`` was labelled before any rule was tuned on it;
``fixtures/articles/unseen`` was never looked at while rules were made.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incident_log.counts import Count
from incident_log.drafting.drafts import Given, draft

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"

Json = dict[str, Any]


@dataclass(frozen=True)
class Labelled:
    """One article with its gold labels; every label has its ``span``."""

    name: str
    text: str
    gold: Json

    def drafted(self) -> Json:
        """Return the draft made with the date and the zone that the gold names."""
        given = Given(self.gold["published"], self.gold["timezone"], report=self.name)
        return draft(self.text, given)


def articles(collection: str) -> list[Labelled]:
    """Return the articles of one collection, by name."""
    return [
        labelled(
            path.stem,
            path.read_text(),
            json.loads(path.with_suffix(".json").read_text()),
        )
        for path in sorted((ARTICLES / collection).glob("*.txt"))
    ]


def labelled(name: str, text: str, gold: Json) -> Labelled:
    """Give every label the span of the words it quotes."""
    for kind in ("claims", "background", "times", "quotes"):
        for label in gold[kind]:
            label["span"] = _span(text, label["quote"], label.get("nth", 1))
    gold["boilerplate"] = [_span(text, words, 1) for words in gold["boilerplate"]]
    return Labelled(name, text, gold)


def _span(text: str, quote: str, nth: int) -> list[int]:
    at = -1
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return [at, at + len(quote)]


@dataclass
class Score:
    """What of one kind was found, missed, and found in vain."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + len(self.missed))


def scores(collection: Iterable[Labelled]) -> dict[str, Score]:
    """Return the score of each kind over all articles of a collection."""
    total = {kind: Score() for kind in (*_KINDS, "times", "quotes", "boilerplate")}
    for article in collection:
        made = article.drafted()
        for kind, (types, key) in _KINDS.items():
            _compare(article, made, types, key, total[kind])
        _compare_times(article, made, total["times"])
        _compare_quotes(article, made, total["quotes"])
        _compare_boilerplate(article, made, total["boilerplate"])
    return total


def _counted(claim: Json) -> tuple[Any, ...]:
    count = Count.parse(claim.get("count"))
    return (*count.range, count.value)


def _casualty(claim: Json) -> tuple[Any, ...]:
    return (claim["outcome"], *_counted(claim))


_KINDS: dict[str, tuple[tuple[str, ...], Callable[[Json], tuple[Any, ...]]]] = {
    "casualties": (("casualties",), _casualty),
    "damage and outages": (("damage", "outage"), _counted),
    "strikes": (("strike",), _counted),
}


def _compare(
    article: Labelled,
    made: Json,
    types: tuple[str, ...],
    key: Callable[[Json], tuple[Any, ...]],
    score: Score,
) -> None:
    """Match claims one to one: same figure, overlapping words."""
    proposed = [claim for claim in made["claims"] if claim["type"] in types]
    for label in (x for x in article.gold["claims"] if x["type"] in types):
        match = next(
            (c for c in proposed if key(c) == key(label) and _overlap(c, label)), None
        )
        if match is None:
            score.missed.append(_told(article, label))
        else:
            proposed.remove(match)
            score.found += 1
    score.wrong += [
        f"{_told(article, claim)} [{claim['rule']}]"
        for claim in proposed
        if claim["type"] == "casualties" or claim.get("count") not in (None, 1, "some")
    ]


def _compare_times(article: Labelled, made: Json, score: Score) -> None:
    mentions = [m for m in made["mentions"] if m["type"] == "time"]
    for label in article.gold["times"]:
        values = [m["value"] for m in mentions if _overlap(m, label)]
        if label["value"] in values:
            score.found += 1
        else:
            score.missed.append(f"{_told(article, label)}: {values}")


def _compare_quotes(article: Labelled, made: Json, score: Score) -> None:
    """A speaker is known by the agent's name, or by the name that the text has."""
    names = {agent["id"]: agent["name"] for agent in made["agents"]}
    statements = [c for c in _all_claims(made) if c["type"] == "statement"]
    direct = [m for m in made["mentions"] if m.get("mode") == "direct"]
    for label in article.gold["quotes"]:
        near = [
            c
            for c in statements
            if 2 * _overlap(c, label) >= label["span"][1] - label["span"][0]
        ]
        speakers = [names.get(claim.get("said_by", ""), "") for claim in near]
        if near:
            speakers += [m["speaker"] for m in direct if _overlap(m, label)]
        if any(_same_speaker(name, label["speaker"]) for name in speakers):
            score.found += 1
        else:
            score.missed.append(f"{_told(article, label)}: {speakers}")


def _compare_boilerplate(article: Labelled, made: Json, score: Score) -> None:
    """No claim may come from what is no part of the article."""
    for start, end in article.gold["boilerplate"]:
        inside = [
            claim
            for claim in _all_claims(made)
            if claim["span"][0] < end and start < claim["span"][1]
        ]
        score.wrong += [_told(article, claim) for claim in inside]
        score.found += not inside


def _all_claims(made: Json) -> Iterator[Json]:
    yield from made["claims"]
    yield from made["background"]


def _overlap(one: Json, other: Json) -> int:
    (a, b), (c, d) = one["span"], other["span"]
    return int(max(0, min(b, d) - max(a, c)))


def _same_speaker(one: str, other: str) -> bool:
    left, right = (name.lower().removeprefix("the ") for name in (one, other))
    return bool(left) and (left in right or right in left)


def _told(article: Labelled, label: Json) -> str:
    start, end = label["span"]
    what = " ".join(
        str(label[name])
        for name in (
            "type",
            "outcome",
            "object",
            "service",
            "count",
            "value",
            "speaker",
        )
        if name in label
    )
    return f"{article.name}: {what}: {article.text[start:end]!r}"
