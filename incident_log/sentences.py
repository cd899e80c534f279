"""The sentence round a quote."""

import re

#: Where a sentence may end: its sign, closing quotation marks, white space.
_END = re.compile(r"[.!?][\u201d\u2019\"')\]]*\s+|[\r\n]+")

#: What a full stop stands behind without ending the sentence.
_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr st lt gen col maj sgt capt gov sen rep rev no approx vs inc co"
        " jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m u.s u.k u.n"
    ).split()
)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after ``text[start:end]`` in its sentence.

    >>> around("One. As of 11 a.m. Friday, nine were injured. Two.", 27, 31)
    ('As of 11 a.m. Friday, ', ' were injured.')
    """
    first, last = 0, len(text)
    for match in _END.finditer(text):
        if _is_abbreviation(text, match):
            continue
        if match.end() <= start:
            first = match.end()
        elif match.end() > end:
            last = match.start() + len(match[0].rstrip())
            break
    return text[first:start], text[end : max(last, end)]


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if not match[0].startswith("."):
        return False
    words = text[: match.start()].rsplit(None, 1)
    return bool(words) and words[-1].lower().lstrip("(“\"'") in _ABBREVIATIONS
