"""What opens the words of events: found where it is kept, and deleted for ever."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from incident_log.commitments import Openings, committed
from incident_log.errors import DamagedEvent
from incident_log.log.appending import written
from incident_log.log.known import Cursor
from incident_log.pending import CONCERNED

Query = Callable[[str, Sequence[Any]], list[Any]]

#: Events read at once.
_MANY = 500

_ABOUT = (
    "SELECT rowid FROM stored_events WHERE originator_id = ?"
    f" UNION SELECT position FROM subjects WHERE subject = ? AND how = '{CONCERNED}'"
    " ORDER BY 1"
)
_SEALED = (
    "SELECT e.rowid, e.state, o.words FROM stored_events e"
    " LEFT JOIN openings o ON o.position = e.rowid WHERE e.rowid IN ({})"
    " ORDER BY e.rowid"
)


@dataclass(frozen=True)
class Sealed:
    """An event as it is stored, with what opens its words."""

    position: int
    text: str  #: its JSON, as it is stored
    state: dict[str, Any]
    openings: Openings
    commitments: dict[str, str]  #: by path, those of erased words too

    @property
    def name(self) -> str:
        """What it is called: an update's reference, or ``report:wire@3``."""
        stream: str = self.state["stream"]
        if "update" in self.state:
            return f"{stream.partition(':')[2]}/{self.state['update']}"
        return f"{stream}@{self.state['version']}"


def about(query: Query, stream: str) -> list[int]:
    """Return the positions of a stream, and of all that concerns the incident of it."""
    return [row[0] for row in query(_ABOUT, (stream, stream))]


def sealed(query: Query, positions: Collection[int]) -> Iterator[Sealed]:
    """Yield the events at some positions, in order; raise :exc:`DamagedEvent`."""
    waiting = iter(positions)
    while some := list(islice(waiting, _MANY)):
        marks = ", ".join("?" * len(some))
        for position, state, words in query(_SEALED.format(marks), some):
            yield _read(position, state, words)


def _read(position: int, state: bytes, words: str | None) -> Sealed:
    try:
        text = state.decode()
        found: dict[str, Any] = json.loads(text)
        opened = json.loads(words) if words else {}
        return Sealed(position, text, found, opened, committed(found))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedEvent(position) from error


def delete(cursor: Cursor, gone: Mapping[int, Collection[str]]) -> None:
    """Delete the openings of some paths, by position of their event."""
    for position, paths in sorted(gone.items()):
        cursor.execute("SELECT words FROM openings WHERE position = ?", (position,))
        openings = json.loads(cursor.fetchone()[0])
        kept = {path: each for path, each in openings.items() if path not in paths}
        if kept:
            cursor.execute(
                "UPDATE openings SET words = ? WHERE position = ?",
                (written(kept), position),
            )
        else:
            cursor.execute("DELETE FROM openings WHERE position = ?", (position,))
