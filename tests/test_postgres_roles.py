"""Who may do what with a shared log: its owner, writers, readers, and others."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.given import injured, killed, update
from tests.servers import Server, schema_of
from tests.sharing import Machine, asked, is_refused
from tests.test_cli import DAY

ROLES = ("owner", "writer", "reader", "stranger")


@pytest.fixture(scope="module")
def roles(server: Server) -> Iterator[None]:
    """Roles that are no superusers; one of them may make schemas."""
    admin = server.address()
    for role in ROLES:
        asked(admin, f"CREATE ROLE {role} LOGIN")
    asked(admin, "GRANT CREATE ON DATABASE postgres TO owner")
    yield
    for role in ROLES:
        asked(admin, f"DROP OWNED BY {role}")
        asked(admin, f"DROP ROLE {role}")


@pytest.fixture
def machines(roles: None, server: Server, tmp_path: Path) -> dict[str, Machine]:
    """A machine of every role, and a log that its owner has made for two of them."""
    schema = schema_of(server.address())
    found = {
        role: Machine(server.address(schema, role=role), tmp_path / role)
        for role in ROLES
    }
    found["owner"].done("init", "--writers", "writer", "--readers", "reader")
    return found


@pytest.fixture
def writer(machines: dict[str, Machine]) -> Machine:
    """A writer, whose log has the first updates of the bundled day."""
    machines["writer"].done("import", *DAY[:3])
    return machines["writer"]


@pytest.fixture
def reader(machines: dict[str, Machine], writer: Machine) -> Machine:
    return machines["reader"]


@pytest.fixture
def owner(machines: dict[str, Machine], writer: Machine) -> Machine:
    return machines["owner"]


NO_RIGHT = "the role may not do this with the log in 'postgresql:///postgres' ("
REMEDY = "): its administrator grants what is needed with 'incident-log init'"


def no_right(what: str) -> str:
    return f"{NO_RIGHT}{what}{REMEDY}"


# -- a writer --------------------------------------------------------------------------


def test_a_writer_appends_decides_verifies_signs_and_proves(
    writer: Machine, tmp_path: Path
) -> None:
    again = writer.done("import", *DAY[:4])
    writer.done("hold", "pravda-live-page", "--reason", "checking")
    writer.done("checkpoint", "--new-key")
    verified = writer.done("verify", "--tables")
    proof = writer.done("prove", "1")
    exported = writer.done("export-log", tmp_path / "log.jsonl")

    assert again == "1 appended, 3 already known, 0 refused\n"
    assert verified.startswith("the log is as it was written: 5 events, root ")
    assert "the tables agree with the log up to position 5" in verified
    assert proof.startswith("c2sp.org/tlog-proof@v1\n")
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 7
    assert exported.endswith("is as private as the log: keep it so\n")


def test_a_writer_does_not_erase_and_nothing_is_left_of_the_attempt(
    writer: Machine,
) -> None:
    why = ("--reason", "she asked", "--by", "desk")
    before = writer.ask("SELECT position FROM log")

    assert writer.refused("erase", "pravda-live-page", *why) == no_right(
        "permission denied for table openings"
    )

    assert writer.ask("SELECT position FROM log") == before
    assert writer.done("verify").startswith("the log is as it was written: 3 events")


CHANGES = (
    "UPDATE {} SET position = 9",
    "UPDATE {} SET notification_id = 9",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TRIGGER no_change_of_{} ON {}",
    "DROP TABLE {}",
)


@pytest.mark.parametrize("role", ["writer", "reader", "stranger"])
@pytest.mark.parametrize("table", ["stored_events", "leaves"])
def test_nobody_else_changes_events_or_leaves(
    machines: dict[str, Machine], role: str, table: str
) -> None:
    place = f"{schema_of(machines[role].address)}.{table}"

    for change in CHANGES:
        if ("notification_id" in change) is (table == "stored_events") or (
            "SET" not in change
        ):
            said = change.replace("of_{}", f"of_{table}").replace("{}", place)
            assert is_refused(machines[role].address, said), said


@pytest.mark.parametrize("table", ["stored_events", "leaves"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 9", "DELETE FROM {}"])
def test_even_the_owner_is_reminded_that_the_log_is_append_only(
    owner: Machine, table: str, change: str
) -> None:
    key = {"stored_events": "notification_id", "leaves": "position"}[table]

    with pytest.raises(Exception, match="the log is append-only"):
        owner.ask(change.format(table, key))


@pytest.mark.parametrize("role", ["writer", "reader"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log SET origin = 'x'",
        "UPDATE log SET secret = 'x'",
        "UPDATE log SET layout = 9",
        """UPDATE log SET "check" = 'x'""",
        "DELETE FROM log",
        "INSERT INTO log SELECT * FROM log",
        "DELETE FROM openings",
        "UPDATE openings SET words = '{}'",
        "UPDATE updates SET update_id = 'x'",
        "DELETE FROM streams",
        "CREATE TABLE another (id int)",
    ],
)
def test_nobody_else_changes_what_the_log_is(
    machines: dict[str, Machine], role: str, change: str
) -> None:
    assert is_refused(machines[role].address, change)


# -- a reader --------------------------------------------------------------------------


def test_a_reader_replays_follows_and_exports_without_the_secret(
    reader: Machine, tmp_path: Path
) -> None:
    replayed = json.loads(reader.done("replay", "kyiv-2024-12-20", "--json"))
    followed = reader.done("follow", "--once")
    again = reader.done("follow", "--once")

    assert replayed["casualties"]
    assert followed == again == "at position 3\n"
    assert (reader.directory / "incidents.db").is_file()


def test_a_reader_cannot_read_the_secret(reader: Machine) -> None:
    for select in ("SELECT secret FROM log", "SELECT * FROM log", "TABLE log"):
        assert is_refused(reader.address, select)


def test_a_reader_verifies_all_but_the_secret(reader: Machine) -> None:
    assert reader.done("verify", "--tables").startswith(
        "the log is as it was written: 3 events, root "
    )


def test_a_reader_finds_what_was_changed(reader: Machine, owner: Machine) -> None:
    owner.ask("UPDATE log SET position = 2")

    result = reader.run("verify")

    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        1,
        "the log's position is 3, it says 2",
    )


def test_a_reader_is_told_that_an_export_needs_the_secret(reader: Machine) -> None:
    assert reader.refused("export-log") == no_right("it may not read the log's secret")
    kept = reader.done("export-log", "--without-secret")
    assert json.loads(kept.splitlines()[0])["secret"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("import", str(DAY[3])),
        ("import", "--dry-run", str(DAY[3])),
        ("hold", "pravda-live-page", "--reason", "checking"),
        ("erase", "pravda-live-page", "--reason", "she asked"),
    ],
    ids=" ".join,
)
def test_a_reader_appends_nothing(reader: Machine, words: tuple[str, ...]) -> None:
    assert reader.refused(*words) == no_right("permission denied for table log")


# -- others ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("incidents",), ("follow", "--once"), ("verify",), ("export-log",)]
)
def test_a_stranger_sees_nothing(
    machines: dict[str, Machine], words: tuple[str, ...]
) -> None:
    stranger = machines["stranger"]

    assert stranger.refused(*words).startswith(NO_RIGHT)


# -- init ------------------------------------------------------------------------------


def test_a_log_is_made_once_and_then_is_what_it_was(
    owner: Machine, machines: dict[str, Machine]
) -> None:
    first = owner.done("init")
    second = owner.done("init", "--readers", "stranger")

    assert first == second
    assert first.startswith("postgresql:///postgres is a log of 3 events, incident-log")
    assert "kyiv-2024-12-20" in machines["stranger"].done("incidents")


@pytest.mark.parametrize("role", ["writer", "reader"])
def test_who_does_not_own_a_log_grants_no_rights_on_it(
    machines: dict[str, Machine], role: str
) -> None:
    words = ("init", "--readers", "stranger")

    assert machines[role].refused(*words) == no_right("it does not own the tables")
    assert machines["stranger"].refused("incidents").startswith(NO_RIGHT)


def test_without_the_right_to_make_a_schema_there_is_no_log(
    roles: None, server: Server, tmp_path: Path
) -> None:
    stranger = Machine(server.address(role="stranger"), tmp_path / "desk")

    assert stranger.refused("init") == no_right(
        "permission denied for database postgres"
    )
    assert stranger.refused("incidents") == (
        "no log in 'postgresql:///postgres': its administrator makes one with"
        " 'incident-log init'"
    )


def test_a_log_is_made_in_a_schema_that_somebody_else_has_made(
    roles: None, server: Server, tmp_path: Path
) -> None:
    address = server.address(role="stranger")
    asked(
        server.address(), f"CREATE SCHEMA {schema_of(address)} AUTHORIZATION stranger"
    )

    Machine(address, tmp_path / "desk").done("init")

    assert Machine(address, tmp_path / "desk").done("incidents") == ""


def test_the_name_of_a_schema_is_read_as_the_server_reads_it(
    roles: None, server: Server, tmp_path: Path
) -> None:
    for name, found in (("Loud", "loud"), ('"Quoted one"', "Quoted one")):
        machine = Machine(
            server.address(name.replace(" ", "\\ "), role="owner"), tmp_path / found
        )
        machine.done("init")
        assert machine.ask("SELECT current_schema()") == [(found,)]


def test_a_role_that_is_not_there_is_named(owner: Machine) -> None:
    message = owner.refused("init", "--readers", "nobody; DROP TABLE log")

    assert 'role "nobody; DROP TABLE log" does not exist' in message


def test_rights_are_for_logs_with_an_address(tmp_path: Path) -> None:
    result = Machine(str(tmp_path / "log"), tmp_path).run("init", "--readers", "x")

    assert result.exit_code == 2
    assert "rights are granted on a log with an address only" in result.stderr
    assert not (tmp_path / "log").exists()


def test_a_log_in_a_directory_is_made_empty(tmp_path: Path) -> None:
    told = Machine(str(tmp_path / "log"), tmp_path).done("init")

    assert told.startswith(f"{tmp_path / 'log'} is a log of 0 events, incident-log/")


INIT = """
import sys
from incident_log.log.servers import postgres
sys.stdin.readline()
postgres().made(sys.argv[1], readers="reader", writers="writer")
"""


def test_several_who_make_a_log_at_once_make_one(roles: None, server: Server) -> None:
    address = server.address(role="owner")
    children = [
        subprocess.Popen(
            [sys.executable, "-c", INIT, address],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]

    said = [child.communicate("go\n")[1] for child in children]

    assert said == [""] * len(children)
    assert asked(address, "SELECT position FROM log") == [(0,)]


def test_what_two_write_of_one_incident_is_one_log(
    machines: dict[str, Machine], tmp_path: Path
) -> None:
    documents = [
        update("wire", killed(1), heard="08:00"),
        update("post", injured(2), heard="08:10"),
    ]
    for role, document in zip(("owner", "writer"), documents, strict=True):
        file = tmp_path / f"{role}.json"
        file.write_text(json.dumps(document))
        machines[role].done("import", file)

    assert machines["reader"].done("follow", "--once") == "at position 2\n"
