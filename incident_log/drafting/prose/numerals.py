"""Numbers as prose writes them: digits, words, dozens, ranges, "at least nine".

What a number is worth follows DESIGN 4: the words that bound it stay with it, and vague
words keep their vagueness ("dozens" is at least 24, "several" is several).
"""

from functools import lru_cache
from typing import NamedTuple

from incident_log.counts import MOST, Count
from incident_log.drafting.prose.bounds import (
    BOUNDS,
    MORE,
    opens_number,
    read_bounds,
)
from incident_log.drafting.prose.cardinals import SCALES, Cursor, word_value
from incident_log.drafting.prose.tokens import Tokens
from incident_log.drafting.prose.vagueness import read_vague

#: Who is counted has been spoken of before.
_DEFINITE = ("the", "these", "those", "all")


class Number(NamedTuple):
    """A number in the text, from its first qualifying word to its last digit."""

    start: int
    end: int
    digits: tuple[int, int]  #: the span of the number itself, without "at least"
    low: int | None
    high: int | None
    words: int | str  #: as a claim's ``count`` has it
    bound: str = ""  #: "at least", "more than", "up to", "fewer than", "about" or ""
    more: bool = False  #: "another nine": on top of others
    vague: bool = False
    total: bool = False  #: "a total of nine"
    definite: bool = False  #: "the nine": spoken of before


def read_number(tokens: Tokens, i: int) -> tuple[Number, int] | None:
    """Read the number that begins with token *i*; return it and the token after it."""
    word = tokens.words[i]
    following = tokens.words[i + 1] if i + 1 < len(tokens) else ""
    if not opens_number(word, following):
        return None
    if not _goes_on(following):
        value = _alone(word)
        if value is not None:
            span = tokens.starts[i], tokens.end(i)
            return Number(*span, span, value, value, value), i + 1
    return _long_number(tokens, i)


@lru_cache(maxsize=4096)
def _alone(word: str) -> int | None:
    """Return what a word is worth that is a number by itself, as most are."""
    return Cursor([word], 0).cardinal()


@lru_cache(maxsize=4096)
def _goes_on(word: str) -> bool:
    """Tell whether a number may go on with *word* behind its first one."""
    return word in _JOINING or word in SCALES or word_value(word) is not None


_JOINING = ("to", "-", "–", "or", "and", "+", "at")


def _long_number(tokens: Tokens, i: int) -> tuple[Number, int] | None:
    """Read a number with the words that bound it, or of several words."""
    cursor = Cursor(tokens.words, i)
    bounds = read_bounds(cursor)
    begin = cursor.i
    vague = read_vague(cursor)
    read = vague or _exact(cursor, opened=_is_opened(tokens.words, begin))
    if read is None or max(read[0], read[1] or 0) > MOST:
        return None
    is_vague = vague is not None and read[0] != read[1]
    bound = _bound_behind(cursor, tokens) or next(
        (BOUNDS[b] for b in bounds if BOUNDS.get(b)), ""
    )
    words = _words(*read, bound, is_vague)
    low, high = Count.parse(words).range
    span = tokens.starts[begin], tokens.end(cursor.i - 1)
    number = Number(
        start=tokens.starts[i],
        end=span[1],
        digits=span,
        low=_whole(low),
        high=_whole(high),
        words=words,
        bound=bound,
        more=any(b in MORE for b in bounds),
        vague=is_vague,
        total=any("total of" in b for b in bounds),
        definite=any(b in _DEFINITE for b in bounds),
    )
    return number, cursor.i


def _is_opened(words: list[str], begin: int) -> bool:
    return begin > 0 and words[begin - 1] in ("between", "from")


def _exact(cursor: Cursor, *, opened: bool) -> tuple[int, int] | None:
    """Read a number, or both ends of "10 to 15", "10-15", "between 10 and 15"."""
    low = cursor.cardinal()
    if low is None:
        return None
    joint, keep = cursor.word(), cursor.i
    if joint not in ("to", "-", "–", "or") and not (joint == "and" and opened):
        return low, low
    cursor.i += 1
    high = cursor.cardinal()
    if high is None or high <= low or (joint == "or" and high > low + 5):
        cursor.i = keep
        return low, low
    return low, high


def _bound_behind(cursor: Cursor, tokens: Tokens) -> str:
    """Read "30+", "30 or more", and "30 at least" where nothing is counted behind."""
    at = cursor.i
    if cursor.word() == "+" and tokens.starts[at] == tokens.end(at - 1):
        cursor.i += 1
        return "at least"
    if cursor.word() == "or" and cursor.word(1) == "more":
        cursor.i += 2
        return "at least"
    is_least = cursor.word() == "at" and cursor.word(1) == "least"
    if is_least and not cursor.word(2)[:1].isalnum():
        cursor.i += 2
        return "at least"
    return ""


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _words(low: int, high: int | None, bound: str, vague: bool) -> int | str:
    if vague:
        if bound in ("up to", "fewer than"):
            return f"{bound} {low}"
        return "several" if low == 2 else f"at least {low}"
    if high != low:
        return f"{low} to {high}" if bound != "at least" else f"at least {low}"
    return f"{bound} {low}" if bound else low
