"""Keep revisions with sqlite-history's triggers: LINES of updates, DATABASE, A BATCH.

Each report is a row that its next update overwrites; the triggers keep what it was.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlite_history import configure_history

Row = tuple[Any, ...]

COLUMNS = ("id", "incident", "as_of", "received_at", "text", "claims")


def main() -> None:
    lines, database, batch = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with Path(lines).open() as file:
        rows = (revision(json.loads(line)) for line in file)
        print(json.dumps({"seconds": kept(rows, database, batch)}))


def revision(update: dict[str, Any]) -> Row:
    about, said = update["incident"]["id"], json.dumps(update["claims"])
    times = update["as_of"], update["received_at"]
    return (update["report"]["id"], about, *times, update.get("text"), said)


def kept(rows: Iterator[Row], database: str, batch: int) -> float:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"CREATE TABLE report ({', '.join(COLUMNS)}, PRIMARY KEY (id))")
    configure_history(connection, "report")
    changed = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    statement = (
        f"INSERT INTO report VALUES ({', '.join('?' * len(COLUMNS))})"
        f" ON CONFLICT (id) DO UPDATE SET {changed}"
    )
    begun = time.perf_counter()
    while some := [*islice(rows, batch)]:
        with connection:
            connection.executemany(statement, some)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
