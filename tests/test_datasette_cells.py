"""Cells lead to incidents and claims, and show times that can be read."""

from typing import Any

import pytest
from markupsafe import Markup

from incident_log.datasette_plugin.cells import render_cell
from tests import served

KYIV = "kyiv-2024-12-20"
PAGE = f"/incidents/-/incident/{KYIV}"


@pytest.fixture(scope="module")
def ds() -> Any:
    ds = served.datasette()
    served.get(ds, "/-/versions.json")
    return ds


def cell(ds: Any, value: Any, column: str, table: str | None = "casualties") -> Any:
    row = {"id": "quay.2"}
    return render_cell(row, value, column, table, "incidents", ds)


def test_an_incident_leads_to_its_page_from_tables_rows_and_queries(ds: Any) -> None:
    history = served.get(ds, f"/incidents/casualties?incident={KYIV}&_size=1").text
    register = served.get(ds, "/incidents/incidents").text
    row = served.get(ds, f"/incidents/incidents/{KYIV}").text
    query = served.get(ds, f"{served.QUERY}?sql=select+'{KYIV}'+as+incident").text

    title = "Kyiv under missile fire, 20 December 2024"
    assert f'<a href="{PAGE}">{title}</a>&nbsp;<em>{KYIV}</em>' in history
    assert f'<a href="{PAGE}">{title}</a>' in register
    assert f'<a href="{PAGE}">{KYIV}</a>' in row
    assert f'<a href="{PAGE}">{KYIV}</a>' in query


def test_every_claim_of_a_list_leads_to_its_row(ds: Any) -> None:
    shown = cell(ds, '["wire/1#c1","post/b#a~1"]', "claims")

    assert shown == (
        '<a href="/incidents/claims/wire~2F1~23c1">wire/1#c1</a><br>'
        '<a href="/incidents/claims/post~2Fb~23a~7E1">post/b#a~1</a>'
    )


@pytest.mark.parametrize("value", ["nine claims", '{"a": 1}', "9"])
def test_what_is_no_list_of_claims_stays_as_it_is(ds: Any, value: str) -> None:
    assert cell(ds, value, "claims") is None


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2024-12-20T09:00:00.000000Z", "20 Dec 2024 09:00 UTC"),
        ("2024-12-20T09:00:05.000000Z", "20 Dec 2024 09:00:05 UTC"),
        ("9999-12-31T23:59:59.999998Z", "latest"),
    ],
)
def test_a_time_is_readable_and_its_title_exact(
    ds: Any, stored: str, shown: str
) -> None:
    expected = f'<time datetime="{stored}" title="{stored}">{shown}</time>'

    assert cell(ds, stored, "known_from") == expected
    assert cell(ds, stored, "anything", None) == expected


def test_what_nothing_has_ended_is_open(ds: Any) -> None:
    shown = cell(ds, "9999-12-31T23:59:59.999999Z", "known_to")

    assert shown == (
        '<span title="9999-12-31T23:59:59.999999Z: nothing has ended it yet">'
        "open</span>"
    )


@pytest.mark.parametrize(
    ("value", "column"),
    [
        (9, "low"),
        (None, "known_to"),
        ("nine people", "quote"),
        ("at 2024-12-20T09:00:00.000000Z", "quote"),
        (None, "incident"),
        ("", "incident"),
    ],
)
def test_any_other_value_is_left_to_datasette(ds: Any, value: Any, column: str) -> None:
    assert cell(ds, value, column) is None


def test_markup_in_a_value_is_text(ds: Any) -> None:
    evil = '"><script>alert(1)</script>'

    shown = [
        cell(ds, evil, "incident"),
        cell(ds, {"value": "quay", "label": evil}, "incident"),
        cell(ds, evil, "title", "incidents"),
        cell(ds, '["<script>alert(1)</script>"]', "claims"),
    ]

    assert all(isinstance(each, Markup) for each in shown)
    assert [each for each in shown if "<script" in each or '">"' in each] == []


def test_an_address_has_no_room_for_other_paths(ds: Any) -> None:
    assert cell(ds, "../../-/logout", "incident") == (
        '<a href="/incidents/-/incident/~2E~2E~2F~2E~2E~2F-~2Flogout">'
        "../../-/logout</a>"
    )


def test_an_incident_without_a_title_is_no_link_of_nothing(ds: Any) -> None:
    assert cell(ds, None, "title", "incidents") is None
    assert cell(ds, "Fire", "title", "incidents") == (
        '<a href="/incidents/-/incident/quay~2E2">Fire</a>'
    )


def test_cells_of_other_databases_are_none_of_ours(ds: Any) -> None:
    stored = "2024-12-20T09:00:00.000000Z"

    assert render_cell({}, stored, "known_at", "casualties", "other", ds) is None
