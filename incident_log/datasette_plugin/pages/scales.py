"""Where a figure's moments and numbers lie on the paper of a chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incident_log.counts import Number
from incident_log.times import in_zone

WIDTH, HEIGHT = 460, 190
LEFT, RIGHT, TOP, BOTTOM = 30, 66, 24, 26


@dataclass(frozen=True)
class Level:
    """What a figure was from one moment T on."""

    since: str
    low: Number | None
    best: Number | None
    high: Number | None
    contested: bool

    @property
    def line(self) -> Number | None:
        """Where the line runs: at the best number, else at the lowest."""
        return self.low if self.best is None else self.best


@dataclass(frozen=True)
class Chart:
    """Everything that a chart shows."""

    name: str  #: unique on its page
    title: str
    levels: Sequence[Level]  #: in order of T; changes only
    start: str
    end: str
    as_of: str  #: where the reader stands
    zone: str | None


def changed(levels: Sequence[Level]) -> list[Level]:
    """Leave out levels that only repeat the one before."""
    kept: list[Level] = []
    for level in levels:
        if not kept or _says(kept[-1]) != _says(level):
            kept.append(level)
    return kept


def _says(level: Level) -> tuple[object, ...]:
    return (level.low, level.best, level.high, level.contested)


@dataclass(frozen=True)
class Scale:
    """Where moments and numbers lie on the paper."""

    start: datetime
    seconds: float
    bottom: Number
    top: Number
    step: Number

    @classmethod
    def of(cls, chart: Chart) -> "Scale":
        """Fit a chart to the paper."""
        start = datetime.fromisoformat(chart.start)
        seconds = (datetime.fromisoformat(chart.end) - start).total_seconds()
        numbers = [
            number
            for level in chart.levels
            for number in (level.low, level.best, level.high)
            if number is not None
        ]
        most, least = max([1, *numbers]), min([0, *numbers])
        step = _round_step(most - least)
        bottom = least // step * step
        top = -(-most // step) * step
        return cls(start, seconds or 1.0, bottom, top, step)

    def x(self, moment: str) -> float:
        """Return how far right a moment lies; what is outside lies at the edge."""
        gone = (datetime.fromisoformat(moment) - self.start).total_seconds()
        share = min(1.0, max(0.0, gone / self.seconds))
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, number: Number) -> float:
        """Return how far down a number lies."""
        share = (number - self.bottom) / (self.top - self.bottom)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def short(number: Number) -> str:
    """Write a number in little room.

    >>> short(13), short(9.5), short(12000), short(2500000)
    ('13', '9.5', '12k', '2.5M')
    """
    for size, letter in ((10**6, "M"), (10**3, "k")):
        if abs(number) >= 10 * size or (letter == "M" and abs(number) >= size):
            return f"{number / size:g}{letter}"
    return f"{number:g}" if isinstance(number, float) else f"{number}"


def _round_step(extent: Number) -> Number:
    """Return 1, 2 or 5 times a power of ten: at most five such steps make *extent*."""
    step: Number = 1
    while extent / step > 5:
        leading = int(str(step)[0])
        step = step * 5 // 2 if leading == 2 else step * 2
    return step


#: Steps of hours between the times on the axis, from a quarter to about two millennia.
_DAY, _YEAR = 24, 8766
_HOURS = (
    *(0.25, 0.5, 1, 2, 3, 6, 12, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY),
    *(91 * _DAY, _YEAR, 2 * _YEAR, 5 * _YEAR, 20 * _YEAR, 100 * _YEAR, 500 * _YEAR),
    2000 * _YEAR,
)


def times(chart: Chart) -> Iterator[tuple[str, str]]:
    """Yield round wall times between both ends of the axis, at most seven."""
    start, end = (in_zone(each, chart.zone) for each in (chart.start, chart.end))
    hours = (end - start).total_seconds() / 3600
    step = next((each for each in _HOURS if hours / each <= 6), _HOURS[-1])
    wall = start.replace(minute=0, second=0, microsecond=0)
    if step >= 3:
        wall = wall.replace(hour=0)
    while True:
        if wall >= start:
            yield wall.isoformat(), _label(wall, step)
        if end - wall < timedelta(hours=step):  # there may be no time after it
            return
        wall += timedelta(hours=step)


def _label(wall: datetime, step: float) -> str:
    """Write a clock time, at midnight the day, and over years the month."""
    if step >= _YEAR:
        return f"{wall:%b %Y}"
    is_clock = step < _DAY and (wall.hour or wall.minute)
    return f"{wall:%H:%M}" if is_clock else f"{wall.day} {wall:%b}"
