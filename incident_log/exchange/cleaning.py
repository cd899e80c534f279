"""Cells as people fill them, read as flags, words and ids.

What cannot be read is refused and not guessed.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import Any
from unicodedata import category, normalize

from incident_log.errors import IncidentLogError
from incident_log.exchange.columns import Getter, cells, written

Spec = dict[str, Any]

#: Dashes, a minus and a curled apostrophe, as a keyboard writes them.
_PLAIN = str.maketrans("\u2012\u2013\u2014\u2212\u2019", "----'")


class UnreadableCell(IncidentLogError):
    """A cell is no figure, flag or id."""


_FLAGS = (
    (True, ("true", "yes", "y", "1", "t")),
    (False, ("false", "no", "n", "0", "f")),
)


def flag(spec: Spec, get: Getter) -> Getter:
    """Return what reads a column as true or false."""
    known: dict[str, bool] = {}
    for meaning, words in _FLAGS:
        name = "true" if meaning else "false"
        known |= dict.fromkeys(map(_word, spec.get(name, words)), meaning)

    def read(raw: Any) -> bool:
        if _word(raw) not in known:
            raise UnreadableCell(
                f"{written(raw)!r} is neither true nor false: let the mapping's 'true'"
                " and 'false' say which"
            )
        return known[_word(raw)]

    return cells(get, read)


def words(spec: Spec, get: Getter, finish: Callable[[str], str]) -> Getter:
    """Return what reads a column as words: what the mapping's table says, or itself."""
    table = {_word(key): value for key, value in spec.get("words", {}).items()}

    def read(raw: Any) -> Any:
        if table and _word(raw) in table:
            return table[_word(raw)]
        return finish(written(raw)) or None

    return cells(get, read)


def listed(spec: Spec, get: Getter) -> Getter:
    """Return what reads a column as a list of ids: a list, or words with ``;``."""
    separator = spec.get("separator", ";")
    one = words(spec, lambda row: row["one"], slug)

    def read(raw: Any) -> Any:
        each = raw if isinstance(raw, list) else written(raw).split(separator)
        found = [one({"one": value}) for value in each]
        return [value for value in found if value] or None

    return cells(get, read)


def _word(value: Any) -> str:
    return tidy(written(value))


def tidy(text: str) -> str:
    """Write a cell with plain signs, single spaces and small letters."""
    found = " ".join(text.translate(_PLAIN).split()).casefold()
    for sign, plain in (("\u2248", "~"), ("\u2265", ">="), ("\u2264", "<=")):
        found = found.replace(sign, plain)
    return found


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Make an id of any words; it keeps a mark of what is lost by that.

    Letters of other scripts are lost, and the end of what is long.

    >>> slug("North Complex (Plumas)"), slug("fire-Київ")
    ('north-complex-plumas', 'fire-f904f2874388')
    """
    letters = normalize("NFKD", text).lower().strip()
    plain = letters.encode("ascii", "ignore").decode()
    found = re.sub("[._]*[^a-z0-9._]+[._]*", "-", plain).strip("-._")
    is_lost = not found and bool(letters)
    if is_lost or len(found) > 128 or _has_others(letters):
        mark = sha256(letters.encode()).hexdigest()[:12]
        return f"{found[:115].rstrip('-._')}-{mark}".lstrip("-")
    return found


def _has_others(letters: str) -> bool:
    """Tell whether there are letters, numbers or symbols beyond ASCII."""
    return not letters.isascii() and any(
        sign > "\x7f" and category(sign)[0] in "LNS" for sign in letters
    )
