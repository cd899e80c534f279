"""The queries on the bundled day in Kyiv: every corner, and ``sqlite3`` alone."""

import csv
import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from incident_log.demonstration import INCIDENT, loaded
from incident_log.diff import diff
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up, path_of
from incident_log.queries import STORED
from incident_log.replay import replay
from incident_log.tables.functions import incident_time, register
from incident_log.timeline import timeline
from incident_log.times import LATEST
from tests.test_queries_figures import figures_at
from tests.test_queries_laws import by_rules, in_order

QUERIES = {query.name: query for query in STORED}
COUNTED = ("casualties", "damage", "outages", "strikes", "indicators", "observed")
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def kyiv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    """The log of the bundled incident, its tables current."""
    with loaded(tmp_path_factory.mktemp("kyiv") / "log") as (log, _):
        catch_up(log)
        yield log


def asked(log: Log, name: str, **values: str) -> Rows:
    """Ask a stored query; what is not given is empty."""
    query = QUERIES[name]
    parameters = dict.fromkeys(query.parameters, "") | values
    with closing(sqlite3.connect(path_of(log))) as tables:
        register(tables)
        tables.row_factory = sqlite3.Row
        return [dict(row) for row in tables.execute(query.sql, parameters)]


def edges(log: Log, incident: str, name: str) -> list[str]:
    """Return where the rows of an incident begin, along T or K."""
    with closing(sqlite3.connect(path_of(log))) as tables:
        found = {
            edge
            for noun in COUNTED
            for (edge,) in tables.execute(
                f"SELECT {name} FROM {noun} WHERE incident = ?", (incident,)
            )
        }
    return [*sorted(found), LATEST]


@pytest.mark.parametrize(
    ("incident", "corners"),
    [("kyiv-2024-12-20", 210), ("rostov-2024-12", 16), ("ukraine-2024-12-20", 4)],
)
def test_at_every_corner_the_figures_are_those_of_replay(
    kyiv: Log, incident: str, corners: int
) -> None:
    moments = [
        (incident, as_of, known_at)
        for as_of in edges(kyiv, incident, "as_of_from")
        for known_at in edges(kyiv, incident, "known_from")
    ]

    expected = {moment: in_order(by_rules(kyiv, *moment)) for moment in moments}
    found: dict[Any, Rows] = {moment: [] for moment in moments}
    for row in figures_at(path_of(kyiv), moments):
        moment = tuple(
            row.pop(name) for name in ("incident", "moment_as_of", "moment_known_at")
        )
        found[moment].append(row)

    assert len(moments) == corners
    assert {moment: in_order(rows) for moment, rows in found.items()} == expected


def test_the_stored_query_answers_at_wall_times_of_the_incident(kyiv: Log) -> None:
    then = {"as_of": "2024-12-20T10:00", "known_at": "2024-12-20 11:15"}

    found = asked(kyiv, "figures_as_of", incident=INCIDENT, **then)

    (injured,) = [
        row
        for row in found
        if row["place"] == "kyiv"
        and row["subject"] == '{"outcome":"injured","measure":"total_to_date"}'
    ]
    assert (injured["low"], injured["best"], injured["high"]) == (7, 7, None)
    assert injured["moment_as_of"] == "2024-12-20T08:00:00.000000Z"


def test_no_incident_means_the_one_that_was_updated_last(kyiv: Log) -> None:
    named = asked(kyiv, "figures_as_of", incident="rostov-2024-12")

    assert asked(kyiv, "figures_as_of") == named


@pytest.mark.parametrize("noun", ["casualties", "damage", "outages", "strikes"])
def test_rows_that_stand_make_the_figures_of_a_noun(kyiv: Log, noun: str) -> None:
    then = {"incident": INCIDENT, "as_of": "2024-12-20T11:00"}
    figures = [
        row for row in asked(kyiv, "figures_as_of", **then) if row["noun"] == noun
    ]

    rows = asked(kyiv, f"{noun}_as_of", **then)

    assert rows
    assert {row["place"] for row in rows} == {row["place"] for row in figures}
    assert {row["claim"] for row in rows} >= {
        json.loads(row["claims"])[0] for row in figures
    }


def test_no_incident_means_all_where_rows_are_asked_for(kyiv: Log) -> None:
    found = {row["incident"] for row in asked(kyiv, "casualties_as_of")}

    assert found == {"kyiv-2024-12-20", "ukraine-2024-12-20"}


def test_statements_come_in_the_order_of_replay(kyiv: Log) -> None:
    found = replay(kyiv, INCIDENT, as_of="2024-12-20T12:00")
    then = {"incident": INCIDENT, "as_of": "2024-12-20T12:00"}

    rows = asked(kyiv, "statements_as_of", **then)

    shown = [
        str(claim.name) for claim in found.visible if claim.claim.TYPE == "statement"
    ]
    assert rows
    assert {row["claim"] for row in rows} == set(shown)


@pytest.mark.parametrize("until", ["2024-12-20T09:00", "2024-12-20T11:00", "latest"])
def test_the_timeline_is_the_programs_but_for_strikes_of_old(
    kyiv: Log, until: str
) -> None:
    standing = {
        row["claim"]
        for row in asked(kyiv, "strikes_as_of", incident=INCIDENT, as_of=until)
    }
    told = timeline(replay(kyiv, INCIDENT, as_of=until))
    expected = [
        row for row in told if row["what"] != "strike" or row["name"] in standing
    ]

    found = asked(kyiv, "timeline", incident=INCIDENT, as_of=until)

    for row in found:
        assert row.pop("incident") == INCIDENT
    assert found == expected


def test_what_changed_gives_both_values_and_the_first_cause(kyiv: Log) -> None:
    known = {"known_a": "2024-12-20T11:15", "known_b": ""}

    found = asked(kyiv, "what_changed", incident=INCIDENT, as_of="", **known)

    (row,) = [
        row
        for row in found
        if row["place"] == "kyiv"
        and row["subject"] == '{"outcome":"injured","measure":"total_to_date"}'
    ]
    names = ("low_before", "best_before", "high_before", "low", "best", "high")
    assert tuple(row[name] for name in names) == (9, 9, 9, 9, 13, 13)
    assert (row["cause"], row["claim"], row["quote"]) == (
        "later count",
        "kmva-head-evening-post/evening#injured",
        "thirteen injured in all",
    )


@pytest.mark.parametrize("as_of", ["2024-12-20T11:00", "2024-12-20T12:00", ""])
@pytest.mark.parametrize(
    ("known_a", "known_b"),
    [
        ("2024-12-20T07:30", "2024-12-20T09:00"),
        ("2024-12-20T09:00", "2024-12-20T11:15"),
        ("2024-12-20T07:30", ""),
    ],
)
def test_what_changed_names_the_causes_that_diff_names(
    kyiv: Log, as_of: str, known_a: str, known_b: str
) -> None:
    known = {"known_a": known_a, "known_b": known_b}
    before, after = (
        replay(kyiv, INCIDENT, as_of=as_of, known_at=moment)
        for moment in known.values()
    )

    found = asked(kyiv, "what_changed", incident=INCIDENT, as_of=as_of, **known)

    says = ("low", "best", "high")
    assert found
    assert sorted(
        (r["place"], r["cause"], r["claim"], r["low"], r["best"], r["high"])
        for r in found
    ) == sorted(
        (r["place"], r["cause"], r["because"][0]["claim"], *map(r["after"].get, says))
        for r in diff(before, after)
        if isinstance(r["after"], dict)
    )


def test_claims_in_conflict_stand_side_by_side(kyiv: Log) -> None:
    found = asked(kyiv, "claims_in_conflict", incident=INCIDENT)

    says = ("figure_low", "figure_best", "figure_high", "said_by", "count_text")
    assert [
        (*(row[name] for name in says), row["decides"])
        for row in found
        if row["subject"] == '{"name":"debris_districts","unit":"district"}'
    ] == [
        (3, 4, 5, "kmva", "4", 1),
        (3, 4, 5, "ua-air-force", "5", 0),
        (3, 4, 5, "kyiv-post", "4", 1),
        (3, 4, 5, "kyiv-mayor", "3", 1),
        (3, 4, 5, "kyiv-city-administration", "3", 0),
    ]


@pytest.mark.parametrize("name", [*QUERIES])
def test_every_query_runs_in_sqlite3_alone(kyiv: Log, name: str) -> None:
    query = QUERIES[name]
    values = dict.fromkeys(query.parameters, "") | {"incident": INCIDENT}
    if name == "what_changed":
        values["known_a"] = "2024-12-20T11:15+02:00"
    sql = query.sql
    for parameter in query.parameters[1:]:
        when = incident_time(values[parameter])
        sql = re.sub(rf"incident_time\(:{parameter}, timezone\)", f"'{when}'", sql)
    script = (
        f".parameter set :incident \"'{INCIDENT}'\"\n.mode csv\n.headers on\n{sql};"
    )

    done = subprocess.run(
        ["sqlite3", str(path_of(kyiv))], input=script, capture_output=True, text=True
    )

    expected = asked(kyiv, name, **values)
    assert done.stderr == ""
    assert "incident_time" not in sql
    assert [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in expected
    ] == list(csv.DictReader(done.stdout.splitlines(keepends=True)))


@pytest.mark.parametrize("name", [*QUERIES])
def test_a_query_names_its_parameters_and_no_others(name: str) -> None:
    found = re.findall(r":(\w+)", QUERIES[name].sql)

    assert set(found) == set(QUERIES[name].parameters)
    assert QUERIES[name].parameters[:2] == ("incident", "as_of")
