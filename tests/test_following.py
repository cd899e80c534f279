"""Following a log: again and again, in spite of failures, until it is stopped."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.log import Log
from incident_log.projecting.following import INTERVAL, LONGEST, follow
from tests.given import ZONE, asked, clock, injured, killed, update


class Follower:
    """Follows a log, doing one thing of a list at each pause; then it is stopped."""

    def __init__(self, *between: Callable[[], object]) -> None:
        self.between = list(between)
        self.pauses: list[float] = []
        self.reached: list[int] = []
        self.troubles: list[str] = []

    def follow(self, log: Log) -> None:
        follow(
            log,
            idle=self._idle,
            moved=self.reached.append,
            failed=self.troubles.append,
        )

    def _idle(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        if self.between:
            self.between.pop(0)()
            return True
        return False


def nothing() -> None:
    """Let a while pass."""


def block(path: Path) -> None:
    """Put a folder where a file should be, so that it cannot be used."""
    path.unlink(missing_ok=True)
    path.mkdir()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path, clock=lambda: clock("23:00")) as log:
        append(log, 1)
        yield log


def append(log: Log, count: int) -> None:
    told = update("wire", injured(count), killed(count), heard="08:00")
    log.append([accept(told, lambda _: ZONE)])


def test_each_position_that_is_reached_is_told_once(log: Log) -> None:
    follower = Follower(lambda: append(log, 2), nothing, lambda: append(log, 3))

    follower.follow(log)

    assert follower.reached == [1, 2, 3]
    assert follower.pauses == [INTERVAL] * 4
    assert follower.troubles == []
    assert asked(log, "SELECT max(position) FROM updates") == [(3,)]


def test_the_tables_are_current_within_a_second() -> None:
    assert INTERVAL < 1


def test_a_failure_is_told_once_and_tried_again_ever_more_slowly(log: Log) -> None:
    lock = log.directory / "incidents.lock"
    follower = Follower(nothing, nothing, lock.rmdir)
    block(lock)

    follower.follow(log)

    assert [t.partition(" (")[0] for t in follower.troubles] == [
        f"cannot use the tables in {str(lock)!r}"
    ]
    assert follower.pauses == [
        *(2 * INTERVAL, 4 * INTERVAL, 8 * INTERVAL),
        INTERVAL,
    ]
    assert follower.reached == [1]


def test_a_failure_that_comes_back_is_told_again(log: Log) -> None:
    lock = log.directory / "incidents.lock"
    follower = Follower(lock.rmdir, nothing, lambda: block(lock))
    block(lock)

    follower.follow(log)

    assert len(follower.troubles) == 2
    assert follower.pauses == [2 * INTERVAL, INTERVAL, INTERVAL, 2 * INTERVAL]


def test_a_failure_that_lasts_is_tried_again_twice_a_minute(log: Log) -> None:
    block(log.directory / "incidents.lock")
    follower = Follower(*[nothing] * 10)

    follower.follow(log)

    assert len(follower.troubles) == 1
    assert follower.pauses[-1] == LONGEST == 30
