"""Leaves no byte of erased words in the directory of a log.

Openings that were deleted are still in the pages and the WAL of ``events.db``, in the
tables, and in what programs that were killed left behind.
"""

import shutil
import sqlite3
from collections.abc import Callable
from functools import partial

from incident_log.errors import IncidentLogError, KeptOpen, TablesUnusable
from incident_log.log import Log
from incident_log.log.scrubbing import empty_wal
from incident_log.progress import Stages, unshown
from incident_log.projecting.alone import new_path_of, path_of, projector
from incident_log.projecting.keeping import rebuild

#: What is made in the directory, under the lock of the one who makes it, and taken
#: away again; but for what a rebuild makes, which takes away that of others as well.
_LEFT_BEHIND = (".publishing-*", "public/.publishing-*")


def remove_traces(log: Log, stages: Stages = unshown) -> list[str]:
    """Write anew what held the words; return what could not be done, and what to do.

    May be repeated at any time; it takes as long as a rebuild of the tables, whose
    *stages* it tells.
    """
    tried = (
        _tried(step, log) for step in (_of_log, partial(_of_tables, stages=stages))
    )
    return [said for said in tried if said is not None]


def _tried(step: Callable[[Log], None], log: Log) -> str | None:
    try:
        step(log)
    except IncidentLogError as error:
        return str(error)
    except Exception as error:  # whatever it is, the openings are deleted
        return (
            f"old copies of erased words may be left ({type(error).__name__}: {error}):"
            " erase them again, and report this"
        )
    return None


def _of_log(log: Log) -> None:
    if not log.scrub():
        raise KeptOpen("events.db" if log.address is None else "the shared log")


def _has_tables(log: Log) -> bool:
    """Tell whether this machine has tables, were they never finished."""
    return path_of(log).is_file() or new_path_of(log).is_file()


def _of_tables(log: Log, stages: Stages) -> None:
    if log.address is not None and not _has_tables(log):
        return  # no machine but those that follow a shared log has tables of it
    rebuild(log, stages=stages)
    with projector(log):
        for pattern in _LEFT_BEHIND:
            for folder in log.directory.glob(pattern):
                shutil.rmtree(folder, ignore_errors=True)
    path = path_of(log)
    try:
        is_empty = empty_wal(path, lambda: projector(log))
    except sqlite3.Error as error:
        raise TablesUnusable(str(path), error) from error
    if not is_empty:
        raise KeptOpen(path.name)
