"""Says the log's statements, which are written for SQLite, as PostgreSQL wants them."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import psycopg

#: What is said otherwise; the first comes first.
_SAID = (
    ("%", "%%"),
    ("?", "%s"),
    ("rowid", "notification_id"),  # the library's own name for a position here
    (" INDEXED BY updates_in_order", ""),
    ("CROSS JOIN updates USING", "JOIN updates USING"),
    (" IS g.", " IS NOT DISTINCT FROM g."),
)


@cache
def said(statement: str) -> str:
    """Return a statement as PostgreSQL and psycopg want it."""
    for ours, theirs in _SAID:
        statement = statement.replace(ours, theirs)
    return statement


class Cursor:
    """A cursor that understands the log's statements; rows are tuples."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._cursor = connection.cursor(row_factory=psycopg.rows.tuple_row)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        return self._cursor.execute(said(statement), tuple(parameters))

    def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Any:
        return self._cursor.executemany(said(statement), parameters)

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> Any:
        return self._cursor.fetchall()
