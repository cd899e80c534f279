"""The draft document out of what was found: ids, descriptions, lists.

A draft is an update document with what its reviewer has to see (DESIGN 4, and
``incident_log.schemas.drafts`` for its own lists).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.setting.places import PlaceMention
from incident_log.schemas.drafts import PROPOSED, REFERENCES

Document = dict[str, Any]

#: What an update may say of a place and of a weapon; a gazetteer may know more.
_OF_PLACES = ("id", "name", "level", "part_of")
_OF_WEAPONS = ("id", "name", "kind", "broader")
#: How much of a dropped zone is quoted.
_GLIMPSE = 120
#: How many items of a sentence are quoted before a number and behind it.
_AROUND = 300


def claims_of(
    article: Article, findings: Iterable[Finding]
) -> tuple[list[Document], list[Document]]:
    """Return the claims and the background claims, by their place in the text.

    Claims have the ids c1, c2, ..., background claims b1, b2, ...  A note that nothing
    was verified is left out if nothing was claimed.
    """
    told = [f for f in findings if f.type != "verification" or _meant(f, "of")]
    spans = {id(f): f.span or article.span(f.first, f.last) for f in told}
    ordered = sorted(told, key=lambda f: (spans[id(f)], f.rule))
    ids: dict[int, str] = {}
    for letter, some in (
        ("c", [f for f in ordered if not f.background]),
        ("b", [f for f in ordered if f.background]),
    ):
        ids |= {id(f): f"{letter}{n}" for n, f in enumerate(some, start=1)}
    made = [(f, _claim(article, f, spans[id(f)], ids)) for f in ordered]
    return (
        [claim for f, claim in made if not f.background],
        [claim | {"why": f.background} for f, claim in made if f.background],
    )


def _claim(
    article: Article,
    finding: Finding,
    span: tuple[int, int],
    ids: Mapping[int, str],
) -> Document:
    start, end = span
    fields = finding.fields
    for name in fields.keys() & REFERENCES:
        found = [ids[id(other)] for other in _meant(finding, name)]
        several = isinstance(fields[name], list)
        fields = fields | {name: found if several else next(iter(found), None)}
    return {
        "id": ids[id(finding)],
        "type": finding.type,
        **{name: value for name, value in fields.items() if value not in (None, [])},
        "quote": article.text[start:end],
        "span": [start, end],
        "status": PROPOSED,
        "rule": finding.rule,
        "flags": sorted(finding.flags),
    }


def _meant(finding: Finding, name: str) -> list[Finding]:
    """Return the findings that a field names, without those on the other side.

    A claim may not rest on one that is in the background: that one is not imported.
    """
    named = finding.fields.get(name, [])
    return [
        other
        for other in (named if isinstance(named, list) else [named])
        if bool(other.background) == bool(finding.background)
    ]


def dropped_of(article: Article) -> list[Document]:
    """Return what was left out as no part of the article, with the reasons."""
    return [
        {
            "span": [zone.start, zone.end],
            "quote": _glimpse(article.text[zone.start : zone.end]),
            "rule": zone.rule,
            "reason": zone.reason,
        }
        for zone in article.dropped
    ]


def _glimpse(words: str) -> str:
    return words if len(words) <= _GLIMPSE else f"{words[:_GLIMPSE]}…"


def unclaimed_of(
    article: Article, numbers: Iterable[tuple[int, str]]
) -> list[Document]:
    """Return numbers in casualty sentences that no rule claimed, with the reasons."""
    return [
        {
            "span": [*article.span(i, i + 1)],
            "quote": article.quote(i, i + 1),
            "sentence": _sentence(article, i),
            "why": why,
        }
        for i, why in numbers
    ]


def _sentence(article: Article, i: int) -> str:
    first, last, _ = article.sentences[article.sentence_at(i)]
    return article.quote(max(first, i - _AROUND), min(last, i + _AROUND))


def place_rows(
    article: Article, used: Iterable[str], mentions: Iterable[PlaceMention]
) -> list[Document]:
    """Describe the places in use, and those that they lie in."""
    mentioned = {mention.id: mention for mention in reversed(list(mentions))}
    known = article.rulebook.lexicon.described

    def row(place: str) -> Mapping[str, Any]:
        mention = mentioned.get(place)
        if ("place", place) in known or mention is None:
            return known.get(("place", place), {})
        return {
            "id": place,
            "name": mention.name,
            "level": mention.level,
            "part_of": mention.part_of,
        }

    return _rows(used, row, _OF_PLACES, "part_of")


def weapon_rows(article: Article, used: Iterable[str]) -> list[Document]:
    """Describe the weapons in use, and the classes that they belong to."""
    known = article.rulebook.lexicon.described
    return _rows(used, lambda w: known.get(("weapon", w), {}), _OF_WEAPONS, "broader")


def _rows(
    used: Iterable[str],
    row_of: Callable[[str], Mapping[str, Any]],
    fields: Collection[str],
    above: str,
) -> list[Document]:
    """Describe what is in use and all *above* it, as far as it is described."""
    rows: dict[str, Document] = {}
    waiting = list(used)
    while waiting:
        name = waiting.pop()
        if name not in rows:
            rows[name] = {k: v for k, v in row_of(name).items() if v and k in fields}
            waiting += [rows[name][above]] if above in rows[name] else []
    return [rows[name] for name in sorted(rows) if rows[name]]


def named_in(claims: Iterable[Document], *fields: str) -> Iterator[str]:
    """Yield the ids that claims name in these fields, one or several each."""
    for claim in claims:
        for field in fields:
            value = claim.get(field, ())
            yield from [value] if isinstance(value, str) else value
