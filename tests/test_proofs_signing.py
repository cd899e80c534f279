"""A log signs what it is, and never two things that contradict each other."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from incident_log.errors import (
    BadKey,
    DamagedEvent,
    FileUnusable,
    NoSigner,
    NotAsSigned,
)
from incident_log.log import Log
from incident_log.merkle import root
from incident_log.proofs import checkpoints, files, signing
from tests.signed import append, key_of, sign, signer, told


def forged(log: Log, position: int) -> None:
    """Change an event's leaf, as an insider can."""
    with closing(sqlite3.connect(log.directory / "events.db")) as raw:
        raw.executescript("DROP TRIGGER no_update_of_leaves")
        raw.execute(
            "UPDATE leaves SET hash = zeroblob(32) WHERE position = ?", (position,)
        )
        raw.commit()


def test_a_log_signs_its_first_events_and_keeps_the_note(tmp_path: Path) -> None:
    with told(tmp_path / "log", 3) as log:
        signed = sign(log)

        assert signed.is_new
        assert signed.path == tmp_path / "log" / "checkpoints" / "3.txt"
        assert signed.path.read_bytes() == signed.checkpoint.data
        assert signed.checkpoint.origin == log.origin
        assert signed.checkpoint.size == 3
        assert signed.checkpoint.root == root(log.leaves(until=3))
        known = checkpoints.known(log.directory)
        assert signed.checkpoint.note.signed_by(known) == known


def test_an_empty_log_can_be_signed_too(tmp_path: Path) -> None:
    with told(tmp_path / "log", 0) as log:
        assert sign(log).checkpoint.size == 0
        append(log, 1)
        assert sign(log).checkpoint.size == 1


def test_the_private_key_is_not_in_the_log_and_nobody_else_s(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1) as log:
        path = signing.key_path(tmp_path / "keys", log)
        made = signing.make_key(log, path)

        assert path.name == f"{log.origin.replace('/', '-')}.key"
        assert path.read_text() == f"{made}\n"
        assert checkpoints.known(log.directory) == [made.verifier]
        assert path.stat().st_mode & 0o777 == 0o600
        private = str(made).encode()
        inside = [each for each in log.directory.rglob("*") if each.is_file()]
        assert not any(private in each.read_bytes() for each in inside)


def test_where_nothing_was_appended_nothing_new_is_signed(tmp_path: Path) -> None:
    with told(tmp_path / "log", 2) as log:
        first = sign(log)

        second = sign(log)

        assert (second.is_new, second.checkpoint) == (False, first.checkpoint)
        append(log, 3)
        assert sign(log).is_new
        assert list(checkpoints.saved(log.directory)) == ["2.txt", "3.txt"]


def test_a_key_is_not_made_twice(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1) as log:
        sign(log)

        with pytest.raises(FileUnusable, match="File exists"):
            signing.make_key(log, key_of(log))


def test_a_log_that_lost_its_key_signs_on_with_another(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1) as log:
        first = sign(log)
        key_of(log).unlink()
        assert not sign(log).is_new
        append(log, 2)

        second = sign(log)

        known = checkpoints.known(log.directory)
        assert len(known) == 2
        assert first.checkpoint.note.signed_by(known) == known[:1]
        assert second.checkpoint.note.signed_by(known) == known[1:]


def test_a_new_key_has_signed_nothing_yet(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1) as log:
        sign(log)
        assert len(list(tmp_path.glob("*.signed"))) == 1
        key_of(log).unlink()

        signing.make_key(log, key_of(log))

        assert list(tmp_path.glob("*.signed")) == []


def test_a_key_from_elsewhere_is_listed_once_it_signs(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1) as log:
        own = signer("newsroom.example/log")
        files.write(key_of(log), f"{own}\n".encode())

        signed = signing.sign(log, key_of(log))

        assert checkpoints.known(log.directory) == [own.verifier]
        assert signed.checkpoint.note.signatures[0].name == "newsroom.example/log"


def test_one_key_may_sign_for_several_logs(tmp_path: Path) -> None:
    with told(tmp_path / "one", 1) as one, told(tmp_path / "another", 2) as another:
        for log in (one, another, one):
            sign(log)

    assert len(list(tmp_path.glob("*.signed"))) == 2


def test_without_its_key_a_log_is_not_signed(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1) as log:
        with pytest.raises(NoSigner, match="--new-key"):
            signing.sign(log, tmp_path / "key")

        files.write(tmp_path / "key", b"\xff no key")
        with pytest.raises(BadKey, match="begins with PRIVATE"):
            signing.sign(log, tmp_path / "key")


def test_a_log_that_was_edited_is_not_signed_again(tmp_path: Path) -> None:
    with told(tmp_path / "log", 2) as log:
        sign(log)
        append(log, 3, 4)
        sign(log)
        append(log, 5)
        forged(log, 3)

        with pytest.raises(NotAsSigned, match=r"'4\.txt'.*one of the events 3 to 4"):
            sign(log)


def test_an_older_state_of_the_log_is_not_signed(tmp_path: Path) -> None:
    with told(tmp_path / "log", 2) as log:
        sign(log)
        shutil.copytree(log.directory, tmp_path / "older")
        append(log, 3)
        sign(log)

    with Log.open(tmp_path / "older") as log:
        with pytest.raises(NotAsSigned, match=r"\.signed.*shorter now than the 3"):
            signing.sign(log, key_of(log))

        append(log, 4)
        with pytest.raises(NotAsSigned, match="event 3 is not the one"):
            signing.sign(log, key_of(log))


def test_a_note_that_was_lost_beside_the_log_is_put_back(tmp_path: Path) -> None:
    with told(tmp_path / "log", 2) as log:
        first = sign(log)
        first.path.unlink()

        second = sign(log)

        assert not second.is_new
        assert second.path.read_bytes() == first.checkpoint.data


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE leaves SET hash = 'text' WHERE position = 2",
        "UPDATE leaves SET hash = zeroblob(31) WHERE position = 2",
        "UPDATE leaves SET position = -2 WHERE position = 2",
        "DELETE FROM leaves WHERE position = 2",
    ],
)
def test_a_log_whose_leaves_are_damaged_is_not_signed(
    change: str, tmp_path: Path
) -> None:
    with told(tmp_path / "log", 3) as log:
        with closing(sqlite3.connect(log.directory / "events.db")) as raw:
            raw.executescript(
                "DROP TRIGGER no_update_of_leaves; DROP TRIGGER no_delete_of_leaves"
            )
            raw.execute(change)
            raw.commit()

        with pytest.raises(DamagedEvent, match="position 2"):
            sign(log)
