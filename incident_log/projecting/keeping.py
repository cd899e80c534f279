"""Keeps the tables current: what is new in the log is taken in, or all is made again.

One projector at a time holds the lock file; a batch and the position it leads to are
written in one transaction, so that a reader never sees a half of either.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from incident_log.errors import (
    IncidentLogError,
    TablesDamaged,
    TablesUnusable,
)
from incident_log.events import WordsErased
from incident_log.log import Log
from incident_log.progress import Progress, Stages, unshown
from incident_log.projecting.alone import new_path_of, path_of, projector
from incident_log.projecting.incidents import project, write
from incident_log.projecting.making import Made
from incident_log.projecting.reach import Reach
from incident_log.projecting.recent import Recent
from incident_log.projecting.registering import register
from incident_log.projecting.sharing import shared
from incident_log.projecting.writer import Writer
from incident_log.projections import HISTORIES, TABLES
from incident_log.projections.registers import REGISTERS
from incident_log.queries import VIEWS
from incident_log.tables import Tables

__all__ = ["catch_up", "keep_current", "path_of", "projector", "rebuild"]

#: How rows are made; to be raised when the same tables would get other rows.
MAKING = 3

#: The shape of ``incidents.db``; a file of another shape is made again.
SCHEMA = f"{MAKING}-{sha256(repr((TABLES, VIEWS)).encode()).hexdigest()[:16]}"

#: Events taken in in one transaction: an incident is read again in each.
BATCH = 5000

#: Catching up with more events than this, and with more than the tables have, costs
#: more than making them again.
MANY = 5000

#: What SQLite adds to the name of a database for the files beside it.
_SUFFIXES = ("", "-wal", "-shm", "-journal")


def catch_up(
    log: Log,
    *,
    stages: Stages = unshown,
    recent: Recent | None = None,
) -> int:
    """Bring the tables to the log's position, and return it.

    Tables that are missing, damaged, of another log or of another shape are made again,
    and all of them where words were erased.  Who catches up again and again keeps what
    is *recent*.
    """
    with projector(log):
        position = _position(log)
        if position is None or log.position - position > max(MANY, position):
            return _rebuild(log, stages)
        if recent is None:  # in the last batch nothing needs to be kept
            recent = Recent() if log.position - position > BATCH else Recent(0)
        progress = stages("taking in", "events", log.position - position)
        with Tables(path_of(log)) as tables, log.remembering():
            while position is not None and position < log.position:
                reached = _take_in(log, tables, recent)
                progress((reached or position) - position)
                position = reached
        return _rebuild(log, stages) if position is None else position


def rebuild(log: Log, *, stages: Stages = unshown) -> int:
    """Make the tables again from the log; return the position they are at.

    Readers see the old ones until the new ones are there.
    """
    with projector(log):
        return _rebuild(log, stages)


def keep_current(log: Log, stages: Stages = unshown) -> str | None:
    """Catch up after something was appended; say what keeps it from that, if anything.

    What was appended is in the log whatever becomes of the tables.  Of a shared log
    only those machines have tables that follow it.
    """
    if log.address is not None and not path_of(log).is_file():
        return None
    try:
        catch_up(log, stages=stages)
    except IncidentLogError as error:
        return f"the tables are not current: {error}"
    except Exception as error:  # whatever it is, the append stands
        return (
            f"the tables are not current ({type(error).__name__}: {error}):"
            " run 'incident-log rebuild', and report this"
        )
    return None


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


def _take_in(log: Log, tables: Tables, recent: Recent) -> int | None:
    """Take in the next events, in one transaction; return the position reached.

    Nothing if words were erased meanwhile, which may stand in any row.
    """
    with tables.writing():
        state = tables.state
        recent.begin(state)
        since = int(state["position"])
        events = log.events(after=since, limit=BATCH)
        if not events:
            return since
        if any(isinstance(event, WordsErased) for event in events):
            return None
        until = events[-1].position
        writer = Writer(tables)
        register(events, writer)
        writer.flush()
        reach = Reach(tables, log)
        touched = reach.incidents(events)
        write(project(log, tables, touched, until, recent), tables, writer)
        writer.describe_all()
        state = _state(log, until)
        tables.write(
            "UPDATE projection SET value = ? WHERE name = ?",
            [(value, name) for name, value in state.items()],
        )
    recent.reach(state)
    return until


def _rebuild(log: Log, stages: Stages) -> int:
    """Make a new file and put it in the place of the live one."""
    new, live = new_path_of(log), path_of(log)
    _remove(new)
    try:
        with Tables(new, is_unfinished=True) as tables:
            reached = _build(log, tables, stages)
            tables.finish()
        if not _named(new, live):
            with Tables(new) as tables:
                _copy(tables, live)
    finally:
        _remove(new)
    return reached


def _named(new: Path, live: Path) -> bool:
    """Give a new file the name of the live one, if there is none; tell whether.

    It never has that name before all of it is on the disk.  What is left of an earlier
    file beside the name, SQLite would take for its own.
    """
    if any(path.exists() for path in _files(live)):
        return False
    with suppress(OSError):  # no links on this disk, or another was there first
        with new.open("rb") as file:
            os.fsync(file.fileno())
        os.link(new, live)
        return True
    return False


def _build(log: Log, tables: Tables, stages: Stages) -> int:
    """Fill new tables incident by incident; the indexes come last."""
    until = log.position
    tables.create(TABLES, VIEWS)
    with shared(log, until) as sharing:
        progress = stages("reading", "events", until)
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
        tables.index(REGISTERS)
        progress = stages("making tables", "incidents", len(sharing.incidents))
        with tables.writing():
            write(_counted(sharing.made(), progress), tables, writer)
    tables.index(HISTORIES)
    with tables.writing():
        writer.describe_all()
    tables.let_search(TABLES)
    return until


def _counted(parts: Iterable[Made], progress: Progress) -> Iterator[Made]:
    """Tell of each incident when the first of its rows are there."""
    for _, of_one in groupby(parts, attrgetter("incident")):
        progress(1)
        yield from of_one


def _copy(tables: Tables, live: Path) -> None:
    """Copy new tables over the live ones; a file that is none is put out of the way."""
    try:
        tables.copy_over(live)
    except TablesDamaged:
        _remove(live)
        tables.copy_over(live)


def _remove(path: Path) -> None:
    try:
        for file in _files(path):
            file.unlink(missing_ok=True)
    except OSError as error:
        raise TablesUnusable(str(path), error.strerror) from error


def _files(path: Path) -> list[Path]:
    """Return a database, and what SQLite may have put beside it."""
    return [path.with_name(path.name + suffix) for suffix in _SUFFIXES]
