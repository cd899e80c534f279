"""Leaves no row of what was deleted in the table that held the words.

The server's WAL, backups and standbys are the server's own.
"""

import re
from typing import Any

import psycopg

from incident_log.log import scrubbing
from incident_log.patience import tries

#: The first and the longest pause between two tries, in seconds.
_PAUSES = (0.1, 2.0)

#: The words of the server for what it could not yet let go.
_NUMBER = re.compile(r"\d+")


def scrub(connection: psycopg.Connection[Any]) -> bool:
    """Write the table of openings anew; tell whether nobody kept a row of before.

    Who looks at an old state is waited for: it may be the server itself, which looks
    at tables for its planner whenever it likes.
    """
    attempts = tries(scrubbing.PATIENCE, *_PAUSES)
    return any(_kept(connection) == ["0"] for _ in attempts)


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
