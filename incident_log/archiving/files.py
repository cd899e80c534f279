"""New files and folders: whole or not at all, on the disk, for their owner only."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp, mkstemp
from typing import BinaryIO

from incident_log.errors import FileUnusable, InsideLog, LogThere, WouldReplace


def check_outside(directory: Path, place: Path) -> None:
    """Raise :exc:`InsideLog` if a *place* is inside of the *directory* of a log."""
    if directory.resolve() in place.resolve().parents:
        raise InsideLog(str(place))


@contextmanager
def new_log(directory: Path) -> Iterator[Path]:
    """Give a folder to make a log in, which takes its place when all went well.

    Raise :exc:`LogThere` where there is something already, :exc:`FileUnusable`.
    """
    try:
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise LogThere(str(directory))
        parent = directory.absolute().parent
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = Path(mkdtemp(prefix=f".{directory.name}-", dir=parent))
        try:
            yield part
            for path in (*part.rglob("*"), part):
                flush(path)
            part.rename(directory)
            flush(parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise FileUnusable(str(directory), error.strerror or error) from error


@contextmanager
def new_file(path: Path, *, is_forced: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write, which takes its place when all went well.

    Raise :exc:`WouldReplace` where there is one, if not forced, :exc:`FileUnusable`.
    """
    try:
        if path.exists() and not is_forced:
            raise WouldReplace(str(path))
        handle, name = mkstemp(prefix=f".{path.name}-", dir=path.absolute().parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            flush(part)
            part.replace(path)
            flush(path.absolute().parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise FileUnusable(str(path), error.strerror or error) from error


def flush(path: Path) -> None:
    """See to it that a file, or what a folder lists, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
