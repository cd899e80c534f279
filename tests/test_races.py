"""Several programs at one log at once, and programs that are killed half-way.

The children below are real processes: they start together on a line of input, and one
is killed (SIGKILL) by itself after a number of SQL statements that the seed has drawn.
"""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from incident_log.intake import Imported, import_updates
from incident_log.log import Log
from tests.given import INCIDENT, killed, update

UPDATES = 1_000
ALL = [f"feed-{n % 7}/u{n}" for n in range(UPDATES)]

CREATE = """
import sys
from pathlib import Path
from incident_log.log import Log

print("ready", flush=True)
sys.stdin.readline()
with Log.create(Path(sys.argv[1])) as log:
    print(log.position)
"""

IMPORT = """
import json, sys
from pathlib import Path
from incident_log.intake import import_updates
from incident_log.log import Log

print("ready", flush=True)
sys.stdin.readline()
with Log.create(Path(sys.argv[1])) as log:
    imported = import_updates(log, [sys.argv[2]])
    print(json.dumps(vars(imported)))
"""

IMPORT_AND_BE_KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from incident_log import intake
from incident_log.log import Log

left, connect = int(sys.argv[3]), sqlite3.connect

def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def counted(*place, **how):
    connection = connect(*place, **how)
    connection.set_trace_callback(count)
    return connection

sqlite3.connect = counted
intake.BATCH = 100
with Log.create(Path(sys.argv[1])) as log:
    intake.import_updates(
        log, [sys.argv[2]], progress=lambda _: print(log.position, flush=True)
    )
"""

Child = subprocess.Popen[str]


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 1,000 updates of seven reports, all about one incident."""
    file = tmp_path_factory.mktemp("feed") / "feed.jsonl"
    with file.open("w") as lines:
        for n in range(UPDATES):
            told = update(f"feed-{n % 7}", killed(n), heard="09:00", id=f"u{n}")
            lines.write(json.dumps(told) + "\n")
    return file


def started(script: str, *arguments: object) -> Child:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def let_go(children: list[Child]) -> list[str]:
    """Let children that are ready go at once; return what they said."""
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    told = [child.communicate() for child in children]
    assert [errors for _, errors in told] == [""] * len(children)
    return [said for said, _ in told]


def whole(log: Log) -> None:
    """Check that nothing is missing, doubled or damaged."""
    with closing(sqlite3.connect(log.directory / "events.db")) as db:

        def rows(statement: str) -> list[Any]:
            return db.execute(statement).fetchall()

        assert rows("PRAGMA integrity_check") == [("ok",)]
        states = rows("SELECT rowid, state FROM stored_events ORDER BY rowid")
        positions = [position for position, _ in states]
        assert positions == list(range(1, log.position + 1))
        leaves = [(n, sha256(b"\0" + state).digest()) for n, state in states]
        assert rows("SELECT * FROM leaves ORDER BY position") == leaves
        decoded = [json.loads(state) for _, state in states]
        assert [state["position"] for state in decoded] == positions
        stamps = [state["recorded_at"] for state in decoded]
        assert stamps == sorted(stamps)
        stream = "SELECT originator_id, max(originator_version), count(*)"
        for name, last, many in rows(f"{stream} FROM stored_events GROUP BY 1"):
            assert (name, last) == (name, many)
        for each in ("openings", "updates", "subjects"):
            many = f"SELECT count(DISTINCT position) FROM {each}"
            assert rows(many) == [(len(states),)]


def test_eight_programs_make_the_same_new_log_at_once(tmp_path: Path) -> None:
    children = [started(CREATE, tmp_path / "log") for _ in range(8)]

    said = let_go(children)

    assert said == ["0\n"] * 8
    with closing(sqlite3.connect(tmp_path / "log/events.db")) as db:
        names = [name for (name,) in db.execute("SELECT name FROM log ORDER BY name")]
    assert names == ["check", "layout", "origin", "position", "recorded_at", "secret"]


def test_two_programs_import_the_same_feed_at_once(tmp_path: Path, feed: Path) -> None:
    children = [started(IMPORT, tmp_path / "log", feed) for _ in range(2)]

    first, second = (json.loads(said) for said in let_go(children))

    assert sorted([*first["appended"], *second["appended"]]) == sorted(ALL)
    assert sorted([*first["appended"], *first["known"]]) == sorted(ALL)
    assert sorted([*second["appended"], *second["known"]]) == sorted(ALL)
    assert (first["refused"], second["refused"]) == ([], [])
    with Log.open(tmp_path / "log") as log:
        assert log.position == UPDATES
        whole(log)


def test_a_reader_reads_while_a_writer_writes(tmp_path: Path, feed: Path) -> None:
    with Log.create(tmp_path / "log") as log:
        import_updates(log, [feed])
    with closing(sqlite3.connect(tmp_path / "log/events.db")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO openings VALUES (5000, '{}')")

        with Log.open(tmp_path / "log") as reader:
            seen = len(reader.history(INCIDENT).updates)

    assert seen == UPDATES


def killed_import(directory: Path, feed: Path, statements: int) -> int:
    """Import until that many SQL statements are done; return what was acknowledged."""
    child = started(IMPORT_AND_BE_KILLED, directory, feed, statements)
    said, errors = child.communicate()
    assert (child.returncode, errors) == (-9, "")
    return max(map(int, said.split()), default=0)


def position_after(directory: Path, acknowledged: int) -> int:
    """Open the log again; nothing that was acknowledged may be lost, or be half."""
    with Log.create(directory) as log:
        whole(log)
        assert log.position >= acknowledged
        assert log.position % 100 == 0
        return log.position


def finish(directory: Path, feed: Path) -> tuple[Imported, Imported]:
    with Log.create(directory) as log:
        outcomes = import_updates(log, [feed]), import_updates(log, [feed])
        assert log.position == UPDATES
        whole(log)
        return outcomes


@pytest.mark.parametrize("statements", [1, 4, 9, 20])
def test_a_log_whose_making_is_killed_is_made_by_the_next(
    tmp_path: Path, feed: Path, statements: int
) -> None:
    acknowledged = killed_import(tmp_path / "log", feed, statements)

    position = position_after(tmp_path / "log", acknowledged)

    assert (acknowledged, position) == (0, 0)


def test_an_import_that_is_killed_ten_times_is_finished_by_the_next(
    tmp_path: Path, feed: Path
) -> None:
    directory, drawn = tmp_path / "log", Random(20241220)

    kept = [
        position_after(
            directory, killed_import(directory, feed, drawn.randrange(50, 2_500))
        )
        for _ in range(10)
    ]
    last, again = finish(directory, feed)

    assert kept == sorted(kept)
    assert len(set(kept)) > 3
    assert 0 < kept[-1] < UPDATES
    assert len(last.appended) + kept[-1] == UPDATES
    assert sorted([*last.appended, *last.known]) == sorted(ALL)
    assert again == Imported(known=ALL)
