"""Figures: low, best and high for one thing in one place, by a named policy (R9).

Ranges that can all be true narrow the figure; ranges that cannot widen it, and the
policy decides ``best``, which is never outside low and high and never invented.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incident_log import policies
from incident_log.claims import TOTAL
from incident_log.counts import ZERO, Number, Range, meet, reconcile
from incident_log.places import ancestors, nearest_within
from incident_log.placing import Placed
from incident_log.standing import Lost, Standing
from incident_log.times import Span, seconds_between


@dataclass(frozen=True, slots=True)
class Figure:
    """What can be said about one thing, and which claims said so."""

    table: str
    place: str | None
    subject: tuple[Any, ...]
    low: Number | None
    best: Number | None
    high: Number | None
    contested: bool
    origins: int
    policy: str
    as_of: Span
    claims: tuple[Placed, ...]
    lost: tuple[Lost, ...]
    flags: tuple[str, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """What the figure is about."""
        return (self.table, self.place, self.subject)


@dataclass(frozen=True)
class Circumstances:
    """What figures need to know beside the standing claims."""

    part_of: Mapping[str, str]
    interested: frozenset[str] = frozenset()  #: voices with a stake (R25)
    retracted: frozenset[str] = frozenset()  #: reports whose text must not be relied on
    hidden: Sequence[Placed] = ()  #: visible claims that no longer count


Key = tuple[str, str | None, tuple[Any, ...]]


def figures(
    standings: Iterable[Standing], policy: str, circumstances: Circumstances
) -> list[Figure]:
    """Make every figure that the standing claims give, ordered by place and subject."""
    groups: dict[Key, list[Standing]] = {}
    for each in standings:
        groups.setdefault(each.series.about, []).append(each)
    own = {key: reconcile(s.range for s in group) for key, group in groups.items()}
    lifts = _lifts(groups, own, circumstances.part_of)
    found = [
        _figure(key, group, own[key], lifts.get(key), policy, circumstances)
        for key, group in groups.items()
    ]
    return sorted(found, key=lambda figure: order(figure.key))


def order(key: Key) -> tuple[Any, ...]:
    """Sort figures by table, place and subject; what is not stated comes first."""
    table, place, subject = key
    return (table, place or "", *(_sortable(value) for value in subject))


def _sortable(value: object) -> tuple[Any, ...]:
    if value is None or value == TOTAL:
        return ()
    return value if isinstance(value, tuple) else (value,)


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
    if not part_of:
        return {}
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


def _figure(
    key: Key,
    group: Sequence[Standing],
    own: Range,
    lift: _Lift | None,
    policy: str,
    circumstances: Circumstances,
) -> Figure:
    is_raised = lift is not None and lift.low > (own.low or 0)
    low, high = own
    if lift is not None and is_raised:
        low = lift.low
        high = high if high is None else max(high, lift.low)
    contested = _is_contested(group)
    interested = [s for s in group if _voices(s) & circumstances.interested]
    final = Range(low, high)
    best = policies.best(policy, group, final, interested)
    if best is not None and not final.holds(best):
        best = None if contested else final.nearest(best)
    deciding = [s for s in group if best is None or _holds(s, best)] or list(group)
    lost_by_interest = interested if policy == "majority" else []
    claims = [claim for s in deciding for claim in s.members]
    if lift is not None and is_raised:
        claims += [claim for s in lift.by for claim in s.members]
    return Figure(
        *key,
        low=low,
        best=best,
        high=high,
        contested=contested,
        origins=len({s.origin for s in group}),
        policy=policy,
        as_of=max(deciding, key=lambda s: (s.newness, s.as_of.latest)).as_of,
        claims=tuple(sorted(claims, key=lambda claim: claim.reference)),
        lost=_lost(key, group, deciding, lost_by_interest, circumstances.hidden),
        flags=_flags(group, own, lift, best, policy, circumstances),
    )


def _voices(standing: Standing) -> frozenset[str]:
    return frozenset(claim.said_by for claim in standing.members)


def _holds(standing: Standing, best: Number) -> bool:
    return standing.range.holds(best)


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


def _lost(
    key: Key,
    group: Sequence[Standing],
    deciding: Sequence[Standing],
    interested: Sequence[Standing],
    hidden: Sequence[Placed],
) -> tuple[Lost, ...]:
    lost = [entry for standing in group for entry in standing.lost]
    for standing in group:
        if standing not in deciding:
            why = "interested" if standing in interested else "outvoted"
            lost += [(claim, why) for claim in standing.members]
    for claim in hidden:
        if claim.hidden and claim.series and claim.series.about == key:
            lost.append((claim, claim.hidden))
    return tuple(sorted(lost, key=lambda entry: (entry[0].reference, entry[1])))


def _flags(
    group: Sequence[Standing],
    own: Range,
    lift: _Lift | None,
    best: Number | None,
    policy: str,
    circumstances: Circumstances,
) -> tuple[str, ...]:
    rests_on = {report for s in group for c in s.members for report in c.rests_on}
    flags = {
        "downward_revision": any(s.is_lower for s in group),
        "increment_without_total": any(s.is_floor for s in group),
        "origin_retracted": bool(rests_on & circumstances.retracted),
        "parts_exceed_total": bool(
            lift and own.high is not None and lift.parts > own.high
        ),
        "provisional": policy == "corroborated" and best is None,
    }
    return tuple(sorted(flag for flag, is_set in flags.items() if is_set))
