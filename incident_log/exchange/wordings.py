"""Words before a figure, in its cell or in a column of their own: "at least", "~"."""

from typing import Any

from incident_log.exchange.cleaning import UnreadableCell, tidy, words
from incident_log.exchange.columns import ABSENT, Getter, Row, column

#: Signs and words before a figure, and what an update writes for them.
BEFORE = {
    "~": "about",
    "about": "about",
    "approx": "about",
    "approx.": "about",
    "approximately": "about",
    "around": "about",
    "circa": "about",
    "ca.": "about",
    "c.": "about",
    "some": "about",
    "nearly": "up to",
    "almost": "up to",
    "at least": "at least",
    "no fewer than": "at least",
    ">=": "at least",
    "more than": "more than",
    "over": "more than",
    ">": "more than",
    "up to": "up to",
    "at most": "up to",
    "<=": "up to",
    "fewer than": "fewer than",
    "less than": "fewer than",
    "under": "fewer than",
    "<": "fewer than",
}


def wording(given: Any, inside: str | None) -> Getter:
    """Return what finds the words that go before a plain number, if any do."""
    if not isinstance(given, dict):
        return lambda _: given
    read = words(given, column(given["column"], inside), _wording)

    def find(row: Row) -> Any:
        found = read(row)
        return None if found is ABSENT else found

    return find


def _wording(text: str) -> str:
    found = BEFORE.get(tidy(text))
    if found is None:
        raise UnreadableCell(
            f"{text!r} is no wording of a count: let the mapping's 'words' say which"
        )
    return found
