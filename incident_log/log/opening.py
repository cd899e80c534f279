"""Opens the log of a directory: where it is, where it is to be, where it was lost."""

import os
from pathlib import Path

from incident_log.errors import LogLost, LogUnusable, LogWaiting, NoLog
from incident_log.log.library import Library
from incident_log.log.sqlite import STILL
from incident_log.log.still import is_still


def opened(directory: Path) -> Library:
    """Open an existing log; raise :exc:`NoLog` where there is none.

    Where nothing can be written it can still be read, if it was closed there.
    """
    file = directory / "events.db"
    try:
        is_there = file.is_file()
    except OSError as error:
        raise LogUnusable(str(directory), error.strerror) from error
    if not is_there:
        raise NoLog(str(directory))
    _check_not_lost(directory)  # SQLite would make a database of an empty file
    library = _library(directory)
    try:
        library.check_layout()
    except LogUnusable:
        library.close()
        if not is_still(file):
            if not os.access(directory, os.W_OK):
                raise LogWaiting(str(directory)) from None
            raise
        library = _library(directory, is_still=True)
        library.check_layout()
    return library


def created(directory: Path) -> Library:
    """Open a log, making it where there is none yet.

    Several programs may do so at once: the first makes it, the others wait.
    """
    try:
        _check_not_lost(directory)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        library = _library(directory)
        try:
            with library.recording.guarded():
                library.recording.create()
        finally:
            library.close()
    except OSError as error:
        raise LogUnusable(str(directory), error.strerror) from error
    return opened(directory)


def _library(directory: Path, *, is_still: bool = False) -> Library:
    # Absolute, or SQLite might take the name for an address.
    name = str((directory / "events.db").absolute())
    still = {STILL: "yes"} if is_still else {}
    library = Library.on("incident_log.log.sqlite", SQLITE_DBNAME=name, **still)
    library.recording.place = str(directory)
    return library


def _check_not_lost(directory: Path) -> None:
    """Refuse to begin anew where events have been; a killed beginning leaves a file."""
    events = directory / "events.db"
    if not events.is_file() or not events.stat().st_size:
        for beside in ("checkpoints", "incidents.db"):
            if (directory / beside).exists():
                raise LogLost(str(directory), beside)
