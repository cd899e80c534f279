"""The log in SQLite: one file, one writer at a time, nothing acknowledged is lost.

WAL with ``synchronous=FULL``, set and read back; every write begins IMMEDIATE, under a
lock file that also keeps the WAL-reset race of old SQLite away (RELIABILITY 0.1, 0.3).
"""

import os
import sqlite3
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from eventsourcing.persistence import (
    DatabaseError,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteFactory,
    SQLiteTransaction,
)
from eventsourcing.utils import Environment

from incident_log.errors import LogDamaged, LogUnusable
from incident_log.log import head
from incident_log.log.known import Cursor
from incident_log.log.locking import PATIENCE, locked
from incident_log.log.recording import Recording
from incident_log.log.scrubbing import scrub
from incident_log.log.still import StillPool
from incident_log.times import now

#: What a log is told that is only read, and does not change.
STILL = "STILL"

TABLES = (
    # The names of eventsourcing's own recorder; rowid is the position.
    """CREATE TABLE IF NOT EXISTS stored_events (
    rowid INTEGER PRIMARY KEY,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version))""",
    # RFC 6962 leaf hashes, over the exact bytes of state.
    """CREATE TABLE IF NOT EXISTS leaves (
    position INTEGER PRIMARY KEY, hash BLOB NOT NULL)""",
    # The words an event only commits to; deleting a row erases them.
    """CREATE TABLE IF NOT EXISTS openings (
    position INTEGER PRIMARY KEY, words TEXT NOT NULL)""",
    # What a replay finds its events by, and how they are about it.
    """CREATE TABLE IF NOT EXISTS subjects (
    subject TEXT NOT NULL, how TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (subject, how, position)) WITHOUT ROWID""",
    # Every update by name, with the key of its accepted content, and what orders it.
    """CREATE TABLE IF NOT EXISTS updates (
    report TEXT NOT NULL, update_id TEXT NOT NULL,
    content_key BLOB NOT NULL UNIQUE, position INTEGER NOT NULL,
    known_at TEXT NOT NULL, published_at TEXT NOT NULL,
    source TEXT NOT NULL, derived_from TEXT,
    PRIMARY KEY (report, update_id)) WITHOUT ROWID""",
    """CREATE INDEX IF NOT EXISTS updates_in_order
    ON updates (report, known_at, published_at, update_id, position)""",
    # The ids of claims, to look bare words up; the voices a report has had.
    """CREATE TABLE IF NOT EXISTS names (
    report TEXT NOT NULL, claim TEXT NOT NULL, update_id TEXT NOT NULL,
    PRIMARY KEY (report, claim, update_id)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS voices (
    report TEXT NOT NULL, source TEXT NOT NULL, derived_from TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (report, source, derived_from)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS streams (
    stream TEXT PRIMARY KEY, version INTEGER NOT NULL, updates INTEGER NOT NULL)
    WITHOUT ROWID""",
    # The incidents that somebody has described, and where first.
    """CREATE TABLE IF NOT EXISTS described (
    incident TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS log (name TEXT PRIMARY KEY, value NOT NULL)",
    # A safety belt: events and leaves are never changed.
    *(
        f"CREATE TRIGGER IF NOT EXISTS no_{verb}_of_{table} BEFORE {verb} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        for table in ("stored_events", "leaves")
        for verb in ("update", "delete")
    ),
)


class ImmediateTransaction(SQLiteTransaction):
    """Takes the write lock before it reads, so that nobody comes in between."""

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class Connection(SQLiteConnection):
    """A connection whose writing transactions are immediate."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with ImmediateTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class Pool(SQLiteConnectionPool):
    """Connections that flush every commit to the disk."""

    def _create_connection(self) -> SQLiteConnection:
        raw = super()._create_connection()._sqlite_conn
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA secure_delete=ON")  # for what is erased
        mode = raw.execute("PRAGMA journal_mode").fetchone()[0]
        (durable,) = raw.execute("PRAGMA synchronous").fetchone()
        if mode != "wal" or durable != 2:
            raise OperationalError(f"journal {mode}, synchronous {durable}")
        return Connection(sqlite_conn=raw, max_age=self.max_age)


class Recorder(Recording, SQLiteApplicationRecorder):
    """Numbers events under the write lock; the library's own way in is closed."""

    def construct_create_table_statements(self) -> list[str]:
        return list(TABLES)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        raise NotImplementedError("events are appended with Recorder.append")

    @property
    def path(self) -> Path:
        return Path(self.datastore.pool.db_name)

    def now(self) -> str:
        return now()

    def create(self) -> None:
        """Make the file, private from its first byte, and its tables.

        A file that is there is not touched: closing it would let go of all locks that
        this process has on it (RELIABILITY 0.2).
        """
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with self._writing(dry_run=False) as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'log'")
            if cursor.fetchone():
                return
            for statement in TABLES:
                cursor.execute(statement)
            cursor.executemany("INSERT INTO log VALUES (?, ?)", head.new().items())

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock file that every writer of this log holds."""
        with locked(self.path.with_suffix(".lock")):
            yield

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        with self.datastore.transaction(commit=False) as cursor:
            yield cursor

    def head(self, cursor: Cursor) -> dict[str, Any]:
        cursor.execute("SELECT name, value FROM log")
        return dict(cursor.fetchall())

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def settings(self, names: Collection[str]) -> dict[str, str]:
        with self.reading() as cursor:
            found = {}
            for name in names:
                cursor.execute(f"PRAGMA {name}")
                found[name] = str(cursor.fetchone()[0])
        return found

    def scrub(self) -> bool:
        """Write the file anew, which takes as long as copying it."""
        return scrub(self.path, self.lock)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, PersistenceError, OSError) as error:
            # What is no operational error is found in the file itself.
            is_damage = type(error) in (sqlite3.DatabaseError, DatabaseError)
            kind = LogDamaged if is_damage else LogUnusable
            raise kind(self.place, error) from error

    @contextmanager
    def _writing(self, *, dry_run: bool) -> Iterator[Cursor]:
        with self.lock(), self.datastore.transaction(commit=True) as cursor:
            yield cursor
            if dry_run:
                cursor.execute("ROLLBACK")

    def _whole_head(self, cursor: Cursor) -> dict[str, Any]:
        return self.head(cursor)

    def _advance(self, cursor: Cursor, position: int, recorded_at: str) -> None:
        cursor.executemany(
            "UPDATE log SET value = ? WHERE name = ?",
            [(position, "position"), (recorded_at, "recorded_at")],
        )


class Factory(SQLiteFactory):
    """Makes our recorder, on connections that are set up as the log needs them."""

    application_recorder_class = Recorder

    def __init__(self, env: Environment):
        super().__init__(env)
        pool = self.datastore.pool
        pool.close()
        kind = StillPool if env.get(STILL) else Pool
        self.datastore.pool = kind(
            db_name=pool.db_name, lock_timeout=PATIENCE, pool_timeout=PATIENCE
        )
