"""Keeps the events of a shared log: one writer at a time, wherever it is.

The row of the head is locked first, so that positions follow on each other in the order
in which they are seen, and a follower skips none.  What eventsourcing does itself, with
a lock on the table and numbers from a sequence, would store events without leaves.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import RLock
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from eventsourcing.utils import Environment

from incident_log.errors import LogUncertain
from incident_log.log.known import Cursor
from incident_log.log.postgres import dialect, making, tables
from incident_log.log.postgres.connecting import connected, guarded
from incident_log.log.postgres.scrubbing import scrub
from incident_log.log.recording import Recording
from incident_log.patience import tries
from incident_log.pending import Outcome

#: The variable that has the address.
ADDRESS = "INCIDENT_LOG_ADDRESS"

#: What the server tells those who listen after every append.
CHANNEL = "incident_log"

#: Seconds that an append waits for a server that went away.
PATIENCE = 60.0

#: The first and the longest pause between two tries, in seconds.
_PAUSES = (0.05, 2.0)

#: What is raised when the server, or the way to it, is gone.
_LOST = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.IdleInTransactionSessionTimeout,
)

#: What a server says that is there, and will not change its mind.
_REFUSED = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.InvalidPassword,
    psycopg.errors.InvalidCatalogName,
    psycopg.errors.InvalidAuthorizationSpecification,
)


class LostAtCommit(psycopg.OperationalError):
    """Nobody knows whether what was appended is in the log."""


class Datastore(PostgresDatastore):
    """One connection, made anew when it is lost; the library's pool stays closed."""

    def __init__(self, address: str) -> None:
        super().__init__("", "", "", "", "", originator_id_type="text")
        self.address = address
        self._lock = RLock()
        self._connection: psycopg.Connection[Any] | None = None

    @contextmanager
    def get_connection(self) -> Iterator[psycopg.Connection[Any]]:
        with self._lock:
            if self._connection is None or _is_gone(self._connection):
                self._connection = connected(self.address)
                self._connection.row_factory = psycopg.rows.dict_row
            yield self._connection

    def register_type_adapters(self) -> None:
        """Leave the types as they are: the library's own way in is closed."""

    def close(self) -> None:
        super().close()
        if self._connection is not None:
            self._connection.close()


def _is_gone(connection: psycopg.Connection[Any]) -> bool:
    """Tell whether a connection was closed, be it by the server, since it was used."""
    try:
        for _ in ("its last words", "the end"):
            connection.pgconn.consume_input()
    except psycopg.OperationalError:
        connection.close()
    return connection.closed


class Recorder(Recording, PostgresApplicationRecorder):
    """Numbers events under the lock of the head."""

    datastore: Datastore

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        raise NotImplementedError("events are appended with Recorder.append")

    def now(self) -> str:
        with self.datastore.get_connection() as connection:
            cursor = dialect.Cursor(connection)
            cursor.execute(
                "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                """ 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
            )
            return str(cursor.fetchone()[0])

    def create(self) -> None:
        with self.datastore.get_connection() as connection:
            making.make(connection)

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        with self.datastore.get_connection() as connection:
            yield dialect.Cursor(connection)

    def head(self, cursor: Cursor) -> dict[str, Any]:
        return self._head(cursor, tables.TOLD, "")

    def wait(self, seconds: float) -> None:
        """Listen to what writers tell.

        That may be lost, and a standby lets nobody listen: look again all the same.
        """
        with self.datastore.get_connection() as connection:
            try:
                connection.execute(f"LISTEN {CHANNEL}")
            except psycopg.errors.ReadOnlySqlTransaction:
                time.sleep(seconds)
                return
            for _ in connection.notifies(timeout=seconds, stop_after=1):
                pass

    def settings(self, names: Collection[str]) -> dict[str, str]:
        found = {}
        with self.reading() as cursor:
            for name in names:
                cursor.execute("SELECT current_setting(?)", (name,))
                found[name] = str(cursor.fetchone()[0])
        return found

    def scrub(self) -> bool:
        """Write anew the table that held the words; WAL and backups are the server's.

        Only a role that owns the tables can.
        """
        with self.datastore.get_connection() as connection:
            making.check_owned(connection, self.place)
            return scrub(connection)

    def guarded(self) -> AbstractContextManager[None]:
        return guarded(self.datastore.address)

    def _persistent(
        self, act: Callable[[], list[Outcome]], *, is_repeatable: bool
    ) -> list[Outcome]:
        """Wait for a server that goes away meanwhile, and do all of it again.

        What cannot be done twice is not, once nobody knows whether it was committed.
        """
        lost: Exception
        for _ in tries(PATIENCE, *_PAUSES):
            try:
                return act()
            except _LOST as error:
                if isinstance(error, LostAtCommit) and not is_repeatable:
                    raise LogUncertain(self.place) from error
                if isinstance(error, _REFUSED):
                    raise
                lost = error
        raise lost

    @contextmanager
    def _writing(self, *, dry_run: bool) -> Iterator[Cursor]:
        is_committing = False
        try:
            with (
                self.datastore.get_connection() as connection,
                connection.transaction(force_rollback=dry_run),
            ):
                cursor = dialect.Cursor(connection)
                yield cursor
                cursor.execute("SELECT pg_notify(?, '')", (CHANNEL,))
                is_committing = not dry_run
        except _LOST as error:
            if is_committing:
                raise LostAtCommit(str(error)) from error
            raise

    def _whole_head(self, cursor: Cursor) -> dict[str, Any]:
        return self._head(cursor, tables.HEAD, "FOR UPDATE")

    def _head(self, cursor: Cursor, names: Sequence[str], lock: str) -> dict[str, Any]:
        cursor.execute(f"SELECT {tables.quoted(names)} FROM log {lock}")
        return dict(zip(names, cursor.fetchone(), strict=True))

    def _advance(self, cursor: Cursor, position: int, recorded_at: str) -> None:
        cursor.execute(
            "UPDATE log SET position = ?, recorded_at = ?", (position, recorded_at)
        )


class Factory(PostgresFactory):
    """Makes our recorder, on a connection that is set as the log needs it."""

    application_recorder_class = Recorder

    def __init__(self, env: Environment) -> None:
        unused = dict.fromkeys(("DBNAME", "HOST", "PORT", "USER", "PASSWORD"), "")
        super().__init__(
            Environment(
                env.name, {**env, **{f"POSTGRES_{k}": v for k, v in unused.items()}}
            )
        )
        self.datastore = Datastore(str(env[ADDRESS]))
