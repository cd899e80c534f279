"""What each word is by itself, and what may begin with it: worked out once a word."""

import re
from dataclasses import dataclass
from functools import lru_cache

from incident_log.drafting.prose.beginnings import Beginning, beginning
from incident_log.drafting.prose.bounds import (
    BOUNDING,
    OPENING,
    begins_number,
    continuing,
)
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.moments import AGO
from incident_log.drafting.prose.tokens import WORDS

MARKS = {
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
ENDS = frozenset((".", "!", "?", "…", "..."))
QUOTES = frozenset("\"“”„«»‘’'`")
_CURRENCIES = frozenset("$€£₴₽¥₹")
_AGE = re.compile(r"(?:\d+|[a-z]+(?:-[a-z]+)?)-(?:year|month|week|day)s?-olds?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
#: An abbreviation ends a sentence too, unless more of the time follows.
ABBREVIATED = frozenset(("a.m", "p.m", "u.s", "u.k", "u.n", "e.u"))
#: A small particle that is one word with a name ("al-Dharahi", "d'Orsay").
PREFIXED = re.compile(r"[a-z]{1,3}[-'’][A-Z]")
CAPITAL, SMALL = "capital", "small"
_ARTICLES = ("a", "an")
#: The initial of a name is no article and no pronoun ("A. Moroz").
INITIALS = ("a", "i")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a word, as it is written, wherever it stands."""

    length: int
    case: str  #: CAPITAL or SMALL; empty where no letter begins it
    word: str  #: see Tokens.words
    plain: str  #: the character of its tags, unless something longer begins with it
    seconds: frozenset[str]  #: words behind it with which something longer may begin
    opens: bool  #: something longer begins with it and a number, too
    counts: bool  #: a number may begin with it
    times: Beginning | None = None  #: the times that may begin with it
    figure: str = ""  #: "number" if one may begin with it, or what only looks like one


class Kinds(dict[str, Kind]):
    """The kinds of all words that were met, with the blanks behind them."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, piece: str) -> Kind:
        written = piece.rstrip()
        kind = self[written] if written != piece else _kind(written, self._lexicon)
        if len(self) < _MOST:
            self[piece] = kind
        return kind


#: How many different words are remembered.
_MOST = 100_000


@lru_cache(maxsize=8)
def kinds_of(lexicon: Lexicon) -> Kinds:
    """Return what is remembered of words with this lexicon."""
    return Kinds(lexicon)


#: What stands behind the last word of each paragraph.
END = ""


def _kind(written: str, lexicon: Lexicon) -> Kind:
    if written == END:
        return Kind(0, "", "", "", frozenset(), opens=False, counts=False)
    word = WORDS[written]
    figure = _figure(word)
    seconds = lexicon.seconds(word)
    if word in _ARTICLES:
        seconds |= AGO
    if word in OPENING:
        seconds |= continuing(word)
    if word in INITIALS:
        seconds |= {"."}
    return Kind(
        length=len(written),
        case=_case(written),
        word=word,
        plain=_plain(written, word, figure, lexicon),
        seconds=seconds,
        opens=word in BOUNDING,
        counts=begins_number(word),
        times=beginning(word),
        figure=figure,
    )


def _case(written: str) -> str:
    if not written[0].isalpha():
        return ""
    return CAPITAL if written[0].isupper() else SMALL


def _figure(word: str) -> str:
    if word in _CURRENCIES:
        return "money"
    if "-" in word and _AGE.fullmatch(word):
        return "age"
    if not begins_number(word):
        return ""
    return "ordinal" if _ORDINAL.fullmatch(word) else "number"


def _plain(written: str, word: str, figure: str, lexicon: Lexicon) -> str:
    """Return the character of a word that is a phrase, a mark or nothing by itself."""
    if word in ENDS or word in QUOTES or word in ABBREVIATED:
        return ""
    if word not in _ARTICLES and (beginning(word) or (figure and word not in OPENING)):
        return ""
    is_capital = written[0].isupper()
    phrase = lexicon.word(word, is_capital=is_capital)
    if phrase:
        return phrase.character
    if word not in MARKS and (is_capital or PREFIXED.match(written)):
        return ""  # a name, or the beginning of a sentence
    return lexicon.character({MARKS.get(word, "word")})
