"""Events on their way into the log, before it has numbered them."""

from dataclasses import dataclass
from typing import Any

from incident_log.commitments import Openings, seal
from incident_log.encoding import Encoder
from incident_log.errors import IncidentLogError
from incident_log.events import Decision, Event, UpdateReceived
from incident_log.times import Span

#: What an event is found by, and how it is about it: (subject, how).
Subjects = frozenset[tuple[str, str]]

#: How an event can be about a subject.  It concerns ``incident:<slug>``; it corrects,
#: withdraws or judges claims of, or carries on, ``report:<id>``,
#: ``report:<id>/<update>`` or ``report:<id>?<word>`` (a bare word, to be looked up).
#: That words of a stream were erased matters only where they were compared.
CONCERNED, CORRECTED, WITHDRAWN = "concerned", "corrected", "withdrawn"
JUDGED, CITED, ERASED = "judged", "cited", "erased"


@dataclass(frozen=True, kw_only=True, slots=True)
class Naming:
    """What an update is called, and says of its report."""

    id: str | None  #: its own id; ``None``: its running number
    claims: tuple[str, ...]
    source: str
    derived_from: str | None
    published_at: str  #: the earliest instant; empty where none was printed
    received_at: Span | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pending:
    """What to append, and what has to be true for it to be appended."""

    event: type[Event]
    stream: str
    body: bytes  #: the event's JSON without its head
    openings: Openings
    subjects: Subjects  #: what it is found by on replay
    describes: frozenset[str] = frozenset()  #: incidents that exist from now on
    needs: tuple[str, ...] = ()  #: incidents that must exist
    naming: Naming | None = None  #: of an update
    content: bytes = b""  #: canonical form, of an update
    seen: int | None = None  #: the position a decision was taken on
    watched: frozenset[str] = frozenset()  #: subjects that must not be newer than that

    @property
    def report(self) -> str:
        """The report that its stream is about."""
        return self.stream.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Appended:
    """The event is in the log now."""

    position: int
    name: str  #: reference of the update, or of the decision


@dataclass(frozen=True, slots=True)
class AlreadyKnown:
    """The same update was appended before."""

    position: int
    name: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The log does not take it."""

    error: IncidentLogError


Outcome = Appended | AlreadyKnown | Refused


def decision(
    event: type[Decision],
    owner: str,
    fields: dict[str, Any],
    *,
    subjects: Subjects,
    describes: frozenset[str] = frozenset(),
    seen: int | None = None,
    watched: frozenset[str] = frozenset(),
) -> Pending:
    """Prepare an editor's decision for the log.

    *owner* is the stream it belongs to, ``report:<id>`` or ``incident:<slug>``.
    """
    state = {name: value for name, value in fields.items() if value is not None}
    openings = seal(state)
    return Pending(
        event=event,
        stream=owner,
        body=dump(state),
        openings=openings,
        subjects=subjects,
        describes=describes,
        seen=seen,
        watched=watched,
    )


def update(
    state: dict[str, Any],
    *,
    content: bytes,
    naming: Naming,
    subjects: Subjects,
    describes: frozenset[str],
    needs: tuple[str, ...],
) -> Pending:
    """Prepare an accepted update document for the log; *state* is sealed in place."""
    openings = seal(state)
    return Pending(
        event=UpdateReceived,
        stream=f"report:{state['report']['id']}",
        body=dump(state),
        openings=openings,
        subjects=subjects,
        describes=describes,
        needs=needs,
        naming=naming,
        content=content,
    )


def dump(state: dict[str, Any]) -> bytes:
    """Write JSON as the log stores it: compact, readable in any script."""
    return _write(state)


_write = Encoder()
