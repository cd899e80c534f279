"""Items: what rules take for one thing, be it a word, a number, a time or a name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress, product

from incident_log.drafting.prose.moments import Moment
from incident_log.drafting.prose.numerals import Number


@dataclass(slots=True)
class Items:
    """Things in the text, one behind the other, in columns (as :class:`Tokens` are)."""

    starts: list[int] = field(default_factory=list)  #: counted in code points
    lengths: list[int] = field(default_factory=list)  #: 0 for a stop
    words: list[str] = field(default_factory=list)  #: lower case; "" for a stop
    characters: list[str] = field(default_factory=list)  #: each stands for its tags
    numbers: dict[int, Number] = field(default_factory=dict)
    moments: dict[int, Moment] = field(default_factory=dict)
    longer: list[int] = field(default_factory=list)  #: items of several words
    #: each stop, with the index of the stretch of text that its sentence is part of
    stops: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def end(self, i: int) -> int:
        """Return where an item ends."""
        return self.starts[i] + self.lengths[i]

    def add(self, start: int, end: int, word: str, character: str) -> None:
        """Add one item."""
        self.starts.append(start)
        self.lengths.append(end - start)
        self.words.append(word)
        self.characters.append(character)


_MORE_TAGS = ("more", "definite", "vague")
_NUMBER_TAGS = {
    chosen: frozenset(("number", *compress(_MORE_TAGS, chosen)))
    for chosen in product((True, False), repeat=3)
}


def number_tags(number: Number) -> frozenset[str]:
    """Return the tags of a number: rules may ask whether it is one "more"."""
    return _NUMBER_TAGS[number.more, number.definite, number.vague]


def all_number_tags() -> Iterable[frozenset[str]]:
    """Return every set of tags that a number can have."""
    return _NUMBER_TAGS.values()
