"""Figures: what can be said about one thing in one place, by a named policy (R9)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incident_log.claims import TOTAL
from incident_log.counts import Number
from incident_log.placing import Placed
from incident_log.standing import Lost, Standing
from incident_log.times import Span
from incident_log.weighing import Key, Weighed, at_stake, weigh


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

    @property
    def outvoted(self) -> Sequence[Placed]:
        """The claims that stand but did not decide, by reference."""
        return [c for c, why in self.lost if why in ("outvoted", "interested")]


@dataclass(frozen=True)
class Circumstances:
    """What figures need to know beside the standing claims."""

    part_of: Mapping[str, str]
    interested: frozenset[str] = frozenset()  #: voices with a stake (R25)
    retracted: frozenset[str] = frozenset()  #: reports whose text must not be relied on
    hidden: Sequence[Placed] = ()  #: visible claims that no longer count


def figures(
    standings: Iterable[Standing], policy: str, circumstances: Circumstances
) -> list[Figure]:
    """Make every figure that the standing claims give, ordered by place and subject."""
    weighed = weigh(standings, policy, circumstances.part_of, circumstances.interested)
    return [
        _figure(key, weighed[key], policy, circumstances)
        for key in sorted(weighed, key=order)
    ]


def order(key: Key) -> tuple[Any, ...]:
    """Sort figures by table, place and subject; what is not stated comes first."""
    table, place, subject = key
    return (table, place or "", *(_sortable(value) for value in subject))


def _sortable(value: object) -> tuple[Any, ...]:
    if value is None or value == TOTAL:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _figure(
    key: Key, weighed: Weighed, policy: str, circumstances: Circumstances
) -> Figure:
    deciding = weighed.deciding
    return Figure(
        *key,
        low=weighed.low,
        best=weighed.best,
        high=weighed.high,
        contested=weighed.contested,
        origins=len({s.origin for s in weighed.group}),
        policy=policy,
        as_of=max(deciding, key=lambda s: (s.newness, s.as_of.latest)).as_of,
        claims=tuple(weighed.claims),
        lost=_lost(key, weighed, policy, circumstances),
        flags=_flags(weighed, policy, circumstances),
    )


def _lost(
    key: Key, weighed: Weighed, policy: str, circumstances: Circumstances
) -> tuple[Lost, ...]:
    lost = [entry for standing in weighed.group for entry in standing.lost]
    interested = []
    if policy == "majority":
        interested = at_stake(weighed.group, circumstances.interested)
    for standing in weighed.group:
        if standing not in weighed.deciding:
            why = "interested" if standing in interested else "outvoted"
            lost += [(claim, why) for claim in standing.members]
    for claim in circumstances.hidden:
        if claim.hidden and claim.series and claim.series.about == key:
            lost.append((claim, claim.hidden))
    return tuple(sorted(lost, key=lambda entry: (entry[0].reference, entry[1])))


def _flags(
    weighed: Weighed, policy: str, circumstances: Circumstances
) -> tuple[str, ...]:
    group = weighed.group
    rests_on = {report for s in group for c in s.members for report in c.rests_on}
    flags = {
        "downward_revision": any(s.is_lower for s in group),
        "increment_without_total": any(s.is_floor for s in group),
        "origin_retracted": bool(rests_on & circumstances.retracted),
        "parts_exceed_total": weighed.is_exceeded,
        "provisional": policy == "corroborated" and weighed.best is None,
    }
    return tuple(sorted(flag for flag, is_set in flags.items() if is_set))
