"""Writers of a log wait for one another, and not for ever."""

import errno
import fcntl
import os
from pathlib import Path
from threading import Event, Thread

import pytest

from incident_log.errors import LogBusy, LogUnusable
from incident_log.log import Log, locking
from incident_log.log.locking import locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.lock"


def hold(path: Path) -> int:
    """Hold a lock as another program does."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def test_who_comes_second_waits_until_the_first_is_done(path: Path) -> None:
    held, done = hold(path), Event()

    def write() -> None:
        with locked(path):
            done.set()

    second = Thread(target=write)
    second.start()
    assert not done.wait(0.1)
    os.close(held)
    second.join()

    assert done.is_set()


def test_who_has_waited_long_gives_up_and_is_in_nobody_s_way(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.05)
    held = hold(path)

    with pytest.raises(LogBusy, match=r"locked for 0\.05 seconds"), locked(path):
        raise AssertionError
    os.close(held)

    with locked(path):
        pass
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_log_that_is_locked_for_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.05)
    held = hold(tmp_path / "events.lock")

    with pytest.raises(LogBusy):
        Log.create(tmp_path)

    os.close(held)


@pytest.mark.parametrize("nth", [1, 2])
def test_a_lock_that_the_disk_does_not_know_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    answers = iter(
        [BlockingIOError()] * (nth - 1) + [OSError(errno.ENOLCK, "no locks")]
    )

    def flock(handle: int, how: int) -> None:
        raise next(answers)

    monkeypatch.setattr(fcntl, "flock", flock)

    with pytest.raises(LogUnusable, match="no locks"):
        Log.create(tmp_path)
