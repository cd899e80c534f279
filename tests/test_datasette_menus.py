"""Ways to incidents and moments: the menu, a table's actions, the bar, the jump."""

import re
from html import unescape
from typing import Any

import pytest
from markupsafe import Markup

from incident_log.datasette_plugin.timebar import placed, top_table
from tests import served

TABLE = "/incidents/casualties"


@pytest.fixture(scope="module")
def ds() -> Any:
    return served.datasette()


def actions(page: str) -> dict[str, str]:
    """Return the address of every action of a table by its label."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>\s*([^<]*?)\s*<', page)
    return {label: unescape(link) for link, label in found}


def form(page: str) -> str:
    """Return the bar as 1.0 shows it, or as a script puts it there on 0.65."""
    page = page.replace("\\u003c", "<").replace('\\"', '"')
    (found,) = re.findall(r'<form class="core incident-log-times".*?</form>', page)
    return str(found)


def test_the_incidents_are_in_the_menu_of_every_page(ds: Any) -> None:
    home = served.get(ds, "/").text

    assert '<a href="/-/incidents">Incidents</a>' in home


def test_without_tables_of_ours_the_menu_has_no_incidents(tmp_path: Any) -> None:
    empty = tmp_path / "empty.db"
    empty.touch()

    home = served.get(served.datasette(empty), "/").text

    assert "/-/incidents" not in home


def test_a_history_table_offers_what_holds_now_and_keeps_its_filters(ds: Any) -> None:
    page = served.get(ds, f"{TABLE}?outcome=killed&_next=5&_as_of=2024-12-20T11:00Z")
    found = actions(page.text)

    (fixed,) = [label for label in found if label.endswith("UTC, to be cited")]
    assert found["Only what holds now"] == (
        f"{TABLE}?outcome=killed&_as_of=latest&_known_at=latest"
    )
    assert found["The whole history"] == f"{TABLE}?outcome=killed"
    assert re.fullmatch(
        rf"{TABLE}\?outcome=killed&_as_of=(20\d\d-.*Z)&_known_at=\1", found[fixed]
    )


def test_without_filters_the_whole_history_needs_no_arguments(ds: Any) -> None:
    page = served.get(ds, TABLE).text

    assert actions(page)["The whole history"] == TABLE


@pytest.mark.parametrize("table", ["claims", "incidents"])
def test_a_table_without_history_has_neither_actions_nor_a_bar(
    ds: Any, table: str
) -> None:
    page = served.get(ds, f"/incidents/{table}").text

    assert "Only what holds now" not in page
    assert "incident-log-times" not in page


def test_the_bar_asks_for_both_times_and_keeps_everything_else(ds: Any) -> None:
    page = served.get(
        ds, f"{TABLE}?outcome=killed&_sort=low&_next=1&_as_of=2024-12-20T11:00Z"
    )
    bar = form(page.text)

    assert re.findall(r'name="(\w+)" value="([^"]*)"', bar) == [
        ("outcome", "killed"),
        ("_sort", "low"),
        ("_as_of", "2024-12-20T11:00Z"),
        ("_known_at", "latest"),
    ]
    assert f'action="{TABLE}"' in bar
    assert f'href="{TABLE}?outcome=killed&amp;_sort=low"' in bar


def test_arguments_with_markup_stay_text_in_the_bar(ds: Any) -> None:
    evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    page = served.get(ds, f"{TABLE}?outcome={evil}&_known_at=latest")

    assert page.status_code == 200
    assert "<script>alert" not in page.text.replace("\\u003c", "<")
    assert "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in form(page.text)


def test_a_script_can_place_the_bar_where_datasette_has_no_place_for_it() -> None:
    assert placed(None) == ""
    assert placed(Markup('<form class="a">')) == (
        'document.querySelector("form.filters")'
        '.insertAdjacentHTML("beforebegin", "\\u003cform class=\\"a\\">");'
    )


def test_tables_of_ours_explain_their_columns_in_little_room(ds: Any) -> None:
    page = served.get(ds, TABLE).text
    style = re.findall(r'href="(/-/static-plugins/[^"]*/tables\.css[^"]*)"', page)

    assert "/tables.css" not in served.get(ds, "/incidents").text
    assert ".column-descriptions" in served.get(ds, style[0]).text


def test_there_is_no_bar_over_a_table_of_somebody_else_s(ds: Any) -> None:
    assert top_table(ds, None, "other", "casualties") is None


@pytest.mark.skipif(not served.IS_NEWER, reason="0.65 has no jump menu")
def test_an_incident_can_be_jumped_to_by_its_title(ds: Any) -> None:
    found = served.get(ds, "/-/jump.json?q=missile").json()

    assert ("/incidents/-/incident/kyiv-2024-12-20", "incident") in [
        (match["url"], match["type"]) for match in found["matches"]
    ]


@pytest.mark.skipif(not served.IS_NEWER, reason="0.65 has no jump menu")
def test_nobody_is_told_of_incidents_that_are_not_for_them() -> None:
    said = {"databases": {"incidents": {"allow": {"id": "editor"}}}}
    ds = served.datasette(metadata=said)

    found = served.get(ds, "/-/jump.json?q=missile").json()

    assert found["matches"] == []
