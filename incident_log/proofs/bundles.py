"""Evidence packed for strangers: a folder in a zip file, with its own verifier.

The same evidence gives the same bytes.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from zipfile import ZipFile, ZipInfo

from incident_log.log import Log
from incident_log.proofs.checkpoints import Checkpoint
from incident_log.proofs.evidence import Wanted, words_of
from incident_log.proofs.keys import Verifier
from incident_log.proofs.proving import prove

FORMAT = "incident-log/evidence/1"

#: The folder that the files are packed in.
FOLDER = "evidence"

_STAMPED = """
5. {names}: what a time-stamp authority signed (RFC 3161).  With the certificates of
   the authority, as it publishes them:
       openssl ts -verify -data checkpoint.txt -in {first} -CAfile certificates.pem
       openssl ts -reply -in {first} -text
"""


@dataclass(frozen=True, slots=True)
class Seal:
    """What was signed, with which keys, and who stamped it with the time."""

    checkpoint: Checkpoint
    verifiers: Sequence[Verifier]
    tokens: Sequence[bytes] = ()


def bundle(log: Log, wanted: Wanted, seal: Seal) -> dict[str, bytes]:
    """Return the files of a bundle by name.

    Raise :exc:`NoCheckpoint` where the checkpoint does not reach far enough.
    """
    tokens = {_token(n): token for n, token in enumerate(seal.tokens, 1)}
    events, found = _events(log, wanted, seal.checkpoint)
    code = files("incident_log.proofs")
    found |= tokens
    found |= {
        "README.txt": _readme(wanted, seal, list(tokens)).encode(),
        "checkpoint.txt": seal.checkpoint.data,
        "evidence.json": _json(_told(wanted, seal, events, list(tokens))),
        "key.txt": "".join(f"{key}\n" for key in seal.verifiers).encode(),
        "verify.py": (code / "verify_bundle.py").read_bytes(),
    }
    sums = [f"{sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found)]
    return found | {"SHA256SUMS": "".join(sums).encode()}


def packed(found: dict[str, bytes]) -> bytes:
    """Return a zip file of files: in order, not compressed, without times."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in sorted(found):
            entry = ZipInfo(f"{FOLDER}/{name}")
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, found[name])
    return buffer.getvalue()


def _events(
    log: Log, wanted: Wanted, signed: Checkpoint
) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """Return what is told of each event, and its files."""
    told: list[dict[str, Any]] = []
    found: dict[str, bytes] = {}
    for position, proof in sorted(prove(log, wanted.exhibits, signed).items()):
        exhibit = wanted.exhibits[position]
        state, openings = log.stored(position)
        words, erased = words_of(position, state, openings, exhibit)
        names = [f"events/{position}.{kind}" for kind in _KINDS]
        told.append(
            {
                "position": position,
                **dict(zip(("event", "words", "proof"), names, strict=True)),
                "claims": exhibit.claims,
                "erased": erased,
            }
        )
        found |= zip(names, (state, _json(words), str(proof).encode()), strict=True)
    return told, found


_KINDS = ("json", "words.json", "tlog-proof")


def _told(
    wanted: Wanted, seal: Seal, events: list[dict[str, Any]], tokens: list[str]
) -> dict[str, Any]:
    figures = {"moment": wanted.moment, "figures": wanted.figures}
    return {
        "format": FORMAT,
        "asked": wanted.asked,
        "origin": seal.checkpoint.origin,
        "size": seal.checkpoint.size,
        "events": events,
        "timestamps": tokens,
        **(figures if wanted.figures else {}),
    }


def _readme(wanted: Wanted, seal: Seal, tokens: list[str]) -> str:
    text = (files("incident_log.proofs") / "bundle_readme.txt").read_text("utf-8")
    stamped = ""
    if tokens:
        stamped = _STAMPED.format(names=", ".join(tokens), first=tokens[0])
    return text.format(
        asked=wanted.asked,
        origin=seal.checkpoint.origin,
        size=seal.checkpoint.size,
        version=version("incident-log"),
        keys="\n    ".join(map(str, seal.verifiers)),
        stamped=stamped,
    )


def _token(number: int) -> str:
    return "checkpoint.tsr" if number == 1 else f"checkpoint-{number}.tsr"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
