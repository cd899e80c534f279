"""What a time in the text means, given when and where the article was written.

No time is ever invented (DESIGN 3): without a zone a clock time has no value, without
a day of publication a weekday has none, and "shortly before dawn" never has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from incident_log.drafting.dates import relative_times
from incident_log.drafting.dates.calendar_days import (
    century,
    hour_of,
    nearest,
    part_of,
    valid,
)
from incident_log.drafting.dates.time_values import Context, Resolved
from incident_log.drafting.prose.moment_forms import MONTHS, WEEKDAYS
from incident_log.drafting.prose.moments import Moment
from incident_log.drafting.prose.zones import moment_of
from incident_log.errors import NoSuchWallTime, TwoSuchWallTimes

Parts = Mapping[str, str]

UNRESOLVED = Resolved(None)


def resolve(
    moment: Moment, context: Context, day: date | None = None, *, ahead: bool = False
) -> Resolved:
    """Return what *moment* means.

    *day* is the one that the sentence speaks of, for clock times and "a day earlier";
    *ahead* says that its words look forward ("until January 15", "by June").
    """
    parts = dict(moment.parts)
    if ahead:
        parts["ahead"] = "yes"
    return _RESOLVE[moment.kind](parts, context, day)


def _date(parts: Parts, context: Context, day: date | None) -> Resolved:
    """Without a year: the latest such day that is not far ahead of publication."""
    month = MONTHS.index(parts["month"][:3]) + 1
    number, published = int(parts["day"]), context.published
    year = parts.get("year") or century(parts.get("short"))
    flags = set()
    if year is not None:
        found = valid(int(year), month, number)
    elif published is None:
        return Resolved(None, flags=frozenset({"no-date"}))
    else:
        found = nearest(month, number, published, ahead="ahead" in parts)
        if found and abs(found - published) > _FAR:
            flags.add("assumed-year")
    weekday = parts.get("weekday")
    if weekday and found and WEEKDAYS.index(weekday[:3]) != found.weekday():
        flags.add("weekday-date-mismatch")
    resolved = part_of(found, parts, context)
    return replace(resolved, flags=resolved.flags | flags)


def _numeric(parts: Parts, context: Context, day: date | None) -> Resolved:
    """ "20/12/2024" is clear, "03/04/2024" is not; with full stops the day is first."""
    year = int(parts["year"])
    if "mark" not in parts:
        found = valid(year, int(parts["month"]), int(parts["day"]))
        return part_of(found, parts, context)
    first, second = int(parts["first"]), int(parts["second"])
    by_day, by_month = valid(year, second, first), valid(year, first, second)
    if parts["mark"] == "." and by_day:
        return part_of(by_day, parts, context)
    if by_day and by_month and by_day != by_month:
        return Resolved(None, flags=frozenset({"ambiguous-date"}))
    return part_of(by_day or by_month, parts, context)


def _year(parts: Parts, context: Context, day: date | None) -> Resolved:
    return Resolved(parts["year"], "year")


def _instant(parts: Parts, context: Context, day: date | None) -> Resolved:
    found = valid(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    return UNRESOLVED if found is None else _clock(parts, context, found)


def _clock(parts: Parts, context: Context, day: date | None) -> Resolved:
    """A wall time of *day*, else of the day of publication, where a zone is known."""
    day = day or context.published
    if day is None:
        return Resolved(None, flags=frozenset({"no-date"}))
    hour = hour_of(parts)
    if hour is None:
        return UNRESOLVED
    wall = f"{day}T{hour:02d}:{parts.get('minute', '00')}"
    try:
        value = moment_of(wall, parts.get("zone", ""), context.zone)
    except (NoSuchWallTime, TwoSuchWallTimes):
        return Resolved(None, flags=frozenset({"no-such-time"}))
    if value is None:
        return Resolved(None, flags=frozenset({"no-zone"}))
    end = datetime.fromisoformat(value) + timedelta(minutes=1)
    start = datetime.fromisoformat(value).isoformat()
    return Resolved(value, "minute", start, end.isoformat())


def _vague(parts: Parts, context: Context, day: date | None) -> Resolved:
    return UNRESOLVED


#: Further from publication, a date without its year may be one that everybody knows.
_FAR = timedelta(days=90)
_RESOLVE: Mapping[str, Callable[[Parts, Context, date | None], Resolved]] = {
    "instant": _instant,
    "numeric": _numeric,
    "date": _date,
    "listed": _date,
    "clock": _clock,
    "weekday": relative_times.weekday,
    "relative": relative_times.relative,
    "period": relative_times.period,
    "ago": relative_times.ago,
    "vague": _vague,
    "month": relative_times.month,
    "year": _year,
}
