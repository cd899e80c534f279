"""The rows of incidents in a file that one process writes while another reads it.

An incident is there once all its parts are: before them stands how long they are
together, which is written last.
"""

import pickle
from collections.abc import Iterable, Iterator
from os import SEEK_END
from pathlib import Path
from typing import Self

from incident_log.projecting.making import Made

#: Bytes that a length takes.
_LENGTH = 8


class Parts:
    """The file, and how far it was read."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._path = path
        # What a buffer holds may have been written anew meanwhile.
        self._read = path.open("rb", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._read.close()

    def write(self, parts: Iterable[Made]) -> None:
        """Add the parts of one incident; nothing of it where one cannot be made."""
        with self._path.open("rb+") as file:
            start = file.seek(0, SEEK_END)
            begin = end = file.seek(start + _LENGTH)
            try:
                for made in parts:
                    pickle.dump(made, file, protocol=5)
                    end = file.tell()
            except BaseException:
                file.truncate(start)
                raise
            if end > begin:
                file.flush()
                file.seek(start)
                file.write((end - begin).to_bytes(_LENGTH))

    def read(self) -> Iterator[Made]:
        """Yield the parts of all incidents that were added since."""
        file = self._read
        while end := self._begin():
            while file.tell() < end:
                # Not all of its bytes at once: they may be more than one read gives.
                yield pickle.load(file)  # noqa: S301 - our own

    def _begin(self) -> int:
        """Go to the parts of the next incident; return where they end, if they do."""
        file = self._read
        start = file.tell()
        length = int.from_bytes(file.read(_LENGTH))
        end = start + _LENGTH + length
        is_there = length > 0 and file.seek(0, SEEK_END) >= end
        file.seek(start + _LENGTH if is_there else start)
        return end if is_there else 0
