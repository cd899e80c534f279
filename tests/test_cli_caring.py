"""The commands that care for the log: rebuild and follow."""

import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.log import Log
from incident_log.projecting.keeping import path_of
from tests.given import ZONE, asked, clock, injured, killed, tell, update
from tests.test_cli import DAY, refusal, run

#: Seconds after which a child that says nothing is given up.
DEADLINE = 600


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log of one count, with its tables."""
    with Log.create(tmp_path / "log", clock=lambda: clock("06:00")) as log:
        tell(log, update("wire", injured(7), at="08:00", heard="08:10"))
        yield log


@pytest.fixture
def signals() -> Iterator[None]:
    """Give the signals back that a command takes over."""
    taken = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.getsignal(number) for number in taken]
    yield
    for number, handler in zip(taken, handlers, strict=True):
        signal.signal(number, handler)


def append(log: Log, count: int) -> None:
    """Let the log hear of something that its tables do not know yet."""
    log.clock = partial(str, clock("23:00"))
    told = update("wire", injured(count), at=f"{count:02}:00", heard=f"{count:02}:10")
    log.append([accept(told, lambda _: ZONE)])


def counts(log: Log) -> list[int]:
    rows = asked(log, "SELECT DISTINCT low FROM casualties ORDER BY low")
    return [low for (low,) in rows]


# -- rebuild -------------------------------------------------------------------------


def test_a_rebuild_says_where_the_tables_are_and_how_far_they_reach(log: Log) -> None:
    append(log, 9)

    result = run("rebuild", log=log.directory)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{path_of(log)} made again, at position 2 (")
    assert result.stdout.endswith(" s)\n")
    assert counts(log) == [7, 9]


def test_a_rebuild_tells_machines_the_same(log: Log) -> None:
    result = run("rebuild", "--json", log=log.directory)

    found = json.loads(result.stdout)
    assert (result.exit_code, list(found)) == (0, ["tables", "position", "seconds"])
    assert (found["tables"], found["position"]) == (str(path_of(log)), 1)
    assert 0 <= found["seconds"] < DEADLINE


def test_a_rebuild_that_cannot_be_is_refused_in_one_line(log: Log) -> None:
    (log.directory / "incidents.lock").unlink()
    (log.directory / "incidents.lock").mkdir()

    message = refusal(run("rebuild", log=log.directory))

    assert message.startswith("cannot use the tables in ")
    assert message.endswith(
        ": check rights and free space, then run 'incident-log rebuild'"
    )


@pytest.mark.parametrize("command", [["rebuild"], ["follow"], ["follow", "--once"]])
def test_where_there_is_no_log_there_is_nothing_to_care_for(
    command: list[str], tmp_path: Path, signals: None
) -> None:
    message = refusal(run(*command, log=tmp_path))

    assert message.startswith(f"no log in '{tmp_path}': ")


# -- what appends ----------------------------------------------------------------------


def test_an_import_makes_the_tables_and_says_nothing_of_it(tmp_path: Path) -> None:
    result = run("import", str(DAY[0]), log=tmp_path)

    with closing(sqlite3.connect(tmp_path / "incidents.db")) as tables:
        found = tables.execute("SELECT id, position FROM updates").fetchall()

    assert (result.exit_code, result.stderr) == (0, "")
    assert found == [("pravda-live-page/stamped-0706", 1)]


def test_what_keeps_the_tables_from_being_current_does_not_fail_an_import(
    tmp_path: Path,
) -> None:
    (tmp_path / "incidents.lock").mkdir()

    result = run("import", str(DAY[0]), log=tmp_path)

    assert (result.exit_code, result.stdout) == (
        0,
        "1 appended, 0 already known, 0 refused\n",
    )
    (warning,) = result.stderr.splitlines()
    assert warning.startswith("warning: the tables are not current: cannot use ")


def test_a_decision_is_recorded_whatever_becomes_of_the_tables(log: Log) -> None:
    retract = ("retract", "wire/1", "--reason", "wrong city")

    kept = run("hold", "wire/1", "--reason", "checking", log=log.directory)
    (log.directory / "incidents.lock").unlink()
    (log.directory / "incidents.lock").mkdir()
    result = run(*retract, log=log.directory)

    assert (kept.exit_code, kept.stderr) == (0, "")
    assert (result.exit_code, log.position) == (0, 3)
    (warning,) = result.stderr.splitlines()
    assert warning.startswith("warning: the tables are not current: cannot use ")


# -- follow --------------------------------------------------------------------------


def test_following_once_catches_up_and_stops(log: Log) -> None:
    append(log, 9)

    result = run("follow", "--once", log=log.directory)

    assert (result.exit_code, result.output) == (0, "at position 2\n")
    assert counts(log) == [7, 9]


@contextmanager
def following(log: Log) -> Iterator["subprocess.Popen[str]"]:
    """Follow a log in a process of its own, given up after the deadline."""
    child = subprocess.Popen(
        [sys.executable, "-m", "incident_log", "-l", str(log.directory), "follow"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    alarm = threading.Timer(DEADLINE, child.kill)
    alarm.start()
    try:
        yield child
    finally:
        alarm.cancel()
        child.kill()
        child.communicate()


def heard(child: "subprocess.Popen[str]") -> str:
    """Return the next line that a child says."""
    assert child.stdout is not None
    return child.stdout.readline()


def test_what_another_process_appends_is_followed_until_stopped(log: Log) -> None:
    with following(log) as child:
        said = [heard(child)]
        append(log, 9)
        said.append(heard(child))
        seen = counts(log)
        child.send_signal(signal.SIGTERM)
        rest = child.communicate()

    assert said == ["at position 1\n", "at position 2\n"]
    assert seen == [7, 9]
    assert (rest, child.returncode) == (("", ""), 0)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_who_was_stopped_goes_on_where_it_was_when_started_again(
    log: Log, sign: signal.Signals
) -> None:
    with following(log) as child:
        first = heard(child)
        child.send_signal(sign)
        child.communicate()
    append(log, 9)
    with following(log) as again:
        second = heard(again)
        append(log, 11)
        third = heard(again)

    assert first == "at position 1\n"
    assert (second, third) == ("at position 2\n", "at position 3\n")
    assert counts(log) == [7, 9, 11]


def test_one_who_follows_warns_and_goes_on(log: Log) -> None:
    lock = log.directory / "incidents.lock"
    with following(log) as child:
        assert child.stderr is not None
        first = heard(child)
        while not lock.is_dir():  # who follows makes it anew every moment
            lock.unlink(missing_ok=True)
            with suppress(FileExistsError):
                lock.mkdir()
        warning = child.stderr.readline()
        append(log, 9)
        lock.rmdir()
        second = heard(child)

    assert (first, second) == ("at position 1\n", "at position 2\n")
    assert warning.startswith(f"warning: cannot use the tables in {str(lock)!r} (")


def test_an_import_beside_one_who_follows_is_in_nobody_s_way(
    log: Log, tmp_path: Path
) -> None:
    file = tmp_path / "update.json"
    file.write_text(json.dumps(update("page", killed(1), at="09:00", heard="09:10")))

    with following(log) as child:
        first = heard(child)
        result = run("import", str(file), log=log.directory)
        second = heard(child)

    assert (result.exit_code, result.stderr) == (0, "")
    assert (first, second) == ("at position 1\n", "at position 2\n")
    assert counts(log) == [1, 7]
