"""How far words reach that speak of another incident: which findings are told there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from incident_log.drafting.prose.article import Article, InOrder
from incident_log.drafting.prose.findings import Finding

#: All findings of the cue's sentence; those behind it there, or there in its clause;
#: those just before it, else those behind; its paragraph from there on; the article.
SENTENCE, BEHIND, CLAUSE, NEAR = "sentence", "behind", "clause", "near"
#: Those whose number or noun is among the cue's own words.
INSIDE = "inside"
PARAGRAPH, ARTICLE = "paragraph", "article"

#: How many items may lie between a finding and the cue that follows it, and between
#: findings that are told together ("killed 40 and wounded 60 since ...").
_CLOSE, _TOGETHER = 4, 7
#: How many items of a sentence, and of a paragraph, a cue may reach at most.
_WIDEST, _FARTHEST = 300, 2_000


#: What is told without a number: "rocket fire since May has killed nine".
_UNCOUNTED = (None, "some")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that send findings to the background: items [first, last)."""

    first: int
    last: int
    why: str
    reach: str
    #: it names a day, which no comparison does ("the deadliest since 2022")
    is_sure: bool = False


def reached(
    article: Article, cue: Cue, findings: InOrder[Finding]
) -> Sequence[Finding]:
    """Return those of the *findings* that a cue speaks of."""
    if cue.reach == ARTICLE:
        return findings.all
    if cue.reach == INSIDE:
        own = findings.within(cue.first, cue.last)
        return [finding for finding in own if finding.at < cue.last]
    first, last, paragraph = article.sentences[article.sentence_at(cue.first)]
    if cue.reach == PARAGRAPH:
        behind = findings.within(cue.first, cue.first + _FARTHEST)
        return list(
            takewhile(lambda f: article.paragraph_at(f.first) == paragraph, behind)
        )
    first, last = max(first, cue.first - _WIDEST), min(last, cue.last + _WIDEST)
    own = findings.within(first, last)
    first, last = _aside(article, cue, first, last)
    here = sorted((f for f in own if first <= f.at < last), key=lambda f: f.at)
    if cue.reach == SENTENCE:
        return here
    end = _turn(article, cue, last)
    behind = [finding for finding in here if cue.first <= finding.at < end]
    if cue.reach in (BEHIND, CLAUSE) or (behind and _begins(article, cue)):
        return behind
    near = _just_before(article, here, cue)
    is_counted = any(f.fields.get("count") not in _UNCOUNTED for f in near)
    goes_on = article.has(cue.last, "and")  # "killed 40 since May and wounded 60"
    return near if is_counted and not goes_on else [*near, *behind]


def _aside(article: Article, cue: Cue, first: int, last: int) -> tuple[int, int]:
    """Return the relative clause that has the cue, else the sentence.

    In "the army, which seized power in 2021, killed nine" nobody died in 2021.
    """
    for i in range(cue.first - 1, first - 1, -1):
        if article.has(i, *_MARKS):
            break
        # "Officials said that in 2019 ..." has no clause about officials.
        if article.has(i, "relative") and article.word(i) != "that":
            ends = (n for n in range(cue.last, last) if article.has(n, *_MARKS))
            return i, next(ends, last)
    return first, last


_MARKS = ("comma", "semicolon", "colon", "dash", "open", "close")


def _turn(article: Article, cue: Cue, last: int) -> int:
    """Return where the sentence turns to something else behind the cue.

    A clause ends with a comma, but not one of a list: "killed nine, among them ...".
    """
    for i in range(cue.last, last):
        if article.has(i, "semicolon", "contrast"):
            return i
        if cue.reach == CLAUSE and article.has(i, "comma"):
            if not article.has(i + 1, *_GOING_ON):
                return i
    return last


_GOING_ON = ("number", "and", "including", "relative")


def _begins(article: Article, cue: Cue) -> bool:
    """Tell whether a clause begins with the cue: "killed 3, and since March 40"."""
    return article.has(cue.first - 1, "comma", "and", "contrast", "semicolon", "dash")


def _just_before(article: Article, findings: list[Finding], cue: Cue) -> list[Finding]:
    """Return the findings that end just before the cue, with those told together."""
    near: list[Finding] = []
    edge, gap = cue.first, _CLOSE
    for finding in reversed([f for f in findings if f.last <= cue.first]):
        between = range(finding.last, edge)
        if len(between) > gap or (near and _parts(article, between)):
            break
        near.append(finding)
        edge, gap = finding.first, _TOGETHER
    return near


def _parts(article: Article, between: Iterable[int]) -> bool:
    """Tell whether another thing is told: "3 died in a town where in 2019 40 died"."""
    return any(article.has(i, "relative", "conjunction", "semicolon") for i in between)
