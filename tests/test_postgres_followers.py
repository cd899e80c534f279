"""Following a shared log: live, without being told, and never another log."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.cli.caring import _idle, _moved
from incident_log.errors import NotFollowed, ServerUnusable
from incident_log.log import Log
from incident_log.log.postgres import recorder
from incident_log.log.postgres.recorder import Recorder
from incident_log.log.servers import postgres
from incident_log.projecting import following
from incident_log.projecting.following import follow, watched
from incident_log.projecting.watching import FILE, Watch
from tests.given import ZONE, asked, clock, killed, update
from tests.servers import Server
from tests.sharing import Machine
from tests.test_cli_caring import signals

__all__ = ["signals"]

#: Seconds after which a follower that waits for nothing is given up.
DEADLINE = 600


@pytest.fixture
def log(server: Server, tmp_path: Path) -> Iterator[Log]:
    """A shared log of two updates, as a follower sees it."""
    address = server.address()
    postgres().made(address)
    with Log.open(tmp_path / "desk", address=address) as log:
        append(log, 1)
        append(log, 2)
        yield log


@pytest.fixture
def machine(log: Log) -> Machine:
    assert log.address is not None
    return Machine(log.address, log.directory)


def append(log: Log, count: int) -> None:
    log.clock = partial(str, clock("23:00"))
    log.append([accept(update("wire", killed(count), heard="08:00"), lambda _: ZONE)])


def followed(log: Log, *acts: Callable[[], object]) -> list[int]:
    """Follow as the command does, doing one thing at each new position; then stop."""
    stopped, reached, waiting = threading.Event(), list[int](), list(acts)
    alarm = threading.Timer(DEADLINE, stopped.set)
    alarm.start()

    def moved(position: int) -> None:
        reached.append(position)
        if waiting:
            waiting.pop(0)()
        else:
            stopped.set()

    follow(
        log,
        idle=partial(_idle, log, stopped),
        moved=moved,
        failed=lambda what: pytest.fail(what),
    )
    alarm.cancel()
    return reached


# -- live ------------------------------------------------------------------------------


def test_what_another_appends_is_followed(log: Log) -> None:
    with Log.open(log.directory, address=log.address) as other:
        assert followed(log, partial(append, other, 3)) == [2, 3]

    assert asked(log, "SELECT max(position) FROM updates") == [(3,)]


def test_what_nobody_told_of_is_found(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def untold() -> None:
        with (
            Log.open(log.directory, address=log.address) as other,
            monkeypatch.context(),
        ):
            monkeypatch.setattr(recorder, "CHANNEL", "elsewhere")
            append(other, 3)

    assert followed(log, untold) == [2, 3]


def test_a_follower_that_is_told_waits_no_longer(log: Log) -> None:
    log.wait(0)
    with Log.open(log.directory, address=log.address) as other:
        teller = threading.Timer(0.2, append, [other, 3])
        teller.start()
        log.wait(DEADLINE)
        assert log.position == 3
        teller.join()


def test_a_follower_that_is_to_stop_waits_for_nothing(log: Log) -> None:
    stopped = threading.Event()
    stopped.set()

    assert not _idle(log, stopped, 0)
    assert not _idle(log, stopped, following.LONGEST)


def test_how_far_behind_the_tables_are_is_told(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    log.clock = partial(str, clock("23:00"))

    _moved(log, 1)

    assert capsys.readouterr().out == "at position 1, 1 behind, 0.0 s later\n"


def test_an_empty_log_is_followed(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = server.address()
    postgres().made(address)

    with Log.open(tmp_path / "desk", address=address) as log:
        assert followed(log) == [0]
        _moved(log, 0)

    assert capsys.readouterr().out == "at position 0, 0 behind, 0.0 s later\n"


def test_a_server_that_is_lost_meanwhile_is_waited_for(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(self: object, seconds: float) -> None:
        raise ServerUnusable("there", "gone")

    monkeypatch.setattr(Recorder, "wait", lost)
    stopped = threading.Event()

    assert _idle(log, stopped, 0)


def test_after_a_failure_everything_is_looked_at_again(
    log: Log, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries, told, reached = following.watched, [0], list[str](), list[int]()

    def once_lost(*args: object) -> int:
        tries[0] += 1
        if tries[0] == 2:
            forge(machine, 1)
            raise ServerUnusable("there", "gone")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(following, "watched", once_lost)

    with pytest.raises(NotFollowed, match="its events are others"):
        follow(
            log, idle=lambda _: tries[0] < 9, moved=reached.append, failed=told.append
        )

    assert (reached, len(told)) == ([2], 1)


# -- another log -----------------------------------------------------------------------


def forge(machine: Machine, position: int) -> None:
    """Let the log have another event at a position, as after it was forked."""
    machine.ask("ALTER TABLE leaves DISABLE TRIGGER ALL")
    machine.ask(
        "UPDATE leaves SET hash = sha256('another') WHERE position = %s", position
    )


def shorten(machine: Machine, position: int) -> None:
    """Let the log end at a position, as after it was restored from a backup."""
    for table, key in (("stored_events", "notification_id"), ("leaves", "position")):
        machine.ask(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        machine.ask(f"DELETE FROM {table} WHERE {key} > {position}")
    machine.ask("UPDATE log SET position = %s", position)


def rename(machine: Machine) -> None:
    machine.ask("UPDATE log SET origin = 'incident-log/another'")


ANOTHER = {
    "origin": (rename, "it is incident-log/another"),
    "shorter": (lambda m: shorten(m, 1), "it ends at 1"),
    "other last event": (lambda m: forge(m, 2), "its events are others"),
    "other older event": (lambda m: forge(m, 1), "its events are others"),
}


@pytest.mark.parametrize("name", ANOTHER)
def test_a_log_that_became_another_is_not_followed(
    name: str, machine: Machine, signals: None
) -> None:
    change, what = ANOTHER[name]
    machine.done("follow", "--once")
    before = (machine.directory / "incidents.db").read_bytes()

    change(machine)
    messages = [machine.refused(*words) for words in (["follow", "--once"], ["follow"])]

    assert (
        messages
        == [
            f"'{machine.directory}' has followed another log ({what}): the server may"
            " have been restored from a backup; follow this one with another"
            " --directory"
        ]
        * 2
    )
    assert (machine.directory / "incidents.db").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("origin", "it is incident-log/another"),
        ("shorter", "it ends at 1"),
        ("other last event", "its event 2 is another"),
    ],
)
def test_it_is_noticed_while_it_is_followed(
    log: Log, machine: Machine, name: str, what: str
) -> None:
    watch = Watch(log)
    assert watched(log, watch) == watched(log, watch) == 2

    ANOTHER[name][0](machine)

    with pytest.raises(NotFollowed, match=what):
        watched(log, watch)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"origin": "x"}',
        b'{"position": "2"}',
        b'{"origin": 1, "position": [], "root": null}',
        b"\xff\xfe",
    ],
)
def test_what_was_remembered_may_be_lost_or_damaged(
    machine: Machine, content: bytes | None
) -> None:
    machine.done("follow", "--once")
    file = machine.directory / FILE
    kept = json.loads(file.read_text())
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)

    assert machine.done("follow", "--once") == "at position 2\n"

    assert json.loads(file.read_text()) == kept


@pytest.mark.parametrize("name", ["origin", "shorter", "other last event"])
def test_then_the_tables_tell_which_log_they_were_made_of(
    machine: Machine, name: str
) -> None:
    machine.done("follow", "--once")
    (machine.directory / FILE).unlink()

    ANOTHER[name][0](machine)

    assert "has followed another log (its tables show others)" in machine.refused(
        "follow", "--once"
    )


def test_tables_that_are_damaged_tell_nothing(machine: Machine) -> None:
    machine.done("follow", "--once")
    (machine.directory / FILE).unlink()
    (machine.directory / "incidents.db").write_bytes(b"no database" * 1000)

    assert machine.done("follow", "--once") == "at position 2\n"


def test_two_may_follow_in_one_directory(log: Log) -> None:
    with Log.open(log.directory, address=log.address) as second:
        one, other = Watch(log), Watch(second)
        watched(log, one)
        append(log, 3)
        watched(second, other)

        assert watched(log, one) == 3


def test_a_directory_that_cannot_be_written_is_told(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(log, Watch(log))
    (log.directory / FILE).unlink()
    (log.directory / FILE).mkdir()

    message = Machine(str(log.address), log.directory).refused("follow", "--once")

    assert message.startswith(f"cannot use the tables in '{log.directory / FILE}' (")


def test_a_log_in_files_is_not_followed_into(machine: Machine, tmp_path: Path) -> None:
    with Log.create(tmp_path / "files"):
        pass

    message = Machine(machine.address, tmp_path / "files").refused("follow", "--once")

    assert message == (
        f"'{tmp_path / 'files'}' has a log of its own: name another directory for what"
        " is made of the shared one, with --directory"
    )
