"""The exact bytes of events, and their leaves, for proofs of what the log holds."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from incident_log.commitments import Openings
from incident_log.errors import DamagedEvent
from incident_log.merkle import leaf

#: Leaves that are read in one question, some 1 MB.
MANY = 10_000

Rows = Callable[..., list[Any]]


def leaves(rows: Rows, start: int, until: int) -> Iterator[bytes]:
    """Yield the leaf hashes of the events after *start* and up to *until*.

    *rows* asks the log.  Raise :exc:`DamagedEvent` where one is missing, or no hash.
    """
    for after in range(start, until, MANY):
        last = min(until, after + MANY)
        found = iter(
            rows(
                "SELECT position, hash FROM leaves"
                " WHERE position > ? AND position <= ? ORDER BY position",
                (after, last),
            )
        )
        for expected in range(after + 1, last + 1):
            position, hashed = next(found, (None, None))
            if position != expected:
                raise DamagedEvent(expected)
            if not isinstance(hashed, bytes) or len(hashed) != 32:
                raise DamagedEvent(expected)
            yield hashed


def stored(rows: Rows, position: int) -> tuple[bytes, Openings]:
    """Return the bytes of an event, and what opens its words.

    Raise :exc:`DamagedEvent` where they are not what its leaf was made of.
    """
    found = rows(
        "SELECT e.state, l.hash, o.words FROM stored_events e"
        " LEFT JOIN leaves l ON l.position = e.rowid"
        " LEFT JOIN openings o ON o.position = e.rowid WHERE e.rowid = ?",
        (position,),
    )
    for state, hashed, words in found:
        if isinstance(state, bytes) and leaf(state) == hashed:
            try:
                return state, json.loads(words) if words else {}
            except (ValueError, TypeError) as error:
                raise DamagedEvent(position) from error
    raise DamagedEvent(position)
