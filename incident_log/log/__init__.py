"""The append-only log.  The only room that knows eventsourcing."""

from incident_log.log.store import Log
from incident_log.log.where import Where

__all__ = ["Log", "Where"]
