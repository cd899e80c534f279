"""Which day a clock time belongs to: its own, its sentence's, or the article's.

A clock time takes the day that stands beside it, else the last one named before it in
its sentence, else that of its entry on a live page, else of its paragraph, else the
day that the article told of first, else the day of publication.  The last two are
assumed, and have a flag that says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from incident_log.drafting.dates.calendar_days import hour_of
from incident_log.drafting.dates.resolving import resolve
from incident_log.drafting.dates.spots import Spot
from incident_log.drafting.dates.time_values import (
    APPROXIMATE,
    ASSUMED_DAY,
    NO_DAY,
    Context,
    Resolved,
)
from incident_log.drafting.prose.moments import CLOCKS, DAYS


@dataclass
class DaysTold:
    """What was said of days up to here, while one goes through an article."""

    text: str
    context: Context
    entries: dict[int, date]  #: paragraph of a live page -> the day of its entry
    _story: tuple[bool, date] | None = None  #: whether only "said on", and the day
    _last: tuple[Spot, Resolved] | None = None
    _clock: datetime | None = None  #: the last clock time that the story told
    _own: list[tuple[Spot, date]] = field(default_factory=list)  #: of this paragraph

    def resolve(self, spot: Spot, following: Sequence[Spot]) -> Resolved:
        """Return what a time means here, and remember it; *following* are the next."""
        spot = _coming(spot)
        ahead = spot.role in ("until", "ahead", "planned", "by")
        if spot.moment.kind == "clock":
            resolved = self._resolve_clock(spot, following, ahead=ahead)
            start = spot.moment.start
            if _ABOUT.search(self.text[max(0, start - _SEEN) : start]):
                resolved = _flagged(resolved, {APPROXIMATE})
        else:
            day = self._own[-1][1] if self._own else None
            resolved = resolve(spot.moment, self.context, day, ahead=ahead)
        self._remember(spot, resolved)
        return resolved

    def _resolve_clock(
        self, spot: Spot, following: Sequence[Spot], *, ahead: bool
    ) -> Resolved:
        beside = self._instant_beside(spot)
        if beside:
            instant, flags = beside
            near = [instant.date() + shift * _DAY for shift in (-1, 0, 1)]
            said = [resolve(spot.moment, self.context, day) for day in near]
            said_again = min(said, key=lambda each: _distance(each, instant))
            return _flagged(said_again, flags)
        day, said_by = self._day(spot, following)
        resolved = resolve(spot.moment, self.context, day, ahead=ahead)
        if (
            day
            and said_by != "sentence"
            and is_after_publication(resolved, self.context)
        ):
            resolved = resolve(spot.moment, self.context, day - _DAY)
        return _flagged(resolved, _DOUBTS.get(said_by, frozenset()))

    def _day(self, spot: Spot, following: Sequence[Spot]) -> tuple[date | None, str]:
        """Return the day of a clock time, and what says so: its sentence, ..."""
        beside = self._day_beside(spot, following)
        if beside:
            return beside, "sentence"
        own = (
            self._own
            if self._last and self._last[0].paragraph == spot.paragraph
            else []
        )
        for other, day in reversed(own):
            if other.sentence == spot.sentence:
                return day, "sentence"
        if spot.paragraph in self.entries:
            return self.entries[spot.paragraph], "sentence"
        for other, day in reversed(own):
            if other.moment.kind != "relative" and self._is_recent(day):
                return self._onward(day, spot), "paragraph"
        if self._story:
            return self._onward(self._story[1], spot), "story"
        return self._onward(self.context.published, spot), "publication"

    def _day_beside(self, spot: Spot, following: Sequence[Spot]) -> date | None:
        """Return the day behind a clock time: "9 p.m. (1900 GMT) on Tuesday"."""
        for other in following:
            gap = self.text[spot.moment.end : other.moment.start]
            if other.moment.kind in DAYS and _BEHIND.fullmatch(_ASIDE.sub("", gap)):
                return resolve(other.moment, self.context).day
        return None

    def _onward(self, day: date | None, spot: Spot) -> date | None:
        """Step over midnight with the story: from 23:05 to 0:15 is another day."""
        last, hour = self._clock, hour_of(spot.moment.parts)
        if day is None or last is None or hour is None:
            return day
        is_over = last.date() == day and last.hour >= _EVENING and hour < _NIGHT
        is_past = last.date() == day + _DAY and last.hour <= hour < _NOON
        if is_over or is_past:
            day += _DAY
        published = self.context.published
        return min(day, published) if published else day

    def _instant_beside(self, spot: Spot) -> tuple[datetime, frozenset[str]] | None:
        """Return the instant that "(2230 GMT)" says again behind a local time."""
        if self._last is None or self._last[0].moment.kind != "clock":
            return None
        last, resolved = self._last
        gap = self.text[last.moment.end : spot.moment.start]
        if resolved.value is None or not _AGAIN.fullmatch(gap):
            return None
        return datetime.fromisoformat(resolved.value), resolved.flags

    def _remember(self, spot: Spot, resolved: Resolved) -> None:
        if self._last is None or self._last[0].paragraph != spot.paragraph:
            self._own = []
        self._last = spot, resolved
        is_told = spot.role not in ("stamp", "as_of")
        if spot.moment.kind in CLOCKS and resolved.value and is_told:
            self._clock = datetime.fromisoformat(resolved.value)
        day = resolved.day
        if day is None or spot.moment.kind not in DAYS:
            return
        self._own.append((spot, day))
        if (
            is_told
            and spot.role not in ("ahead", "planned", "until")
            and self._is_recent(day)
        ):
            self._tell(spot, day)

    def _tell(self, spot: Spot, day: date) -> None:
        """Keep the first day told of; "said on Monday" only as long as no other is."""
        said = spot.role == "said"
        if spot.moment.kind not in ("relative", "ago"):
            if self._story is None or (self._story[0] and not said):
                self._story = said, day

    def _is_recent(self, day: date) -> bool:
        """Tell whether a story can be about that day, rather than its background."""
        published = self.context.published
        return published is None or timedelta(0) <= published - day <= _RECENT


def is_after_publication(resolved: Resolved, context: Context) -> bool:
    """Tell whether a clock time lies after the publication of the article."""
    if context.instant is None or resolved.value is None:
        return False
    said = datetime.fromisoformat(resolved.value)
    return said > datetime.fromisoformat(context.instant)


def _coming(spot: Spot) -> Spot:
    """Read the weekday of what is planned as the next one: "will open on Monday"."""
    moment = spot.moment
    if spot.role != "planned" or moment.kind != "weekday" or "shift" in moment.parts:
        return spot
    parts = {**moment.parts, "shift": "coming"}
    return replace(spot, moment=replace(moment, parts=parts))


def _flagged(resolved: Resolved, flags: Iterable[str]) -> Resolved:
    return replace(resolved, flags=resolved.flags.union(flags))


def _distance(resolved: Resolved, instant: datetime) -> timedelta:
    if resolved.value is None:
        return timedelta.max
    return abs(datetime.fromisoformat(resolved.value) - instant)


_DAY = timedelta(days=1)
_RECENT = timedelta(days=14)
_DOUBTS = {
    "story": frozenset({ASSUMED_DAY}),
    "publication": frozenset({ASSUMED_DAY, NO_DAY}),
}
_SEEN = 40
_ABOUT = re.compile(
    r"(?:\b(?:around|about|approximately|roughly|circa|nearly|almost"
    r"|(?:shortly|just|soon|moments|minutes|right|a little)\s+(?:before|after|past))"
    r"|~)\s*$",
    re.IGNORECASE,
)
_EVENING, _NIGHT, _NOON = 18, 6, 12
_BEHIND = re.compile(r"[\s,(]*(?:(?:local time|hours|on|of)\s*[,)]?\s*){0,2}")
_ASIDE = re.compile(r"\s*\([^()\n]{0,30}\)")
_AGAIN = re.compile(r"\s*[(,/]\s*")
