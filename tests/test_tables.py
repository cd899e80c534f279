"""The file of tables: made, written whole or not at all, copied over another."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from incident_log.errors import TablesUnusable
from incident_log.projections import COUNTED, NOUNS, TABLES
from incident_log.projections.nouns import Noun
from incident_log.queries import VIEWS
from incident_log.tables import Tables, file
from incident_log.tables.file import inserting
from incident_log.tables.functions import incident_time, register
from incident_log.tables.spec import Table, integer, number, required, text
from incident_log.times import LATEST

DOGS = Table(
    name="dogs",
    title="Dogs",
    says="Dogs that search.",
    columns=(
        required("id", "Its slug"),
        text("name", "What it is called"),
        required("handler", "Who leads it", "people"),
        integer("age", "In years"),
        number("weight", "In kilograms"),
    ),
    indexes=(("handler", "age"),),
    searched=("name",),
)
PEOPLE = Table(
    name="people",
    title="People",
    says="People who lead them.",
    columns=(required("id", "Its slug"), required("unit", "Their unit")),
    pk=("id", "unit"),
)
OLENA = [("olena", "k9")]
REX = ("rex", "Réx", "olena", 4, 31.5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dogs.db"


@pytest.fixture
def tables(path: Path) -> Iterator[Tables]:
    """Tables of dogs with one dog in them."""
    with Tables(path) as tables:
        tables.create([PEOPLE, DOGS], {"old_dogs": "SELECT * FROM dogs WHERE age > 9"})
        with tables.writing():
            tables.write(inserting("people", PEOPLE.names), OLENA)
            tables.write(inserting("dogs", DOGS.names), [REX])
        tables.index([PEOPLE, DOGS])
        tables.let_search([PEOPLE, DOGS])
        yield tables


def names(reader: sqlite3.Connection) -> list[str]:
    return [row[0] for row in reader.execute("SELECT id FROM dogs ORDER BY id")]


# -- the file ------------------------------------------------------------------------


def test_only_its_owner_may_read_the_file(tables: Tables, path: Path) -> None:
    modes = {p.name: p.stat().st_mode & 0o777 for p in path.parent.iterdir()}

    assert modes == {"dogs.db": 0o600, "dogs.db-wal": 0o600, "dogs.db-shm": 0o600}


def test_readers_and_a_writer_do_not_wait_for_one_another(tables: Tables) -> None:
    assert tables.rows("PRAGMA journal_mode") == [("wal",)]


def test_a_table_is_made_as_it_is_described(tables: Tables) -> None:
    columns = tables.rows(
        'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', ["dogs"]
    )
    people = tables.rows("SELECT name, pk FROM pragma_table_info('people')")
    refers = tables.rows(
        'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', ["dogs"]
    )
    is_strict = tables.rows("SELECT strict FROM pragma_table_list('dogs')")

    assert columns == [
        ("id", "TEXT", 1, 1),
        ("name", "TEXT", 0, 0),
        ("handler", "TEXT", 1, 0),
        ("age", "INTEGER", 0, 0),
        ("weight", "ANY", 0, 0),
    ]
    assert people == [("id", 1), ("unit", 2)]
    assert refers == [("handler", "people", "id")]
    assert is_strict == [(1,)]


def test_numbers_stay_whole_or_decimal_as_they_were(tables: Tables) -> None:
    with tables.writing():
        tables.write(
            inserting("dogs", DOGS.names),
            [("a", None, "olena", 1, 31), ("b", None, "olena", 1, 31.0)],
        )

    found = tables.rows("SELECT id, typeof(weight) FROM dogs ORDER BY id")

    assert found == [("a", "integer"), ("b", "real"), ("rex", "real")]


def test_a_view_is_there_beside_the_tables(tables: Tables) -> None:
    with tables.writing():
        tables.write("UPDATE dogs SET age = ?", [(12,)])

    assert tables.rows("SELECT id FROM old_dogs") == [("rex",)]


def test_what_is_looked_up_by_has_an_index(tables: Tables) -> None:
    (plan,) = tables.rows(
        "EXPLAIN QUERY PLAN SELECT id FROM dogs WHERE handler = 'olena' AND age > 3"
    )

    assert plan[3] == (
        "SEARCH dogs USING INDEX idx_dogs_handler_age (handler=? AND age>?)"
    )


def test_words_are_found_without_their_accents_also_those_written_later(
    tables: Tables,
) -> None:
    with tables.writing():
        tables.write(
            inserting("dogs", DOGS.names), [("rax", "Réx II", "olena", None, None)]
        )

    found = tables.rows(
        "SELECT id FROM dogs WHERE rowid IN"
        " (SELECT rowid FROM dogs_fts WHERE dogs_fts MATCH 'rex') ORDER BY id"
    )

    assert found == [("rax",), ("rex",)]


def test_every_word_is_entered_once_for_search(tables: Tables) -> None:
    tables.write("CREATE VIRTUAL TABLE words USING fts5vocab(dogs_fts, row)", [()])
    # Raises an error where not just the words of the rows are looked into.
    check = "INSERT INTO dogs_fts (dogs_fts, rank) VALUES (?, 1)"
    tables.write(check, [("integrity-check",)])

    assert tables.rows("SELECT term, doc, cnt FROM words") == [("rex", 1, 1)]


def test_our_own_connections_know_our_functions(tables: Tables) -> None:
    asked = "SELECT incident_time('2024-12-20T11:00+02:00')"

    assert tables.rows(asked) == [("2024-12-20T09:00:00.000000Z",)]
    assert tables.connection.execute(asked).fetchall() == tables.rows(asked)


# -- writing -------------------------------------------------------------------------


def test_nothing_is_seen_before_all_is_written(tables: Tables, path: Path) -> None:
    with closing(sqlite3.connect(path)) as reader:
        with tables.writing():
            tables.write("DELETE FROM dogs WHERE id = ?", [("rex",)])
            during = names(reader)
        after = names(reader)

    assert (during, after) == (["rex"], [])


def test_what_breaks_off_has_written_nothing(tables: Tables) -> None:
    with pytest.raises(KeyboardInterrupt), tables.writing():
        tables.write("DELETE FROM dogs WHERE id = ?", [("rex",)])
        raise KeyboardInterrupt

    assert tables.rows("SELECT id FROM dogs") == [("rex",)]
    with tables.writing():
        tables.write("UPDATE dogs SET age = ?", [(5,)])
    assert tables.rows("SELECT age FROM dogs") == [(5,)]


def test_a_writer_waits_before_it_reads(
    tables: Tables, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "PATIENCE", 0)

    with (
        tables.writing(),
        Tables(path) as other,
        pytest.raises(TablesUnusable, match="database is locked"),
        other.writing(),
    ):
        raise AssertionError


def test_a_full_disk_is_told_as_such(tables: Tables, path: Path) -> None:
    tables.rows("PRAGMA max_page_count = 1")
    many = [(f"dog-{n}", "x" * 4000, "olena", n, n) for n in range(2_000)]

    with pytest.raises(TablesUnusable) as caught, tables.writing():
        tables.write(inserting("dogs", DOGS.names), many)

    assert str(caught.value) == (
        f"cannot use the tables in {str(path)!r} (database or disk is full): check"
        " rights and free space, then run 'incident-log rebuild'"
    )
    assert tables.rows("SELECT id FROM dogs") == [("rex",)]


def test_what_ended_a_transaction_is_told_where_sqlite_took_all_of_it_back(
    tables: Tables,
) -> None:
    with (
        pytest.raises(TablesUnusable, match="disk I/O error"),
        tables.writing(),
    ):
        tables.write(inserting("dogs", DOGS.names), [("bello", "x", "olena", 1, 1)])
        tables.rows("ROLLBACK")  # as SQLite does by itself
        raise sqlite3.OperationalError("disk I/O error")

    assert tables.rows("SELECT id FROM dogs") == [("rex",)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tables: tables.rows("SELECT * FROM cats"),
        lambda tables: tables.write("INSERT INTO cats VALUES (?)", [(1,)]),
        lambda tables: tables.create([DOGS], {}),
        lambda tables: tables.index(
            [Table(name="cats", title="", says="", columns=(), indexes=(("id",),))]
        ),
        lambda tables: tables.copy_over(tables.path.parent),
    ],
    ids=["rows", "write", "create", "index", "copy"],
)
def test_no_error_of_the_database_gets_out(tables: Tables, spoil: object) -> None:
    assert callable(spoil)

    with pytest.raises(TablesUnusable):
        spoil(tables)


def test_a_folder_is_no_file_of_tables(tmp_path: Path) -> None:
    with pytest.raises(TablesUnusable, match="unable to open database file"):
        Tables(tmp_path)


def test_a_file_of_something_else_is_refused(path: Path) -> None:
    path.write_bytes(b"Once upon a time there was a dog. " * 40)

    with pytest.raises(TablesUnusable, match="file is not a database"):
        Tables(path)


# -- a file that is not finished -----------------------------------------------------


def test_an_unfinished_file_is_nobody_s_but_ours_until_it_is_finished(
    path: Path,
) -> None:
    with Tables(path, is_unfinished=True) as tables:
        tables.create([PEOPLE, DOGS], {})
        with tables.writing():
            tables.write(inserting("dogs", DOGS.names), [REX])
        with (
            closing(sqlite3.connect(path, timeout=0)) as early,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            names(early)
        tables.finish()
        with closing(sqlite3.connect(path, timeout=0)) as reader:
            assert names(reader) == ["rex"]
            assert reader.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
        assert tables.rows("PRAGMA synchronous") == [(1,)]


def test_a_transaction_of_an_unfinished_file_is_taken_back_whole(path: Path) -> None:
    with Tables(path, is_unfinished=True) as tables:
        tables.create([PEOPLE, DOGS], {})
        with pytest.raises(TablesUnusable), tables.writing():
            tables.write(inserting("dogs", DOGS.names), [REX, REX])

        assert tables.rows("SELECT id FROM dogs") == []


# -- what the file says of itself ----------------------------------------------------


def test_a_file_without_projection_says_nothing_of_itself(tables: Tables) -> None:
    assert tables.state == {}


def test_a_file_says_what_it_is_made_from(tables: Tables) -> None:
    tables.create([table for table in TABLES if table.name == "projection"], {})
    with tables.writing():
        tables.write("INSERT INTO projection VALUES (?, ?)", [("position", "17")])

    assert tables.state == {"position": "17"}


# -- copying over --------------------------------------------------------------------


def test_a_reader_sees_the_old_tables_until_it_looks_again(
    tables: Tables, tmp_path: Path
) -> None:
    live = tmp_path / "live.db"
    tables.copy_over(live)
    with tables.writing():
        tables.write("UPDATE dogs SET id = ?", [("rexona",)])

    with closing(sqlite3.connect(live, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        before = names(reader)
        tables.copy_over(live)
        meanwhile = names(reader)
        reader.execute("COMMIT")
        after = names(reader)

    assert (before, meanwhile, after) == (["rex"], ["rex"], ["rexona"])
    with closing(sqlite3.connect(live)) as other:
        assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert other.execute("PRAGMA journal_mode").fetchall() == [("wal",)]


# -- the tables of incidents.db ------------------------------------------------------


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_says_what_it_means(table: Table) -> None:
    assert table.title
    assert table.says.endswith(".")
    assert [c.name for c in table.columns if not c.says] == []
    assert len(set(table.names)) == len(table.names)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_whatever_a_table_mentions_is_there(table: Table) -> None:
    mentioned = {*table.pk, *table.searched, *table.facets}
    mentioned |= {name for columns in table.indexes for name in columns}
    ordering = (table.label, table.sort, table.sort_desc)
    mentioned |= {name for name in ordering if name is not None}
    tables = {each.name: each for each in TABLES}

    assert mentioned <= set(table.names)
    assert table.names[: len(table.pk)] == table.pk
    assert {c.references for c in table.columns} - {None} <= tables.keys()


def test_there_is_a_table_for_every_word_of_the_design() -> None:
    assert {table.name for table in TABLES if not table.is_hidden} == {
        *("incidents", "sources", "agents", "places", "weapons", "reports"),
        *("updates", "claims", "casualties", "damage", "outages", "strikes"),
        *("indicators", "observed", "statements", "occurrences", "targets"),
        *("links", "verifications"),
    }
    assert [noun.name for noun in COUNTED] == [
        *("casualties", "damage", "outages", "strikes", "indicators", "observed")
    ]


@pytest.mark.parametrize("noun", NOUNS.values(), ids=lambda noun: noun.name)
def test_a_row_of_a_history_ends_with_its_rectangle(noun: Noun) -> None:
    assert noun.table.names[-5:] == (
        *("as_of_from", "as_of_to", "known_from", "known_to", "ended_by"),
    )


def test_all_tables_and_views_can_be_made_in_one_file(path: Path) -> None:
    with Tables(path) as tables:
        tables.create(TABLES, VIEWS)
        tables.index(TABLES)
        tables.let_search(TABLES)
        found = {row[0] for row in tables.rows("SELECT name FROM sqlite_master")}
        broken = tables.rows("PRAGMA foreign_key_check")

    assert found >= {table.name for table in TABLES} | VIEWS.keys()
    assert broken == []


# -- incident_time -------------------------------------------------------------------


@pytest.fixture
def sql() -> Iterator[sqlite3.Connection]:
    """A connection of a program that is not ours."""
    with closing(sqlite3.connect(":memory:")) as connection:
        register(connection)
        yield connection


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("NULL", LATEST),
        ("''", LATEST),
        ("'  '", LATEST),
        ("'latest'", LATEST),
        ("' latest '", LATEST),
        ("'9999-12-31T23:59:59.999999Z'", LATEST),
        ("'9999-12-31T23:59:59.999998Z'", LATEST),
        ("'9999-12-31T23:59:59.999999+00:00'", LATEST),
        ("'9999-12-31 23:59:59.999999', 'UTC'", LATEST),
        ("'2024-12-20T09:00:00.000000Z'", "2024-12-20T09:00:00.000000Z"),
        ("'2024-12-20 11:00+02:00'", "2024-12-20T09:00:00.000000Z"),
        ("' 2024-12-20T11:00+0200 '", "2024-12-20T09:00:00.000000Z"),
        ("'2024-12-20T09:00Z'", "2024-12-20T09:00:00.000000Z"),
        ("'2024-12-20T09:00:00.25Z'", "2024-12-20T09:00:00.250000Z"),
        ("'2024-12-20T09:00Z', NULL", "2024-12-20T09:00:00.000000Z"),
        ("'2024-12-20T09:00Z', ''", "2024-12-20T09:00:00.000000Z"),
        ("'2024-12-20 11:00', 'Europe/Kyiv'", "2024-12-20T09:00:00.000000Z"),
        ("'2024-12-20 11:00Z', 'Europe/Kyiv'", "2024-12-20T11:00:00.000000Z"),
        ("'2024-12-20', 'Europe/Kyiv'", "2024-12-20T22:00:00.000000Z"),
        ("'2024-12', 'UTC'", "2025-01-01T00:00:00.000000Z"),
        ("'', 'Europe/Kyiv'", LATEST),
        ("NULL, NULL", LATEST),
    ],
)
def test_a_time_is_read_as_the_tables_store_it(
    sql: sqlite3.Connection, asked: str, found: str
) -> None:
    assert sql.execute(f"SELECT incident_time({asked})").fetchone() == (found,)


# Datasette, where it is imported, has the traceback of such an error printed.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "asked",
    [
        *("'11 a.m.'", "'2024-12-20'", "'2024-12-20T11:00'", "'2024-12-20', 'Kyiv'"),
        *("'2025-03-30T03:30', 'Europe/Kyiv'", "20241220", "x'00'"),
    ],
)
def test_a_time_that_cannot_be_read_is_an_error_in_sql(
    sql: sqlite3.Connection, asked: str
) -> None:
    with pytest.raises(sqlite3.OperationalError):
        sql.execute(f"SELECT incident_time({asked})").fetchone()


def test_a_time_is_read_once_a_query_not_once_a_row(sql: sqlite3.Connection) -> None:
    sql.execute("CREATE TABLE seen (at TEXT)")

    sql.execute("CREATE INDEX by_time ON seen (incident_time(at))")
    sql.execute("CREATE INDEX by_wall_time ON seen (incident_time(at, 'UTC'))")
    (plan,) = sql.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM seen WHERE incident_time(at) = ?", ("",)
    )

    assert plan[3] == "SEARCH seen USING INDEX by_time (<expr>=?)"


def test_from_python_it_is_the_same_function() -> None:
    assert incident_time("2024-12-20T11:00", "Europe/Kyiv") == (
        "2024-12-20T09:00:00.000000Z"
    )
