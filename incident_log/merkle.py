"""The Merkle tree over a log's leaves: roots, proofs, and how they are checked.

RFC 6962, section 2.1, and RFC 9162, section 2.1, which say the same.  Leaves are
counted from 0 here, as there: the event at position 1 is leaf 0.  The tree is never
held in memory; one pass over the leaves keeps a hash for every power of two.
"""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

#: The root of a tree without leaves.
EMPTY = sha256(b"").digest()

#: What one node of the tree covers: the leaves from the first to before the second.
Part = tuple[int, int]
Path = list[bytes]


def leaf(state: bytes) -> bytes:
    """Return the leaf hash of one event, over the exact bytes that are stored."""
    return sha256(b"\0" + state).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node, from those of its children."""
    return sha256(b"\1" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: all that the next root depends on."""

    def __init__(self, wanted: Collection[Part] = ()) -> None:
        self.size = 0
        self._full: Path = []  #: hashes of full subtrees, the largest first
        self._wanted = frozenset(wanted)
        self._found: dict[Part, bytes] = {}

    def add(self, hashed: bytes) -> None:
        """Let the tree grow by one leaf."""
        size, end, width = self.size, self.size + 1, 1
        wanted = self._wanted
        while True:
            if wanted and (end - width, end) in wanted:
                self._found[end - width, end] = hashed
            if not size & width:
                break
            hashed = sha256(b"\1" + self._full.pop() + hashed).digest()
            width *= 2
        self._full.append(hashed)
        self.size = end

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        return self.parts().get((0, self.size), EMPTY)

    def parts(self) -> dict[Part, bytes]:
        """Return the hashes of the parts that were wanted, and of the right edge."""
        found = dict(self._found)
        start, hashed = self.size, b""
        for full in reversed(self._full):
            start -= start & -start
            hashed = node(full, hashed) if hashed else full
            found[start, self.size] = hashed
        return found


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree over leaf hashes."""
    frontier = Frontier()
    for each in leaves:
        frontier.add(each)
    return frontier.root()


def roots(leaves: Iterable[bytes], sizes: Collection[int]) -> dict[int, bytes]:
    """Return the roots that the tree had at some sizes; none where it is smaller.

    Reads no more leaves than the largest size needs.
    """
    frontier, found = Frontier(), {}
    if 0 in sizes:
        found[0] = EMPTY
    last = max(sizes, default=0)
    for each in leaves if last else ():
        frontier.add(each)
        if frontier.size in sizes:
            found[frontier.size] = frontier.root()
        if frontier.size == last:
            break
    return found


def inclusion(leaves: Iterable[bytes], index: int, size: int) -> Path:
    """Return the proof that a leaf is in the tree over the first *size* leaves."""
    return inclusions(leaves, [index], size)[index]


def inclusions(
    leaves: Iterable[bytes], indexes: Collection[int], size: int
) -> dict[int, Path]:
    """Return the proofs of several leaves, by index, in one pass over the leaves.

    Raise :exc:`ValueError` where there are fewer leaves than *size*, or no such leaf.
    """
    if any(not 0 <= index < size for index in indexes):
        raise ValueError("no such leaf")
    parts = {index: _beside(index, size) for index in indexes}
    wanted = {part for some in parts.values() for part in some}
    hashed = _hashed(leaves, wanted, size)
    return {index: [hashed[part] for part in some] for index, some in parts.items()}


def consistency(leaves: Iterable[bytes], old: int, new: int) -> Path:
    """Return the proof that the tree of *new* leaves begins with that of *old* ones.

    Raise :exc:`ValueError` where there are fewer leaves than *new*, or than *old*.
    """
    if not 0 <= old <= new:
        raise ValueError("the tree cannot have shrunk")
    parts = _kept(old, new) if 0 < old < new else []
    hashed = _hashed(leaves, parts, new)
    return [hashed[part] for part in parts]


def _hashed(
    leaves: Iterable[bytes], wanted: Collection[Part], size: int
) -> dict[Part, bytes]:
    frontier = Frontier(wanted)
    for each in leaves:
        if frontier.size == size:
            break
        frontier.add(each)
    if frontier.size < size:
        raise ValueError("there are fewer leaves")
    return frontier.parts()


def _split(start: int, end: int) -> int:
    """Return where a node's children meet: at the largest power of two below."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _beside(index: int, size: int) -> list[Part]:
    """Return the parts beside the way from a leaf up to the root."""
    start, end, found = 0, size, []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def _kept(old: int, new: int) -> list[Part]:
    """Return the parts that make both roots (RFC 9162, 2.1.4.1)."""
    start, end, found = 0, new, []
    while end != old:
        middle = _split(start, end)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    # Who checks it has the old root, if the old tree is one node of the new one.
    return ([(start, end)] if start else []) + found[::-1]


def is_included(
    hashed: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Check that a leaf is in a tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last = index, size - 1
    for beside in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            hashed = node(beside, hashed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            hashed = node(hashed, beside)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == root


def is_consistent(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Check that a tree begins with an older one (RFC 9162, 2.1.4.2)."""
    if not 0 < old < new:
        is_same = 0 <= old == new and old_root == new_root
        is_begun = 0 == old < new and old_root == EMPTY
        return not path and (is_same or is_begun)
    path = [old_root, *path] if old & (old - 1) == 0 else path
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    was = now = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            was, now = node(beside, was), node(beside, now)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            now = node(now, beside)
        here, last = here >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root
