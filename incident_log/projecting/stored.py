"""Rows of history tables, read back as the rectangles they were written from."""

import json
from collections.abc import Sequence

from incident_log.projecting.making import Held
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
    tables: Tables, incidents: Sequence[str], *, only_open: bool
) -> dict[str, list[Held]]:
    """Return the rows of some incidents, of each in order along T.

    Some together, because each has so few that asking for them is what costs.
    """
    found: dict[str, list[Held]] = {incident: [] for incident in incidents}
    marks = ", ".join("?" * len(incidents))
    held = "AND known_to = ?" if only_open else "AND known_to <= ?"
    for noun in NOUNS.values():
        rows = tables.rows(
            f"SELECT * FROM {noun.name} WHERE incident IN ({marks}) {held}"
            " ORDER BY as_of_from, known_from",
            (*incidents, FOREVER),
        )
        for row in rows:
            name = _name(noun, row)
            found[row[1]].append((name, _rectangle(noun, row), row[0]))
    return found


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
