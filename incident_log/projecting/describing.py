"""Puts what was said last of incidents, agents, places and weapons into their rows."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from incident_log.commitments import ERASED
from incident_log.projections import TABLES
from incident_log.projections.nouns import stored
from incident_log.tables import Tables

Row = tuple[Any, ...]

#: noun -> the columns that descriptions fill
_COLUMNS = {
    "incidents": (
        *("title", "kind", "place", "timezone"),
        *("occurred_from", "occurred_to", "occurred_text"),
    ),
    "agents": ("name", "kind", "party", "origin"),
    "places": ("name", "level", "part_of", "latitude", "longitude"),
    "weapons": ("name", "kind", "aliases", "broader"),
    "reports": ("source", "title", "url", "language", "derived_from"),
}
# json.dumps would make an encoder for every value.
_written = json.JSONEncoder(ensure_ascii=False).encode

#: Ids asked for in one query.
_MANY = 500

#: Things whose descriptions are held at once.
MOST = 20_000


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


#: What is no name: a slug without one is its own name, and stays so once it is erased.
_NAMELESS = (None, "", ERASED)

#: What a field of a description names.
_NAMED = {
    ("incidents", "place"): "places",
    ("agents", "origin"): "agents",
    ("places", "part_of"): "places",
    ("weapons", "broader"): "weapons",
    ("reports", "source"): "sources",
}

#: Takes out an agent that was thought to be one before its report was known, unless
#: somebody described it.
_FORGOTTEN = (
    "DELETE FROM agents WHERE id = ?1 AND NOT EXISTS"
    " (SELECT 1 FROM descriptions WHERE noun = 'agents' AND descriptions.id = ?1)"
    + "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {table.name} WHERE {column.name} = ?1)"
        for table in TABLES
        for column in table.columns
        if column.references == "agents"
    )
)


class Descriptions:
    """What is said of things in one transaction, field by field; the latest counts."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._said: dict[tuple[str, str, str], tuple[Row, Any]] = {}
        #: what was added last of each thing, which the next event mostly says again
        self._last: dict[tuple[str, str], tuple[Row, Mapping[str, Any]]] = {}
        self._described: dict[str, set[str]] = {}  #: noun -> ids

    def add(
        self, noun: str, id_: str, said: Mapping[str, Any], order: Row
    ) -> Iterator[tuple[str, str]]:
        """Add what is said of a thing; yield all that it names.

        *order* is that of the event that says it, and its position.
        """
        last = self._last.get((noun, id_))
        if last is not None and last[1] == said:
            self._last[noun, id_] = max(last, (order, said), key=itemgetter(0))
            return
        if last is not None:
            self._take_in(noun, id_, *last)
        elif len(self._last) >= MOST:
            self._store()
        self._last[noun, id_] = (order, said)
        yield noun, id_
        for field, value in said.items():
            other = _NAMED.get((noun, field))
            if other is not None and value is not None:
                yield other, value

    def _take_in(
        self, noun: str, id_: str, order: Row, said: Mapping[str, Any]
    ) -> None:
        for field, value in said.items():
            known = self._said.get((noun, id_, field))
            if known is None or order > known[0]:
                self._said[noun, id_, field] = (order, value)

    def write(self, sources: set[str]) -> None:
        """Write it, and fill the rows of what is described; *sources* are new ones."""
        self._store()
        tables, touched = self._tables, self._described
        for noun, ids in touched.items():
            describe(tables, noun, ids)
        for statement, ids in (
            (_NAMED_AS_AGENT, touched.get("agents", set()) | sources),
            (_PLACED, touched.get("incidents", set())),
            (_PLACED_THERE, touched.get("places", set())),
        ):
            tables.write(statement, [(id_,) for id_ in sorted(ids)])
        tables.write(
            _FORGOTTEN,
            tables.rows("SELECT id FROM agents WHERE id IN (SELECT id FROM reports)"),
        )
        self._described = {}

    def _store(self) -> None:
        """Write what was said, and hold only of what it was said."""
        for (noun, id_), last in self._last.items():
            self._take_in(noun, id_, *last)
            self._described.setdefault(noun, set()).add(id_)
        rows = (
            (*key, _written(value), *order)
            for key, (order, value) in self._said.items()
        )
        self._tables.write(_DESCRIBED, rows)
        self._said, self._last = {}, {}


def describe(tables: Tables, noun: str, ids: Iterable[str]) -> None:
    """Fill the rows of *ids*."""
    names, ordered = _COLUMNS[noun], sorted(ids)
    sets = ", ".join(f"{name} = ?" for name in names)
    for start in range(0, len(ordered), _MANY):
        told = _said(tables, noun, ordered[start : start + _MANY])
        rows = [
            (*(_value(name, said) for name in names), id_) for id_, said in told.items()
        ]
        if "name" in names:
            rows = [(r[-1] if r[0] in _NAMELESS else r[0], *r[1:]) for r in rows]
        tables.write(f"UPDATE {noun} SET {sets} WHERE id = ?", rows)


def _said(tables: Tables, noun: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    marks = ", ".join("?" * len(ids))
    for id_, field, value in tables.rows(
        f"SELECT id, field, value FROM descriptions WHERE noun = ? AND id IN ({marks})",
        (noun, *ids),
    ):
        found.setdefault(id_, {})[field] = json.loads(value)
    return found


def _value(column: str, said: dict[str, Any]) -> Any:
    if column.startswith("occurred_"):
        when = said.get("occurred") or {}
        return when.get(_OCCURRED[column])
    return stored(said.get(column))


_OCCURRED = {
    "occurred_from": "earliest",
    "occurred_to": "latest",
    "occurred_text": "text",
}
