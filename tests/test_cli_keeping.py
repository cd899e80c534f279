"""The commands that keep a log beyond its machine: what they print."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from incident_log.log import Log
from incident_log.merkle import root
from tests.given import injured, tell, update
from tests.test_cli import refusal, run


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log") as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        for hour in (7, 8, 9):
            tell(log, update("wire", injured(hour), heard=f"{hour:02}:00"))
        yield log


def test_a_backup_says_what_it_is(log: Log, tmp_path: Path) -> None:
    copy, other = tmp_path / "copy", tmp_path / "other"
    hashed = root(log.leaves(until=3)).hex()

    result = run("backup", str(copy), log=log.directory)
    told = run("backup", str(other), "--tables", "--json", log=log.directory)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{copy} is a log of 3 events, verified, root {hashed}\n"
    assert json.loads(told.stdout) == {
        "log": str(other),
        "origin": log.origin,
        "position": 3,
        "root": hashed,
    }
    assert (other / "incidents.db").is_file()


def test_a_log_goes_through_a_file_and_is_the_same(log: Log, tmp_path: Path) -> None:
    file, again = tmp_path / "log.jsonl", tmp_path / "again"

    out = run("export-log", str(file), log=log.directory)
    back = run("import-log", str(file), log=again)
    piped = run("export-log", log=again)

    assert out.stdout == f"{file} is as private as the log: keep it so\n"
    assert back.stdout.startswith(f"{again} is a log of 3 events, verified, root ")
    assert piped.stdout_bytes == file.read_bytes()


def test_a_log_goes_through_a_pipe(log: Log, tmp_path: Path) -> None:
    piped = run("export-log", "--without-secret", log=log.directory)

    back = run("import-log", "-", "--json", log=tmp_path / "again", given=piped.stdout)

    assert json.loads(back.stdout)["position"] == 3


def test_words_erased_later_than_is_saved_are_told_of(log: Log, tmp_path: Path) -> None:
    erased = run("erase", "wire/1", "--reason", "so", log=log.directory)
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        db.execute("DELETE FROM openings WHERE position = 3")
        db.commit()
    good = run("export-log", "--good", log=log.directory)

    back = run("import-log", "-", log=tmp_path / "again", given=good.stdout)

    assert (erased.exit_code, back.exit_code) == (0, 0)
    assert " is a log of 3 events, verified, root " in back.stdout
    assert back.stderr == (
        "warning: 1 passages were erased later than the lines reach: the last events of"
        f" {tmp_path}/again say which\n"
    )
    assert run("verify", log=tmp_path / "again").exit_code == 0


def test_a_pipe_is_no_file_in_the_log(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(log.directory)

    assert run("export-log", "-", log=Path()).exit_code == 0


def test_what_is_there_is_kept_unless_forced(log: Log, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("mine")

    message = refusal(run("export-log", str(file), log=log.directory))
    forced = run("export-log", "--force", str(file), log=log.directory)

    assert message.startswith(f"'{file}' is there already: ")
    assert forced.exit_code == 0


def test_no_export_is_put_into_the_log_nor_over_it(log: Log) -> None:
    for name in ("log.jsonl", "events.db"):
        file = log.directory / name

        message = refusal(run("export-log", "--force", str(file), log=log.directory))

        assert message.startswith(f"'{file}' is in the log itself, ")
    assert not (log.directory / "log.jsonl").exists()
    assert log.position == 3


def test_a_file_that_is_not_there_cannot_be_imported(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"

    message = refusal(run("import-log", str(file), log=tmp_path / "again"))

    assert message.startswith(f"cannot use '{file}' (No such file or directory): ")


@pytest.mark.parametrize("command", [("export-log",), ("backup", "copy")])
def test_where_there_is_no_log_there_is_nothing_to_keep(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    message = refusal(run(*command, log=tmp_path))

    assert message.startswith(f"no log in '{tmp_path}': ")


@pytest.mark.parametrize("command", [("export-log",), ("backup", "copy"), ("verify",)])
def test_a_log_that_may_not_be_looked_into_is_named(
    command: tuple[str, ...], log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", denied)
    message = refusal(run(*command, log=log.directory))

    assert message.startswith(
        f"cannot use the log in '{log.directory}' (Permission denied): "
    )


def test_what_was_erased_is_in_no_copy_and_the_copies_are_sound(
    tmp_path: Path,
) -> None:
    with Log.create(tmp_path / "log") as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        told = "Jane Doe saw it"
        tell(log, update("wire", injured(7, quote=told), heard="07:00", text=told))
    why = ("--reason", "she asked for it")
    erased = run("erase", "wire/1", "--words", "Jane Doe", *why, log=tmp_path / "log")

    out = run("export-log", str(tmp_path / "log.jsonl"), log=tmp_path / "log")
    back = run("import-log", str(tmp_path / "log.jsonl"), log=tmp_path / "again")
    copied = run("backup", str(tmp_path / "copy"), "--tables", log=tmp_path / "log")
    sound = run("verify", log=tmp_path / "copy")

    results = (erased, out, back, copied, sound)
    assert [result.exit_code for result in results] == [0] * 5
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"Jane Doe" not in path.read_bytes(), path
