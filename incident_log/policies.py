"""How ``best`` is chosen among standing claims, each rule with its name (R9)."""

from collections.abc import Callable, Sequence

from incident_log.counts import Number, Range
from incident_log.standing import Standing
from incident_log.times import seconds_between

#: "About the same time", in seconds: the recent claims of GTD's majority rule.
RECENT = 3600


def best(
    policy: str, group: Sequence[Standing], final: Range, interested: Sequence[Standing]
) -> Number | None:
    """Return what *policy* makes of the standing claims about one thing.

    *final* is the figure's range; a claim without a value of its own (several, up
    to 9) has one where that leaves no choice.
    """
    return POLICIES[policy](group, final, interested)


def _value(standing: Standing, final: Range) -> Number | None:
    if standing.value is not None or standing.is_denial:
        return standing.value
    return final.low if final.low == final.high else None


def _most(group: Sequence[Standing], final: Range) -> Number | None:
    """Return the value of more than half of the origins, else the lowest (GTD)."""
    values = sorted(v for v in (_value(s, final) for s in group) if v is not None)
    for value in values:
        if values.count(value) * 2 > len(group):
            return value
    return values[0] if values else None


def _latest(
    group: Sequence[Standing], final: Range, interested: Sequence[Standing]
) -> Number | None:
    """The newest claim's value: what a live page shows."""
    if len(group) == 1:  # as nearly always
        return _value(group[0], final)
    newest = max(s.newness.as_of for s in group)
    return _most([s for s in group if s.newness.as_of == newest], final)


def _majority(
    group: Sequence[Standing], final: Range, interested: Sequence[Standing]
) -> Number | None:
    """Among the recent claims without the perpetrator's (Global Terrorism Database)."""
    fair = [s for s in group if s not in interested]
    if not fair:
        return None
    newest = max(s.newness.as_of for s in fair)
    return _most(
        [s for s in fair if seconds_between(newest, s.newness.as_of) <= RECENT], final
    )


def _lowest(
    group: Sequence[Standing], final: Range, interested: Sequence[Standing]
) -> Number | None:
    """The most conservative value (ACLED)."""
    values = [v for v in (_value(s, final) for s in group) if v is not None]
    return min(values, default=None)


def _corroborated(
    group: Sequence[Standing], final: Range, interested: Sequence[Standing]
) -> Number | None:
    """The newest value that two independent origins bear out (Iraq Body Count)."""
    valued = [(s, v) for s in group if (v := _value(s, final)) is not None]
    valued.sort(key=lambda pair: pair[1])
    valued.sort(key=lambda pair: pair[0].newness, reverse=True)
    for _, value in valued:
        if len({s.origin for s in group if _bears_out(s, value)}) >= 2:
            return value
    return None


def _bears_out(standing: Standing, value: Number) -> bool:
    """Tell whether a claim bears *value* out; without bounds it says nothing."""
    if standing.range == (None, None):
        return standing.value == value
    return standing.range.holds(value)


def _interval(
    group: Sequence[Standing], final: Range, interested: Sequence[Standing]
) -> Number | None:
    """Only what leaves no doubt: low equals high."""
    if all(s.is_denial for s in group) or final.low != final.high:
        return None
    return final.low


Policy = Callable[[Sequence[Standing], Range, Sequence[Standing]], Number | None]

POLICIES: dict[str, Policy] = {
    "latest": _latest,
    "majority": _majority,
    "lowest": _lowest,
    "corroborated": _corroborated,
    "interval": _interval,
}
