"""Finds words in a text however they are written: case, spaces, marks between them.

And what nobody sees in them, as where a word may be broken; in an address, what its
signs stand for.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from incident_log.errors import NotPossible


class Phrases:
    """Words that are looked for, any of them.

    >>> Phrases(["Jane  Doe"]).are_in("said JANE-DOE's brother")
    True
    >>> Phrases(["Ann"]).are_in("Annexed, Joann")
    False
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        patterns = [_pattern(phrase) for phrase in phrases]
        self._found = re.compile("|".join(patterns)) if patterns else None

    def are_in(self, text: str) -> bool:
        """Tell whether one of them is in *text*, as whole words."""
        return any(map(self._is_in, {text, unquote(text)}))

    def _is_in(self, text: str) -> bool:
        return bool(self._found and self._found.search(_folded(text)))


def has_letters(phrase: str) -> bool:
    """Tell whether there is a letter or a digit in a phrase, to be looked for."""
    return bool(_WORD.search(phrase))


_WORD = re.compile(r"[^\W_]+")


def _pattern(phrase: str) -> str:
    if not has_letters(phrase):
        raise NotPossible(f"{phrase[:40]!r} has no letters: name words to look for")
    words = _WORD.findall(_folded(phrase))
    return r"(?<![^\W_])" + r"[\W_]+".join(words) + r"(?![^\W_])"


def _folded(text: str) -> str:
    if not text.isascii():
        seen = (sign for sign in text if unicodedata.category(sign) != "Cf")
        text = unicodedata.normalize("NFC", "".join(seen))
    return unicodedata.normalize("NFC", text.casefold())
