"""Plain words for numbers, for how firm they are, and for why they changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from incident_log.datasette_plugin.pages.subjects import plain

Row = Mapping[str, Any]

_SIGNS = {
    "new harm": "New harm",
    "later count": "Later count",
    "late report": "Late report of earlier harm",
    "correction": "Correction",
    "retraction": "Retraction",
    "hold": "Held back",
    "release": "Counts again",
    "merge": "Incidents were merged",
    "unmerge": "Incidents were taken apart",
    "description": "Places or sources were described anew",
    "other moment": "Speaks about a later moment",
    "told again": "Told again",
}

_WHY = {
    "superseded": "a newer claim of the same origin took its place",
    "outvoted": "another claim decides",
    "interested": "its voice has a stake",
    "corrected": "it was corrected",
    "retracted": "it was retracted",
    "held": "it is held back",
    "redescribed": "places or sources were described anew",
    "merged": "incidents were merged or taken apart",
    "erased": "it was erased",
}

_DASH = "\N{EN DASH}"

#: Quotation marks that may stand around a whole quote.
_MARKS = ('""', "''", "“”", "«»", "\N{LEFT SINGLE QUOTATION MARK}\u2019")

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)


def number(figure: Row | None) -> str:
    """Write a figure in a few characters: 13, ≥7, ≤12; a dash if not stated."""
    if figure is None:
        return _DASH
    low, best, high = figure["low"], figure["best"], figure["high"]
    if best is not None:
        return f"≥{best}" if high is None and best == low else f"{best}"
    if low is None and high is None:
        return _DASH
    if high is None:
        return f"≥{low}"
    if low is None:
        return f"≤{high}"
    return f"{low}" if low == high else f"{low}{_DASH}{high}"


def bounded(figure: Row | None) -> str:
    """Write a figure with its bounds: "12 (9 to 12)"; "nothing" if there is none."""
    if figure is None:
        return "nothing"
    low, best, high = figure["low"], figure["best"], figure["high"]
    disputed = ", contested" if figure.get("contested") else ""
    if low is None and high is None:
        return "not stated" if best is None else f"about {best}"
    told = bounds(figure)
    if best is None or low == high or (high is None and best == low):
        return told + disputed
    return f"{best} ({told}){disputed}"


def bounds(figure: Row) -> str:
    """Write between what a figure lies: "9 to 12", "at least 9"."""
    low, high = figure["low"], figure["high"]
    if low == high:
        return f"{low}"
    if high is None:
        return f"at least {low}"
    return f"up to {high}" if low is None else f"{low} to {high}"


def remark(figure: Row, said: Sequence[Row]) -> str:
    """Say in plain words how firm a figure is; *said* are the rows that decide it."""
    if figure["contested"]:
        return f"contested: {_count(figure['origins'])} origins disagree"
    if said and all(row["denied"] for row in said):
        return "denied"
    low, best, high = figure["low"], figure["best"], figure["high"]
    if low is None and high is None:
        return "not stated" if best is None else "about"
    put = {str(row["count_text"]) for row in said}
    if best is None and put in ({"several"}, {"some"}):
        return put.pop()
    if high is None:
        return "at least"
    if low is None:
        return "up to"
    return _agreement(figure)


def _agreement(figure: Row) -> str:
    many = figure["origins"] > 1
    if figure["low"] == figure["high"]:
        return f"{_count(figure['origins'])} origins agree" if many else "one origin"
    return "earlier counts differ" if many else "a range"


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def cause(slug: str) -> str:
    """Name the cause of a change."""
    return _SIGNS.get(slug, slug)


def first(slug: str) -> str:
    """Name the cause of a first figure; that it was counted is none."""
    return "First figure" if slug in ("later count", "new harm") else cause(slug)


def unquoted(quote: str | None) -> str | None:
    """Return words without quotation marks of their own around all of them.

    >>> unquoted("“All objects are hit”")
    'All objects are hit'
    """
    if quote and quote[0] + quote[-1] in _MARKS:
        return quote[1:-1]
    return quote


def why(slug: str) -> str:
    """Say why a claim does not decide."""
    return _WHY.get(slug, slug)


def says(row: Row) -> str:
    """Say what a claim says, as a verb: "says 13", "denies it"."""
    if row["denied"]:
        return f"denies {row['count_text'] or 'it'}"
    return f"says {row['count_text']}" if row["count_text"] else "gives no number"


FLAGS = {
    "backfilled": "imported later, with the time it was received",
    "downward_revision": "lower than its origin said before",
    "held": "held back",
    "increment_without_total": "“more” without a total",
    "origin_retracted": "rests on a retracted report",
    "parts_exceed_total": "its parts add up to more",
    "provisional": "provisional",
    "retracted": "retracted",
    "silent_edit": "changed without notice",
}


def flag(slug: str) -> str:
    """Name a flag."""
    return FLAGS.get(slug, plain(slug))
