"""What the log needs of the database that keeps its events, whichever that is.

Statements are in the SQL of SQLite, with ``?`` for values; a cursor of another database
says them otherwise where it has to.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from incident_log.log.appending import Batch
from incident_log.log.known import Cursor
from incident_log.log.openings import delete
from incident_log.pending import Outcome, Pending, Refused
from incident_log.times import Clock


class Recording(ABC):
    """Appends and erases, each in one transaction; lets others read meanwhile."""

    #: What to call the log when something is wrong with it; no secret is in it.
    place = ""

    def append(
        self,
        pendings: Sequence[Pending],
        clock: Clock,
        *,
        strict: bool,
        dry_run: bool,
    ) -> list[Outcome]:
        """Append what can be appended, all in one transaction.

        With *strict* the first refusal ends it: what came before is appended.
        """

        def act() -> list[Outcome]:
            with self._writing(dry_run=dry_run) as cursor:
                batch = self._batch(cursor, clock)
                outcomes = batch.add(pendings, strict=strict)
                if batch.is_any:
                    self._write(cursor, batch)
            return outcomes

        # An update that was appended after all is known the second time.
        is_repeatable = all(pending.naming is not None for pending in pendings)
        return self._persistent(act, is_repeatable=is_repeatable)

    def erase(
        self,
        pendings: Sequence[Pending],
        gone: Mapping[int, Collection[str]],
        clock: Clock,
    ) -> list[Outcome]:
        """Append why words are *gone*, and delete what opens them: both or neither.

        The last outcome is the refusal, if there is one.
        """

        def act() -> list[Outcome]:
            with self._writing(dry_run=False) as cursor:
                batch = self._batch(cursor, clock)
                outcomes = batch.add(pendings, strict=True)
                if not isinstance(outcomes[-1], Refused):
                    self._write(cursor, batch)
                    delete(cursor, gone)
            return outcomes

        return self._persistent(act, is_repeatable=False)

    def _persistent(
        self, act: Callable[[], list[Outcome]], *, is_repeatable: bool
    ) -> list[Outcome]:
        """Do it; again, if the database went away and it can be done twice."""
        return act()

    def _batch(self, cursor: Cursor, clock: Clock) -> Batch:
        head = self._whole_head(cursor)
        return Batch(cursor, head, clock())

    def _write(self, cursor: Cursor, batch: Batch) -> None:
        batch.write()
        self._advance(cursor, batch.position, batch.recorded_at)

    @abstractmethod
    def now(self) -> str:
        """Return what time it is where the log is kept."""

    @abstractmethod
    def create(self) -> None:
        """Make an empty log where there is none yet."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Cursor]:
        """Give a cursor that sees one moment, and writes nothing."""

    @abstractmethod
    def head(self, cursor: Cursor) -> dict[str, Any]:
        """Return what the log says of itself; its secret is left out for a reader."""

    @abstractmethod
    def wait(self, seconds: float) -> None:
        """Wait until something may have been appended, but no longer than that."""

    @abstractmethod
    def settings(self, names: Collection[str]) -> dict[str, str]:
        """Return how the connections are set, by the names of settings."""

    @abstractmethod
    def scrub(self) -> bool:
        """Leave no byte of what was deleted; tell whether nobody keeps it."""

    @abstractmethod
    def guarded(self) -> AbstractContextManager[None]:
        """Turn every error of the database into one of ours."""

    @abstractmethod
    def _writing(self, *, dry_run: bool) -> AbstractContextManager[Cursor]:
        """Be the only one who writes, in one transaction; a dry run is taken back."""

    @abstractmethod
    def _whole_head(self, cursor: Cursor) -> dict[str, Any]:
        """Return the whole head of the log."""

    @abstractmethod
    def _advance(self, cursor: Cursor, position: int, recorded_at: str) -> None:
        """Write how far the log is."""
