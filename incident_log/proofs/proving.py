"""Proofs that events are in a log, and that a log only grew, as text.

The first is a C2SP ``tlog-proof``, the second what a C2SP witness takes
(c2sp.org/tlog-witness, add-checkpoint): both end with the checkpoint they are for.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from incident_log.errors import BadProof, NoCheckpoint, NotAsSigned
from incident_log.log import Log
from incident_log.merkle import consistency, inclusions, is_consistent, is_included
from incident_log.proofs import checkpoints, files
from incident_log.proofs.checkpoints import Checkpoint
from incident_log.proofs.strict_base64 import decode, encode

_KIND = "c2sp.org/tlog-proof@v1"
_NUMBER = re.compile(r"(index|old) (0|[1-9][0-9]{0,18})", re.ASCII)
#: Hashes that a proof may have: two for each level of the largest tree.
_LONGEST = 126


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A proof that the log which was signed has a leaf."""

    index: int
    path: list[bytes]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        return _written([_KIND, f"index {self.index}"], self.path, self.checkpoint)

    def holds(self, leaf: bytes) -> bool:
        """Tell whether it proves that *leaf* is in the log."""
        signed = self.checkpoint
        return is_included(leaf, self.index, signed.size, self.path, signed.root)


@dataclass(frozen=True, slots=True)
class Consistency:
    """A proof that the log which was signed begins with an older state."""

    old: int
    path: list[bytes]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        return _written([f"old {self.old}"], self.path, self.checkpoint)

    def holds(self, root: bytes) -> bool:
        """Tell whether it proves that the log had this root when it was *old*."""
        signed = self.checkpoint
        return is_consistent(self.old, signed.size, self.path, root, signed.root)


def prove(
    log: Log, positions: Collection[int], signed: Checkpoint
) -> dict[int, Inclusion]:
    """Return proofs, by position, that events are in the log as it was signed.

    Goes once through the leaves.  Raise :exc:`NoCheckpoint`, :exc:`NotAsSigned`.
    """
    if max(positions) > signed.size:
        raise NoCheckpoint(max(positions))
    _check(log, signed)
    leaves = log.leaves(until=signed.size)
    paths = inclusions(leaves, [each - 1 for each in positions], signed.size)
    proofs = {i + 1: Inclusion(i, path, signed) for i, path in paths.items()}
    for position, proof in proofs.items():
        if not proof.holds(bytes.fromhex(log.leaf(position))):
            raise _changed(signed)
    return proofs


def prove_since(log: Log, old: Checkpoint, new: Checkpoint) -> Consistency:
    """Return a proof that the log only grew between two checkpoints.

    Raise :exc:`NotAsSigned`.
    """
    first, last = sorted((old, new), key=lambda each: each.size)
    _check(log, first)
    _check(log, last)
    path = consistency(log.leaves(until=last.size), first.size, last.size)
    proof = Consistency(first.size, path, last)
    if not proof.holds(first.root):
        raise _changed(last)
    return proof


def latest(log: Log, position: int) -> Path:
    """Return where the newest checkpoint beside the log is, if it covers a position.

    Raise :exc:`NoCheckpoint`.
    """
    for name in reversed(checkpoints.saved(log.directory)):
        path = log.directory / checkpoints.FOLDER / name
        if checkpoints.read_file(path).size >= position:
            return path
    raise NoCheckpoint(position)


def read(data: bytes) -> Inclusion | Consistency:
    """Read a proof of either kind; raise :exc:`ValueError`."""
    head, _, note = data.partition(b"\n\n")
    checkpoint = checkpoints.read(note)
    lines = head.decode().split("\n")
    is_inclusion = lines[0] == _KIND
    if is_inclusion:
        lines = lines[1:]
        if lines and lines[0].startswith("extra "):
            decode(lines[0].removeprefix("extra "))
            lines = lines[1:]
    found = _NUMBER.fullmatch(lines[0]) if lines else None
    if found is None or (found[1] == "index") is not is_inclusion:
        raise ValueError("it does not begin as a proof")
    path = [decode(line) for line in lines[1:]]
    if len(path) > _LONGEST or any(len(hashed) != 32 for hashed in path):
        raise ValueError("its hashes are none")
    kind = Inclusion if is_inclusion else Consistency
    return kind(int(found[2]), path, checkpoint)


def read_file(path: Path) -> Inclusion | Consistency:
    """Read a proof from a file; raise :exc:`BadProof`."""
    try:
        return read(files.read(path))
    except ValueError as error:
        raise BadProof(str(path), error) from error


def _written(head: list[str], path: list[bytes], signed: Checkpoint) -> str:
    return "\n".join((*head, *map(encode, path), "", signed.data.decode()))


def _check(log: Log, signed: Checkpoint) -> None:
    """Refuse a checkpoint that this log cannot have signed."""
    name = f"the checkpoint of {signed.size} events"
    if signed.origin != log.origin:
        raise NotAsSigned(name, f"it is of another log, {signed.origin}")
    if signed.size > log.position:
        raise NotAsSigned(name, f"the log is shorter now, {log.position} events")


def _changed(signed: Checkpoint) -> NotAsSigned:
    name = f"the checkpoint of {signed.size} events"
    return NotAsSigned(name, f"one of the events 1 to {signed.size} was changed")
