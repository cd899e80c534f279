"""A mapping import that is killed again and again, and run again, loses nothing.

The child is the command itself, killed (SIGKILL) at moments that a seed has drawn.
``INCIDENT_LOG_KILLS`` and ``INCIDENT_LOG_ROWS`` make it as long as one likes,
``INCIDENT_LOG_SEED`` draws others.
"""

import csv
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from incident_log.errors import IncidentLogError
from incident_log.events import Event
from incident_log.log import Log
from tests.faults.amounts import amount, chance
from tests.mapped import acres, document, killed

KILLS = amount("KILLS", 4)
ROWS = amount("ROWS", 3000)

#: What a table's row says, apart from its own number.
SAID = (
    "incident, low, value, count_text, claim, as_of_from, as_of_to, known_from,"
    " known_to, ended_by"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mapping, and a table of fires: most rows change something, some nothing."""
    home = tmp_path_factory.mktemp("killed")
    (home / "map.json").write_text(json.dumps(document(acres(), killed())))
    with (home / "fires.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["at", "fire", "acres", "dead"])
        writer.writeheader()
        writer.writerows(rows(Random(20241220)))
    return home


def rows(drawn: Random) -> Iterator[dict[str, Any]]:
    said: dict[int, dict[str, Any]] = {}
    for n in range(ROWS):
        fire = drawn.randrange(max(ROWS // 40, 1))
        row = said.setdefault(fire, {"fire": f"F{fire}", "acres": "", "dead": ""})
        if drawn.random() < 0.8:
            row[drawn.choice(["acres", "dead"])] = drawn.choice(["", 1, 2, "1,204"])
        yield row | {"at": f"2024-{n // 90_000 + 1:02}-{time_of(n)}Z"}


def time_of(n: int) -> str:
    """Return a day and a time of it, 20 seconds later for each row."""
    minutes, third = divmod(n % 90_000, 3)
    hours, minute = divmod(minutes, 60)
    return f"{hours // 24 + 1:02}T{hours % 24:02}:{minute:02}:{20 * third:02}"


def command(folder: Path, log: Path) -> list[str]:
    words = ["-l", str(log), "import", "--json", "--map", str(folder / "map.json")]
    return [sys.executable, "-m", "incident_log", *words, str(folder / "fires.csv")]


def test_an_import_killed_at_random_and_run_again_is_as_if_it_had_not_been(
    folder: Path, tmp_path: Path
) -> None:
    begun = time.monotonic()
    done = subprocess.run(command(folder, tmp_path / "whole"), stdout=subprocess.PIPE)
    whole = time.monotonic() - begun
    account = json.loads(done.stdout)
    assert (account["appended"] > ROWS // 2, account["refused"]) == (True, 0)
    assert account["unchanged"] > ROWS // 20
    drawn = chance()
    print(f"{ROWS} rows in {whole:.1f} s")

    for n in range(KILLS):
        # Early ones hit the appending, late ones anything.
        wait = drawn.random() * whole * (n + 1) / KILLS
        killed_after(wait, command(folder, tmp_path / "killed"))
        print(f"killed after {wait:.2f} s, at position {reached(tmp_path / 'killed')}")
    done = subprocess.run(command(folder, tmp_path / "killed"), stdout=subprocess.PIPE)

    assert done.returncode == 0
    assert list(events(tmp_path / "killed")) == list(events(tmp_path / "whole"))
    assert table(tmp_path / "killed") == table(tmp_path / "whole")


def killed_after(seconds: float, words: list[str]) -> None:
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def reached(directory: Path) -> int:
    """Return the position of a log that may not have been made yet."""
    with suppress(IncidentLogError), Log.open(directory) as log:
        return log.position
    return 0


def events(directory: Path) -> Iterator[Event]:
    """Yield what the log says, apart from when it was told."""
    with Log.open(directory) as log:
        found = log.events()
        while found:
            yield from (replace(event, recorded_at="") for event in found)
            found = log.events(after=found[-1].position)


def table(directory: Path) -> list[Any]:
    with closing(sqlite3.connect(directory / "incidents.db")) as database:
        select = "SELECT {} FROM {} ORDER BY 1, 5, 6, 8"
        return [
            database.execute(select.format(SAID, name)).fetchall()
            for name in ("indicators", "casualties")
        ]
