"""Moments and spans of time, as text that sorts.  The only module that knows pendulum.

An instant is UTC text, ``2024-12-20T09:00:00.000000Z``: it sorts as time, reads as
time, and is what the log stores.  A time less precise than a minute is a span.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from incident_log.errors import (
    BackwardsTime,
    NoSuchWallTime,
    NoZone,
    TwoSuchWallTimes,
    UnclearTime,
    UnknownZone,
)

#: The end of every interval that is still open.
FOREVER = "9999-12-31T23:59:59.999999Z"

#: The latest T or K that can be asked for; no interval that is open ends before it.
LATEST = "9999-12-31T23:59:59.999998Z"

#: From coarse to fine; a later one is the more precise.
PRECISIONS = ("year", "month", "day", "hour", "minute", "second")

Clock = Callable[[], str]

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d)"
    r"(?:\.(?P<fraction>\d{1,6}))?)?)?(?P<offset>Z|[+-]\d\d:?[0-5]\d)?)?)?)?",
    re.ASCII,
)

#: What a time looks like, for patterns in other tools.
ISO = re.sub(r"\?P<\w+>", "?:", _ISO.pattern)


@dataclass(frozen=True, slots=True)
class Span:
    """A time as it was given: one instant, or a period it lies in.

    For a time precise to the minute *earliest* and *latest* are the same instant;
    otherwise *latest* is the end of the period (not included in it).
    """

    earliest: str
    latest: str
    precision: str
    given: str
    zone: str | None = None

    @property
    def is_precise(self) -> bool:
        """Tell whether it is one instant."""
        return self.precision in ("minute", "second")

    def is_finer_than(self, other: "Span") -> bool:
        """Tell whether it was given more precisely than *other*."""
        return PRECISIONS.index(self.precision) > PRECISIONS.index(other.precision)

    def state(self) -> dict[str, Any]:
        """Return it as the log stores it."""
        return {
            "given": self.given,
            "earliest": self.earliest,
            "latest": self.latest,
            "precision": self.precision,
        } | ({"zone": self.zone} if self.zone else {})


@dataclass(frozen=True, slots=True)
class Occurred:
    """When something happened: any end may be unknown, the words are kept."""

    earliest: str | None
    latest: str | None
    text: str | None = None


def instant(text: str) -> Span:
    """Return a span that is the one instant *text*, already in UTC."""
    return Span(text, text, "second", text)


def now() -> str:
    """Return the present instant."""
    return in_utc(datetime.now(UTC))


def in_utc(moment: datetime) -> str:
    """Write an aware datetime as the log does.

    >>> in_utc(datetime.fromisoformat("2024-12-20T11:00+02:00"))
    '2024-12-20T09:00:00.000000Z'
    """
    return (
        moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
        + "Z"
    )


def seconds_between(one: str, other: str) -> float:
    """Return how far two instants lie apart, in seconds, never negative."""
    return abs(
        (datetime.fromisoformat(one) - datetime.fromisoformat(other)).total_seconds()
    )


@lru_cache(maxsize=4096)
def read_span(given: object, zone: str | None) -> Span:
    """Read an ISO 8601 date or time; a wall time is local to *zone*.

    Raise :exc:`UnclearTime`, :exc:`NoZone`, :exc:`UnknownZone`, and for wall times
    that daylight saving skips or repeats :exc:`NoSuchWallTime` and
    :exc:`TwoSuchWallTimes`.  No time is ever invented (DESIGN 3).
    """
    match = _ISO.fullmatch(given) if type(given) is str else None
    if match is None or type(given) is not str:
        raise UnclearTime(given)
    if match["offset"] is None and zone is None:
        raise NoZone(given)
    fields = {name: int(match[name]) for name in PRECISIONS if match[name]}
    precision = list(fields)[-1]
    micros = int((match["fraction"] or "0").ljust(6, "0"))
    try:
        year, month, day, hour, minute, second = (
            fields.get(name, 1 if name in ("month", "day") else 0)
            for name in PRECISIONS
        )
        wall = datetime(year, month, day, hour, minute, second, micros)
        if precision in ("year", "month", "day"):
            start, end = _day(wall, zone), _day(_next(wall, precision), zone)
        else:
            start = _in_zone(wall, match["offset"], zone, given)
            end = start + timedelta(hours=1 if precision == "hour" else 0)
        return Span(in_utc(start), in_utc(end), precision, given, zone)
    except (ValueError, OverflowError) as error:
        raise UnclearTime(given) from error


def read_occurred(given: object, zone: str | None) -> Occurred:
    """Read when something happened: a date, a time, or ``{from, to, text}``."""
    if not isinstance(given, dict):
        span = read_span(given, zone)
        return Occurred(span.earliest, span.latest)
    start = read_span(given["from"], zone).earliest if "from" in given else None
    end = read_span(given["to"], zone).latest if "to" in given else None
    if start is not None and end is not None and end < start:
        raise BackwardsTime(given["from"], given["to"])
    return Occurred(start, end, given.get("text"))


def check_zone(name: object) -> None:
    """Raise :exc:`UnknownZone` unless the time-zone database has *name*.

    Names that mean another zone on another machine, or count leap seconds, are refused.
    """
    if type(name) is not str:
        raise UnknownZone(name)
    _zone(name)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    import pendulum
    from pendulum.tz.exceptions import InvalidTimezone

    if name.startswith(("right/", "posix")) or name in ("localtime", "Factory"):
        raise UnknownZone(name)
    try:
        pendulum.timezone(name)
        return ZoneInfo(name)
    except (InvalidTimezone, ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(name) from error


def in_zone(moment: str, zone: str | None) -> datetime:
    """Return an instant as a wall time of *zone*, UTC when it is ``None``.

    The first and the last hours of the calendar have no wall time in some zones; there
    it is UTC as well.
    """
    instant = datetime.fromisoformat(moment)
    try:
        return instant.astimezone(ZoneInfo(zone) if zone else UTC)
    except OverflowError:
        return instant


def _next(wall: datetime, precision: str) -> datetime:
    """Return when the year, month or day after the one that *wall* begins."""
    if precision == "day":
        return wall + timedelta(days=1)
    months = 12 if precision == "year" else wall.month
    return wall.replace(year=wall.year + months // 12, month=months % 12 + 1)


def _day(wall: datetime, zone: str | None) -> datetime:
    """Return when a day begins; one that begins in a gap begins when the gap ends."""
    assert zone is not None
    return wall.replace(tzinfo=_zone(zone), fold=0).astimezone(UTC)


def _in_zone(
    wall: datetime, offset: str | None, zone: str | None, given: str
) -> datetime:
    if offset is not None:
        return datetime.fromisoformat(wall.isoformat() + offset)
    assert zone is not None
    own = _zone(zone)
    before, after = (own.utcoffset(wall.replace(fold=fold)) for fold in (0, 1))
    if before is not None and before == after:
        return wall.replace(tzinfo=timezone(before))
    import pendulum
    from pendulum.tz.exceptions import AmbiguousTime, NonExistingTime

    try:
        return pendulum.datetime(
            *wall.timetuple()[:6],
            wall.microsecond,
            tz=zone,
            raise_on_unknown_times=True,
        )
    except NonExistingTime as error:
        raise NoSuchWallTime(given, zone) from error
    except AmbiguousTime as error:
        raise TwoSuchWallTimes(given, zone) from error
