"""Phrases and what they are: the longest phrase that fits gives words their tags.

A phrase may have several tags ("hit" is an act of war, a kind of damage and a way for a
toll to rise), and a name says what it names.  Every set of tags is written as one
character, so that rules can be regular expressions over the tags of a text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from incident_log.drafting.prose.tokens import Token, tokens_of

#: Where the characters begin that stand for sets of tags (a private area of Unicode).
_FIRST_CHARACTER = 0xE000


@dataclass(slots=True)
class Phrase:
    """What is known of one phrase."""

    tags: set[str] = field(default_factory=set)
    #: tag -> what is named: the description of an agent, a place or a weapon
    names: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    proper: bool = True  #: only where it begins with a capital


class Alone(NamedTuple):
    """What one word is, unless a longer phrase begins with it."""

    character: str
    names: Mapping[str, Mapping[str, Any]]
    seconds: frozenset[str]  #: the second words of such phrases
    is_known: bool  #: it is a phrase itself, which a capital does not change


class Lexicon:
    """All phrases, by their words; and the character of every set of tags."""

    def __init__(self) -> None:
        self._phrases: dict[tuple[str, ...], Phrase] = {}
        self._lengths: dict[str, list[int]] = {}
        self._seconds: dict[str, set[str]] = {}
        self._characters: dict[frozenset[str], str] = {}
        self._sets: list[frozenset[str]] = []
        #: (tag, id) -> the description that a gazetteer has
        self.described: dict[tuple[str, str], Mapping[str, Any]] = {}
        #: What words in small letters are when nothing longer begins with them.
        self.alone: dict[str, Alone] = {}

    def add(
        self,
        phrase: str,
        tag: str,
        named: Mapping[str, Any] | None = None,
        *,
        proper: bool = False,
    ) -> None:
        """Give *phrase* one more tag; *named* is the description that it names."""
        words = tuple(token.word for token in tokens_of(phrase))
        known = self._phrases.setdefault(words, Phrase())
        known.tags.add(tag)
        known.proper = known.proper and proper
        if named is not None:
            known.names.setdefault(tag, named)
            self.described.setdefault((tag, named["id"]), named)
        if len(words) > 1:
            self._seconds.setdefault(words[0], set()).add(words[1])
        lengths = self._lengths.setdefault(words[0], [])
        if len(words) not in lengths:
            lengths.append(len(words))
            lengths.sort(reverse=True)

    def find(self, text: str, tokens: list[Token], i: int) -> tuple[Phrase, int] | None:
        """Return the longest phrase that begins with token *i*, and its length."""
        lengths = self._lengths.get(tokens[i].word)
        if lengths is None:
            return None
        for length in lengths:
            words = tuple([token.word for token in tokens[i : i + length]])
            phrase = self._phrases.get(words)
            if phrase and (not phrase.proper or text[tokens[i].start].isupper()):
                return phrase, len(words)
        return None

    def word(self, word: str, tag: str = "word") -> Alone:
        """Return what *word* is by itself, in small letters; *tag* if it is unknown."""
        phrase = self._phrases.get((word,))
        is_known = phrase is not None and not phrase.proper
        if phrase is None or phrase.proper:
            phrase = Phrase({tag})
        seconds = frozenset(self._seconds.get(word, ()))
        return Alone(self.character(phrase.tags), phrase.names, seconds, is_known)

    def character(self, tags: Iterable[str]) -> str:
        """Return the character that stands for exactly these *tags*."""
        key = frozenset(tags)
        known = self._characters.get(key)
        if known is None:
            known = chr(_FIRST_CHARACTER + len(self._characters))
            self._characters[key] = known
            self._sets.append(key)
        return known

    def settle(self) -> None:
        """Give every phrase its character, before rules are compiled."""
        for phrase in self._phrases.values():
            self.character(phrase.tags)

    def characters(self, tag: str) -> str:
        """Return the characters of all sets that have *tag*, as one string."""
        return "".join(c for tags, c in self._characters.items() if tag in tags)

    def tags(self, character: str) -> frozenset[str]:
        """Return the tags that *character* stands for."""
        return self._sets[ord(character) - _FIRST_CHARACTER]
