"""A log as lines of JSON, and back: byte for byte, or refused at the line."""

import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.archiving import exporting
from incident_log.archiving.exporting import exported
from incident_log.archiving.files import new_file
from incident_log.archiving.importing import restore
from incident_log.commitments import ERASED
from incident_log.erasing.acts import Grounds, erase
from incident_log.erasing.names import named
from incident_log.erasing.plans import planned
from incident_log.errors import (
    BadExport,
    FileUnusable,
    LogDamaged,
    LogThere,
    NotSound,
    WouldReplace,
)
from incident_log.events import WordsErased
from incident_log.log import Log
from incident_log.log.restoring import Restoring
from incident_log.merkle import leaf, root
from incident_log.pending import AlreadyKnown
from incident_log.verifying.log import LogVerified, verified
from tests.given import INCIDENT, ZONE, act, injured, killed, tell, update

FIRST = update("wire", killed(1, quote="Один помер"), heard="08:00", text="One.")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log") as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        tell(
            log,
            FIRST,
            update("wire", injured(2), heard="09:00", id="second"),
            act("correct", "09:10", claim="wire/1#c1", changes={"count": 4}),
            act("hold", "09:20", ref="wire/second"),
            update("post", injured(6), heard="10:00", incident="raid"),
        )
        yield log


@pytest.fixture
def lines(log: Log) -> list[bytes]:
    return list(exported(log.directory / "events.db"))


def restored(lines: list[bytes], place: Path) -> Log:
    restore(io.BytesIO(b"".join(lines)), "log.jsonl", place)
    return Log.open(place)


def dump(log: Log) -> list[Any]:
    """Return all rows of a log, but for the order in which SQLite finds them."""
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        names = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return [
            (name, sorted(db.execute(f"SELECT * FROM {name}"), key=repr))
            for (name,) in names.fetchall()
        ]


# -- there and back --------------------------------------------------------------------


def test_a_log_that_is_made_of_its_lines_is_the_same(
    log: Log, lines: list[bytes], tmp_path: Path
) -> None:
    with restored(lines, tmp_path / "again") as again:
        assert dump(again) == dump(log)
        assert again.history(INCIDENT) == log.history(INCIDENT)
        assert again.origin == log.origin
        assert list(exported(again.directory / "events.db")) == lines


def test_what_was_known_is_known_again(lines: list[bytes], tmp_path: Path) -> None:
    seen = {name: value for name, value in FIRST.items() if name != "received_at"}
    with restored(lines, tmp_path / "again") as again:
        assert again.append([accept(seen, lambda _: ZONE)]) == [
            AlreadyKnown(1, "wire/1")
        ]
        assert again.position == 5


def test_without_its_secret_a_log_does_not_know_what_it_knew(
    log: Log, tmp_path: Path
) -> None:
    path = log.directory / "events.db"
    lines = list(exported(path, is_secret_kept=False))
    seen = {name: value for name, value in FIRST.items() if name != "received_at"}

    with restored(lines, tmp_path / "again") as again:
        assert (again.origin, again.position) == (log.origin, 5)
        again.append([accept(seen, lambda _: ZONE)])
        assert again.position == 6

    with closing(sqlite3.connect(path)) as db:
        select = "SELECT hex(value) FROM log WHERE name = 'secret'"
        (secret,) = db.execute(select).fetchone()
    assert secret.lower().encode() not in b"".join(lines)


def test_an_empty_log_has_a_first_and_a_last_line(tmp_path: Path) -> None:
    with Log.create(tmp_path / "log") as log:
        lines = list(exported(log.directory / "events.db"))
        with restored(lines, tmp_path / "again") as again:
            assert (again.origin, again.position) == (log.origin, 0)

    assert len(lines) == 2


def test_an_event_without_words_needs_none(log: Log, tmp_path: Path) -> None:
    tell(log, update("post", injured(7), heard="11:00") | {"incident": "raid"})
    lines = list(exported(log.directory / "events.db"))

    with restored(lines, tmp_path / "again") as again:
        assert dump(again) == dump(log)

    assert json.loads(lines[6])["openings"] == {}


def test_anybody_can_check_a_line_with_a_hash_function(
    log: Log, lines: list[bytes]
) -> None:
    first, *events, last = [json.loads(line) for line in lines]

    assert first["format"] == "incident-log/export/1"
    assert [event["position"] for event in events] == [1, 2, 3, 4, 5]
    for event in events:
        assert leaf(event["event"].encode()).hex() == event["leaf"]
    assert last == {"events": 5, "root": root(log.leaves(until=5)).hex()}
    assert "Один помер" in lines[1].decode()


def test_a_new_log_is_private(lines: list[bytes], tmp_path: Path) -> None:
    restored(lines, tmp_path / "again").close()

    assert S_IMODE((tmp_path / "again").stat().st_mode) == 0o700
    assert S_IMODE((tmp_path / "again" / "events.db").stat().st_mode) == 0o600


# -- what is not as it was written -----------------------------------------------------


def change(log: Log, statement: str) -> None:
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        db.execute(statement)
        db.commit()


def test_a_damaged_log_is_not_exported_in_silence(log: Log) -> None:
    change(log, "DELETE FROM openings WHERE position = 3")

    with pytest.raises(NotSound, match=r"position 3 \(report:wire, version 3\): what"):
        list(exported(log.directory / "events.db"))


def test_what_is_good_of_a_damaged_log_is_saved(
    log: Log, lines: list[bytes], tmp_path: Path
) -> None:
    change(log, "DELETE FROM openings WHERE position = 3")

    good = list(exported(log.directory / "events.db", is_good_enough=True))
    with restored(good, tmp_path / "again") as again:
        assert again.position == 2

    assert good[:3] == lines[:3]
    assert json.loads(good[3])["events"] == 2


@pytest.fixture
def cut(log: Log) -> list[bytes]:
    """What is good of a log, two of whose erasures came after a damaged event."""
    forget(log, "wire/1")
    tell(log, update("wire", injured(9), heard="11:30"))
    forget(log, "post")
    forget(log, "wire/second")
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        named_so = "SELECT sql FROM sqlite_schema WHERE name = 'no_update_of_leaves'"
        (belt,) = db.execute(named_so).fetchone()
        db.execute("DROP TRIGGER no_update_of_leaves")
        db.execute("UPDATE leaves SET hash = zeroblob(32) WHERE position = 7")
        db.execute(belt)
        db.commit()
    return list(exported(log.directory / "events.db", is_good_enough=True))


def forget(log: Log, name: str) -> None:
    plan = planned(log, named(log, name))
    erase(log, plan, Grounds(reason="so"), seen=log.position, is_insisted=False)


def test_what_was_erased_later_than_is_saved_is_told_in_the_log_that_is_made(
    log: Log, cut: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_log.archiving.gone.MANY", 1)
    last = json.loads(cut[-1])
    restored = restore(io.BytesIO(b"".join(cut)), "cut.jsonl", tmp_path / "again")

    with Log.open(tmp_path / "again") as again:
        told = again.events(after=6)
        assert root(again.leaves(until=6)).hex() == last["root"]
        assert again.update("wire", "1").text == ERASED
    assert (last["events"], restored.log.findings.number) == (6, 0)
    assert {(each["position"], each["path"]) for each in last["gone"]} == {
        (each.position, each.path)
        for event in told
        if isinstance(event, WordsErased)
        for each in event.erased
    }
    assert restored.gone == len(last["gone"]) == len(told) > 1
    assert {each["position"] for each in last["gone"]} == {2, 5}
    assert isinstance(told[0], WordsErased)
    assert (told[0].owner, told[0].reason) == (
        "post",
        "erased later than what could be saved of this log",
    )


GONE = {"position": 5, "path": "text", "sha256": "0" * 64}


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({}, "does not say which words are gone (no list)"),
        ([[]], "does not say which words are gone (no commitment)"),
        ([{}], "does not say which words are gone (no commitment)"),
        ([GONE | {"position": True}], "does not say which words are gone (no position"),
        ([GONE | {"path": 5}], "does not say which words are gone (no position and"),
        ([GONE | {"sha256": "0"}], "does not say which words are gone (no hash)"),
        ([GONE | {"sha256": 0}], "does not say which words are gone (no hash)"),
        ([GONE | {"position": 0}], "does not say which words are gone (no position)"),
        ([GONE | {"position": 7}], "does not say which words are gone (no position)"),
        ([GONE], "ends a log that is not sound: position 2"),
        ([], "ends a log that is not sound: position 2"),
    ],
)
def test_words_are_not_gone_because_a_line_says_so(
    cut: list[bytes], tmp_path: Path, said: object, what: str
) -> None:
    with pytest.raises(BadExport, match=re.escape(f"log.jsonl:8 {what}")):
        restored(with_line(cut, 7, gone=said), tmp_path / "again")

    assert not (tmp_path / "again").exists()


def test_words_that_are_there_are_not_gone(cut: list[bytes], tmp_path: Path) -> None:
    gone = json.loads(cut[7])["gone"]

    with pytest.raises(BadExport, match=r"it erased text of event 5, which is open"):
        restored(with_line(cut, 7, gone=[*gone, GONE]), tmp_path / "again")


def test_where_only_the_index_is_damaged_all_events_are_saved(
    log: Log, lines: list[bytes]
) -> None:
    change(log, "UPDATE streams SET version = 99 WHERE stream = 'report:wire'")

    assert list(exported(log.directory / "events.db", is_good_enough=True)) == lines


def test_a_log_without_a_name_cannot_be_saved(log: Log) -> None:
    change(log, "DELETE FROM log WHERE name = 'origin'")

    with pytest.raises(NotSound, match="it does not say which log it is"):
        list(exported(log.directory / "events.db", is_good_enough=True))


def test_of_a_file_that_is_no_database_nothing_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    path.write_bytes(b"no database" * 1000)

    with pytest.raises(LogDamaged, match="file is not a database"):
        list(exported(path, is_good_enough=True))


# -- lines that are none ---------------------------------------------------------------


def with_line(lines: list[bytes], n: int, **changes: Any) -> list[bytes]:
    found = json.loads(lines[n]) | changes
    return [*lines[:n], json.dumps(found).encode() + b"\n", *lines[n + 1 :]]


Change = Callable[[list[bytes]], list[bytes]]


def edited(lines: list[bytes], n: int, old: str, new: str) -> list[bytes]:
    """Edit an event, and make its leaf anew."""
    event = json.loads(lines[n])["event"]
    assert old in event
    changed = event.replace(old, new)
    return with_line(lines, n, event=changed, leaf=leaf(changed.encode()).hex())


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (lambda _: [], "log.jsonl:1 is cut short"),
        (lambda ls: [b"no\n", *ls], "log.jsonl:1 is not JSON"),
        (lambda ls: [b"[]\n", *ls], "log.jsonl:1 is no object"),
        (
            lambda ls: with_line(ls, 0, format="other/1"),
            "log.jsonl:1 does not say incident-log/export/1, layout 1",
        ),
        (
            lambda ls: with_line(ls, 0, layout=2),
            "log.jsonl:1 does not say incident-log/export/1, layout 1",
        ),
        (
            lambda ls: with_line(ls, 0, origin="two\nlines"),
            "log.jsonl:1 does not say which log it was",
        ),
        (
            lambda ls: with_line(ls, 0, origin=7),
            "log.jsonl:1 does not say which log it was",
        ),
        (lambda ls: with_line(ls, 0, secret="ab"), "log.jsonl:1 has a secret that is"),
        (
            lambda ls: with_line(ls, 0, secret=7),
            "log.jsonl:1 has a secret that is none",
        ),
        (lambda ls: ls[:-1], "log.jsonl:7 is cut short"),
        (lambda ls: [*ls[:3], ls[3][:-9]], "log.jsonl:4 is cut short"),
        (lambda ls: [*ls, b"{}\n"], "log.jsonl:8 comes after the last one"),
        (
            lambda ls: [*ls[:2], *ls[3:]],
            "log.jsonl:3 is not the event at position 2",
        ),
        (
            lambda ls: with_line(ls, 2, leaf="00" * 32),
            "log.jsonl:3 holds a bad event 2: its bytes are not those its leaf was",
        ),
        (
            lambda ls: with_line(ls, 2, leaf="0"),
            "log.jsonl:3 is no event with its leaf",
        ),
        (lambda ls: with_line(ls, 2, leaf=0), "log.jsonl:3 is no event with its leaf"),
        (lambda ls: with_line(ls, 2, event=0), "log.jsonl:3 is no event with its leaf"),
        (
            lambda ls: with_line(ls, 2, openings=[]),
            "log.jsonl:3 is no event with its leaf",
        ),
        (
            lambda ls: with_line(ls, 2, event="\ud800"),
            "log.jsonl:3 contradicts a line before it ('utf-8' codec",
        ),
        (
            lambda ls: edited(ls, 2, '"id":"c1"', '"id":"c9"'),
            None,
        ),
        (
            lambda ls: edited(ls, 2, '"update":"second"', '"update":"1"'),
            "log.jsonl:3 contradicts a line before it (UNIQUE constraint failed",
        ),
        (
            lambda ls: edited(ls, 3, "wire/1#c1", "wire/9#c1"),
            "log.jsonl:4 holds a bad event 3: it is not what the log writes",
        ),
        (
            lambda ls: edited(ls, 5, '"version":1', '"version":3'),
            "log.jsonl:7 ends a log that is not sound: position 5",
        ),
        (
            lambda ls: with_line(ls, 6, events=4),
            "log.jsonl:7 does not say how many events there are, and their root",
        ),
        (
            lambda ls: with_line(ls, 6, root="00" * 32),
            "log.jsonl:7 does not say how many events there are, and their root",
        ),
    ],
)
def test_a_line_that_is_wrong_is_named_and_there_is_no_log(
    lines: list[bytes], tmp_path: Path, changed: Change, what: str | None
) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())

    with pytest.raises(BadExport) as caught:
        restored(changed(lines), tmp_path / "again")

    assert str(caught.value).startswith(what or "log.jsonl:7 does not say how many")
    assert str(caught.value).endswith(": get another copy of it")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_line_without_end_is_not_read(
    lines: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_log.archiving.importing._LONGEST", 100)

    with pytest.raises(BadExport, match=r"log\.jsonl:1 is longer than an event can be"):
        restored(lines, tmp_path / "again")


def test_a_disk_that_is_full_is_no_fault_of_the_lines(
    lines: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    for step in ("__init__", "add", "finish"):
        with monkeypatch.context() as patch:
            patch.setattr(Restoring, step, full)
            with pytest.raises(FileUnusable, match="database or disk is full"):
                restored(lines, tmp_path / "again")


def test_words_erased_while_a_log_is_exported_do_no_harm(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased(*args: Any, **options: Any) -> LogVerified:
        found = verified(*args, **options)
        plan = planned(log, named(log, "wire/1"))
        grounds = Grounds(reason="asked for")
        erase(log, plan, grounds, seen=log.position, is_insisted=False)
        return found

    monkeypatch.setattr(exporting, "verified", erased)
    with restored(list(exported(log.directory / "events.db")), tmp_path / "x") as again:
        assert again.update("wire", "1").text == "One."
    assert log.update("wire", "1").text == ERASED


def test_a_log_is_not_written_over(log: Log, lines: list[bytes]) -> None:
    with pytest.raises(LogThere):
        restored(lines, log.directory)

    assert log.position == 5


# -- the file --------------------------------------------------------------------------


def test_an_export_is_private_and_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with pytest.raises(NotSound), new_file(path) as file:
        file.write(b"half")
        raise NotSound("log", "broken")
    assert list(tmp_path.iterdir()) == []

    with new_file(path) as file:
        file.write(b"whole")

    assert (path.read_bytes(), S_IMODE(path.stat().st_mode)) == (b"whole", 0o600)


def test_an_export_replaces_nothing_unless_it_is_forced_to(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"mine")
    with pytest.raises(WouldReplace), new_file(path):
        pass
    assert path.read_bytes() == b"mine"

    with new_file(path, is_forced=True) as file:
        file.write(b"new")

    assert path.read_bytes() == b"new"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(FileUnusable, match="No such file or directory"),
        new_file(tmp_path / "nowhere" / "log.jsonl"),
    ):
        pass
