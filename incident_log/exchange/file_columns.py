"""Which columns a file has: a record lacks what others have, or all have lost it."""

from collections.abc import Iterable
from typing import Any

from incident_log.exchange.columns import Row

#: Names of columns; those in an object that rows keep them in come after its name.
Columns = frozenset[tuple[str, ...]]


class FileColumns:
    """Follows the columns of a file from revision to revision.

    *inside* names the object in which rows keep their columns, if they do.
    """

    def __init__(self, inside: str | None) -> None:
        self._inside = inside
        self._before: Columns | None = None
        self._told: set[str] = set()
        self._met: dict[Columns, Columns] = {}

    def of(self, row: Row) -> Columns:
        """Return the columns of a row: the same object for the same columns."""
        found: list[tuple[str, ...]] = [(name,) for name in row]
        within = self._within(row)
        if within is not None:
            found += [(str(self._inside), name) for name in within]
        columns = frozenset(found)
        return self._met.setdefault(columns, columns)

    def completed(self, row: Row, columns: Columns) -> Row:
        """Return a row that says nothing (null) in the columns that it lacks."""
        lacking = columns - self.of(row)
        if not lacking:
            return row
        whole: dict[str, Any] = dict(row)
        within = self._within(row)
        for name in sorted(lacking):
            if len(name) == 1:
                whole[name[0]] = None
            elif within is not None:
                within = {**within, name[1]: None}
                whole[name[0]] = within
        return whole

    def changes(self, columns: Columns) -> Iterable[str]:
        """Yield in words how a revision's columns differ from the one before it.

        The same change is told once, for records may come and go with their columns.
        """
        before, self._before = self._before, columns
        if before is None or before == columns:
            return
        for what, names in (
            ("has a new column", columns - before),
            ("has no more column", before - columns),
        ):
            for name in sorted(names):
                words = f"{what} {'/'.join(name)!r}"
                if words not in self._told:
                    self._told.add(words)
                    yield words

    def _within(self, row: Row) -> dict[str, Any] | None:
        within = row.get(self._inside) if self._inside else None
        return within if isinstance(within, dict) else None
