"""The language of rules: tags with ``?``, ``*``, ``{0,3}``, groups and alternatives.

``<many: number person?> (comma relative)? be+ <effect: killed|injured>`` reads: a
number, then perhaps a person, ... Elements are separated by spaces.

=============  ===============================================================
``tag``        an item that has this tag
``name``       a class: another pattern that a rule file gives a name
``any``        any item of the sentence
``~(a|b)``     an item that has none of these tags
``!a``         nothing taken, but what follows is not *a*
``<n: ...>``   what the rule's readers find under the name *n*
``( | )``      one of several
``? * + {a,b}``  how often; ``*`` and ``+`` are at most 12, so that time is linear
=============  ===============================================================
"""

import re
from collections.abc import Mapping
from functools import cache

from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.errors import BadRule

_PART = re.compile(
    r"\s*(?:(?P<open><[a-z_]+:)|(?P<word>[a-z][a-z0-9_-]*)|(?P<mark>[()|>~!])"
    r"|(?P<often>[?*+]|\{\d+(?:,\d+)?\}))"
)
_OFTEN = {"*": "{0,12}", "+": "{1,12}", "?": "?"}

#: What ends every sentence; no pattern takes it.
STOP = "stop"


class Compiler:
    """Turns patterns into regular expressions over the characters of tags."""

    def __init__(
        self, lexicon: Lexicon, classes: Mapping[str, str], tags: frozenset[str]
    ) -> None:
        # All sets of tags are known by now: what a tag stands for stays the same.
        self._characters = cache(lexicon.characters)
        self._classes = classes
        self._tags = tags
        self._elements: dict[str, str] = {}  #: as they were translated before

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return the regular expression of *pattern*; raise :exc:`BadRule`."""
        try:
            return re.compile(self._translate(pattern, ()))
        except re.error as error:
            raise BadRule(pattern, f"is no pattern ({error})") from error

    def _translate(self, pattern: str, within: tuple[str, ...]) -> str:
        written, at = [], 0
        while at < len(pattern.rstrip()):
            part = _PART.match(pattern, at)
            if part is None:
                raise BadRule(pattern, f"has {pattern[at:].split()[0]!r}")
            mark = part["mark"]
            if part["open"]:
                written.append(f"(?P{part['open'][:-1]}>")
            elif part["often"]:
                written.append(_OFTEN.get(part["often"], part["often"]))
            elif part["word"]:
                written.append(self._element(pattern, part["word"], within))
            elif mark == "(":
                written.append("(?:")
            elif mark in "~!":
                at = self._without(pattern, part.end(), mark, within, written)
                continue
            else:
                written.append(")" if mark == ">" else mark)
            at = part.end()
        return "".join(written)

    def _element(self, pattern: str, word: str, within: tuple[str, ...]) -> str:
        if word not in self._elements:
            self._elements[word] = self._translated(pattern, word, within)
        return self._elements[word]

    def _translated(self, pattern: str, word: str, within: tuple[str, ...]) -> str:
        if word == "any":
            return f"[^{self._characters(STOP)}]"
        one_of = self._one_of(word)
        if one_of is not None:
            return f"[{_ranges(one_of) or STOP}]"
        if word in self._classes:
            if word in within:
                raise BadRule(pattern, f"has the class {word}, which names itself")
            return f"(?:{self._translate(self._classes[word], (*within, word))})"
        raise BadRule(pattern, f"has {word}, which is no tag and no class")

    def _one_of(self, choice: str, within: tuple[str, ...] = ()) -> str | None:
        """Return the characters of a choice between tags; ``None`` if it is no such.

        One set of characters is compiled and matched much faster than a choice.
        """
        found = []
        for word in map(str.strip, choice.split("|")):
            characters = None
            if word in self._classes and word not in within:
                characters = self._one_of(self._classes[word], (*within, word))
            elif word in self._tags:
                characters = self._characters(word)
            if characters is None:
                return None
            found.append(characters)
        return "".join(found)

    def _without(
        self,
        pattern: str,
        at: int,
        mark: str,
        within: tuple[str, ...],
        written: list[str],
    ) -> int:
        """Translate ``~`` or ``!`` and the tags that follow; return where they end."""
        part = re.compile(r"\s*(\((?P<many>[^()]*)\)|(?P<one>[a-z][a-z0-9_-]*))").match(
            pattern, at
        )
        if part is None:
            raise BadRule(pattern, f"has {mark} without a tag behind it")
        choice, stop = part["many"] or part["one"], self._characters(STOP)
        one_of = self._one_of(choice)
        if mark == "!":
            written.append(f"(?!{self._translate(choice, within)})")
        elif one_of is not None:
            written.append(f"[^{_ranges(one_of + stop)}]")
        else:
            written.append(f"(?:(?!{self._translate(choice, within)})[^{stop}])")
        return part.end()


@cache
def _ranges(characters: str) -> str:
    """Write a set of characters, the runs among them as ranges."""
    written, codes = [], sorted({ord(character) for character in characters})
    while codes:
        run = next(
            (n for n, code in enumerate(codes) if code != codes[0] + n), len(codes)
        )
        first, last = chr(codes[0]), chr(codes[run - 1])
        written.append(first if run == 1 else f"{first}-{last}")
        codes = codes[run:]
    return "".join(written)
