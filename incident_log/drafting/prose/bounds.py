"""The words that bound a number: "at least", "up to", "another", and what they mean."""

from functools import lru_cache

from incident_log.drafting.prose.cardinals import SCALES, TENS, UNITS, Cursor
from incident_log.drafting.prose.vagueness import PLURALS, SEVERAL, SIZES

#: Words before a number -> the words of DESIGN 4 that bound it.
BOUNDS = {
    "at least": "at least",
    "no fewer than": "at least",
    "no less than": "at least",
    "not less than": "at least",
    "a minimum of": "at least",
    "upwards of": "more than",
    "upward of": "more than",
    "more than": "more than",
    "over": "more than",
    "in excess of": "more than",
    "well over": "more than",
    "up to": "up to",
    "as many as": "up to",
    "at most": "up to",
    "no more than": "up to",
    "not more than": "up to",
    "a maximum of": "up to",
    "fewer than": "fewer than",
    "less than": "fewer than",
    "under": "fewer than",
    "about": "about",
    "around": "about",
    "approximately": "about",
    "roughly": "about",
    "nearly": "about",
    "almost": "about",
    "close to": "about",
    "an estimated": "about",
    "estimated": "about",
    "some": "about",
    "perhaps": "about",
    "possibly": "about",
    "a total of": "",
    "total of": "",
    "exactly": "",
    "only": "",
    "just": "",
    "the": "",
    "these": "",
    "those": "",
    "all": "",
}
MORE = ("another", "a further", "an additional", "additional", "further", "an extra")
_FIRST = frozenset(
    word.split()[0] for word in (*BOUNDS, *MORE, *UNITS, *TENS, *PLURALS, *SEVERAL)
) | {"a", "half", "tens", "between", "from", "couple", "few"}

#: Words that begin a number only with certain others behind them.
OPENING = _FIRST.difference(UNITS, TENS, PLURALS, SEVERAL)
#: Words of these that bound a number by themselves: "over 30".
BOUNDING = frozenset(phrase for phrase in (*BOUNDS, *MORE) if " " not in phrase)
_VAGUE = {
    "a": frozenset((*SCALES, *SIZES, "few", "couple", "handful", "number")),
    "an": frozenset((*SIZES, "couple", "handful", "number")),
    "half": frozenset(("a",)),
    "tens": frozenset(("of",)),
}


@lru_cache(maxsize=128)
def continuing(word: str) -> frozenset[str]:
    """Return the words with which a number goes on that begins with *word*."""
    phrases = (phrase.split() for phrase in (*BOUNDS, *MORE))
    seconds = (words[1] for words in phrases if words[0] == word and len(words) > 1)
    return _VAGUE.get(word, frozenset()).union(seconds)


#: No number has more phrases before it: "all the more than 30" has three.
_MOST = 4


@lru_cache(maxsize=8192)
def opens_number(word: str, following: str) -> bool:
    """Tell whether a number may begin with these two words."""
    if word not in OPENING:
        return begins_number(word)
    bounds = word in BOUNDING and begins_number(following)
    return bounds or following in continuing(word)


@lru_cache(maxsize=8192)
def begins_number(word: str) -> bool:
    """Tell whether a number may begin with this word."""
    return word[:1].isdigit() or word in _FIRST or word.partition("-")[0] in TENS


def read_bounds(cursor: Cursor) -> list[str]:
    """Step over the words that bound a number, at most _MOST, and return them."""
    found: list[str] = []
    while len(found) < _MOST and cursor.word() in OPENING:
        for length in (3, 2, 1):
            words = cursor.words[cursor.i : cursor.i + length]
            phrase = " ".join(words)
            if phrase in BOUNDS or phrase in MORE:
                break
        else:
            return found
        found.append(phrase)
        cursor.i += len(words)  # fewer than *length* at the end of a paragraph
    return found
