"""A shared log as lines and back, and words that are erased from it for ever."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from incident_log.log import scrubbing
from incident_log.log.postgres import Shared, dialect
from incident_log.log.postgres.connecting import connected
from incident_log.log.untrusted import Unreadable, unusable
from tests.faults.programs import ENVIRONMENT, ROOT
from tests.given import injured, killed, update
from tests.servers import Server
from tests.sharing import Machine, at_desk, locked
from tests.test_cli import DAY

WHY = ("--reason", "she asked", "--by", "desk")
WORDS = "Marta Quill"


@pytest.fixture
def machine(server: Server, tmp_path: Path) -> Machine:
    """One that uses an empty shared log."""
    return at_desk(server, tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> Machine:
    """A log in files, of which words were erased."""
    found = Machine(str(tmp_path / "files"), tmp_path / "unused")
    file = tmp_path / "quill.json"
    said = update("wire", killed(1, quote=f"{WORDS} fell"), heard="08:00")
    file.write_text(json.dumps(said | {"text": f"{WORDS} was hurt."}))
    found.done("import", file, *DAY)
    found.done("erase", "wire/1", *WHY)
    found.done("correct", "wire/1#c1", "--count", "2", "--reason", "recounted")
    found.done("hold", "wire/1", "--reason", "checking")
    return found


def exported(machine: Machine) -> list[str]:
    return machine.done("export-log").splitlines()


# -- copies ----------------------------------------------------------------------------


def test_a_log_is_the_same_there_and_back(
    files: Machine, machine: Machine, tmp_path: Path
) -> None:
    there = machine.done("copy-log", files.address, machine.address)
    back = machine.done("copy-log", machine.address, tmp_path / "back")

    lines = exported(files)
    assert WORDS not in "".join(lines)
    assert exported(machine) == lines
    assert exported(Machine(str(tmp_path / "back"), tmp_path)) == lines
    root = json.loads(lines[-1])["root"]
    assert there == (
        f"postgresql:///postgres is a log of {len(lines) - 2} events, verified,"
        f" root {root}\n"
    )
    assert back == there.replace("postgresql:///postgres", str(tmp_path / "back"))
    assert machine.done("import", DAY[0]).startswith("0 appended, 1 already known")


def test_rows_are_written_as_they_come_when_there_are_many(
    files: Machine, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_log.log.postgres.restoring._MANY", 20)

    machine.done("copy-log", files.address, machine.address)

    assert exported(machine) == exported(files)


def test_lines_whose_words_were_erased_later_come_by_way_of_a_directory(
    files: Machine, machine: Machine, tmp_path: Path
) -> None:
    *lines, last = exported(files)
    gone = {"position": 1, "path": "label", "sha256": 64 * "0"}
    lines.append(json.dumps(json.loads(last) | {"gone": [gone]}))
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(lines) + "\n")

    assert "says words are gone: copy it from a directory instead" in machine.refused(
        "import-log", file
    )
    assert machine.ask("SELECT count(*) FROM stored_events") == [(0,)]


def test_what_a_server_does_not_answer_is_told_as_its_own(machine: Machine) -> None:
    with Shared(machine.address) as shared, pytest.raises(Unreadable) as caught:
        list(shared.ask("SELECT nothing"))

    assert str(unusable("postgresql://db/news", caught.value)) == (
        "cannot use the log at 'postgresql://db/news' (column \"nothing\" does not"
        " exist): check the address, the network and the server"
    )


def test_a_copy_goes_on_as_the_log_would(files: Machine, machine: Machine) -> None:
    machine.done("copy-log", files.address, machine.address)

    machine.done("release", "wire/1", "--reason", "checked")

    assert machine.done("verify").startswith("the log is as it was written: ")


def test_a_log_that_is_not_empty_is_not_written_over(
    files: Machine, machine: Machine
) -> None:
    machine.done("import", DAY[0])
    before = exported(machine)

    for words in (
        ("copy-log", files.address, machine.address),
        ("copy-log", machine.address, machine.address),
    ):
        assert machine.refused(*words) == (
            "'postgresql:///postgres' is there already, and not empty: name a new"
            " directory, or an empty log"
        )
    assert exported(machine) == before


def test_a_copy_that_is_killed_leaves_nothing(files: Machine, machine: Machine) -> None:
    words = [sys.executable, "-m", "incident_log", "copy-log", files.address]
    with locked(machine.address):  # so it waits with its connection open
        child = subprocess.Popen([*words, machine.address], env=ENVIRONMENT, cwd=ROOT)
        while not machine.ask(
            "SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND query LIKE '%%FOR UPDATE'"
        ):
            assert child.poll() is None
        child.kill()
        assert child.wait() == -signal.SIGKILL

    assert machine.ask("SELECT count(*) FROM stored_events") == [(0,)]
    machine.done("copy-log", files.address, machine.address)


def test_a_copy_that_fails_in_the_middle_leaves_nothing(
    files: Machine, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = machine.ask("SELECT origin FROM log")
    real = dialect.Cursor.executemany

    def ended(cursor: dialect.Cursor, statement: str, rows: object) -> object:
        if "INTO names" in statement:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return real(cursor, statement, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(dialect.Cursor, "executemany", ended)

    message = machine.refused("copy-log", files.address, machine.address)

    assert message.startswith("cannot use the log at 'postgresql:///postgres' (")
    assert machine.ask("SELECT origin FROM log") == origin
    assert machine.ask("SELECT count(*) FROM stored_events") == [(0,)]


@pytest.mark.parametrize("change", ["twice", "NUL", "surrogate", "cut"])
def test_lines_that_make_no_log_are_refused_at_the_line(
    files: Machine, machine: Machine, tmp_path: Path, change: str
) -> None:
    lines = exported(files)
    if change == "cut":
        lines = lines[:-1]
    else:
        event = json.loads(lines[2])
        text = {"twice": "a", "NUL": "a\0", "surrogate": "a\ud800"}[change]
        event["openings"] = {**event["openings"], "label": ["x", text]}
        lines[2] = json.dumps(event)
    file = tmp_path / "log.jsonl"
    file.write_text("\n".join(lines) + "\n")

    message = machine.refused("import-log", file)

    assert message.startswith(f"{file}:")
    assert message.endswith(": get another copy of it")
    assert machine.ask("SELECT count(*) FROM stored_events") == [(0,)]


def test_rows_that_contradict_each_other_are_refused(
    files: Machine, machine: Machine, tmp_path: Path
) -> None:
    machine.ask("ALTER TABLE leaves ADD CONSTRAINT none CHECK (position < 3)")
    file = tmp_path / "log.jsonl"
    file.write_text("\n".join(exported(files)) + "\n")

    message = machine.refused("import-log", file)

    assert "contradicts a line before it (" in message


def test_a_shared_log_is_backed_up_by_its_server(
    machine: Machine, tmp_path: Path
) -> None:
    assert machine.refused("backup", tmp_path / "copy") == (
        "a shared log is backed up by its server, with pg_dump or pg_basebackup: or"
        " copy it to a directory with 'incident-log copy-log'"
    )


# -- erasures --------------------------------------------------------------------------


@pytest.fixture
def quill(machine: Machine, tmp_path: Path) -> Machine:
    """A machine that follows a log with words that are to go, which were analyzed."""
    for n, words in enumerate((WORDS, "A bridge")):
        said = update(f"wire-{n}", injured(n, quote=f"{words} fell"), heard="08:00")
        file = tmp_path / f"{n}.json"
        file.write_text(json.dumps(said | {"text": f"{words} fell, they said."}))
        machine.done("import", file)
    machine.done("follow", "--once")
    machine.ask("ANALYZE")
    return machine


def test_erased_words_are_in_no_table_of_the_server(
    quill: Machine, server: Server
) -> None:
    quill.done("erase", "--words", WORDS, "--everywhere", *WHY)

    tables = quill.ask("SELECT relname FROM pg_class WHERE relkind IN ('r', 't')")
    assert ("openings",) in tables and ("pg_statistic",) in tables
    for (name,) in quill.ask(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'm')"
        # In the other schemas are the logs of other tests.
        " AND relnamespace IN"
        " (current_schema()::regnamespace, 'pg_catalog'::regnamespace)"
    ):
        rows = quill.ask(f"SELECT t::text FROM {name} t WHERE t::text LIKE '%Quill%'")
        assert rows == [], name
    quill.ask("CHECKPOINT")
    path = quill.ask("SELECT pg_relation_filepath('openings')")[0][0]
    content = (server.data / path).read_bytes()
    assert b"A bridge" in content and b"Quill" not in content


def test_who_has_no_tables_makes_none_to_erase(
    quill: Machine, server: Server, tmp_path: Path
) -> None:
    other = Machine(quill.address, tmp_path / "other")

    other.done("erase", "--words", WORDS, "--everywhere", *WHY)

    assert not other.directory.exists()


def test_what_a_first_rebuild_that_was_killed_left_has_no_erased_words(
    quill: Machine, tmp_path: Path
) -> None:
    other = Machine(quill.address, tmp_path / "other")
    other.done("follow", "--once")
    (other.directory / "incidents.db").rename(other.directory / "incidents.new")

    other.done("erase", "--words", WORDS, "--everywhere", *WHY)

    for each in files_of(other):
        assert WORDS.encode() not in each.read_bytes(), each


def test_nothing_is_noted_of_words_for_the_planner(quill: Machine) -> None:
    noted = quill.ask(
        "SELECT attname FROM pg_stats WHERE tablename = 'openings'"
        " AND schemaname = current_schema()"
    )

    assert noted == [("position",)]


def test_erased_words_are_in_no_file_of_one_who_follows(
    quill: Machine, tmp_path: Path
) -> None:
    other = Machine(quill.address, tmp_path / "other")
    other.done("follow", "--once")
    assert any(WORDS.encode() in each.read_bytes() for each in files_of(other))

    quill.done("erase", "--words", WORDS, "--everywhere", *WHY)
    other.done("follow", "--once")

    for each in (*files_of(other), *files_of(quill)):
        assert WORDS.encode() not in each.read_bytes(), each


def files_of(machine: Machine) -> list[Path]:
    return [each for each in machine.directory.rglob("*") if each.is_file()]


def test_words_that_somebody_still_sees_are_not_said_to_be_gone(
    quill: Machine, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "PATIENCE", 0)
    with connected(quill.address) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with reader.transaction():
            reader.execute("SELECT position FROM log")
            result = quill.run("erase", "--words", WORDS, "--everywhere", *WHY)
    monkeypatch.undo()
    again = quill.run("erase", "--words", WORDS, "--everywhere", *WHY)

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        "not finished: a program that reads the shared log keeps a copy from before"
        " alive until it ends: stop it, then erase the same again"
    )
    assert (again.exit_code, again.stderr) == (0, "")


def test_somebody_who_looks_at_an_old_state_for_a_moment_is_waited_for(
    quill: Machine, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server does, when it gathers what its planner needs to know."""
    pauses: list[float] = []
    with connected(quill.address) as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT position FROM log")

        def sleep(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                reader.execute("ROLLBACK")

        monkeypatch.setattr(time, "sleep", sleep)
        quill.done("erase", "--words", WORDS, "--everywhere", *WHY)

    assert pauses[:2] == [0.1, 0.2]
