"""A log is read where nothing can be written, unless something waits beside it."""

import os
from pathlib import Path

import pytest
from eventsourcing.persistence import OperationalError

from incident_log.accepting import accept
from incident_log.errors import LogUnusable, LogWaiting
from incident_log.log import Log
from incident_log.log.sqlite import Pool
from tests.given import INCIDENT, ZONE, injured, killed, update


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of one update, in whose folder nothing can be written from now on."""
    with Log.create(tmp_path / "a % log?") as log:
        log.append([accept(update("wire", killed(1), heard="09:00"), lambda _: ZONE)])

    def connect(pool: Pool) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(Pool, "_create_connection", connect)
    return tmp_path / "a % log?"


def test_what_was_closed_is_read(log: Path) -> None:
    with Log.open(log) as still:
        assert still.position == 1
        assert len(still.history(INCIDENT).updates) == 1


def test_nothing_is_appended_to_it(log: Path) -> None:
    more = accept(update("wire", injured(2), heard="10:00"), lambda _: ZONE)

    with (
        Log.open(log) as still,
        pytest.raises(LogUnusable, match="attempt to write a readonly database"),
    ):
        still.append([more])


@pytest.mark.parametrize(
    ("name", "size"), [("events.db-wal", 1), ("events.db-shm", 32_768)]
)
def test_what_is_open_or_was_not_closed_is_not_read(
    log: Path, name: str, size: int
) -> None:
    (log / name).write_bytes(bytes(size))

    with pytest.raises(LogUnusable, match="unable to open database file"):
        Log.open(log)


def test_what_was_not_closed_is_to_be_copied_where_one_can_write(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (log / "events.db-wal").write_bytes(b"x")
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(LogWaiting):
        Log.open(log)


def test_what_an_opening_that_failed_left_behind_does_not_matter(log: Path) -> None:
    (log / "events.db-wal").touch()
    (log / "events.db-shm").write_bytes(b"abc")

    with Log.open(log) as still:
        assert still.position == 1


def test_a_folder_whose_name_looks_like_an_address_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with Log.create(Path("file:log")) as log:
        assert log.position == 0

    assert (tmp_path / "file:log" / "events.db").is_file()
