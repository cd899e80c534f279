"""Leaves no byte of what was deleted in a database: made anew, its WAL emptied.

``secure_delete`` alone is not enough: where rows move between pages it left words
behind in 1 of 500 random files (SQLite 3.40.1).  The caller holds the lock that every
writer of the file holds, but for the time that readers are waited for.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

from incident_log.patience import tries

#: Seconds to wait for readers of what was there before.
PATIENCE = 10.0

#: Seconds of waiting in which writers have to wait as well.
_BLOCKING = 0.2

#: The first and the longest pause between two tries, in seconds.
_PAUSES = (0.1, 0.1)

Lock = Callable[[], AbstractContextManager[None]]


def scrub(path: Path, lock: Lock) -> bool:
    """Write the file anew, then empty its WAL; tell whether no reader kept it.

    Raise :exc:`sqlite3.Error`.
    """
    with lock(), closing(_opened(path)) as connection:
        connection.execute("VACUUM")
    return empty_wal(path, lock)


def empty_wal(path: Path, lock: Lock) -> bool:
    """Empty the WAL of a file; tell whether no reader of an old state kept it.

    Raise :exc:`sqlite3.Error`.
    """
    with closing(_opened(path)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {int(1000 * _BLOCKING)}")
        for _ in tries(PATIENCE, *_PAUSES):
            with lock():
                row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not row[0]:
                return True
    return False


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection
