"""Open a file of tables, make it, write it in batches, copy it over another."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from incident_log.errors import TablesDamaged, TablesUnusable
from incident_log.tables.functions import register
from incident_log.tables.spec import Table

#: Seconds to wait for another writer.
PATIENCE = 60

#: What SQLite says while another program writes: SQLITE_BUSY, SQLITE_LOCKED.
_BUSY = (5, 6)

#: How a file is written that others read meanwhile, and that lasts.
_LIVE = ("locking_mode = NORMAL", "journal_mode = WAL", "synchronous = NORMAL")

#: How one is written that is thrown away unless it is finished: nothing of it has to
#: last, no page is written twice, and more of them (16 MB) wait in memory.
_UNFINISHED = (
    *("locking_mode = EXCLUSIVE", "journal_mode = MEMORY", "synchronous = OFF"),
    "cache_size = -16384",
)

#: Letters with and without accents are found alike.
_TOKENIZE = "unicode61 remove_diacritics 2"


class Tables:
    """The tables in one file.  Use it in a ``with`` statement.

    An *unfinished* file is a new one, closed to all others until :meth:`finish`.
    """

    def __init__(self, path: Path, *, is_unfinished: bool = False) -> None:
        # It takes long to import, and who helps a rebuild opens no tables.
        import sqlite_utils

        self.path = path
        with self._guarded():
            with suppress(FileExistsError):  # whose locks closing it would let go
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            connection = sqlite3.connect(
                path, timeout=PATIENCE, isolation_level=None, cached_statements=512
            )
            register(connection)
            self._db = sqlite_utils.Database(connection, execute_plugins=False)
            self._set(_UNFINISHED if is_unfinished else _LIVE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @property
    def state(self) -> dict[str, str]:
        """What the file says of itself; nothing if it is new or not one of ours."""
        with self._guarded():
            columns = [c.name for c in self._db.table("projection").columns]
            if columns != ["name", "value"]:
                return {}
            return dict(self.rows("SELECT name, value FROM projection"))

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for those who only ask."""
        connection: sqlite3.Connection = self._db.conn
        return connection

    def create(self, tables: Iterable[Table], views: Mapping[str, str]) -> None:
        """Make the tables and views, without their indexes."""
        with self._guarded(), self._db.atomic():
            for table in tables:
                self._create(table)
            for name, select in views.items():
                self._db.create_view(name, select)

    def finish(self) -> None:
        """Let an unfinished file be one like any other."""
        with self._guarded():
            self._set(_LIVE)

    def _set(self, settings: Iterable[str]) -> None:
        for setting in settings:
            self._db.execute(f"PRAGMA {setting}")

    def index(self, tables: Iterable[Table]) -> None:
        """Make the indexes."""
        with self._guarded(), self._db.atomic():
            for table in tables:
                for columns in table.indexes:
                    self._db.table(table.name).create_index(list(columns))

    def let_search(self, tables: Iterable[Table]) -> None:
        """Make what full-text search looks into, and follows from now on."""
        with self._guarded(), self._db.atomic():
            for table in tables:
                if table.searched:
                    self._db.table(table.name).enable_fts(
                        list(table.searched), create_triggers=True, tokenize=_TOKENIZE
                    )

    def _create(self, table: Table) -> None:
        columns = {column.name: column.type for column in table.columns}
        self._db.create_table(
            table.name,
            columns,
            pk=table.pk[0] if len(table.pk) == 1 else table.pk,
            not_null=[
                c.name
                for c in table.columns
                if c.is_required and c.name not in table.pk
            ],
            foreign_keys=[
                (c.name, c.references, "id") for c in table.columns if c.references
            ],
            strict=True,
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write in one transaction, taken before anything is read."""
        with self._guarded():
            self._db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.conn.in_transaction:  # SQLite may have ended it: disk full
                    self._db.conn.execute("ROLLBACK")
                raise
            self._db.conn.execute("COMMIT")

    def rows(
        self, select: str, parameters: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with self._guarded():
            return self._db.execute(select, parameters).fetchall()

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute one statement for many rows."""
        with self._guarded():
            self._db.conn.executemany(statement, rows)

    def copy_over(self, other: Path) -> None:
        """Make *other* the same as this file, in one transaction its readers see.

        Replacing a file whose WAL is live destroys it; SQLite's backup does not.
        Raise :exc:`TablesDamaged` where *other* is no database.
        """
        until = time.monotonic() + PATIENCE

        def patiently(status: int, remaining: int, total: int) -> None:
            # Python tries again for ever while another program writes.
            if status in _BUSY and time.monotonic() > until:
                raise sqlite3.OperationalError("database is locked")

        with self._guarded(), Tables(other) as live:
            self._db.conn.backup(live._db.conn, progress=patiently)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Let no error of the database out that is not one of ours."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            # What is no operational error is found in the file itself.
            is_damage = type(error) is sqlite3.DatabaseError
            kind = TablesDamaged if is_damage else TablesUnusable
            raise kind(str(self.path), error) from error


def inserting(table: str, columns: Sequence[str]) -> str:
    """Return the statement that inserts a row of *columns*."""
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({places})'
