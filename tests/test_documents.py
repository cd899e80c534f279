"""Reading JSON and CSV strictly: what could be misread is refused, not guessed."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log import documents
from incident_log.errors import UnreadableInput
from tests.mutations import broken_json
from tests.test_spreadsheets import rows_of

HEADER = "report,source,incident,type,outcome,count,update,label"
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def nested(levels: int, inside: str = "") -> str:
    return "[" * levels + inside + "]" * levels


def table(*rows: str, header: str = HEADER) -> list[tuple[int, dict[str, Any]]]:
    return rows_of("\n".join([header, *rows]) + "\n")


def is_refused(depth: int, also: str) -> bool:
    try:
        documents.loads(f"[{nested(depth)},{also}]")
    except UnreadableInput:
        return True
    except RecursionError:
        return False
    return False


# -- JSON ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"count": 9}', {"count": 9}),
        (" [1, 2.5, -3, true, null]\n", [1, 2.5, -3, True, None]),
        ('"\\ud83d\\ude00 Київ \\u0007"', "😀 Київ \x07"),
        (f'"{"x" * 999_998}"', "x" * 999_998),
        ("9" * 30, 10**30 - 1),
        (nested(32), [json.loads(nested(31))]),
    ],
)
def test_what_is_json_and_of_a_reports_size_is_read(text: str, value: Any) -> None:
    assert documents.loads(text) == value


def test_the_32nd_level_may_hold_something() -> None:
    assert json.dumps(documents.loads(nested(32, "9"))) == nested(32, "9")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON (Expecting value at line 1 column 1): correct it"),
        ('{"a": 1,\n "b": }', "is not JSON (Expecting value at line 2 column 7):"),
        ("{} {}", "is not JSON (Extra data at line 1 column 4): correct it"),
        ("{'a': 1}", "is not JSON (Expecting property name enclosed in double quotes"),
        ('"two\nlines"', "is not JSON (Invalid control character at at line 1"),
        ("\ufeff{}", "is not JSON (Expecting value at line 1 column 1): correct it"),
        ('{"killed": 1, "killed": 9}', "key 'killed' appears twice: keep one"),
        ('[{"a": [{"b": 1, "c": 2, "b": 1}]}]', "key 'b' appears twice: keep one"),
        ('{"a\\nb": 1, "a\\nb": 1}', "key 'a\\nb' appears twice: keep one"),
        ("NaN", "NaN is no number: leave the field out or write 'unknown'"),
        ("[-Infinity]", "-Infinity is no number: leave the field out or write"),
        ("1e999", "1e999 is too large: correct it"),
        ("-1e999", "-1e999 is too large: correct it"),
        ("9" * 31, "a number has 31 digits: correct it"),
        ("9" * 5000, "a number has 5000 digits: correct it"),
        ('"a\\u0000b"', "'a\\x00b' contains a NUL character: remove it"),
        ('{"a\\u0000b": 1}', "'a\\x00b' contains a NUL character: remove it"),
        ('["\\ud800"]', "'\\ud800' contains half a character: remove it"),
        ('"\ud800"', "'\\ud800' contains half a character: remove it"),
        (f'"{"x" * 999_999}"', "the record has 1000001 characters: split it (at most"),
        (nested(33), "is nested too deeply: use at most 32 levels"),
        (nested(900), "is nested too deeply: use at most 32 levels"),
        (nested(100_000), "is nested too deeply: use at most 32 levels"),
        ('{"a":' * 40 + "1" + "}" * 40, "is nested too deeply: use at most 32 levels"),
        (
            json.dumps(dict.fromkeys(map(str, range(1001)))),
            "an object has 1001 keys: at most 1000",
        ),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_could_be_misread_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        documents.loads(text)

    assert str(refusal.value).startswith(message)


@given(broken_json())
def test_what_is_read_without_looking_at_every_word_has_nothing_to_hide(
    text: str,
) -> None:
    with suppress(UnreadableInput):
        documents.check(documents.loads(text), 1)
        return

    with pytest.raises(UnreadableInput):
        documents.loads(text)


def test_many_short_lists_are_not_deep() -> None:
    assert (
        documents.loads(f"[{', '.join([nested(31)] * 9)}]")
        == [json.loads(nested(31))] * 9
    )


@pytest.mark.parametrize("mark", ['"\\\\u0000"', '"\\ud83d\\ude00"', f'"{nested(40)}"'])
def test_what_only_looks_forbidden_is_read(mark: str) -> None:
    assert documents.loads(mark) == json.loads(mark)


def test_a_file_of_many_records_may_be_as_long_as_it_likes() -> None:
    records = [{"text": "x" * 200_000}] * 6

    assert documents.loads(json.dumps(records)) == records


def test_a_record_is_as_large_in_a_list_as_alone() -> None:
    records = [{"text": "я" * 180_000}] * 6

    assert documents.loads(json.dumps(records, ensure_ascii=False)) == records


def test_no_depth_is_too_much_for_the_check_of_depth() -> None:
    long = json.dumps("x" * 1_000_001)

    escaped = [depth for depth in range(880, 1000) if not is_refused(depth, long)]

    assert escaped == []


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"{}", "{}"),
        (b"\xef\xbb\xbf{}", "{}"),
        ("“Київ”".encode(), "“Київ”"),
    ],
)
def test_utf_8_is_read_with_or_without_a_byte_order_mark(
    content: bytes, text: str
) -> None:
    assert documents.decode(content) == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Київ".encode("cp1251"), "is not UTF-8 (byte 0, line 1): save it as UTF-8"),
        ("{}".encode("utf-16"), "is not UTF-8 (byte 0, line 1): save it as UTF-8"),
        (b"one\ntwo\n\xff", "is not UTF-8 (byte 8, line 3): save it as UTF-8"),
        (b"\xed\xa0\x80", "is not UTF-8 (byte 0, line 1): save it as UTF-8"),
        (b"nine\xc0\xaf", "is not UTF-8 (byte 4, line 1): save it as UTF-8"),
    ],
)
def test_another_encoding_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        documents.decode(content)

    assert str(refusal.value) == message


# -- lines ---------------------------------------------------------------------------

PRETTY = """{
 "incident": "kyiv", "report": {
  "id": "wire",
  "source": "ap"
 },
 "claims": [
  {"type": "casualties",
   "cou\\u006et": "lots", "note": "} ] \\" ,"}, 9,
  [
   [],
   {}
  ]
 ]
}"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("incident",), 2),
        (("report",), 2),
        (("report", "id"), 3),
        (("report", "source"), 4),
        (("claims", 0), 7),
        (("claims", 0, "count"), 8),
        (("claims", 0, "note"), 8),
        (("claims", 1), 8),
        (("claims", 2, 1), 11),
        # Of what is missing the line is that of what it is missing from.
        (("report", "title"), 2),
        (("claims", 0, "outcome"), 7),
        (("claims", 2, 0, "type"), 10),
        (("claims", 7), 6),
        (("incident", "id"), 2),
        (("claims", "count"), 6),
        (("claims", 2, 1, 0), 11),
        (("nothing", "there"), 1),
    ],
)
def test_a_problem_is_on_the_line_where_its_value_begins(
    path: tuple[str | int, ...], line: int
) -> None:
    assert documents.line_of(PRETTY, path) == line


def test_white_space_before_a_document_counts() -> None:
    assert documents.line_of("\n\n {}", ()) == 3


@given(st.lists(WORDS), WORDS, st.lists(WORDS))
def test_no_words_before_it_lead_the_search_astray(
    before: list[str], key: str, after: list[str]
) -> None:
    document = [*before, {key + "x": before, key: "HERE"}, *after]
    text = json.dumps(document, indent=1, ensure_ascii=False)

    line = documents.line_of(text, [len(before), key])

    assert text.split("\n")[line - 1].endswith(': "HERE"')


# -- CSV -----------------------------------------------------------------------------


def test_a_row_is_a_claim_and_rows_of_one_update_are_its_claims() -> None:
    found = table(
        "wire,ap,kyiv,casualties,killed,1,1,As of 11",
        "wire,ap,kyiv,casualties,injured,at least 9,1,As of 11",
        "wire,ap,kyiv,casualties,killed,2,2,",
    )

    assert found == [
        (
            2,
            {
                "format": "incident-log/update/1",
                "report": {"id": "wire", "source": "ap"},
                "incident": "kyiv",
                "id": "1",
                "label": "As of 11",
                "claims": [
                    {"type": "casualties", "outcome": "killed", "count": 1},
                    {"type": "casualties", "outcome": "injured", "count": "at least 9"},
                ],
            },
        ),
        (
            4,
            {
                "format": "incident-log/update/1",
                "report": {"id": "wire", "source": "ap"},
                "incident": "kyiv",
                "id": "2",
                "claims": [{"type": "casualties", "outcome": "killed", "count": 2}],
            },
        ),
    ]


def test_rows_without_an_update_id_are_updates_of_their_own() -> None:
    row = "wire,ap,kyiv,casualties,killed,1,,"

    assert [line for line, _ in table(row, row)] == [2, 3]


def test_the_columns_that_describe_the_incident_make_it_an_object() -> None:
    ((_, document),) = table(
        "wire,ap,kyiv,Attack,kyiv-city,Europe/Kyiv,strike",
        header="report,source,incident,incident_title,incident_place,"
        "incident_timezone,type",
    )

    assert document["incident"] == {
        "id": "kyiv",
        "title": "Attack",
        "place": "kyiv-city",
        "timezone": "Europe/Kyiv",
    }
    assert document["claims"] == [{"type": "strike"}]


@pytest.mark.parametrize(
    ("column", "cell", "claim"),
    [
        ("count", "9", {"count": 9}),
        ("count", "-1", {"count": -1}),
        ("count", "at least 9", {"count": "at least 9"}),
        ("count", "9.5", {"count": "9.5"}),
        ("count", "٩", {"count": "٩"}),
        ("count", "+9", {"count": "+9"}),
        ("count", "9" * 20, {"count": "9" * 20}),
        ("areas", "3", {"areas": 3}),
        ("value", "-6.25", {"value": -6.25}),
        ("value", "6", {"value": 6}),
        ("value", "1e3", {"value": "1e3"}),
        ("value", "nan", {"value": "nan"}),
        ("denied", "true", {"denied": True}),
        ("verbatim", "false", {"verbatim": False}),
        ("verbatim", "partial", {"verbatim": "partial"}),
        ("denied", "yes", {"denied": "yes"}),
        ("weapons", "kn-23; iskander-m", {"weapons": ["kn-23", "iskander-m"]}),
        ("sex", "female", {"population": {"sex": "female"}}),
        ("role", "medical;other", {"population": {"role": ["medical", "other"]}}),
        ("note", "01", {"note": "01"}),
        ("number", "9", {"number": "9"}),
    ],
)
def test_a_cell_becomes_what_its_field_holds_and_nothing_cleverer(
    column: str, cell: str, claim: dict[str, Any]
) -> None:
    header = f"report,source,incident,type,{column}"

    ((_, document),) = table(f"wire,ap,kyiv,damage,{cell}", header=header)

    assert document["claims"] == [{"type": "damage"} | claim]
    assert type(document["claims"][0].get(column)) is type(claim.get(column))
