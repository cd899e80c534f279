"""Leaves no row of what was deleted in the table that held the words.

The server's WAL, backups and standbys are the server's own.
"""

import re
import time
from typing import Any

import psycopg

from incident_log.log import scrubbing

#: The shortest and the longest pause, in seconds, between two tries.
_PAUSES = (0.1, 2.0)

#: The words of the server for what it could not yet let go.
_NUMBER = re.compile(r"\d+")


def scrub(connection: psycopg.Connection[Any]) -> bool:
    """Write the table of openings anew; tell whether nobody kept a row of before.

    Who looks at an old state is waited for: it may be the server itself, which looks
    at tables for its planner whenever it likes.
    """
    until = time.monotonic() + scrubbing.PATIENCE
    pause, longest = _PAUSES
    while _kept(connection) != ["0"]:
        if time.monotonic() > until:
            return False
        time.sleep(pause)
        pause = min(2 * pause, longest)
    return True


def _kept(connection: psycopg.Connection[Any]) -> list[str]:
    """Write the table anew; return how many deleted rows somebody still sees."""
    kept: list[str] = []

    def listen(said: psycopg.errors.Diagnostic) -> None:
        kept.extend(_NUMBER.findall(said.message_detail or "")[:1])

    connection.add_notice_handler(listen)
    try:
        # It says so in its own language: the first number is the one.
        connection.execute("VACUUM (FULL, VERBOSE) openings")
    finally:
        connection.remove_notice_handler(listen)
    return kept
