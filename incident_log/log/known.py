"""What a log knows already of the events of a batch, asked for all of them at once.

A question about hundreds of them takes little longer than about one.  What the batch
itself adds is kept here as well, until it is written.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

from incident_log.pending import Pending

#: Events asked about in one question.
MANY = 500


class Cursor(Protocol):
    """What is needed of a database cursor."""

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Any: ...
    def executemany(
        self, statement: str, parameters: Iterable[Sequence[Any]]
    ) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


class Known:
    """The contents, names, streams and incidents that a batch has met."""

    def __init__(self, cursor: Cursor) -> None:
        self.contents: dict[bytes, tuple[int, str]] = {}  #: by key: position and name
        self.names: dict[tuple[str, str], int] = {}  #: of updates: their positions
        self.streams: dict[str, list[int]] = {}  #: version and number of updates
        self.described: set[str] = set()
        self._cursor = cursor

    def learn(self, pendings: Sequence[Pending], keys: Collection[bytes]) -> None:
        """Look up what ``MANY`` events or fewer may meet; *keys*: of their contents."""
        for key, position, name in self._found(
            "SELECT content_key, position, report || '/' || update_id FROM updates"
            " WHERE content_key IN ({})",
            keys,
        ):
            self.contents[key] = position, name
        new = {p.stream for p in pendings} - self.streams.keys()
        self.streams |= {stream: [0, 0] for stream in new}
        for stream, *counts in self._found(
            "SELECT stream, version, updates FROM streams WHERE stream IN ({})", new
        ):
            self.streams[stream] = counts
        met = {slug for p in pendings for slug in (*p.needs, *p.describes)}
        for (slug,) in self._found(
            "SELECT incident FROM described WHERE incident IN ({})",
            met - self.described,
        ):
            self.described.add(slug)
        self._learn_names(pendings)

    def free_number(self, report: str, number: int) -> str:
        """Return an update's running number, past ids that were given by hand."""
        while self._is_taken(report, str(number)):
            number += 1
        return str(number)

    def _is_taken(self, report: str, update: str) -> bool:
        if (report, update) in self.names:
            return True
        self._cursor.execute(
            "SELECT 1 FROM updates WHERE report = ? AND update_id = ?", (report, update)
        )
        return bool(self._cursor.fetchone())

    def _learn_names(self, pendings: Sequence[Pending]) -> None:
        """Look the ids up that were given; joined, since a scan would answer IN."""
        given = [(p.report, p.naming.id) for p in pendings if p.naming and p.naming.id]
        if given:
            self._cursor.execute(
                f"WITH given(report, update_id) AS (VALUES {_marks('(?, ?)', given)})"
                " SELECT report, update_id, position"
                " FROM given CROSS JOIN updates USING (report, update_id)",
                [word for name in given for word in name],
            )
            for report, update, position in self._cursor.fetchall():
                self.names[report, update] = position

    def _found(self, select: str, values: Collection[Any]) -> list[Any]:
        if not values:
            return []
        self._cursor.execute(select.format(_marks("?", values)), tuple(values))
        return list(self._cursor.fetchall())


def _marks(mark: str, values: Collection[Any]) -> str:
    return ", ".join([mark] * len(values))
