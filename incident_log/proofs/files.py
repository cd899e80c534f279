"""Small files about a log: read with care, and there whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from incident_log.errors import FileUnusable

#: Bytes that a file may have; no note, event or token comes near.
LARGEST = 10_000_000


def read(path: Path) -> bytes:
    """Return the bytes of a regular file; raise :exc:`FileUnusable`."""
    try:
        if not path.is_file():
            raise FileUnusable(str(path), "no such file")
        if path.stat().st_size > LARGEST:
            raise FileUnusable(str(path), "it is too large")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise FileUnusable(str(path), error) from error


def write(path: Path, data: bytes) -> None:
    """Write a file for its owner only, on the disk before it has its name.

    Raise :exc:`FileUnusable`.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            part = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise FileUnusable(str(path), error.strerror) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not be there yet, for its owner only.

    Raise :exc:`FileUnusable`.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FileUnusable(str(path), error.strerror) from error
