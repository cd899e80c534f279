"""Says the log's statements, which are written for SQLite, as PostgreSQL wants them."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
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

#: Rows that are inserted in one statement, which has 65,535 values at most.
_MANY = 250


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

    def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Insert rows, many in one statement: a statement a row takes longer.

        *statement* ends with the values of a row, and what is done on a conflict.
        """
        into, values, rest = said(statement).partition(" VALUES ")
        end = rest.index(")") + 1
        row, conflict = rest[:end], rest[end:]
        rows = list(parameters)
        for start in range(0, len(rows), _MANY):
            some = rows[start : start + _MANY]
            marks = ", ".join([row] * len(some))
            self._cursor.execute(
                f"{into}{values}{marks}{conflict}", [*chain.from_iterable(some)]
            )

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> Any:
        return self._cursor.fetchall()
