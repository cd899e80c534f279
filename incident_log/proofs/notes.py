"""Signed notes: a text, and who signed it (c2sp.org/signed-note).

Read as strictly as that page says.  What is wrong with one is a :exc:`ValueError`;
whose note it is and where it was found, others know.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from incident_log.proofs.keys import Signer, Verifier, is_name
from incident_log.proofs.strict_base64 import decode, encode

#: Bytes of a note, and signatures that it may carry: far more than the 16 that have to
#: be accepted, at 7 kB for the largest kind of key.
LARGEST, MOST = 1_000_000, 100

_DASH = "\u2014"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note; nobody has checked it yet."""

    name: str
    id: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text with the signatures below it."""

    text: str
    signatures: tuple[Signature, ...]

    def signed_by(self, known: Iterable[Verifier]) -> list[Verifier]:
        """Return the known keys that signed it, one at least.

        Signatures by others are passed over.  Raise :exc:`ValueError` where one by a
        known key does not hold, and where there is none.
        """
        text = self.text.encode()
        found = []
        keys = {(verifier.name, verifier.id): verifier for verifier in known}
        for each in self.signatures:
            key = keys.get((each.name, each.id))
            if key is not None:
                if not key.verify(each.data, text):
                    raise ValueError(f"the signature is not by {key}")
                found.append(key)
        if not found:
            raise ValueError("no key that is known has signed it")
        return list(dict.fromkeys(found))


def read(data: bytes) -> Note:
    """Read a note; raise :exc:`ValueError`."""
    if len(data) > LARGEST:
        raise ValueError("too large for a note")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    if _CONTROL.search(whole):
        raise ValueError("it has control characters")
    text, blank, signed = whole.rpartition("\n\n")
    lines = signed.split("\n")
    if not blank or lines.pop() != "" or not lines:
        raise ValueError("it has no lines of signatures")
    if len(lines) > MOST:
        raise ValueError("too many signatures")
    return Note(f"{text}\n", tuple(_signature(line) for line in lines))


def signed(text: str, signer: Signer) -> bytes:
    """Write a note with its signature; *text* ends with a newline."""
    signature = encode(signer.verifier.id + signer.sign(text.encode()))
    return f"{text}\n{_DASH} {signer.name} {signature}\n".encode()


def _signature(line: str) -> Signature:
    dash, name, data = (*line.split(" "), "", "")[:3]
    if dash != _DASH or not is_name(name) or line.count(" ") != 2:
        raise ValueError("a line of signatures is none")
    found = decode(data)
    if len(found) < 5:
        raise ValueError("a signature is too short")
    return Signature(name, found[:4], found[4:])
