"""Every page can be visited: tables, views, queries, rows and pages of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.utils import tilde_encode

from incident_log.projections import NOUNS, TABLES
from incident_log.queries import STORED, VIEWS
from tests import served


def addresses(tables: Path) -> Iterator[str]:
    """Yield the address of every page that a file of tables has."""
    yield from ("/", "/incidents", "/-/incidents")
    with closing(sqlite3.connect(tables)) as connection:
        for name in (*(table.name for table in TABLES), *VIEWS):
            yield f"/incidents/{name}"
        for name in NOUNS:
            yield f"/incidents/{name}?_as_of=&_known_at=latest&_sort_desc=incident"
        for table in TABLES:
            keys = ", ".join(table.pk)
            found = connection.execute(f"SELECT {keys} FROM {table.name} LIMIT 2")
            for row in found.fetchall():
                key = ",".join(tilde_encode(str(value)) for value in row)
                yield f"/incidents/{table.name}/{key}"
        for (slug,) in connection.execute("SELECT id FROM incidents").fetchall():
            yield f"/incidents/-/incident/{slug}"
            yield from (f"/incidents/{q.name}?incident={quote(slug)}" for q in STORED)
    yield from (f"/incidents/{query.name}" for query in STORED)


def exports(tables: Path) -> Iterator[str]:
    """Yield the address of the data behind the pages."""
    for name in (*(table.name for table in TABLES), *VIEWS, *(q.name for q in STORED)):
        yield from (f"/incidents/{name}.json?_shape=array", f"/incidents/{name}.csv")


def visited(path: Path, pages: Iterator[str]) -> dict[str, Any]:
    ds = served.datasette(path)
    return {page: served.get(ds, page) for page in pages}


@pytest.fixture(scope="module")
def day() -> dict[str, Any]:
    return visited(served.kyiv(), addresses(served.kyiv()))


@pytest.fixture(scope="module")
def evil() -> dict[str, Any]:
    return visited(served.hostile(), addresses(served.hostile()))


def test_every_page_of_the_day_in_kyiv_answers(day: dict[str, Any]) -> None:
    failed = {page: found.status_code for page, found in day.items()}

    assert {page: code for page, code in failed.items() if code != 200} == {}
    assert [page for page, found in day.items() if "Traceback" in found.text] == []
    assert len(day) > 90


def test_the_data_behind_every_page_answers_too() -> None:
    found = visited(served.kyiv(), exports(served.kyiv()))

    assert {p: r.status_code for p, r in found.items() if r.status_code != 200} == {}


def test_every_page_answers_when_all_words_are_markup(evil: dict[str, Any]) -> None:
    assert {p: r.status_code for p, r in evil.items() if r.status_code != 200} == {}


def test_markup_in_any_word_of_a_report_is_shown_as_text(evil: dict[str, Any]) -> None:
    run = [p for p, r in evil.items() if "<script>alert" in r.text.lower()]
    shown = [p for p, r in evil.items() if "&lt;script&gt;alert(1)" in r.text]

    assert run == []
    assert set(shown) >= {
        "/-/incidents",
        "/incidents/incidents",
        "/incidents/claims",
        "/incidents/updates",
        "/incidents/agents",
        "/incidents/agents/wire",
        "/incidents/incidents/quay",
        "/incidents/casualties",
        "/incidents/reports/page",
        "/incidents/-/incident/quay",
    }


def test_no_page_links_to_a_script(evil: dict[str, Any]) -> None:
    links = ('href="javascript:', "href='javascript:", "href=javascript:")

    assert [
        (page, link)
        for page, found in evil.items()
        for link in links
        if link in found.text.lower()
    ] == []
    assert "javascript:alert(1)" in evil["/incidents/reports"].text
