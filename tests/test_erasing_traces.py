"""No byte of erased words stays: readers, locks, crashes and what they left behind."""

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from incident_log.erasing import traces
from incident_log.erasing.acts import Grounds, erase
from incident_log.erasing.names import named
from incident_log.erasing.plans import planned
from incident_log.erasing.traces import remove_traces
from incident_log.log import Log, scrubbing
from incident_log.projecting import alone
from incident_log.projecting.keeping import catch_up
from tests.given import Document, killed, tell, update
from tests.test_erasing import files_with

HERS = "Marta Quill"
WHY = Grounds(reason="the person asked to be forgotten")


def named_by(report: str, heard: str) -> Document:
    quote = f'"Many," said {HERS}'
    return update(report, killed(5, quote=quote), heard=heard, text=f"{quote}. " * 400)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """A log, and tables, with her name in them; nobody waits long."""
    monkeypatch.setattr(scrubbing, "PATIENCE", 0)
    monkeypatch.setattr(alone, "PATIENCE", 0)
    with Log.create(tmp_path / "log", clock=lambda: "2024-12-20T05:00:00Z") as log:
        tell(log, named_by("wire", "09:05"), named_by("page", "09:10"))
        yield log


def forget(log: Log) -> None:
    """Erase her name from the log, but no old copy of it."""
    plan = planned(log, named(log, None), phrases=[HERS])
    erase(log, plan, WHY, seen=log.position, is_insisted=False)


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Be a program that goes on reading a state of before."""
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchall()
        yield


@pytest.mark.parametrize("file", ["events.db", "incidents.db"])
def test_a_reader_of_an_old_state_is_told_of_and_the_next_time_finishes(
    log: Log, file: str
) -> None:
    with reading(log.directory / file):
        forget(log)
        told = remove_traces(log)

    assert told == [
        f"a program that reads {file} keeps a copy from before alive until it ends:"
        " stop it, then erase the same again"
    ]
    assert remove_traces(log) == []
    log.close()
    assert files_with(log.directory, b"quill") == []


def test_a_reader_that_ends_soon_is_waited_for(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "PATIENCE", 600)
    forget(log)
    with closing(sqlite3.connect(log.directory / "events.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchall()
        monkeypatch.setattr(time, "sleep", lambda _: reader.rollback())

        assert remove_traces(log) == []


def test_tables_that_another_process_writes_are_told_of(log: Log) -> None:
    forget(log)
    with (log.directory / "incidents.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (told,) = remove_traces(log)

    assert "another process is still writing" in told
    assert remove_traces(log) == []


def test_tables_that_cannot_be_written_are_told_of(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(log)

    def full(*_: object) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(traces, "empty_wal", full)
    (told,) = remove_traces(log)

    assert told.startswith("cannot use the tables in ")
    assert "(database or disk is full)" in told


def test_a_log_that_cannot_be_written_anew_is_told_of_and_the_tables_are_made(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(log)

    def full(*_: object) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("incident_log.log.sqlite.scrub", full)
    (told,) = remove_traces(log)

    assert "(database or disk is full)" in told
    log.close()
    assert "incidents.db" not in files_with(log.directory, b"quill")


def test_what_nobody_thought_of_is_told_of_in_one_line(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Log, **_stages: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(traces, "rebuild", broken)

    assert remove_traces(log) == [
        "old copies of erased words may be left (RuntimeError: no such thing): erase"
        " them again, and report this"
    ]


@pytest.mark.parametrize(
    "left", [".rows-x/made", ".publishing-x/whole.db", "public/.publishing-x/bare.db"]
)
def test_what_programs_that_were_killed_left_behind_is_taken_away(
    log: Log, left: str
) -> None:
    file = log.directory / left
    file.parent.mkdir(parents=True)
    file.write_text(f"made before: {HERS}")
    new = log.directory / "incidents.new"
    new.write_text(f"made before: {HERS}")
    forget(log)

    assert remove_traces(log) == []

    assert not file.parent.exists()
    assert not new.exists()


#: Erases in a process that is killed at some point.
_KILLED = """
import os, signal, sys
import incident_log.erasing.traces, incident_log.log.sqlite, incident_log.log.store
from incident_log.cli import incident_log as command

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

module, name = sys.argv[2].split(":")
setattr(sys.modules[module], name, die)
command.main([
    "-l", sys.argv[1], "erase", "--words", "Marta Quill", "--everywhere",
    "--reason", "asked to be forgotten",
])
"""


@pytest.mark.parametrize(
    ("at", "is_erased"),
    [
        ("incident_log.log.recording:delete", False),
        ("incident_log.log.sqlite:scrub", True),
        ("incident_log.erasing.traces:rebuild", True),
        ("incident_log.erasing.traces:empty_wal", True),
    ],
)
def test_an_erasure_that_is_killed_is_finished_by_the_next(
    log: Log, at: str, is_erased: bool
) -> None:
    words = [sys.executable, "-c", _KILLED, str(log.directory), at]
    killed = subprocess.run(words, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    plan = planned(log, named(log, None), phrases=[HERS])
    assert (bool(plan.gone), bool(plan.going)) == (is_erased, not is_erased)
    assert log.position == (4 if is_erased else 2)

    forget(log)
    assert remove_traces(log) == []

    assert log.position == 4
    assert catch_up(log) == 4
    log.close()
    assert files_with(log.directory, b"quill") == []


@pytest.mark.parametrize("seed", range(int(os.environ.get("INCIDENT_LOG_SCRUBS", 6))))
def test_nothing_is_left_however_often_rows_were_moved(
    tmp_path: Path, seed: int
) -> None:
    """Rows of all sizes go one by one, on pages that were never wiped."""
    random = Random(seed)
    file = tmp_path / "some.db"
    names = [f"W{n:04}x" for n in range(random.choice([3, 30, 300]))]
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA secure_delete=OFF")
        db.execute("CREATE TABLE openings (position INTEGER PRIMARY KEY, words TEXT)")
        for name in names:
            words = name * random.choice([1, 9, 900])
            db.execute("INSERT INTO openings (words) VALUES (?)", (words,))
        going = random.sample(names, len(names) // 2)
        for name in going:
            db.execute(f"DELETE FROM openings WHERE words LIKE '{name}%'")

        assert scrubbing.scrub(file, _unlocked)

    found = file.read_bytes()
    assert [name for name in going if name.encode() in found] == []
    assert [name for name in names if name.encode() in found] == [
        name for name in names if name not in going
    ]


@contextmanager
def _unlocked() -> Iterator[None]:
    yield
