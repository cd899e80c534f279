"""Tells whether a log has lost events that were signed, or that its tables show.

So it is after an older backup was restored: what is appended then would contradict what
others have seen (RELIABILITY F16).
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from incident_log.errors import LogShortened, NotAsShown
from incident_log.log import Log
from incident_log.log.untrusted import FAILURES, Source, reader

#: Seconds to wait for a program that keeps the tables for itself.
PATIENCE = 1


def check_nothing_lost(log: Log) -> None:
    """Raise :exc:`LogShortened`, :exc:`NotAsShown` where something is missing."""
    shown = shown_if_readable(log.directory)  # first: both may grow meanwhile
    position, signed = log.position, _signed(log.directory)
    if signed > position:
        raise LogShortened(log.place, position, signed)
    if lost := _lost(shown, log.origin, log.leaf):
        raise NotAsShown(log.place, lost, position)


def lost_from(source: Source, shown: Mapping[str, str], origin: str) -> int | None:
    """Return the last event that tables show, if a log does not have it.

    *shown* was asked for before.  Raise one of ``FAILURES``.
    """
    with reader(source) as stored:
        select = "SELECT hash FROM leaves WHERE position = ?"

        def leaf(position: int) -> str:
            (found,) = next(stored.ask(select, (position,)), (b"",))
            return found.hex() if isinstance(found, bytes) else ""

        return _lost(shown, origin, leaf)


def shown_if_readable(directory: Path) -> Mapping[str, str]:
    """Return what the tables of a log say of themselves; nothing if that is unclear."""
    try:
        return shown_by(directory / "incidents.db")
    except FAILURES:
        return {}


def shown_by(tables: Path) -> Mapping[str, str]:
    """Return what a file of tables says of itself; raise one of ``FAILURES``."""
    address = f"file:{quote(str(tables))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as db:
        return dict(db.execute("SELECT name, value FROM projection"))


def _lost(
    shown: Mapping[str, str], origin: str, leaf: Callable[[int], str]
) -> int | None:
    """Return the last event that tables of this log show, if its *leaf* is another."""
    said = str(shown.get("position"))
    if shown.get("origin") != origin or not said.isdecimal() or len(said) > 18:
        return None
    return int(said) if shown.get("leaf") != leaf(int(said)) else None


def _signed(directory: Path) -> int:
    """Return how many events the largest checkpoint speaks for."""
    notes = (directory / "checkpoints").glob("*.txt")
    return max((int(note.stem) for note in notes if note.stem.isdecimal()), default=0)
