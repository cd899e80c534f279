"""Ed25519 keys that sign notes and check them, written as Go's note package does.

The public one, a *verifier*, is ``name+id+base64(0x01 || key)``; the private one, of
the key's seed, begins with ``PRIVATE+KEY+``.  The id is the first four bytes, in hex,
of SHA-256(name || newline || 0x01 || public key) (c2sp.org/signed-note).
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from incident_log.errors import BadKey, NotInstalled
from incident_log.proofs import verify_bundle
from incident_log.proofs.strict_base64 import decode, encode

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: What kind of key it is; stands before it.
ED25519 = b"\1"

_PRIVATE = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key, and whose it is."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """What a signature by this key begins with."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode(ED25519 + self.key)}"

    def verify(self, signature: bytes, text: bytes) -> bool:
        """Tell whether this key signed *text*; slowly, without cryptography."""
        try:
            from cryptography.exceptions import InvalidSignature
            from cryptography.hazmat.primitives.asymmetric import ed25519
        except ImportError:
            return verify_bundle.is_signed(self.key, signature, text)
        try:
            key = ed25519.Ed25519PublicKey.from_public_bytes(self.key)
            key.verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A private key, and whose it is."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public key that belongs to it."""
        return Verifier(self.name, self._key().public_key().public_bytes_raw())

    def __str__(self) -> str:
        data = encode(ED25519 + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{data}"

    def sign(self, text: bytes) -> bytes:
        """Return the signature of *text*, the same one every time."""
        return self._key().sign(text)

    def _key(self) -> "Ed25519PrivateKey":
        try:
            from cryptography.hazmat.primitives.asymmetric import ed25519
        except ImportError as error:
            raise NotInstalled("signing needs cryptography", "proofs") from error
        return ed25519.Ed25519PrivateKey.from_private_bytes(self.seed)


def new_signer(name: str) -> Signer:
    """Make a key; its name is that of what it will sign for."""
    return Signer(name, secrets.token_bytes(32))


def read_verifier(text: str) -> Verifier:
    """Read a public key; raise :exc:`BadKey`."""
    name, number, key = _parts(text)
    verifier = Verifier(name, key)
    if verifier.id.hex() != number:
        raise BadKey("its id is not that of its name and key")
    return verifier


def read_signer(text: str) -> Signer:
    """Read a private key; raise :exc:`BadKey`."""
    if not text.startswith(_PRIVATE):
        raise BadKey("a private key begins with PRIVATE+KEY+")
    name, number, seed = _parts(text.removeprefix(_PRIVATE))
    signer = Signer(name, seed)
    if signer.verifier.id.hex() != number:
        raise BadKey("its id is not that of its name and key")
    return signer


def read_verifiers(lines: Iterable[str]) -> list[Verifier]:
    """Read public keys, one a line; raise :exc:`BadKey`."""
    return [read_verifier(line) for line in lines if line]


def is_name(text: str) -> bool:
    """Tell whether a key may be called so."""
    return bool(text) and not any(sign.isspace() or sign == "+" for sign in text)


def _parts(text: str) -> tuple[str, str, bytes]:
    """Return name, id and key; never say what a key that is none was."""
    name, plus, rest = text.partition("+")
    number, other, data = rest.partition("+")
    try:
        key = decode(data)
    except ValueError as error:
        raise BadKey("it is cut short, or not base 64") from error
    if not (plus and other and is_name(name)):
        raise BadKey("it is not NAME+ID+KEY")
    if key[:1] != ED25519 or len(key) != 33:
        raise BadKey("it is no Ed25519 key")
    return name, number, key[1:]
