"""Keys: written as Go writes them, and nothing like them taken for one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.errors import BadKey, NotInstalled
from incident_log.proofs.keys import (
    Verifier,
    is_name,
    new_signer,
    read_signer,
    read_verifier,
    read_verifiers,
)
from incident_log.proofs.strict_base64 import decode, encode
from tests.signed import ENOCH, PETER, PETERS_SECRET, PETERS_SIGNATURE, TEXT, without


def test_a_key_of_gos_tests_is_read_and_written_as_there() -> None:
    signer, verifier = read_signer(PETERS_SECRET), read_verifier(PETER)

    assert (str(signer), str(verifier)) == (PETERS_SECRET, PETER)
    assert signer.verifier == verifier
    assert encode(verifier.id + signer.sign(TEXT.encode())) == PETERS_SIGNATURE


def test_what_a_new_key_signs_its_public_key_verifies() -> None:
    signer = new_signer("example.org/log")

    verifier = read_verifier(str(signer.verifier))
    signature = signer.sign(b"what the log is")

    assert verifier.name == "example.org/log"
    assert verifier.verify(signature, b"what the log is")
    assert not verifier.verify(signature, b"what the log was")
    assert signer != new_signer("example.org/log")


@pytest.mark.parametrize("is_installed", [True, False], ids=["fast", "slow"])
def test_signatures_are_checked_with_and_without_cryptography(
    is_installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_installed:
        without(monkeypatch, "cryptography.exceptions")
    verifier, signature = read_verifier(PETER), decode(PETERS_SIGNATURE)[4:]

    assert verifier.verify(signature, TEXT.encode())
    assert not verifier.verify(signature, b"another text")
    assert not verifier.verify(signature[:63], TEXT.encode())
    assert not Verifier("no point of the curve", b"\2" + 31 * b"\0").verify(
        signature, TEXT.encode()
    )


def test_without_cryptography_nothing_is_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signer = new_signer("example.org/log")
    without(monkeypatch, "cryptography.hazmat.primitives.asymmetric")

    with pytest.raises(NotInstalled, match=r"signing needs.*incident-log\[proofs\]"):
        signer.sign(b"what the log is")


def test_a_private_key_does_not_show_in_a_traceback() -> None:
    signer = read_signer(PETERS_SECRET)

    assert encode(signer.seed) not in repr(signer)
    assert repr(signer.seed) not in repr(signer)


@pytest.mark.parametrize("key", [PETER, PETERS_SECRET], ids=["public", "private"])
def test_no_part_of_a_key_and_no_key_with_a_wrong_sign_is_one(key: str) -> None:
    read = read_signer if key == PETERS_SECRET else read_verifier
    mangled = {key[:n] for n in range(len(key))} | {key[n:] for n in range(1, len(key))}
    mangled |= {key[:n] + chr(ord(key[n]) + 1) + key[n + 1 :] for n in range(len(key))}

    for each in mangled:
        with pytest.raises(BadKey):
            read(each)


NO_PARTS, NO_BASE_64 = "it is not NAME+ID+KEY", "it is cut short, or not base 64"
TOO_LONG = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBA=="
OTHER_KIND = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@pytest.mark.parametrize(
    ("why", "key"),
    [
        (NO_PARTS, ""),
        (NO_PARTS, "+"),
        (NO_PARTS, "PeterNeumann"),
        (NO_PARTS, PETER.replace("PeterNeumann", "Peter Neumann")),
        (NO_PARTS, PETER.replace("PeterNeumann", "")),
        (NO_BASE_64, f"{TOO_LONG[:-2]}DKEY=="),
        (NO_BASE_64, f"{PETER}\n"),
        (NO_BASE_64, f"{PETER}+"),
        (NO_BASE_64, PETERS_SECRET),
        ("it is no Ed25519 key", TOO_LONG),
        ("it is no Ed25519 key", OTHER_KIND),
        ("its id is not that of its name and key", PETER.replace("P", "p")),
    ],
)
def test_what_is_no_public_key_is_refused(why: str, key: str) -> None:
    with pytest.raises(BadKey, match=re.escape(f"this is no key ({why})")):
        read_verifier(key)


@pytest.mark.parametrize(
    ("why", "key"),
    [
        ("a private key begins with PRIVATE+KEY+", PETER),
        ("its id is not that of its name and key", PETERS_SECRET.replace("Pe", "pe")),
    ],
)
def test_what_is_no_private_key_is_refused(why: str, key: str) -> None:
    with pytest.raises(BadKey, match=re.escape(f"this is no key ({why})")):
        read_signer(key)


def test_keys_stand_one_a_line() -> None:
    found = read_verifiers(f"{PETER}\n\n{ENOCH}\n".split("\n"))

    assert [each.name for each in found] == ["PeterNeumann", "EnochRoot"]


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("example.org/log", True),
        ("Київ", True),
        ("", False),
        ("two words", False),
        ("no\u00a0break", False),
        ("no\u2003space", False),
        ("one+one", False),
    ],
)
def test_a_name_has_neither_spaces_nor_plus(name: str, is_one: bool) -> None:
    assert is_name(name) is is_one


@given(st.binary(max_size=40))
def test_base_64_has_one_spelling_for_all_bytes(data: bytes) -> None:
    assert decode(encode(data)) == data


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("Incorrect padding", "QQ"),
        ("Incorrect padding", "QQ="),
        ("not the shortest form", "QR=="),
        ("Only base64 data is allowed", "Q Q=="),
        ("Excess data after padding", "QQ==\n"),
        ("Excess data after padding", "QQ==QQ=="),
        ("Only base64 data is allowed", "Q-=="),
        ("ASCII", "é"),
    ],
)
def test_no_other_spelling_of_base_64_is_read(why: str, text: str) -> None:
    with pytest.raises(ValueError, match=why):
        decode(text)
