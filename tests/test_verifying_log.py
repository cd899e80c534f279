"""What somebody did to a log who can write its file, and how verify names it."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from incident_log import indexing
from incident_log.accepting import accept
from incident_log.commitments import committed
from incident_log.events import WordsErased
from incident_log.log import Log, untrusted
from incident_log.log.postgres import Shared, dialect
from incident_log.log.postgres.connecting import connected
from incident_log.merkle import leaf, root
from incident_log.pending import decision
from incident_log.references import parse
from incident_log.verifying import events, index, sequence
from incident_log.verifying import log as verifying_log
from incident_log.verifying.findings import KEPT, Finding, Findings
from incident_log.verifying.log import LogVerified, verified, verify_log
from incident_log.verifying.sequence import InStep, ascending
from tests.conftest import Kept
from tests.given import INCIDENT, ZONE, act, injured, killed, tell, update

Attack = Callable[[Any], object]

#: What keeps an honest program from changing events, and no other.
BELT = [
    f"no_{verb}_of_{table}"
    for table in ("stored_events", "leaves")
    for verb in ("update", "delete")
]


#: The head is a table of names and values in a file, and a row on a server.
_OF_HEAD = re.compile(r"UPDATE log SET value = (.+) WHERE name = '(\w+)'")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, kept: Kept) -> Iterator[Path]:
    """A log of eight events: five updates and three decisions."""
    directory = tmp_path_factory.mktemp("verifying") / "log"
    with Log.create(directory) as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        tell(
            log,
            update(
                "wire", killed(1, quote="One died"), heard="08:00", text="One died."
            ),
            update("page", killed(2, quote="Two died"), heard="09:00"),
            update("wire", killed(3, quote="Three died"), heard="10:00", id="third"),
            act("hold", "10:30", ref="page/1"),
            act("correct", "10:40", claim="wire/1#c1", changes={"count": 4}),
            update("wire", injured(5), heard="11:00", source="other"),
            act("describe", "11:30", incident={"id": "raid", "title": "Raid"}),
            update("post", injured(6), heard="12:00", incident="raid"),
        )
    yield directory


@pytest.fixture
def attacked(original: Path, tmp_path: Path, kept: Kept) -> Callable[..., LogVerified]:
    """Do something to a copy of the log, and verify it."""

    def attack(do: Attack | str, *, is_belted: bool = False) -> LogVerified:
        if original in kept.addresses:
            return attack_on_a_server(kept.addresses[original], do)
        path = tmp_path / "events.db"
        attack_a_file(original / "events.db", path, do, () if is_belted else BELT)
        return verify_log(path)

    return attack


def attack_a_file(
    original: Path, path: Path, do: Attack | str, belt: Iterable[str]
) -> None:
    with (
        closing(sqlite3.connect(original)) as live,
        closing(sqlite3.connect(path)) as db,
    ):
        live.backup(db)
        triggers = dict(
            db.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'")
        )
        for name in belt:
            db.execute(f"DROP TRIGGER {name}")
        if isinstance(do, str):
            db.executescript(do)
        else:
            do(db)
        for name in belt:
            db.execute(triggers[name])
        db.commit()


def attack_on_a_server(address: str, do: Attack | str) -> LogVerified:
    with closing(connected(address)) as db, db.transaction(force_rollback=True):
        cursor = dialect.Cursor(db)
        # What keeps an honest program from changing events, and no superuser.
        cursor.execute("SET LOCAL session_replication_role = replica")
        if isinstance(do, str):
            for statement in do.split(";"):
                cursor.execute(_OF_HEAD.sub(r"UPDATE log SET \2 = \1", statement))
        else:
            do(cursor)
        return verified(Shared(address, db))


def said(verified: LogVerified) -> str:
    return str(verified.findings.kept[0])


def rewrite(db: Any, position: int, old: str, new: str) -> None:
    """Change the words of an event, and nothing else."""
    (state,) = db.execute(
        "SELECT state FROM stored_events WHERE rowid = ?", (position,)
    ).fetchone()
    assert old.encode() in state
    changed = state.replace(old.encode(), new.encode())
    db.execute(
        "UPDATE stored_events SET state = ? WHERE rowid = ?", (changed, position)
    )


def rebuild(db: Any, position: int, old: str, new: str) -> None:
    """Change the words of an event, and its leaf."""
    rewrite(db, position, old, new)
    select = "SELECT state FROM stored_events WHERE rowid = ?"
    (state,) = db.execute(select, (position,)).fetchone()
    change = "UPDATE leaves SET hash = ? WHERE position = ?"
    db.execute(change, (leaf(state), position))


def renumber(db: Any, position: int) -> None:
    """Make the first event of a stream its second, and its leaf."""
    rebuild(db, position, '"version":1', '"version":2')
    change = "UPDATE stored_events SET originator_version = 2 WHERE rowid = ?"
    db.execute(change, (position,))


def test_a_log_that_nobody_changed_has_nothing_wrong(
    original: Path, kept: Kept
) -> None:
    with Log.open(original) as log:
        expected = root(log.leaves(until=8))
        origin = log.origin

    verified = verify_log(kept.source(original))

    assert (verified.findings.number, verified.position) == (0, 8)
    assert (verified.origin, verified.root) == (origin, expected)


def test_an_empty_log_has_nothing_wrong(tmp_path: Path, kept: Kept) -> None:
    with Log.create(tmp_path / "log"):
        verified = verify_log(kept.source(tmp_path / "log"))

    assert (verified.findings.kept, verified.position) == ([], 0)
    assert verified.root == root([])


def test_the_roots_that_it_had_are_noted(original: Path, kept: Kept) -> None:
    with Log.open(original) as log:
        expected = {n: root(log.leaves(until=n)) for n in (0, 3, 8)}

    assert verify_log(kept.source(original), sizes={3, 99}).roots == expected


def test_progress_is_told_of_every_event(original: Path, kept: Kept) -> None:
    told: list[int] = []

    verify_log(kept.source(original), progress=told.append)

    assert told == 8 * [1]


@pytest.mark.file
def test_a_claim_is_about_its_own_incident_before_its_update_s() -> None:
    said = {"incident": "kyiv", "claims": [{"id": "c1", "incident": "raid"}]}

    assert events.incident_of(said, parse("wire/1#c1")) == "raid"


ATTACKS: list[tuple[str, Attack | str, str]] = [
    (
        "edit an event",
        lambda db: rewrite(db, 3, '"count":3', '"count":9'),
        "position 3 (report:wire, version 2): its bytes are not those its leaf was"
        " made of",
    ),
    (
        "edit a leaf",
        "UPDATE leaves SET hash = (SELECT hash FROM leaves WHERE position = 1)"
        " WHERE position = 2",
        "position 2 (report:page, version 1): its bytes are not those its leaf was"
        " made of",
    ),
    (
        "delete the last event",
        "DELETE FROM stored_events WHERE rowid = 8",
        "position 8: a leaf is here, and no event",
    ),
    (
        "truncate the log, and its leaves and words",
        "DELETE FROM stored_events WHERE rowid > 6;"
        " DELETE FROM leaves WHERE position > 6;"
        " DELETE FROM openings WHERE position > 6",
        "position 7: the index has 'incident:raid concerned' in subjects, no event"
        " says so",
    ),
    (
        "delete an event in the middle",
        "DELETE FROM stored_events WHERE rowid = 3",
        "position 3: it is missing: the next event is at 4",
    ),
    (
        "delete a leaf",
        "DELETE FROM leaves WHERE position = 5",
        "position 5 (report:wire, version 3): it has no leaf",
    ),
    (
        "put an event before the first",
        "INSERT INTO stored_events SELECT -5, 'report:old', 1, topic, state"
        " FROM stored_events WHERE rowid = 1",
        "position -5: an event is kept at a position that there is not",
    ),
    (
        "put an event after the last",
        "INSERT INTO stored_events SELECT 9, 'report:new', 1, topic, state"
        " FROM stored_events WHERE rowid = 1",
        "position 9 (report:new, version 1): it has no leaf",
    ),
    (
        "swap two events",
        "UPDATE stored_events SET rowid = -1 WHERE rowid = 2;"
        " UPDATE stored_events SET rowid = 2 WHERE rowid = 3;"
        " UPDATE stored_events SET rowid = 3 WHERE rowid = -1",
        "position 2 (report:wire, version 2): its bytes are not those its leaf was"
        " made of",
    ),
    (
        "swap two events, and their leaves",
        "UPDATE stored_events SET rowid = -1 WHERE rowid = 2;"
        " UPDATE stored_events SET rowid = 2 WHERE rowid = 3;"
        " UPDATE stored_events SET rowid = 3 WHERE rowid = -1;"
        " UPDATE leaves SET position = -1 WHERE position = 2;"
        " UPDATE leaves SET position = 2 WHERE position = 3;"
        " UPDATE leaves SET position = 3 WHERE position = -1",
        "position 2 (report:wire, version 2): the event says position 3, its row 2",
    ),
    (
        "give an event to another stream",
        "UPDATE stored_events SET originator_id = 'report:mine' WHERE rowid = 6",
        "position 6 (report:mine, version 4): the event says stream 'report:wire', its"
        " row 'report:mine'",
    ),
    (
        "delete what opens words",
        "DELETE FROM openings WHERE position = 3",
        "position 3 (report:wire, version 2): what opens its incident.title is gone,"
        " and not by an erasure",
    ),
    (
        "swap what opens words",
        "UPDATE openings SET position = -1 WHERE position = 2;"
        " UPDATE openings SET position = 2 WHERE position = 3;"
        " UPDATE openings SET position = 3 WHERE position = -1",
        "position 2 (report:page, version 1): its incident.title is not the words"
        " that the event commits to",
    ),
    (
        "write a salt otherwise",
        "UPDATE openings SET words = upper(words) WHERE position = 4",
        "position 4 (report:page, version 2): words are kept at REASON, where the event"
        " has none",
    ),
    (
        "write openings otherwise",
        "UPDATE openings SET words = replace(words, ', ', ',') WHERE position = 4",
        "position 4 (report:page, version 2): it is not what the log writes"
        " (ValueError: its openings are not as the log writes them)",
    ),
    (
        "let a salt be none",
        """UPDATE openings SET words = '{"reason": ["", "x"]}' WHERE position = 4""",
        "position 4 (report:page, version 2): what opens its reason is not as the log"
        " writes it",
    ),
    (
        "keep words of no event",
        "INSERT INTO openings VALUES (40, '{}')",
        "position 40: a row of words is here, and no event",
    ),
    (
        "let an incident not find an event",
        f"DELETE FROM subjects WHERE subject = 'incident:{INCIDENT}' AND position = 3",
        "position 3 (report:wire, version 2): the index does not find it in subjects",
    ),
    (
        "let an incident find another event",
        f"INSERT INTO subjects VALUES ('incident:{INCIDENT}', 'concerned', 8)",
        f"position 8: the index has 'incident:{INCIDENT} concerned' in subjects, no"
        " event says so",
    ),
    (
        "let an event be known earlier",
        "UPDATE updates SET known_at = '2024-12-20' WHERE position = 3",
        "position 3 (report:wire, version 2): the index does not find it in updates",
    ),
    (
        "let a content be known that is not",
        "UPDATE updates SET content_key = (SELECT hash FROM leaves WHERE position = 1)"
        " WHERE position = 6",
        "position 6 (report:wire, version 4): the index does not find it in updates",
    ),
    (
        "let a claim be of another update",
        "DELETE FROM names WHERE update_id = 'third'",
        "position 3 (report:wire, version 2): the index does not find it in names",
    ),
    (
        "let a claim be of no update",
        "INSERT INTO names VALUES ('wire', 'c9', 'ninth')",
        "the index has 'wire c9 ninth' in names, no event says so",
    ),
    (
        "let a report have another voice",
        "DELETE FROM voices WHERE source = 'other'",
        "position 6 (report:wire, version 4): the index does not have it in voices, or"
        " only later",
    ),
    (
        "let a report have had another voice before",
        "UPDATE voices SET position = 3 WHERE source = 'other'",
        "position 3: the index has 'wire other ' in voices, no event says so",
    ),
    (
        "let an incident be described earlier",
        "UPDATE described SET position = 2 WHERE incident = 'raid'",
        "position 2: the index has 'raid' in described, no event says so",
    ),
    (
        "count the events of a stream wrongly",
        "UPDATE streams SET version = 7 WHERE stream = 'report:wire'",
        "the index counts the events of report:wire wrongly",
    ),
    (
        "count the updates of a stream wrongly",
        "UPDATE streams SET updates = 7 WHERE stream = 'report:page'",
        "the index counts the events of report:page wrongly",
    ),
    (
        "let the log be shorter than it is",
        "UPDATE log SET value = 7 WHERE name = 'position'",
        "the log's position is 8, it says 7",
    ),
    (
        "let the log be later than it is",
        "UPDATE log SET value = '2030' WHERE name = 'recorded_at'",
        "the log's recorded_at is '2024-12-20T10:00:00.000000Z', it says '2030'",
    ),
    (
        "give the log another layout",
        "UPDATE log SET value = 0 WHERE name = 'layout'",
        "the log's layout is 1, it says 0",
    ),
    (
        "give the log another name",
        "UPDATE log SET value = 'incident-log/mine' WHERE name = 'origin'",
        "the log's origin or secret is not what it was made with",
    ),
]

#: What a server does not let happen, or has no word for.
OF_A_FILE: list[tuple[str, Attack | str, str]] = [
    (
        "turn bytes to text",
        "UPDATE stored_events SET state = CAST(state AS TEXT) WHERE rowid = 4",
        "position 4 (report:page, version 2): its state has the wrong type (str)",
    ),
    (
        "turn text to bytes",
        "UPDATE stored_events SET topic = CAST(topic AS BLOB) WHERE rowid = 4",
        "position 4 (report:page, version 2): its topic has the wrong type (bytes)",
    ),
    (
        "turn a number to text",
        "UPDATE stored_events SET originator_version = 'second' WHERE rowid = 4",
        "position 4 (report:page): its version has the wrong type (str)",
    ),
    (
        "write what is no UTF-8",
        "UPDATE stored_events SET originator_id = CAST(x'ff' AS TEXT) WHERE rowid = 4",
        "position 4: its stream has the wrong type (Illegible)",
    ),
    (
        "turn a leaf to text",
        "UPDATE leaves SET hash = CAST(hash AS TEXT) WHERE position = 4",
        "position 4 (report:page, version 2): its bytes are not those its leaf was made"
        " of",
    ),
    (
        "turn openings to bytes",
        "UPDATE openings SET words = CAST(words AS BLOB) WHERE position = 4",
        "position 4 (report:page, version 2): it is not what the log writes"
        " (ValueError: its openings are not as the log writes them)",
    ),
    (
        "take the log's secret",
        "DELETE FROM log WHERE name = 'secret'",
        "the log's origin or secret is not what it was made with",
    ),
    (
        "let the log have no name",
        "UPDATE log SET value = 7 WHERE name = 'origin'",
        "the log's origin or secret is not what it was made with",
    ),
    (
        "lay a trap",
        "CREATE TRIGGER trap AFTER INSERT ON leaves BEGIN SELECT 1; END",
        "there are other tables than in a log: see trap",
    ),
    (
        "show something else in place of a table",
        "ALTER TABLE names RENAME TO kept;"
        " CREATE VIEW names AS SELECT * FROM kept WHERE report <> 'wire'",
        "there are other tables than in a log: see kept, names",
    ),
]


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        *(pytest.param(do, s, id=name) for name, do, s in ATTACKS),
        *(
            pytest.param(do, s, id=name, marks=pytest.mark.file)
            for name, do, s in OF_A_FILE
        ),
    ],
)
def test_what_was_done_is_named(
    attacked: Callable[..., LogVerified], do: Attack | str, sentence: str
) -> None:
    verified = attacked(do)

    assert said(verified) == sentence
    assert verified.findings.number >= 1


REBUILT: list[tuple[str, Attack, str]] = [
    (
        "change when it was recorded",
        lambda db: rebuild(db, 4, "T08:30:00.000000Z", "T06:00:00.000000Z"),
        "position 4 (report:page, version 2): it was recorded at"
        " 2024-12-20T06:00:00.000000Z, before the event before it"
        " (2024-12-20T08:00:00.000000Z)",
    ),
    (
        "change when it was recorded, to no moment",
        lambda db: rebuild(db, 4, "T08:30:00.000000Z", "T8:30"),
        "position 4 (report:page, version 2): it was recorded at '2024-12-20T8:30',"
        " which is no moment",
    ),
    (
        "change the incident that it concerns",
        lambda db: rebuild(db, 8, '"id":"raid"', '"id":"fire"'),
        "position 8 (report:post, version 1): the index does not find it in subjects",
    ),
    (
        "change the place in its stream",
        lambda db: renumber(db, 8),
        "position 8 (report:post, version 2): no event before it is version 1 of its"
        " stream",
    ),
    (
        "be no object",
        lambda db: rebuild(db, 7, "{", "["),
        "position 7 (incident:raid, version 1): its state is no JSON object",
    ),
    (
        "be a list",
        lambda db: rebuild(db, 7, '"format":1,', '"format":1,"format":'),
        "position 7 (incident:raid, version 1): its state is no JSON object",
    ),
    (
        "say what no event says",
        lambda db: rebuild(db, 7, '"format":1', '"form":1'),
        "position 7 (incident:raid, version 1): it is not what the log writes"
        " (KeyError: 'format')",
    ),
    (
        "commit to nothing",
        lambda db: rebuild(db, 4, '"reason":{"sha256":"', '"reason":{"sha256":"x'),
        "position 4 (report:page, version 2): its reason is no commitment",
    ),
    (
        "say it aloud",
        lambda db: rebuild(db, 4, '"reason":{"sha256":', '"reason":{"said":'),
        "position 4 (report:page, version 2): it is not what the log writes"
        " (KeyError: 'sha256')",
    ),
    (
        "correct a claim that there is not",
        lambda db: rebuild(db, 5, "wire/1#c1", "wire/1#c7"),
        "position 5 (report:wire, version 3): it is not what the log writes"
        " (KeyError: 'wire/1#c7')",
    ),
    (
        "correct an update that there is not",
        lambda db: rebuild(db, 5, "wire/1#c1", "wire/9#c1"),
        "position 5 (report:wire, version 3): it is not what the log writes"
        " (KeyError: 'wire/9#c1')",
    ),
    (
        "be of a later version",
        lambda db: rebuild(db, 7, '"format":1', '"format":2'),
        "position 7 (incident:raid, version 1): event 7 is a 'incident-described' of"
        " version 2, newer than this program: upgrade incident-log",
    ),
    (
        "be called what no database holds",
        lambda db: rebuild(db, 8, '"source":"post"', r'"source":"\ud800"'),
        "position 8 (report:post, version 1): it cannot be looked up in the index:"
        " 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not"
        " allowed",
    ),
    (
        "concern what is no incident",
        lambda db: rebuild(db, 8, '"id":"raid"', '"id":["raid"]'),
        "position 8 (report:post, version 1): it is not what the log writes"
        " (TypeError: unhashable type: 'list')",
    ),
]


@pytest.mark.parametrize(
    ("do", "sentence"), [pytest.param(do, s, id=name) for name, do, s in REBUILT]
)
def test_who_makes_the_leaf_anew_is_found_where_the_log_contradicts_itself(
    attacked: Callable[..., LogVerified], do: Attack, sentence: str
) -> None:
    assert said(attacked(do)) == sentence


def test_what_contradicts_nothing_needs_a_checkpoint_kept_elsewhere(
    original: Path, attacked: Callable[..., LogVerified], kept: Kept
) -> None:
    before = verify_log(kept.source(original)).root

    verified = attacked(lambda db: rebuild(db, 3, '"count":3', '"count":9'))

    assert verified.findings.number == 0
    assert verified.root != before


@pytest.mark.file
def test_a_missing_belt_is_found(attacked: Callable[..., LogVerified]) -> None:
    verified = attacked("DROP TRIGGER no_update_of_leaves", is_belted=True)

    assert said(verified) == (
        "there are other tables than in a log: see no_update_of_leaves"
    )


# -- files that are none ---------------------------------------------------------------


@pytest.fixture
def copied(original: Path, tmp_path: Path) -> Path:
    """The log's file, all in one."""
    path = tmp_path / "events.db"
    with (
        closing(sqlite3.connect(original / "events.db")) as live,
        closing(sqlite3.connect(path)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return path


DAMAGED = "database disk image is malformed"


@pytest.mark.file
@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            "stored_events",
            f"position 1: it cannot be read, nor any after it: {DAMAGED}",
        ),
        ("leaves", f"position 1: a leaf cannot be read, nor any after it: {DAMAGED}"),
        (
            "openings",
            f"position 1: a row of words cannot be read, nor any after it: {DAMAGED}",
        ),
        (
            "subjects",
            "position 1 (report:wire, version 1): it cannot be looked up in the index:"
            f" {DAMAGED}",
        ),
        (
            "updates",
            "position 1 (report:wire, version 1): it cannot be looked up in the index:"
            f" {DAMAGED}",
        ),
        ("streams", f"SQLite finds it broken: {DAMAGED}"),
        ("log", f"what the log says of itself cannot be read: {DAMAGED}"),
    ],
)
def test_a_page_that_was_lost_is_named_by_what_cannot_be_read(
    copied: Path, table: str, sentence: str
) -> None:
    with closing(sqlite3.connect(copied)) as db:
        ((page,),) = db.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        )
    with copied.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))

    verified = verify_log(copied)

    assert said(verified) == sentence


@pytest.mark.file
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a database" * 500, "the file cannot be read: file is not a database"),
        (b"", "there are other tables than in a log: see "),
    ],
)
def test_what_is_no_log_is_said_to_be_none(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "events.db"
    path.write_bytes(content)

    assert said(verify_log(path)).startswith(sentence)


@pytest.mark.file
def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path: Path) -> None:
    verified = verify_log(tmp_path / "events.db")

    assert said(verified) == "the file cannot be read: unable to open database file"


@pytest.mark.file
def test_a_file_cut_short_is_found_whatever_is_missing(copied: Path) -> None:
    content = copied.read_bytes()
    for size in range(0, len(content), 1000):
        copied.write_bytes(content[:size])

        assert verify_log(copied).findings.number > 0, size


@pytest.mark.file
def test_a_value_too_large_for_any_event_is_not_read(
    attacked: Callable[..., LogVerified],
) -> None:
    verified = attacked(
        "UPDATE stored_events SET state = zeroblob(40000000) WHERE rowid = 4"
    )

    assert said(verified) == (
        "position 4: it cannot be read, nor any after it: string or blob too big"
    )


@pytest.mark.file
def test_a_copy_on_read_only_media_is_verified(copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as db:
        db.execute("PRAGMA journal_mode=WAL")
    with pytest.MonkeyPatch.context() as media:
        refused = untrusted._connected

        def read_only(address: str) -> sqlite3.Connection:
            if "immutable" not in address:
                raise sqlite3.OperationalError("unable to open database file")
            return refused(address)

        media.setattr(untrusted, "_connected", read_only)
        verified = verify_log(copied)
        copied.with_name("events.db-wal").write_bytes(b"what is newer")
        newer = verify_log(copied)

    assert (verified.findings.kept, verified.position) == ([], 8)
    assert said(newer) == "the file cannot be read: unable to open database file"


@pytest.mark.file
def test_where_an_event_is_missing_the_index_is_not_counted(
    attacked: Callable[..., LogVerified],
) -> None:
    verified = attacked("DELETE FROM stored_events WHERE rowid = 3")

    assert [(f.position, f.what) for f in verified.findings.kept] == [
        (3, "it is missing: the next event is at 4"),
        (3, "a leaf is here, and no event"),
        (3, "a row of words is here, and no event"),
        (5, "no event before it is version 2 of its stream"),
    ]


@pytest.mark.file
def test_events_are_looked_up_some_at_a_time(
    attacked: Callable[..., LogVerified], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BATCH", 3)

    verified = attacked("DELETE FROM names WHERE update_id = 'third'")

    assert [each.position for each in verified.findings.kept] == [3]


@pytest.mark.file
def test_rows_that_are_out_of_order_are_found_at_the_place_they_leave() -> None:
    found: list[tuple[str, int]] = []

    def straight(*positions: int) -> list[int]:
        found.clear()
        rows = ((position, "") for position in positions)

        def find(what: str, position: int) -> None:
            found.append((what, position))

        return [row[0] for row in ascending(rows, "it", find)]

    assert (straight(1, 2, 3), found) == ([1, 2, 3], [])
    assert straight(1, 9, 3, 4) == [1, 3, 4]
    assert found == [("it is kept here as at position 9", 2)]
    assert straight(1, 2, 1, 4) == [1, 2, 4]
    assert found == [("it is kept here as at position 1", 3)]
    assert straight(-3, 0, 1, 2) == [1, 2]
    assert [position for _, position in found] == [-3, 0]


@pytest.mark.file
def test_what_lies_unreadable_after_the_last_event_is_found_there() -> None:
    found: list[tuple[str, int]] = []

    def leaves() -> Iterator[tuple[int, str]]:
        yield 1, "leaf"
        raise sqlite3.DatabaseError("malformed")

    beside = InStep("a leaf", leaves(), lambda what, at: found.append((what, at)))

    assert beside.at(1) == "leaf"
    beside.finish(1)
    assert found == [("a leaf cannot be read, nor any after it: malformed", 2)]


@pytest.mark.file
def test_a_file_that_leads_in_circles_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sequence, "MOST", 50)
    found: list[int] = []

    def circling() -> Iterator[tuple[int, str]]:
        while True:
            yield from ((n, "") for n in range(1, 10))

    read = list(ascending(circling(), "it", lambda _, position: found.append(position)))

    assert len(read) < 100
    assert len(found) == 50


# -- what was erased -------------------------------------------------------------------


def test_words_that_an_event_says_were_erased_may_be_gone(
    tmp_path: Path, kept: Kept
) -> None:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        told = update("wire", killed(1, quote="One died"), heard="08:00", text="One.")
        log.append([accept(told, lambda _: ZONE)])
        erase(log, "text", deleted=["text"])
        right = verify_log(kept.source(tmp_path / "log"))
        erase(log, "claims[0].quote", deleted=["incident.title"])
        wrong = verify_log(kept.source(tmp_path / "log"))

    assert right.findings.kept == []
    assert [str(each) for each in wrong.findings.kept] == [
        "position 1 (report:wire, version 1): what opens its incident.title is gone,"
        " and not by an erasure",
        "position 3 (report:wire, version 3): it erased claims[0].quote of event 1,"
        " which is open",
    ]


NOW = "2024-12-20T12:00:00.000000Z"


def erase(log: Log, path: str, *, deleted: list[str]) -> None:
    """Say that words of the first event were erased, and delete some."""
    state, _ = log.stored(1)
    hashed = committed(json.loads(state))[path]
    fields = {"erased": [{"position": 1, "path": path, "sha256": hashed}]}
    owner = "report:wire"
    subjects = indexing.of_decision(WordsErased.TOPIC, owner, fields, None)
    why = fields | {"reason": "asked to"}
    log.erase([decision(WordsErased, owner, why, subjects=subjects)], {1: deleted})


# -- what is said of it ----------------------------------------------------------------


@pytest.mark.file
def test_the_first_findings_are_kept_by_position_and_all_are_counted() -> None:
    findings = Findings()
    findings.add("the file is broken")
    for position in range(KEPT + 5, 0, -1):
        findings.add("it is odd", position, f"report:r{position}", 1)

    assert findings.number == KEPT + 6
    assert len(findings.kept) == KEPT == 1000
    assert findings.kept[0] == Finding("it is odd", 1, "report:r1", 1)


@pytest.mark.file
def test_what_a_hostile_file_says_fits_on_one_line() -> None:
    findings = Findings()
    findings.add("a\nb" + "x" * 400, 1, b"bytes", "text")

    assert str(findings.kept[0]) == "position 1: a\\nb" + "x" * 293 + "..."


@pytest.mark.file
@pytest.mark.parametrize(
    ("found", "line"),
    [
        (Finding("it is odd"), "it is odd"),
        (Finding("it is odd", 3), "position 3: it is odd"),
        (
            Finding("it is odd", 3, "report:wire", 2),
            "position 3 (report:wire, version 2): it is odd",
        ),
    ],
)
def test_a_finding_names_the_event_as_far_as_it_is_known(
    found: Finding, line: str
) -> None:
    assert str(found) == line


@pytest.mark.file
def test_a_finding_is_shortened_only_where_it_is_too_long() -> None:
    findings = Findings()
    findings.add(300 * "x")
    findings.add(301 * "y")

    assert [each.what for each in findings.kept] == [300 * "x", 297 * "y" + "..."]


@pytest.mark.file
def test_what_is_about_the_whole_file_comes_last_and_what_is_about_0_first() -> None:
    findings = Findings()
    findings.add("the file is broken")
    findings.add("it is odd", 1)
    findings.add("it is odder", 0)

    assert [each.position for each in findings.kept] == [0, 1, None]
    assert findings.first == 0


@pytest.mark.file
def test_a_file_that_fails_in_between_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(_: object) -> None:
        raise sqlite3.DatabaseError("torn")

    Log.create(tmp_path / "log").close()
    monkeypatch.setattr(verifying_log._Verification, "run", torn)

    verified = verify_log(tmp_path / "log" / "events.db")

    assert said(verified) == "the file cannot be read: torn"


@pytest.mark.server
@pytest.mark.parametrize(
    ("do", "name"),
    [
        ("DROP TRIGGER no_change_of_leaves ON leaves", "no_change_of_leaves"),
        (
            "ALTER TABLE stored_events DISABLE TRIGGER ALL",
            "no_change_of_stored_events",
        ),
        (
            "ALTER TABLE names RENAME TO kept;"
            " CREATE VIEW names AS SELECT * FROM kept WHERE report <> 'wire'",
            "names",
        ),
    ],
)
def test_what_is_missing_on_a_server_is_named(
    attacked: Callable[..., LogVerified], do: str, name: str
) -> None:
    assert said(attacked(do)) == f"there are other tables than in a log: see {name}"
