"""Rows of history tables, read back as the rectangles they were written from."""

import json
from collections.abc import Iterator

from incident_log.projections import NOUNS
from incident_log.projections.items import Name
from incident_log.projections.nouns import RECTANGLE, Noun
from incident_log.rectangles import Content, Rectangle, Strip
from incident_log.tables import Tables
from incident_log.times import FOREVER

_EDGES = len(RECTANGLE)
_NAMES = {noun.name: noun.table.names for noun in NOUNS.values()}
#: Where the rows of a noun have their claims, if they do.
_CLAIMS = {
    name: names.index("claims") for name, names in _NAMES.items() if "claims" in names
}


def stored(
    tables: Tables, incident: str, *, only_open: bool
) -> Iterator[tuple[Name, Rectangle, int]]:
    """Yield an incident's rows, each with its series and number, in order along T."""
    for noun in NOUNS.values():
        held = "AND known_to = ?" if only_open else "AND known_to <= ?"
        rows = tables.rows(
            f"SELECT * FROM {noun.name} WHERE incident = ? {held}"
            " ORDER BY as_of_from, known_from",
            (incident, FOREVER),
        )
        for row in rows:
            yield _name(noun, row), _rectangle(noun, row), row[0]


def _name(noun: Noun, row: tuple[object, ...]) -> Name:
    return noun.name, noun.key_of(dict(zip(_NAMES[noun.name], row, strict=True)))


def _rectangle(noun: Noun, row: tuple[object, ...]) -> Rectangle:
    start, end, known_from, known_to, ended_by = row[-_EDGES:]
    members: tuple[str, ...] = ()
    if noun.name in _CLAIMS:
        members = tuple(json.loads(str(row[_CLAIMS[noun.name]])))
    content = Content(tuple(row[2:-_EDGES]), members)
    return Rectangle(
        Strip(str(start), str(end), content),
        str(known_from),
        str(known_to),
        None if ended_by is None else str(ended_by),
    )
