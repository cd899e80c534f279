"""Puts what was said last of incidents, agents, places and weapons into their rows."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from incident_log.projections.nouns import stored
from incident_log.tables import Tables

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
#: Ids asked for in one query.
_MANY = 500


def describe(tables: Tables, noun: str, ids: Iterable[str]) -> None:
    """Fill the rows of *ids*."""
    names = _COLUMNS[noun]
    rows = [
        (*(_value(name, said) for name in names), id_)
        for id_, said in _said(tables, noun, sorted(ids)).items()
    ]
    if "name" in names:  # a slug that nobody named is its own name
        rows = [(row[0] or row[-1], *row[1:]) for row in rows]
    sets = ", ".join(f"{name} = ?" for name in names)
    tables.write(f"UPDATE {noun} SET {sets} WHERE id = ?", rows)


def _said(tables: Tables, noun: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), _MANY):
        some = ids[start : start + _MANY]
        marks = ", ".join("?" * len(some))
        for id_, field, value in tables.rows(
            "SELECT id, field, value FROM descriptions"
            f" WHERE noun = ? AND id IN ({marks})",
            (noun, *some),
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
