"""Where PostgreSQL comes in: its room is imported by those who need it."""

from importlib import import_module
from typing import Any

from incident_log.errors import NotPossible

_SCHEMES = ("postgresql:", "postgres:")


def is_address(place: str) -> bool:
    """Tell whether a place is the address of a server, and no directory."""
    return place.startswith(_SCHEMES)


def postgres() -> Any:
    """Return the room that knows PostgreSQL; raise :exc:`NotPossible` without psycopg.

    It has ``opened``, ``made``, ``shown``, ``Shared`` and ``Restoring``.
    """
    try:
        return import_module("incident_log.log.postgres")
    except ModuleNotFoundError as error:
        raise NotPossible(
            "PostgreSQL needs psycopg: pip install 'incident-log[postgres]'"
        ) from error
