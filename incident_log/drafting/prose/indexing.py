"""Which sentences have which tags: bit n of a number stands for sentence n.

Rules ask hundreds of times for the sentences that have this and this and that; numbers
answer much faster than sets, and take a tenth of the room.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence


class Index:
    """The sentences of one article, by the characters of their items."""

    def __init__(
        self, characters: Sequence[str], sentences: Sequence[tuple[int, int, int]]
    ) -> None:
        having: dict[str, list[int]] = defaultdict(list)
        for n, (first, last, _) in enumerate(sentences):
            for character in {*characters[first:last]}:
                having[character].append(n)
        size = len(sentences) // 8 + 1
        self._bits = {c: _bits(some, size) for c, some in having.items()}
        self._characters = frozenset(having)
        self._known: dict[frozenset[str], int] = {}  #: rules share their needs

    def having(self, characters: frozenset[str]) -> int:
        """Return the bits of the sentences that have one of *characters*."""
        bits = self._known.get(characters)
        if bits is None:
            bits = 0
            for character in characters & self._characters:
                bits |= self._bits[character]
            self._known[characters] = bits
        return bits


def _bits(numbers: Iterable[int], size: int) -> int:
    flags = bytearray(size)
    for n in numbers:
        flags[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(flags, "little")


def members(bits: int) -> list[int]:
    """Return which bits are set, in order.

    >>> members(0b10110)
    [1, 2, 4]
    """
    return [match.start() for match in _ONE.finditer(bin(bits)[:1:-1])]


_ONE = re.compile("1")
