"""A hot standby, made by pg_basebackup: it is followed, and not written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_log.doctor.server import checks
from incident_log.log import Where
from incident_log.log.postgres.recorder import Recorder
from incident_log.times import now
from tests.servers import Server, schema_of, served
from tests.sharing import Machine, at_desk, comes
from tests.test_cli import DAY
from tests.test_postgres_shared import Follower, wait_until

#: Seconds after which a standby that does not come along is given up.
DEADLINE = 120


@pytest.fixture(scope="module")
def standby(server: Server) -> Iterator[Server]:
    with served(primary=server) as standby:
        yield standby


@pytest.fixture
def machine(server: Server, tmp_path: Path) -> Machine:
    """One that uses a log on the primary."""
    return at_desk(server, tmp_path)


@pytest.fixture
def reader(machine: Machine, standby: Server, tmp_path: Path) -> Machine:
    """One that uses the same log on the standby, which has heard of it."""
    address = standby.address(schema_of(machine.address))
    reader = Machine(address, tmp_path / "reader")

    def has_heard() -> bool:
        return bool(reader.ask("SELECT to_regclass('log')")[0][0])

    assert comes(has_heard, DEADLINE)
    return reader


def test_a_standby_is_followed_by_looking_again_and_again(
    machine: Machine, reader: Machine
) -> None:
    follower = Follower(reader.address, reader.directory)
    follower.begin()
    try:
        machine.done("import", *DAY[:2])
        wait_until("the first", reader.address, 2, follower)
        machine.done("import", *DAY[2:])
        wait_until("the rest", reader.address, len(DAY), follower)
        follower.stop()
    finally:
        follower.give_up()

    assert "warning" not in follower.said.read_text()
    here = reader.done("replay", "kyiv-2024-12-20", "--json")
    assert here == machine.done("replay", "kyiv-2024-12-20", "--json")
    assert reader.done("verify", "--tables").startswith(
        f"the log is as it was written: {len(DAY)} events, root "
    )


def test_who_waits_at_a_standby_looks_again_after_a_while(reader: Machine) -> None:
    with Where(reader.directory, reader.address).open() as log:
        log.wait(0.01)

        assert log.position == 0


@pytest.mark.parametrize(
    "words",
    [
        ("import", str(DAY[0])),
        ("hold", "pravda-live-page", "--reason", "checking"),
        ("init", "--readers", "postgres"),
    ],
    ids=" ".join,
)
def test_a_standby_is_not_written(
    machine: Machine, reader: Machine, words: tuple[str, ...]
) -> None:
    machine.done("import", DAY[0])
    follower = Follower(reader.address, reader.directory)
    wait = ("follow", "--once")
    assert comes(lambda: reader.done(*wait) == "at position 1\n", DEADLINE)
    assert follower.position == 1

    message = reader.refused(*words)

    assert message.startswith("cannot use the log at 'postgresql:///postgres' (cannot ")
    assert " during recovery" in message or "in a read-only transaction" in message


def test_doctor_says_that_it_is_one(machine: Machine, reader: Machine) -> None:
    def lines(each: Machine) -> list[str]:
        return [
            line
            for line in each.run("doctor").stdout.splitlines()
            if "PostgreSQL" in line
        ]

    (primary,), (standby,) = lines(machine), lines(reader)
    assert standby == f"{primary}, a standby: it can be followed, not written"


def test_doctor_says_that_a_commit_may_be_lost(machine: Machine) -> None:
    result = machine.run("doctor")

    assert result.exit_code == 1
    assert (
        "wrong   durability, fsync off, full_page_writes off, synchronous_commit on: a"
        " commit may be lost: set it in the server's postgresql.conf"
    ) in result.stdout.splitlines()


def test_doctor_says_that_a_log_is_not_there(server: Server, tmp_path: Path) -> None:
    result = Machine(server.address(), tmp_path / "desk").run("doctor")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        "wrong   log, no log in 'postgresql:///postgres': its administrator makes one"
        " with 'incident-log init'"
    )


@pytest.mark.parametrize(
    ("now", "told"),
    [("2024-12-20T00:00:00.000000Z", "warning"), ("2024-12-21T00:00:00.000000Z", "ok")],
)
def test_doctor_compares_the_clocks(
    machine: Machine, now: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = "2024-12-21T00:00:01.000000Z"
    monkeypatch.setattr(Recorder, "now", lambda _: there)
    place = Where(machine.directory, machine.address)

    found = list(checks(place, clock=lambda: now))

    assert (found[-1].about, found[-1].verdict) == ("clock", told)
    if told == "warning":
        assert found[-1].found == f"it is {now} here, and {there} where the log is"


def test_doctor_is_content_with_a_server_that_keeps_what_it_says(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Recorder, "settings", lambda _, n: dict.fromkeys(n, "on"))
    place = Where(machine.directory, machine.address)

    found = {check.about: check for check in checks(place, clock=now)}

    assert found["durability"].verdict == "ok"
    assert found["durability"].found.startswith("fsync on, full_page_writes on, ")
