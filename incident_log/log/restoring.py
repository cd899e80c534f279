"""Makes the file of a log of events that were in another one, byte for byte."""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from incident_log.log.appending import INTO
from incident_log.log.entries import Entry, firsts, rows
from incident_log.log.lookups import COUNTED
from incident_log.log.sqlite import TABLES
from incident_log.log.untrusted import Stored


class Restoring:
    """A file that becomes a log.  Use it in a ``with`` statement.

    Every method may raise :exc:`sqlite3.Error`.  Nothing is promised of the file
    before :meth:`finish`.
    """

    def __init__(self, path: Path, head: Mapping[str, Any]) -> None:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        self._db = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF"):
            self._db.execute(f"PRAGMA {setting}")
        self._db.execute("BEGIN")
        for statement in TABLES:
            self._db.execute(statement)
        self._db.executemany("INSERT INTO log VALUES (?, ?)", head.items())
        self._last: tuple[int, str] = (0, "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, stored: Stored, leaf: bytes, words: str | None, entry: Entry) -> None:
        """Take the next event, and what lies beside it."""
        self._insert("stored_events", stored)
        self._insert("leaves", (stored.position, leaf))
        if words is not None:
            self._insert("openings", (stored.position, words))
        for table, row in (*rows(entry), *firsts(entry)):
            self._insert(table, row)
        self._last = stored.position, entry.recorded_at

    def state(self, report: str, update: str) -> bytes | None:
        """Return the bytes of an update that was taken before; nothing if none was."""
        found = self._db.execute(
            "SELECT e.state FROM updates u JOIN stored_events e ON e.rowid = u.position"
            " WHERE u.report = ? AND u.update_id = ?",
            (report, update),
        ).fetchone()
        return bytes(found[0]) if found else None

    def finish(self) -> None:
        """Make it a log."""
        self._db.execute(f"INSERT INTO streams {COUNTED}")
        self._db.executemany(
            "UPDATE log SET value = ? WHERE name = ?",
            zip(self._last, ("position", "recorded_at"), strict=True),
        )
        self._db.execute("COMMIT")

    def _insert(self, table: str, row: tuple[Any, ...]) -> None:
        self._db.execute(f"INSERT INTO {table} VALUES {INTO[table]}", row)
