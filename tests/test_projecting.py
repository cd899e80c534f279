"""Keeping the tables current: what is taken in, what is made again, what goes wrong."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.decisions import Desk
from incident_log.errors import TablesBusy, TablesUnusable
from incident_log.intake import import_updates
from incident_log.log import Log, store
from incident_log.projecting import alone, keeping, writer
from incident_log.projecting.keeping import (
    SCHEMA,
    catch_up,
    keep_current,
    path_of,
    projector,
    rebuild,
)
from incident_log.projecting.writer import Writer
from incident_log.tables import Tables, file
from tests.conftest import Kept
from tests.given import (
    INCIDENT,
    NINE,
    SEVEN,
    TEN,
    ZONE,
    Document,
    act,
    asked,
    claim,
    clock,
    held,
    injured,
    killed,
    tell,
    update,
)
from tests.onlooking import Onlooker

ELEVEN = update("wire", injured(11), at="11:00", heard="11:10")

Row = tuple[Any, ...]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log of two counts, with its tables."""
    with Log.create(tmp_path / "log", clock=lambda: clock("06:00")) as log:
        tell(log, SEVEN, NINE)
        yield log


def append(log: Log, *documents: Document) -> None:
    """Let the log hear of something that the tables do not know yet."""
    log.clock = partial(str, clock("23:00"))
    log.append([accept(document, lambda _: ZONE) for document in documents])


def counts(log: Log) -> list[Row]:
    return asked(log, "SELECT low FROM casualties WHERE known_to > '9' ORDER BY low")


def position(log: Log) -> str:
    ((value,),) = asked(log, "SELECT value FROM projection WHERE name = 'position'")
    return str(value)


def numbers(log: Log, table: str = "casualties", where: str = "1") -> dict[int, Row]:
    """Return the rows of a table by their number."""
    rows = asked(log, f"SELECT * FROM {table} WHERE {where}")
    return {row[0]: row[1:] for row in rows}


BOTH = [(7,), (9,)]

# -- taking in -----------------------------------------------------------------------


def test_tables_are_made_where_there_are_none(tmp_path: Path) -> None:
    with Log.create(tmp_path, clock=lambda: clock("23:00")) as log:
        append(log, SEVEN, NINE)

        reached = catch_up(log)

        assert (reached, position(log), counts(log)) == (2, "2", BOTH)
        assert asked(
            log, "SELECT value FROM projection WHERE name IN ('origin', 'schema')"
        ) == [(log.origin,), (SCHEMA,)]


def test_an_empty_log_has_empty_tables(tmp_path: Path) -> None:
    with Log.create(tmp_path) as log:
        reached = catch_up(log)

        assert (reached, position(log)) == (0, "0")
        assert asked(log, "SELECT * FROM incidents") == []


def test_what_is_new_is_taken_in_and_the_rest_left_alone(log: Log) -> None:
    before = numbers(log)
    append(log, TEN)

    reached = catch_up(log)

    after = numbers(log)
    assert (reached, position(log), counts(log)) == (3, "3", [*BOTH, (10,)])
    assert [n for n in before if after[n] == before[n]] == [1, 2]
    assert held(log, "casualties", "low", "id > 2") == [
        (9, "09:00-", "09:10-10:10", "superseded"),
        (9, "09:00-10:00", "10:10-", None),
        (10, "10:00-", "10:10-", None),
    ]


def test_nothing_new_writes_nothing(log: Log) -> None:
    looking = Onlooker()
    with closing(sqlite3.connect(path_of(log))) as reader:
        before = reader.execute("PRAGMA data_version").fetchall()

        reached = catch_up(log, stages=looking)

        after = reader.execute("PRAGMA data_version").fetchall()

    assert (reached, after) == (2, before)
    assert looking.seen == [("taking in", "events", 0, [])]


def test_much_that_is_new_is_taken_in_in_batches(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    looking = Onlooker()
    append(log, TEN, ELEVEN, update("mayor", killed(1), heard="11:20"))

    reached = catch_up(log, stages=looking)

    assert (reached, looking.seen) == (5, [("taking in", "events", 3, [2, 1])])
    assert counts(log) == [(1,), *BOTH, (10,), (11,)]


def test_more_events_than_are_remembered_are_read_again(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_REMEMBERED", 1)
    append(log, TEN, ELEVEN)

    catch_up(log)

    assert counts(log) == [*BOTH, (10,), (11,)]


def test_very_much_that_is_new_is_made_again_instead(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MANY", 2)
    monkeypatch.setattr(keeping, "BATCH", 2)
    looking = Onlooker()
    append(log, TEN, ELEVEN, update("mayor", killed(1), heard="11:20"))

    reached = catch_up(log, stages=looking)

    assert reached == 5
    assert looking.seen == [
        ("reading", "events", 5, [2, 2, 1]),
        ("making tables", "incidents", 1, [1]),
    ]
    assert counts(log) == [(1,), *BOTH, (10,), (11,)]


def test_the_tables_are_those_of_a_rebuild_whatever_was_decided(log: Log) -> None:
    tell(
        log,
        update("mayor", injured(8), at="08:30", heard="09:20"),
        act("hold", "09:30", ref="mayor"),
        act("correct", "09:40", claim="wire/2#c1", changes={"count": 6}),
        act("release", "09:50", ref="mayor"),
    )
    grown = held(log, "casualties", "low, claims")

    rebuild(log)

    assert held(log, "casualties", "low, claims") == grown
    assert len(grown) == 6


def test_flags_do_not_depend_on_what_comes_to_be_read_later(log: Log) -> None:
    other = update("post", heard="10:10", incident="raid", text="Two.")
    tell(
        log,
        update("post", heard="10:00", text="One."),
        other | {"signal": "correction", "corrects": ["desk/late"]},
        update("post", injured(9), heard="10:20", text="One."),
        update("desk", injured(10), heard="11:00", id="late"),
    )
    grown = held(log, "remarks", "update_ref, flags")

    rebuild(log)

    assert held(log, "remarks", "update_ref, flags") == grown


def test_two_who_do_not_see_each_other_s_lock_take_in_everything_once(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "projector", nullcontext)
    monkeypatch.setattr(keeping, "BATCH", 1)
    append(log, TEN, ELEVEN)
    others: list[int] = []

    def let_another_in(_: int) -> None:
        others.append(catch_up(log))

    reached = catch_up(log, stages=Onlooker(let_another_in))

    assert (reached, others) == (4, [4, 4])
    assert counts(log) == [*BOTH, (10,), (11,)]


def test_a_rebuild_of_very_much_is_written_in_parts(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(log, update("post", killed(1), at="09:00", heard="09:20", incident="raid"))
    grown = held(log, "casualties", "incident, low")
    monkeypatch.setattr(writer, "MANY", 0)

    rebuild(log)

    assert held(log, "casualties", "incident, low") == grown
    assert len(grown) == 4


# -- late reports --------------------------------------------------------------------


def test_a_late_report_rewrites_only_the_rows_of_its_series(log: Log) -> None:
    said = claim("statement", act="confirm", quote="So it is")
    tell(
        log,
        update("wire", killed(1), said, at="09:00", heard="09:20"),
        update("mayor", injured(8), at="09:00", heard="09:30"),
        update("wire", injured(12), at="12:00", heard="12:10"),
    )
    others = "origin = 'mayor' OR outcome = 'killed'"
    before = [numbers(log, where=others), numbers(log, "statements")]
    own = numbers(log, where=f"NOT ({others})")

    tell(log, update("wire", injured(8), at="08:30", heard="08:40"))

    after = [numbers(log, where=others), numbers(log, "statements")]
    assert after == before
    assert numbers(log, where=f"NOT ({others})") != own
    assert held(log, "casualties", "low", f"NOT ({others})") == [
        (7, "08:00-", "08:10-08:40", "superseded"),
        (7, "08:00-08:30", "08:40-", None),
        (8, "08:30-", "08:40-09:10", "superseded"),
        (8, "08:30-09:00", "09:10-", None),
        (9, "09:00-", "09:10-12:10", "superseded"),
        (9, "09:00-12:00", "12:10-", None),
        (12, "12:00-", "12:10-", None),
    ]


def test_a_late_retraction_leaves_other_series_alone(log: Log) -> None:
    tell(
        log,
        update("mayor", injured(8), at="09:00", heard="09:30"),
        update("wire", injured(12), at="12:00", heard="12:10"),
    )
    before = numbers(log, where="origin = 'mayor'")

    tell(log, update("wire", heard="09:20", signal="retraction", retracts=["2"]))

    assert numbers(log, where="origin = 'mayor'") == before
    assert held(log, "casualties", "low", "origin = 'wire'") == [
        (7, "08:00-", "08:10-09:10", "superseded"),
        (7, "08:00-09:00", "09:10-09:20", "superseded"),
        (9, "09:00-", "09:10-09:20", "retracted"),
        (7, "08:00-", "09:20-12:10", "superseded"),
        (7, "08:00-12:00", "12:10-", None),
        (12, "12:00-", "12:10-", None),
    ]


def test_changes_of_figures_are_told_anew_after_a_late_report(log: Log) -> None:
    tell(log, update("wire", injured(8), at="08:30", heard="08:40"))

    found = asked(
        log,
        "SELECT incident, noun, place, low_before, low, cause, claim, known_at"
        " FROM figure_changes ORDER BY known_at",
    )

    about = (INCIDENT, "casualties", "kyiv")
    assert found == [
        (*about, None, 7, "later count", "wire/1#c1", clock("08:10")),
        (*about, 7, 8, "later count", "wire/3#c1", clock("08:40")),
        (*about, 8, 9, "later count", "wire/2#c1", clock("09:10")),
    ]


def test_rows_that_cannot_be_those_of_the_log_are_made_again(log: Log) -> None:
    with closing(sqlite3.connect(path_of(log), isolation_level=None)) as spoilt:
        spoilt.execute("DELETE FROM casualties")

    tell(log, TEN)

    assert counts(log) == [(7,), (9,), (10,)]
    assert len(held(log, "casualties", "low")) == 5


# -- tables that have to be made again -----------------------------------------------


def spoil(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as tables:
        tables.execute(statement)


def _is_missing(path: Path) -> None:
    path.unlink()


def _is_empty(path: Path) -> None:
    path.write_bytes(b"")


def _is_something_else(path: Path) -> None:
    path.write_bytes(b"Once upon a time there was a log. " * 400)


def _is_torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


SPOILT: dict[str, Callable[[Path], None]] = {
    "missing": _is_missing,
    "empty": _is_empty,
    "something else": _is_something_else,
    "torn": _is_torn,
    "of another log": partial(
        spoil, statement="UPDATE projection SET value = 'x' WHERE name = 'origin'"
    ),
    "of an older shape": partial(
        spoil, statement="UPDATE projection SET value = '0' WHERE name = 'schema'"
    ),
    "ahead of the log": partial(
        spoil, statement="UPDATE projection SET value = '3' WHERE name = 'position'"
    ),
    "without a position": partial(
        spoil, statement="DELETE FROM projection WHERE name = 'position'"
    ),
    "at no number": partial(
        spoil, statement="UPDATE projection SET value = 'x' WHERE name = 'position'"
    ),
    "without projection": partial(spoil, statement="DROP TABLE projection"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_tables_that_cannot_be_used_are_made_again(log: Log, how: str) -> None:
    for rest in path_of(log).parent.glob("incidents.db-*"):
        rest.unlink()
    SPOILT[how](path_of(log))

    reached = catch_up(log)

    assert (reached, position(log), counts(log)) == (2, "2", BOTH)
    assert asked(log, "PRAGMA integrity_check") == [("ok",)]


def test_a_log_restored_from_a_backup_has_its_own_tables(
    log: Log, tmp_path: Path, kept: Kept
) -> None:
    backup = tmp_path / "backup"
    _copy_of(log, backup, kept)
    tell(log, TEN)
    shutil.copy(path_of(log), backup / "incidents.db")

    with Log.open(backup) as restored:
        reached = catch_up(restored)

        assert (reached, counts(restored)) == (2, BOTH)


def test_a_restored_log_that_has_outgrown_the_tables_has_its_own_as_well(
    log: Log, tmp_path: Path, kept: Kept
) -> None:
    backup = tmp_path / "backup"
    _copy_of(log, backup, kept)
    tell(log, TEN)
    shutil.copy(path_of(log), backup / "incidents.db")

    with Log.open(backup) as restored:
        append(restored, ELEVEN, update("mayor", killed(1), heard="11:20"))
        catch_up(restored)

        assert counts(restored) == [(1,), *BOTH, (11,)]


def _copy_of(log: Log, directory: Path, kept: Kept) -> None:
    """Back the log itself up, as it is now."""
    kept.copy(log.directory, directory)
    for path in directory.glob("incidents.*"):
        path.unlink()


def test_the_shape_of_the_tables_has_the_same_name_in_every_process() -> None:
    script = "from incident_log.projecting.keeping import SCHEMA; print(SCHEMA)"
    names = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert names == {f"{SCHEMA}\n"}


# -- readers -------------------------------------------------------------------------


def test_a_reader_sees_the_old_rows_until_a_rebuild_is_done(log: Log) -> None:
    select = "SELECT low FROM casualties WHERE known_to > '9' ORDER BY low"
    append(log, TEN)

    with closing(sqlite3.connect(path_of(log), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        before = reader.execute(select).fetchall()
        rebuild(log)
        meanwhile = reader.execute(select).fetchall()
        reader.execute("COMMIT")
        after = reader.execute(select).fetchall()

    assert (before, meanwhile, after) == (BOTH, BOTH, [*BOTH, (10,)])


def test_a_reader_sees_the_old_rows_until_all_is_taken_in(log: Log) -> None:
    select = "SELECT low FROM casualties WHERE known_to > '9' ORDER BY low"
    seen = []
    append(log, TEN)

    with closing(sqlite3.connect(path_of(log), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        seen.append(reader.execute(select).fetchall())
        catch_up(log)
        seen.append(reader.execute(select).fetchall())
        reader.execute("COMMIT")
        seen.append(reader.execute(select).fetchall())

    assert seen == [BOTH, BOTH, [*BOTH, (10,)]]


def test_only_their_owner_may_read_them_and_nothing_is_left_behind(log: Log) -> None:
    rebuild(log)

    modes = {
        path.name: oct(path.stat().st_mode & 0o777)
        for path in log.directory.glob("incidents*")
        if not path.name.endswith(("-wal", "-shm"))
    }

    assert modes == {"incidents.db": "0o600", "incidents.lock": "0o600"}


def test_what_a_killed_rebuild_left_behind_is_in_nobody_s_way(log: Log) -> None:
    (log.directory / "incidents.new").write_bytes(b"half a file")

    reached = rebuild(log)

    assert (reached, counts(log)) == (2, BOTH)
    assert list(log.directory.glob("*.new*")) == []


# -- failures ------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def test_a_catch_up_that_is_killed_leaves_position_and_rows_as_they_were(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = numbers(log)
    append(log, TEN)

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(Writer, "describe_all", die)
        with pytest.raises(Killed):
            catch_up(log)
        stayed = (position(log), numbers(log))
    reached = catch_up(log)

    assert stayed == ("2", before)
    assert (reached, counts(log)) == (3, [*BOTH, (10,)])


def test_a_rebuild_that_is_killed_leaves_the_live_tables_as_they_were(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, TEN)

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(Tables, "copy_over", die)
        with pytest.raises(Killed):
            rebuild(log)

    assert (position(log), counts(log)) == ("2", BOTH)
    assert list(log.directory.glob("*.new*")) == []


def unlinkable(*_: object) -> None:
    """Stand for a disk without links."""
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.parametrize("link", [os.link, unlinkable], ids=["linked", "copied"])
def test_tables_that_are_missing_are_made_whether_or_not_the_disk_has_links(
    log: Log, monkeypatch: pytest.MonkeyPatch, link: object
) -> None:
    path_of(log).unlink()
    monkeypatch.setattr(os, "link", link)

    assert catch_up(log) == 2

    assert counts(log) == BOTH
    assert asked(log, "PRAGMA integrity_check") == [("ok",)]
    assert asked(log, "PRAGMA journal_mode") == [("wal",)]
    assert path_of(log).stat().st_nlink == 1
    assert list(log.directory.glob("*.new*")) == []


def test_missing_tables_are_not_there_before_they_are_whole(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    path_of(log).unlink()

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(os, "link", die)
        with pytest.raises(Killed):
            catch_up(log)

    assert list(log.directory.glob("incidents.db*")) == []
    assert list(log.directory.glob("*.new*")) == []


def test_what_lies_beside_missing_tables_does_not_get_into_new_ones(log: Log) -> None:
    path = path_of(log)
    beside = path.with_name("incidents.db-wal")
    with closing(sqlite3.connect(path, isolation_level=None)) as another:
        another.execute("DELETE FROM casualties")
        left = beside.read_bytes()
    path.unlink()
    beside.write_bytes(left)

    assert catch_up(log) == 2

    assert counts(log) == BOTH


def test_another_projector_is_waited_for(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, TEN)
    monkeypatch.setattr(alone, "PATIENCE", 0)

    with projector(log), pytest.raises(TablesBusy) as caught:
        catch_up(log)

    assert str(path_of(log)) in str(caught.value)
    assert catch_up(log) == 3


def test_who_waits_goes_on_when_the_other_projector_is_done(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(log, TEN)
    holder = (log.directory / "incidents.lock").open()
    fcntl.flock(holder, fcntl.LOCK_EX)
    pauses: list[float] = []

    def let_go(seconds: float) -> None:
        pauses.append(seconds)
        holder.close()

    monkeypatch.setattr(time, "sleep", let_go)
    reached = catch_up(log)

    assert (reached, len(pauses)) == (3, 1)


@pytest.mark.file
@pytest.mark.parametrize("name", ["incidents.lock", "incidents.db", "incidents.new"])
def test_a_folder_in_the_way_is_told_and_fails_no_append(log: Log, name: str) -> None:
    for path in log.directory.glob("incidents.*"):
        path.unlink()
    (log.directory / name).mkdir()
    append(log, TEN)

    warning = keep_current(log)

    assert warning is not None
    assert warning.startswith("the tables are not current: cannot use the tables in")
    assert "run 'incident-log rebuild'" in warning
    assert (log.position, warning.count("\n")) == (3, 0)
    with pytest.raises(TablesUnusable):
        catch_up(log)


def test_a_program_that_goes_on_writing_the_tables_is_not_waited_for_for_ever(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "PATIENCE", 0)
    path = path_of(log)
    with closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as another:
        another.execute("BEGIN IMMEDIATE")
        given_up = threading.Timer(600, another.rollback)
        given_up.start()

        with pytest.raises((TablesBusy, TablesUnusable)):
            rebuild(log)

        given_up.cancel()
        another.execute("UPDATE agents SET name = 'The Wire'")
        another.execute("COMMIT")
    assert asked(log, "SELECT name FROM agents") == [("The Wire",)]
    assert list(log.directory.glob("*.new*")) == []


def test_tables_that_another_program_has_locked_stay_what_they_are(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "PATIENCE", 0)
    append(log, TEN)
    with closing(sqlite3.connect(path_of(log), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("UPDATE agents SET name = 'The Wire'")

        warning = keep_current(log)

    assert warning is not None
    assert asked(log, "SELECT name FROM agents") == [("The Wire",)]
    assert catch_up(log) == 3


def test_current_tables_are_nothing_to_warn_of(log: Log) -> None:
    append(log, TEN)

    assert keep_current(log) is None
    assert counts(log) == [*BOTH, (10,)]


def test_an_import_keeps_the_tables_current(log: Log, tmp_path: Path) -> None:
    file = tmp_path / "updates.csv"
    header = "report,source,update,incident,type,outcome,count,received_at"
    row = f"page,mayor,1,{INCIDENT},casualties,killed,1,2024-12-20T08:20Z"
    file.write_text(f"{header}\n{row}\n")
    log.clock = partial(str, clock("12:00"))

    tried = import_updates(log, [file], dry_run=True)
    before = position(log)
    imported = import_updates(log, [file])

    assert (tried.warned, imported.warned) == ([], [])
    assert (imported.appended, before) == (["page/1"], "2")
    assert (position(log), counts(log)) == ("3", [(1,), *BOTH])


def test_an_import_warns_of_tables_that_are_not_current(
    log: Log, tmp_path: Path
) -> None:
    (log.directory / "incidents.lock").unlink()
    (log.directory / "incidents.lock").mkdir()

    tried = import_updates(log, [tmp_path], dry_run=True)
    imported = import_updates(log, [tmp_path])

    assert tried.warned == []
    assert [w.partition(":")[0] for w in imported.warned] == [
        "the tables are not current"
    ]


def test_a_decision_keeps_the_tables_current_or_says_that_they_are_not(
    log: Log,
) -> None:
    log.clock = partial(str, clock("12:00"))
    desk = Desk(log, reason="because", by=None, at_position=None)

    desk.retract("wire/2")
    kept = (desk.warning, counts(log))
    (log.directory / "incidents.lock").unlink()
    (log.directory / "incidents.lock").mkdir()
    desk.retract("wire/1")

    assert kept == (None, [(7,)])
    assert desk.warning is not None
    assert desk.warning.startswith("the tables are not current: ")
    assert log.position == 4


def test_an_append_stands_whatever_becomes_of_the_tables(tmp_path: Path) -> None:
    with Log.create(tmp_path) as log:
        tell(log, update("wire", injured(7), at="08:00", heard="08:10"))
        with sqlite3.connect(path_of(log)) as database:
            database.execute("UPDATE casualties SET claims = 'no list'")
        later = update("wire", injured(9), at="09:00", heard="09:10")
        log.append([accept(later, lambda _: ZONE)])

        warned = keep_current(log)

        assert log.position == 2
        assert warned is not None
        assert warned.startswith("the tables are not current (JSONDecodeError: ")
        assert warned.endswith("): run 'incident-log rebuild', and report this")
