"""SQL functions, for our own connections, Datasette and sqlite-utils alike."""

import sqlite3

from incident_log.times import LATEST, read_span


def register(connection: sqlite3.Connection) -> None:
    """Add ``incident_time(text)`` and ``incident_time(text, zone)`` to a connection.

    Both are deterministic, so that SQLite computes them once a query.
    """
    for arguments in (1, 2):
        connection.create_function(
            "incident_time", arguments, incident_time, deterministic=True
        )


def incident_time(text: str | None, zone: str | None = None) -> str:
    """Return a time as the tables store it, for comparison as T or K.

    Reads every time that the program prints or accepts; nothing, or "latest", is the
    latest.  A day means all of it, as on the command line.  A wall time needs *zone*.

    >>> incident_time("2024-12-20T11:00+02:00")
    '2024-12-20T09:00:00.000000Z'
    """
    if text is None or text.strip() in ("", "latest"):
        return LATEST
    return min(read_span(text.strip(), zone or None).latest, LATEST)
