"""Open a log, append to it, and read what one incident rests on."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self

from incident_log.commitments import Openings
from incident_log.errors import (
    NotKnownYet,
    NotThereYet,
    UnknownIncident,
    UnknownReference,
)
from incident_log.events import Event, Order, UpdateReceived
from incident_log.history import History, Listed
from incident_log.log import exact, finding, opening, openings, pages
from incident_log.log.gathering import Gathering, names_of
from incident_log.log.library import Library
from incident_log.log.mapper import as_hashed, event
from incident_log.log.openings import Sealed
from incident_log.log.rosters import roster
from incident_log.log.servers import postgres
from incident_log.pending import Outcome, Pending
from incident_log.times import Clock

#: Events remembered at once, some 3 kB each.
_REMEMBERED = 10_000

_TOLD = (
    "SELECT u.position, e.state, o.words FROM updates u INDEXED BY updates_in_order"
    " JOIN stored_events e ON e.rowid = u.position"
    " LEFT JOIN openings o ON o.position = u.position"
    " WHERE u.report = ? AND (u.known_at, u.published_at, u.update_id) > (?, ?, ?)"
    " ORDER BY u.known_at, u.published_at, u.update_id LIMIT ?"
)


class Log:
    """An append-only log.  Use it in a ``with`` statement.

    It lies in its *directory*, or, when it is shared, in the PostgreSQL database of an
    *address*; the directory then has what this machine makes of it.
    """

    def __init__(
        self,
        library: Library,
        directory: Path,
        address: str | None,
        clock: Clock | None,
    ) -> None:
        self.directory = directory
        self.address = address
        self._library = library
        self._recording = library.recording
        self.clock: Clock = clock or self._recording.now
        self._remembered: dict[int, Event] | None = None
        self._acted_on: frozenset[str] | None = None
        self._acted_until = 0

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        address: str | None = None,
        clock: Clock | None = None,
    ) -> Self:
        """Open an existing log; raise :exc:`NoLog` where there is none.

        Without a *clock* events are recorded at the time of the machine that keeps it.
        """
        if address is None:
            return cls(opening.opened(directory), directory, address, clock)
        return cls(postgres().opened(address), directory, address, clock)

    @classmethod
    def create(cls, directory: Path, *, clock: Clock | None = None) -> Self:
        """Open the log of a directory, making it where there is none yet.

        Several programs may do so at once: the first makes it, the others wait.
        """
        return cls(opening.created(directory), directory, None, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files, or of the connection."""
        self._library.close()

    @property
    def place(self) -> str:
        """What to call the log when something is wrong with it."""
        return self._recording.place

    @property
    def position(self) -> int:
        """The position of the last event; 0 in an empty log."""
        return int(self._head()["position"])

    @property
    def recorded_at(self) -> str:
        """The moment of the last event; empty in an empty log."""
        return str(self._head()["recorded_at"])

    @property
    def origin(self) -> str:
        """The name that tells this log from every other."""
        return str(self._head()["origin"])

    def now(self) -> str:
        """Return what time it is by the clock of the log."""
        with self._guarded():
            return self.clock()

    def wait(self, seconds: float) -> None:
        """Wait until something was appended, or so long; for that, never longer."""
        with self._guarded():
            self._recording.wait(seconds)

    def settings(self, names: Collection[str]) -> dict[str, str]:
        """Return how the connections of the log are set, by the names of settings."""
        with self._guarded():
            return self._recording.settings(names)

    def leaf(self, position: int) -> str:
        """Return the hash of the event at a position, in hex; empty where none is."""
        with self._guarded():
            found = self._rows(
                "SELECT hash FROM leaves WHERE position = ?", (position,)
            )
        return bytes(found[0][0]).hex() if found else ""

    def leaves(self, *, after: int = 0, until: int) -> Iterator[bytes]:
        """Yield the leaf hashes of the events up to a position, some at a time."""
        with self._guarded():
            yield from exact.leaves(self._rows, after, until)

    def stored(self, position: int) -> tuple[bytes, Openings]:
        """Return the exact bytes of an event, and what opens its words.

        Raise :exc:`NotThereYet`.
        """
        if position > self.position:
            raise NotThereYet(position, self.position)
        with self._guarded():
            return exact.stored(self._rows, position)

    def append(
        self,
        pendings: Sequence[Pending],
        *,
        strict: bool = False,
        dry_run: bool = False,
    ) -> list[Outcome]:
        """Append events in one transaction; return what became of each.

        A refused event does not keep the others out, except with *strict*, where the
        first refusal is the last outcome.  With *dry_run* all is taken back.
        """
        with self._guarded():
            return self._recording.append(
                pendings, self.clock, strict=strict, dry_run=dry_run
            )

    def sealed(self, stream: str | None = None) -> Iterator[Sealed]:
        """Yield events as they are stored, with what opens their words, in order.

        All of them; or those of a stream, and what concerns the incident of it.
        """
        with self._guarded():
            positions: Collection[int] = range(1, self.position + 1)
            if stream is not None:
                positions = openings.about(self._rows, stream)
            yield from openings.sealed(self._rows, positions)

    def erase(
        self, pendings: Sequence[Pending], gone: Mapping[int, Collection[str]]
    ) -> list[Outcome]:
        """Append why words are *gone* and delete what opens them: all, or nothing.

        *gone* are the paths by the position of their event.  The old bytes stay in the
        file until :meth:`scrub`.
        """
        with self._guarded():
            return self._recording.erase(pendings, gone, self.clock)

    def scrub(self) -> bool:
        """Leave no byte of what was erased; tell whether no reader keeps an old state.

        What holds them is written anew, which takes as long as copying it.
        """
        with self._guarded():
            return self._recording.scrub()

    def incidents(self) -> list[str]:
        """Return the slugs of all incidents that the log has heard of."""
        with self._guarded():
            described = self._rows("SELECT incident FROM described")
            return sorted(
                {row[0] for row in described} | {s[9:] for s in self._subjects()}
            )

    def history(self, incident: str, *, at_position: int | None = None) -> History:
        """Return the events that *incident* rests on, up to a position.

        Reads only those: the incident's own, those of incidents merged with it, and
        what was decided about the reports it meets.  Raise :exc:`UnknownIncident`.
        """
        until = self.position if at_position is None else at_position
        with self._guarded():
            acted_on = self._acted_on if until <= self._acted_until else None
            gathering = Gathering(self._found_by, self._roster, until, acted_on)
            history = gathering.history(incident)
        if not history.updates and not history.decisions:
            known = self.incidents()
            if incident in known:
                raise NotKnownYet(incident)
            raise UnknownIncident(incident, known)
        return history

    def count(self, incident: str, *, at_position: int) -> int:
        """Return how many updates and decisions are about an incident."""
        with self._guarded():
            return pages.count(self._rows, incident, at_position)

    def in_order(self, incident: str, *, at_position: int) -> Sequence[int]:
        """Return the positions of the updates about an incident, in their order."""
        with self._guarded():
            return pages.in_order(self._rows, incident, at_position)

    def at(self, positions: Sequence[int]) -> list[Event]:
        """Return the events at some positions, in the order of these; remember none.

        Those that a damaged log has lost are not among them.
        """
        with self._guarded():
            rows = pages.at(self._rows, positions)
            found = {row[0]: as_hashed(*row) for row in rows}
        return [found[position] for position in positions if position in found]

    def told_of(
        self, updates: Iterable[UpdateReceived], *, at_position: int
    ) -> set[int]:
        """Return the positions of what corrects, withdraws or judges some updates."""
        names = frozenset().union(*(names_of(update) for update in updates))
        with self._guarded():
            return finding.acting(self._rows, names, at_position)

    def acting_on(self, report: str, update: str) -> list[UpdateReceived]:
        """Return the updates that correct, withdraw or judge one, known or not yet."""
        stream = f"report:{report}"
        with self._guarded():
            names = (stream, f"{stream}/{update}")
            positions = finding.acting(self._rows, names, self.position)
        found = self.at(sorted(positions))
        return [each for each in found if isinstance(each, UpdateReceived)]

    @contextmanager
    def reading_many(self, until: int) -> Iterator[None]:
        """Know meanwhile, up to a position, which updates anything acts on.

        Before it reads many incidents: it costs a walk over the index of all events.
        """
        with self._guarded():
            self._acted_on = finding.acted_on(self._rows, until)
        self._acted_until = until
        try:
            yield
        finally:
            self._acted_on, self._acted_until = None, 0

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Decode no event twice meanwhile, as long as they are not too many.

        Not for ever: words may be erased from the log.
        """
        self._remembered = {}
        try:
            yield
        finally:
            self._remembered = None

    def updates_of(self, report: str) -> list[str]:
        """Return the ids of a report's updates; nothing for an unknown one."""
        with self._guarded():
            rows = self._rows(
                "SELECT update_id FROM updates WHERE report = ?", (report,)
            )
            return [row[0] for row in rows]

    def told(
        self, report: str, *, after: tuple[str, str, str], limit: int
    ) -> list[UpdateReceived]:
        """Return the next updates of a report in the order of what was known when.

        *after* are known_at, published_at and id of the last one before them.
        """
        with self._guarded():
            rows = self._rows(_TOLD, (report, *after, limit))
        found = (event(position, state, words) for position, state, words in rows)
        return [each for each in found if isinstance(each, UpdateReceived)]

    def reports(self) -> list[str]:
        """Return the ids of all reports."""
        with self._guarded():
            rows = self._rows("SELECT stream FROM streams WHERE updates > 0")
            return sorted(row[0].partition(":")[2] for row in rows)

    def update(self, report: str, update: str) -> UpdateReceived:
        """Return one update; raise :exc:`UnknownReference`."""
        with self._guarded():
            rows = self._rows(
                "SELECT u.position, e.state, o.words FROM updates u"
                " JOIN stored_events e ON e.rowid = u.position"
                " LEFT JOIN openings o ON o.position = u.position"
                " WHERE u.report = ? AND u.update_id = ?",
                (report, update),
            )
        for position, state, words in rows:
            found = event(position, state, words)
            assert isinstance(found, UpdateReceived)
            return found
        raise UnknownReference(f"{report}/{update}")

    def events(self, *, after: int = 0, limit: int = 1000) -> list[Event]:
        """Return the events after a position, in order."""
        with self._guarded():
            rows = pages.after(self._rows, after, limit)
            return [self._decoded(*row) for row in rows]

    def _found_by(
        self, wanted: finding.Wanted, until: int
    ) -> Iterator[tuple[int, Event]]:
        for row in finding.found(self._rows, wanted, until):
            yield row[0], self._decoded(*row)

    def _decoded(
        self, position: int, state: bytes, words: str | None, hashed: bytes | None
    ) -> Event:
        """Decode one event; raise :exc:`DamagedEvent` where its leaf is another."""
        if self._remembered is None:
            return as_hashed(position, state, words, hashed)
        if position not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            found = as_hashed(position, state, words, hashed)
            self._remembered[position] = found
        return self._remembered[position]

    def _roster(
        self, report: str, asked: Iterable[tuple[str, Order]], until: int
    ) -> tuple[Listed, ...]:
        return roster(self._rows, report, asked, until)

    def _subjects(self) -> Iterator[str]:
        """Walk the distinct incidents of the index without reading all of it."""
        last: str | None = "incident:"
        while last is not None:
            last = self._one(
                "SELECT MIN(subject) FROM subjects WHERE subject > ?"
                " AND subject < 'incident;'",
                (last,),
            )[0]
            if last is not None:
                yield last

    def _one(self, statement: str, parameters: Sequence[Any] = ()) -> Any:
        with self._recording.reading() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchone()

    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with self._recording.reading() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())

    def _head(self) -> dict[str, Any]:
        with self._guarded(), self._recording.reading() as cursor:
            return self._recording.head(cursor)

    def _guarded(self) -> AbstractContextManager[None]:
        """Let no error of the database out that is not one of ours."""
        return self._recording.guarded()
