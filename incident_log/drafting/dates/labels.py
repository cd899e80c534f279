"""What the top of an article calls it: a label, a correction, who publishes it."""

import re


def label_of(text: str, lines: list[tuple[int, int]]) -> str | None:
    """Return the words before a title: "LIVE", "[UPDATES] As of 11 a.m."."""
    for start, end in lines:
        match = _LABEL.match(text, start, end)
        if match and match["label"].strip():
            return match["label"].strip(" ,:|")
    return None


def signal_of(text: str, lines: list[tuple[int, int]]) -> str | None:
    """Return the signal of an update that calls itself one: "Correction: ..."."""
    for start, end in lines:
        match = _SIGNAL.match(text, start, end)
        if match:
            return _SIGNALS[match[1][:4].lower()]
    # To search for the pattern in small and capital letters takes ten times as long.
    is_likely = "earlier version of this" in text.lower()
    return "correction" if is_likely and _CORRECTED.search(text) else None


def outlet_of(text: str, lines: list[tuple[int, int]]) -> str | None:
    """Return who is named in a dateline: "KHARKIV, Ukraine (Wire) —"."""
    for start, end in lines:
        match = _OUTLET.match(text, start, end)
        if match:
            return match["outlet"]
    return None


_OUTLET = re.compile(
    r"[A-Z\u00c0-\u00dd][^()\n]{1,70}\((?P<outlet>[A-Z][\w .&'\u2019-]{1,40})\)"
    r"\s*\.?\s*(?:-{1,2}|\u2014|\u2013)"
)
_LABEL = re.compile(
    r"(?i:\s*(?:date\s+[\d-]+\s+)?)(?P<label>"
    r"(?:LIVE|UPDATED?|BREAKING|LATEST|FLASH)(?: \d{1,2})?(?=\s*[:|\u2014-])"
    r"|(?:Flash|Situation) (?:Update|Report)(?: (?:No\. ?|#)?\d+)?"
    r"|(?:\[[A-Z][A-Z ]*\]\s*)?(?:(?:As of|AS OF|As at) [^,\n]{2,40}(?=,))?)"
)
_SIGNALS = {
    "upda": "update",
    "corr": "correction",
    "clar": "clarification",
    "retr": "retraction",
}
_SIGNAL = re.compile(
    r"\s*(?:date\s+[\d-]+\s+)?\[?\b(?i:(update[ds]?|corrections?|corrected|clarification"
    r"|retraction|retracted))(?:\]|\s*(?:\d\s*)?[:\u2014-](?!\w))"
)
_CORRECTED = re.compile(
    r"\b(?:an )?earlier version of this (?:article|story|report)\b", re.IGNORECASE
)
