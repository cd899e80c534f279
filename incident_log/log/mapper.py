"""From stored bytes to events: readable JSON, upcast, with its words put back."""

from typing import Any

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

from incident_log import events
from incident_log.commitments import unseal
from incident_log.encoding import decoded
from incident_log.errors import DamagedEvent
from incident_log.merkle import leaf


class JsonMapper(Mapper[str]):
    """Reads the JSON that the log stores; writing is the recorder's, under its lock."""

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        raise NotImplementedError("events are appended with Recorder.append")

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        return event(stored_event.originator_version, stored_event.state, None)


def event(position: int, state: bytes, words: str | None) -> events.Event:
    """Decode one event; *words* are its openings, as stored beside it.

    Raise :exc:`DamagedEvent` where the bytes are not what the log wrote.
    """
    try:
        openings = decoded(words) if words else {}
        return events.read(unseal(decoded(state), openings))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedEvent(position) from error


def as_hashed(
    position: int, state: bytes, words: str | None, hashed: bytes | None
) -> events.Event:
    """Decode one event whose leaf is *hashed*, so that no changed one is shown.

    Raise :exc:`DamagedEvent` (RELIABILITY F6).
    """
    if not isinstance(state, bytes) or leaf(state) != hashed:
        raise DamagedEvent(position)
    return event(position, state, words)
