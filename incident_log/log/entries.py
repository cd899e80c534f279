"""What the index holds of one event, row by row: made in one way, for writing and for
verifying."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incident_log.pending import Naming, Subjects
from incident_log.times import FOREVER

#: A table, and a row of it.
Row = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Called:
    """What an update is called in the log."""

    report: str
    update: str
    key: bytes  #: of its content
    naming: Naming


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the index sees it."""

    position: int
    recorded_at: str
    subjects: Subjects
    describes: frozenset[str]
    called: Called | None = None  #: of an update


def rows(entry: Entry) -> Iterator[Row]:
    """Yield the rows that are of this event alone."""
    for subject, how in entry.subjects:
        yield "subjects", (subject, how, entry.position)
    if entry.called is not None:
        called, naming = entry.called, entry.called.naming
        voice = (naming.source, naming.derived_from)
        name = (called.report, called.update, called.key, entry.position)
        times = (_known_at(entry, naming), naming.published_at)
        yield "updates", (*name, *times, *voice)
        for claim in naming.claims:
            yield "names", (called.report, claim, called.update)


def firsts(entry: Entry) -> Iterator[Row]:
    """Yield the rows that are in the index only for the first event that has them."""
    for slug in sorted(entry.describes):
        yield "described", (slug, entry.position)
    if entry.called is not None:
        naming = entry.called.naming
        voice = (entry.called.report, naming.source, naming.derived_from or "")
        yield "voices", (*voice, entry.position)


def _known_at(entry: Entry, naming: Naming) -> str:
    received = naming.received_at
    return min(received.latest if received else FOREVER, entry.recorded_at)
