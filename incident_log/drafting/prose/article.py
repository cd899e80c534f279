"""An article as rules see it: items with tags, in sentences and paragraphs."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from typing import Generic, NamedTuple, Protocol, TypeVar

from incident_log.drafting.prose.boilerplate import Dropped, dropped_from
from incident_log.drafting.prose.indexing import Index, members
from incident_log.drafting.prose.itemizing import itemize
from incident_log.drafting.prose.items import Items
from incident_log.drafting.prose.lexicon import Names
from incident_log.drafting.prose.moments import Moment
from incident_log.drafting.prose.numerals import Number
from incident_log.drafting.prose.paragraphs import paragraphs_of
from incident_log.drafting.prose.rulebook import Rulebook


class Starting(Protocol):
    """Anything that begins with an item."""

    @property
    def first(self) -> int: ...


Some = TypeVar("Some", bound=Starting)


class InOrder(Generic[Some]):
    """Things in the order of the text, found by where they begin."""

    def __init__(self, ordered: Sequence[Some]) -> None:
        self.all = ordered
        self._firsts = [each.first for each in ordered]

    def within(self, first: int, last: int) -> Sequence[Some]:
        """Return those that begin with one of the items [first, last)."""
        low = bisect_left(self._firsts, first)
        return self.all[low : bisect_left(self._firsts, last, low)]


class Sentence(NamedTuple):
    """Items [first, last), without the stop behind them, of one paragraph."""

    first: int
    last: int
    paragraph: int


@dataclass(frozen=True)
class Article:
    """A text that has been read once; every rule looks at the same items."""

    text: str
    rulebook: Rulebook
    items: Items
    tags: str  #: the characters of all items: what patterns are matched with
    sentences: list[Sentence]
    paragraphs: list[tuple[int, int]]  #: [start, end) in the text, dropped ones too
    dropped: list[Dropped]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where items [first, last) lie in the text."""
        return self.items.starts[first], self.items.end(last - 1)

    def quote(self, first: int, last: int) -> str:
        """Return the words of items [first, last), as they stand in the text."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def has(self, item: int, *tags: str) -> bool:
        """Tell whether an item has one of *tags*; behind the last are some stops."""
        return not self._tag_sets[item].isdisjoint(tags)

    def has_any(self, first: int, last: int, *tags: str) -> bool:
        """Tell whether any of items [first, last) has one of *tags*."""
        some = self.rulebook.lexicon.any_of(*tags)
        return not some.isdisjoint(self.items.characters[first:last])

    def word(self, item: int) -> str:
        """Return an item in lower case; empty for a stop."""
        return self.items.words[item]

    def is_capital(self, item: int) -> bool:
        """Tell whether an item begins with a capital."""
        return self.text[self.items.starts[item]].isupper()

    def names(self, item: int) -> Names:
        """Return what an item names, as gazetteers have it, by its tags."""
        return self.rulebook.lexicon.names(self.items.words[item], self.tags[item])

    def number(self, item: int) -> Number | None:
        """Return the number that an item is."""
        return self.items.numbers.get(item)

    def moment(self, item: int) -> Moment | None:
        """Return the time that an item is."""
        return self.items.moments.get(item)

    def sentence_at(self, item: int) -> int:
        """Return the index of the sentence that has *item*."""
        return self._sentence_of[item]

    def paragraph_at(self, item: int) -> int:
        """Return the index of the paragraph that has *item*."""
        return self.sentences[self.sentence_at(item)].paragraph

    @cached_property
    def _tag_sets(self) -> list[frozenset[str]]:
        tags = self.rulebook.lexicon.tags
        known = {character: tags(character) for character in {*self.items.characters}}
        own = map(known.__getitem__, self.items.characters)
        return [*own, *[frozenset({"stop"})] * _BEYOND]

    def sentences_having(self, *tags: str) -> list[int]:
        """Return the indices of the sentences with an item that has one of *tags*."""
        return members(self.index.having(self.rulebook.lexicon.any_of(*tags)))

    @cached_property
    def index(self) -> Index:
        return Index(self.items.characters, self.sentences)

    @cached_property
    def _sentence_of(self) -> list[int]:
        """The sentence of each item, a stop's too; nothing is before the first."""
        own = [
            repeat(n, last + 1 - first)
            for n, (first, last, _) in enumerate(self.sentences)
        ]
        behind = repeat(len(self.sentences) - 1, _BEYOND)
        return [-1, *chain.from_iterable(own), *behind]


def read_article(text: str, rulebook: Rulebook) -> Article:
    """Read *text* into items, leaving out what is no part of the article."""
    paragraphs = paragraphs_of(text)
    dropped = dropped_from(text, paragraphs)
    kept = list(_kept(paragraphs, dropped))
    stretches = [(start, end) for _, start, end in kept]
    items = itemize(text, stretches, rulebook.lexicon)
    sentences: list[Sentence] = []
    first = 1
    for stop, n in items.stops:
        sentences.append(Sentence(first, stop, kept[n][0]))
        first = stop + 1
    tags = "".join(items.characters)
    return Article(text, rulebook, items, tags, sentences, paragraphs, dropped)


def _kept(
    paragraphs: list[tuple[int, int]], dropped: list[Dropped]
) -> Iterator[tuple[int, int, int]]:
    """Yield (paragraph, start, end) of what is left of each paragraph."""
    zones = iter([*dropped, Dropped(_FAR, _FAR, "", "")])
    zone = next(zones)
    for paragraph, (start, end) in enumerate(paragraphs):
        while zone.start < end:
            if start < zone.start:
                yield paragraph, start, zone.start
            start = zone.end  # no zone goes over the end of its paragraph
            zone = next(zones)
        if start < end:
            yield paragraph, start, end


_FAR = 2**62
#: How far behind the last item one may look.
_BEYOND = 32
