"""Reads rows by position where some may be missing, misplaced or unreadable."""

import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from incident_log.log.untrusted import FAILURES, Stored, Untrusted
from incident_log.verifying.events import UNREADABLE, Beside

#: A position, and what is there.
Row = TypeVar("Row", bound=tuple[Any, ...])

#: Rows out of their place after which no more are read.
MOST = 10_000

#: Told of what is wrong, and where.
Find = Callable[[str, int], None]


def ascending(rows: Iterator[Row], what: str, find: Find) -> Iterator[Row]:
    """Yield rows as long as positions rise; find those that are out of their place.

    After ``MOST`` of these it ends: the file may lead in circles.  Raise one of
    ``FAILURES`` after the last row that can be read.
    """
    last, failed, misplaced = 0, None, 0
    row = next(rows, None)
    while row is not None and misplaced < MOST:
        try:
            ahead = next(rows, None)
        except FAILURES as error:
            ahead, failed = None, error
        position = row[0]
        if position < 1 and not last:
            find(f"{what} is kept at a position that there is not", position)
        elif position <= last or (
            position != last + 1 and ahead is not None and ahead[0] <= position
        ):
            find(f"{what} is kept here as at position {position}", last + 1)
            misplaced += 1
        else:
            yield row
            last = position
        row = ahead
    if failed is not None:
        raise failed


class Walk:
    """The events of a log in order, with what lies beside them.

    What is wrong with the order goes to *find*, with its position.
    """

    def __init__(self, log: Untrusted, find: Find) -> None:
        self.is_whole = True  #: every event could be read, in its place
        self._log = log
        self._find = find

    def __iter__(self) -> Iterator[tuple[Stored, Beside]]:
        leaves = InStep("a leaf", self._log.leaves(), self._find)
        openings = InStep("a row of words", self._log.openings(), self._find)
        last = 0
        for stored in self._in_order():
            last = stored.position
            yield stored, Beside(leaves.at(last), openings.at(last))
        if self.is_whole:
            leaves.finish(last)
            openings.finish(last)

    def _in_order(self) -> Iterator[Stored]:
        last = 0
        rows = ascending(self._log.events(), "an event", self._misplaced)
        try:
            for stored in rows:
                if stored.position != last + 1:
                    what = f"it is missing: the next event is at {stored.position}"
                    self._misplaced(what, last + 1)
                yield stored
                last = stored.position
        except FAILURES as error:
            self._misplaced(f"it cannot be read, nor any after it: {error}", last + 1)

    def _misplaced(self, what: str, position: int) -> None:
        self._find(what, position)
        self.is_whole = False


class InStep:
    """Rows of one table beside the events, one an event at most."""

    def __init__(self, what: str, rows: Iterator[tuple[int, Any]], find: Find) -> None:
        self._what = what
        self._rows = ascending(rows, what, find)
        self._find = find
        self._row: tuple[int, Any] | None = None
        self._is_used = True
        self._is_readable = True

    def at(self, position: int) -> Any:
        """Return what lies beside the event at *position*; ``None`` where nothing does.

        Positions have to rise from call to call.
        """
        self._skip_to(position, position)
        if not self._is_readable:
            return UNREADABLE
        if self._row is None or self._row[0] != position:
            return None
        self._is_used = True
        return self._row[1]

    def finish(self, last: int) -> None:
        """Find what lies after the *last* event."""
        self._skip_to(sys.maxsize, last + 1)

    def _skip_to(self, position: int, asked: int) -> None:
        """Go on to the first row at or after *position*."""
        try:
            while self._is_readable and (self._row is None or self._row[0] < position):
                if self._row is not None and not self._is_used:
                    self._find(f"{self._what} is here, and no event", self._row[0])
                self._row = next(self._rows, None)
                self._is_used = False
                if self._row is None:
                    return
        except FAILURES as error:
            self._is_readable = False
            what = f"{self._what} cannot be read, nor any after it: {error}"
            self._find(what, asked)
