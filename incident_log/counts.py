"""How many, as reports say it: exactly, at least, about, or between.

The words and their bounds are those of Wikidata-like bounded quantities: an open
bound stays open (``None``), and vague words keep their vagueness (R1, R10).
"none", "unknown", "some" and not stated are four different things.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from incident_log.errors import UnclearCount

#: Counts above this are typing errors, not harm.
MOST = 10**9

Number = int | float


class Range(NamedTuple):
    """Two bounds, both included; ``None`` where nobody has set one."""

    low: Number | None
    high: Number | None

    def holds(self, value: Number) -> bool:
        """Tell whether *value* is one of the range's."""
        return (self.low is None or self.low <= value) and (
            self.high is None or value <= self.high
        )

    def nearest(self, value: Number) -> Number:
        """Return *value*, or the end of the range that is nearest to it."""
        if self.low is not None and value < self.low:
            return self.low
        return self.high if self.high is not None and value > self.high else value


ANYTHING = Range(None, None)
ZERO = Range(0, 0)


def meet(ranges: Iterable[Range]) -> Range | None:
    """Return what all *ranges* share, or ``None`` when they contradict (R1)."""
    known = list(ranges)
    low = max((r.low for r in known if r.low is not None), default=None)
    high = min((r.high for r in known if r.high is not None), default=None)
    return (
        None
        if low is not None and high is not None and low > high
        else Range(low, high)
    )


def hull(ranges: Iterable[Range]) -> Range:
    """Return the range from the lowest low to the highest high; open stays open."""
    known = list(ranges)
    lows = [r.low for r in known]
    highs = [r.high for r in known]
    return Range(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def reconcile(ranges: Iterable[Range]) -> Range:
    """Narrow ranges that can all be true; widen over those that cannot."""
    known = list(ranges)
    if len(known) == 1:
        return known[0]
    return meet(known) or hull(known)


def plus(left: Range, right: Range) -> Range:
    """Add two ranges end by end; an open bound survives the sum (R10)."""
    return Range(
        None if left.low is None or right.low is None else left.low + right.low,
        None if left.high is None or right.high is None else left.high + right.high,
    )


@dataclass(frozen=True, slots=True)
class Count:
    """A number as somebody put it.

    >>> Count.parse("at least 9").range
    Range(low=9, high=None)
    >>> Count.parse("more than 9").value
    10
    >>> Count.parse("several")
    Count(range=Range(low=2, high=None), value=None, text='several')
    """

    range: Range
    value: Number | None  #: what it is worth as one number, if it is
    text: str | None  #: the words as given; ``None`` where no count was stated

    @classmethod
    def parse(cls, given: object, *, decimals: bool = False) -> "Count":
        """Read a number or words (DOMAIN 1.3); raise :exc:`UnclearCount` otherwise.

        *decimals* admits fractions and negative numbers, for indicators.
        """
        if given is None:
            return NOT_STATED
        if type(given) is str:
            return _from_words(given, decimals)
        if type(given) is int or (decimals and type(given) is float):
            if not abs(given) <= MOST * (MOST if decimals else 1):  # nor if it is NaN
                raise UnclearCount(given)
            return _exactly(given, str(given))
        raise UnclearCount(given)


NOT_STATED = Count(ANYTHING, None, None)

_VAGUE = {
    "several": Range(2, None),
    "some": Range(1, None),
    "none": ZERO,
    "unknown": ANYTHING,
}
_NUMBER = r"\d{1,10}(?:\.\d{1,9})?"
_PHRASE = re.compile(
    r"(?:(at least|more than|up to|fewer than|about) )?"
    rf"({_NUMBER})(?: to ({_NUMBER}))?",
    re.ASCII,
)


@lru_cache(maxsize=4096, typed=True)
def _exactly(number: Number, text: str) -> Count:  # the text tells 0.0 from -0.0
    return Count(Range(number, number), number, text)


@lru_cache(maxsize=4096)
def _from_words(words: str, decimals: bool) -> Count:
    if words in _VAGUE:
        return Count(_VAGUE[words], 0 if words == "none" else None, words)
    match = _PHRASE.fullmatch(words)
    if match is None or bool(match[1]) == bool(match[3]):
        raise UnclearCount(words)
    first = _number(match[2], words, decimals)
    if match[3]:
        last = _number(match[3], words, decimals)
        if last < first:
            raise UnclearCount(words)
        return Count(Range(first, last), None, words)
    return Count(*_bounded(match[1], first, words), words)


def _bounded(qualifier: str, n: Number, words: str) -> tuple[Range, Number | None]:
    """Return the bounds and the value of *n* under its qualifier."""
    if qualifier == "at least":
        return Range(n, None), n
    if qualifier == "about":
        return ANYTHING, n
    if qualifier == "up to":
        return Range(0, n), None
    if type(n) is float or (qualifier == "fewer than" and n == 0):
        raise UnclearCount(words)
    if qualifier == "more than":
        return Range(n + 1, None), n + 1
    return Range(0, n - 1), None


def _number(digits: str, words: str, decimals: bool) -> Number:
    if "." in digits:
        if not decimals:
            raise UnclearCount(words)
        return float(digits)
    if int(digits) > MOST:
        raise UnclearCount(words)
    return int(digits)
