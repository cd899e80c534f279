"""Importing updates end to end: checked, appended durably, tables current."""

import json
import sqlite3
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from benching.running import Run
from benching.telling import Costs
from benching.timing import ours, timed


def ask(run: Run) -> None:
    """Import logs of every size, each by a command of its own."""
    row = run.telling.row
    run.telling.part("Import: validated, appended durably, tables current")
    costs: Costs = {"the time": {}, "the memory": {}}
    for log in run.logs:
        importing = log.importing
        costs["the time"][log.size] = importing.seconds
        costs["the memory"][log.size] = importing.peak
        floor = timed(partial(raw, run.home / f"raw-{log.size}.db", log.file))
        again = ours("-l", log.directory, "import", log.file)
        row(f"{log}, updates a second", log.updates / importing.seconds, ">= 5,000")
        row("  raw json + executemany, times faster", importing.seconds / floor)
        row(
            "  again (all already known), updates a second", log.updates / again.seconds
        )
        row("  peak memory, MB", importing.peak)
    run.telling.slopes(costs)


def raw(path: Path, file: Path) -> None:
    """Store the same lines with nothing but sqlite3, in transactions of 500."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, state BLOB)")
    with file.open() as lines:
        rows = ((json.dumps(json.loads(line)).encode(),) for line in lines)
        for some in _batches(rows):
            with database:
                database.executemany("INSERT INTO event (state) VALUES (?)", some)
    database.close()


def _batches(rows: Iterator[tuple[bytes]]) -> Iterator[list[tuple[bytes]]]:
    while some := [*islice(rows, 500)]:
        yield some
