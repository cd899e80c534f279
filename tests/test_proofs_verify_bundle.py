"""The verifier that strangers run: its Ed25519 against vectors and another one."""

import ast
import inspect
import io
import json
import runpy
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from hypothesis import given
from hypothesis import strategies as st

from incident_log.merkle import inclusions, leaf, root
from incident_log.proofs import checkpoints, files, notes, verify_bundle
from incident_log.proofs.bundles import Seal, bundle
from incident_log.proofs.checkpoints import text_of
from incident_log.proofs.evidence import of_claim
from incident_log.proofs.strict_base64 import encode
from incident_log.proofs.verify_bundle import (
    ORDER,
    P,
    check_proof,
    is_signed,
    point,
)
from tests.signed import sign, signer, told

#: Public key, message and signature of RFC 8032, section 7.1.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33b"
        "acc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e1599"
        "6e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f2"
        "90ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]

#: Encodings of points of small order, and of none; signatures by them prove nothing.
ODD = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "0200000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


def other(key: bytes, signature: bytes, text: bytes) -> bool:
    """Check a signature with cryptography."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(("key", "text", "signature"), VECTORS)
def test_the_signatures_of_the_rfc_hold(key: str, text: str, signature: str) -> None:
    public, signed = bytes.fromhex(key), bytes.fromhex(signature)

    assert is_signed(public, signed, bytes.fromhex(text))
    assert not is_signed(public, signed, bytes.fromhex(text) + b"\0")


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.data())
def test_a_changed_signature_key_or_text_does_not_hold(
    seed: bytes, text: bytes, data: st.DataObject
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    parts = [private.public_key().public_bytes_raw(), private.sign(text), text + b"."]
    assert is_signed(parts[0], parts[1], text)
    parts[2] = text

    which = data.draw(st.integers(0, 2 if text else 1), label="which")
    bit = data.draw(st.integers(0, 8 * len(parts[which]) - 1), label="bit")
    bits = bytearray(parts[which])
    bits[bit // 8] ^= 1 << bit % 8
    parts[which] = bytes(bits)

    assert not is_signed(*parts)
    assert not other(*parts)


@pytest.mark.parametrize("key", ODD)
@pytest.mark.parametrize("first", ODD)
def test_odd_keys_are_judged_no_milder_than_by_the_other_implementation(
    key: str, first: str
) -> None:
    public, signature = bytes.fromhex(key), bytes.fromhex(first) + bytes(32)

    for text in (b"one", b"two", b"three"):
        ours, theirs = (
            is_signed(public, signature, text),
            other(public, signature, text),
        )
        assert not ours or theirs


def test_a_signature_has_one_form() -> None:
    key, _, signature = (bytes.fromhex(each) for each in VECTORS[0])
    factor = int.from_bytes(signature[32:], "little")

    again = signature[:32] + (factor + ORDER).to_bytes(32, "little")

    assert is_signed(key, signature, b"")
    assert not is_signed(key, again, b"")
    assert not is_signed(key, signature + b"\0", b"")
    assert not is_signed(key + b"\0", signature, b"")
    assert not is_signed((P + 1).to_bytes(32, "little"), signature, b"")


@pytest.mark.parametrize(
    "encoded",
    [
        (2).to_bytes(32, "little"),  # not on the curve
        (P + 1).to_bytes(32, "little"),
        (2**255 - 1).to_bytes(32, "little"),
        (1 + 2**255).to_bytes(32, "little"),  # minus zero
    ],
)
def test_what_encodes_no_point_is_none(encoded: bytes) -> None:
    assert point((1).to_bytes(32, "little")) == (0, 1, 1, 0)
    assert point(encoded) is None


@pytest.mark.parametrize(
    ("position", "index", "holds"), [(2, 1, True), (1, 1, False), (3, 2, False)]
)
def test_an_event_that_says_another_position_than_it_has_is_found(
    position: int, index: int, holds: bool
) -> None:
    said = {"position": position, "stream": "report:wire", "recorded_at": "now"}
    event = json.dumps(said).encode()
    first = leaf(b"the first")
    text = text_of("log", 2, root([first, leaf(event)]))
    note = notes.signed(text, signer())
    head = f"c2sp.org/tlog-proof@v1\nindex {index}\n{encode(first)}\n\n"

    failed = []
    try:
        check_proof(head.encode() + note, note, event)
    except ValueError as error:
        failed.append(str(error))

    assert failed == ([] if holds else ["its proof is for another position"])


@pytest.mark.parametrize("size", range(1, 20))
def test_every_event_of_every_log_can_be_proved_to_a_stranger(size: int) -> None:
    said = {"stream": "report:wire", "recorded_at": "2024-12-20"}
    told = [json.dumps(said | {"position": n + 1}).encode() for n in range(size)]
    leaves = [leaf(event) for event in told]
    note = f"log\n{size}\n{encode(root(leaves))}\n".encode()

    for index, path in inclusions(leaves, range(size), size).items():
        lines = ["c2sp.org/tlog-proof@v1", f"index {index}", *map(encode, path)]
        proof = "\n".join(lines).encode() + b"\n\n" + note
        assert verify_bundle.check_proof(proof, note, told[index])


def test_it_is_written_for_every_python_since_3_8_and_needs_nothing_else() -> None:
    source = inspect.getsource(verify_bundle)

    tree = ast.parse(source, feature_version=(3, 8))

    imported = {
        name.partition(".")[0]
        for each in ast.walk(tree)
        if isinstance(each, ast.Import | ast.ImportFrom)
        for name in (
            [each.module or ""]
            if isinstance(each, ast.ImportFrom)
            else [alias.name for alias in each.names]
        )
    }
    assert imported <= sys.stdlib_module_names


def test_it_looks_beside_itself_and_says_where_there_is_no_bundle(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = verify_bundle.__file__
    monkeypatch.setattr(sys, "argv", [program])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(program, run_name="__main__")

    assert ended.value.code == "does not hold: the bundle"
    assert "FAILS  the bundle: FileNotFoundError" in capsys.readouterr().out


def test_it_ends_well_where_all_holds_wherever_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with told(tmp_path / "log", 1) as log:
        signed = sign(log).checkpoint
        seal = Seal(signed, checkpoints.known(log.directory))
        for name, data in bundle(log, of_claim(log, "wire-1/1#c1"), seal).items():
            files.write(tmp_path / "evidence" / name, data)
    monkeypatch.setattr(
        verify_bundle, "__file__", str(tmp_path / "evidence" / "verify.py")
    )
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)

    verify_bundle.main("")

    assert said.getvalue().endswith("holds  the bundle: was checked to its end\n")
