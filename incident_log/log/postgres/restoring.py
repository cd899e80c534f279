"""Makes a shared log of events that were in another one, byte for byte."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

import psycopg

from incident_log.errors import LogThere
from incident_log.log.appending import INTO
from incident_log.log.entries import Entry, firsts, rows
from incident_log.log.lookups import COUNTED
from incident_log.log.postgres import dialect, tables
from incident_log.log.postgres.connecting import (
    closed_on_error,
    connected,
    guarded,
    shown,
)
from incident_log.log.postgres.reading import Shared
from incident_log.log.untrusted import Stored, Unfitting

#: Rows that are written at once.
_MANY = 2000


class Restoring:
    """An empty log that becomes another one.  Use it in a ``with`` statement.

    All is done in one transaction, which ends with that statement: nobody sees a part
    of it, and after an error nothing is left of it.  Raise :exc:`LogThere` where there
    are events already, and :exc:`Unfitting` for events that contradict each other.
    """

    def __init__(self, address: str, head: Mapping[str, Any]) -> None:
        self._address = address
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in INTO}
        self._number = 0
        self._last: tuple[int, str] = (0, "")
        with guarded(address):
            self._connection = connected(address)
            with closed_on_error(self._connection):
                self._connection.autocommit = False
                self._cursor = dialect.Cursor(self._connection)
                self._begin(head)

    def _begin(self, head: Mapping[str, Any]) -> None:
        self._cursor.execute("SELECT position FROM log FOR UPDATE")
        if self._cursor.fetchone()[0]:
            raise LogThere(shown(self._address))
        self._cursor.execute("DELETE FROM log")
        self._cursor.execute(*tables.insertion(head))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with guarded(self._address):
            try:
                if kind is None:
                    self._connection.commit()
            finally:
                self._connection.close()

    def add(self, stored: Stored, leaf: bytes, words: str | None, entry: Entry) -> None:
        """Take the next event, and what lies beside it."""
        self._wait("stored_events", stored)
        self._wait("leaves", (stored.position, leaf))
        if words is not None:
            self._wait("openings", (stored.position, words))
        for table, row in (*rows(entry), *firsts(entry)):
            self._wait(table, row)
        self._last = stored.position, entry.recorded_at

    def state(self, report: str, update: str) -> bytes | None:
        """Return the bytes of an update that was taken before; nothing if none was."""
        self._flush()
        with guarded(self._address):
            self._cursor.execute(
                "SELECT e.state FROM updates u"
                " JOIN stored_events e ON e.rowid = u.position"
                " WHERE u.report = ? AND u.update_id = ?",
                (report, update),
            )
            found = self._cursor.fetchone()
        return found[0] if found else None

    def finished(self) -> Shared:
        """Complete the log; return what reads it, before anybody else can."""
        self._flush()
        with self._guarded():
            self._cursor.execute(f"INSERT INTO streams {COUNTED}")
            self._cursor.execute(
                "UPDATE log SET position = ?, recorded_at = ?", self._last
            )
        return Shared(self._address, self._connection)

    def _wait(self, table: str, row: tuple[Any, ...]) -> None:
        self._waiting[table].append(row)
        self._number += 1
        if self._number > _MANY:
            self._flush()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        with guarded(self._address):
            try:
                yield
            except (psycopg.IntegrityError, psycopg.DataError) as error:
                raise Unfitting(str(error).partition("\n")[0]) from error

    def _flush(self) -> None:
        self._number = 0
        with self._guarded():
            for table, waiting in self._waiting.items():
                into = f"INSERT INTO {table} VALUES {INTO[table]}"
                self._cursor.executemany(into, waiting)
                waiting.clear()
