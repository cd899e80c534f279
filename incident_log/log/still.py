"""Reads a log where nothing can be written: on read-only media, or on a full disk.

SQLite then cannot make what it shares with others beside the file, and opens nothing.
A file that nobody has open, and beside which nothing waits, can be read alone.
"""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool

#: Bytes of the index that programs share which have a file open.
_SHARED = 32_768


class StillPool(SQLiteConnectionPool):
    """Connections to a file that does not change while it is read."""

    def _create_connection(self) -> SQLiteConnection:
        raw = sqlite3.connect(
            f"file:{quote(self.db_name)}?immutable=1",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
        return SQLiteConnection(sqlite_conn=raw, max_age=self.max_age)


def is_still(file: Path) -> bool:
    """Tell whether a database is whole as it is, and nobody has it open."""
    return not _size(file, "-wal") and _size(file, "-shm") < _SHARED


def _size(file: Path, suffix: str) -> int:
    beside = file.with_name(file.name + suffix)
    return beside.stat().st_size if beside.is_file() else 0
