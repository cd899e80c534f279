"""Reads what lies beside a log, whatever is wrong with it: notes, and public keys."""

from dataclasses import dataclass, field
from pathlib import Path

from incident_log.errors import BadKey, FileUnusable
from incident_log.proofs import checkpoints, files
from incident_log.proofs.keys import Verifier, read_verifier


@dataclass
class Kept:
    """What could be read, and what is wrong with the rest."""

    notes: dict[str, bytes] = field(default_factory=dict)  #: by name
    keys: list[Verifier] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def kept(directory: Path) -> Kept:
    """Read the notes and keys of the log in a directory; raise nothing."""
    found = Kept()
    for path in checkpoints.paths(directory):
        if (data := _read(path, found)) is not None:
            found.notes[path.name] = data
    keys = directory / checkpoints.FOLDER / checkpoints.KEYS
    if keys.exists() and (data := _read(keys, found)) is not None:
        _take_keys(data, found)
    return found


def _read(path: Path, found: Kept) -> bytes | None:
    try:
        return files.read(path)
    except FileUnusable as error:
        what, _, _ = str(error).rpartition(":")
        found.problems.append(what)
        return None


def _take_keys(data: bytes, found: Kept) -> None:
    """Read public keys, one a line; a line that is none spoils no other."""
    for number, line in enumerate(data.decode(errors="replace").split("\n"), start=1):
        try:
            found.keys += [read_verifier(line)] if line else []
        except BadKey as error:
            what, _, _ = str(error).rpartition(":")
            name = f"{checkpoints.FOLDER}/{checkpoints.KEYS}, line {number}"
            found.problems.append(f"{name}: {what}")
