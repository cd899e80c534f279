"""Words for telling what a log signed: a log of short reports, and its key."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.log import Log
from incident_log.pending import Appended
from incident_log.proofs import signing
from incident_log.proofs.keys import Signer, Verifier
from incident_log.proofs.signing import Signed
from tests.given import ZONE, Document, clock, injured, update

#: A key of Go's tests, and a note that it signed there.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SECRET = (
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
)
PETERS_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6"
    "RyyBwJnAM="
)
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCHS_SIGNATURE = (
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WW"
    "d1RvMc+QQ="
)
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)


def signer(name: str = "example.org/log", seed: int = 1) -> Signer:
    """Return a private key, the same for the same number."""
    return Signer(name, bytes([seed]) * 32)


def line(name: str, signature: str) -> str:
    """Write a line of signatures."""
    return f"\u2014 {name} {signature}\n"


def said(n: int) -> Document:
    """Return the n-th report of a story in which everybody counts the injured."""
    quote = f"{n} people were hurt"
    return update(
        f"wire-{n}",
        injured(n, at="09:00", quote=quote, note=f"a nurse on ward {n}"),
        injured(n + 1, at="09:30", note="a voice that nobody asked for"),
        heard="09:10",
        text=f"By nine, {quote}, among them somebody's neighbour.",
        label=f"As of {n}",
    )


def append(log: Log, *numbers: int) -> None:
    """Let the log hear some reports of the story."""
    log.clock = partial(str, clock("23:00"))
    told = [accept(said(n), lambda _: ZONE) for n in numbers]
    assert all(isinstance(each, Appended) for each in log.append(told))


@contextmanager
def told(directory: Path, reports: int) -> Iterator[Log]:
    """Open a new log that has heard that many reports."""
    with Log.create(directory) as log:
        append(log, *range(1, reports + 1))
        yield log


def key_of(log: Log) -> Path:
    """Return where a log's key is, not in the log."""
    return log.directory.with_name("key")


def sign(log: Log) -> Signed:
    """Sign what a log is, with a key of its own."""
    path = key_of(log)
    if not path.exists():
        signing.make_key(log, path)
    return signing.sign(log, path)


def verifiers(*signers: Signer) -> list[Verifier]:
    """Return the public keys of private ones."""
    return [each.verifier for each in signers]


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Let a package not be installed."""
    monkeypatch.setitem(sys.modules, package, None)
