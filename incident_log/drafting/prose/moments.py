"""Times as prose writes them: days, dates, clock times, weekdays, and vague ones.

A moment is only read here; what it means depends on when and where the article was
written, and is decided by :mod:`incident_log.drafting.dates.resolving`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incident_log.drafting.prose.beginnings import FIRST, Beginning, beginning
from incident_log.drafting.prose.moment_guards import GUARDS
from incident_log.drafting.prose.tokens import tokens_of

#: Kinds of times that name a day, and those that name a time of day.
DAYS = frozenset(("date", "listed", "numeric", "instant", "weekday", "relative", "ago"))
CLOCKS = frozenset(("clock", "instant"))
#: What may stand between "a" and "ago", as articles are so common.
AGO = frozenset("minute hour day week month year".split())


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in the text, not resolved yet."""

    start: int
    end: int
    kind: str  #: "date", "weekday", "clock", ...: a form of moment_forms
    parts: dict[str, str]  #: in small letters, as the groups of the form name them


def begins_moment(word: str) -> bool:
    """Tell whether a time may begin with this word."""
    return beginning(word) is not None


def read_moment(text: str, start: int, end: int | None = None) -> Moment | None:
    """Read the time that begins at *start* and ends by *end*.

    What looks like a time and counts people, or names somebody, is none.
    """
    end = len(text) if end is None else end
    word = FIRST.match(text, start, end)
    begun = beginning(word[0].lower()) if word else None
    return read_as(begun, text, start, end) if begun else None


def read_as(begun: Beginning, text: str, start: int, end: int) -> Moment | None:
    """Read one of the times that may begin with the word at *start*."""
    if begun.hint and not begun.hint.match(text, start, end):
        return None
    for kind, pattern in begun.forms:
        match = pattern.match(text, start, end)
        if match and _fits(text, kind, match, end):
            return Moment(start, match.end(), kind, _parts(match))
    return None


def moments_in(text: str, start: int, end: int) -> Iterator[Moment]:
    """Yield the times of a stretch of text."""
    tokens = tokens_of(text, start, end)
    for at, word in zip(tokens.starts, tokens.words, strict=True):
        if at >= start and begins_moment(word):
            moment = read_moment(text, at, end)
            if moment:
                yield moment
                start = moment.end


def _parts(match: re.Match[str]) -> dict[str, str]:
    """Return what was read; "zone2" is another place for a "zone"."""
    return {
        name.rstrip("2"): " ".join(value.lower().split())
        for name, value in match.groupdict().items()
        if value is not None
    }


def _fits(text: str, kind: str, match: re.Match[str], end: int) -> bool:
    """Ask the guard of a kind, which sees the words before and behind."""
    guard = GUARDS.get(kind)
    if guard is None:
        return True
    before = text[max(0, match.start() - _SEEN) : match.start()]
    return guard(match, before, text[match.end() : min(end, match.end() + _SEEN)])


#: How many characters around a time its guard looks at.
_SEEN = 40
