"""What is known of when an article was written, and what a time in it means."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from incident_log.times import in_zone, read_span

_DATE = len("2024-12-20")
#: The day of a clock time is that of the article's story, or of its publication.
ASSUMED_DAY = "assumed-day"
#: The text names no day: nothing may have happened then for that reason alone.
NO_DAY = "no-day-named"
#: "Around 5 a.m.", "shortly after noon".
APPROXIMATE = "approximate-time"
#: How far a time that is told approximately may be off.
_OFF = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Context:
    """When and where an article was written, as far as it is known."""

    published: date | None = None
    instant: str | None = None  #: of publication, with its offset, if that is known
    zone: str | None = None

    @classmethod
    def of(cls, published: str | None, zone: str | None) -> "Context":
        """Read a date, or a time with its offset or in *zone*."""
        if published is None or len(published) < _DATE:
            return cls(None, None, zone)
        if len(published) == _DATE:
            return cls(date.fromisoformat(published), None, zone)
        if datetime.fromisoformat(published).tzinfo is None and zone is None:
            return cls(date.fromisoformat(published[:_DATE]), None, zone)
        earliest = read_span(published, zone).earliest
        local = in_zone(earliest, zone) if zone else datetime.fromisoformat(published)
        return cls(local.date(), local.isoformat(timespec="minutes"), zone)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a time means; *start* and *end* where it is a part of its day or week."""

    value: str | None
    precision: str = ""  #: "minute", "day", "week", "month", "year", "" without value
    start: str | None = None
    end: str | None = None
    flags: frozenset[str] = frozenset()

    @property
    def day(self) -> date | None:
        """The day that it names or lies in."""
        if self.value is None or self.precision not in ("day", "minute"):
            return None
        return date.fromisoformat(self.value[:_DATE])

    @property
    def instant(self) -> str | None:
        """As other tools read it: a date, a month, a year, or a time to the second."""
        if self.precision in ("minute", "week"):
            return self.start
        return self.value

    def occurred(self, words: str) -> Any:
        """Return it as a claim's ``occurred``: a date, or a period with its words."""
        if self.start is None and self.end is None:
            return self.instant
        ends = {"from": self.start, "to": self.end}
        if APPROXIMATE in self.flags and self.start and self.end:
            ends = {
                "from": (datetime.fromisoformat(self.start) - _OFF).isoformat(),
                "to": (datetime.fromisoformat(self.end) + _OFF).isoformat(),
            }
        return {name: end for name, end in ends.items() if end} | {"text": words}
