"""The command verify: what it prints, and how it ends."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from incident_log.archiving.backup import backup
from incident_log.log import Log
from incident_log.merkle import leaf, root
from incident_log.proofs import checkpoints, notes, signing
from tests.given import injured, tell, update
from tests.test_cli import refusal, run


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log of three counts."""
    with Log.create(tmp_path / "log") as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        for hour in (7, 8, 9):
            tell(log, update("wire", injured(hour), heard=f"{hour:02}:00"))
        yield log


@pytest.fixture
def key(tmp_path: Path, log: Log) -> Path:
    """The private key of the log, and what it signed when that had three events."""
    path = tmp_path / "key"
    signing.make_key(log, path)
    signing.sign(log, path)
    return path


def change(log: Log, *statements: str) -> None:
    """Change the file as somebody with SQLite can, its belt left as it was."""
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        belt = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        triggers = belt.fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.create_function("leaf", 1, leaf)
        for statement in statements:
            assert db.execute(statement).rowcount > 0
        for _, sql in triggers:
            db.execute(sql)
        db.commit()


def forge(log: Log) -> None:
    """Change a count and make its leaf anew, so that nothing contradicts it."""
    change(
        log,
        "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
        """ '"count":8', '"count":0') AS BLOB) WHERE rowid = 2""",
        "UPDATE leaves SET hash = (SELECT leaf(state) FROM stored_events"
        " WHERE rowid = 2) WHERE position = 2",
    )


def test_a_log_that_nobody_changed_is_said_to_be_so(log: Log) -> None:
    result = run("verify", log=log.directory)

    assert (result.exit_code, result.stderr) == (0, "")
    first, second = result.stdout.splitlines()
    assert first.startswith("the log is as it was written: 3 events, root ")
    assert second == (
        "no checkpoint says what it was before: see 'incident-log checkpoint'"
    )


def test_the_last_checkpoint_that_holds_is_named(log: Log, key: Path) -> None:
    tell(log, update("wire", injured(10), heard="10:00"))

    result = run("verify", log=log.directory)

    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first.startswith("the log is as it was written: 4 events, root ")
    assert second == "last checkpoint that holds: 3.txt, of 3 events"


def test_the_first_bad_event_is_named_and_the_others_are_counted(log: Log) -> None:
    change(log, "UPDATE leaves SET hash = zeroblob(32)")

    result = run("verify", log=log.directory)
    every = run("verify", "--all", log=log.directory)

    what = "its bytes are not those its leaf was made of"
    assert (result.exit_code, every.exit_code) == (1, 1)
    assert result.stdout.splitlines() == [
        f"position 1 (report:wire, version 1): {what}",
        "and 2 more: see --all",
        "no checkpoint says what it was before: see 'incident-log checkpoint'",
    ]
    assert every.stdout.splitlines()[:3] == [
        f"position {n} (report:wire, version {n}): {what}" for n in (1, 2, 3)
    ]


def test_a_program_is_told_all_of_it(log: Log, key: Path) -> None:
    change(log, "UPDATE leaves SET hash = zeroblob(32) WHERE position = 3")

    result = run("verify", "--json", log=log.directory)

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["origin"], told["position"], told["wrong"]) == (log.origin, 3, 1)
    assert told["findings"] == [
        {
            "what": "its bytes are not those its leaf was made of",
            "position": 3,
            "stream": "report:wire",
            "version": 3,
        }
    ]
    (checked,) = told["checkpoints"]
    assert (checked["name"], checked["size"], checked["problem"]) == ("3.txt", 3, None)


def test_who_forges_an_event_and_its_leaf_is_found_by_a_checkpoint(
    log: Log, key: Path
) -> None:
    forge(log)

    result = run("verify", log=log.directory)

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "checkpoint 3.txt does not hold: one of the events 1 to 3 is not the one that"
        " was signed"
    ]


def test_who_forges_the_checkpoints_too_is_found_by_one_kept_elsewhere(
    log: Log, key: Path, tmp_path: Path
) -> None:
    kept, trusted = tmp_path / "kept.txt", tmp_path / "trusted.txt"
    kept.write_bytes((log.directory / "checkpoints" / "3.txt").read_bytes())
    trusted.write_text(str(signing.load_key(key).verifier) + "\n")
    for file in (log.directory / "checkpoints").iterdir():
        file.unlink()
    forge(log)

    unknown = run("verify", "--checkpoint", str(kept), log=log.directory)
    for name in (str(trusted), trusted.read_text().strip()):
        result = run(
            *("verify", "--checkpoint", str(kept), "--key", name), log=log.directory
        )

        assert result.exit_code == 1
        assert result.stdout == (
            f"checkpoint {kept} does not hold: one of the events 1 to 3 is not the one"
            " that was signed\n"
        )
    assert unknown.exit_code == 1
    assert "no key that is known has signed it" in unknown.stdout


@pytest.fixture
def older(log: Log, key: Path, tmp_path: Path) -> Path:
    """The log as it was with three events; it was signed with four since."""
    backup(log.directory, tmp_path / "older")
    tell(log, update("wire", injured(10), heard="10:00"))
    signing.sign(log, key)
    signed = log.directory / "checkpoints" / "4.txt"
    (tmp_path / "older" / "checkpoints" / "4.txt").write_bytes(signed.read_bytes())
    return tmp_path / "older"


def test_an_older_backup_in_place_of_the_log_is_found(older: Path) -> None:
    result = run("verify", log=older)

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "checkpoint 4.txt does not hold: the log is shorter now than the 4 events that"
        " were signed",
        "last checkpoint that holds: 3.txt, of 3 events",
    ]


def test_a_log_that_went_another_way_since_is_found(older: Path) -> None:
    with Log.open(older) as log:
        log.clock = lambda: "2024-12-20T09:00:00.000000Z"
        tell(log, update("wire", injured(11), heard="11:00"))

    result = run("verify", log=older)

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "checkpoint 4.txt does not hold: event 4 is not the one that was signed",
        "last checkpoint that holds: 3.txt, of 3 events",
    ]


def test_a_checkpoint_that_somebody_else_signed_does_not_hold(
    log: Log, key: Path, tmp_path: Path
) -> None:
    forge(log)
    other = tmp_path / "other"
    with Log.create(tmp_path / "mine") as mine:
        signing.make_key(mine, other)
    hashed = root(log.leaves(until=3))
    text = checkpoints.text_of(log.origin, 3, hashed)
    (log.directory / "checkpoints" / "3.txt").write_bytes(
        notes.signed(text, signing.load_key(other))
    )

    result = run("verify", log=log.directory)

    assert result.exit_code == 1
    assert result.stdout.startswith(
        "checkpoint 3.txt does not hold: no key that is known has signed it"
    )


def test_what_is_damaged_beside_a_log_is_found_and_the_rest_is_checked(
    log: Log, key: Path
) -> None:
    folder = log.directory / "checkpoints"
    listed = (folder / "keys.txt").read_bytes()
    (folder / "keys.txt").write_bytes(b"\xff is no key\n" + listed)
    (folder / "1.txt").write_bytes(b"no note")
    (folder / "2.txt").mkdir()

    result = run("verify", "--all", log=log.directory)

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        f"cannot use '{folder}/2.txt' (no such file)",
        "checkpoints/keys.txt, line 1: this is no key (it is not NAME+ID+KEY)",
        "checkpoint 1.txt does not hold: it is no signed checkpoint (it has no lines"
        " of signatures)",
        "last checkpoint that holds: 3.txt, of 3 events",
    ]


def test_keys_that_cannot_be_read_are_found(log: Log, key: Path) -> None:
    keys = log.directory / "checkpoints" / "keys.txt"
    keys.unlink()
    keys.mkdir()

    result = run("verify", "--all", log=log.directory)

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        f"cannot use '{keys}' (no such file)",
        "checkpoint 3.txt does not hold: no key that is known has signed it",
    ]


def test_the_tables_are_held_against_a_log_that_is_sound(log: Log) -> None:
    sound = run("verify", "--tables", log=log.directory)
    change(log, "UPDATE leaves SET hash = zeroblob(32) WHERE position = 3")
    bad = run("verify", "--tables", log=log.directory)

    assert (sound.exit_code, bad.exit_code) == (0, 1)
    assert "the tables agree with the log up to position 3: 1 incidents" in sound.stdout
    assert "the tables" not in bad.stdout


def test_where_there_is_no_log_there_is_nothing_to_verify(tmp_path: Path) -> None:
    message = refusal(run("verify", log=tmp_path))

    assert message.startswith(f"no log in '{tmp_path}': ")
