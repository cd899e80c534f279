"""Checkpoints: what a log was when it was signed, and whether it still is that.

A checkpoint is a signed note of a log's origin, its size and its root
(c2sp.org/tlog-checkpoint).  Those of a log lie in ``checkpoints/<size>.txt`` beside it,
its public keys in ``checkpoints/keys.txt``, one a line.  Somebody who can change the
log can change these too: only a checkpoint kept elsewhere proves anything to others.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from incident_log.errors import (
    BadCheckpoint,
    BadKey,
    visible,
)
from incident_log.proofs import files, notes
from incident_log.proofs.keys import Verifier, read_verifiers
from incident_log.proofs.notes import Note
from incident_log.proofs.strict_base64 import decode, encode

FOLDER, KEYS = "checkpoints", "keys.txt"

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What somebody signed, or is said to have signed."""

    origin: str
    size: int  #: events
    root: bytes
    note: Note
    data: bytes  #: the note as it was found


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one checkpoint."""

    name: str  #: where it was found
    size: int | None = None  #: events that it speaks for; ``None``: no checkpoint
    signers: tuple[str, ...] = ()  #: the known keys that signed it
    problem: str | None = None  #: why it does not hold
    since: int = 0  #: events before the first that may have been changed


def text_of(origin: str, size: int, root: bytes) -> str:
    """Write what is signed."""
    return f"{origin}\n{size}\n{encode(root)}\n"


def read(data: bytes) -> Checkpoint:
    """Read a checkpoint, whoever signed it; raise :exc:`ValueError`."""
    note = notes.read(data)
    lines = note.text.split("\n")[:-1]
    if len(lines) < 3 or not all(lines):
        raise ValueError("it is not of origin, size and root")
    origin, size, root = lines[:3]
    if not _SIZE.fullmatch(size):
        raise ValueError("its size is no number")
    hashed = decode(root)
    if len(hashed) != 32:
        raise ValueError("its root is no hash")
    return Checkpoint(origin, int(size), hashed, note, data)


def read_file(path: Path) -> Checkpoint:
    """Read a checkpoint from a file; raise :exc:`BadCheckpoint`."""
    try:
        return read(files.read(path))
    except ValueError as error:
        raise BadCheckpoint(str(path), error) from error


def saved(directory: Path) -> dict[str, bytes]:
    """Return the notes beside the log in *directory*, by name, the smallest first."""
    return {path.name: files.read(path) for path in paths(directory)}


def paths(directory: Path) -> list[Path]:
    """Return where the notes beside the log in *directory* are, the smallest first."""
    found = (directory / FOLDER).glob("*.txt")
    notes = [path for path in found if _SIZE.fullmatch(path.stem)]
    return sorted(notes, key=lambda path: int(path.stem))


def known(directory: Path) -> list[Verifier]:
    """Return the public keys of the log in *directory*."""
    path = directory / FOLDER / KEYS
    if not path.exists():
        return []
    try:
        return read_verifiers(files.read(path).decode().split("\n"))
    except UnicodeDecodeError as error:
        raise BadKey(f"{str(path)!r} is not UTF-8") from error


def trusted(keys: Sequence[str], directory: Path) -> list[Verifier]:
    """Return the public keys that somebody names, each as text or as a file of them.

    Where none is named, those of the log in *directory*.
    """
    lines: list[str] = []
    for key in keys:
        is_file = os.path.isfile(key)  # noqa: PTH113, which raises for odd names
        text = files.read(Path(key)).decode(errors="replace") if is_file else key
        lines += text.split("\n")
    return read_verifiers(lines) if keys else known(directory)


def check_signed(
    path: Path, checkpoint: Checkpoint, verifiers: Iterable[Verifier]
) -> list[Verifier]:
    """Return which of the keys signed it; raise :exc:`BadCheckpoint` if none did."""
    try:
        return checkpoint.note.signed_by(verifiers)
    except ValueError as error:
        raise BadCheckpoint(str(path), error) from error


class Checking:
    """Notes, by name, to be held against the roots that a log has.

    Who goes through the leaves notes the root at each of ``sizes``, for ``against``.
    *verifiers* are the keys that are trusted.
    """

    def __init__(
        self, found: Mapping[str, bytes], origin: str, verifiers: Sequence[Verifier]
    ) -> None:
        self._origin = origin
        self._verifiers = verifiers
        self._bad: list[Checked] = []
        self._read: list[tuple[str, Checkpoint]] = []
        for name, data in found.items():
            try:
                self._read.append((name, read(data)))
            except ValueError as error:
                problem = f"it is no signed checkpoint ({error})"
                self._bad.append(Checked(name, problem=problem))
        self._read.sort(key=lambda each: each[1].size)

    @property
    def sizes(self) -> frozenset[int]:
        """The sizes of the log whose roots are needed."""
        return frozenset(checkpoint.size for _, checkpoint in self._read)

    def against(self, roots: Mapping[int, bytes]) -> list[Checked]:
        """Say of each note whether it holds, given the log's roots by size.

        What cannot be read comes first, then the smallest.
        """
        return [*self._bad, *self._against(roots)]

    def _against(self, roots: Mapping[int, bytes]) -> Iterator[Checked]:
        since = 0
        for name, checkpoint in self._read:
            size = checkpoint.size
            try:
                signers = tuple(map(str, self._signers(checkpoint)))
            except ValueError as error:
                yield Checked(name, size, problem=str(error), since=since)
                continue
            problem = _difference(checkpoint, roots.get(size), since)
            yield Checked(name, size, signers, problem, since)
            since = since if problem else size

    def _signers(self, checkpoint: Checkpoint) -> list[Verifier]:
        if checkpoint.origin != self._origin:
            raise ValueError(f"it is of another log, {visible(checkpoint.origin)}")
        return checkpoint.note.signed_by(self._verifiers)


def _difference(checkpoint: Checkpoint, root: bytes | None, since: int) -> str | None:
    """Say how the log differs from what was signed, if it does."""
    size = checkpoint.size
    if root is None:
        return f"the log is shorter now than the {size} events that were signed"
    if root == checkpoint.root:
        return None
    if size - since > 1:
        return f"one of the events {since + 1} to {size} is not the one that was signed"
    return f"event {size} is not the one that was signed"
