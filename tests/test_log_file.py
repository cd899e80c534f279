"""The log as a directory: what can be read from it, and who may read it."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.counts import Count
from incident_log.errors import (
    LogUnusable,
    NoLog,
    UnknownEvent,
    UnknownIncident,
    UnknownReference,
)
from incident_log.events import UpdateReceived
from incident_log.log import Log
from incident_log.pending import Appended, Outcome
from incident_log.projecting.keeping import catch_up, path_of
from tests.given import INCIDENT, ZONE, Document, killed, update

NOW = "2024-12-20T12:00:00.000000Z"

FIVE = update("wire", killed(5), at="09:00", heard="09:05")
SIX = update("wire", killed(6), at="10:00", heard="10:05")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


def take(log: Log, *documents: Document) -> list[Outcome]:
    return log.append([accept(document, lambda _: ZONE) for document in documents])


def rows(log: Log, statement: str) -> list[Any]:
    """Look into the file as anybody with SQLite can."""
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        return db.execute(statement).fetchall()


# -- reading -------------------------------------------------------------------------


def test_the_log_says_what_is_in_it(log: Log) -> None:
    raid = update("post", killed(1), heard="12:00", incident="raid")
    take(log, FIVE, SIX, raid)

    assert log.incidents() == [INCIDENT, "raid"]
    assert log.reports() == ["post", "wire"]
    assert sorted(log.updates_of("wire")) == ["1", "2"]
    assert log.updates_of("nobody") == []
    assert log.update("wire", "2").reference == "wire/2"
    assert [event.position for event in log.events(after=1, limit=1)] == [2]


def test_an_update_that_is_not_there_is_named(log: Log) -> None:
    take(log, FIVE)

    with pytest.raises(UnknownReference, match="nothing in the log is called 'wire/7'"):
        log.update("wire", "7")


def test_an_incident_that_is_not_there_is_asked_back_with_the_nearest(log: Log) -> None:
    take(log, FIVE)

    with pytest.raises(UnknownIncident) as caught:
        log.history("kiev-2024-12-20")

    assert str(caught.value) == (
        "no incident is called 'kiev-2024-12-20' (nearest: kyiv-2024-12-20):"
        " see 'incident-log incidents'"
    )


def test_the_library_reads_the_log_but_its_own_way_in_is_closed(log: Log) -> None:
    take(log, FIVE)
    library = log._library

    (told,) = library.events.get("report:wire")

    assert isinstance(told, UpdateReceived)
    assert told.claims[0].number == Count.parse(5)
    with pytest.raises(NotImplementedError, match=r"appended with Recorder\.append"):
        library.events.put([told])
    with pytest.raises(NotImplementedError, match=r"appended with Recorder\.append"):
        library.recorder.insert_events([])


# -- the file ------------------------------------------------------------------------


def test_nobody_else_may_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0)
    with Log.create(tmp_path / "log") as log:
        take(log, FIVE)
        files = {
            path.name: S_IMODE(path.stat().st_mode) for path in log.directory.iterdir()
        }
    os.umask(before)

    assert files == dict.fromkeys(
        ["events.db", "events.db-shm", "events.db-wal", "events.lock"], 0o600
    )
    assert S_IMODE((tmp_path / "log").stat().st_mode) == 0o700


def test_every_commit_is_flushed_to_the_disk(log: Log) -> None:
    with log._recording._writing(dry_run=False) as cursor:
        cursor.execute("PRAGMA journal_mode")
        (journal,) = cursor.fetchone()
        cursor.execute("PRAGMA synchronous")
        (synchronous,) = cursor.fetchone()

    assert (journal, synchronous) == ("wal", 2)


def test_a_place_where_commits_cannot_be_flushed_is_refused(tmp_path: Path) -> None:
    # The library takes such a name for a database in memory, which has no WAL.
    with pytest.raises(LogUnusable, match="journal delete, synchronous 2"):
        Log.create(tmp_path / ":memory:")


@pytest.mark.parametrize("prefix", ["", "INCIDENT_LOG_", "INCIDENT-LOG_"])
def test_the_environment_of_other_programs_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setenv(f"{prefix}SQLITE_DBNAME", str(tmp_path / "foreign.db"))
    monkeypatch.setenv(f"{prefix}PERSISTENCE_MODULE", "eventsourcing.popo")
    monkeypatch.setenv(f"{prefix}CIPHER_KEY", "not a key")
    monkeypatch.setenv(f"{prefix}COMPRESSOR_TOPIC", "zlib")
    monkeypatch.setenv(f"{prefix}ORIGINATOR_ID_TYPE", "uuid")

    with Log.create(tmp_path / "log") as log:
        take(log, FIVE)
        states = rows(
            log, "SELECT cast(state AS text) ->> '$.topic' FROM stored_events"
        )

    assert states == [("update-received",)]
    assert [path.name for path in tmp_path.iterdir()] == ["log"]


def test_where_there_is_no_log_it_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(NoLog) as caught:
        Log.open(tmp_path)

    assert str(caught.value) == (
        f"no log in {str(tmp_path)!r}: import an update first, try 'incident-log demo',"
        " or name another directory with --log"
    )


@pytest.mark.parametrize("enter", [Log.open, Log.create])
def test_a_log_of_a_later_layout_is_refused_and_left_alone(
    log: Log, enter: Callable[[Path], Log]
) -> None:
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        db.execute("UPDATE log SET value = 2 WHERE name = 'layout'")
        db.execute("ALTER TABLE openings RENAME TO words")
        db.commit()

    with pytest.raises(UnknownEvent, match="newer than this program: upgrade"):
        enter(log.directory)

    assert rows(log, "SELECT name FROM sqlite_schema WHERE name = 'openings'") == []


@pytest.mark.parametrize(
    ("place", "cause"),
    [("file", "File exists"), ("file/log", "Not a directory"), ("taken", "unable")],
)
def test_a_place_where_no_log_can_be_says_so(
    tmp_path: Path, place: str, cause: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "taken/events.db").mkdir(parents=True)

    with pytest.raises(LogUnusable, match=cause):
        Log.create(tmp_path / place)


def test_a_file_that_is_no_log_says_so(tmp_path: Path) -> None:
    (tmp_path / "events.db").write_bytes(b"figures " * 1000)

    with pytest.raises(LogUnusable, match="file is not a database"):
        Log.open(tmp_path)


def test_a_log_whose_making_was_cut_short_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "events.db").touch(mode=0o600)

    with Log.create(tmp_path, clock=lambda: NOW) as log:
        outcomes = take(log, FIVE)

    assert outcomes == [Appended(1, "wire/1")]


def append_elsewhere(directory: Path, *numbers: int) -> None:
    """Let another program append updates, and end."""
    words = (sys.executable, "-m", "incident_log", "-l", directory, "import", "-")
    lines = "".join(json.dumps(numbered(n)) + "\n" for n in numbers)
    subprocess.run(words, input=lines.encode(), check=True, capture_output=True)


def numbered(n: int) -> Document:
    document = update("wire", killed(n), at="09:00", heard="09:05", id=f"u{n}")
    return document | {"incident": {"id": INCIDENT, "title": "A", "timezone": ZONE}}


def test_a_log_that_is_opened_twice_keeps_its_locks(tmp_path: Path) -> None:
    """SQLite's locks are the process's: closing any handle of the file drops them.

    Without them another program, as it ends, takes the log for one that nobody has
    open, and what is appended next goes into a file that is deleted.
    """
    with Log.create(tmp_path / "log") as first:
        take(first, numbered(1))
        Log.create(tmp_path / "log").close()
        append_elsewhere(tmp_path / "log", 2)
        take(first, numbered(3))

    with Log.open(tmp_path / "log") as log:
        assert log.position == 3


def test_a_reader_of_the_tables_keeps_its_locks(tmp_path: Path) -> None:
    count = "SELECT count(*) FROM updates"
    with Log.create(tmp_path / "log") as log:
        take(log, numbered(1))
        catch_up(log)
        with closing(sqlite3.connect(path_of(log))) as reader:
            assert reader.execute(count).fetchone() == (1,)
            take(log, numbered(2))
            catch_up(log)
            log.close()
            for n in (3, 4, 5):
                append_elsewhere(tmp_path / "log", n)
                assert reader.execute(count).fetchone() == (n,)
