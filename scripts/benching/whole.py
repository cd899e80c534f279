"""Questions to the whole log, over the same rectangles in SQLite and in DuckDB."""

import csv
import sqlite3
from pathlib import Path

from benching.running import Built, Run
from benching.telling import Costs
from benching.timing import timed

COLUMNS = "incident, outcome, low, as_of_from, as_of_to, known_from, known_to"

MOMENT = "'2024-12-12T12:00:00.000000Z'"

QUESTIONS = {
    "state of all incidents at T and K": (
        "SELECT outcome, count(*), sum(low) FROM casualties"
        f" WHERE as_of_from <= {MOMENT} AND {MOMENT} < as_of_to"
        f" AND known_from <= {MOMENT} AND {MOMENT} < known_to"
        " GROUP BY outcome ORDER BY outcome"
    ),
    "rows of each incident, the ten with most": (
        "SELECT incident, count(*) AS rows FROM casualties"
        " GROUP BY incident ORDER BY rows DESC, incident LIMIT 10"
    ),
    "what became known each day": (
        "SELECT substr(known_from, 1, 10) AS day, count(*), count(DISTINCT incident)"
        " FROM casualties GROUP BY day ORDER BY day"
    ),
}

#: How often each question is asked; the quickest counts.
_TIMES = 5


def ask(run: Run) -> None:
    """Ask both, and compare what they answer."""
    run.telling.part(
        "Questions to the whole log: SQLite beside DuckDB, same rectangles"
    )
    costs: Costs = {}
    for log in run.logs:
        database = sqlite3.connect(log.tables)
        found = {what: asked(database, select) for what, select in QUESTIONS.items()}
        theirs = _duckdb(run, log, database)
        database.close()
        for n, (what, (seconds, answer)) in enumerate(found.items()):
            run.telling.row(f"{log}, {what}, SQLite, ms", seconds * 1e3)
            costs.setdefault(f"{what}, SQLite", {})[log.size] = seconds
            if theirs is not None:
                quick, same = theirs[n]
                assert answer == same, (what, answer, same)
                run.telling.row("  DuckDB, ms", quick * 1e3)
                costs.setdefault(f"{what}, DuckDB", {})[log.size] = quick
    run.telling.slopes(costs)
    if run.peers is None:
        run.telling.note("DuckDB is left out: it needs the peers")


def asked(database: sqlite3.Connection, select: str) -> tuple[float, list[list[str]]]:
    """Return the time of a question, in seconds, and the answer."""
    answer: list[list[str]] = []

    def job() -> None:
        answer[:] = [[str(value) for value in row] for row in database.execute(select)]

    return min(timed(job) for _ in range(_TIMES)), answer


def _duckdb(
    run: Run, log: Built, database: sqlite3.Connection
) -> list[tuple[float, list[list[str]]]] | None:
    """Return what DuckDB takes for each question, and answers."""
    if run.peers is None:
        return None
    rows = run.home / f"casualties-{log.size}.csv"
    export(database, rows)
    done = run.peers.program("with_duckdb", rows, *QUESTIONS.values())
    run.telling.row(f"{log}, rows into DuckDB's memory, ms", done["loading"] * 1e3)
    return [(each["seconds"], each["answer"]) for each in done["answers"]]


def export(database: sqlite3.Connection, path: Path) -> None:
    """Write the rectangles of casualties as CSV."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.split(", "))
        writer.writerows(database.execute(f"SELECT {COLUMNS} FROM casualties"))
