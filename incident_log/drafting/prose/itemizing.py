"""From tokens to items: times first, then numbers, then known phrases, then names."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from incident_log.drafting.prose.beginnings import Beginning
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
from incident_log.drafting.prose.moments import read_as
from incident_log.drafting.prose.tokens import Tokens, pieces_of, starts_of

#: The initial of a name: see INITIALS.
_INITIAL = re.compile(r"[AI]\. ?[A-Z][a-z]")
#: What goes on behind "a.m.", and begins no sentence.
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
        lengths = [kind.length for kind in kinds]
        tokens = Tokens(text, starts, lengths, [kind.word for kind in kinds])
        _Itemizer(tokens, kinds, lexicon, found, stretch, len(pieces)).items()
    return found


@dataclass(slots=True)
class _Itemizer:
    """Goes through the tokens of a stretch once, taking the longest thing at each."""

    tokens: Tokens
    kinds: list[Kind]
    lexicon: Lexicon
    found: Items
    stretch: int
    last: int  #: the token that is the end of the stretch
    i: int = 0
    initial: bool = True  #: at the beginning of a sentence
    names: bool | None = None  #: whether capitals mean names here

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
            self.stop(self.tokens.end(last - 1))

    def take_plain(self, end: int) -> None:
        """Take words that are items by themselves."""
        found, tokens, some = self.found, self.tokens, slice(self.i, end)
        found.starts += tokens.starts[some]
        found.lengths += tokens.lengths[some]
        found.words += tokens.words[some]
        found.characters += [kind.plain for kind in self.kinds[some]]
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
            is_named = word in INITIALS and _INITIAL.match(self.tokens.text, start)
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
        found.add(tokens.starts[i], tokens.end(end - 1), word, character)
        self.i = end

    def stop(self, at: int) -> None:
        self.found.stops.append((len(self.found), self.stretch))
        self.found.add(at, at, "", FULL_STOP)
        self.initial = True

    def end_sentence(self) -> None:
        """A full stop ends a sentence, except after an initial ("J. Smith")."""
        text, start = self.tokens.text, self.tokens.starts[self.i]
        is_initial = (
            self.tokens.words[self.i] == "."
            and start > 1
            and text[start - 1].isupper()
            and not text[start - 2].isalnum()
        )
        end = self.tokens.end(self.i)
        follows = text[end : end + 1]
        inside = follows.isalnum() and not follows.isupper()
        self.i += 1
        if not self.initial and not is_initial and not inside:
            self.stop(start)

    def end_at_abbreviation(self) -> None:
        """Let "a.m. The" end a sentence, but not "a.m. EST" or "U.S. Army"."""
        if self.i < self.last and self.tokens.is_capital(self.i):
            end = self.tokens.end(self.i - 1)
            is_clock = self.tokens.words[self.i - 1].endswith(".m")
            if is_clock and not _GOES_ON.match(self.tokens.text, end):
                self.stop(end)

    def moment(self, begun: Beginning) -> bool:
        starts, end = self.tokens.starts, self.tokens.end(self.last - 1)
        moment = read_as(begun, self.tokens.text, starts[self.i], end)
        if moment is None:
            return False
        self.found.moments[len(self.found)] = moment
        behind = bisect_left(starts, moment.end, lo=self.i + 1)
        self.add(behind, self.lexicon.character(_TIME))
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
            self.names = tells_names(self.kinds)
        return self.names
