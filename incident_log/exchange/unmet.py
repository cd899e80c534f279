"""Columns that a mapping names and that no row has: misspelt, or renamed since."""

from collections.abc import Iterator
from typing import Any

from incident_log.exchange.columns import Row, unescaped
from incident_log.exchange.reading_fields import columns_of

#: What of a mapping names no columns.
_WORDS = ("title", "note", "rows", "claims")

#: Ways to a column, of which one is enough.
Ways = list[list[str]]


class Unmet:
    """Looks at rows for the columns that a mapping names.

    Rows of changes may leave out any of them, so that nothing is missed there.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        rows = document.get("rows", {})
        self._inside = rows.get("inside")
        says_all = rows.get("say") != "changes"
        self._waiting = dict(_named(document)) if says_all else {}
        self._rows = 0

    def look(self, row: Row) -> None:
        """Note which columns a row has, whatever it says there."""
        self._rows += 1
        if self._waiting:
            within = row.get(self._inside) if self._inside else None
            met = [
                name
                for name, ways in self._waiting.items()
                if any(_has(row, way) or _has(within, way) for way in ways)
            ]
            for name in met:
                del self._waiting[name]

    def warnings(self) -> Iterator[str]:
        """Yield in words which columns no row had, if there were rows."""
        for name in self._waiting if self._rows else ():
            yield f"no row has the column {name}: correct its name in the mapping"


def _named(document: dict[str, Any]) -> Iterator[tuple[str, Ways]]:
    """Yield all columns of a mapping as it writes them, and where they are."""
    conditions = [
        each
        for section in (document.get("rows", {}), *document["claims"])
        for given in section.values()
        if isinstance(given, list)
        for each in given
    ]
    fields = [of for name, of in document.items() if name not in _WORDS]
    lists = [each for of in fields if isinstance(of, list) for each in of]
    for given in (*fields, *lists, *document["claims"], *conditions):
        for found in columns_of(given):
            names = [found] if isinstance(found, str) else found
            ways = [[unescaped(part) for part in name.split("/")] for name in names]
            yield " or ".join(map(repr, names)), ways


def _has(row: Any, way: list[str]) -> bool:
    """Tell whether a row has a column; nothing is told of what lies in a null."""
    for part in way:
        if not isinstance(row, dict) or part not in row:
            return False
        row = row[part]
        if row is None:
            return True
    return True
