"""What an incident is called, as known at K."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from incident_log.projections.nouns import INCIDENT, RECTANGLE, Key, Noun, Timeless
from incident_log.reading import Reading
from incident_log.tables.spec import Table, required


class Titled(NamedTuple):
    """The title of the incident."""

    title: str


def titled(reading: Reading) -> Iterator[Titled]:
    """Yield what the incident is called, if anybody gave it a title."""
    title = reading.incidents.get(reading.incident, {}).get("title")
    if title is not None:
        yield Titled(title)


def _row_key(_: Any) -> Key:
    return ()


TITLES = Noun(
    table=Table(
        name="titles",
        title="Titles",
        says="What an incident is called, as known at K.",
        columns=(*INCIDENT, required("title", "What it is called"), *RECTANGLE),
        indexes=(("incident",),),
        is_hidden=True,
    ),
    key_of=_row_key,
    sweep=Timeless,
)
