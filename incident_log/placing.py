"""Claims put in their series, as the log understands them at one K.

A series is (incident, origin, place, subject): what may supersede one another (R2).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from incident_log.claims import Casualties, Claim
from incident_log.events import ClaimCorrected, UpdateReceived
from incident_log.reading import Reading
from incident_log.references import Reference, parse
from incident_log.times import Span, instant
from incident_log.withdrawals import resolve_own


class Series(NamedTuple):
    """What makes two claims comparable."""

    incident: str
    origin: str
    table: str
    place: str | None
    subject: tuple[Any, ...]

    @property
    def about(self) -> tuple[str, str | None, tuple[Any, ...]]:
        """What a figure is made for: one thing in one place, whoever says it."""
        return (self.table, self.place, self.subject)


class Newness(NamedTuple):
    """What makes a claim newer than another of its series (R4)."""

    as_of: str  #: its earliest instant
    published_at: str
    known_at: str


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A claim, where it came from, and where it belongs at one K."""

    name: Reference
    claim: Claim
    update: UpdateReceived
    place: str | None
    origin: str
    series: Series | None  #: ``None`` where nothing is counted
    as_of: Span  #: clipped: visible from its latest instant
    published_at: str
    known_at: str
    restated: frozenset[Reference] = frozenset()  #: claims that say the same fact
    rests_on: tuple[str, ...] = ()  #: reports whose text its report carries
    hidden: str | None = None  #: retracted, held or corrected
    hidden_by: str | None = None
    # Made once, for they are compared at every step along T and K.
    newness: Newness = field(init=False)
    reference: str = field(init=False)  #: the name as text

    def __post_init__(self) -> None:
        newness = Newness(self.as_of.earliest, self.published_at, self.known_at)
        object.__setattr__(self, "newness", newness)
        object.__setattr__(self, "reference", str(self.name))

    @property
    def said_by(self) -> str:
        """The voice: who is quoted, else the source."""
        return self.claim.said_by or self.update.report.source


def placed(reading: Reading) -> dict[Reference, Placed]:
    """Put every claim of the incident in its series, oldest first."""
    found: dict[Reference, Placed] = {}
    for update in reading.history.updates:
        if update.concerns & reading.members:
            found.update((claim.name, claim) for claim in placed_of(update, reading))
    for corrected in _corrected(reading, found):
        found[corrected.name] = corrected
    return found


def placed_of(update: UpdateReceived, reading: Reading) -> Iterator[Placed]:
    """Yield the claims of one update that are about the incident."""
    for claim in update.claims:
        if claim.incident in reading.members:
            yield _place(update.name(claim), claim, update, reading)


def _place(
    name: Reference, claim: Claim, update: UpdateReceived, reading: Reading
) -> Placed:
    place = reading.place(claim)
    origin = reading.origin(update.report, claim.said_by)
    published = update.published_at
    series = None
    if claim.is_counted:
        subject = _comparable(claim, update, reading).subject()
        series = Series(reading.incident, origin, claim.TABLE, place, subject)
    return Placed(
        name=name,
        claim=claim,
        update=update,
        place=place,
        origin=origin,
        series=series,
        as_of=as_of(claim, update),
        published_at=published.earliest if published else "",
        known_at=update.known_at,
        restated=_restated(claim, update, reading) if claim.restates else _NOTHING,
        rests_on=tuple(reading.chain(update.report)),
    )


_NOTHING: frozenset[Reference] = frozenset()


def _restated(
    claim: Claim, update: UpdateReceived, reading: Reading
) -> frozenset[Reference]:
    history = reading.history
    return frozenset(resolve_own(word, update, history) for word in claim.restates)


def _comparable(claim: Claim, update: UpdateReceived, reading: Reading) -> Claim:
    """Name what a subset is part of by its outcome, not by a claim's id.

    "Of them four in hospital" is the same subject in every revision, whatever the
    claim about all of them is called there.  That of another incident keeps its id:
    its update is read or not, as it happens.
    """
    if not isinstance(claim, Casualties) or claim.subset_of is None:
        return claim
    whole = resolve_own(claim.subset_of, update, reading.history)
    name = whole._replace(claim=None)
    is_own = name == Reference(update.report.id, update.update)
    source = update if is_own else reading.history.by_name.get(name)
    is_known = source is not None and (is_own or source.concerns & reading.members)
    for other in source.claims if source and is_known else ():
        if other.id == whole.claim and isinstance(other, Casualties):
            return replace(claim, subset_of=other.outcome)
    return claim


def as_of(claim: Claim, update: UpdateReceived) -> Span:
    """Return the moment a claim speaks about (DESIGN 3.2, 3.3).

    A span ends no later than the update became known or, if that is printed more
    precisely, was published.
    """
    span = (
        claim.as_of or update.as_of or update.published_at or instant(update.known_at)
    )
    if span.is_precise:
        return span
    latest = min(span.latest, update.known_at)
    if update.published_at and update.published_at.is_finer_than(span):
        latest = min(latest, update.published_at.latest)
    return replace(span, latest=max(span.earliest, latest))


def _corrected(reading: Reading, found: dict[Reference, Placed]) -> Iterator[Placed]:
    """Yield what editors' corrections made of claims; their changes accumulate."""
    nth: dict[Reference, int] = {}
    latest: dict[Reference, Claim] = {}
    for decision in reading.history.decisions:
        if not isinstance(decision, ClaimCorrected):
            continue
        original = parse(decision.claim).original
        if original not in found:
            continue
        base = found[original]
        nth[original] = nth.get(original, 0) + 1
        claim = replace(latest.get(original, base.claim), **decision.changes)
        latest[original] = claim
        name = original._replace(claim=f"{original.claim}~{nth[original]}")
        again = _place(name, claim, base.update, reading)
        yield replace(again, published_at="", known_at=decision.known_at)
