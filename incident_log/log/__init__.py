"""The append-only log.  The only room that knows eventsourcing."""

from incident_log.log.store import Log

__all__ = ["Log"]
