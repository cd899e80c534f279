"""Phrases and what they are: the longest phrase that fits gives words their tags.

A phrase may have several tags ("hit" is an act of war, a kind of damage and a way for a
toll to rise), and a name says what it names.  Every set of tags is written as one
character, so that rules can be regular expressions over the tags of a text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from incident_log.drafting.prose.tokens import Tokens, tokens_of

#: Where the characters begin that stand for sets of tags (a private area of Unicode).
_FIRST_CHARACTER = 0xE000
#: What ends every sentence.
FULL_STOP = chr(_FIRST_CHARACTER)
#: tag -> what is named: the description of an agent, a place or a weapon
Names = Mapping[str, Mapping[str, Any]]
_NAMELESS: Names = {}


@dataclass(slots=True)
class Phrase:
    """What is known of one phrase."""

    tags: set[str] = field(default_factory=set)
    names: dict[str, Mapping[str, Any]] = field(default_factory=dict)  #: see Names
    proper: bool = True  #: only where it begins with a capital
    character: str = ""  #: stands for its tags, once the lexicon is settled


@dataclass(slots=True)
class Branch:
    """What phrases go on with behind the words up to here."""

    phrase: Phrase | None = None  #: that ends here
    further: dict[str, "Branch"] = field(default_factory=dict)


class Lexicon:
    """All phrases, by their words; and the character of every set of tags."""

    def __init__(self) -> None:
        self._root = Branch()
        self._phrases: dict[str, Phrase] = {}  #: by their words with single blanks
        self._characters: dict[frozenset[str], str] = {}
        self._sets: list[frozenset[str]] = []
        self._any_of: dict[tuple[str, ...], frozenset[str]] = {}
        #: (tag, id) -> the description that a gazetteer has
        self.described: dict[tuple[str, str], Mapping[str, Any]] = {}
        self.character({"stop"})  # is the first, see FULL_STOP

    def add(
        self,
        phrase: str,
        tag: str,
        named: Mapping[str, Any] | None = None,
        *,
        proper: bool = False,
    ) -> None:
        """Give *phrase* one more tag; *named* is the description that it names."""
        words = tokens_of(phrase).words
        branch = self._root
        for word in words:
            branch = branch.further.setdefault(word, Branch())
        known = self._phrases.setdefault(" ".join(words), Phrase())
        branch.phrase = known
        known.tags.add(tag)
        known.proper = known.proper and proper
        if named is not None:
            known.names.setdefault(tag, named)
            self.described.setdefault((tag, named["id"]), named)

    def find(self, tokens: Tokens, i: int) -> tuple[Phrase, int] | None:
        """Return the longest phrase that begins with token *i*, and its length."""
        words, at = tokens.words, i + 1
        branch = self._root.further.get(words[i])
        found = None
        while branch is not None:
            phrase = branch.phrase
            if phrase and (not phrase.proper or tokens.is_capital(i)):
                found = phrase, at - i
            branch = branch.further.get(words[at]) if at < len(words) else None
            at += 1
        return found

    def word(self, word: str, *, is_capital: bool) -> Phrase | None:
        """Return the phrase that *word* is by itself, written so."""
        branch = self._root.further.get(word)
        phrase = branch.phrase if branch else None
        return phrase if phrase and (is_capital or not phrase.proper) else None

    def seconds(self, word: str) -> frozenset[str]:
        """Return the second words of the phrases that begin with *word*."""
        branch = self._root.further.get(word)
        return frozenset(branch.further if branch else ())

    def names(self, words: str, character: str) -> Names:
        """Return what a phrase names where it has been found: where it has its tags."""
        phrase = self._phrases.get(words)
        is_found = phrase is not None and phrase.character == character
        return phrase.names if phrase and is_found else _NAMELESS

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
            phrase.character = self.character(phrase.tags)

    def characters(self, tag: str) -> str:
        """Return the characters of all sets that have *tag*, as one string."""
        return "".join(c for tags, c in self._characters.items() if tag in tags)

    def any_of(self, *tags: str) -> frozenset[str]:
        """Return the characters of all sets that have one of *tags*, once settled."""
        found = self._any_of.get(tags)
        if found is None:
            found = self._any_of[tags] = frozenset("".join(map(self.characters, tags)))
        return found

    def tags(self, character: str) -> frozenset[str]:
        """Return the tags that *character* stands for."""
        return self._sets[ord(character) - _FIRST_CHARACTER]
