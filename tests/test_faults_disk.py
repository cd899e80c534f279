"""A disk that fails, fills up or may not be written: one line, and nothing is lost.

``INCIDENT_LOG_FAILING_CALLS`` says how many of the first 50 calls fail, one at a time.
"""

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from shutil import copytree

import pytest

from incident_log.intake import BATCH, import_updates
from incident_log.log import Log
from tests.faults.amounts import amount
from tests.faults.feeds import holds_exactly, names, reached, updates, write
from tests.faults.programs import Done, command, humbly, in_one_line, run, script
from tests.faults.tracing import failing

#: So many calls fail, one at a time, of the first.
CALLS, FIRST = amount("FAILING_CALLS", 4), 50
UPDATES = 60

#: The command, but that every update has a transaction of its own, and that the
#: position is printed after each.
IMPORT = """
import sys
from pathlib import Path
from incident_log import intake
from incident_log.cli import incident_log
from incident_log.log import Log

append = Log.append

def told(log, *pendings, **how):
    outcomes = append(log, *pendings, **how)
    print(outcomes[0].position, flush=True)
    return outcomes

Log.append = told
intake.BATCH = 1
incident_log(["-l", sys.argv[1], "import", sys.argv[2]])
"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return write(tmp_path / "feed.jsonl", updates(UPDATES))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of ten updates."""
    some = write(tmp_path / "some.jsonl", islice(updates(UPDATES), 10))
    assert run(command(tmp_path / "log", "import", some)).returncode == 0
    return tmp_path / "log"


def is_about_the_log(done: Done) -> bool:
    """Tell whether a program says in one line that it cannot use the log."""
    said = in_one_line(done)
    return said.startswith("Error: cannot use the log in ") and said.endswith(
        ": check the path, its rights, free space and other programs using it"
    )


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("call", ["fdatasync", "pwrite64"])
@pytest.mark.parametrize("nth", range(1, FIRST + 1, FIRST // CALLS)[:CALLS])
def test_a_call_that_fails_is_told_in_one_line_and_loses_nothing(
    tmp_path: Path, feed: Path, call: str, error: str, nth: int
) -> None:
    log, trace = tmp_path / "log", tmp_path / "trace"
    files = (log / "events.db", log / "events.db-wal", log / "events.db-journal")
    fault = failing(f"{call}:error={error}:when={nth}", trace, *files)

    done = run(script(IMPORT, log, feed), *fault)

    assert "(INJECTED)" in trace.read_text()
    acknowledged = max(map(int, re.findall(r"^\d+$", done.stdout, re.M)), default=0)
    if done.returncode:
        assert acknowledged < UPDATES
        assert is_about_the_log(done), done.stderr
    else:  # SQLite moves on what was synced before another time
        assert (acknowledged, done.stderr) == (UPDATES, "")
    assert acknowledged <= reached(log) <= acknowledged + 1
    with Log.create(log) as opened:
        assert import_updates(opened, [feed]).refused == []
    holds_exactly(log, names(updates(UPDATES)))


READING = (
    ("incidents",),
    ("replay", "incident-0"),
    ("timeline", "incident-0"),
    ("verify",),
)


def can_be_read(log: Path, *before: str) -> None:
    """Check that every question is answered as it is where the log can be written."""
    elsewhere = log.parent.parent / "copy"
    copytree(log, elsewhere)
    for words in READING:
        there, here = (
            run(command(log, *words), *before),
            run(command(elsewhere, *words)),
        )
        assert (there.returncode, there.stderr) == (0, "")
        assert there.stdout == here.stdout


def test_a_file_that_may_not_grow_is_told_and_the_rest_comes_later(
    tmp_path: Path, log: Path, feed: Path
) -> None:
    words = command(log, "import", feed)

    done = run(words, shell=f"ulimit -f {(log / 'events.db').stat().st_size // 1024}")

    assert is_about_the_log(done), done.stderr
    assert reached(log) == 10
    assert run(words).returncode == 0
    holds_exactly(log, names(updates(UPDATES)))


class Mounted:
    """A disk of two megabytes in memory."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def do(self, *words: str) -> None:
        """Mount it, or mount it otherwise; skip where that may not be."""
        if subprocess.run(["mount", *words, str(self.place)], stderr=-1).returncode:
            pytest.skip("nothing may be mounted here")

    def fill(self) -> None:
        """Leave no room at all."""
        with suppress(OSError), (self.place / "filling").open("wb", 0) as file:
            while True:
                file.write(bytes(4096))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Mounted]:
    disk = Mounted(tmp_path / "disk")
    disk.place.mkdir()
    disk.do("-t", "tmpfs", "-o", "size=2m", "small")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk.place)], check=True)


def test_a_disk_that_fills_up_is_told_and_the_rest_comes_when_there_is_room(
    tmp_path: Path, disk: Mounted
) -> None:
    feed = write(tmp_path / "feed.jsonl", updates(2_000))
    words = command(disk.place / "log", "import", feed)

    done = run(words)

    assert is_about_the_log(done), done.stderr
    kept = reached(disk.place / "log")
    assert kept < 2_000
    assert kept % BATCH == 0
    disk.do("-o", "remount,size=30m")
    assert run(words).returncode == 0
    holds_exactly(disk.place / "log", names(updates(2_000)))


def test_a_log_on_a_full_disk_is_read_and_not_written(
    log: Path, feed: Path, disk: Mounted
) -> None:
    copytree(log, disk.place / "log")
    disk.fill()

    done = run(command(disk.place / "log", "import", feed))

    assert is_about_the_log(done), done.stderr
    can_be_read(disk.place / "log")


def test_a_log_on_read_only_media_is_read_and_not_written(
    log: Path, feed: Path, disk: Mounted
) -> None:
    copytree(log, disk.place / "log")
    disk.do("-o", "remount,ro")

    for words in (["import", feed], ["hold", "report-0", "--reason", "so"]):
        done = run(command(disk.place / "log", *words))
        assert is_about_the_log(done), done.stderr
        assert "Read-only file system" in done.stderr
    can_be_read(disk.place / "log")


def test_a_log_that_was_not_closed_is_to_be_copied_from_read_only_media(
    log: Path, disk: Mounted
) -> None:
    with closing(sqlite3.connect(log / "events.db")) as db:
        for statement in (
            "INSERT INTO log VALUES ('x', 1)",
            "DELETE FROM log WHERE name = 'x'",
        ):
            with db:
                db.execute(statement)
        copytree(log, disk.place / "log")
    (disk.place / "log" / "events.db-shm").unlink()
    disk.do("-o", "remount,ro")

    said = in_one_line(run(command(disk.place / "log", "incidents")))

    assert said.endswith(": copy the directory to where you can write, and read that")
    copytree(disk.place / "log", log.parent / "copy")
    assert run(command(log.parent / "copy", "incidents")).returncode == 0


def test_a_log_in_a_folder_without_write_permission_is_read(
    log: Path, feed: Path
) -> None:
    before = humbly()
    (log.parent / "deep").mkdir()
    log = log.rename(log.parent / "deep" / "log")
    log.chmod(0o500)

    done = run(command(log, "import", feed), *before)
    can_be_read(log, *before)

    assert is_about_the_log(done), done.stderr


@pytest.mark.parametrize("name", [".", "events.db"])
def test_a_log_without_permission_is_told(log: Path, feed: Path, name: str) -> None:
    before = humbly()
    (log / name).chmod(0)

    said = [
        run(command(log, *words), *before)
        for words in (*READING, ("import", feed), ("doctor",))
    ]

    (log / name).chmod(0o700)
    for done in said:
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert re.search("[Pp]ermission|unable to open", done.stdout + done.stderr)
    assert reached(log) == 10


def test_a_file_that_must_not_be_changed_is_told(log: Path, feed: Path) -> None:
    file = str(log / "events.db")
    if subprocess.run(["chattr", "+i", file], stderr=-1).returncode:
        pytest.skip("no file may be made immutable here")
    try:
        done = run(command(log, "import", feed))
    finally:
        subprocess.run(["chattr", "-i", file], check=True)

    assert is_about_the_log(done), done.stderr
    assert run(command(log, "import", feed)).returncode == 0
