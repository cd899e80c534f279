"""Bit rot: of a log's file that lost one bit, the first event is named that differs.

A few hundred bits in CI; ``INCIDENT_LOG_FLIPS`` says how many otherwise, and
``INCIDENT_LOG_SEED`` which.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from incident_log.log import Log
from incident_log.verifying.log import LogVerified, verify_log
from tests.faults.amounts import amount, chance
from tests.given import INCIDENT, act, injured, killed, tell, update

FLIPS = amount("FLIPS", 300)

#: Bytes of a page.
PAGE = 4096

#: Tables by position, and the others.
KEYED = {
    "stored_events": "rowid, originator_id, originator_version, topic, state",
    "leaves": "position, hash",
    "openings": "position, words",
}
OTHERS = ("subjects", "updates", "names", "voices", "streams", "described", "log")

Dump = dict[str, list[Any]]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a log in which all sorts of things were said and decided."""
    directory = tmp_path_factory.mktemp("flips") / "log"
    with Log.create(directory) as log:
        log.clock = lambda: "2024-12-20T04:00:00.000000Z"
        for n in range(1, 25):
            heard, report = f"{n // 2 + 7:02}:{n % 2 * 30 + 10}", f"wire-{n % 5}"
            claims = (killed(n, quote=f"{n} were killed"), injured(n, id=f"hurt-{n}"))
            tell(log, update(report, *claims, heard=heard, text="They said so."))
        tell(
            log,
            act("hold", "20:40", ref="wire-1/1"),
            act("correct", "20:50", claim="wire-2/1#c1", changes={"count": 3}),
            act("assess", "21:00", claim="wire-3/2#c1", verdict="confirmed"),
            act("describe", "21:10", incident={"id": "raid", "title": "Raid"}),
            act("merge", "21:20", incident="raid", into=INCIDENT),
        )
    copy = directory / "copy.db"
    with (
        closing(sqlite3.connect(directory / "events.db")) as live,
        closing(sqlite3.connect(copy)) as db,
    ):
        live.backup(db)
        db.execute("PRAGMA journal_mode=DELETE")
    return copy.read_bytes()


@pytest.fixture
def rotten(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


def rows(db: sqlite3.Connection, select: str) -> Iterator[Any]:
    """Yield rows as long as there are, then the error, if there is one.

    Python reads a row ahead: the last good one has to be asked for again.
    """
    number = 0
    try:
        for row in db.execute(select):
            yield row
            number += 1
    except (sqlite3.Error, UnicodeDecodeError) as error:
        with suppress(sqlite3.Error, UnicodeDecodeError):
            yield from db.execute(f"{select} LIMIT 1 OFFSET {number}").fetchall()
        yield str(error)


def dump(path: Path) -> Dump:
    """Read all that is in a file, table by table, as far as it can be read.

    What there is comes first: SQLite looks at the cells of a page when it reads it for
    the first time, and may read on from a page of which it said once that it is broken.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        db.text_factory = lambda raw: ("text", raw)
        db.execute("PRAGMA cell_size_check=ON")
        found = {"schema": list(rows(db, "SELECT * FROM sqlite_schema"))}
        for table, columns in KEYED.items():
            select = f"SELECT {columns} FROM {table} ORDER BY 1"
            found[table] = list(rows(db, select))
        for table in OTHERS:
            found[table] = list(rows(db, f"SELECT * FROM {table}"))
    return found


def first_different(before: Dump, after: Dump) -> int | None:
    """Return the first position at which an event or what is beside it differs."""
    found = []
    for table in KEYED:
        pairs = zip(before[table], [*after[table], None], strict=False)
        for number, (one, other) in enumerate(pairs):
            if one != other:
                is_before_all = number == 0 and position_of(other) < 1
                found.append(position_of(other) if is_before_all else one[0])
                break
        else:
            if len(after[table]) > len(before[table]):
                found.append(len(before["stored_events"]) + 1)
    return min(found, default=None)


def position_of(row: Any) -> int:
    """Return where a row is; 1 for what is no row, or has no position."""
    return row[0] if isinstance(row, tuple) and isinstance(row[0], int) else 1


def flipped(content: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed)


def first_of(verified: LogVerified) -> int | None:
    return verified.findings.kept[0].position


def test_the_log_is_sound_before(sound: bytes, rotten: Path) -> None:
    rotten.write_bytes(sound)

    verified = verify_log(rotten)

    assert (verified.position, verified.findings.kept) == (29, [])


class Flips:
    """Files that lost one bit, and what was said of them that is not so."""

    def __init__(self, sound: bytes, rotten: Path) -> None:
        self._sound, self._rotten = sound, rotten
        rotten.write_bytes(sound)
        self._before = dump(rotten)
        self.changed = 0  #: that do not say what was said
        self.wrong: list[tuple[object, ...]] = []

    def flip(self, place: int, bit: int) -> None:
        before = self._before
        self._rotten.write_bytes(flipped(self._sound, place, bit))
        after = dump(self._rotten)
        if before == after:
            return
        self.changed += 1
        verified = verify_log(self._rotten)
        expected = first_different(before, after)
        is_readable = (
            before["schema"] == after["schema"] and before["log"] == after["log"]
        )
        if not verified.findings.number or (
            is_readable and expected not in (None, first_of(verified))
        ):
            self.wrong.append((place, bit, expected, verified.findings.kept[:2]))


def test_a_bit_that_changes_what_is_said_is_found_where_it_is(
    sound: bytes, rotten: Path
) -> None:
    rng = chance()
    flips = Flips(sound, rotten)

    for _ in range(FLIPS):
        flips.flip(rng.randrange(len(sound)), rng.randrange(8))

    assert flips.wrong == []
    assert flips.changed > FLIPS / 10


@pytest.mark.parametrize("table", [*KEYED, "sqlite_schema"])
def test_a_bit_of_what_leads_to_the_rows_is_found(
    sound: bytes, rotten: Path, table: str
) -> None:
    """The head of a table's first page says where its rows are, and of which kind."""
    flips = Flips(sound, rotten)
    begin = 100 if table == "sqlite_schema" else page_of(rotten, table)

    for place in range(begin, begin + 24):
        for bit in range(8):
            flips.flip(place, bit)

    assert flips.wrong == []
    assert flips.changed > 24


def page_of(file: Path, table: str) -> int:
    """Return where in a file the first page of a table begins."""
    with closing(sqlite3.connect(file)) as db:
        select = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        (number,) = db.execute(select, (table,)).fetchone()
    return int(number - 1) * PAGE


@pytest.mark.parametrize("bit", range(4, 8))
def test_where_what_there_is_cannot_be_read_no_event_is_named(
    sound: bytes, rotten: Path, bit: int
) -> None:
    """SQLite refuses the page once, and would read on from it."""
    rotten.write_bytes(flipped(sound, 108, bit))

    verified = verify_log(rotten)

    assert [str(each) for each in verified.findings.kept] == [
        "the file cannot be read: database disk image is malformed"
    ]


def test_a_guard_of_the_log_that_was_changed_is_found(
    sound: bytes, rotten: Path
) -> None:
    """A trigger has no pages, and SQLite itself does not mind that it says so."""
    rotten.write_bytes(sound)
    with closing(sqlite3.connect(rotten, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'no_update_of_leaves'"
        )

    verified = verify_log(rotten)

    assert [str(each) for each in verified.findings.kept] == [
        "there are other tables than in a log: see no_update_of_leaves"
    ]
