"""Looks rows up in the index of a log that is not trusted, as a replay finds them."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from incident_log.log.untrusted import Untrusted

#: Rows that are asked about in one question.
_MANY = 100

#: The columns that make a row of the index, by table.
COLUMNS = {
    "subjects": ("subject", "how", "position"),
    "updates": (
        *("report", "update_id", "content_key", "position", "known_at"),
        *("published_at", "source", "derived_from"),
    ),
    "names": ("report", "claim", "update_id"),
    "described": ("incident", "position"),
    "voices": ("report", "source", "derived_from", "position"),
}

_STREAMS = "SELECT stream, version, updates FROM streams"
#: Every stream, its version, and how many updates it has.
COUNTED = (
    "SELECT originator_id, MAX(originator_version), (SELECT COUNT(*) FROM updates"
    " WHERE report = substr(originator_id, length('report:') + 1)"
    " AND originator_id LIKE 'report:%') FROM stored_events"
    " GROUP BY originator_id"
)
_NO_PREVIOUS = (
    "SELECT position FROM given g WHERE version > 1 AND NOT EXISTS"
    " (SELECT 1 FROM stored_events WHERE originator_id = g.stream"
    " AND originator_version = g.version - 1 AND rowid < g.position)"
)


class Lookups:
    """The index of a log.

    Every method may raise one of :data:`incident_log.log.untrusted.FAILURES`.
    """

    def __init__(self, log: Untrusted) -> None:
        self._log = log

    def update(self, report: str, update: str) -> int | None:
        """Return the position that the index has for an update, if any."""
        select = "SELECT position FROM updates WHERE report = ? AND update_id = ?"
        found = next(self._log.ask(select, (report, update)), None)
        return found[0] if found and isinstance(found[0], int) else None

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        ((number,),) = self._log.ask(f"SELECT COUNT(*) FROM {table}")
        return int(number)

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table of the index."""
        return self._log.ask(f"SELECT {', '.join(COLUMNS[table])} FROM {table}")

    def lacking(self, table: str, rows: Sequence[Sequence[Any]]) -> list[int]:
        """Return the positions of rows that a table of the index does not have.

        *rows* are the position of an event, and a row that it makes.
        """
        same = " AND ".join(f"m.{name} IS g.{name}" for name in COLUMNS[table])
        select = (
            f"SELECT g.of_event FROM given g WHERE NOT EXISTS"
            f" (SELECT 1 FROM {table} m WHERE {same})"
        )
        found = self._asked(select, ("of_event", *COLUMNS[table]), rows)
        return sorted({position for (position,) in found})

    def late(self, table: str, rows: Sequence[Sequence[Any]]) -> tuple[int, list[int]]:
        """Look up rows that a table has only for the first event that makes them.

        Return how many are of that event, and the positions of events that the table
        does not have, or only for a later one.
        """
        *key, _ = COLUMNS[table]
        same = " AND ".join(f"m.{name} = g.{name}" for name in key)
        select = (
            "SELECT g.of_event, m.position IS g.position,"
            " m.position IS NULL OR m.position > g.position"
            f" FROM given g LEFT JOIN {table} m ON {same}"
        )
        found = list(self._asked(select, ("of_event", *COLUMNS[table]), rows))
        late = sorted({position for position, _, is_late in found if is_late})
        return sum(is_first for _, is_first, _ in found), late

    def without_previous(self, rows: Sequence[tuple[str, int, int]]) -> list[int]:
        """Return the positions of events that no event of their stream leads up to.

        *rows* are stream, version and position of events.
        """
        found = self._asked(_NO_PREVIOUS, ("stream", "version", "position"), rows)
        return [position for (position,) in found]

    def miscounted(self) -> list[str]:
        """Return the streams whose length the index has otherwise."""
        return sorted(
            {
                str(stream)
                for one, other in ((_STREAMS, COUNTED), (COUNTED, _STREAMS))
                for stream, *_ in self._log.ask(f"{one} EXCEPT {other}")
            }
        )

    def _asked(
        self, select: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> Iterator[tuple[Any, ...]]:
        """Ask about *rows*, which are called given, some at a time.

        As values: after an error SQLite lets nobody write, a temporary table neither.
        """
        mark = f"({', '.join('?' * len(names))})"
        for start in range(0, len(rows), _MANY):
            some = rows[start : start + _MANY]
            marks = ", ".join([mark] * len(some))
            given = f"WITH given({', '.join(names)}) AS (VALUES {marks})"
            yield from self._log.ask(f"{given} {select}", [*chain(*some)])
