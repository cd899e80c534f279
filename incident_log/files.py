"""Reads files that people name: none that never ends, none that is too large."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO

from incident_log.errors import UnreadableInput

#: Bytes of a file that has to be seen whole; as values they take some ten times that.
LARGEST = 200_000_000


def check(path: Path) -> None:
    """Raise :exc:`UnreadableInput` for what is neither a file nor a folder."""
    mode = path.stat().st_mode
    if not S_ISREG(mode) and not S_ISDIR(mode):
        raise UnreadableInput(
            "is a pipe or a device: give what comes from it on standard input (-)"
        )


def content(path: Path, largest: int = LARGEST) -> bytes:
    """Return what is in a file; raise :exc:`UnreadableInput`."""
    check(path)
    with path.open("rb") as file:
        return whole(file, largest)


def whole(stream: BinaryIO, largest: int = LARGEST) -> bytes:
    """Return what is left in a stream; raise :exc:`UnreadableInput`."""
    found = stream.read(largest + 1)
    if len(found) > largest:
        raise UnreadableInput(f"is larger than {largest:,} bytes: split it")
    return found


def inside(folder: Path, suffixes: Collection[str]) -> Iterator[Path | OSError]:
    """Yield the files in a folder, at any depth, by name; and what cannot be listed."""
    unlisted: list[OSError] = []
    found = [
        Path(place, name)
        for place, _, names in os.walk(folder, onerror=unlisted.append)
        for name in names
        if Path(name).suffix in suffixes
    ]
    yield from unlisted
    yield from sorted(found)


def check_inside(path: Path, folder: Path) -> None:
    """Raise :exc:`UnreadableInput` for a link that leads out of its folder."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadableInput("leads out of the folder: name what it leads to itself")
