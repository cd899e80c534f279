"""What may go wrong between a log and its server: nothing is lost, all is said."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from incident_log.accepting import accept
from incident_log.errors import LogUncertain, LogUnusable, ServerUnusable
from incident_log.log import Log
from incident_log.log.known import Cursor
from incident_log.log.postgres import connecting, dialect, recorder
from incident_log.log.postgres.connecting import shown
from incident_log.log.postgres.recorder import Recorder
from incident_log.log.servers import postgres
from incident_log.pending import AlreadyKnown, Appended, Pending
from tests.given import ZONE, clock, injured, killed, update
from tests.servers import Server, schema_of
from tests.sharing import Machine, asked, comes, locked
from tests.test_cli import DAY
from tests.test_decisions import desk

#: Seconds after which a session that does not end is given up.
DEADLINE = 60


@pytest.fixture
def log(server: Server, tmp_path: Path) -> Iterator[Log]:
    """An empty log that is shared."""
    address = server.address()
    postgres().made(address)
    with Log.open(tmp_path / "desk", address=address) as log:
        yield log


@pytest.fixture
def machine(log: Log) -> Machine:
    assert log.address is not None
    return Machine(log.address, log.directory)


def told(count: int, report: str = "wire") -> Pending:
    return accept(update(report, killed(count), heard="08:00"), lambda _: ZONE)


def whole(machine: Machine, number: int) -> None:
    """Check that a log has so many events, and is sound."""
    assert machine.done("verify").startswith(
        f"the log is as it was written: {number} events, root "
    )


# -- connections that are lost ---------------------------------------------------------


def end(server: Server) -> None:
    """Let the server end every connection of a log but the one that says so."""
    asked(
        server.address(),
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        " WHERE application_name = 'incident-log' AND pid <> pg_backend_pid()",
    )


@pytest.fixture
def once(server: Server, monkeypatch: pytest.MonkeyPatch) -> "Once":
    return Once(server, monkeypatch)


class Once:
    """Ends the connection of a writer at one moment of an append, one time."""

    def __init__(self, server: Server, patch: pytest.MonkeyPatch) -> None:
        self.server = server
        self.patch = patch
        self.number = 0

    def _end(self) -> None:
        self.number += 1
        if self.number == 1:
            end(self.server)

    def before(self, name: str) -> None:
        """Do so before the recorder does something."""
        real = getattr(Recorder, name)

        def ended(*args: Any) -> Any:
            self._end()
            return real(*args)

        self.patch.setattr(Recorder, name, ended)

    def at_commit(self) -> None:
        """Do so between the last statement and COMMIT."""
        real = dialect.Cursor.execute

        def ended(cursor: Cursor, statement: str, values: Any = ()) -> Any:
            result = real(cursor, statement, values)  # type: ignore[arg-type]
            if "pg_notify" in statement:
                self._end()
            return result

        self.patch.setattr(dialect.Cursor, "execute", ended)

    def after_commit(self) -> None:
        """Do so when all is written, but before the server can say so."""
        real = psycopg.Connection.transaction

        @contextmanager
        def ended(connection: psycopg.Connection[Any], **how: Any) -> Iterator[None]:
            with real(connection, **how):
                yield
            self._end()
            if self.number == 1:
                raise psycopg.OperationalError("server closed the connection")

        self.patch.setattr(psycopg.Connection, "transaction", ended)


def test_an_append_that_was_cut_off_is_done_again(
    log: Log, once: Once, machine: Machine
) -> None:
    once.before("_advance")

    outcomes = log.append([told(1), told(2)])

    assert once.number == 2
    assert [type(each) for each in outcomes] == [Appended, Appended]
    assert [each.position for each in outcomes if isinstance(each, Appended)] == [1, 2]
    whole(machine, 2)


def test_an_append_that_was_cut_off_at_commit_is_done_again(
    log: Log, once: Once, machine: Machine
) -> None:
    once.at_commit()

    outcomes = log.append([told(1), told(2)])

    assert once.number == 2
    assert [type(each) for each in outcomes] == [Appended, Appended]
    whole(machine, 2)


def test_what_was_committed_and_not_acknowledged_is_known_when_it_is_done_again(
    log: Log, once: Once, machine: Machine
) -> None:
    once.after_commit()

    outcomes = log.append([told(1), told(2)])

    assert outcomes == [AlreadyKnown(1, "wire/1"), AlreadyKnown(2, "wire/2")]
    whole(machine, 2)


@pytest.mark.parametrize(("moment", "held"), [("at_commit", 1), ("after_commit", 2)])
def test_a_decision_whose_commit_is_unclear_is_not_done_again(
    log: Log, once: Once, machine: Machine, moment: str, held: int
) -> None:
    log.append([told(1)])
    getattr(once, moment)()

    with pytest.raises(LogUncertain):
        desk(log).hold("wire/1")

    assert once.number == 1
    assert log.position == held
    whole(machine, held)


def test_a_decision_that_was_cut_off_before_is_done_again(
    log: Log, once: Once, machine: Machine
) -> None:
    log.append([told(1)])
    once.before("_advance")

    desk(log).hold("wire/1")

    assert (once.number, log.position) == (2, 2)


def test_a_dry_run_that_was_cut_off_left_nothing_unclear(log: Log, once: Once) -> None:
    log.append([told(1)])
    once.at_commit()
    (outcome,) = log.append([told(2)], dry_run=True)

    assert isinstance(outcome, Appended)
    assert log.position == 1


def test_a_connection_that_the_server_has_closed_is_not_used_again(
    log: Log, server: Server
) -> None:
    log.append([told(1)])

    end(server)

    assert log.position == 1


def test_a_server_that_stays_away_is_given_up(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "PATIENCE", 0.1)

    def gone(address: str) -> Any:
        raise psycopg.OperationalError("connection refused")

    log.close()
    monkeypatch.setattr(recorder, "connected", gone)

    with pytest.raises(ServerUnusable, match="connection refused"):
        log.append([told(1)])


def test_a_time_that_cannot_be_asked_for_is_an_error_of_ours(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(address: str) -> Any:
        raise psycopg.OperationalError("connection refused")

    log.close()
    monkeypatch.setattr(recorder, "connected", gone)

    with pytest.raises(ServerUnusable, match="connection refused"):
        log.now()


# -- writers that wait -----------------------------------------------------------------


def test_a_writer_that_waits_too_long_says_what_it_waited_for(
    log: Log, machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(connecting, "WAITING", 0.1)
    with locked(machine.address):
        message = machine.refused("import", DAY[0])

    assert message == (
        "another process has kept the log at 'postgresql:///postgres' locked for 0.1"
        " seconds: wait for it, the server's pg_stat_activity says which one it is"
    )
    machine.done("import", DAY[0])


def test_a_writer_that_is_not_heard_of_any_more_loses_the_lock(
    log: Log, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "_IDLE", 0.2)
    with suppress(psycopg.Error), locked(machine.address) as hanging:
        log.append([told(1)])
        hanging.execute("UPDATE log SET position = 9")

    assert log.position == 1


def test_a_writer_that_slept_too_long_appends_again(
    log: Log, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "_IDLE", 0.2)
    log.close()
    naps = iter([0.6])
    real = Recorder._advance

    def slow(*args: Any) -> None:
        time.sleep(next(naps, 0))
        real(*args)

    monkeypatch.setattr(Recorder, "_advance", slow)

    (outcome,) = log.append([told(1)])

    assert isinstance(outcome, Appended)
    whole(machine, 1)


def test_what_an_administrator_allows_a_role_is_kept_to(
    log: Log, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert log.address is not None
    schema, admin = schema_of(log.address), server.address()
    asked(admin, "CREATE ROLE slow LOGIN SUPERUSER")
    monkeypatch.setattr(recorder, "PATIENCE", 0.1)
    address = server.address(schema, role="slow")

    with locked(log.address), Log.open(log.directory, address=address) as slow:
        # What opens it may take its time: the setting is for connections from now on.
        asked(admin, "ALTER ROLE slow SET statement_timeout = '200ms'")
        slow.close()
        with pytest.raises(LogUnusable, match="due to statement timeout"):
            slow.append([told(1)])

    assert log.position == 0
    asked(admin, "DROP ROLE slow")


def test_a_role_whose_idle_sessions_are_ended_goes_on(log: Log, server: Server) -> None:
    assert log.address is not None
    admin = server.address()
    asked(admin, "CREATE ROLE idle LOGIN SUPERUSER")
    asked(admin, "ALTER ROLE idle SET idle_session_timeout = '1s'")
    asked(admin, "ALTER ROLE idle SET default_transaction_isolation = serializable")
    address = server.address(schema_of(log.address), role="idle")

    with Log.open(log.directory, address=address) as idle:
        ended(server, "idle")
        assert idle.position == 0
        ended(server, "idle")
        idle.append([told(1)])

    assert log.position == 1
    asked(admin, "DROP ROLE idle")


def ended(server: Server, role: str) -> None:
    """Wait until the sessions of a role have ended, and their processes as well."""
    select = "SELECT pid FROM pg_stat_activity WHERE usename = %s"
    numbers = [number for (number,) in asked(server.address(), select, role)]
    assert comes(lambda: not any(map(is_running, numbers)), DEADLINE)


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        pass
    return True


def test_a_role_that_is_set_to_read_only_appends_nothing(
    log: Log, server: Server, tmp_path: Path
) -> None:
    assert log.address is not None
    admin = server.address()
    asked(admin, "CREATE ROLE quiet LOGIN SUPERUSER")
    asked(admin, "ALTER ROLE quiet SET default_transaction_read_only = on")
    machine = Machine(server.address(schema_of(log.address), role="quiet"), tmp_path)

    message = machine.refused("import", DAY[0])

    assert "in a read-only transaction" in message
    asked(admin, "DROP ROLE quiet")


def test_a_commit_is_on_the_disk_though_a_role_does_not_want_it(
    log: Log, server: Server
) -> None:
    assert log.address is not None
    admin = server.address()
    asked(admin, "CREATE ROLE hasty LOGIN SUPERUSER")
    asked(admin, "ALTER ROLE hasty SET synchronous_commit = off")
    address = server.address(schema_of(log.address), role="hasty")

    assert asked(address, "SHOW synchronous_commit") == [("on",)]
    asked(admin, "DROP ROLE hasty")


# -- addresses -------------------------------------------------------------------------

SECRET = "hunter2"


@contextmanager
def listening(answer: bytes) -> Iterator[int]:
    """Listen on a port, and answer everybody so; yield its number."""

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):  # it may have hung up
                    connection.sendall(answer)

    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


@pytest.fixture
def scrammed(server: Server) -> str:
    """An address whose role has another password."""
    rules = server.data / "pg_hba.conf"
    if "scrammed" not in rules.read_text():
        rules.write_text(f"local all scrammed scram-sha-256\n{rules.read_text()}")
        asked(server.address(), "CREATE ROLE scrammed LOGIN PASSWORD 'right'")
        asked(server.address(), "SELECT pg_reload_conf()")
    return server.address(role=f"scrammed:{SECRET}")


def refused(address: str, tmp_path: Path) -> str:
    message = Machine(address, tmp_path / "desk").refused("incidents")
    assert SECRET not in message
    assert str(message).isprintable()
    return message


def test_a_wrong_password_is_told_and_not_shown(scrammed: str, tmp_path: Path) -> None:
    message = refused(scrammed, tmp_path)

    assert message.startswith("cannot use the log at 'postgresql:///postgres' (")
    assert 'password authentication failed for user "scrammed"' in message


def test_a_database_that_is_not_there_is_named(server: Server, tmp_path: Path) -> None:
    address = server.address().replace("/postgres?", "/nowhere?")

    message = refused(address, tmp_path)

    assert message.startswith("cannot use the log at 'postgresql:///nowhere' (")
    assert 'database "nowhere" does not exist' in message


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"S\x16\x03\x01\x1b[31mred"]
)
def test_what_is_no_postgresql_is_told(answer: bytes, tmp_path: Path) -> None:
    with listening(answer) as port:
        message = refused(f"postgresql://u:{SECRET}@127.0.0.1:{port}/news", tmp_path)

    assert message.startswith(
        f"cannot use the log at 'postgresql://127.0.0.1:{port}/news' ("
    )
    assert message.endswith("): check the address, the network and the server")


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with socket.socket() as deaf:  # nobody else can listen on its port
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]

        message = refused(f"postgresql://u:{SECRET}@127.0.0.1:{port}/news", tmp_path)

    assert "onnection refused" in message


def test_a_host_that_is_none_is_told(tmp_path: Path) -> None:
    message = refused(f"postgresql://u:{SECRET}@nowhere.invalid/news", tmp_path)

    assert message.startswith(
        "cannot use the log at 'postgresql://nowhere.invalid/news' ("
    )


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://u:100%{SECRET}@host/db",
        f"postgresql://u:a {SECRET}@host/db",
        f"postgresql://u:a@{SECRET}@host/db",
        f"postgresql://u:12/{SECRET}@host/db",
        f"postgresql:u:{SECRET}",
    ],
)
def test_what_is_no_address_is_not_repeated(address: str, tmp_path: Path) -> None:
    message = refused(address, tmp_path)

    assert message == (
        "cannot use the log at 'postgresql://' (it is no address: in a password write @"
        " as %40, / as %2F, % as %25): check the address, the network and the server"
    )


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("postgresql://u:pw@db.example.org:5433/news", "//db.example.org:5433/news"),
        ("postgres://db/news?password=pw", "//db/news"),
        ("postgresql:///news?host=/run/pg", "///news"),
        ("postgresql://?service=desk", "//desk/"),
        ("postgresql://a,b:1/news", "//a,b:,1/news"),
    ],
)
def test_an_address_is_shown_without_what_lets_somebody_in(
    address: str, place: str
) -> None:
    assert shown(address) == f"postgresql:{place}"


# -- databases -------------------------------------------------------------------------


def database(server: Server, name: str, how: str) -> str:
    """Make a database of its own; return the address of a log in it."""
    asked(server.address(), f"CREATE DATABASE {name} TEMPLATE template0 {how}")
    return server.address().replace("/postgres?", f"/{name}?")


def test_a_database_of_other_letters_is_refused(server: Server, tmp_path: Path) -> None:
    address = database(server, "latin", "ENCODING LATIN1 LOCALE 'C'")

    assert Machine(address, tmp_path / "desk").refused("init") == (
        "the database keeps text as LATIN1: make another one, with ENCODING 'UTF8'"
    )
    assert Machine(address, tmp_path / "desk").refused("incidents") == (
        "no log in 'postgresql:///latin': its administrator makes one with"
        " 'incident-log init'"
    )


def test_letters_are_ours_whatever_a_program_has_been_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")

    machine.done("import", *DAY)

    whole(machine, len(DAY))
    ((words,),) = machine.ask("SELECT words FROM openings WHERE position = 1")
    assert not words.isascii()


def test_an_order_of_its_own_changes_nothing(
    server: Server, machine: Machine, tmp_path: Path
) -> None:
    address = database(
        server, "ordered", "LOCALE_PROVIDER icu ICU_LOCALE 'uk' LOCALE 'C.UTF-8'"
    )
    ordered = Machine(address, tmp_path / "ordered")
    ordered.done("init")
    assert ordered.ask("SELECT 'B' < 'a', 'B' < 'a' COLLATE \"C\"") == [(False, True)]
    for each in (ordered, machine):
        names = ["ab", "a-b", "a_c", "a.a", "b1", "b-0"]
        with Log.open(
            each.directory, address=each.address, clock=lambda: clock("09:00")
        ) as log:
            for n, name in enumerate(names):
                said = update("wire", injured(n), heard="08:00", id=name)
                log.append([accept(said, lambda _: ZONE)])

    for words in (("replay", "kyiv-2024-12-20", "--json"), ("incidents",)):
        assert ordered.done(*words) == machine.done(*words)
    whole(ordered, 6)
    assert "the tables agree" in ordered.done("verify", "--tables")


def test_a_log_of_a_later_version_is_not_opened(machine: Machine) -> None:
    machine.ask("UPDATE log SET layout = 2")

    message = machine.refused("incidents")
    verified = machine.run("verify")

    assert "log layout" in message
    assert verified.exit_code == 1
    assert verified.stdout.splitlines()[0] == "the log's layout is 1, it says 2"


def test_the_library_cannot_append_past_us(log: Log) -> None:
    with pytest.raises(NotImplementedError, match=r"appended with Recorder\.append"):
        log._library.recorder.insert_events([])
