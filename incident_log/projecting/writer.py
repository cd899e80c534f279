"""Collects rows, and writes them in batches with everything they refer to."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from incident_log.events import Event
from incident_log.projecting.describing import describe
from incident_log.projections import TABLES
from incident_log.rectangles import Rectangle
from incident_log.tables import Tables
from incident_log.tables.file import inserting

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

#: What is added again where it is known already.
_REPEATED = ("merges", "concerns")

_DESCRIBED = (
    "INSERT INTO descriptions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (noun, id, field) DO UPDATE SET value = excluded.value,"
    " known_at = excluded.known_at, published_at = excluded.published_at,"
    " report = excluded.report, update_id = excluded.update_id,"
    " position = excluded.position"
    " WHERE (excluded.known_at, excluded.published_at, excluded.report,"
    " excluded.update_id, excluded.position)"
    " > (known_at, published_at, report, update_id, position)"
)
#: A source is called what it is called as an agent.
_NAMED_AS_AGENT = (
    "UPDATE sources SET name = agents.name FROM agents"
    " WHERE agents.id = sources.id AND sources.id = ?"
)
#: Where an incident's place lies, for maps.
_LOCATED = (
    "UPDATE incidents SET (latitude, longitude) ="
    " (SELECT latitude, longitude FROM places WHERE id = incidents.place)"
)
_PLACED = f"{_LOCATED} WHERE id = ?"
_PLACED_THERE = f"{_LOCATED} WHERE place = ?"
_UPDATED = (
    "UPDATE reports SET (updates, first_known_at, last_known_at) ="
    " (SELECT count(*), min(known_at), max(known_at) FROM updates"
    " WHERE report = reports.id) WHERE id = ?"
)


#: What a field of a description names.
_NAMED = {
    ("incidents", "place"): "places",
    ("agents", "origin"): "agents",
    ("places", "part_of"): "places",
    ("weapons", "broader"): "weapons",
    ("reports", "source"): "sources",
}

#: Takes out an agent that was thought to be one before its report was known.
_FORGOTTEN = (
    "DELETE FROM agents WHERE id = ?1 AND kind IS NULL AND id = name"
    + "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {table.name} WHERE {column.name} = ?1)"
        for table in TABLES
        for column in table.columns
        if column.references == "agents" and table.name != "agents"
    )
)


class Writer:
    """One transaction's rows."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rows: dict[str, list[Row]] = {}
        self._closed: dict[str, list[Row]] = {}
        self._removed: dict[str, list[Row]] = {}
        self._described: dict[tuple[str, str, str], Row] = {}
        self._seen: dict[str, set[str]] = {name: set() for name in _BARE}
        self._incidents: dict[str, str] = {}
        self._sources: set[str] = set()
        self._replaced: dict[str, Row] = {}

    def add(self, table: str, row: Row) -> None:
        """Add a row, all of its columns in their order."""
        self._rows.setdefault(table, []).append(row)
        for n, other in _REFERENCES[table]:
            if row[n] is not None:
                self._seen[other].add(row[n])
        if table == "claims":
            self._incidents[row[0]] = row[2]

    def replace_claim(self, row: Row) -> None:
        """Write a claim that may be understood otherwise now than before."""
        self._replaced[row[0]] = row

    def see(self, table: str, id_: str) -> None:
        """Make sure that *table* has a row of that id, whether or not described."""
        self._seen[table].add(id_)

    def add_rectangle(self, noun: str, incident: str, rectangle: Rectangle) -> None:
        """Add a row of a history table."""
        self.add(noun, (None, *row_of(incident, rectangle)))

    def close(self, noun: str, id_: int, rectangle: Rectangle) -> None:
        """End a row that is stored already."""
        row = (rectangle.known_to, rectangle.ended_by, id_)
        self._closed.setdefault(noun, []).append(row)

    def remove(self, noun: str, id_: int) -> None:
        """Take out a row that the log does not bear out."""
        self._removed.setdefault(noun, []).append((id_,))

    def describe(
        self, noun: str, id_: str, said: Mapping[str, Any], event: Event
    ) -> None:
        """Add what an event says of a thing, field by field; the latest counts."""
        self._seen[noun].add(id_)
        order = event.order
        for field, value in said.items():
            other = _NAMED.get((noun, field))
            if other is not None and value is not None:
                self._seen[other].add(value)
            text = json.dumps(value, ensure_ascii=False)
            row = (noun, id_, field, text, *order, event.position)
            known = self._described.get((noun, id_, field))
            if known is None or row[4:] > known[4:]:
                self._described[noun, id_, field] = row

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
        tables = self._tables
        for noun, closed in self._closed.items():
            tables.write(
                f"UPDATE {noun} SET known_to = ?, ended_by = ? WHERE id = ?",
                closed,
            )
        for noun, removed in self._removed.items():
            tables.write(f"DELETE FROM {noun} WHERE id = ?", removed)
        ids = [(id_,) for id_ in self._replaced]
        tables.write("DELETE FROM claims WHERE id = ?", ids)
        for row in self._replaced.values():
            self.add("claims", row)
        for table, seen in self._seen.items():
            self._make_sure(table, seen)
            self._sources |= seen if table == "sources" else set()
            seen.clear()
        for table, rows in self._rows.items():
            statement = inserting(table, _COLUMNS[table])
            if table in _REPEATED:
                statement += " ON CONFLICT DO NOTHING"
            tables.write(statement, rows)
        self._rows, self._closed, self._removed = {}, {}, {}
        self._replaced = {}

    def describe_all(self) -> None:
        """Write the descriptions, and fill the rows of what they describe."""
        tables = self._tables
        tables.write(_DESCRIBED, self._described.values())
        touched: dict[str, set[str]] = {}
        for noun, id_, _ in self._described:
            touched.setdefault(noun, set()).add(id_)
        for noun, ids in touched.items():
            describe(tables, noun, ids)
        for statement, ids in (
            (_NAMED_AS_AGENT, touched.get("agents", set()) | self._sources),
            (_PLACED, touched.get("incidents", set())),
            (_PLACED_THERE, touched.get("places", set())),
        ):
            tables.write(statement, [(id_,) for id_ in sorted(ids)])
        tables.write(_UPDATED, [(id_,) for id_ in sorted(touched.get("reports", ()))])
        tables.write(
            _FORGOTTEN,
            tables.rows("SELECT id FROM agents WHERE id IN (SELECT id FROM reports)"),
        )
        self._described, self._sources = {}, set()

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
