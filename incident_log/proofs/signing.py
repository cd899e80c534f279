"""How a log signs what it is, and never two things that contradict each other.

What was signed last is remembered twice: beside the log, and beside the private key,
so that a log that was put back to an older state is not signed either.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from incident_log.errors import NoSigner, NotAsSigned
from incident_log.log import Log
from incident_log.merkle import roots
from incident_log.proofs import checkpoints, files, notes
from incident_log.proofs.checkpoints import Checking, Checkpoint
from incident_log.proofs.keys import Signer, Verifier, new_signer, read_signer


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint of the log as it is."""

    checkpoint: Checkpoint
    path: Path
    is_new: bool  #: or it had been signed before


def key_path(folder: Path, log: Log) -> Path:
    """Return where in *folder* the private key of a log lies.

    That is no part of the log, so that no copy of the log has it.
    """
    return folder / f"{_slug(log)}.key"


def make_key(log: Log, path: Path) -> Signer:
    """Make a private key for the log, and list its public one beside the log."""
    signer = new_signer(log.origin)
    files.write_new(path, f"{signer}\n".encode())
    _remembered(log, path).unlink(missing_ok=True)
    _list(log, signer.verifier)
    return signer


def load_key(path: Path) -> Signer:
    """Read the private key of a log; raise :exc:`NoSigner`, :exc:`BadKey`."""
    if not path.exists():
        raise NoSigner(str(path))
    return read_signer(files.read(path).decode(errors="replace").strip())


def sign(log: Log, path: Path) -> Signed:
    """Sign the log as it is, with the private key in a file; keep the checkpoint.

    Where nothing was appended since, that is the one there is.  Raise
    :exc:`NotAsSigned` where the log contradicts what was signed before.
    """
    signer = load_key(path)
    _list(log, signer.verifier)
    size = log.position
    found = checkpoints.saved(log.directory)
    remembered = _remembered(log, path)
    if remembered.exists():
        found[str(remembered)] = files.read(remembered)
    checking = Checking(found, log.origin, checkpoints.known(log.directory))
    now = roots(log.leaves(until=size), checking.sizes | {size})
    for each in checking.against(now):
        if each.problem:
            raise NotAsSigned(each.name, each.problem)
    place = log.directory / checkpoints.FOLDER / f"{size}.txt"
    for data in found.values():
        if checkpoints.read(data).size == size:
            files.write(place, data)
            return Signed(checkpoints.read(data), place, is_new=False)
    text = checkpoints.text_of(log.origin, size, now[size])
    data = notes.signed(text, signer)
    files.write(remembered, data)
    files.write(place, data)
    return Signed(checkpoints.read(data), place, is_new=True)


def _remembered(log: Log, path: Path) -> Path:
    """Return where the log's checkpoint lies that a key signed last."""
    return path.with_name(f"{_slug(log)}.signed")


def _slug(log: Log) -> str:
    return re.sub("[^a-z0-9]+", "-", log.origin)


def _list(log: Log, verifier: Verifier) -> None:
    """List a public key beside the log, after those that are listed there."""
    known = checkpoints.known(log.directory)
    if verifier not in known:
        lines = [f"{each}\n" for each in (*known, verifier)]
        place = log.directory / checkpoints.FOLDER / checkpoints.KEYS
        files.write(place, "".join(lines).encode())
