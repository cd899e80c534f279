"""Checks how the log is opened, its clock, and whether its tables are current."""

from pathlib import Path

from incident_log.doctor.checks import Check, ok, warning, wrong
from incident_log.errors import IncidentLogError
from incident_log.log import Log
from incident_log.log.untrusted import FAILURES, Untrusted
from incident_log.times import seconds_between
from incident_log.verifying.lost import shown_by

#: What every connection of the log has to have.
_SETTINGS = {"journal_mode": "wal", "synchronous": "2"}

#: Seconds that clocks may differ by.
_TOLERANCE = 300


def settings(directory: Path) -> Check:
    """Check the settings of a connection of the log."""
    about = "connections"
    try:
        with Log.open(directory) as log:
            found = log.settings(_SETTINGS)
    except IncidentLogError as error:
        what, _, remedy = str(error).partition(": ")
        return wrong(about, what, remedy)
    told = ", ".join(f"{name} {value}" for name, value in found.items())
    if found != _SETTINGS:
        return wrong(about, told, "a commit may be lost: report this")
    return ok(about, told)


def time(directory: Path, now: str) -> Check:
    """Compare the clock with the moment of the last event."""
    about = "clock"
    try:
        with Untrusted(directory / "events.db") as log:
            last = log.head().get("recorded_at")
    except FAILURES as error:
        return wrong(about, f"the log cannot be asked ({error})", _VERIFY)
    if not last:
        return ok(about, f"{now}, nothing was recorded yet")
    try:
        ahead = seconds_between(now, last) if now < last else 0
    except (TypeError, ValueError):
        return wrong(about, f"the last event was recorded at {last!r}", _VERIFY)
    if ahead > _TOLERANCE:
        return warning(
            about,
            f"it is {now}, and the last event was recorded at {last}",
            "set the clock: until then events are recorded as of that moment",
        )
    return ok(about, f"{now}, the last event was recorded at {last}")


_VERIFY = "see 'incident-log verify'"


def tables(directory: Path) -> Check:
    """Tell how far the tables are behind the log."""
    path = directory / "incidents.db"
    if not path.is_file():
        return warning("tables", "there are none", "run 'incident-log rebuild'")
    try:
        shown = shown_by(path)  # first: both may grow meanwhile
        with Untrusted(directory / "events.db") as log:
            head = log.head()
        behind = int(head["position"]) - int(shown["position"])
    except (*FAILURES, KeyError, ValueError, TypeError) as error:
        found = f"they cannot be read ({type(error).__name__}: {error})"
        return wrong("tables", found, "run 'incident-log rebuild'")
    if shown.get("origin") != head.get("origin"):
        return wrong("tables", "they are of another log", "run 'incident-log rebuild'")
    if behind < 0:
        return wrong(
            "tables",
            f"they show {-behind} more events than the log has",
            "restore a later backup of the log, or run 'incident-log rebuild'",
        )
    if behind:
        return warning(
            "tables",
            f"they are {behind} events behind",
            "run 'incident-log follow --once'",
        )
    return ok("tables", f"at position {shown['position']}, as the log is")
