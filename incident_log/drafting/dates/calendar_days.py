"""Days of the calendar, their parts, and which of many the words mean."""

from collections.abc import Mapping
from datetime import date, timedelta

from incident_log.drafting.dates.time_values import Context, Resolved
from incident_log.drafting.prose.moment_forms import COUNTED
from incident_log.errors import NoSuchWallTime, TwoSuchWallTimes
from incident_log.times import in_zone, read_span

#: Part of a day -> its hours [from, to), wide rather than wrong.  A night ends with
#: the next morning; "overnight into" a day begins the evening before.
_HOURS = {
    "early": (0, 12),
    "early morning": (0, 9),
    "early in the morning": (0, 9),
    "early hours": (0, 9),
    "predawn": (0, 9),
    "pre-dawn": (0, 9),
    "overnight": (-6, 12),
    "morning": (0, 12),
    "late morning": (9, 12),
    "afternoon": (12, 19),
    "early afternoon": (12, 16),
    "late afternoon": (15, 19),
    "evening": (16, 24),
    "early evening": (16, 21),
    "late evening": (19, 24),
    "late": (16, 24),
    "night": (18, 30),
    "late night": (20, 30),
}
#: How far ahead a date without a year may lie: by itself, and looked forward to.
_AHEAD = timedelta(days=31)
_LOOKED_FORWARD = timedelta(days=92)
_MONTHS_AHEAD = 6


def valid(year: int, month: int, day: int) -> date | None:
    """Return the day, if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def century(short: str | None) -> str | None:
    """Return the year of "90" in a dateline of the last century."""
    return None if short is None else f"{'19' if short > '50' else '20'}{short}"


def nearest(month: int, day: int, published: date, *, ahead: bool) -> date | None:
    """Return the latest such day that is not too far ahead of publication."""
    latest = published + (_LOOKED_FORWARD if ahead else _AHEAD)
    years = range(published.year + 1, published.year - 9, -1)
    found = (valid(year, month, day) for year in years)
    return next((each for each in found if each and each <= latest), None)


def month_ahead(month: int, published: date) -> int | None:
    """Return in how many years the next such month is, if it is soon."""
    is_soon = 0 < (month - published.month) % 12 <= _MONTHS_AHEAD
    return int(month < published.month) if is_soon else None


def midnight(day: date, zone: str | None) -> str | None:
    """Return when *day* begins in *zone*, with the offset that holds then."""
    if zone is None:
        return None
    return in_zone(read_span(day.isoformat(), zone).earliest, zone).isoformat()


def part_of(day: date | None, parts: Mapping[str, str], context: Context) -> Resolved:
    """Return a day, or the part of it that is spoken of."""
    if day is None:
        return Resolved(None, flags=frozenset({"no-such-date"}))
    value, zone = day.isoformat(), context.zone
    named = parts.get("after") or parts.get("before", "")
    if zone is None or not named:
        return Resolved(value, "day")
    if named in ("earlier", "later"):
        same = context.published == day
        end = context.instant if same else midnight(day + timedelta(days=1), zone)
        return Resolved(value, "day", midnight(day, zone), end)
    words = (f"{parts.get('before', '')} {named}".strip(), named, named.split()[-1])
    hours = next((_HOURS[each] for each in words if each in _HOURS), (0, 24))
    try:
        start, end = (_at(day, hour, zone) for hour in hours)
    except (NoSuchWallTime, TwoSuchWallTimes):
        return Resolved(value, "day")
    return Resolved(value, "day", start, end)


def hour_of(parts: Mapping[str, str]) -> int | None:
    """Return the hour of 24; none for "two o'clock", which may be either."""
    if "noon" in parts:
        return 12
    written, half = parts["hour"], parts.get("half")
    if half is None:
        return int(written) if written.isdigit() else None
    hour = int(written) if written.isdigit() else COUNTED.index(written) + 1
    if half == "at night":
        half = "p" if 6 <= hour < 12 else "a"
    is_past_noon = half in ("p", "in the afternoon", "in the evening")
    return hour if hour > 12 else hour % 12 + 12 * is_past_noon


def _at(day: date, hour: int, zone: str) -> str | None:
    """Return an hour of a day as time passes, past midnight too."""
    days, hour = divmod(hour, 24)
    wall = f"{day + timedelta(days=days)}T{hour:02d}:00"
    if hour == 0:
        return midnight(day + timedelta(days=days), zone)
    return in_zone(read_span(wall, zone).earliest, zone).isoformat()
