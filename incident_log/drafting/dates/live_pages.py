"""Live pages: entries that a clock time opens ("10:57 p.m. -"), and their days."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from incident_log.drafting.dates.calendar_days import hour_of
from incident_log.drafting.dates.days_told import is_after_publication
from incident_log.drafting.dates.resolving import resolve
from incident_log.drafting.dates.time_values import Context
from incident_log.drafting.prose.moments import DAYS, Moment, moments_in, read_moment


class Entry(NamedTuple):
    """A paragraph that a clock time opens, on a live page."""

    paragraph: int
    clock: Moment
    day: Moment | None


def entries_of(text: str, paragraphs: list[tuple[int, int]]) -> list[Entry]:
    """Return the entries of a live page, in the order of the text."""
    found = []
    for n, (start, end) in enumerate(paragraphs):
        opening = _OPENING.match(text, start, end)
        clock = read_moment(text, opening.end(), end) if opening else None
        if clock is None or clock.kind != "clock":
            continue
        dash = _DASH.match(text, clock.end, end)
        if dash:
            days = moments_in(text, clock.end, dash.end())
            day = next((m for m in days if m.kind in DAYS), None)
            found.append(Entry(n, clock, day))
    return found


def days_of_entries(
    entries: list[Entry], paragraphs: int, context: Context
) -> dict[int, date]:
    """Return the day of each paragraph of a live page, from its entries' clock times.

    Going back from the newest entry, a clock time that is later than the one before is
    of the day before.
    """
    days = _opening_days(entries, context)
    starts = [entry.paragraph for entry in entries]
    return {
        paragraph: days[start]
        for start, end in zip(starts, [*starts[1:], paragraphs], strict=False)
        if start in days
        for paragraph in range(start, end)
    }


def _opening_days(entries: list[Entry], context: Context) -> dict[int, date]:
    """Return the day of each paragraph that opens an entry."""
    days: dict[int, date] = {}
    day, last = context.published, -1
    for entry in entries if _is_newest_first(entries) else entries[::-1]:
        named = resolve(entry.day, context).day if entry.day else None
        minute = _minute(entry)
        if last < 0:
            first = resolve(entry.clock, context, day)
            is_before = is_after_publication(first, context)
        else:
            is_before = minute > last
        if named:
            day = named
        elif day and is_before:
            day -= timedelta(days=1)
        last = minute
        if day:
            days[entry.paragraph] = day
    return days


def _is_newest_first(entries: list[Entry]) -> bool:
    """Tell by which order the entries lie closer together in time."""
    minutes = [_minute(entry) for entry in entries] or [0]
    rises = sum(a < b for a, b in pairwise(minutes))
    falls = sum(a > b for a, b in pairwise(minutes))
    return minutes[0] - minutes[-1] + _DAY * rises <= (
        minutes[-1] - minutes[0] + _DAY * falls
    )


def _minute(entry: Entry) -> int:
    parts = entry.clock.parts
    return 60 * (hour_of(parts) or 0) + int(parts.get("minute", "0"))


#: Minutes.
_DAY = 24 * 60
_OPENING = re.compile(r"[\s\u2022*\[(]*")
_DASH = re.compile(r"[^\n.]{0,24}?(?:\u2014|\u2013|-{1,2}|:|\|)(?=\s)")
