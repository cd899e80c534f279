"""Making the tables: all of them again, and what is new taken in."""

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from benching.making import later, written
from benching.running import Built, Run
from benching.telling import Costs
from benching.timing import ours, timed
from incident_log.inputs import find
from incident_log.intake import Intake
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up
from incident_log.projections import TABLES
from incident_log.tables.spec import Table

#: Rows that are copied at once.
_MANY = 5_000


def ask(run: Run) -> None:
    """Rebuild the tables of every size, then follow as more comes."""
    row = run.telling.row
    run.telling.part("Tables: made again from the log, and kept current")
    costs: Costs = {"the time of a rebuild": {}, "its memory": {}}
    for log in run.logs:
        done = ours("-l", log.directory, "rebuild", "--json")
        seconds = json.loads(done.said)["seconds"]
        costs["the time of a rebuild"][log.size] = seconds
        costs["its memory"][log.size] = done.peak
        floor = copied(log.tables, run.home / f"floor-{log.size}.db")
        row(f"{log}, rebuild, updates a second", log.updates / seconds, ">= 10,000")
        row("  raw executemany of the same rows, times faster", seconds / floor, "<= 2")
        row("  peak memory, MB", done.peak)
        some = min(150, log.updates // 20)
        for each in (1, 10):
            what = f"  following, {each} of each of {some} incidents, updates a second"
            row(what, followed(run.home, log, some, each), ">= 5,000")
    run.telling.slopes(costs)


def copied(tables: Path, to: Path) -> float:
    """Return how long sqlite3 takes to store the same rows, without indexes."""
    with (
        closing(sqlite3.connect(tables)) as source,
        closing(sqlite3.connect(to)) as new,
    ):
        new.execute("PRAGMA journal_mode=WAL")
        return sum(_copied(source, new, table) for table in TABLES)


def _copied(source: sqlite3.Connection, new: sqlite3.Connection, table: Table) -> float:
    names = ", ".join(f'"{name}"' for name in table.names)
    new.execute(f"CREATE TABLE {table.name} ({names})")
    marks = ", ".join("?" * len(table.names))
    insert = f"INSERT INTO {table.name} VALUES ({marks})"
    found = source.execute(f"SELECT {names} FROM {table.name}")
    seconds = 0.0
    while rows := found.fetchmany(_MANY):
        seconds += timed(partial(new.executemany, insert, rows))
    return seconds + timed(new.commit)


def followed(home: Path, built: Built, incidents: int, each: int) -> float:
    """Append more without the tables; return how many updates a second they take in."""
    name = f"more-{built.size}-{each}"
    file = written(home, later(each * incidents, incidents, name), name)
    with Log.open(built.directory) as log:
        intake = Intake(log, is_open=False, strict=False, dry_run=False)
        for found in find([file]):
            intake.take(found)
        intake.flush()
        assert not intake.imported.refused, intake.imported.refused[:3]
        return each * incidents / timed(lambda: catch_up(log))
