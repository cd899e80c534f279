"""What doctor says of a machine and of a log, one line each."""

import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import ModuleType, SimpleNamespace
from zoneinfo import ZoneInfoNotFoundError

import pytest

from incident_log.doctor import Check, checks, files, machine, state
from incident_log.log import Log, Where
from tests.given import injured, tell, update
from tests.test_cli import run

NOW = "2024-12-20T12:00:00.000000Z"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log of one count, with its tables, as one umask after another makes it."""
    with Log.create(tmp_path / "log") as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        tell(log, update("wire", injured(7), heard="08:00"))
        yield log


def verdicts(found: Iterator[Check]) -> dict[str, str]:
    return {check.about: check.verdict for check in found}


def change(log: Log, statement: str, file: str = "events.db") -> None:
    with closing(sqlite3.connect(log.directory / file)) as db:
        db.execute(statement)
        db.commit()


# -- the whole -------------------------------------------------------------------------


def test_everything_is_looked_at_once(log: Log) -> None:
    found = list(checks(Where(log.directory), clock=lambda: NOW))

    assert [check.about for check in found] == [
        *("SQLite", "libraries", "time zones", "rights", "file system", "disk"),
        *("files beside", "events.lock", "incidents.lock", "connections", "clock"),
        "tables",
    ]
    assert {check.about for check in found if check.verdict == "wrong"} == set()


def test_the_command_prints_a_line_each(log: Log) -> None:
    result = run("doctor", log=log.directory)

    lines = result.stdout.splitlines()
    assert (result.exit_code, len(lines)) == (0, 12)
    assert lines[-1] == "ok      tables, at position 1, as the log is"


def test_the_command_fails_where_something_is_wrong(tmp_path: Path) -> None:
    result = run("doctor", log=tmp_path)
    told = run("doctor", "--json", log=tmp_path)

    assert (result.exit_code, told.exit_code) == (1, 1)
    assert result.stdout.splitlines()[-1] == (
        f"wrong   log, there is none in '{tmp_path}': name one with --log"
    )
    assert json.loads(told.stdout)[-1] == {
        "about": "log",
        "verdict": "wrong",
        "found": f"there is none in '{tmp_path}'",
        "to_do": "name one with --log",
    }


# -- the machine -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "has_bug"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(
    version: tuple[int, ...], has_bug: bool
) -> None:
    check = machine.version(version)

    assert machine.has_reset_bug(version) is has_bug
    assert check.verdict == ("warning" if has_bug else "ok")
    assert ".".join(map(str, version)) in check.found


def test_a_second_sqlite_is_wrong_unless_all_use_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "find_spec", lambda name: name == "pysqlite3")
    second = machine.library()
    monkeypatch.setitem(sys.modules, "sqlite3", ModuleType("pysqlite3.dbapi2"))
    same = machine.library()
    monkeypatch.undo()
    monkeypatch.setattr(machine, "find_spec", lambda _: None)
    one = machine.library()

    assert (second.verdict, second.to_do) == ("wrong", "pip uninstall pysqlite3")
    assert (same.verdict, one.verdict) == ("ok", "ok")


def test_time_zones_have_to_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    known = machine.zones()

    def none(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(machine, "version_of", none)
    of_system = machine.zones()

    def unknown(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(machine, "ZoneInfo", unknown)
    missing = machine.zones()

    assert known.verdict == "ok"
    assert known.found.startswith("tzdata 20")
    assert of_system.found == "those of the system, Europe/Kyiv among them"
    assert str(missing) == (
        "wrong   time zones, no zone is called Europe/Kyiv: pip install --upgrade"
        " tzdata"
    )


def test_a_directory_that_may_not_be_looked_into_is_wrong(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", denied)
    *_, last = checks(Where(log.directory))

    assert (last.about, last.verdict) == ("log", "wrong")
    assert last.found == (
        f"cannot use the log in '{log.directory}' (Permission denied)"
    )
    assert last.to_do.startswith("check the path, its rights")


# -- the files -------------------------------------------------------------------------


def test_files_that_others_can_read_are_named(log: Log) -> None:
    sound = files.modes(log.directory)
    (log.directory / "events.db").chmod(0o640)
    log.directory.chmod(0o755)
    (log.directory / "link").symlink_to("events.db")

    check = files.modes(log.directory)

    assert sound.verdict == "ok"
    assert str(check) == (
        "wrong   rights, others can use the directory, events.db:"
        f" chmod go= {log.directory} {log.directory}/events.db"
    )


def test_what_is_for_the_world_may_be_read_by_it(log: Log) -> None:
    folder = log.directory / "public"
    done = run("serve", "--public", "--prepare", str(folder), log=log.directory)
    folder.chmod(0o755)
    (folder / "incidents.db").chmod(0o644)

    assert (done.exit_code, files.modes(log.directory).verdict) == (0, "ok")


def test_what_is_to_be_done_can_be_done_where_a_name_has_blanks(tmp_path: Path) -> None:
    directory = tmp_path / "our log"
    directory.mkdir(mode=0o755)

    assert files.modes(directory).to_do == f"chmod go= '{directory}'"


MOUNTED = r"""
/dev/root / ext4 rw 0 0
server:/export /srv nfs4 rw 0 0
//server/share /srv/my\040share cifs rw 0 0
sshfs /home/me/far fuse.sshfs rw 0 0
/dev/sdb /srv/my\040share/disk xfs rw 0 0
""".strip()


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/var/log", "ext4"),
        ("/srv/log", "nfs4"),
        ("/srvlog", "ext4"),
        ("/srv/my share/log", "cifs"),
        ("/srv/my share/disk/log", "xfs"),
        ("/home/me/far", "fuse.sshfs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(place: str, kind: str) -> None:
    assert files.kind_of(Path(place), MOUNTED) == kind


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("ext4", "ok"), ("nfs4", "wrong"), ("cifs", "wrong"), ("fuse.sshfs", "warning")],
)
def test_file_systems_of_others_are_not_to_be_relied_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, verdict: str
) -> None:
    (tmp_path / "mounts").write_text(f"something / {kind} rw 0 0\n")
    monkeypatch.setattr(files, "MOUNTS", tmp_path / "mounts")

    check = files.system(tmp_path)

    assert check.verdict == verdict
    assert check.found.startswith(kind)


def test_where_nothing_tells_the_file_system_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOUNTS", tmp_path / "mounts")
    untold = files.system(tmp_path)
    (tmp_path / "mounts").write_text("")
    empty = files.system(tmp_path)

    assert (untold.verdict, empty.verdict) == ("warning", "ok")
    assert empty.found == "unknown"


@pytest.mark.parametrize(
    ("free", "verdict"),
    [(9_999_999, "wrong"), (99_999_999, "warning"), (200_000_000, "ok")],
)
def test_there_has_to_be_room(
    log: Log, monkeypatch: pytest.MonkeyPatch, free: int, verdict: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))

    assert files.space(log.directory).verdict == verdict


def test_what_is_not_the_log_s_own_is_named(log: Log) -> None:
    sound = files.foreign(log.directory)
    (log.directory / "copy.db-wal").write_bytes(b"of another machine")
    (log.directory / "events.db-journal").write_bytes(b"of another program")

    check = files.foreign(log.directory)

    assert sound.verdict == "ok"
    assert check.verdict == "wrong"
    assert check.found.startswith("copy.db-wal, events.db-journal is not of a database")


def test_who_holds_a_lock_is_named(log: Log) -> None:
    path = log.directory / "events.lock"
    free = files.lock(path)
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held = files.lock(path)

    assert str(free) == "ok      events.lock, nobody holds it"
    assert (held.verdict, held.to_do) == ("warning", "wait for it before you write")
    assert held.found in (f"process {os.getpid()} holds it", "another process holds it")


HOLDER = (
    "1: POSIX  ADVISORY  READ 7 08:01:{0} 0 EOF\n"
    "2: FLOCK  ADVISORY  WRITE 42 08:01:{0} 0 EOF\n"
)


@pytest.mark.parametrize(
    ("locks", "holder"),
    [
        (HOLDER, "process 42"),
        ("1: FLOCK  ADVISORY  WRITE 42 08:01:1{0} 0 EOF\n", "another process"),
        ("", "another process"),
        ("nothing\n", "another process"),
        (None, "another process"),
    ],
)
def test_a_holder_is_named_as_far_as_the_system_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locks: str | None, holder: str
) -> None:
    path = tmp_path / "events.lock"
    path.touch()
    if locks is not None:
        (tmp_path / "locks").write_text(locks.format(path.stat().st_ino))
    monkeypatch.setattr(files, "LOCKS", tmp_path / "locks")
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held = files.lock(path)

    assert held.found == f"{holder} holds it"


def test_a_lock_that_nobody_needed_yet_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "folder.lock").mkdir()

    none = files.lock(tmp_path / "events.lock")
    bad = files.lock(tmp_path / "folder.lock")

    assert str(none) == "ok      events.lock, nobody has needed it yet"
    assert str(bad) == (
        "wrong   folder.lock, it cannot be opened (Is a directory): check its rights"
    )


# -- the log and its tables ------------------------------------------------------------


def test_the_connections_are_as_durable_as_they_have_to_be(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = state.settings(log.directory)
    monkeypatch.setattr(state, "_SETTINGS", {"synchronous": "3"})
    other = state.settings(log.directory)
    log.close()
    (log.directory / "events.db").write_bytes(b"no database" * 1000)
    broken = state.settings(log.directory)

    assert str(sound) == "ok      connections, journal_mode wal, synchronous 2"
    assert (other.verdict, other.found) == ("wrong", "synchronous 2")
    assert broken.verdict == "wrong"
    assert broken.found.endswith("is damaged (file is not a database)")


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ("2024-12-20T06:00:00.000000Z", "ok"),
        ("2024-12-20T05:56:00.000000Z", "ok"),
        ("2024-12-20T05:54:00.000000Z", "warning"),
        ("1970-01-01T00:00:00.000000Z", "warning"),
    ],
)
def test_a_clock_that_is_behind_the_log_is_found(
    log: Log, now: str, verdict: str
) -> None:
    assert state.time(log.directory, now).verdict == verdict


def test_what_is_no_moment_is_found(log: Log, tmp_path: Path) -> None:
    with Log.create(tmp_path / "empty"):
        empty = state.time(tmp_path / "empty", NOW)
    change(log, "UPDATE log SET value = '~' WHERE name = 'recorded_at'")
    no_moment = state.time(log.directory, NOW)
    change(log, "UPDATE log SET value = 7 WHERE name = 'recorded_at'")
    no_text = state.time(log.directory, NOW)
    log.close()
    (log.directory / "events.db").write_bytes(b"no database" * 1000)
    broken = state.time(log.directory, NOW)

    assert (empty.verdict, no_moment.verdict) == ("ok", "wrong")
    assert (no_text.verdict, broken.verdict) == ("wrong", "wrong")
    assert broken.found == "the log cannot be asked (file is not a database)"


def test_tables_that_are_behind_are_found(log: Log) -> None:
    current = state.tables(log.directory)
    change(log, "UPDATE log SET value = 3 WHERE name = 'position'")
    behind = state.tables(log.directory)
    change(log, "UPDATE log SET value = 0 WHERE name = 'position'")
    ahead = state.tables(log.directory)
    change(
        log, "UPDATE projection SET value = 'x' WHERE name = 'origin'", "incidents.db"
    )
    foreign = state.tables(log.directory)
    change(log, "DROP TABLE projection", "incidents.db")
    unreadable = state.tables(log.directory)
    (log.directory / "incidents.db").unlink()
    missing = state.tables(log.directory)

    assert (current.verdict, behind.verdict) == ("ok", "warning")
    assert behind.found == "they are 2 events behind"
    assert (ahead.verdict, foreign.verdict) == ("wrong", "wrong")
    assert unreadable.found == (
        "they cannot be read (OperationalError: no such table: projection)"
    )
    assert (missing.verdict, missing.found) == ("warning", "there are none")


def test_looking_at_a_log_leaves_its_writers_their_locks(log: Log) -> None:
    with log._recording._writing(dry_run=False):
        for check in checks(Where(log.directory), clock=lambda: NOW):
            assert check
        other = subprocess.run(
            [
                *(sys.executable, "-c"),
                "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0)"
                ".execute('BEGIN IMMEDIATE')",
                str(log.directory / "events.db"),
            ],
            stderr=subprocess.PIPE,
            text=True,
        )

    assert "database is locked" in other.stderr
