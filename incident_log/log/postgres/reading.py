"""Reads a shared log for those who verify and copy it, as it was at one moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from incident_log.log.postgres import dialect, making, tables
from incident_log.log.postgres.connecting import (
    closed_on_error,
    connected,
    guarded,
    shown,
)
from incident_log.log.untrusted import Unreadable, Untrusted

#: Rows that are read at once.
_MANY = 1000


class Shared(Untrusted):
    """A shared log, read in one transaction.  Use it in a ``with`` statement.

    Types are the server's business; what it says may still be wrong.  Raise
    :exc:`NoSharedLog`, :exc:`LogUnusable`, and then only :exc:`Unreadable`.
    """

    def __init__(
        self, address: str, connection: psycopg.Connection[Any] | None = None
    ) -> None:
        with guarded(address):
            self._connection = connection or _connected(address)
            with closed_on_error(self._connection):
                self.tells_secret = making.tells_secret(
                    self._connection, shown(address)
                )

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def strange(self) -> list[str]:
        """Return the names of tables and triggers that are missing, or are none."""
        found = self.ask(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = current_schema()::regnamespace"
            " UNION ALL SELECT tgname FROM pg_trigger"
            " JOIN pg_class t ON t.oid = tgrelid WHERE tgenabled <> 'D'"
            " AND relnamespace = current_schema()::regnamespace"
        )
        expected = {"log", *tables.NAMES, *tables.BELT}
        return sorted(expected - {name for (name,) in found})

    def broken(self) -> list[str]:
        """Return nothing: the server's own tool for that is pg_amcheck."""
        return []

    def head(self) -> dict[str, Any]:
        """Return what the log says of itself; its secret only to those it tells it."""
        names = tables.HEAD if self.tells_secret else tables.TOLD
        (row,) = self.ask(f"SELECT {tables.quoted(names)} FROM log")
        return dict(zip(names, row, strict=True))

    def state(self, position: int) -> Any:
        """Return the bytes of one event; nothing where there is none."""
        select = "SELECT state FROM stored_events WHERE rowid = ?"
        return next((row[0] for row in self.ask(select, (position,))), None)

    def ask(self, select: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield what a query finds."""
        with _readable():
            cursor = dialect.Cursor(self._connection)
            cursor.execute(select, values)
            found = cursor.fetchall()
        yield from found

    def _in_order(
        self, table: str, columns: Sequence[str]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table by its key, which is the first column."""
        key = columns[0]
        select = f"SELECT {', '.join(columns)} FROM {table}"
        rows = list(self.ask(f"{select} ORDER BY {key} LIMIT {_MANY}"))
        while rows:
            yield from rows
            after = f"{select} WHERE {key} > ? ORDER BY {key} LIMIT {_MANY}"
            rows = list(self.ask(after, (rows[-1][0],)))


def _connected(address: str) -> psycopg.Connection[Any]:
    connection = connected(address)
    # It holds up nobody, and what is read may be piped to somebody slow.
    connection.execute("SET idle_in_transaction_session_timeout = 0")
    connection.autocommit = False
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise Unreadable(str(error).strip().partition("\n")[0]) from error
