"""From tokens to items: times first, then numbers, then known phrases, then names."""

import re
from typing import Any

from incident_log.drafting.prose.bounds import (
    OPENING,
    begins_number,
    continues_number,
)
from incident_log.drafting.prose.capitals import name_end, tells_names
from incident_log.drafting.prose.counting import figure_at
from incident_log.drafting.prose.items import Item
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.moments import (
    begins_moment,
    continues_moment,
    read_moment,
)
from incident_log.drafting.prose.tokens import Token, tokens_of

_MARKS = {
    ",": "comma",
    "–": "dash",
    "—": "dash",
    "--": "dash",
    "-": "dash",
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    ":": "colon",
    ";": "semicolon",
    "'s": "possessive",
}
_ENDS = frozenset((".", "!", "?", "…", "..."))
_QUOTES = frozenset("\"“”„«»‘’'`")
_new = tuple.__new__
_PLAIN = re.compile(r"[a-z]+")
#: Common words that begin a time or a number only before certain others.
_OPEN = OPENING | {"a", "an", "i"}
#: The initial of a name is no article and no pronoun ("A. Moroz").
_INITIAL = re.compile(r"[AI]\. ?[A-Z][a-z]")
#: An abbreviation ends a sentence too, unless more of the time follows.
_ABBREVIATED = frozenset(("a.m", "p.m", "u.s", "u.k", "u.n", "e.u"))
_GOES_ON = re.compile(r"[^\w]*(?:[A-Z]{2,4}\b|[A-Z]\w+ time\b|local\b)")


def itemize(text: str, start: int, end: int, lexicon: Lexicon) -> list[Item]:
    """Return the items of one paragraph; every sentence ends with a stop."""
    return _Itemizer(text, tokens_of(text, start, end), lexicon).items()


class _Itemizer:
    """Goes through the tokens of a paragraph once, taking the longest thing at each."""

    def __init__(self, text: str, tokens: list[Token], lexicon: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon
        self.i = 0
        self.found: list[Item] = []
        self.initial = True  # at the beginning of a sentence
        self.has_names = tells_names(text, tokens)

    def items(self) -> list[Item]:
        alone, text, tokens, found = (
            self.lexicon.alone,
            self.text,
            self.tokens,
            self.found,
        )
        while self.i < len(tokens):
            start, end, word = token = tokens[self.i]
            known = alone.get(word)
            if known is not None and (text[start] == word[0] or known.is_known):
                following = tokens[self.i + 1].word if self.i + 1 < len(tokens) else ""
                if following not in known.seconds and not (
                    word in _OPEN and self.opens(word, following)
                ):
                    # Most items are made here, in half the time of Item(...).
                    made = (start, end, known.character, word, None, None, known.names)
                    found.append(_new(Item, made))
                    self.i += 1
                    self.initial = False
                    continue
            if word in _ENDS:
                self.end_sentence(token)
            elif word in _QUOTES:
                self.i += 1
            else:
                self.take(token)
        if tokens and not self.initial:
            self.stop(tokens[-1].end)
        return found

    def opens(self, word: str, following: str) -> bool:
        """Tell whether a time or a number may begin with these two words."""
        return (
            following == "."  # the initial of a name
            or continues_moment(word, following)
            or continues_number(word, following)
        )

    def take(self, token: Token) -> None:
        self.remember(token.word)
        if not (self.moment(token) or self.figure(token) or self.phrase(token)):
            self.word(token)
        self.initial = False
        self.end_at_abbreviation()

    def remember(self, word: str) -> None:
        """Note what a mark or a word in small letters is, to find it faster again."""
        alone = self.lexicon.alone
        if word in alone:
            return
        if word in _MARKS:
            alone[word] = self.lexicon.word(word, _MARKS[word])
        elif _PLAIN.fullmatch(word) and (
            word in _OPEN or not (begins_number(word) or begins_moment(word))
        ):
            alone[word] = self.lexicon.word(word)

    def add(self, end: int, tags: frozenset[str] | set[str], **known: Any) -> None:
        """Add an item from the current token to the last one before *end*."""
        first, last = self.tokens[self.i], self.tokens[end - 1]
        word = " ".join(t.word for t in self.tokens[self.i : end])
        character = self.lexicon.character(tags)
        item = Item(first.start, last.end, character, word)
        self.found.append(item._replace(**known) if known else item)
        self.i = end

    def stop(self, at: int) -> None:
        self.found.append(Item(at, at, self.lexicon.character({"stop"}), ""))
        self.initial = True

    def end_sentence(self, token: Token) -> None:
        """A full stop ends a sentence, except after an initial ("J. Smith")."""
        self.i += 1
        before = self.text[token.start - 2 : token.start] if token.start > 1 else ""
        is_initial = (
            token.word == "." and before[1:].isupper() and not before[0].isalnum()
        )
        follows = self.text[token.end : token.end + 1]
        inside = follows.isalnum() and not follows.isupper()
        if not self.initial and not is_initial and not inside:
            self.stop(token.start)

    def end_at_abbreviation(self) -> None:
        """Let "a.m. The" end a sentence, but not "a.m. EST" or "U.S. Army"."""
        last = self.tokens[self.i - 1]
        if last.word not in _ABBREVIATED or self.i == len(self.tokens):
            return
        follows = self.text[self.tokens[self.i].start]
        is_clock = last.word.endswith(".m")
        if is_clock and follows.isupper() and not _GOES_ON.match(self.text, last.end):
            self.stop(last.end)

    def moment(self, token: Token) -> bool:
        if not begins_moment(token.word):
            return False
        moment = read_moment(self.text, token.start, self.tokens[-1].end)
        if moment is None:
            return False
        end = self.i + 1
        while end < len(self.tokens) and self.tokens[end].start < moment.end:
            end += 1
        self.add(end, {"time"}, moment=moment)
        return True

    def figure(self, token: Token) -> bool:
        found = figure_at(self.text, self.tokens, self.i, self.found, self.lexicon)
        if found is None:
            return False
        self.add(found.end, found.tags, number=found.number)
        return True

    def phrase(self, token: Token) -> bool:
        if _INITIAL.match(self.text, token.start):
            return False
        found = self.lexicon.find(self.text, self.tokens, self.i)
        if found is None:
            return False
        phrase, length = found
        self.add(
            self.i + length,
            phrase.tags,
            **({"names": phrase.names} if phrase.names else {}),
        )
        return True

    def word(self, token: Token) -> None:
        """Take a mark, a name (capitals that no sentence begins), or a plain word."""
        if token.word in _MARKS:
            self.add(self.i + 1, {_MARKS[token.word]})
            return
        end = self.i
        if self.has_names:
            end = name_end(self.text, self.tokens, self.i, self.lexicon)
        alone = end == self.i + 1
        if end > self.i and not (self.initial and alone):
            self.add(end, {"name"})
        else:
            self.add(self.i + 1, {"word"})
