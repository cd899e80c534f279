"""Tables as people save them: their quotes, their gaps, their ends of lines."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log import spreadsheets
from incident_log.errors import UnreadableInput

HEADER = "report,source,incident,type,outcome,count,update,label"
CLAIM = "casualties,killed,9"
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))

Rows = list[tuple[int, dict[str, Any]]]


def rows_of(text: str) -> Rows:
    """Read a table; raise what is said of its first row that cannot be read."""
    found: Rows = []
    for line, row in spreadsheets.rows(text):
        if isinstance(row, UnreadableInput):
            raise row
        found.append((line, row))
    return found


def table(*rows: str) -> Rows:
    return rows_of("\n".join([HEADER, *rows]) + "\n")


def told(field: str, *rows: str) -> Any:
    """What the claims of these rows, or their updates, say of *field*."""
    try:
        found = table(*rows)
    except UnreadableInput:
        return "refused"
    return [c.get(field, d.get(field)) for _, d in found for c in d["claims"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(end: str) -> None:
    text = f"{HEADER}\nwire,ap,kyiv,{CLAIM},1,x\nwire,ap,kyiv,{CLAIM},2,\n"

    found = list(rows_of(text.replace("\n", end)))

    assert [(line, document["id"]) for line, document in found] == [(2, "1"), (3, "2")]


def test_blank_rows_and_blank_columns_are_passed_over() -> None:
    text = f"{HEADER},\n,,,,,,,,\n\nwire,ap,kyiv,{CLAIM},1,x,\n"

    ((line, document),) = rows_of(text)

    assert line == 4
    assert document["label"] == "x"


def test_a_table_of_nothing_but_its_header_has_no_updates() -> None:
    assert table() == []
    assert list(rows_of(HEADER)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the header has no column 'report': name the columns report, source,"),
        ("a,b\n1,2\n", "the header has no column 'report': name the columns report,"),
        ("report,source,type\n", "the header has no column 'incident': name the"),
        (f"\ufeff{HEADER}\n", "the header has no column 'report': name the columns"),
        (f"{HEADER},count\n", "column 'count' appears twice: rename one"),
        (f"{HEADER}\nwire\0", "'report,source"),
        (f"{HEADER}\nwire,ap,kyiv\n", "has 3 values for 8 columns: quote"),
        (f"{HEADER}\nw,ap,kyiv,{CLAIM},1,x,y\n", "has 9 values for 8 columns:"),
        (f'{HEADER}\nw,ap,kyiv,{CLAIM},1,"x\n', "is no CSV (unexpected end of data):"),
        (f'{HEADER}\nw,ap,kyiv,{CLAIM},1,"x"y\n', "is no CSV (',' expected after"),
        (f"{HEADER}\n{'w' * 1_000_001}\n", "is no CSV (field larger than field limit"),
    ],
    ids=lambda text: repr(text[:60]),
)
def test_a_broken_table_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        list(rows_of(text))

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("incident", f"wire,ap,lviv,{CLAIM},1,"),
        ("label", f"wire,ap,kyiv,{CLAIM},1,As of noon"),
    ],
)
def test_what_a_later_row_of_an_update_says_differently_is_not_dropped(
    column: str, row: str
) -> None:
    found = told(column, f"wire,ap,kyiv,{CLAIM},1,", row)

    assert found in ("refused", [None, "As of noon"], ["kyiv", "lviv"])


def test_what_stands_before_and_after_a_broken_row_is_not_lost() -> None:
    good = f"wire,ap,kyiv,{CLAIM}"

    found = list(spreadsheets.rows(f"{HEADER}\n{good},1,x\nwire,ap,kyiv\n{good},2,y\n"))

    assert [line for line, _ in found] == [3, 2, 4]
    assert [isinstance(row, UnreadableInput) for _, row in found] == [
        True,
        False,
        False,
    ]


def test_lines_of_the_header_count() -> None:
    text = f'{HEADER},"odd\nname"\nwire,ap,kyiv,{CLAIM},1,x,\n'

    ((line, _),) = spreadsheets.rows(text)

    assert line == 3


@pytest.mark.parametrize(
    "bad", [f"wire,ap,lviv,{CLAIM},1,", f"wire,ap,kyiv,{CLAIM},1,later", "wire,ap,kyiv"]
)
def test_an_update_is_not_half_taken(bad: str) -> None:
    good = f"wire,ap,kyiv,{CLAIM},1,x"

    found = list(spreadsheets.rows("\n".join([HEADER, good, bad, good]) + "\n"))

    assert [line for line, row in found if isinstance(row, UnreadableInput)] == [3]
    assert [row for _, row in found if isinstance(row, dict)] == []


def test_a_row_of_several_lines_is_on_the_line_where_it_begins() -> None:
    found = table(f'wire,ap,kyiv,{CLAIM},1,"two\nlines"', f"wire,ap,kyiv,{CLAIM},2,one")

    assert [line for line, _ in found] == [2, 4]


@pytest.mark.parametrize("odd", ["\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_ends_of_lines_end_a_row(odd: str) -> None:
    ((line, document),) = table(f"wire,ap,kyiv,{CLAIM},1,one{odd}two")

    assert document["label"] == f"one{odd}two"
    assert line == 2


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="half a character"):
        table(f"wire,ap,kyiv,{CLAIM},1,\ud800")


@given(WORDS)
def test_whatever_a_program_writes_into_a_cell_is_read_back(words: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER.split(","))
    writer.writerow(["wire", "ap", "kyiv", *CLAIM.split(","), "1", words])

    ((_, document),) = rows_of(file.getvalue())

    assert document.get("label", "") == words
