"""From stored bytes to events: readable JSON, upcast, with its words put back."""

import json
from typing import Any

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

from incident_log import events
from incident_log.commitments import unseal


class JsonMapper(Mapper[str]):
    """Reads the JSON that the log stores; writing is the recorder's, under its lock."""

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        raise NotImplementedError("events are appended with Recorder.append")

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        return event(stored_event.state, None)


def event(state: bytes, words: str | None) -> events.Event:
    """Decode one event; *words* are its openings, as stored beside it."""
    return events.read(unseal(json.loads(state), json.loads(words) if words else {}))
