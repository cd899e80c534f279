"""Collects rows, and writes them in batches with everything they refer to."""

from collections.abc import Iterable, Mapping
from typing import Any

from incident_log.projecting.describing import Descriptions
from incident_log.projections import HISTORIES, TABLES
from incident_log.rectangles import Rectangle
from incident_log.tables import Tables
from incident_log.tables.file import inserting
from incident_log.times import FOREVER

Row = tuple[Any, ...]

_COLUMNS = {table.name: table.names for table in TABLES}
#: table -> where in its rows the id of a row of another table stands
_REFERENCES = {
    table.name: [
        (n, column.references)
        for n, column in enumerate(table.columns)
        if column.references in ("agents", "places", "weapons", "incidents", "sources")
    ]
    for table in TABLES
}

#: Ends the open row of a history that says all this.
_CLOSING = {
    table.name: f"UPDATE {table.name} SET known_to = ?, ended_by = ?"
    f" WHERE known_to = '{FOREVER}'"
    + "".join(f' AND "{name}" IS ?' for name in table.names[1:-2])
    for table in HISTORIES
}

#: Rows collected before they are written.
MANY = 20_000

#: What a row is that nobody described yet.
_BARE = {
    "agents": "INSERT OR IGNORE INTO agents (id, name) VALUES (?1, ?1)",
    "places": "INSERT OR IGNORE INTO places (id, name) VALUES (?1, ?1)",
    "weapons": "INSERT OR IGNORE INTO weapons (id, name) VALUES (?1, ?1)",
    "sources": "INSERT OR IGNORE INTO sources (id, name) VALUES (?1, ?1)",
    "incidents": "INSERT OR IGNORE INTO incidents (id, state, updates)"
    " VALUES (?1, 'open', 0)",
    "reports": "INSERT OR IGNORE INTO reports"
    " (id, source, updates, first_known_at, last_known_at) VALUES (?1, '', 0, '', '')",
}

#: Adds up the updates of an incident or a report, and when the log knew them.
_COUNTING = (
    "UPDATE {} SET updates = updates + ?,"
    " first_known_at = iif(updates, min(first_known_at, ?), ?),"
    " last_known_at = iif(updates, max(last_known_at, ?), ?) WHERE id = ?"
)

#: What is added again where it is known already.
_REPEATED = ("merges", "concerns")


class Writer:
    """One transaction's rows."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows: dict[str, list[Row]] = {}
        self._closed: dict[str, list[Row]] = {}
        self._removed: dict[str, list[Row]] = {}
        self._descriptions = Descriptions(tables)
        self._seen: dict[str, set[str]] = {name: set() for name in _BARE}
        self._incidents: dict[str, str] = {}
        self._sources: set[str] = set()
        self._counted: dict[str, dict[str, list[str]]] = {}
        self._replaced: dict[str, Row] = {}
        self._cleared: list[tuple[str, str]] = []

    def add(self, table: str, row: Row) -> None:
        """Add a row, all of its columns in their order."""
        self._rows.setdefault(table, []).append(row)
        if table == "claims":
            self._incidents[row[0]] = row[2]

    def replace_claim(self, row: Row) -> None:
        """Write a claim that may be understood otherwise now than before."""
        self._replaced[row[0]] = row

    def see(self, table: str, id_: str) -> None:
        """Make sure that *table* has a row of that id, whether or not described."""
        self._seen[table].add(id_)

    def count(self, table: str, id_: str, known_at: str) -> None:
        """Count one update more of an incident or a report."""
        self._counted.setdefault(table, {}).setdefault(id_, []).append(known_at)

    def close(self, noun: str, closed: Row) -> None:
        """End a row that is stored already: its known_to, ended_by, what it says."""
        self._closed.setdefault(noun, []).append(closed)

    def clear(self, table: str, incident: str) -> None:
        """Take out all rows of an incident, before any is added."""
        self._cleared.append((table, incident))

    def remove(self, noun: str, id_: int) -> None:
        """Take out a row that the log does not bear out."""
        self._removed.setdefault(noun, []).append((id_,))

    def describe(
        self, noun: str, id_: str, said: Mapping[str, Any], order: Row
    ) -> None:
        """Add what is said of a thing, and make sure of all that it names.

        *order* is that of the event that says it, and its position.
        """
        for table, named in self._descriptions.add(noun, id_, said, order):
            self._seen[table].add(named)

    def incident_of(self, claim: str) -> str:
        """Return the incident of a claim that was registered before."""
        if claim in self._incidents:
            return self._incidents[claim]
        rows = self._tables.rows("SELECT incident FROM claims WHERE id = ?", (claim,))
        return str(rows[0][0])

    @property
    def is_full(self) -> bool:
        """Tell whether so much is collected that it had better be written."""
        return sum(map(len, self._rows.values())) > MANY

    def flush(self) -> None:
        """Write all rows."""
        self._take_out()
        for row in self._replaced.values():
            self.add("claims", row)
        for table, rows in self._rows.items():
            for n, other in _REFERENCES[table]:
                self._seen[other].update({row[n] for row in rows} - {None})
        for table, seen in self._seen.items():
            self._make_sure(table, seen)
            self._sources |= seen if table == "sources" else set()
            seen.clear()
        self._add_up()
        for table, rows in self._rows.items():
            statement = inserting(table, _COLUMNS[table])
            if table in _REPEATED:
                statement += " ON CONFLICT DO NOTHING"
            self._tables.write(statement, rows)
        self._rows, self._closed, self._removed = {}, {}, {}
        self._replaced, self._cleared, self._incidents = {}, [], {}

    def describe_all(self) -> None:
        """Write the descriptions, and fill the rows of what they describe."""
        self._descriptions.write(self._sources)
        self._sources = set()

    def _take_out(self) -> None:
        """End rows that are stored already, and delete those that are made again."""
        tables = self._tables
        for noun, closed in self._closed.items():
            tables.write(_CLOSING[noun], closed)
        for noun, removed in self._removed.items():
            tables.write(f"DELETE FROM {noun} WHERE id = ?", removed)
        for table, incident in self._cleared:
            tables.write(f"DELETE FROM {table} WHERE incident = ?", [(incident,)])
        ids = [(id_,) for id_ in self._replaced]
        tables.write("DELETE FROM claims WHERE id = ?", ids)

    def _add_up(self) -> None:
        """Write how many updates were counted."""
        for table, counted in self._counted.items():
            rows = []
            for id_, known in counted.items():
                first, last = min(known), max(known)
                rows.append((len(known), first, first, last, last, id_))
            self._tables.write(_COUNTING.format(table), rows)
        self._counted = {}

    def _make_sure(self, table: str, ids: Iterable[str]) -> None:
        self._tables.write(_BARE[table], [(id_,) for id_ in sorted(ids)])


def row_of(incident: str, rectangle: Rectangle) -> Row:
    """Return a row of a history table but for its number."""
    strip = rectangle.strip
    return (
        incident,
        *strip.content.values,
        *(strip.as_of_from, strip.as_of_to),
        *(rectangle.known_from, rectangle.known_to, rectangle.ended_by),
    )
