"""What may be on a disk after a power cut: a model of files that were not synced.

What was written to a file since it was last synced may be there or not, in any part
and in any order, and a write may be torn at 512 bytes.  A new file is there for good
once it was synced, and so is what its making presupposes; a removed one is gone for
good once the folder was synced, or another file of its name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.tracing import Call

#: How much is kept of what was not synced.
WAYS = ("none", "all", "prefix", "subset", "torn")

SECTOR = 512


@dataclass
class File:
    """What is on the disk of a file, and what may be."""

    content: bytearray = field(default_factory=bytearray)
    waiting: list[Call] = field(default_factory=list)
    is_made: bool = False  #: its name is there for good


@dataclass
class Disk:
    """The files of one folder."""

    folder: Path
    files: dict[str, File] = field(default_factory=dict)
    removed: dict[str, File] = field(default_factory=dict)  #: perhaps

    def take(self, call: Call) -> None:
        """Let a call happen."""
        if call.path == self.folder and call.name in ("fsync", "fdatasync"):
            self.removed.clear()
            for file in self.files.values():
                file.is_made = True
        elif call.path.parent == self.folder:
            self._take(call, call.path.name)

    def _take(self, call: Call, name: str) -> None:
        if call.name == "unlink":
            self.removed[name] = self.files.pop(name)
        elif call.name in ("fsync", "fdatasync"):
            file = self.files[name]
            for each in file.waiting:
                change(file.content, each)
            file.waiting.clear()
            file.is_made = True
            self.removed.pop(name, None)
        elif call.name in ("pwrite64", "ftruncate"):
            self.files[name].waiting.append(call)
        elif call.name == "openat":
            if call.is_new:
                self.files.setdefault(name, File())
        else:
            raise AssertionError(f"{call.name} of {name} is not in the model")

    def after_a_cut(self, way: str, chance: Random) -> dict[str, bytes]:
        """Return what may be found, by name."""
        found = {
            name: bytes(file.content)
            for name, file in self.removed.items()
            if file.is_made and _happens(way, chance, is_kept=False)
        }
        for name, file in self.files.items():
            if name in found:  # what made it anew did not last
                continue
            if file.is_made or _happens(way, chance, is_kept=True):
                found[name] = _content(file, way, chance)
        return found


def change(content: bytearray, call: Call, parts: Iterable[int] | None = None) -> None:
    """Do to a file's content what a call did; of a write only some sectors."""
    if call.name == "ftruncate":
        del content[call.number :]
        content.extend(bytes(call.number - len(content)))
        return
    size = len(call.content)
    for start in range(0, size, SECTOR) if parts is None else parts:
        end = min(start + SECTOR, size)
        content.extend(bytes(max(0, call.number + start - len(content))))
        content[call.number + start : call.number + end] = call.content[start:end]


def _happens(way: str, chance: Random, *, is_kept: bool) -> bool:
    """Draw whether a change of the folder lasted; is it kept, or what was before?"""
    if way in ("none", "all"):
        return (way == "all") == is_kept
    return chance.random() < 0.5


def _content(file: File, way: str, chance: Random) -> bytes:
    content = bytearray(file.content)
    number = chance.randrange(len(file.waiting) + 1)
    for n, call in enumerate(file.waiting):
        if way == "none" or (way == "prefix" and n >= number):
            break
        if way in ("subset", "torn") and chance.random() < 0.5:
            continue
        sectors = range(0, len(call.content), SECTOR)
        is_torn = way == "torn" and chance.random() < 0.5
        kept = [start for start in sectors if chance.random() < 0.5]
        change(content, call, kept if is_torn else None)
    return bytes(content)
