"""Copies a log while others append to it, and verifies the copy.

The copy has no WAL, so that it can be read from where nothing can be written, and no
free pages, so that nothing is in it that was deleted (RELIABILITY 0.7, F15).
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from incident_log.archiving.files import check_outside, new_log
from incident_log.errors import FileUnusable, NotSound
from incident_log.log.locking import PATIENCE
from incident_log.log.untrusted import file_of, unusable
from incident_log.verifying.log import LogVerified, verify_log

#: What is copied beside the log, if it is there.
CHECKPOINTS = "checkpoints"


def backup(directory: Path, to: Path, *, tables: bool = False) -> LogVerified:
    """Copy the log in *directory* to a new directory; return what was verified.

    *tables* are copied too if that is wished; they can be made again.  Raise
    :exc:`NoLog`, :exc:`InsideLog`, :exc:`LogThere`, :exc:`FileUnusable`,
    :exc:`NotSound`, :exc:`LogUnusable`.
    """
    events = file_of(directory)
    check_outside(directory, to)
    with new_log(to) as part:
        # The log last, so that nothing beside it tells of events it does not have.
        _copy_files(directory / CHECKPOINTS, part / CHECKPOINTS)
        try:
            if tables and (directory / "incidents.db").is_file():
                _copy(directory / "incidents.db", part / "incidents.db")
            _copy(events, part / "events.db")
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise FileUnusable(str(to), error) from error
            raise unusable(str(directory), error) from error
        verified = verify_log(part / "events.db")
        if verified.findings.number:
            raise NotSound(str(directory), str(verified.findings.kept[0]))
    return verified


def _copy(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, whoever writes to it."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    address = f"file:{quote(str(source))}?mode=ro"
    with closing(
        sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    ) as db:
        db.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _copy_files(source: Path, target: Path) -> None:
    """Copy the plain files of a folder, if there is one."""
    if not source.is_dir():
        return
    target.mkdir(mode=0o700)
    for path in sorted(source.iterdir()):
        if path.is_file() and not path.is_symlink():
            shutil.copyfile(path, target / path.name)
            (target / path.name).chmod(0o600)
