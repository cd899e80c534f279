"""The lock file that every writer of a log holds, waited for in turn."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from incident_log.errors import LogBusy

#: Seconds to wait for another writer.
PATIENCE = 60


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file; raise :exc:`LogBusy` if another does for a minute."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _wait(handle, path)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, path: Path) -> None:
    """Wait in the system's own queue, where those who came first are first.

    Who gives up leaves it: a lock that comes after the file was closed is let go.
    """
    failed: list[OSError] = []

    def queue() -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            failed.append(error)

    waiting = Thread(target=queue, daemon=True)
    waiting.start()
    waiting.join(PATIENCE)
    if waiting.is_alive():
        raise LogBusy(str(path.parent), PATIENCE)
    if failed:
        raise failed[0]
