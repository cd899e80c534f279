"""Which places lie in which, as the reports of one incident describe them.

A smaller place lifts the figure of a larger one (R12); this is what it is looked up in.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from incident_log.places import ancestors
from incident_log.projections.nouns import INCIDENT, RECTANGLE, Key, Noun, Timeless
from incident_log.reading import Reading
from incident_log.tables.spec import Table, integer, required


class Enclosed(NamedTuple):
    """One place lies in another, with *depth* - 1 places between."""

    place: str
    within: str
    depth: int


def enclosed(reading: Reading) -> Iterator[Enclosed]:
    """Yield every place with every place that it lies in."""
    for place in reading.part_of:
        around = ancestors(place, reading.part_of)
        for depth, within in enumerate(around, start=1):
            yield Enclosed(place, within, depth)


def _row_key(row: Any) -> Key:
    return (row["place"], row["within"])


ENCLOSURES = Noun(
    table=Table(
        name="enclosures",
        title="Enclosures",
        says="Which places lie in which, as known at K.",
        columns=(
            *INCIDENT,
            required("place", "The smaller place", "places"),
            required("within", "The larger place", "places"),
            integer("depth", "1 if there is none between", is_required=True),
            *RECTANGLE,
        ),
        indexes=(("incident", "place"),),
        is_hidden=True,
    ),
    key_of=_row_key,
    sweep=Timeless,
)
