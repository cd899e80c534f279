"""Holds the index of a log against its events: the same rows, no more and no fewer.

The rows of an event are made again as they were made when it was appended, and looked
up as a replay looks them up.  Where all of them are found, the numbers of rows tell
whether there are others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from incident_log.log.entries import Entry, firsts, rows
from incident_log.log.lookups import COLUMNS, Lookups
from incident_log.log.untrusted import FAILURES
from incident_log.verifying.findings import Findings

#: Events looked up at once.
BATCH = 500

#: Tables that have a row only for the first event that would make it.
FIRSTS = ("described", "voices")

#: What a damaged file raises, and words that no database holds.
UNASKABLE = (*FAILURES, UnicodeEncodeError, OverflowError)

Found = tuple["Placed", str]

#: Returns the index entry of the event at a position, if it can be read.
EntryAt = Callable[[int], Entry | None]


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that is in the index, and its place in its stream."""

    entry: Entry
    stream: str
    version: int


class Index:
    """Looks the rows of events up, batch by batch, and keeps count of them."""

    def __init__(self, log: Lookups, findings: Findings) -> None:
        self._log = log
        self._findings = findings
        self._counted: Counter[str] = Counter()
        self._batch: list[Placed] = []

    def take(self, placed: Placed) -> None:
        """Look an event up, together with others."""
        self._batch.append(placed)
        if len(self._batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Look up what was taken in; one by one where the file cannot be read."""
        batch, self._batch = self._batch, []
        try:
            counted, found = self._looked_up(batch)
        except UNASKABLE as error:
            if len(batch) != 1:
                for each in batch:
                    self._batch = [each]
                    self.flush()
                return
            what = f"it cannot be looked up in the index: {error}"
            counted, found = Counter(), [(batch[0], what)]
        self._counted += counted
        for placed, what in found:
            position = placed.entry.position
            self._findings.add(what, position, placed.stream, placed.version)

    def finish(self, entry_at: EntryAt) -> None:
        """Find what the index has and no event makes."""
        self.flush()
        for table in COLUMNS:
            if self._log.count(table) != self._counted[table]:
                self._find_strays(table, entry_at)
        for stream in self._log.miscounted():
            self._findings.add(f"the index counts the events of {stream} wrongly")

    def _looked_up(self, batch: list[Placed]) -> tuple[Counter[str], list[Found]]:
        """Return how many rows are there, by table, and what is wrong."""
        counted: Counter[str] = Counter()
        found = list(self._unled(batch))
        by_position = {each.entry.position: each for each in batch}
        for table, made in _by_table(batch, rows).items():
            counted[table] = len(made)
            for position in self._log.lacking(table, made):
                what = f"the index does not find it in {table}"
                found.append((by_position[position], what))
        for table, made in _by_table(batch, firsts).items():
            counted[table], late = self._log.late(table, made)
            what = f"the index does not have it in {table}, or only later"
            found += [(by_position[position], what) for position in late]
        return counted, found

    def _unled(self, batch: list[Placed]) -> Iterator[Found]:
        """Yield events that no event of their stream leads up to."""
        by_position = {each.entry.position: each for each in batch}
        places = [(p.stream, p.version, p.entry.position) for p in batch]
        for position in self._log.without_previous(places):
            placed = by_position[position]
            what = f"no event before it is version {placed.version - 1} of its stream"
            yield placed, what

    def _find_strays(self, table: str, entry_at: EntryAt) -> None:
        """Find rows of a table that no event makes."""
        for row in self._log.rows(table):
            position = self._position(table, row)
            entry = entry_at(position) if position is not None else None
            if entry is None:
                made: set[tuple[Any, ...]] = set()
            else:
                make = firsts if table in FIRSTS else rows
                made = {made for name, made in make(entry) if name == table}
            if row not in made:
                what = f"the index has {_named(row)} in {table}, no event says so"
                self._findings.add(what, position)

    def _position(self, table: str, row: tuple[Any, ...]) -> int | None:
        if table == "names":
            report, _, update = row
            return self._log.update(report, update)
        position = row[_POSITION[table]]
        return position if isinstance(position, int) else None


_POSITION = {
    table: columns.index("position")
    for table, columns in COLUMNS.items()
    if "position" in columns
}


def _by_table(
    batch: Iterable[Placed],
    make: Callable[[Entry], Iterator[tuple[str, tuple[Any, ...]]]],
) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of events by table, each after the position of its event."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for each in batch:
        for table, row in make(each.entry):
            found.setdefault(table, []).append((each.entry.position, *row))
    return found


def _named(row: tuple[Any, ...]) -> str:
    return f"{' '.join(str(word) for word in row if isinstance(word, str))!r}"
