"""Reads a log's file that may be damaged or hostile, as it was at one moment.

Read-only, and nothing in the file is run: it may hold no tables, views or triggers but
those that the log makes.  What is kept as text and is none comes back as such; an error
of SQLite goes to the caller, who knows how far it had got (RELIABILITY I21).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import quote

from incident_log.errors import LogDamaged, LogUnusable, NoLog, ServerUnusable
from incident_log.log.locking import PATIENCE
from incident_log.log.servers import postgres
from incident_log.log.sqlite import TABLES


class Unreadable(Exception):
    """Another database than SQLite cannot be read."""


class Unfitting(Exception):
    """Another database than SQLite does not take a row, or not with those before it."""


class Illegible(NamedTuple):
    """What a file keeps as text and is none; no bytes, for the log has such, too."""

    raw: bytes


#: What reading a damaged log may raise: SQLite's message may be no text, either.
FAILURES = (sqlite3.Error, UnicodeDecodeError, Unreadable)

#: Bytes of the largest value that is read; an event has 4 MB at most.
LARGEST = 32_000_000

#: Lines of SQLite's own check that are read.
_LINES = 20

_EVENT = ("rowid", "originator_id", "originator_version", "topic", "state")


#: The file of a log, or the address of a shared one.
Source = Path | str


def reader(source: Source) -> "Untrusted":
    """Begin to read a log; raise one of ``FAILURES``, :exc:`LogUnusable`."""
    if isinstance(source, Path):
        return Untrusted(source)
    shared: Untrusted = postgres().Shared(source)
    return shared


def called(source: Source) -> str:
    """Return what to call a log that something is wrong with."""
    if isinstance(source, Path):
        return str(source.parent)
    return str(postgres().shown(source))


def file_of(directory: Path) -> Path:
    """Return the file of the log in a directory.

    Raise :exc:`NoLog` where there is none, :exc:`LogUnusable`.
    """
    file = directory / "events.db"
    try:
        if file.is_file():
            return file
    except OSError as error:
        raise LogUnusable(str(directory), error.strerror) from error
    raise NoLog(str(directory))


def unusable(place: str, error: Exception) -> LogUnusable:
    """Return what to say of a log that one of ``FAILURES`` was raised of."""
    if isinstance(error, Unreadable):
        return ServerUnusable(place, error)
    # What is no operational error is found in the file itself.
    is_damage = type(error) in (sqlite3.DatabaseError, UnicodeDecodeError)
    return (LogDamaged if is_damage else LogUnusable)(place, error)


class Stored(NamedTuple):
    """A row of ``stored_events``; nothing is known of the types."""

    position: int
    stream: Any
    version: Any
    topic: Any
    state: Any


class Untrusted:
    """The file of a log, read in one transaction.  Use it in a ``with`` statement.

    Every method may raise one of ``FAILURES``.
    """

    #: Whether the one who reads may know the secret of the log.
    tells_secret = True

    def __init__(self, path: Path) -> None:
        self._db = _opened(path)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def strange(self) -> list[str]:
        """Return the names of what is otherwise in the file than the log made it."""
        with sqlite3.connect(":memory:") as made:
            for statement in TABLES:
                made.execute(statement)
            expected = set(made.execute(_SCHEMA))
        made.close()
        found = set(self._db.execute(_SCHEMA))
        return sorted({str(name) for _, name, *_ in expected ^ found})

    def broken(self) -> list[str]:
        """Return what SQLite itself finds broken in the file."""
        lines = self._db.execute(f"PRAGMA integrity_check({_LINES})")
        return [str(line) for (line,) in lines if line != "ok"]

    def head(self) -> dict[str, Any]:
        """Return what the log says of itself."""
        return dict(self._db.execute("SELECT name, value FROM log"))

    def events(self) -> Iterator[Stored]:
        """Yield the events by position."""
        rows = self._in_order("stored_events", _EVENT)
        yield from map(Stored._make, rows)

    def leaves(self) -> Iterator[tuple[Any, ...]]:
        """Yield position and hash of the leaves."""
        yield from self._in_order("leaves", ("position", "hash"))

    def openings(self) -> Iterator[tuple[Any, ...]]:
        """Yield position and words of the openings."""
        yield from self._in_order("openings", ("position", "words"))

    def state(self, position: int) -> Any:
        """Return the bytes of one event; nothing where there is none."""
        found = self._db.execute(
            "SELECT state FROM stored_events WHERE rowid = ?", (position,)
        ).fetchone()
        return found[0] if found else None

    def ask(self, select: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield what a query finds."""
        yield from self._db.execute(select, values)

    def _in_order(
        self, table: str, columns: Sequence[str]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table by its key, which is the first column.

        Python reads a row ahead, and loses one with the error of the next.
        """
        select = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {columns[0]}"
        number = 0
        try:
            for row in self._db.execute(select):
                yield row
                number += 1
        except FAILURES:
            # Counted, not sought: what is broken may lead a search astray.
            yield from self._db.execute(f"{select} LIMIT 1 OFFSET {number}")
            raise


#: What there is; a trigger has no pages, and where a table or index has is not ours.
_SCHEMA = """
SELECT type, name, tbl_name, CASE type WHEN 'trigger' THEN rootpage END, sql
FROM main.sqlite_schema LIMIT 1000"""


def _opened(path: Path) -> sqlite3.Connection:
    """Open a file to read it; on read-only media, if nothing waits beside it."""
    address = f"file:{quote(str(path))}?mode=ro"
    try:
        return _connected(address)
    except sqlite3.OperationalError:
        waiting = path.with_name(f"{path.name}-wal")
        if waiting.is_file() and waiting.stat().st_size:
            raise
        return _connected(f"{address}&immutable=1")


def _connected(address: str) -> sqlite3.Connection:
    db = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    db.text_factory = _text
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    try:
        db.execute("PRAGMA trusted_schema=OFF")
        db.execute("PRAGMA cell_size_check=ON")
        db.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except FAILURES:
        db.close()
        raise
    return db


def _text(raw: bytes) -> "str | Illegible":
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Illegible(raw)
