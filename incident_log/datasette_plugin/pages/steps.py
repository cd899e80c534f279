"""Moments as a page shows them: the steps of its sliders, clocks and periods."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incident_log.answering.moments import written
from incident_log.times import LATEST, in_zone

#: The longest day in seconds: one on which clocks go back.
_DAY = 25 * 3600

#: Between the ends of a period.
_TO = "\N{EN DASH}"


@dataclass(frozen=True)
class Step:
    """One place where a slider stops."""

    value: str  #: as an address has it; empty is the latest
    label: str
    note: str  #: what happened then
    is_chosen: bool


def shown(moment: str, zone: str | None) -> str:
    """Write a T or K in full, in the incident's zone.

    >>> shown("2024-12-20T09:00:00.000000Z", "Europe/Kyiv")
    '20 Dec 2024, 11:00 EET'
    """
    if moment >= LATEST:
        return "latest"
    local = in_zone(moment, zone)
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


def steps(
    stops: Mapping[str, str], chosen: str, zone: str | None, *, most: int = 400
) -> list[Step]:
    """Return the stops of a slider in order, the moment asked for and the latest last.

    *stops* maps each instant to what happened then.
    """
    instants = thinned(sorted(stops), most, keep=chosen)
    if chosen not in instants:
        instants = sorted({*instants, chosen})
    if instants[-1] < LATEST:
        instants.append(LATEST)
    return [
        Step(
            value=written(each),
            label=shown(each, zone),
            note="everything so far" if each >= LATEST else stops.get(each, ""),
            is_chosen=each == chosen,
        )
        for each in instants
    ]


def thinned(items: Sequence[str], most: int, *, keep: str | None = None) -> list[str]:
    """Return at most about *most* of some sorted items, evenly, first and last kept."""
    if len(items) <= most:
        return list(items)
    wanted = {items[n * (len(items) - 1) // (most - 1)] for n in range(most)}
    return [item for item in items if item in wanted or item == keep]


def clock(moment: str, zone: str | None, *, beside: Iterable[str] = ()) -> str:
    """Write an instant as a clock time, with the day where *beside* has several days.

    >>> clock("2024-12-20T09:00:00.000000Z", "Europe/Kyiv")
    '11:00'
    """
    local = in_zone(moment, zone)
    days = {in_zone(each, zone).date() for each in beside} | {local.date()}
    return f"{local:%H:%M}" if len(days) == 1 else f"{local.day} {local:%b %H:%M}"


def span(start: str, end: str, zone: str | None) -> str:
    """Write a moment or period: a clock time, an hour, a day or from and to.

    >>> span("2024-12-20T00:00:00.000000Z", "2024-12-21T00:00:00.000000Z", None)
    '20 Dec'
    """
    first, last = in_zone(start, zone), in_zone(end, zone)
    if start == end:
        return f"{first.day} {first:%b %H:%M}"
    at_midnight = first.hour == first.minute == 0
    if at_midnight and (last - first).total_seconds() <= _DAY:
        return f"{first.day} {first:%b}"
    if first.date() == last.date():
        return f"{first.day} {first:%b %H:%M}{_TO}{last:%H:%M}"
    return f"{first.day} {first:%b %H:%M} {_TO} {last.day} {last:%b %H:%M}"
