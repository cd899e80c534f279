"""A CSV that is downloaded from our pages computes nothing in a spreadsheet."""

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.datasette_plugin.formulas import Rewriting, disarmed, harmless
from incident_log.intake import import_updates
from incident_log.log import Log
from incident_log.projecting.keeping import path_of
from tests import served
from tests.given import killed, update

#: What begins a formula, by OWASP; the last ones are full-width.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NUMBERS = ("-5", "+5", "-0.25", "-1e-05", "-1E+9", "7")
WORDS = ("nine", "a=b", "a-b", "", "'=1", "e@x.example", "\u2212x", " =1")

cells = st.text(st.sampled_from("=+-@\t\r\n,\"'aй1."), max_size=5)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rest", ["1+1", "HYPERLINK(1)", "5x", ""])
def test_what_would_be_computed_is_words(start: str, rest: str) -> None:
    is_number = f"{start}{rest}" in NUMBERS

    assert harmless(f"{start}{rest}") == ("" if is_number else "'") + start + rest


@pytest.mark.parametrize("cell", [*NUMBERS, *WORDS])
def test_numbers_and_words_stay(cell: str) -> None:
    assert harmless(cell) == cell


@given(
    st.lists(st.lists(cells, min_size=2, max_size=3), max_size=5), st.integers(1, 30)
)
def test_in_whatever_pieces_it_comes_only_such_cells_change(
    rows: list[list[str]], size: int
) -> None:
    whole = io.StringIO()
    csv.writer(whole).writerows(rows)
    sent = whole.getvalue().encode()
    pieces = [sent[n : n + size] for n in range(0, len(sent), size)]

    rewriting = Rewriting()
    found = b"".join(rewriting.feed(piece, is_last=False) for piece in pieces)
    found += rewriting.feed(b"", is_last=True)

    read = list(csv.reader(io.StringIO(found.decode(), newline="")))
    assert read == [[harmless(cell) for cell in row] for row in rows]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a log in which words are formulas."""
    home = tmp_path_factory.mktemp("formulas")
    told = update(
        "wire",
        killed(-2, measure="adjustment", note="=1+1", quote="@SUM(A1)"),
        heard="09:00",
        text="\uff1d1 and\nmore",
    )
    (home / "told.json").write_text(json.dumps(told))
    with Log.create(home / "log") as log:
        assert import_updates(log, [home / "told.json"]).refused == []
        return path_of(log)


def rows(ds: Any, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(served.get(ds, path).text, newline="")))


@pytest.mark.parametrize("way", ["", "?_dl=1", "?_stream=1", "?_labels=on&_size=max"])
def test_a_table_is_harmless(tables: Path, way: str) -> None:
    (row,) = rows(served.datasette(tables), f"/incidents/claims.csv{way}")

    assert (row["quote"], row["count_text"]) == ("'@SUM(A1)", "-2")
    assert [cell for cell in row.values() if cell and harmless(cell) != cell] == []


def test_a_raw_one_is_as_it_is_stored(tables: Path) -> None:
    (row,) = rows(served.datasette(tables), "/incidents/claims.csv?_raw=1")

    assert row["quote"] == "@SUM(A1)"


def test_a_view_and_a_stored_query_are_harmless(tables: Path) -> None:
    ds = served.datasette(tables)

    for name in ("casualties_now", "updates"):
        for row in rows(ds, f"/incidents/{name}.csv"):
            assert [c for c in row.values() if c and harmless(c) != c] == []


def test_somebody_s_own_datasette_is_left_as_it_is(tables: Path) -> None:
    (row,) = rows(served.datasette(tables, metadata={}), "/incidents/claims.csv")

    assert row["quote"] == "@SUM(A1)"


def answered(
    path: str,
    *headers: tuple[bytes, bytes],
    kind: str = "http",
    status: int = 200,
) -> Any:
    """Return what comes of an answer ``=1``, in two pieces, to a question."""
    got: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        start = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": b"=", "more_body": True})
        await send({"type": "http.response.body", "body": b"1"})

    async def send(message: dict[str, Any]) -> None:
        got.append(message)

    scope = {"type": kind, "path": path, "query_string": b""}
    asyncio.run(disarmed(app)(scope, None, send))
    body = b"".join(message.get("body", b"") for message in got)
    return body, list(got[0]["headers"])


def test_nothing_but_a_csv_is_rewritten() -> None:
    plain, length = (b"Content-Type", b"text/plain"), (b"content-length", b"2")

    assert answered("/a.csv", plain, length) == (b"'=1\r\n", [plain])
    assert answered("/a.json", plain, length) == (b"=1", [plain, length])
    assert answered("/a.csv", (b"content-type", b"text/html"), length)[0] == b"=1"
    assert answered("/a.csv", plain, kind="websocket")[0] == b"=1"
    assert answered("/a.csv", plain, status=400)[0] == b"=1"
