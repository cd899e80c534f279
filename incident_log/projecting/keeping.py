"""Keeps the tables current: what is new in the log is taken in, or all is made again.

One projector at a time holds the lock file; a batch and the position it leads to are
written in one transaction, so that a reader never sees a half of either.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from incident_log.errors import (
    IncidentLogError,
    TablesBusy,
    TablesDamaged,
    TablesUnusable,
)
from incident_log.log import Log
from incident_log.projecting.incidents import project
from incident_log.projecting.reach import Reach
from incident_log.projecting.registering import register
from incident_log.projecting.writer import Writer
from incident_log.projections import TABLES
from incident_log.queries import VIEWS
from incident_log.tables import Tables
from incident_log.times import FOREVER

#: How rows are made; to be raised when the same tables would get other rows.
MAKING = 1

#: The shape of ``incidents.db``; a file of another shape is made again.
SCHEMA = f"{MAKING}-{sha256(repr((TABLES, VIEWS)).encode()).hexdigest()[:16]}"

#: Events taken in in one transaction.
BATCH = 2000

#: Catching up with more events than this, and with more than the tables have, costs
#: more than making them again.
MANY = 5000

#: Seconds to wait for another projector.
PATIENCE = 60

Progress = Callable[[int], None]


def path_of(log: Log) -> Path:
    """Return where the tables of a log are."""
    return log.directory / "incidents.db"


def catch_up(log: Log, *, progress: Progress = lambda _: None) -> int:
    """Bring the tables to the log's position, and return it.

    Tables that are missing, damaged, of another log or of another shape are made again.
    """
    with projector(log):
        position = _position(log)
        if position is None or log.position - position > max(MANY, position):
            return _rebuild(log, progress)
        with Tables(path_of(log)) as tables:
            while position < log.position:
                reached = _take_in(log, tables)
                progress(reached - position)
                position = reached
        return position


def rebuild(log: Log, *, progress: Progress = lambda _: None) -> int:
    """Make the tables again from the log; return the position they are at.

    Readers see the old ones until the new ones are there.
    """
    with projector(log):
        return _rebuild(log, progress)


def keep_current(log: Log) -> str | None:
    """Catch up after something was appended; say what keeps it from that, if anything.

    What was appended is in the log whatever becomes of the tables.
    """
    try:
        catch_up(log)
    except IncidentLogError as error:
        return f"the tables are not current: {error}"
    except Exception as error:  # whatever it is, the append stands
        return (
            f"the tables are not current ({type(error).__name__}: {error}):"
            " run 'incident-log rebuild', and report this"
        )
    return None


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


def _position(log: Log) -> int | None:
    """Return the position of the tables; nothing if they have to be made again.

    The leaf of the last event that they have seen tells whether it is still the log's:
    one restored from a backup may have gone another way since.
    """
    path = path_of(log)
    if not path.is_file():
        return None
    try:
        with Tables(path) as tables:
            state = tables.state
            position = int(state.get("position", 0))
    except (TablesDamaged, ValueError):
        return None
    return position if state == _state(log, position) else None


def _state(log: Log, position: int) -> dict[str, str]:
    """Return what tables say of themselves that are made from a log to a position."""
    return {
        "origin": log.origin,
        "schema": SCHEMA,
        "position": str(position),
        "leaf": log.leaf(position),
    }


def _take_in(log: Log, tables: Tables) -> int:
    """Take in the next events, in one transaction; return the position reached."""
    with tables.writing():
        since = int(tables.state["position"])
        events = log.events(after=since, limit=BATCH)
        if not events:
            return since
        until = events[-1].position
        writer = Writer(tables)
        register(events, writer)
        writer.flush()
        reach = Reach(tables, log)
        for incident, known_at in sorted(reach.incidents(events).items()):
            project(log, tables, writer, incident, known_at, until)
        writer.flush()
        writer.describe_all()
        tables.write(
            "UPDATE projection SET value = ? WHERE name = ?",
            [(value, name) for name, value in _state(log, until).items()],
        )
    return until


def _rebuild(log: Log, progress: Progress) -> int:
    """Make a new file and copy it over the live one."""
    new = path_of(log).with_suffix(".new")
    _remove(new)
    try:
        with Tables(new) as tables:
            reached = _build(log, tables, progress)
            _copy(tables, path_of(log))
    finally:
        _remove(new)
    return reached


def _build(log: Log, tables: Tables, progress: Progress) -> int:
    """Fill new tables incident by incident; the indexes come last."""
    until = log.position
    tables.create(TABLES, VIEWS)
    with tables.writing():
        writer = Writer(tables)
        for item in _state(log, until).items():
            writer.add("projection", item)
        after = 0
        while after < until:
            events = log.events(after=after, limit=min(BATCH, until - after))
            register(events, writer)
            writer.flush()
            progress(len(events))
            after = events[-1].position
    tables.index(TABLES)
    with tables.writing():
        for incident in log.incidents():
            project(log, tables, writer, incident, FOREVER, until)
            if writer.is_full:
                writer.flush()
        writer.flush()
        writer.describe_all()
    return until


def _copy(tables: Tables, live: Path) -> None:
    """Copy new tables over the live ones; a file that is none is put out of the way."""
    try:
        tables.copy_over(live)
    except TablesDamaged:
        _remove(live)
        tables.copy_over(live)


def _remove(path: Path) -> None:
    try:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        raise TablesUnusable(str(path), error.strerror) from error
