"""A backup is a log of its own: whole, verified, private, whoever writes meanwhile."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE

import pytest

from incident_log.archiving.backup import _copy, backup
from incident_log.errors import (
    FileUnusable,
    InsideLog,
    LogDamaged,
    LogThere,
    NoLog,
    NotSound,
)
from incident_log.log import Log
from incident_log.merkle import root
from incident_log.projecting.keeping import catch_up
from incident_log.verifying.log import verify_log
from tests.given import INCIDENT, injured, tell, update

#: Backups taken while another process appends.
BACKUPS = int(os.environ.get("INCIDENT_LOG_BACKUPS", "5"))

#: Appends to a log until it is stopped, and says so with every batch.
WRITER = """
import sys
from pathlib import Path
from incident_log.accepting import accept
from incident_log.log import Log
from tests.given import injured, update

with Log.open(Path(sys.argv[1])) as log:
    number = 100
    while True:
        told = [
            accept(update(f"wire-{n}", injured(n), heard="08:00"), lambda _: None)
            for n in range(number, number + 5)
        ]
        log.append(told)
        number += 5
        print(number, flush=True)
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log") as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        for hour in (7, 8, 9):
            tell(log, update("wire", injured(hour), heard=f"{hour:02}:00"))
        yield log


def test_a_backup_is_a_log_that_can_be_opened(log: Log, tmp_path: Path) -> None:
    verified = backup(log.directory, tmp_path / "copy")

    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["events.db"]
    assert (verified.origin, verified.position) == (log.origin, 3)
    assert verified.root == root(log.leaves(until=3))
    with Log.open(tmp_path / "copy") as copy:
        assert copy.history(INCIDENT) == log.history(INCIDENT)
        assert catch_up(copy) == 3


def test_nobody_else_may_read_a_backup(log: Log, tmp_path: Path) -> None:
    (log.directory / "checkpoints").mkdir()
    (log.directory / "checkpoints" / "3.txt").write_text("signed")
    before = os.umask(0)
    backup(log.directory, tmp_path / "a" / "copy", tables=True)
    os.umask(before)

    made = [tmp_path / "a", *(tmp_path / "a").rglob("*")]
    assert {
        str(path.relative_to(tmp_path)): S_IMODE(path.stat().st_mode) for path in made
    } == {
        "a": 0o700,
        "a/copy": 0o700,
        "a/copy/events.db": 0o600,
        "a/copy/incidents.db": 0o600,
        "a/copy/checkpoints": 0o700,
        "a/copy/checkpoints/3.txt": 0o600,
    }


def test_a_backup_needs_no_file_beside_it_to_be_read(log: Log, tmp_path: Path) -> None:
    backup(log.directory, tmp_path / "copy")

    with closing(sqlite3.connect(tmp_path / "copy" / "events.db")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_links_and_folders_among_the_checkpoints_are_not_followed(
    log: Log, tmp_path: Path
) -> None:
    folder = log.directory / "checkpoints"
    (folder / "inner").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path)
    (tmp_path / "private").write_text("a key")
    (folder / "key").symlink_to(tmp_path / "private")
    (folder / "3.txt").write_text("signed")

    backup(log.directory, tmp_path / "copy")

    copied = [path.name for path in (tmp_path / "copy" / "checkpoints").iterdir()]
    assert copied == ["3.txt"]


def test_tables_that_are_not_there_are_not_copied(log: Log, tmp_path: Path) -> None:
    (log.directory / "incidents.db").unlink()

    backup(log.directory, tmp_path / "copy", tables=True)

    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["events.db"]


def test_an_empty_folder_may_take_a_backup(log: Log, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()

    assert backup(log.directory, tmp_path / "copy").position == 3


def test_nothing_is_written_over(log: Log, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")

    for place in ("copy", "file", "log"):
        with pytest.raises(LogThere, match="is there already"):
            backup(log.directory, tmp_path / place)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "file", "log"]


def test_of_no_log_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NoLog):
        backup(tmp_path, tmp_path / "copy")

    assert list(tmp_path.iterdir()) == []


def test_a_log_that_is_not_sound_is_not_backed_up_in_silence(
    log: Log, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        db.execute("DELETE FROM openings WHERE position = 2")
        db.commit()

    with pytest.raises(NotSound, match=r"position 2 \(report:wire, version 2\): what"):
        backup(log.directory, tmp_path / "copy")

    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_a_file_that_is_no_database_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "events.db").write_bytes(b"no database" * 1000)

    with pytest.raises(LogDamaged, match="file is not a database"):
        backup(tmp_path / "log", tmp_path / "copy")


def test_a_disk_that_is_full_leaves_no_half_of_a_backup(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (log.directory / "checkpoints").mkdir()
    (log.directory / "checkpoints" / "3.txt").write_text("signed")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(FileUnusable, match="No space left on device"):
        backup(log.directory, tmp_path / "copy")

    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_what_is_signed_or_shown_meanwhile_is_not_ahead_of_the_copy(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = log.directory / "checkpoints"
    folder.mkdir()
    copied = _copy

    def overtaken(source: Path, target: Path) -> None:
        copied(source, target)
        number = 20 + log.position
        tell(log, update("wire", injured(number), heard="10:00"))
        catch_up(log)
        (folder / f"{log.position}.txt").write_text("signed")

    monkeypatch.setattr("incident_log.archiving.backup._copy", overtaken)
    verified = backup(log.directory, tmp_path / "copy", tables=True)

    signed = [int(path.stem) for path in (tmp_path / "copy/checkpoints").iterdir()]
    with closing(sqlite3.connect(tmp_path / "copy" / "incidents.db")) as db:
        state = dict(db.execute("SELECT name, value FROM projection"))
    assert all(size <= verified.position for size in signed)
    assert int(state["position"]) <= verified.position


def test_a_copy_in_the_log_itself_would_keep_what_is_erased(log: Log) -> None:
    with pytest.raises(InsideLog, match="is in the log itself"):
        backup(log.directory, log.directory / "copies" / "1")

    assert not (log.directory / "copies").exists()


def test_a_disk_that_is_full_is_no_fault_of_the_log(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("incident_log.archiving.backup._copy", full)
    with pytest.raises(FileUnusable, match=r"copy' \(database or disk is full\)"):
        backup(log.directory, tmp_path / "copy")


def test_a_backup_is_right_while_another_process_appends(
    log: Log, tmp_path: Path
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(log.directory)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    try:
        reached = []
        for number in range(BACKUPS):
            child.stdout.readline()
            reached.append(backup(log.directory, tmp_path / f"{number}").position)
    finally:
        child.kill()
        child.communicate()

    live = verify_log(log.directory / "events.db", sizes=reached)
    assert live.findings.kept == []
    assert reached == sorted(reached)
    assert reached[0] >= 8
    for number, position in enumerate(reached):
        copy = verify_log(tmp_path / f"{number}" / "events.db")
        assert (copy.position, copy.root) == (position, live.roots[position])
