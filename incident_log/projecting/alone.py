"""One projector at a time, which holds the lock file and has the machine's memory."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from incident_log.errors import TablesBusy, TablesUnusable
from incident_log.garbage import seldom_collecting
from incident_log.log import Log
from incident_log.patience import tries

#: Seconds to wait for another projector.
PATIENCE = 60

#: The first and the longest pause between two tries, in seconds.
_PAUSES = (0.02, 0.02)


def path_of(log: Log) -> Path:
    """Return where the tables of a log are."""
    return log.directory / "incidents.db"


def new_path_of(log: Log) -> Path:
    """Return where they are made again; what a rebuild that was killed leaves."""
    return log.directory / "incidents.new"


@contextmanager
def projector(log: Log) -> Iterator[None]:
    """Be the one who writes the tables; raise :exc:`TablesBusy` after a minute."""
    path = log.directory / "incidents.lock"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
    for _ in tries(PATIENCE, *_PAUSES):
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
    raise TablesBusy(place)
