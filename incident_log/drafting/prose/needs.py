"""What must be in a sentence for a pattern to match there: most have nothing of it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

#: The parts of a regular expression that :class:`Compiler` writes.
_PART = re.compile(
    r"(?P<open>\((?:\?:|\?!|\?P<\w+>))|(?P<close>\))|(?P<either>\|)"
    r"|\[(?P<none_of>\^?)(?P<one_of>[^]]+)\]|(?P<often>\?|\{(?P<least>\d+)[^}]*\})"
)
_RANGE = re.compile(r"(.)-(.)")

#: Characters of which every match has at least one.
Need = frozenset[str]


def needs_of(expression: str) -> tuple[Need, ...]:
    """Return all that each match of a pattern, translated so, must have.

    >>> [sorted(need) for need in needs_of("[a-c][d]?(?:[e]|[f]{2,3})(?![g])[^h]")]
    [['a', 'b', 'c'], ['e', 'f']]
    """
    groups = [_Group()]
    for part in _PART.finditer(expression):
        if part["open"]:
            groups.append(_Group(is_ahead=part["open"] == "(?!"))
        elif part["close"]:
            closed = groups.pop()
            groups[-1].add(closed.needs())
        elif part["either"]:
            groups[-1].choices.append([])
        elif part["often"]:
            groups[-1].is_optional(part["least"] or "0")
        else:
            groups[-1].add([] if part["none_of"] else [_characters(part["one_of"])])
    return tuple(dict.fromkeys(groups[0].needs()))


def takes(expression: str, character: str) -> bool:
    """Tell whether a pattern names *character* as one that it may take."""
    sets = _PART.finditer(expression)
    return any(
        part["one_of"]
        and not part["none_of"]
        and character in _characters(part["one_of"])
        for part in sets
    )


@lru_cache(maxsize=1024)
def _characters(one_of: str) -> Need:
    """Return the characters of a set in which some are written as ranges."""
    single = {*_RANGE.sub("", one_of)}
    return frozenset(single).union(
        *(map(chr, range(ord(a), ord(z) + 1)) for a, z in _RANGE.findall(one_of))
    )


@dataclass
class _Group:
    """A bracket that is being read: the needs of each element of each choice."""

    is_ahead: bool = False  #: it takes nothing, and says what must not follow
    choices: list[list[list[Need]]] = field(default_factory=lambda: [[]])

    def add(self, needs: list[Need]) -> None:
        self.choices[-1].append(needs)

    def is_optional(self, least: str) -> None:
        if int(least) == 0:
            self.choices[-1][-1] = []

    def needs(self) -> list[Need]:
        """Return the needs of the only choice, or one that all choices share."""
        if self.is_ahead:
            return []
        choices = [list(chain.from_iterable(choice)) for choice in self.choices]
        if len(choices) == 1:
            return choices[0]
        if not all(choices):
            return []
        return [frozenset().union(*(min(needs, key=len) for needs in choices))]
