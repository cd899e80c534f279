"""Which mapping the records of a revision are read by, and what it misses in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from incident_log.exchange.columns import Row
from incident_log.exchange.mapping import Mapping
from incident_log.exchange.unmet import Unmet


class MappingFor(Protocol):
    """Returns the mapping for a file in which some rows are new."""

    columns: dict[str, bool]  #: what it learned of the columns, to go on with later

    def __call__(self, rows: Iterable[Row], /) -> Mapping: ...

    def warnings(self) -> Iterable[str]:
        """Return in words which columns it misses in all those rows."""


def for_revisions(mapping: Mapping) -> MappingFor:
    """Let rows say nothing in columns that the file does not have."""
    document = mapping.document
    rows = {name: of for name, of in mapping.rows.items() if name != "whole"}
    made = Mapping({**document, "rows": rows | {"say": "changes"}})
    return _Always(made, Unmet(document))


@dataclass
class _Always:
    """A mapping that was written down, whatever the columns."""

    mapping: Mapping
    unmet: Unmet
    columns: dict[str, bool] = field(default_factory=dict)

    def __call__(self, rows: Iterable[Row]) -> Mapping:
        for row in rows:
            self.unmet.look(row)
        return self.mapping

    def warnings(self) -> Iterable[str]:
        return self.unmet.warnings()
