"""The whole incident as of T, as the log knew it at K, from the log alone."""

from incident_log.errors import NotKnownYet, NotThereYet, UnknownPolicy
from incident_log.log import Log
from incident_log.policies import POLICIES
from incident_log.reading import read
from incident_log.times import FOREVER, read_span
from incident_log.view import View, view


def replay(
    log: Log,
    incident: str,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    policy: str = "latest",
    at_position: int | None = None,
) -> View:
    """Return the incident at (T, K), by a policy, in the log up to a position.

    *as_of* and *known_at* are times as people write them, in the incident's zone if
    they name none; a day means all of it, ``None`` the latest.  Raise
    :exc:`UnknownIncident`, and :exc:`NotKnownYet` where K lies before it.
    """
    if policy not in POLICIES:
        raise UnknownPolicy(policy, POLICIES)
    position = log.position if at_position is None else at_position
    if position > log.position:
        raise NotThereYet(position, log.position)
    history = log.history(incident, at_position=position)
    zone = read(history, incident, FOREVER).zone
    found = view(
        history,
        incident,
        as_of=moment(as_of, zone),
        known_at=moment(known_at, zone),
        policy=policy,
        position=position,
    )
    if not found.updates and found.reading.incident not in found.reading.incidents:
        raise NotKnownYet(incident)
    return found


def moment(text: str | None, zone: str | None) -> str:
    """Read a T or K as a user writes it; nothing, or "latest", is the latest."""
    if text is None or text in ("", "latest"):
        return FOREVER
    return read_span(text, zone).latest


def zone_of(log: Log, incident: str) -> str | None:
    """Return the incident's time zone, as known now."""
    return read(log.history(incident), incident, FOREVER).zone
