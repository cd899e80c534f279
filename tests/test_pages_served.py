"""The pages as they are served, by whichever Datasette is installed."""

import html
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from incident_log.answer import answer
from incident_log.demonstration import loaded
from incident_log.replay import replay
from tests import served
from tests.given import Document, act, injured, killed, update
from tests.tabled import tabled
from tests.test_pages_answers import comparable

KYIV = "/incidents/-/incident/kyiv-2024-12-20"
ELEVEN = "_as_of=2024-12-20T11:00&_known_at=2024-12-20T11:15"


@pytest.fixture(scope="module")
def ds() -> Any:
    return served.datasette()


def text(ds: Any, path: str, status: int = 200) -> str:
    """Return the body of a page, with spaces evened out."""
    found = served.get(ds, path)
    assert found.status_code == status, found.text[:500]
    return " ".join(str(found.text).split())


def story(directory: Path, *items: Document) -> Any:
    """Serve the tables of a story."""
    return served.datasette(tabled(directory / "log", *items))


def test_the_page_is_whole_without_a_script(ds: Any) -> None:
    page = text(ds, f"{KYIV}?{ELEVEN}")

    assert "<h1>Kyiv under missile fire, 20 December 2024</h1>" in page
    assert "known at 20 Dec 2024, 11:15 EET: killed 1; injured 9." in page
    assert '<p class="number">9</p> <p class="word">two origins agree</p>' in page
    assert "Only what had been reported by then." in page
    assert "<mark>nine others injured</mark>" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="figure-chart"' in page


def test_the_form_asks_for_the_same_page_at_another_moment(ds: Any) -> None:
    page = text(ds, f"{KYIV}?{ELEVEN}")

    assert f'<form class="moment" method="get" action="{KYIV}"' in page
    chosen = re.findall(r'<option value="([^"]*)" selected', page)
    assert chosen == ["2024-12-20T09:00:00Z", "2024-12-20T09:15:00Z"]


def test_reports_that_do_not_count_are_marked(ds: Any) -> None:
    page = text(ds, f"{KYIV}?{ELEVEN}")

    assert page.count("not known yet") == 6


def test_a_fragment_is_the_same_without_the_frame(ds: Any) -> None:
    fragment = text(ds, f"{KYIV}?{ELEVEN}&_part=moment")

    assert fragment.startswith('<p class="summary" role="status" aria-live="polite"')
    assert "<html" not in fragment
    assert fragment in text(ds, f"{KYIV}?{ELEVEN}")


def test_no_script_and_no_style_is_written_into_the_page(ds: Any) -> None:
    page = text(ds, KYIV)
    own = page[page.index("<article") : page.index("</article>")]

    assert "<script" not in own
    assert "<style" not in own
    assert " style=" not in own
    assert not re.search(r" on[a-z]+=", own)


def test_the_json_is_what_replay_prints(ds: Any, tmp_path: Path) -> None:
    with loaded(tmp_path / "log") as (log, _):
        moment = {"as_of": "2024-12-20T11:00", "known_at": "2024-12-20T11:15"}
        told = answer(replay(log, "kyiv-2024-12-20", **moment))  # type: ignore[arg-type]

    found = served.get(ds, f"{KYIV}.json?{ELEVEN}").json()

    for each in (*found["updates"], *told["updates"]):
        each.pop("recorded_at")
    assert list(found) == list(told)
    assert comparable(found) == comparable(told)


def test_json_may_be_read_by_other_sites_where_datasette_says_so() -> None:
    shared = served.datasette(cors=True)

    assert served.get(shared, f"{KYIV}.json").headers[
        "access-control-allow-origin"
    ] == ("*")


def test_a_chart_has_an_address_of_its_own(ds: Any) -> None:
    found = served.get(ds, f"{KYIV}.svg?{ELEVEN}&outcome=injured")

    assert found.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert '<title id="figure-t">injured, Kyiv</title>' in found.text
    assert "as of 11:00" in found.text
    assert "@media (prefers-color-scheme: dark)" in found.text


def test_any_figure_can_be_asked_for_as_a_chart(ds: Any) -> None:
    strike = "noun=strikes&weapons=iskander-m%2Bkn-23&phase=launched"
    district = "place=holosiivskyi&outcome=killed"

    assert "Iskander-M and KN-23 launched, by Russia, Kyiv" in text(
        ds, f"{KYIV}.svg?{strike}&actor=russia"
    )
    assert "killed, Holosiivskyi district, Kyiv" in text(ds, f"{KYIV}.svg?{district}")


def test_a_chart_of_nothing_names_what_there_is(ds: Any) -> None:
    page = text(ds, f"{KYIV}.svg?outcome=drowned", 404)

    assert "no figure matches &#39;casualties kyiv drowned&#39;: there are" in page


def test_two_moments_can_be_compared(ds: Any) -> None:
    asked = "from=2024-12-20T11:00@2024-12-20T11:15&to=@"

    page = text(ds, f"{KYIV}/diff?{asked}")
    found = served.get(ds, f"{KYIV}/diff.json?{asked}").json()

    assert '9 → <b>13 (9 to 13)</b> <span class="cause">Later count</span>' in page
    assert "thirteen injured in all" in page
    assert found["from"] == {
        "as_of": "2024-12-20T09:00:00.000000Z",
        "known_at": "2024-12-20T09:15:00.000000Z",
    }
    assert found["to"]["known_at"] == "9999-12-31T23:59:59.999999Z"
    (change,) = [c for c in found["changes"] if c.get("outcome") == "injured"]
    assert (change["before"]["best"], change["after"]["best"]) == (9, 13)
    assert change["because"][0]["claim"] == "kmva-head-evening-post/evening#injured"


def test_the_same_moment_twice_has_no_changes(ds: Any) -> None:
    assert "No figure changed between these moments." in text(ds, f"{KYIV}/diff")


def test_every_incident_is_listed_with_its_toll(ds: Any) -> None:
    page = text(ds, "/-/incidents")

    assert f'<a href="{KYIV}">Kyiv under missile fire, 20 December 2024</a>' in page
    assert '<td class="count">13<small>injured, 9 to 13</small></td>' in page
    assert "<title>injured as the reports came in</title>" in page
    assert "no figure for killed" in page


def test_a_contested_toll_says_so_in_the_list(tmp_path: Path) -> None:
    there = story(
        tmp_path,
        update("a", killed("at least 1"), injured(9), at="10:00", heard="10:10"),
        update("b", injured(5), at="10:00", heard="10:20"),
    )

    page = text(there, "/-/incidents")

    assert '<td class="count">5<small>injured, 5 to 9, contested</small></td>' in page
    assert '<td class="count">≥1<small>killed</small></td>' in page


def test_a_log_without_incidents_says_what_to_do(tmp_path: Path) -> None:
    assert "No incident yet: import an update" in text(story(tmp_path), "/-/incidents")


def test_where_no_tables_are_open_the_list_says_so(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t (x)")

    assert "No tables of an incident log are open here" in text(
        served.datasette(other), "/-/incidents"
    )


def test_two_files_of_tables_are_told_apart(tmp_path: Path) -> None:
    from datasette.app import Datasette

    more = tabled(tmp_path / "log", update("a", injured(9), heard="10:10"))
    more = more.rename(tmp_path / "more.db")

    page = text(Datasette([str(served.kyiv()), str(more)]), "/-/incidents")

    assert '<h2><a href="/incidents">incidents</a></h2>' in page
    assert '<h2><a href="/more">more</a></h2>' in page


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/incidents/-/incident/kyiv-2024", 404, "(nearest: kyiv-2024-12-20)"),
        ("/nowhere/-/incident/x", 404, "no database of incidents is called 'nowhere'"),
        (f"{KYIV}?_as_of=yesterday", 400, "cannot read a time from 'yesterday'"),
        (f"{KYIV}.json?_known_at=11:00", 400, "cannot read a time from '11:00'"),
        (f"{KYIV}/diff?from=noon", 400, "cannot read a time from 'noon'"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_our_words(
    ds: Any, path: str, status: int, words: str
) -> None:
    assert words in html.unescape(text(ds, path, status))


def test_an_offset_in_an_address_keeps_its_plus(ds: Any) -> None:
    found = served.get(ds, f"{KYIV}.json?_as_of=2024-12-20T11:00+02:00").json()

    assert found["as_of"] == "2024-12-20T09:00:00.000000Z"


def test_a_database_that_may_not_be_seen_is_not_shown() -> None:
    from datasette import version

    allow: dict[str, Any] = {"databases": {"incidents": {"allow": False}}}
    is_old = version.__version__.startswith("0.")
    named: dict[str, Any] = {"metadata" if is_old else "config": allow}
    closed = served.datasette(**named)

    assert served.get(closed, KYIV).status_code == 403
    assert served.get(closed, f"{KYIV}.json").status_code == 403
    assert "Kyiv under missile fire" not in text(closed, "/-/incidents")


def test_a_merged_incident_leads_to_the_one_it_is_part_of(tmp_path: Path) -> None:
    there = story(
        tmp_path,
        update("a", injured(9), at="10:00", heard="10:10"),
        update("b", injured(3), at="10:00", heard="10:20", incident="raid"),
        act("merge", "10:30", incident="raid", into="kyiv-2024-12-20"),
    )
    raid = "/incidents/-/incident/raid"

    page = text(there, raid)
    now = served.get(there, f"{raid}.json").json()
    before = served.get(there, f"{raid}.json?_known_at=2024-12-20T10:25").json()

    assert f'was merged into <a href="{KYIV}">kyiv-2024-12-20</a>' in page
    assert now["incident"] == "kyiv-2024-12-20"
    assert (before["incident"], before["casualties"][0]["best"]) == ("raid", 3)
    assert "kyiv · merged into" in text(there, "/-/incidents")


def test_a_merged_incident_without_rows_is_the_one_it_is_part_of(
    tmp_path: Path,
) -> None:
    there = story(
        tmp_path,
        update(
            "a",
            injured(9),
            at="10:00",
            heard="10:10",
            related_incidents=[{"id": "raid", "title": "The raid"}],
        ),
        act("merge", "10:30", incident="raid", into="kyiv-2024-12-20"),
    )

    found = served.get(there, "/incidents/-/incident/raid.json").json()

    assert found["incident"] == "kyiv-2024-12-20"


def test_an_incident_without_reports_has_a_page(tmp_path: Path) -> None:
    there = story(
        tmp_path,
        update("a", injured(9), heard="10:10"),
        act("describe", "10:30", incident={"id": "raid", "title": "The raid"}),
    )

    page = text(there, "/incidents/-/incident/raid")

    assert "0 updates. Times are those of UTC." in page
    assert "No figures at this moment." in page


def test_markup_in_any_text_is_shown_as_text() -> None:
    there = served.datasette(served.hostile())

    pages = [
        text(there, path)
        for path in (
            "/-/incidents",
            "/incidents/-/incident/quay",
            "/incidents/-/incident/quay?_part=moment",
            "/incidents/-/incident/quay/diff?from=2024-12-20T00:00@&to=@",
            "/incidents/-/incident/quay.svg?outcome=injured",
        )
    ]

    assert [page for page in pages if served.SCRIPT in page] == []
    assert [page for page in pages if 'href="javascript:' in page] == []
    assert [
        page for page in pages if "alert" not in page and "script" not in page
    ] == []


def test_json_of_markup_is_the_words_themselves() -> None:
    there = served.datasette(served.hostile())

    found = json.loads(text(there, "/incidents/-/incident/quay.json"))

    assert found["title"] == f"{served.SCRIPT}title"


def test_a_slug_that_ends_like_a_format_has_its_page(tmp_path: Path) -> None:
    ds = story(
        tmp_path,
        update("wire", injured(7), at="08:00", heard="08:10", incident="fire.json"),
        update("post", injured(2), at="08:00", heard="08:20", incident="fire"),
    )

    page = text(ds, "/incidents/-/incident/fire.json")
    answered = json.loads(text(ds, "/incidents/-/incident/fire.json.json"))

    assert "<h1>fire.json</h1>" in page
    assert answered["incident"] == "fire.json"
    assert answered["casualties"][0]["best"] == 7


def test_a_moment_at_the_end_of_the_calendar_can_be_shown(tmp_path: Path) -> None:
    late = injured(7) | {"as_of": "9999-12-31T23:30:00Z"}
    ds = story(tmp_path, update("wire", late, at="08:00", heard="08:10"))

    page = text(ds, "/incidents/-/incident/kyiv-2024-12-20")

    assert '<p class="number">7</p>' in page
