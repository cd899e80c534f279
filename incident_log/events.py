"""What the log remembers.

An event says that *somebody reported* something, never that it is true: hence
``UpdateReceived``, not ``PeopleKilled``.  Events are not edited; a mistake is
answered by a later event.

``TOPIC`` is the name on disk and ``FORMAT`` the shape of the JSON there.  Classes may
be renamed; topics never are, and a new format needs an entry in ``UPCASTS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Self

from incident_log import claims
from incident_log.claims import Claim
from incident_log.errors import UnknownEvent
from incident_log.once import Once, word
from incident_log.references import Reference
from incident_log.times import Span

#: What a description says, by field; ``id`` names what it describes.
Description = Mapping[str, Any]


class Order(NamedTuple):
    """What "latest", "before" and ties mean everywhere (DESIGN 4)."""

    known_at: str
    published_at: str  #: empty, and so first, where none was printed
    report: str
    update: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One entry of the log."""

    TOPIC: ClassVar[str]
    FORMAT: ClassVar[int] = 1

    stream: str
    version: int  #: place in the stream, from 1
    position: int  #: place in the whole log, from 1
    recorded_at: str

    @property
    def known_at(self) -> str:
        """The instant from which the log knew it (the K axis)."""
        return self.recorded_at

    @property
    def owner(self) -> str:
        """The report or incident whose stream it is in."""
        return self.stream.partition(":")[2]

    @property
    def order(self) -> Order:
        report = self.owner if self.stream.startswith("report:") else ""
        return Order(self.known_at, "", report, "")

    @property
    def reference(self) -> str:
        """A name for it where it has no update id of its own."""
        return f"{self.stream}@{self.version}"

    @classmethod
    def read(cls, state: dict[str, Any]) -> Self:
        """Make the event of the JSON that the log stores it as."""
        return cls(**state)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One publication of one source that may be updated."""

    id: str
    source: str
    url: str | None = None
    title: str | None = None
    language: str | None = None
    derived_from: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateReceived(Event):
    """One revision of one report, with what it claims."""

    TOPIC = "update-received"

    update: str
    report: Report
    incident: str
    incidents: tuple[Description, ...] = ()  #: the descriptions it gives
    signal: str = "new"
    corrects: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    retracts: tuple[str, ...] = ()
    label: str | None = None
    as_of: Span | None = None
    published_at: Span | None = None
    received_at: Span | None = None
    timezone: str | None = None
    text: str | None = None
    agents: tuple[Description, ...] = ()
    places: tuple[Description, ...] = ()
    weapons: tuple[Description, ...] = ()
    claims: tuple[Claim, ...] = ()
    concerns: frozenset[str] = field(default=frozenset())

    @property
    def known_at(self) -> str:
        if self.received_at is None:
            return self.recorded_at
        return min(self.received_at.latest, self.recorded_at)

    @property
    def order(self) -> Order:
        published = self.published_at.earliest if self.published_at else ""
        return Order(self.known_at, published, self.report.id, self.update)

    @property
    def reference(self) -> str:
        return f"{self.report.id}/{self.update}"

    def name(self, claim: Claim) -> Reference:
        """Return the full reference of one of its claims."""
        return Reference(self.report.id, self.update, claim.id)

    @classmethod
    def read(cls, state: dict[str, Any]) -> Self:
        """Make the event of the JSON that the log stores it as."""
        state.pop("content_key", None)  # the log's own, to know the update again
        own = state.pop("incident")
        described = state.pop("related_incidents", ())
        if isinstance(own, dict):
            described = (own, *described)
        slug: str = word(own["id"] if isinstance(own, dict) else own)
        said = tuple([claims.read(claim, slug) for claim in state.pop("claims", ())])
        for name, reader in _readers(tuple(state)):
            state[name] = reader(state[name])
        concerns = {slug, *[d["id"] for d in described], *[c.incident for c in said]}
        return cls(
            incident=slug,
            incidents=_descriptions(described),
            claims=said,
            concerns=_concerns(frozenset(concerns)),
            **state,
        )


_descriptions: Once[tuple[Description, ...]] = Once(tuple)

#: An incident's updates mostly come from few reports, and describe it alike.
_READERS: dict[str, Callable[[Any], Any]] = {
    "report": Once(lambda state: Report(**state)),
    **dict.fromkeys(("stream", "recorded_at"), word),
    **dict.fromkeys(("as_of", "published_at", "received_at"), claims.read_span),
    **dict.fromkeys(("corrects", "holds", "releases", "retracts"), tuple),
    **dict.fromkeys(("agents", "places", "weapons"), _descriptions),
}


@lru_cache(maxsize=1024)
def _readers(names: tuple[str, ...]) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return what reads fields of these names; few sets of them come up."""
    return [(name, _READERS[name]) for name in names if name in _READERS]


@lru_cache(maxsize=1024)
def _concerns(slugs: frozenset[str]) -> frozenset[str]:
    return slugs


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision(Event):
    """What an editor decided, and why."""

    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimCorrected(Decision):
    """An editor put a claim right: same voice, same as_of, other content."""

    TOPIC = "claim-corrected"

    claim: str
    changes: Mapping[str, Any]

    @classmethod
    def read(cls, state: dict[str, Any]) -> Self:
        """Make the event of the JSON that the log stores it as."""
        (changes,) = state.pop("claims")
        return cls(changes=claims.read_fields(changes), **state)


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawal(Decision):
    """An editor decided about a report, an update or a claim as a whole."""

    of: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimsRetracted(Withdrawal):
    """They no longer count."""

    TOPIC = "claims-retracted"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimsHeld(Withdrawal):
    """They are not to be used while they are checked."""

    TOPIC = "claims-held"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimsReleased(Withdrawal):
    """They may be used again in their original form."""

    TOPIC = "claims-released"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimAssessed(Decision):
    """Somebody judged a claim."""

    TOPIC = "claim-assessed"

    claim: str
    verdict: str


class Commitment(NamedTuple):
    """What an event holds in place of words: which event, where in it, and the hash."""

    position: int
    path: str  #: as in :mod:`incident_log.commitments`
    sha256: str


class Alike(NamedTuple):
    """Updates of a report that had the same words."""

    path: str
    positions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WordsErased(Decision):
    """The openings of some commitments in this stream's events were deleted.

    What was committed to stays, and every hash with it; the words are gone, as of
    every K.  *rule* is what obliged the editor, in his own words: it is not sealed.
    *alike* are the updates that had the same text or label as others, as far as it
    went: see :mod:`incident_log.likeness`.
    """

    TOPIC = "words-erased"

    erased: tuple[Commitment, ...]
    rule: str | None = None
    alike: tuple[Alike, ...] = ()

    @classmethod
    def read(cls, state: dict[str, Any]) -> Self:
        """Make the event of the JSON that the log stores it as."""
        erased = tuple(Commitment(**each) for each in state.pop("erased"))
        alike = tuple(
            Alike(each["path"], tuple(each["positions"]))
            for each in state.pop("alike", ())
        )
        return cls(erased=erased, alike=alike, **state)


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentDescribed(Decision):
    """An editor described an incident, or put its description right."""

    TOPIC = "incident-described"

    incident: Description


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentLinked(Decision):
    """An editor related two incidents; a claim like any other."""

    TOPIC = "incident-linked"

    relation: str
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentMerged(Decision):
    """Two incidents turned out to be one; nothing is summed (R19)."""

    TOPIC = "incident-merged"

    into: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentUnmerged(Decision):
    """The merge was a mistake."""

    TOPIC = "incident-unmerged"

    into: str  #: what it had been merged into


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentClosed(Decision):
    """Nobody is expected to report about it any more."""

    TOPIC = "incident-closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentReopened(Decision):
    """Reports are expected again."""

    TOPIC = "incident-reopened"


EVENTS: dict[str, type[Event]] = {
    cls.TOPIC: cls
    for cls in (
        *(UpdateReceived, ClaimCorrected, ClaimsRetracted, ClaimsHeld, ClaimsReleased),
        *(ClaimAssessed, WordsErased, IncidentDescribed, IncidentLinked),
        *(IncidentMerged, IncidentUnmerged, IncidentClosed, IncidentReopened),
    )
}

#: (topic, format) -> what makes JSON of that format JSON of the next one.
UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


def read(state: dict[str, Any]) -> Event:
    """Make an event of stored JSON, of whatever format it was written in.

    Raise :exc:`UnknownEvent` if it was written by a later version of this program.
    """
    state = dict(state)
    topic, form = state.pop("topic"), state.pop("format")
    cls = EVENTS.get(topic)
    if cls is None or form > cls.FORMAT:
        raise UnknownEvent(topic, form, state["position"])
    while form < cls.FORMAT:
        state = UPCASTS[topic, form](state)
        form += 1
    return cls.read(state)
