"""Events some at a time: by position, or as they are about one incident.

The updates of one are put in their order without being read: they may be more than
memory holds, but their positions are few bytes.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from incident_log.log.finding import Query, asked
from incident_log.pending import CONCERNED

_CONCERNED = "subject = ? AND how = ? AND position <= ?"
_COUNTED = f"SELECT COUNT(*) FROM subjects WHERE {_CONCERNED}"
#: By reports, for an index has the updates of each in their order.
_IN_ORDER = (
    "SELECT u.position FROM updates u INDEXED BY updates_in_order WHERE u.report IN"
    " (SELECT substr(e.originator_id, length('report:') + 1) FROM subjects"
    f" JOIN stored_events e ON e.rowid = position WHERE {_CONCERNED})"
    " AND u.position IN (SELECT position FROM subjects"
    f" WHERE {_CONCERNED})"
    " ORDER BY u.known_at, u.published_at, u.report, u.update_id"
)

_STORED = (
    "SELECT e.rowid, e.state, o.words, l.hash FROM stored_events e"
    " LEFT JOIN openings o ON o.position = e.rowid"
    " LEFT JOIN leaves l ON l.position = e.rowid WHERE e.rowid"
)
_AT = f"{_STORED} IN ({{}})"
_AFTER = f"{_STORED} > ? ORDER BY e.rowid LIMIT ?"


def count(query: Query, incident: str, until: int) -> int:
    """Return how many events up to a position are about an incident."""
    ((number,),) = query(_COUNTED, (f"incident:{incident}", CONCERNED, until))
    return int(number)


def in_order(query: Query, incident: str, until: int) -> Sequence[int]:
    """Return the positions of the updates about an incident in their order."""
    subject = (f"incident:{incident}", CONCERNED, until)
    return array("q", (row[0] for row in query(_IN_ORDER, (*subject, *subject))))


def at(query: Query, positions: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Return the events at some positions, as they are stored, in no order.

    Each is position, state, openings and leaf.
    """
    return asked(query, _AT, positions)


def after(query: Query, position: int, limit: int) -> Sequence[tuple[Any, ...]]:
    """Return the next events after a position, as they are stored, in order."""
    return query(_AFTER, (position, limit))
