"""Hashes that make the log a Merkle tree (RFC 6962, section 2.1)."""

from hashlib import sha256

import pytest

from incident_log.merkle import leaf

#: Inputs of the reference tests of Certificate Transparency, and their leaf hashes.
VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
    ("10", "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"),
    ("2021", "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"),
    ("3031", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
    ("40414243", "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658"),
]


@pytest.mark.parametrize(("state", "expected"), VECTORS)
def test_a_leaf_hashes_as_every_verifier_of_rfc_6962_hashes_it(
    state: str, expected: str
) -> None:
    assert leaf(bytes.fromhex(state)).hex() == expected


def test_two_of_these_leaves_have_the_published_root() -> None:
    left, right = leaf(b""), leaf(b"\0")

    root = sha256(b"\1" + left + right).hexdigest()

    assert root == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"


def test_an_event_cannot_pass_for_an_inner_node() -> None:
    left, right = leaf(b"one event"), leaf(b"another")

    node = sha256(b"\1" + left + right).digest()

    assert leaf(left + right) != node
    assert leaf(b"\1" + left + right) != node


def test_one_changed_byte_is_another_leaf() -> None:
    assert leaf(b'{"count":9}') != leaf(b'{"count":8}')
