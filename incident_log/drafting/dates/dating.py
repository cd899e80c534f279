"""When what was found happened, and as of when it is told: from its own sentence.

A claim has no time rather than a wrong one: where several times of a sentence are
equally far away, none is taken.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from incident_log.drafting.dates.spots import compares, led_by
from incident_log.drafting.dates.time_values import ASSUMED_DAY, NO_DAY
from incident_log.drafting.dates.timing import TimeMention
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.tagged import tagged

#: What a time can be said for and still tell when something happened.
_TELLING = ("occurred", "since", "by")
#: A claim with this flag took the day of the sentence before.
CARRIED = "carried-date"


def date_findings(
    article: Article, findings: Iterable[Finding], mentions: list[TimeMention]
) -> None:
    """Give each finding its ``occurred``, and its ``as_of`` where words say it."""
    by_sentence = {
        sentence: list(some)
        for sentence, some in groupby(_placed(mentions), lambda m: m.sentence)
    }
    entries = list(_entries(article, mentions))
    for finding in findings:
        sentence = article.sentence_at(finding.at)
        own = by_sentence.get(sentence, [])
        mention = _nearest(article, finding, own)
        if mention:
            _occurs(article, finding, mention)
        elif not finding.background:
            _carry(article, finding, sentence, by_sentence)
        _tell(article, finding, sentence, own, entries)


def _placed(mentions: list[TimeMention]) -> list[TimeMention]:
    return [m for m in mentions if m.item is not None and m.role != "stamp"]


def _nearest(
    article: Article, finding: Finding, own: list[TimeMention]
) -> TimeMention | None:
    """Return the nearest time of the finding's clause, or the only one beyond it."""
    at = finding.at
    telling = [
        m
        for m in own
        if _dates(article, m) and m.resolved.instant and not _apart(article, m, at)
    ]
    within = [m for m in telling if not _breaks(article, m, at)]
    if not telling or (not within and len({m.resolved.value for m in telling}) > 1):
        return None
    nearest = min(within or telling, key=lambda m: (abs(_item(m) - at), _item(m) < at))
    return _with_clock(nearest, telling)


def _dates(article: Article, mention: TimeMention) -> bool:
    """Tell whether something can have happened then, as the text itself says."""
    if mention.role == "since" and compares(article.text, mention.start):
        return False
    return mention.role in _TELLING and NO_DAY not in mention.flags


def _item(mention: TimeMention) -> int:
    assert mention.item is not None  # see _placed
    return mention.item


def _apart(article: Article, mention: TimeMention, at: int) -> bool:
    """Tell whether a semicolon, a dash or a "followed by" stands between."""
    return article.has_any(*_between(mention, at), "semicolon", "dash", "followed")


def _breaks(article: Article, mention: TimeMention, at: int) -> bool:
    """Tell whether another clause begins between: ", and", "while", "who"."""
    first, last = _between(mention, at)
    return article.has_any(first, last, "conjunction", "relative") or any(
        article.has(i + 1, "and")
        for i in tagged(article, "comma", first=first, last=last)
    )


def _between(mention: TimeMention, at: int) -> tuple[int, int]:
    one, other = sorted((_item(mention), at))
    return one + 1, other


def _with_clock(mention: TimeMention, telling: list[TimeMention]) -> TimeMention:
    """Prefer "10:15 a.m." beside "Sunday": it says the day as well, and more."""
    for other in telling:
        beside = abs(_item(other) - _item(mention)) <= _BESIDE
        is_finer = other.resolved.precision == "minute" != mention.resolved.precision
        if beside and is_finer and other.resolved.day == mention.resolved.day:
            return other
    return mention


def _occurs(article: Article, finding: Finding, mention: TimeMention) -> None:
    resolved = mention.resolved
    start = led_by(article.text, mention.start)
    words = article.text[start : mention.end]
    if mention.role == "by":
        value: Any = {"to": resolved.instant, "text": words}
    elif mention.role == "since":
        value = {"from": resolved.instant, "text": words}
    else:
        value = resolved.occurred(article.text[mention.start : mention.end])
    finding.fields.setdefault("occurred", value)
    finding.flags |= mention.flags


def _carry(
    article: Article,
    finding: Finding,
    sentence: int,
    by_sentence: dict[int | None, list[TimeMention]],
) -> None:
    """Take the day of the sentence before, if it is of the same paragraph and sure."""
    before = sentence - 1
    if sentence == 0 or not _same_paragraph(article, before, sentence):
        return
    told = [
        m
        for m in by_sentence.get(before, [])
        if m.role == "occurred" and _dates(article, m)
    ]
    days = {m.resolved.day for m in told}
    day = days.pop() if len(days) == 1 else None
    if day and not by_sentence.get(sentence) and not _is_present(article, sentence):
        finding.fields.setdefault("occurred", day.isoformat())
        finding.flags.add(CARRIED)
        finding.flags |= {ASSUMED_DAY} & frozenset().union(*(m.flags for m in told))


def _is_present(article: Article, sentence: int) -> bool:
    """Tell whether a sentence says how things stand now ("have been", "remain")."""
    first, last, _ = article.sentences[sentence]
    words = article.quote(first, last).lower().split()
    return not _PRESENT.isdisjoint(words)


def _same_paragraph(article: Article, one: int, other: int) -> bool:
    return article.sentences[one].paragraph == article.sentences[other].paragraph


def _tell(
    article: Article,
    finding: Finding,
    sentence: int,
    own: list[TimeMention],
    entries: list[tuple[int, TimeMention]],
) -> None:
    """Say as of when it is told: "by 8:30 a.m.", "as of Friday", its entry's time."""
    paragraph = article.sentences[sentence].paragraph
    told = [
        m
        for m in own
        if m.resolved.day
        and (
            m.role == "as_of"
            or (m.role == "by" and not _breaks(article, m, finding.at))
        )
        and not _apart(article, m, finding.at)
    ]
    if told:
        mention = min(told, key=lambda m: abs(_item(m) - finding.at))
        start = led_by(article.text, mention.start)
        finding.flags |= mention.flags & {ASSUMED_DAY}
    else:
        n = bisect_right(entries, paragraph, key=lambda entry: entry[0])
        if n == 0 or entries[n - 1][1].value is None:
            return
        mention = entries[n - 1][1]
        start = mention.start
    finding.fields.setdefault("as_of", mention.resolved.instant)
    finding.fields.setdefault("as_of_text", article.text[start : mention.end])


def _entries(
    article: Article, mentions: list[TimeMention]
) -> Iterator[tuple[int, TimeMention]]:
    """Yield the paragraph that each entry of a live page begins with, and its time."""
    for mention in mentions:
        if mention.role == "entry" and mention.sentence is not None:
            yield article.sentences[mention.sentence].paragraph, mention


_PRESENT = frozenset("have has is are remain remains still now".split())
#: How many items a clock time may lie from its day ("10:15 a.m. on Sunday").
_BESIDE = 2
