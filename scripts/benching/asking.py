"""As-of questions in plain SQL, about incidents of few and of many updates."""

import random
import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import Any

from benching.making import growing, written
from benching.running import Built, Run
from benching.telling import Costs
from benching.timing import ours, percentiles, timed
from incident_log.queries import figures
from incident_log.times import LATEST

STATE = (
    "SELECT * FROM casualties WHERE incident = :incident"
    " AND as_of_from <= :as_of AND :as_of < as_of_to"
    " AND known_from <= :known_at AND :known_at < known_to"
)
FIGURES = figures(
    "SELECT :incident AS incident, :as_of AS as_of, :known_at AS known_at"
)

#: Updates of the incidents that are asked about, one a minute.
MIDDLE, BIG = 300, 10_000

DAY = 24 * 60

Values = dict[str, str]


def ask(run: Run) -> None:
    """Ask at random moments, and at the latest."""
    run.telling.part("As-of questions by SQL, over the tables")
    costs: Costs = {}
    for log in run.logs:
        big = min(BIG, log.size)
        grow(run, log, big)
        database = sqlite3.connect(log.tables)
        for what, most in _ask(run, log, database, big):
            costs.setdefault(f"p99, {what}", {})[log.size] = most
        database.close()
    run.telling.slopes(costs)


def grow(run: Run, log: Built, big: int) -> None:
    """Add an incident of 300 updates, and one of 10,000."""
    middle = written(run.home, growing(0, MIDDLE, "middle"), f"middle-{log.size}")
    ours("-l", log.directory, "import", middle)
    file = written(run.home, growing(0, big), f"big-{log.size}")
    done = ours("-l", log.directory, "import", file)
    what = f"{log}, an incident of {big:,} updates more, updates a second"
    run.telling.row(what, big / done.seconds)


def _ask(
    run: Run, log: Built, database: sqlite3.Connection, big: int
) -> Iterator[tuple[str, float]]:
    """Tell how long each question takes; yield its p99, in seconds."""
    few = {"small": DAY, "middle": MIDDLE}
    many = {f"incident-{n}": 20 * DAY for n in range(0, log.updates // 20, 7)}
    one = {"big": big}
    latest = [at("big", LATEST, LATEST)] * 25 * run.times
    questions: dict[str, tuple[str, list[Values], str]] = {
        "state, up to 300 updates": (STATE, moments(run, few | many), "<= 1"),
        "figures, 100 and 300 updates": (FIGURES, moments(run, few), ""),
        f"state, {big:,} updates": (STATE, moments(run, one), "<= 10"),
        f"state, {big:,} updates, at latest": (STATE, latest, "<= 2"),
        f"figures, {big:,} updates": (FIGURES, moments(run, one), ""),
        f"figures, {big:,} updates, at latest": (FIGURES, latest, ""),
    }
    for what, (select, asked, goal) in questions.items():
        jobs = (partial(_rows, database, select, values) for values in asked)
        half, most = percentiles([timed(job) for job in jobs])
        run.telling.row(f"{log}, {what}, p50, ms", half * 1e3)
        run.telling.row(f"{log}, {what}, p99, ms", most * 1e3, goal)
        yield what, most


def moments(run: Run, incidents: dict[str, int]) -> list[Values]:
    """Return questions about incidents, each at two of the minutes that it lasts."""
    chance = random.Random(20241220)
    asked = []
    for incident in chance.choices([*incidents], k=25 * run.times):
        minutes = incidents[incident]
        times = [minute(chance.randrange(minutes)) for _ in "TK"]
        asked.append(at(incident, *times))
    return asked


def minute(number: int) -> str:
    """Return a minute of December, as the tables have it."""
    day, rest = divmod(number, DAY)
    return f"2024-12-{day + 1:02}T{rest // 60:02}:{rest % 60:02}:00.000000Z"


def at(incident: str, as_of: str, known_at: str) -> Values:
    """Return a question."""
    return {"incident": incident, "as_of": as_of, "known_at": known_at}


def _rows(database: sqlite3.Connection, select: str, values: Values) -> list[Any]:
    return database.execute(select, values).fetchall()
