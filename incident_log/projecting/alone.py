"""One projector at a time, which holds the lock file and has the machine's memory."""

import fcntl
import gc
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from incident_log.errors import TablesBusy, TablesUnusable
from incident_log.log import Log

#: Seconds to wait for another projector.
PATIENCE = 60

#: Objects made between two searches for circles of them.
MADE = 100_000


def path_of(log: Log) -> Path:
    """Return where the tables of a log are."""
    return log.directory / "incidents.db"


@contextmanager
def projector(log: Log) -> Iterator[None]:
    """Be the one who writes the tables; raise :exc:`TablesBusy` after a minute."""
    path = log.directory / "incidents.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise TablesUnusable(str(path), error.strerror) from error
    try:
        _wait_for(handle, str(path_of(log)))
        with seldom_collecting():
            yield
    finally:
        os.close(handle)


def _wait_for(handle: int, place: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if time.monotonic() > until:
            raise TablesBusy(place)
        time.sleep(0.02)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for garbage less often than Python does.

    Hardly anything made here is in a circle: to look after every 700 objects took a
    third of the time of an incident of 3,369 updates, and saved no memory.
    """
    before = gc.get_threshold()
    gc.set_threshold(MADE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
