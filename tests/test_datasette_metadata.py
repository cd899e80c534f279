"""Datasette is told what the tables mean; what its user says goes first."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from incident_log.datasette_plugin.metadata import described, queries
from incident_log.projections import TABLES
from incident_log.queries import STORED, VIEWS
from tests import served

TABLE = "/incidents/casualties"


@pytest.fixture(scope="module")
def ds() -> Any:
    return served.datasette()


def test_a_newcomer_is_told_what_the_two_times_mean(ds: Any) -> None:
    page = served.get(ds, "/incidents").text

    assert "<h1>What was reported about incidents</h1>" in page
    assert "<strong>as of</strong> the moment it speaks about" in page
    assert "<strong>known at</strong> the moment the log learnt it" in page
    assert '<a href="/-/incidents">incidents</a>' in page


def test_a_table_has_a_title_and_says_what_its_columns_mean(ds: Any) -> None:
    page = served.get(ds, TABLE).text

    assert "<h1>Casualties</h1>" in page
    assert "What each origin says about the people harmed." in page
    assert "<dt>known_from</dt><dd>The log knew so from this K on (included)" in page


def test_a_table_shows_what_was_known_last_first_with_its_facets(ds: Any) -> None:
    page = served.get(ds, TABLE).text
    known = served.get(ds, f"{TABLE}.json?_shape=array&_size=5").json()

    moments = [row["known_from"] for row in known]
    assert moments == sorted(moments, reverse=True)
    assert moments[0] > moments[-1]
    assert "sorted by known_from descending" in page
    assert 'data-column="outcome"' in page
    assert page.count('class="facet-info-name"') == 3


def test_a_row_that_is_referred_to_goes_by_its_name(ds: Any) -> None:
    page = served.get(ds, f"{TABLE}?said_by=kyiv-mayor&_size=1").text

    assert '<a href="/incidents/agents/kyiv-mayor">mayor of Kyiv' in page


def test_tables_that_only_serve_others_are_hidden(ds: Any) -> None:
    home = served.get(ds, "/incidents").text
    shown = home.partition("hidden table")[0]

    assert '<a href="/incidents/casualties">' in shown
    assert '<a href="/incidents/projection">' not in shown
    assert '<a href="/incidents/claims_fts">' not in shown


def test_quotes_can_be_searched(ds: Any) -> None:
    page = served.get(ds, "/incidents/claims").text
    found = served.get(ds, "/incidents/claims.json?_search=thirteen&_shape=array")

    assert 'type="search" name="_search"' in page
    assert ["thirteen" in row["quote"] for row in found.json()] == [True]


def test_what_the_user_says_of_a_table_goes_first() -> None:
    said = {
        "title": "Our desk",
        "tables": {
            "casualties": {
                "title": "People",
                "sort": "low",
                "columns": {"low": "At least so many"},
            },
        },
    }
    ds = served.datasette(metadata={"databases": {"incidents": said}})

    home, page = (served.get(ds, path).text for path in ("/incidents", TABLE))

    assert "<h1>Our desk</h1>" in home
    assert "as of</strong> the moment" in home
    assert "<h1>People</h1>" in page
    assert "What each origin says about the people harmed." in page
    assert "<dt>low</dt><dd>At least so many</dd>" in page
    assert "<dt>high</dt><dd>The highest number it allows" in page


def test_tables_of_somebody_else_s_are_not_described(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table casualties (name text)")

    ds = served.datasette(path)

    assert "<h1>other</h1>" in served.get(ds, "/other").text
    assert "<h1>casualties</h1>" in served.get(ds, "/other/casualties").text


def test_every_table_and_view_is_described() -> None:
    said = described(["incidents"], "/-/incidents")["databases"]["incidents"]["tables"]

    assert set(said) == {table.name for table in TABLES} | set(VIEWS)
    assert [name for name, about in said.items() if not about.get("title")] == []
    assert [name for name, about in said.items() if not about["description"]] == []


def test_a_view_of_what_holds_now_is_described_like_its_table() -> None:
    said = described(["incidents"], "/-/incidents")["databases"]["incidents"]["tables"]

    now = said["statements_now"]
    assert now["title"] == "Statements now"
    assert now["description"].endswith(" What holds now.")
    assert "_as_of" not in now["description"]
    assert now["columns"] == said["statements"]["columns"]
    assert (now["fts_table"], now["fts_pk"]) == ("statements_fts", "id")
    assert "fts_table" not in said["casualties_now"]


def test_stored_queries_take_their_moment_as_parameters() -> None:
    said = queries(STORED)

    assert set(said) >= {"figures_as_of", "casualties_as_of", "what_changed"}
    assert set(said["casualties_as_of"]["params"]) == {"incident", "as_of", "known_at"}


@pytest.mark.parametrize("name", [query.name for query in STORED])
def test_every_stored_query_is_offered_with_what_it_answers(ds: Any, name: str) -> None:
    home = "/incidents/-/queries" if served.IS_NEWER else "/incidents"
    offered = served.get(ds, home).text
    page = served.get(ds, f"/incidents/{name}").text

    title = queries(STORED)[name]["title"]
    assert f'href="/incidents/{name}"' in offered
    assert title in page
