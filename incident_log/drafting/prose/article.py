"""An article as rules see it: items with tags, in sentences and paragraphs."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from incident_log.drafting.prose.boilerplate import Dropped, dropped_from
from incident_log.drafting.prose.itemizing import itemize
from incident_log.drafting.prose.items import Item
from incident_log.drafting.prose.paragraphs import paragraphs_of
from incident_log.drafting.prose.rulebook import Rulebook


class Starting(Protocol):
    """Anything that begins with an item."""

    @property
    def first(self) -> int: ...


Some = TypeVar("Some", bound=Starting)


def starting_in(ordered: Sequence[Some], first: int, last: int) -> Sequence[Some]:
    """Return those that begin with one of the items [first, last), of many in order."""
    low = bisect_left(ordered, first, key=lambda each: each.first)
    return ordered[
        low : bisect_left(ordered, last, lo=low, key=lambda each: each.first)
    ]


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
    items: list[Item]
    tags: str  #: the characters of all items: what patterns are matched with
    sentences: list[Sentence]
    paragraphs: list[tuple[int, int]]  #: [start, end) in the text, dropped ones too
    dropped: list[Dropped]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where items [first, last) lie in the text."""
        return self.items[first].start, self.items[last - 1].end

    def quote(self, first: int, last: int) -> str:
        """Return the words of items [first, last), as they stand in the text."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def has(self, item: int, *tags: str) -> bool:
        """Tell whether an item has one of *tags*; behind the last are some stops."""
        return not self._tag_sets[item].isdisjoint(tags)

    def sentence_at(self, item: int) -> int:
        """Return the index of the sentence that has *item*."""
        return bisect_right(self._firsts, item) - 1

    def paragraph_at(self, item: int) -> int:
        """Return the index of the paragraph that has *item*."""
        return self.sentences[self.sentence_at(item)].paragraph

    @cached_property
    def _tag_sets(self) -> list[frozenset[str]]:
        own = map(self.rulebook.lexicon.tags, self.tags)
        return [*own, *[frozenset({"stop"})] * _BEYOND]

    @cached_property
    def _firsts(self) -> list[int]:
        return [sentence.first for sentence in self.sentences]


def read_article(text: str, rulebook: Rulebook) -> Article:
    """Read *text* into items, leaving out what is no part of the article."""
    paragraphs = paragraphs_of(text)
    dropped = dropped_from(text, paragraphs)
    lexicon = rulebook.lexicon
    items = [Item(0, 0, lexicon.character({"stop"}), "")]
    sentences: list[Sentence] = []
    for paragraph, start, end in _kept(paragraphs, dropped):
        first = len(items)
        items += itemize(text, start, end, lexicon)
        for i in range(first, len(items)):
            if not items[i].word:  # a stop
                sentences.append(Sentence(first, i, paragraph))
                first = i + 1
    tags = "".join([item.character for item in items])
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
