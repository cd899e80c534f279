"""A mapping for data that nobody described: every column of numbers is an indicator.

A column is one of numbers if the first cell that says anything in it is a number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from incident_log.errors import UnreadableInput
from incident_log.exchange.cleaning import tidy
from incident_log.exchange.columns import Row, escaped
from incident_log.exchange.figures import EMPTY
from incident_log.exchange.mapping import Mapping
from incident_log.schemas.mappings import FORMAT

_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?", re.ASCII)

_NO_NUMBERS = (
    "has no column of numbers: write a mapping that says what its columns mean (--map)"
)


class Automatic:
    """Makes a mapping as columns of numbers turn up.

    *ids* are the columns, as mappings name them, that tell records apart.  Each record
    is an incident of its own; with *incident* all of them are places of that one.
    *columns* tells what was learned of each column met, in that order; whoever goes on
    later puts it there again.
    """

    def __init__(
        self, ids: Sequence[str], *, name: str, source: str, incident: str | None = None
    ) -> None:
        self._ids = frozenset(ids)
        self._key = "-".join(f"{{{column}}}" for column in ids)
        self._name, self._source, self._incident = name, source, incident
        self.columns: dict[str, bool] = {}  #: whether they are of numbers
        self._mapping: Mapping | None = None

    def __call__(self, rows: Iterable[Row]) -> Mapping:
        """Return the mapping for a file in which *rows* are new."""
        before = len(self.columns)
        for row in rows:
            for column, value in _cells(row, ""):
                if column not in self.columns:
                    self._learn(column, value)
        if len(self.columns) > before or self._mapping is None:
            columns = [name for name, is_number in self.columns.items() if is_number]
            if columns:
                self._mapping = Mapping(self._document(columns))
        if self._mapping is None:
            raise UnreadableInput(_NO_NUMBERS)
        return self._mapping

    def warnings(self) -> Iterable[str]:
        """Return nothing: columns that are not there are not named."""
        return ()

    def _learn(self, column: str, value: Any) -> None:
        if column in self._ids or isinstance(value, bool):
            self.columns[column] = False
        elif isinstance(value, int | float):
            self.columns[column] = True
        elif value is not None and tidy(value) not in EMPTY:
            self.columns[column] = bool(_NUMBER.fullmatch(value.strip()))

    def _document(self, columns: Sequence[str]) -> dict[str, Any]:
        named: dict[str, Any] = {
            "id": f"{self._name}-{self._key}",
            "title": f"{self._name} {self._key}",
        }
        place: dict[str, Any] = {}
        if self._incident is not None:
            named, place = {"id": self._incident}, {"place": self._key}
        return {
            "format": FORMAT,
            "rows": {"say": "changes"},
            "report": {"id": f"{self._name}.{self._key}", "source": self._source},
            "incident": named,
            "claims": [
                {
                    "type": "indicator",
                    "id": name,
                    "name": name,
                    "value": {"column": column, "otherwise": "not_stated"},
                    **place,
                }
                for name, column in _indicators(columns)
            ],
        }


def _cells(row: Row, before: str) -> Iterator[tuple[str, Any]]:
    """Yield columns at any depth, as mappings name them, with their plain values."""
    for name, value in row.items():
        column = f"{before}{escaped(name)}"
        if isinstance(value, dict):
            yield from _cells(value, f"{column}/")
        elif not isinstance(value, list):
            yield column, value


def _indicators(columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Name an indicator for each column; a name that is lost or taken gets a mark."""
    taken = set()
    for column in columns:
        name = re.sub("[^a-z0-9]+", "_", column.lower()).strip("_")[:100]
        if not name or name in taken or not column.isascii():
            name = f"{name}_{sha256(column.encode()).hexdigest()[:8]}".lstrip("_")
        taken.add(name)
        yield name, column
