"""A log that lost events is not gone on with as if nothing had been."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copy, rmtree

import pytest
from click.testing import CliRunner, Result

from incident_log.cli import incident_log
from incident_log.verifying.lost import lost_from, shown_by
from tests.given import killed, update


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of two updates, each signed when it was the last; and its older state."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "keys"))
    assert imported("a").exit_code == 0
    assert run("checkpoint", "--new-key").exit_code == 0
    copy("log/events.db", "older.db")
    assert imported("b").exit_code == 0
    assert run("checkpoint").exit_code == 0
    return Path("log")


def run(*words: str) -> Result:
    return CliRunner().invoke(incident_log, ["-l", "log", *words])


def imported(report: str) -> Result:
    told = update(report, killed(1), heard="09:00")
    Path(f"{report}.json").write_text(json.dumps(told))
    return run("import", f"{report}.json")


DECISION = ("hold", "a", "--reason", "so")


def test_nothing_is_appended_after_an_older_backup_was_restored(log: Path) -> None:
    copy("older.db", log / "events.db")

    for done in (imported("c"), run(*DECISION), run("import", "--dry-run", "b.json")):
        assert (done.exit_code, done.stderr) == (
            1,
            "Error: the log in 'log' has 1 events, and 2 were signed: restore a later"
            " backup, or move its newer checkpoints away to go on without what is"
            " missing\n",
        )
    assert run("replay", "kyiv-2024-12-20").exit_code == 0


def test_one_may_go_on_without_what_is_missing(log: Path) -> None:
    copy("older.db", log / "events.db")
    (log / "checkpoints" / "2.txt").unlink()
    assert "show: restore a later backup, or run" in imported("c").stderr

    assert run("rebuild").exit_code == 0

    assert imported("c").exit_code == 0
    assert run(*DECISION).exit_code == 0


def test_a_log_that_was_never_signed_is_missed_by_its_tables(log: Path) -> None:
    rmtree(log / "checkpoints")
    copy("older.db", log / "events.db")

    for done in (
        imported("c"),
        run(*DECISION),
        run("follow", "--once"),
    ):
        assert (done.exit_code, done.stderr) == (
            1,
            "Error: the log in 'log' has 1 events, and not the event 2 that its tables"
            " show: restore a later backup, or run 'incident-log rebuild' to go on"
            " without what is missing\n",
        )
    assert run("replay", "kyiv-2024-12-20").exit_code == 0
    verified = run("verify")
    assert verified.exit_code == 1
    assert verified.stdout.startswith(
        "its tables show an event 2 that it does not have: an older backup may have"
        " been restored\n"
    )


def test_a_log_that_went_another_way_is_missed_by_its_tables(log: Path) -> None:
    rmtree(log / "checkpoints")
    copy("older.db", log / "events.db")
    (log / "incidents.db").rename("tables.db")
    assert imported("c").exit_code == 0
    copy("tables.db", log / "incidents.db")

    done = imported("d")

    assert "has 2 events, and not the event 2 that its tables show" in done.stderr
    assert run("verify").exit_code == 1


def test_a_rebuild_forgets_what_is_missing(log: Path) -> None:
    rmtree(log / "checkpoints")
    copy("older.db", log / "events.db")

    assert run("rebuild").exit_code == 0

    assert imported("c").exit_code == 0
    assert run("verify").exit_code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projection SET value = 'other' WHERE name = 'origin'",
        "UPDATE projection SET value = 'nine' WHERE name = 'position'",
        f"UPDATE projection SET value = '{'9' * 30}' WHERE name = 'position'",
        "DROP TABLE projection",
    ],
)
def test_tables_that_say_nothing_of_the_log_keep_nobody_from_it(
    log: Path, statement: str
) -> None:
    rmtree(log / "checkpoints")
    copy("older.db", log / "events.db")
    with closing(sqlite3.connect(log / "incidents.db")) as tables:
        tables.execute(statement)
        tables.commit()

    assert run("verify").exit_code == 0
    assert imported("c").exit_code == 0


def test_a_leaf_that_is_no_hash_is_not_the_one_that_was_shown(log: Path) -> None:
    with closing(sqlite3.connect(log / "events.db")) as events:
        events.execute("DROP TRIGGER no_update_of_leaves")
        events.execute("UPDATE leaves SET hash = 'none' WHERE position = 2")
        events.commit()
    shown = shown_by(log / "incidents.db")

    assert lost_from(log / "events.db", shown, shown["origin"]) == 2


@pytest.mark.parametrize("beside", ["checkpoints", "incidents.db"])
def test_no_log_begins_where_the_events_of_one_are_lost(log: Path, beside: str) -> None:
    (log / "events.db").write_bytes(b"")
    if beside == "incidents.db":
        rmtree(log / "checkpoints")

    emptied = imported("c")
    (log / "events.db").unlink()
    lost = imported("c")

    for done in (emptied, lost):
        assert (done.exit_code, done.stderr) == (
            1,
            f"Error: 'log' has the {beside} of a log, and no events.db: restore that"
            " from a backup, or name a new directory\n",
        )


def test_looking_at_an_emptied_log_does_not_make_it_a_new_one(log: Path) -> None:
    (log / "events.db").write_bytes(b"")

    asked = run("replay", "kyiv-2024-12-20")
    lost = imported("c")

    assert asked.stderr == lost.stderr
    assert "'log' has the checkpoints of a log, and no events.db: " in lost.stderr
    assert (log / "events.db").read_bytes() == b""


def test_a_beginning_that_was_killed_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log").mkdir()
    Path("log/events.db").touch()
    Path("log/events.lock").touch()

    assert imported("a").exit_code == 0


def test_a_log_that_was_cut_off_is_damaged_and_not_gone_on_with(log: Path) -> None:
    with (log / "events.db").open("r+b") as file:
        file.truncate(20_000)

    for done in (
        imported("c"),
        run(*DECISION),
        run("incidents"),
        run("replay", "kyiv-2024-12-20"),
        run("rebuild"),
    ):
        assert (done.exit_code, done.stderr) == (
            1,
            "Error: the log in 'log' is damaged (database disk image is malformed): see"
            " 'incident-log verify', and restore it from a backup\n",
        )
    assert run("verify").exit_code == 1


def test_a_file_that_is_no_database_is_damaged(log: Path) -> None:
    (log / "events.db").write_bytes(b"none" * 1_000)

    assert "is damaged (file is not a database)" in run("incidents").stderr
