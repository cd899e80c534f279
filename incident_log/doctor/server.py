"""Checks the server of a shared log: its settings, the rights of a role, the clock."""

from collections.abc import Iterator

from incident_log.doctor.checks import Check, ok, warning, wrong
from incident_log.errors import IncidentLogError
from incident_log.log import Log, Where
from incident_log.times import Clock, seconds_between

#: Settings without which a commit may be lost.
_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

#: Seconds that the clocks of two machines may differ by.
_TOLERANCE = 300


def checks(place: Where, *, clock: Clock) -> Iterator[Check]:
    """Yield what was found out about a shared log and its server."""
    try:
        with place.open() as log:
            yield ok("log", f"{log.origin} at {place}, position {log.position}")
            yield _version(log)
            yield _settings(log)
            yield _time(log, clock())
    except IncidentLogError as error:
        what, _, remedy = str(error).rpartition(": ")
        yield wrong("log", what, remedy)


def _version(log: Log) -> Check:
    found = log.settings(["server_version", "in_hot_standby"])
    told = f"PostgreSQL {found['server_version']}"
    if found["in_hot_standby"] == "on":
        return ok("server", f"{told}, a standby: it can be followed, not written")
    return ok("server", told)


def _settings(log: Log) -> Check:
    """Check that what is acknowledged is on the server's disk."""
    found = log.settings(_DURABLE)
    told = ", ".join(f"{name} {value}" for name, value in found.items())
    if "off" in found.values():
        remedy = "a commit may be lost: set it in the server's postgresql.conf"
        return wrong("durability", told, remedy)
    return ok("durability", told)


def _time(log: Log, now: str) -> Check:
    """Compare the clock of this machine with that of the server, which is recorded."""
    there = log.now()
    apart = seconds_between(*sorted((now, there)))
    if apart > _TOLERANCE:
        told = f"it is {now} here, and {there} where the log is"
        return warning("clock", told, "set the one that is wrong")
    return ok("clock", f"{now}, as where the log is")
