"""Rows of other people's files, as they come."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from incident_log.errors import UnreadableInput
from incident_log.exchange.records import count, vintages
from incident_log.exchange.rows import rows
from incident_log.exchange.vintage import Vintage
from incident_log.inputs import Found
from tests.mapped import lines, mapping

ROW = {"fire": "a", "at": "2024-12-20T10:00", "acres": 5}
CSV = 'fire,at,acres\na,2024-12-20T10:00,5\n\n"b\nb",2024-12-20T11:00,6\n'


def read(path: Path, **spec: Any) -> list[tuple[int, Any]]:
    return [
        (line, str(row) if isinstance(row, UnreadableInput) else row)
        for line, row in rows(str(path), spec)
    ]


def written(path: Path, content: str | bytes) -> Path:
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


FORMS = {
    "rows.csv": (CSV, 2),
    "rows.csv.gz": (CSV, 2),
    "rows.tsv": (CSV.replace(",", "\t"), 2),
    "rows.jsonl": (lines(ROW, ROW), 1),
    "rows.NDJSON.GZ": (lines(ROW, ROW), 1),
    "rows.json": (json.dumps([ROW, ROW], indent=1), 2),
    "bom.csv": ("\ufeff" + CSV, 2),
    "bom.jsonl": ("\ufeff" + lines(ROW), 1),
    "rows.data": (lines(ROW), 1),
}


@pytest.mark.parametrize("name", FORMS)
def test_rows_are_read_whatever_they_are_packed_in(name: str, tmp_path: Path) -> None:
    content, first = FORMS[name]
    data = content.encode()
    (tmp_path / name).write_bytes(
        gzip.compress(data) if name.lower().endswith("gz") else data
    )

    found = read(tmp_path / name)

    assert found[0][0] == first
    assert {**found[0][1], "acres": int(found[0][1]["acres"])} == ROW


def test_a_row_of_csv_has_the_line_on_which_it_begins(tmp_path: Path) -> None:
    found = read(written(tmp_path / "rows.csv", CSV + "c,2024-12-20T12:00,7\n"))

    assert [line for line, _ in found] == [2, 4, 6]


def test_a_pointer_leads_into_a_document(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.json", json.dumps({"a": 1, "b/c": {"rows": [ROW]}}))

    assert read(path, at="/b~1c/rows") == [(1, ROW)]
    assert read(path, at="/rows") == [
        (1, "has nothing called 'rows': correct the pointer")
    ]
    assert read(path) == [(1, {"a": 1, "b/c": {"rows": [ROW]}})]
    assert "rows.at" in read(path, at="/a")[0][1]
    written(path, '{"a": [1, ')
    assert read(path, at="/b") == [(1, "is not JSON: correct it")]


DAMAGED: dict[str, tuple[str | bytes, str]] = {
    "open.json": ('[{"a": 1}, {"a": ', "is not JSON from line 1 on"),
    "comma.json": ('[{"a": 1} {"a": 2}]', "is not JSON from line 1 on"),
    "twice.json": ('[{"a": 1, "a": 2}]', "key 'a' appears twice"),
    "latin.json": (b'[{"a": "\xe9"}]', "is not utf-8"),
    "open.jsonl": ('{"a": \n', "is not JSON"),
    "latin.jsonl": (b'{"a": "\xe9"}\n', "is not utf-8"),
    "list.jsonl": ("[1]\n", "is no object with columns"),
    "long.jsonl": ('{"a": "' + "x" * 1_000_100 + '"}\n', "has more than 1000000"),
    "short.csv": ("a,b\n1\n", "has 1 values for 2 columns"),
    "twice.csv": ("a,a\n1,2\n", "column 'a' appears twice"),
    "quote.csv": ('a,b\n1,"2\n', "is no CSV"),
    "latin.csv": (b"a,b\n1,\xe9\n", "is not in the encoding named"),
    "cut.csv.gz": (b"\x1f\x8b", "is no whole gzip file"),
    "plain.csv.gz": (b"a,b\n1,2\n", "is no whole gzip file"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_cannot_be_read_says_why(name: str, tmp_path: Path) -> None:
    content, why = DAMAGED[name]
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(data)

    assert why in read(tmp_path / name)[-1][1]


def test_after_a_bad_line_the_rest_goes_on(tmp_path: Path) -> None:
    long = '{"a": "' + "x" * 2_500_000 + '"}\n'
    path = written(tmp_path / "rows.jsonl", lines(ROW) + long + "\n" + lines(ROW))

    found = read(path)

    assert [line for line, _ in found] == [1, 2, 4]
    assert found[2][1] == ROW


def test_a_last_line_may_be_open(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", lines(ROW, ROW).rstrip())

    assert read(path) == [(1, ROW), (2, ROW)]


def test_other_encodings_and_delimiters_are_named(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.csv", "a;b\né;1\n".encode("latin-1"))

    assert read(path, encoding="latin-1", delimiter=";") == [(2, {"a": "é", "b": "1"})]
    for wrong in ("rot-99", "utf-16", "idna"):
        assert "is not" in read(path, encoding=wrong)[0][1]


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    assert read(tmp_path)[0][1].startswith("cannot be read (Is a directory)")


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert read(written(tmp_path / "rows.csv", "")) == []
    assert read(written(tmp_path / "rows.jsonl", "")) == []


def test_folders_are_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    written(tmp_path / "b.jsonl", lines(ROW))
    written(tmp_path / "a.csv", CSV)
    written(tmp_path / "notes.txt", "no rows")

    found = list(vintages([str(tmp_path), str(tmp_path / "no")], mapping()))

    assert [Path(each.file).name for each in found] == [
        *("a.csv", "a.csv", "b.jsonl", "no")
    ]
    assert isinstance(found[-1], Found)
    assert found[-1].problem == "is no file or folder: check the name"
    (nameless,) = vintages([""], mapping())
    assert isinstance(nameless, Found)


def test_a_row_that_says_nothing_to_us_is_left_out_or_refused(tmp_path: Path) -> None:
    rows_ = [ROW, ROW | {"fire": "b"}, ROW | {"acres": "many"}]
    path = written(tmp_path / "rows.jsonl", lines(*rows_) + "{\n")
    meaning = mapping(rows={"only": [{"column": "fire", "is": ["a"]}]})

    kept, bad, broken = vintages([str(path)], meaning)

    assert isinstance(kept, Vintage)
    assert (kept.file, kept.line) == (str(path), 1)
    assert isinstance(bad, Found)
    assert isinstance(broken, Found)
    assert (bad.line, broken.line) == (3, 4)
    assert str(bad.problem).startswith("claims[0].value: cannot read a count from")


def test_standard_input_is_read_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(lines(ROW).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert list(rows("-", {})) == [(1, ROW)]

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CSV.encode())))
    assert len(list(rows("-", {"form": "csv"}))) == 2

    monkeypatch.setattr("sys.stdin", None)
    ((_, closed),) = rows("-", {})
    assert "standard input is closed" in str(closed)


def test_rows_are_counted_for_a_bar(tmp_path: Path) -> None:
    written(tmp_path / "a.csv", CSV)
    written(tmp_path / "b.jsonl.gz", lines(ROW, ROW))
    written(tmp_path / "c.json", json.dumps([ROW]))
    (tmp_path / "d.csv.gz").write_bytes(b"no gzip")

    assert count([str(tmp_path), "-", "nowhere"], mapping()) == 5 + 2 + 1 + 1
