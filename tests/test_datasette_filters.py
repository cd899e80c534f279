"""``?_as_of=`` and ``?_known_at=``: a history table shows what held, as known then."""

import html
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, urlencode

import pytest

from incident_log.projections import NOUNS
from incident_log.queries import STORED
from tests import served

TABLE = "/incidents/casualties"
KYIV = "kyiv-2024-12-20"


@pytest.fixture(scope="module")
def ds() -> Any:
    return served.datasette()


def rows(ds: Any, table: str = TABLE, **asked: str) -> list[tuple[Any, ...]]:
    """Return voice and bounds of the rows about all of Kyiv's injured."""
    asked |= {"outcome": "injured", "place": "kyiv", "measure": "total_to_date"}
    asked["_shape"] = "array"
    found = served.get(ds, f"{table}.json?{urlencode(asked)}")
    assert found.status_code == 200
    return sorted((row["said_by"], row["low"], row["high"]) for row in found.json())


def refusal(ds: Any, **asked: str) -> str:
    found = served.get(ds, f"{TABLE}.json?{urlencode(asked)}")
    assert found.status_code == 400
    return str(found.json()["error"])


def test_at_eleven_as_known_then_the_officials_nine_and_the_mayor_stand(
    ds: Any,
) -> None:
    found = rows(
        ds, _as_of="2024-12-20T11:00+02:00", _known_at="2024-12-20T11:15+02:00"
    )

    assert found == [("kyiv-mayor", 9, 9), ("officials-unnamed", 9, 9)]


def test_of_two_times_the_one_that_is_left_out_is_the_latest(ds: Any) -> None:
    known = rows(ds, _known_at="2024-12-20T09:30+02:00")
    about = rows(ds, _as_of="2024-12-20T09:30+02:00")

    assert known == rows(ds, _known_at="2024-12-20T09:30+02:00", _as_of="latest")
    assert known == [("kyiv-mayor", 7, None)]
    assert about == rows(ds, _as_of="2024-12-20T09:30+02:00", _known_at="latest")
    assert about == [("kyiv-mayor", 7, None)]


@pytest.mark.parametrize("latest", ["", "latest", "9999-12-31T23:59:59.999999Z"])
def test_nothing_is_the_latest(ds: Any, latest: str) -> None:
    found = rows(ds, _as_of=latest, _known_at=latest)

    assert found == [
        ("kmva-head", 13, 13),
        ("kyiv-authorities", 12, 12),
        ("kyiv-mayor", 9, 9),
        ("officials-unnamed", 12, 12),
        ("ua-regional-authorities", 10, 10),
    ]


@pytest.mark.parametrize("column", ["incident", "incident__exact"])
def test_a_wall_time_is_that_of_the_incident_that_is_filtered_on(
    ds: Any, column: str
) -> None:
    found = rows(
        ds,
        **{column: KYIV},
        _as_of="2024-12-20T11:00",
        _known_at="2024-12-20 11:15",
    )

    assert found == [("kyiv-mayor", 9, 9), ("officials-unnamed", 9, 9)]


def test_an_offset_may_lose_its_plus_sign_in_the_address(ds: Any) -> None:
    found = served.get(
        ds,
        f"{TABLE}.json?outcome=injured&place=kyiv&measure=total_to_date&_shape=array"
        "&_as_of=2024-12-20T11:00+02:00&_known_at=2024-12-20T11:15+0200",
    )

    assert [row["said_by"] for row in found.json()] == [
        "officials-unnamed",
        "kyiv-mayor",
    ]


def test_a_wall_time_without_an_incident_is_refused(ds: Any) -> None:
    nowhere = refusal(ds, _as_of="2024-12-20T11:00")
    unknown = refusal(ds, _known_at="2024-12-20T11:00", incident="nope")

    words = (
        "'2024-12-20T11:00' has no offset: add one (+02:00), or filter on one"
        " incident, whose zone counts then"
    )
    assert (nowhere, unknown) == (f"_as_of: {words}", f"_known_at: {words}")


def test_what_is_no_time_is_refused_in_our_words(ds: Any) -> None:
    page = served.get(ds, f"{TABLE}?_as_of=11+a.m.")

    assert refusal(ds, _as_of="<b>") == (
        "_as_of: cannot read a time from '<b>': write 2024-12-20, 2024-12-20T11:00"
        " or 2024-12-20T11:00+02:00"
    )
    assert page.status_code == 400
    assert "cannot read a time from &#39;11 a.m.&#39;: write" in page.text


def test_the_heading_says_what_was_asked_for_in_the_incident_s_zone(ds: Any) -> None:
    both = served.get(
        ds, f"{TABLE}?incident={KYIV}&_as_of=2024-12-20T11:00:30&_known_at="
    )
    one = served.get(ds, f"{TABLE}?_known_at=2024-12-20T11:15%2B02:00")

    assert "as of 20 Dec 2024 11:00:30 EET, known at latest" in both.text
    assert "where as of latest, known at 20 Dec 2024 09:15 UTC" in one.text


@pytest.mark.parametrize("latest", ["", "latest"])
def test_the_moment_stays_when_the_rows_are_sorted_paged_faceted_or_exported(
    ds: Any, latest: str
) -> None:
    moment = f"_as_of={latest}&_known_at={latest}"
    page = served.get(ds, f"{TABLE}?{moment}&_size=3&_facet=outcome").text

    kept = [
        line.replace("&amp;", "&")
        for line in re.findall(r'href="([^"]*)"', page)
        if re.search(
            r"_sort(_desc)?=|_next=|outcome=|\.csv|\.json|/incidents\?sql=", line
        )
    ]
    moments = [
        link for link in kept if "_as_of=latest" in link and "_known_at=" in link
    ]
    assert len(kept) > 20
    assert moments == [link for link in kept if "sql=" not in link]


def test_the_query_behind_a_page_asks_by_name_for_both_times(ds: Any) -> None:
    page = served.get(ds, f"{TABLE}?_as_of=2024-12-20T09:00Z&_known_at=latest").text

    (sql,) = {
        unquote_plus(link.replace("&amp;", "&"))
        for link in re.findall(r'href="([^"]*sql=[^"]*)"', page)
    }
    assert "as_of_from <= :as_of and :as_of < as_of_to" in sql
    assert "known_from <= :known_at and :known_at < known_to" in sql
    assert "&as_of=2024-12-20T09:00:00.000000Z" in sql


@pytest.mark.parametrize("table", ["incidents", "claims", "updates"])
def test_a_table_without_history_takes_no_notice(ds: Any, table: str) -> None:
    found = served.get(ds, f"/incidents/{table}.json?_as_of=nonsense&_shape=array")

    assert found.status_code == 200


def test_every_history_table_answers(ds: Any) -> None:
    answers = {
        table: served.get(
            ds, f"/incidents/{table}.json?_as_of=&_known_at=&_shape=array"
        ).status_code
        for table in NOUNS
    }

    assert answers == dict.fromkeys(NOUNS, 200)


def test_a_table_of_somebody_else_s_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table casualties (name text)")

    ds = served.datasette(path)

    found = served.get(ds, "/other/casualties.json?_as_of=nonsense&_shape=array")
    assert (found.status_code, found.json()) == (200, [])


@pytest.mark.parametrize("name", [query.name for query in STORED])
@pytest.mark.parametrize("kind", ["", ".json", ".csv"])
def test_a_stored_query_refuses_what_is_no_time_in_our_words(
    ds: Any, name: str, kind: str
) -> None:
    time = next(p for q in STORED if q.name == name for p in q.parameters[1:])

    found = served.get(ds, f"/incidents/{name}{kind}?{time}=noon")

    assert found.status_code == 400
    assert html.unescape(found.text).count(
        f"{time}: cannot read a time from 'noon': write 2024-12-20, 2024-12-20T11:00"
        " or 2024-12-20T11:00+02:00"
    )


def test_a_stored_query_takes_a_wall_time_in_the_incident_s_zone(ds: Any) -> None:
    asked = "outcome=x&as_of=2024-12-20T11:00&known_at=2024-12-20T11:15"
    offset = "as_of=2024-12-20T11:00+02:00&known_at=2024-12-20T11:15+02:00"
    path = f"/incidents/casualties_as_of.json?incident={KYIV}&_shape=array"

    wall, told = (served.get(ds, f"{path}&{each}").json() for each in (asked, offset))

    assert ("officials-unnamed", 9) in [(row["said_by"], row["low"]) for row in wall]
    assert wall == told


def test_a_query_of_one_s_own_is_none_of_our_business(ds: Any) -> None:
    found = served.get(ds, f"{served.QUERY}.json?sql=select+:as_of&as_of=noon")

    assert found.status_code == 200
