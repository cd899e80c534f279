"""Which claims stand: in every series, the newest; totals with what came on top.

Newness is (earliest as_of, published_at, known_at); the order of arrival plays no
part.  Claims that tie narrow each other, or widen if they contradict (DESIGN 5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from incident_log.claims import INSTANCE, SUBSET, Casualties
from incident_log.counts import ZERO, Number, Range, plus, reconcile
from incident_log.placing import Newness, Placed, Series
from incident_log.times import Span

INCREMENTS = ("this_reporting_period", "adjustment")

#: Why a claim of a series is not among those that stand.
Lost = tuple[Placed, str]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What one origin has to say about one thing, at (T, K)."""

    series: Series
    range: Range
    value: Number | None
    members: tuple[Placed, ...]  #: the claims that make it
    as_of: Span
    newness: Newness
    lost: tuple[Lost, ...] = ()
    is_denial: bool = False
    is_floor: bool = False  #: increments without a total
    is_lower: bool = False  #: than the same origin's total before

    @property
    def origin(self) -> str:
        return self.series.origin


def standings(claims: Iterable[Placed], as_of: str) -> list[Standing]:
    """Return what stands at *as_of*: one for every series with a visible claim."""
    by_series: dict[Series, list[Placed]] = {}
    for claim in claims:
        is_visible = claim.as_of.latest <= as_of
        if claim.series is not None and claim.hidden is None and is_visible:
            by_series.setdefault(claim.series, []).append(claim)
    return [standing(series, visible) for series, visible in by_series.items()]


def standing(series: Series, visible: Sequence[Placed]) -> Standing:
    """Return what stands of the claims of one series, at least one of them."""
    increments = [claim for claim in visible if measure(claim) in INCREMENTS]
    if not increments:
        return _newest(series, visible)
    totals = [claim for claim in visible if measure(claim) not in INCREMENTS]
    return _with_increments(series, totals, increments)


def measure(claim: Placed) -> str | None:
    """Return the measure of a claim about casualties."""
    return claim.claim.measure if isinstance(claim.claim, Casualties) else None


def _newest(series: Series, claims: Sequence[Placed]) -> Standing:
    """Let the newest of *claims* stand; those that tie are reconciled."""
    newest = max([claim.newness for claim in claims])
    members = tuple([claim for claim in claims if claim.newness == newest])
    superseded = [claim for claim in claims if claim.newness != newest]
    bounds, value = _tied(members)
    return Standing(
        series=series,
        range=bounds,
        value=value,
        members=members,
        as_of=_latest_ending(members).as_of,
        newness=newest,
        lost=tuple([(claim, "superseded") for claim in superseded]),
        is_denial=all(claim.claim.is_denied for claim in members),
        is_lower=bool(superseded) and _is_lower(bounds, members, superseded),
    )


def _latest_ending(members: Sequence[Placed]) -> Placed:
    """Return the newest claim, and of several the one whose as_of ends last."""
    if len(members) == 1:
        return members[0]
    return max(members, key=lambda claim: (claim.newness, claim.as_of.latest))


def bounds(claim: Placed) -> Range:
    """Return the range of a claim: a denial stands for none, an instance is a floor."""
    if claim.claim.is_denied:
        return ZERO
    stated = claim.claim.number.range
    return Range(stated.low, None) if measure(claim) == INSTANCE else stated


def _value(claim: Placed) -> Number | None:
    """What one claim is worth as a number; a denial is worth none (R16)."""
    return None if claim.claim.is_denied else claim.claim.number.value


def _tied(members: Sequence[Placed]) -> tuple[Range, Number | None]:
    """Return what claims that tie say together: their range, and the lowest value."""
    if len(members) == 1:  # as nearly always
        together, value = bounds(members[0]), _value(members[0])
        return together, None if value is None else together.nearest(value)
    together = reconcile(bounds(claim) for claim in members)
    values = [_value(claim) for claim in members]
    known = [value for value in values if value is not None]
    return together, together.nearest(min(known)) if known else None


def _is_lower(
    now: Range, members: Sequence[Placed], superseded: Sequence[Placed]
) -> bool:
    """Tell whether a total fell (R11); denials, instances and subsets are none."""
    before = max([claim.newness for claim in superseded])
    older = [claim for claim in superseded if claim.newness == before]
    for claim in (*members, *older):
        if claim.claim.is_denied or measure(claim) in (INSTANCE, SUBSET):
            return False
    low = _tied(older)[0].low
    return now.high is not None and low is not None and now.high < low


@dataclass
class _Fact:
    """One increment, however often it was printed."""

    claims: list[Placed] = field(default_factory=list)

    @property
    def since(self) -> str:
        """The earliest moment it was said for."""
        return min(claim.as_of.earliest for claim in self.claims)

    @property
    def best(self) -> Placed:
        """The newest telling of it."""
        return max(self.claims, key=lambda c: (c.newness, c.reference))


def _with_increments(
    series: Series, totals: Sequence[Placed], increments: Sequence[Placed]
) -> Standing:
    """Add to the last total what was reported on top of it since (R3, R22)."""
    base = _newest(series, totals) if totals else None
    counted, lost = [], list(base.lost) if base else []
    for fact in _facts(increments):
        if base is not None and fact.since <= base.newness.as_of:
            lost += [(claim, "contained") for claim in fact.claims]
            continue
        counted.append(fact.best)
        lost += [(c, "repeated") for c in fact.claims if c is not fact.best]
    if base is not None and not counted:
        return replace(base, lost=tuple(lost))
    members = (*(base.members if base else ()), *counted)
    newest = _latest_ending(members)
    total, value = _floor(counted) if base is None else _sum(base, counted)
    return Standing(
        series=series,
        range=total,
        value=value,
        members=members,
        as_of=newest.as_of,
        newness=newest.newness,
        lost=tuple(lost),
        is_denial=all(claim.claim.is_denied for claim in members),
        is_floor=base is None,
        is_lower=base is not None and base.is_lower,
    )


def _sum(base: Standing, counted: Sequence[Placed]) -> tuple[Range, Number | None]:
    total, value = base.range, base.value
    for claim in counted:
        total = plus(total, bounds(claim))
        more = _value(claim)
        value = None if value is None or more is None else value + more
    return Range(_natural(total.low), _natural(total.high)), _natural(value)


def _floor(counted: Sequence[Placed]) -> tuple[Range, Number | None]:
    """Return what increments without a total say: at least so many."""
    low = sum(bounds(claim).low or 0 for claim in counted)
    values = [_value(claim) for claim in counted]
    known = [value for value in values if value is not None]
    value = sum(known) if len(known) == len(values) else None
    if all(measure(claim) == "adjustment" for claim in counted):
        value = None
    return Range(max(0, low), None), value if value is None or value >= 0 else None


def _natural(number: Number | None) -> Number | None:
    """Nobody can be harmed less than not at all."""
    return None if number is None else max(0, number)


def _facts(increments: Sequence[Placed]) -> list[_Fact]:
    """Join the increments that are one: the same count and as_of, or restated."""
    leads_to: dict[object, object] = {}

    def root(key: object) -> object:
        while (above := leads_to.setdefault(key, key)) != key:
            key = above
        return key

    present = {claim.name for claim in increments}
    for claim in increments:
        for other in (_print(claim), *(claim.restated & present)):
            leads_to[root(other)] = root(claim.name)
    facts: dict[object, _Fact] = {}
    for claim in increments:
        facts.setdefault(root(claim.name), _Fact()).claims.append(claim)
    return list(facts.values())


def _print(claim: Placed) -> tuple[object, ...]:
    """What two printings of one increment share (DESIGN 5)."""
    span = claim.as_of
    precision = "" if span.is_precise else span.precision
    return (measure(claim), claim.claim.number.text, span.earliest, precision)
