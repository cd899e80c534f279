"""The Merkle tree: published vectors, another implementation, and forgeries."""

import os
import random
from collections.abc import Iterator, Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from incident_log.merkle import (
    EMPTY,
    Frontier,
    consistency,
    inclusion,
    inclusions,
    is_consistent,
    is_included,
    leaf,
    node,
    root,
    roots,
)

#: Inputs of the reference tests of Certificate Transparency, and their leaf hashes.
VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
    ("10", "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"),
    ("2021", "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7"),
    ("3031", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
    ("40414243", "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658"),
    (
        "5051525354555657",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
    ),
    (
        "606162636465666768696a6b6c6d6e6f",
        "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ),
]

#: The roots over the first of them, then over one more each.
ROOTS = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()

#: Leaf, size, proof; from the same tests.
INCLUSIONS = [
    (
        *(0, 8),
        """
        96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4
        """,
    ),
    (
        *(3, 8),
        """
        0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7
        fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
        6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4
        """,
    ),
    (
        *(1, 5),
        """
        6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
        """,
    ),
    (2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    (0, 1, ""),
]

#: Older size, newer size, proof.
CONSISTENCIES = [
    (
        *(1, 8),
        """
        96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4
        """,
    ),
    (
        *(6, 8),
        """
        0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a
        ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0
        d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
        """,
    ),
    (
        *(2, 5),
        """
        5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e
        bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
        """,
    ),
    (1, 1, ""),
]

#: The largest tree held against another implementation, and proofs that are forged.
LARGEST = int(os.environ.get("INCIDENT_LOG_MERKLE", "70"))
FORGED = int(os.environ.get("INCIDENT_LOG_FORGERIES", "800"))

LEAVES = [leaf(bytes.fromhex(state)) for state, _ in VECTORS]


def hashes(text: str) -> list[bytes]:
    return [bytes.fromhex(word) for word in text.split()]


def numbered(size: int) -> list[bytes]:
    return [leaf(str(n).encode()) for n in range(size)]


# -- leaves and roots ----------------------------------------------------------------


@pytest.mark.parametrize(("state", "expected"), VECTORS)
def test_a_leaf_hashes_as_every_verifier_of_rfc_6962_hashes_it(
    state: str, expected: str
) -> None:
    assert leaf(bytes.fromhex(state)).hex() == expected


def test_an_event_cannot_pass_for_an_inner_node() -> None:
    left, right = leaf(b"one event"), leaf(b"another")

    inner = node(left, right)

    assert leaf(left + right) != inner
    assert leaf(b"\1" + left + right) != inner


def test_one_changed_byte_is_another_leaf() -> None:
    assert leaf(b'{"count":9}') != leaf(b'{"count":8}')


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_the_published_one(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_a_tree_without_leaves_has_the_root_that_the_rfc_gives_it() -> None:
    assert root([]) == EMPTY == sha256(b"").digest()


def test_a_tree_grows_leaf_by_leaf_and_always_knows_its_root() -> None:
    frontier, seen = Frontier(), []

    for each in LEAVES:
        frontier.add(each)
        seen.append(frontier.root().hex())

    assert seen == ROOTS


def test_the_roots_at_several_sizes_come_from_one_pass() -> None:
    read = []

    def leaves() -> Iterator[bytes]:
        for n, each in enumerate(LEAVES):
            read.append(n)
            yield each

    found = roots(leaves(), {0, 3, 5})

    assert {size: hashed.hex() for size, hashed in found.items()} == {
        0: EMPTY.hex(),
        3: ROOTS[2],
        5: ROOTS[4],
    }
    assert read == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("sizes", "known"), [((), set()), ((0,), {0}), ((8, 9), {8}), ((9,), set())]
)
def test_a_tree_has_no_root_at_a_size_it_never_had(
    sizes: Sequence[int], known: set[int]
) -> None:
    assert set(roots(LEAVES, sizes)) == known


def test_no_leaf_is_read_where_no_root_is_wanted() -> None:
    leaves = iter(LEAVES)

    assert roots(leaves, ()) == {}
    assert next(leaves) == LEAVES[0]


def test_a_growing_tree_keeps_what_was_wanted_and_its_right_edge() -> None:
    frontier = Frontier([(0, 2)])

    for each in LEAVES[:5]:
        frontier.add(each)

    assert set(frontier.parts()) == {(0, 2), (4, 5), (0, 5)}


# -- proofs --------------------------------------------------------------------------


@pytest.mark.parametrize(("index", "size", "path"), INCLUSIONS)
def test_a_proof_of_inclusion_is_the_published_one(
    index: int, size: int, path: str
) -> None:
    found = inclusion(LEAVES, index, size)

    assert found == hashes(path)
    top = bytes.fromhex(ROOTS[size - 1])
    assert is_included(LEAVES[index], index, size, found, top)


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCIES)
def test_a_proof_of_consistency_is_the_published_one(
    old: int, new: int, path: str
) -> None:
    found = consistency(LEAVES, old, new)

    assert found == hashes(path)
    before, after = (bytes.fromhex(ROOTS[size - 1]) for size in (old, new))
    assert is_consistent(old, new, found, before, after)


def test_another_implementation_makes_the_same_roots_and_proofs() -> None:
    other = InmemoryTree(algorithm="sha256")
    leaves = numbered(LARGEST)
    for n in range(LARGEST):
        other.append_entry(str(n).encode())

    for size in range(1, LARGEST + 1):
        assert root(leaves[:size]) == other.get_root(size)
        paths = inclusions(leaves, range(size), size)
        for index in {0, size // 3, size // 2, size - 1}:
            theirs = other.prove_inclusion(index + 1, size).path
            assert theirs == [leaves[index], *paths[index]]
        for old in {1, size // 3 or 1, size // 2 or 1, size}:
            before, after = other.get_root(old), other.get_root(size)
            path = consistency(leaves, old, size)
            assert is_consistent(old, size, path, before, after)


@pytest.mark.parametrize("size", [*range(1, 20), LARGEST])
def test_every_leaf_of_every_tree_can_be_proved(size: int) -> None:
    leaves = numbered(size)
    top = root(leaves)

    paths = inclusions(iter(leaves), range(size), size)

    for index, path in paths.items():
        assert is_included(leaves[index], index, size, path, top)
        assert path == inclusion(leaves, index, size)


@pytest.mark.parametrize("new", [*range(20), LARGEST])
def test_every_tree_is_proved_to_begin_with_all_that_it_was(new: int) -> None:
    leaves = numbered(new)
    top = root(leaves)

    for old in range(new + 1):
        path = consistency(iter(leaves), old, new)
        assert is_consistent(old, new, path, root(leaves[:old]), top)


def test_a_proof_needs_no_leaf_beyond_the_tree_it_is_for() -> None:
    assert inclusion(LEAVES, 2, 3) == inclusion(LEAVES[:3], 2, 3)
    assert consistency(LEAVES, 2, 3) == consistency(LEAVES[:3], 2, 3)


@pytest.mark.parametrize(("index", "size"), [(-1, 8), (8, 8), (0, 0), (0, 9)], ids=str)
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=r"no such leaf|fewer leaves"):
        inclusion(LEAVES, index, size)


def test_one_leaf_that_is_not_there_spoils_all_proofs() -> None:
    with pytest.raises(ValueError, match=r"no such leaf"):
        inclusions(LEAVES, [0, 8], 8)


@pytest.mark.parametrize(("old", "new"), [(-1, 8), (8, 7), (3, 9)])
def test_there_is_no_proof_that_a_tree_shrank(old: int, new: int) -> None:
    with pytest.raises(ValueError, match=r"shrunk|fewer leaves"):
        consistency(LEAVES, old, new)


# -- forgeries -----------------------------------------------------------------------


def mutated(path: list[bytes], dice: random.Random) -> list[bytes]:
    """Return the proof with something wrong in it."""
    path = list(path)
    kind = dice.choice(("bit", "drop", "add", "swap", "double"))
    place = dice.randrange(len(path)) if path else 0
    if not path or kind == "add":
        path.insert(place, dice.randbytes(32))
    elif kind == "bit":
        bits = bytearray(path[place])
        bits[dice.randrange(32)] ^= 1 << dice.randrange(8)
        path[place] = bytes(bits)
    elif kind == "drop":
        del path[place]
    elif kind == "swap" and len(path) > 1:
        path[place - 1], path[place] = path[place], path[place - 1]
    else:
        path.insert(place, path[place])
    return path


def test_no_mutated_proof_is_accepted() -> None:
    dice = random.Random(6962)
    leaves = numbered(300)
    tops = [root(leaves[:size]) for size in range(301)]

    for _ in range(FORGED):
        size = dice.randrange(2, 301)
        index, old = dice.randrange(size), dice.randrange(1, size)
        path = mutated(inclusion(leaves, index, size), dice)
        assert not is_included(leaves[index], index, size, path, tops[size])
        path = mutated(consistency(leaves, old, size), dice)
        assert not is_consistent(old, size, path, tops[old], tops[size])


def test_a_right_proof_of_something_else_is_not_accepted() -> None:
    dice = random.Random(9162)
    leaves = numbered(64)
    tops = [root(leaves[:size]) for size in range(65)]

    for size in range(2, 65):
        index, old = dice.randrange(size), dice.randrange(1, size)
        own, top = leaves[index], tops[size]
        path = inclusion(leaves, index, size)
        assert is_included(own, index, size, path, top)
        assert not is_included(leaf(b"another event"), index, size, path, top)
        assert not is_included(own, index, size, path, tops[size - 1])
        assert not is_included(own, index, index, path, top)
        assert not is_included(own, -1, size, path, top)
        for other in set(range(size)) - {index}:
            assert not is_included(own, other, size, path, top)
        path = consistency(leaves, old, size)
        assert is_consistent(old, size, path, tops[old], top)
        assert not is_consistent(old, size, path, tops[old - 1], top)
        assert not is_consistent(old, size, path, tops[old], tops[size - 1])
        assert not is_consistent(size, old, path, tops[old], top)
        assert not is_consistent(size, size, path, top, top)
        assert not is_consistent(0, size, path, EMPTY, top)


@pytest.mark.parametrize(
    ("old", "new", "before", "after", "holds"),
    [
        (8, 8, ROOTS[7], ROOTS[7], True),
        (8, 8, ROOTS[6], ROOTS[7], False),
        (0, 0, EMPTY.hex(), EMPTY.hex(), True),
        (0, 0, EMPTY.hex(), ROOTS[0], False),
        (0, 8, EMPTY.hex(), ROOTS[7], True),
        (0, 8, ROOTS[0], ROOTS[7], False),
        (-1, -1, ROOTS[0], ROOTS[0], False),
        (-1, 8, EMPTY.hex(), ROOTS[7], False),
        (3, 8, ROOTS[2], ROOTS[7], False),
    ],
)
def test_without_any_hash_only_the_same_tree_or_an_empty_one_is_consistent(
    old: int, new: int, before: str, after: str, holds: bool
) -> None:
    was, now = bytes.fromhex(before), bytes.fromhex(after)

    assert is_consistent(old, new, [], was, now) is holds


@given(st.lists(st.binary(max_size=8), max_size=40), st.data())
def test_a_log_that_was_edited_anywhere_cannot_prove_that_it_only_grew(
    states: list[bytes], data: st.DataObject
) -> None:
    leaves = [leaf(state) for state in (*states, b"last")]
    size = len(leaves)
    edited = data.draw(st.integers(0, size - 1), label="edited")
    old = data.draw(st.integers(edited + 1, size), label="old")
    forged = [*leaves[:edited], leaf(b"what was never said"), *leaves[edited + 1 :]]

    path = consistency(forged, old, size)

    assert not is_consistent(old, size, path, root(leaves[:old]), root(forged))
