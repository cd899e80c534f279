"""Time stamps of others on checkpoints (RFC 3161), through rfc3161-client.

A token says that an authority saw the hash of a note, and when.  It is kept beside the
note as ``<size>.tsr``, one of another authority as ``<size>-2.tsr``, and so on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count, takewhile
from pathlib import Path
from types import ModuleType
from typing import Any

from incident_log.errors import BadTimestamp, NotInstalled
from incident_log.proofs import checkpoints, files
from incident_log.times import in_utc

_SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A time stamp that is kept."""

    path: Path
    checkpoint: str  #: the name of the note
    time: str  #: when the authority saw it
    is_verified: bool  #: its signature, against certificates that were given


def request(checkpoint: Path) -> Path:
    """Write what an authority is asked, beside a checkpoint; return where.

    It has no nonce: an older answer about the same note proves even more.
    """
    client = _client()
    asked = client.TimestampRequestBuilder(
        data=files.read(checkpoint),
        hash_algorithm=client.HashAlgorithm.SHA256,
        nonce=False,
    ).build()
    path = checkpoint.with_suffix(".tsq")
    files.write(path, asked.as_bytes())
    return path


def keep(directory: Path, answer: Path, certificates: Sequence[Path]) -> Stamped:
    """Keep an authority's answer beside the checkpoint that it is about.

    With *certificates*, PEM files of the authority's or its issuers', only if its
    signature holds.  Raise :exc:`BadTimestamp`.
    """
    client = _client()
    data = files.read(answer)
    try:
        response = client.decode_timestamp_response(data)
        if response.status != client.PKIStatus.GRANTED:
            raise ValueError("the authority refused")
        stamp = response.tst_info
        name = _about(directory, stamp.message_imprint)
        roots = [each for path in certificates for each in _certificates(path)]
        if roots:
            hashed = stamp.message_imprint.message
            client.VerifierBuilder(roots=roots).build().verify(response, hashed)
    except (ValueError, client.VerificationError) as error:
        raise BadTimestamp(str(answer), error) from error
    note = directory / checkpoints.FOLDER / name
    path = _place(note, data)
    files.write(path, data)
    return Stamped(path, name, in_utc(stamp.gen_time), bool(roots))


def tokens(checkpoint: Path) -> list[bytes]:
    """Return the time stamps that are kept beside a checkpoint."""
    kept = takewhile(Path.exists, _places(checkpoint))
    return [files.read(path) for path in kept]


def _client() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError as error:
        found = "time stamps need rfc3161-client"
        raise NotInstalled(found, "proofs") from error
    return rfc3161_client


def _about(directory: Path, imprint: Any) -> str:
    """Return the name of the note whose hash was stamped."""
    found = {
        (_SHA256, sha256(note).digest()): name
        for name, note in checkpoints.saved(directory).items()
    }
    name = found.get((imprint.hash_algorithm.dotted_string, imprint.message))
    if name is None:
        raise ValueError("it is about none of the checkpoints of this log")
    return name


def _certificates(path: Path) -> list[Any]:
    from cryptography import x509

    return list(x509.load_pem_x509_certificates(files.read(path)))


def _places(checkpoint: Path) -> Iterator[Path]:
    """Yield where the time stamps of a checkpoint are, without end."""
    stems = chain([checkpoint.stem], (f"{checkpoint.stem}-{n}" for n in count(2)))
    return (checkpoint.with_name(f"{stem}.tsr") for stem in stems)


def _place(checkpoint: Path, data: bytes) -> Path:
    """Return where a token goes: where it is already, or the first free place."""
    return next(
        path
        for path in _places(checkpoint)
        if not path.exists() or files.read(path) == data
    )
