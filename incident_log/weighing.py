"""Weighs what origins say about one thing in one place: low, best, high (R9).

Ranges that can all be true narrow the figure; ranges that cannot widen it, and the
policy decides ``best``, which is never outside low and high and never invented.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from incident_log import policies
from incident_log.counts import ZERO, Number, Range, meet, reconcile
from incident_log.places import ancestors, nearest_within
from incident_log.placing import Placed
from incident_log.standing import Standing
from incident_log.times import seconds_between

#: What a figure is about: table, place, subject.
Key = tuple[str, str | None, tuple[Any, ...]]


class Weighed(NamedTuple):
    """What standing claims about one thing come to, and which of them decided it."""

    low: Number | None
    best: Number | None
    high: Number | None
    contested: bool
    group: Sequence[Standing]  #: all that were weighed
    deciding: Sequence[Standing]
    lifting: Sequence[Standing] = ()  #: of smaller places, which raised the low
    is_exceeded: bool = False  #: the smaller places add up to more than its own high

    @property
    def claims(self) -> Sequence[Placed]:
        """The claims that decided, by reference."""
        found = [claim for s in (*self.deciding, *self.lifting) for claim in s.members]
        return found if len(found) == 1 else sorted(found, key=_by_reference)

    @property
    def outvoted(self) -> Sequence[Placed]:
        """The claims that stand but did not decide, by reference."""
        if len(self.group) == len(self.deciding):
            return ()
        lost = [s for s in self.group if s not in self.deciding]
        return sorted((claim for s in lost for claim in s.members), key=_by_reference)


def weigh(
    standings: Iterable[Standing],
    policy: str,
    part_of: Mapping[str, str],
    interested: frozenset[str] = frozenset(),
) -> dict[Key, Weighed]:
    """Weigh the standing claims about each thing in each place.

    *part_of* leads from a place to the next larger one; *interested* are voices with a
    stake (R25).
    """
    groups: dict[Key, list[Standing]] = {}
    for each in standings:
        groups.setdefault(each.series.about, []).append(each)
    own = {key: reconcile([s.range for s in group]) for key, group in groups.items()}
    lifts = _lifts(groups, own, part_of) if part_of and len(groups) > 1 else {}
    return {
        key: _weigh(group, own[key], lifts.get(key), policy, interested)
        for key, group in groups.items()
    }


@dataclass
class _Lift:
    """What the figures of smaller places do to a larger one's (R12)."""

    low: Number = 0  #: the largest single child's
    by: list[Standing] = field(default_factory=list)
    parts: Number = 0  #: the lows of the nearest smaller places, added up

    def add(self, low: Number, group: Sequence[Standing], *, is_nearest: bool) -> None:
        """Take a smaller place's figure into account."""
        self.parts += low if is_nearest else 0
        if low > self.low:
            self.low, self.by = low, []
        if low == self.low:
            self.by += group


def _lifts(
    groups: Mapping[Key, Sequence[Standing]],
    own: Mapping[Key, Range],
    part_of: Mapping[str, str],
) -> dict[Key, _Lift]:
    """Return what the places within it do to every figure that has some."""
    by_subject: dict[tuple[str, tuple[Any, ...]], list[str]] = {}
    for (table, place, subject), group in groups.items():
        if place is not None and group[0].members[0].claim.is_part:
            by_subject.setdefault((table, subject), []).append(place)
    found: dict[Key, _Lift] = {}
    for (table, subject), places in by_subject.items():
        nearest = nearest_within(places, part_of) if len(places) > 1 else {}
        for place in places:
            low = own[table, place, subject].low
            for above in ancestors(place, part_of):
                if low is not None and above in nearest:
                    lift = found.setdefault((table, above, subject), _Lift())
                    group = groups[table, place, subject]
                    lift.add(low, group, is_nearest=place in nearest[above])
    return found


def _weigh(
    group: Sequence[Standing],
    own: Range,
    lift: _Lift | None,
    policy: str,
    interested: frozenset[str],
) -> Weighed:
    final, lifting = own, list[Standing]()
    if lift is not None and lift.low > (own.low or 0):
        high = own.high if own.high is None else max(own.high, lift.low)
        final, lifting = Range(lift.low, high), lift.by
    contested = len(group) > 1 and _is_contested(group)
    best = policies.best(policy, group, final, at_stake(group, interested))
    if best is not None and not final.holds(best):
        best = None if contested else final.nearest(best)
    deciding = [s for s in group if best is None or s.range.holds(best)] or group
    exceeded = lift is not None and own.high is not None and lift.parts > own.high
    return Weighed(
        *(final.low, best, final.high, contested, group, deciding, lifting, exceeded)
    )


def at_stake(group: Sequence[Standing], interested: frozenset[str]) -> list[Standing]:
    """Return what voices say that have a stake in it."""
    if not interested:
        return []
    return [s for s in group if any(c.said_by in interested for c in s.members)]


def _is_contested(group: Sequence[Standing]) -> bool:
    """Tell whether two origins contradict each other (DESIGN 5).

    An older, lower total is not a contradiction, it is old.
    """
    for n, one in enumerate(group):
        for other in group[n + 1 :]:
            if one.is_denial != other.is_denial:
                asserted = other if one.is_denial else one
                if asserted.range != ZERO:
                    return True
            elif meet([one.range, other.range]) is None and _is_clash(one, other):
                return True
    return False


def _is_clash(one: Standing, other: Standing) -> bool:
    """Tell whether disjoint ranges speak of the same time, or the newer is lower."""
    older, newer = sorted((one, other), key=lambda s: s.newness)
    if seconds_between(older.newness.as_of, newer.newness.as_of) <= 3600:
        return True
    high, low = newer.range.high, older.range.low
    return high is not None and low is not None and high < low


def _by_reference(claim: Placed) -> str:
    return claim.reference
