"""A copy of the tables that may be shown to the world: no text of any article.

What is taken out is in no page of the new file, neither free nor indexed: the file is
made from what is left, not edited.  The words that claims rest on stay.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from incident_log.errors import TablesUnusable

#: The one column of all tables that holds whole articles: (table, column).
WITHHELD = ("updates", "text")


def publish(tables: Path, target: Path) -> None:
    """Write a copy of *tables* without texts; who reads an older one goes on."""
    with (
        _guarded(target),
        TemporaryDirectory(prefix=".publishing-", dir=tables.parent) as private,
        TemporaryDirectory(prefix=".publishing-", dir=target.parent) as folder,
    ):
        whole, bare = Path(private) / "whole.db", Path(folder) / "bare.db"
        _copy(tables, whole)
        with closing(sqlite3.connect(whole)) as connection:
            _withhold(connection)
        _copy(whole, bare)
        bare.replace(target)


def inspected(file: Path) -> dict[str, Any]:
    """Return what ``datasette inspect`` would say, so that no start has to count."""
    with _guarded(file), closing(_reading(file)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        counts = {name: _count(connection, name) for (name,) in found.fetchall()}
        with file.open("rb") as opened:
            digest = file_digest(opened, "sha256").hexdigest()
    return {
        file.stem: {
            "hash": digest,
            "size": file.stat().st_size,
            "file": file.name,
            "tables": {name: {"count": count} for name, count in counts.items()},
        }
    }


def _count(connection: sqlite3.Connection, table: str) -> int:
    (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    return int(count)


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _copy(file: Path, new: Path) -> None:
    """Write what a file holds, and nothing that it once held, into a new one."""
    with closing(_reading(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(new),))


def _withhold(connection: sqlite3.Connection) -> None:
    table, column = WITHHELD
    with connection:
        connection.execute(f"UPDATE {table} SET {column} = NULL")
        connection.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')")


@contextmanager
def _guarded(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise TablesUnusable(str(file), error) from error
