"""What an article says of itself at its top: when it came out, and as of when it tells.

Titles, bylines, stamps ("Updated 14:05 GMT, March 3, 2025"), datelines and labels
("[UPDATES] As of 11 a.m.") are the head.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incident_log.drafting.dates.labels import label_of, outlet_of, signal_of
from incident_log.drafting.dates.resolving import resolve
from incident_log.drafting.dates.time_values import Context
from incident_log.drafting.prose.moments import CLOCKS, Moment, moments_in

_FULL = ("date", "numeric", "instant")


@dataclass(frozen=True, slots=True)
class Head:
    """What was found; ``None`` where the text does not say it."""

    published: str | None = None  #: ISO date, or time with its offset
    label: str | None = None
    as_of: str | None = None  #: ISO date, or time with its offset
    as_of_text: str | None = None
    signal: str | None = None  #: "update", "correction", "clarification", "retraction"
    outlet: str | None = None


def read_head(
    text: str,
    paragraphs: list[tuple[int, int]],
    published: str | None = None,
    zone: str | None = None,
) -> Head:
    """Read the head of *text*; what is given of its publication is not looked for."""
    lines = list(_lines(text, paragraphs))
    found = published or _published(text, lines, zone)
    context = Context.of(found, zone)
    told = [*lines, *_opening(paragraphs, lines)]
    as_of, as_of_text = _as_of(text, told, context)
    return Head(
        published=found,
        label=label_of(text, told),
        as_of=as_of,
        as_of_text=as_of_text,
        signal=signal_of(text, told),
        outlet=outlet_of(text, paragraphs[:_MOST_LINES]),
    )


def head_end(text: str, paragraphs: list[tuple[int, int]]) -> int:
    """Return where the head ends in the text."""
    return max((end for _, end in _lines(text, paragraphs)), default=0)


def dateline_end(text: str, start: int, end: int) -> int:
    """Return where the dateline of a paragraph ends; *start* if there is none."""
    match = _DATELINE.match(text, start, end) or _DATE_WORD.match(text, start, end)
    return match.end() if match else start


def _lines(text: str, paragraphs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines above the first real paragraph; the first is the title."""
    for n, (start, end) in enumerate(paragraphs[:_MOST_LINES]):
        is_body = end - start > _LONGEST_LINE and bool(
            _SENTENCE.search(text, start, end)
        )
        if is_body and n:
            return
        yield start, end
        if is_body:
            return


def _opening(
    paragraphs: list[tuple[int, int]], lines: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the beginning of the first real paragraph, below a title."""
    if lines and len(lines) < len(paragraphs):
        start, end = paragraphs[len(lines)]
        yield start, min(end, start + _LONGEST_OPENING)


def _published(text: str, lines: list[tuple[int, int]], zone: str | None) -> str | None:
    """Return the day of the first stamp, with its latest clock time if one is sure."""
    day, clocks = None, []
    for n, (start, end) in enumerate(lines):
        moments = _stamped(text, n, start, end)
        for moment in moments if day is None else ():
            if moment.kind in _FULL:
                day = day or resolve(moment, Context(zone=zone)).day
        found = (
            resolve(moment, Context(day, None, zone), day).value
            for moment in moments
            if moment.kind in CLOCKS
        )
        clocks += [value for value in found if value]
    return max(clocks, default=None) or (day.isoformat() if day else None)


def _stamped(text: str, n: int, start: int, end: int) -> list[Moment]:
    """Return the times of a line that tells when the article came out."""
    dateline = dateline_end(text, start, end)
    if dateline > start and (n == 0 or end - start > _LONGEST_LINE):
        return list(moments_in(text, start, dateline))
    if n == 0 or end - start > _LONGEST_LINE:
        return []
    found = [
        moment
        for moment in moments_in(text, start, end)
        if not _AS_OF_THIS.search(text[start : moment.start])
    ]
    rest = end - start - sum(moment.end - moment.start for moment in found)
    is_lone = rest <= _LONGEST_REST and sum(m.kind in _FULL for m in found) == 1
    is_life = _LIFE.search(text, start, end)
    is_stamp = _STAMP.search(text, start, end) or (is_lone and not is_life)
    return found if is_stamp else []


def _as_of(
    text: str, lines: list[tuple[int, int]], context: Context
) -> tuple[str | None, str | None]:
    """Read "as of 6pm local time Thursday": a clock time, its day, or both."""
    for start, end in lines:
        opening = _AS_OF.search(text, start, end)
        if opening is None:
            continue
        moments = list(moments_in(text, opening.end(), min(end, opening.end() + _NEAR)))
        if not moments or moments[0].start > opening.end() + len("about "):
            continue
        first, *others = moments
        day = next((m for m in others[:1] if m.start - first.end < _ADJACENT), None)
        known = resolve(day, context).day if day else None
        last = day if day and known else first
        value = resolve(first, context, known).value
        return value, text[opening.start() : last.end]
    return None, None


_MOST_LINES = 8
_LONGEST_LINE = 150
#: So far into the text a label or an "as of" is about all of it.
_LONGEST_OPENING = 60
#: So much of a line may be something else than its date ("Our Bureau | Place | ...").
_LONGEST_REST = 60
#: Within how many characters behind "as of" the time begins and ends.
_NEAR = 60
_ADJACENT = 8
_SENTENCE = re.compile(r"[.!?]")
_DATE_WORD = re.compile(r"\s*(date)\s+\d{4}-\d\d-\d\d\b")
_STAMP = re.compile(
    r"\b(?:published|posted|updated?|created|released|issued|date|last modified)\b",
    re.IGNORECASE,
)
_MONTH = r"(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-zA-Z]{0,6}\.?"
_DATELINE = re.compile(
    r"(?:[A-Z\u00c0-\u00dd][\w.'\u2019 ,/()-]{1,60}?[,:]\s+)?"
    rf"(?:\d{{1,2}}\s+{_MONTH}(?:\s+\d{{2,4}})?|{_MONTH}\s+\d{{1,2}}(?:,\s+\d{{4}})?)\.?"
    r"\s*(?:\([^()\n]{2,60}\)\s*\.?\s*)?(?:-{1,2}|\u2014|\u2013|/)(?!\d)"
)
_AS_OF = re.compile(r"\bas\s+(?:of|at)\s+(?=\S)", re.IGNORECASE)
_LIFE = re.compile(r"\b(?:born|died|founded|opened)\b", re.IGNORECASE)
_AS_OF_THIS = re.compile(r"\bas\s+(?:of|at)\s+$", re.IGNORECASE)
