"""An event-sourced timeline of what was reported about an incident.

>>> from incident_log import IncidentLog, IncidentLogError
"""

from typing import TYPE_CHECKING, Any

from incident_log.errors import IncidentLogError

if TYPE_CHECKING:
    from incident_log.api import IncidentLog

__all__ = ["IncidentLog", "IncidentLogError"]


def __getattr__(name: str) -> Any:
    """Import what a program needs when it is needed: commands start faster."""
    if name != "IncidentLog":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from incident_log.api import IncidentLog

    return IncidentLog
