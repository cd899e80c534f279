"""A file that is read again and again: only what differs is parsed."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.errors import UnreadableInput
from incident_log.exchange.rereading import Reading, reading

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=4)
VALUES = st.none() | st.booleans() | st.integers(-99, 99) | CELLS
ROWS = st.dictionaries(st.sampled_from("abc"), VALUES | st.lists(VALUES, max_size=2))
FILES = st.lists(st.lists(ROWS, max_size=6), min_size=1, max_size=5)
INDENTS = st.sampled_from([None, 0, 1, 4])


def rows(reader: Reading, content: str) -> list[Any]:
    """Read a file whole, as one that was never read before would be."""
    return [reader.row(raw) for raw in reader.records(content.encode())]


@given(FILES, st.lists(INDENTS, min_size=5, max_size=5))
def test_a_list_is_read_the_same_whatever_was_read_before_it(
    files: list[list[Any]], indents: list[int | None]
) -> None:
    reader = reading("x.json", {"at": "/deep/all"})

    for file, indent in zip(files, indents, strict=False):
        text = json.dumps({"a": [1], "deep": {"all": file}, "z": 2}, indent=indent)
        assert rows(reader, text) == file


@given(FILES, st.randoms(use_true_random=False))
def test_so_it_is_when_records_move_come_and_go(
    files: list[list[Any]], chance: Any
) -> None:
    reader = reading("x.json", {})
    file = [row for each in files for row in each]

    for each in files:
        chance.shuffle(file)
        file = file[: chance.randrange(len(file) + 1)] + each
        assert rows(reader, json.dumps(file)) == file


@given(FILES)
def test_lines_are_those_on_which_records_begin(files: list[list[Any]]) -> None:
    reader = reading("x.json", {})
    for file in files:
        text = "[\n" + ",\n\n".join(map(json.dumps, file)) + "]"

        raws = reader.records(text.encode())
        lines = reader.lines(raws)

        for raw in raws:
            assert text.split("\n")[lines[raw] - 1].strip(",]") == raw


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_a_table_has_the_cells_of_its_rows(table: list[list[str]]) -> None:
    reader = reading("x.tsv", {})
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b"], *table])

    assert rows(reader, out.getvalue()) == [
        dict(zip("ab", r, strict=True)) for r in table
    ]


def test_the_same_cells_under_another_header_are_another_record() -> None:
    reader = reading("x.csv", {})

    first = reader.records(b"a,b\n1,2\n\n3,4\n")
    second = reader.records(b"b,a\n1,2\n")

    assert [reader.row(raw) for raw in first] == [
        {"a": "1", "b": "2"},
        {"a": "3", "b": "4"},
    ]
    assert reader.row(second[0]) == {"b": "1", "a": "2"}
    assert second[0] not in first
    assert reader.records(b"a,b\n1,2\n") == first[:1]


def test_lines_of_a_table_count_those_inside_quotes() -> None:
    reader = reading("x.csv", {})

    raws = reader.records(b'a,b\n"1\n\n",2\n3,4\n')

    assert reader.lines(raws) == {raws[0]: 2, raws[1]: 5}


def test_json_lines_are_records_without_what_is_around_them() -> None:
    reader = reading("x.jsonl", {})

    raws = reader.records(b'{"a": 1}\r\n\n {"a": 2} \n')

    assert [reader.row(raw) for raw in raws] == [{"a": 1}, {"a": 2}]
    assert reader.lines(raws[1:]) == {raws[1]: 3}


def test_numbers_in_a_list_are_not_taken_for_the_beginning_of_others() -> None:
    reader = reading("x.json", {})

    reader.records(b"[1, 2]")
    raws = reader.records(b"[12, 2]")

    assert raws == ["12", "2"]
    with pytest.raises(UnreadableInput, match="is no object with columns"):
        reader.row(raws[0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"a": 1}', "is not JSON from the record on line 1 on: it is left out"),
        ('[\n{"a": 1},\n]', "is not JSON from the record on line 2 on"),
        ('[{"a": 1} {"a": 2}]', "is not JSON from the record on line 1 on"),
        ("[", "is not JSON from the record on line 1 on"),
        ("[" * 100_000, "is not JSON from the record on line 1 on"),
        ('[{"a": 1}] x', "is not JSON"),
        ('{"a": 1}', "has no list of records: let the mapping's rows.at point to it"),
        ("", "is not JSON"),
    ],
)
def test_a_broken_list_is_refused(text: str, message: str) -> None:
    reader = reading("x.json", {})

    with pytest.raises(UnreadableInput) as found:
        reader.records(text.encode())

    assert message in str(found.value)
    assert rows(reader, '[{"a": 1}]') == [{"a": 1}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"b": 1}', "has nothing called 'a': correct the pointer"),
        ('{"a": [], "b"', "is not JSON"),
        ('{"b": ' + "[" * 100_000, "is not JSON: correct it"),
    ],
)
def test_a_broken_document_round_the_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message):
        reading("x.json", {"at": "/a"}).records(text.encode())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty: it is left out"),
        ("a,a\n1,2\n", "column 'a' appears twice: rename one"),
        ('a,b\n"1,2\n', "is no CSV (unexpected end of data): it is left out"),
    ],
)
def test_a_broken_table_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput) as found:
        reading("x.csv", {}).records(text.encode())

    assert str(found.value) == message


def test_a_row_with_too_few_cells_or_a_nul_is_refused_alone() -> None:
    reader = reading("x.csv", {"delimiter": ";"})
    short, good, nul = reader.records(b"a;b\n1\n1;2\n\0;2\n")

    assert reader.row(good) == {"a": "1", "b": "2"}
    with pytest.raises(UnreadableInput, match="has 1 values for 2 columns"):
        reader.row(short)
    with pytest.raises(UnreadableInput, match="contains a NUL character"):
        reader.row(nul)


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.csv"])
def test_another_encoding_may_be_named(name: str) -> None:
    reader = reading(name, {"encoding": "latin-1"})
    text = {"x.json": '[{"a": "é"}]', "x.jsonl": '{"a": "é"}', "x.csv": "a\né"}[name]

    (raw,) = reader.records(text.encode("latin-1"))

    assert reader.row(raw) == {"a": "é"}
