"""The words and digits that times begin with, and which forms begin with each."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from incident_log.drafting.prose.moment_forms import (
    AT_DIGITS,
    BEGINNINGS,
    COUNTED,
    FIRST_WORDS,
    MONTHS,
    Form,
    forms,
)
from incident_log.drafting.prose.zones import ZONE

#: What is looked up of a word: of "mid-2024" the "mid".
FIRST = re.compile(r"\d|[^\W\d_]+(?:-[^\W\d_]+)?")
_OTHERS = re.compile(r"\d|mid-")
_ANY_MONTH = f"(?:{'|'.join(MONTHS)})"
#: What follows the digits of every time that begins with digits; most numbers are
#: told from times by this alone.
_TIMELY = re.compile(
    r"(?:19|20)\d\d|\d{1,4}(?!\d)(?:st|nd|rd|th)?(?:[-/.:h]\d|[\s(\u2013-]{0,3}"
    rf"(?:[ap]\.?\s?m|h|o['\u2019]c|of\s+{_ANY_MONTH}"
    rf"|(?:and|to|or)\s*[0-3]?\d\s+{_ANY_MONTH}|in\s+the\s+[mae]|at\s+n|\d"
    rf"|minute|day|week|noon|month|year|{_ANY_MONTH}|{ZONE}))",
    re.IGNORECASE,
)
#: What follows a number in words: "two o'clock", "two in the morning", "two days ago".
_TIMELY_WORD = re.compile(
    r"[a-z]+(?:\.\d|\s+(?:o['\u2019]c|in\b|at\b|minute|hour|day|week|month|year))",
    re.IGNORECASE,
)


class Beginning(NamedTuple):
    """What may begin with a word."""

    hint: re.Pattern[str] | None  #: what every time that begins so goes on with
    forms: tuple[Form, ...]  #: in the order in which they are tried


@lru_cache(maxsize=8192)
def beginning(word: str) -> Beginning | None:
    """Return the times that may begin with *word*, in small letters, if any may."""
    begins = FIRST.match(word) if word in FIRST_WORDS or _OTHERS.match(word) else None
    if begins is None:
        return None
    return _beginnings().get("0" if begins[0].isdigit() else begins[0])


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, Beginning]:
    """Return what begins with each word, and with ``"0"``: any digit."""
    by_kind = forms()

    def of(kinds: Iterable[str], hint: re.Pattern[str] | None = None) -> Beginning:
        return Beginning(hint, tuple(form for kind in kinds for form in by_kind[kind]))

    by_word = {
        word: of(
            (kind for kind in by_kind if word in BEGINNINGS.get(kind, ())),
            _TIMELY_WORD if word in COUNTED else None,
        )
        for word in FIRST_WORDS
    }
    return {**by_word, "0": of(AT_DIGITS, _TIMELY)}
