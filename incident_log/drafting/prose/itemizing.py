"""From tokens to items: times first, then numbers, then known phrases, then names."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from operator import add

from incident_log.drafting.prose.capitals import name_end, tells_names
from incident_log.drafting.prose.counting import Figure, figure_at, money_at
from incident_log.drafting.prose.items import Items
from incident_log.drafting.prose.kinds import (
    ABBREVIATED,
    END,
    ENDS,
    INITIALS,
    QUOTES,
    Kind,
    kinds_of,
)
from incident_log.drafting.prose.lexicon import FULL_STOP, Lexicon
from incident_log.drafting.prose.moment_forms import Beginning
from incident_log.drafting.prose.moments import read_as
from incident_log.drafting.prose.tokens import Tokens, pieces_of, starts_of

_INITIAL = re.compile(r"[AI]\. ?[A-Z][a-z]")
_GOES_ON = re.compile(r"[^\w]*(?:[A-Z]{2,4}\b|[A-Z]\w+ time\b|local\b)")

_TIME, _NAME, _WORD = map(frozenset, (("time",), ("name",), ("word",)))


def itemize(text: str, stretches: Iterable[tuple[int, int]], lexicon: Lexicon) -> Items:
    """Return the items of some stretches of text; every sentence ends with a stop.

    A stop is before everything, too.  Nothing goes on from one stretch to the next.
    """
    found = Items()
    found.add(0, 0, "", FULL_STOP)
    known = kinds_of(lexicon)
    for stretch, (start, end) in enumerate(stretches):
        pieces = pieces_of(text, start, end)
        starts = [*starts_of(pieces, end)]
        kinds = [*map(known.__getitem__, pieces), known[END]]
        ends = [*map(add, starts, [kind.length for kind in kinds])]
        tokens = Tokens(text, starts, ends, [kind.word for kind in kinds])
        _Itemizer(tokens, kinds, lexicon, found, stretch).items()
    return found


class _Itemizer:
    """Goes through the tokens of a stretch once, taking the longest thing at each."""

    def __init__(
        self,
        tokens: Tokens,
        kinds: list[Kind],
        lexicon: Lexicon,
        found: Items,
        stretch: int,
    ) -> None:
        self.text = tokens.text
        self.tokens = tokens
        self.kinds = kinds
        self.lexicon = lexicon
        self.found = found
        self.stretch = stretch
        self.last = len(kinds) - 1  # the token that is the end of the stretch
        self.i = 0
        self.initial = True  # at the beginning of a sentence
        self.names: bool | None = None  # whether capitals mean names here

    def items(self) -> None:
        kinds, words, last = self.kinds, self.tokens.words, self.last
        while self.i < last:
            at = self.i
            # Most words are items by themselves.
            while (kind := kinds[at]).plain and not (
                words[at + 1] in kind.seconds or (kind.opens and kinds[at + 1].counts)
            ):
                at += 1
            if at > self.i:
                self.take_plain(at)
            if at < last:
                self.take(words[at], kind)
        if not self.initial:
            self.stop(self.tokens.ends[last - 1])

    def take_plain(self, end: int) -> None:
        """Take words that are items by themselves."""
        some = slice(self.i, end)
        self.found.starts += self.tokens.starts[some]
        self.found.ends += self.tokens.ends[some]
        self.found.words += self.tokens.words[some]
        self.found.characters += [kind.plain for kind in self.kinds[some]]
        self.initial = False
        self.i = end

    def take(self, word: str, kind: Kind) -> None:
        """Take what begins with a word that is not plain here."""
        if word in ENDS:
            self.end_sentence()
        elif word in QUOTES:
            self.i += 1
        else:
            start = self.tokens.starts[self.i]
            is_named = word in INITIALS and _INITIAL.match(self.text, start)
            if not (
                (kind.times and self.moment(kind.times))
                or (kind.figure and self.figure(kind.figure))
                or (not is_named and self.phrase())
            ):
                self.word("" if is_named else kind.plain)
            self.initial = False
            if self.tokens.words[self.i - 1] in ABBREVIATED:
                self.end_at_abbreviation()

    def add(self, end: int, character: str) -> None:
        """Add an item from the current token to the last one before *end*."""
        i, tokens, found = self.i, self.tokens, self.found
        word = tokens.words[i]
        if end > i + 1:
            word = " ".join(tokens.words[i:end])
            found.longer.append(len(found.words))
        found.add(tokens.starts[i], tokens.ends[end - 1], word, character)
        self.i = end

    def stop(self, at: int) -> None:
        self.found.stops.append((len(self.found), self.stretch))
        self.found.add(at, at, "", FULL_STOP)
        self.initial = True

    def end_sentence(self) -> None:
        """A full stop ends a sentence, except after an initial ("J. Smith")."""
        text, end = self.text, self.tokens.ends[self.i]
        start = self.tokens.starts[self.i]
        before = text[start - 2 : start] if start > 1 else ""
        is_initial = (
            self.tokens.words[self.i] == "."
            and before[1:].isupper()
            and not before[0].isalnum()
        )
        follows = text[end : end + 1]
        inside = follows.isalnum() and not follows.isupper()
        self.i += 1
        if not self.initial and not is_initial and not inside:
            self.stop(start)

    def end_at_abbreviation(self) -> None:
        """Let "a.m. The" end a sentence, but not "a.m. EST" or "U.S. Army"."""
        if self.i < self.last and self.tokens.is_capital(self.i):
            end = self.tokens.ends[self.i - 1]
            is_clock = self.tokens.words[self.i - 1].endswith(".m")
            if is_clock and not _GOES_ON.match(self.text, end):
                self.stop(end)

    def moment(self, begun: Beginning) -> bool:
        starts, end = self.tokens.starts, self.tokens.ends[self.last - 1]
        moment = read_as(begun, self.text, starts[self.i], end)
        if moment is None:
            return False
        self.found.moments[len(self.found)] = moment
        self.add(
            bisect_left(starts, moment.end, lo=self.i + 1),
            self.lexicon.character(_TIME),
        )
        return True

    def figure(self, kind: str) -> bool:
        """Take a number, or what a word says that only looks like one."""
        if kind == "number":
            found = figure_at(self.tokens, self.i, self.last, self.found, self.lexicon)
        elif kind == "money":
            found = money_at(self.tokens, self.i, self.last)
        else:
            found = Figure(self.i + 1, frozenset((kind,)))
        if found is None:
            return False
        if found.number is not None:
            self.found.numbers[len(self.found)] = found.number
        self.add(found.end, self.lexicon.character(found.tags))
        return True

    def phrase(self) -> bool:
        found = self.lexicon.find(self.tokens, self.i)
        if found is None:
            return False
        phrase, length = found
        self.add(self.i + length, phrase.character)
        return True

    def word(self, plain: str) -> None:
        """Take a name (capitals that no sentence begins), or one word that is none."""
        if plain:
            self.add(self.i + 1, plain)
            return
        end = self.i
        if self.has_names():
            end = name_end(self.tokens, self.i, self.last, self.lexicon)
        alone = end == self.i + 1
        if end > self.i and not (self.initial and alone):
            self.add(end, self.lexicon.character(_NAME))
        else:
            self.add(self.i + 1, self.lexicon.character(_WORD))

    def has_names(self) -> bool:
        if self.names is None:
            self.names = tells_names(self.tokens)
        return self.names
