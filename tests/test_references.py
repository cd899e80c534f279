"""References: how an update, a claim or a report is named."""

import pytest

from incident_log.errors import UnclearReference
from incident_log.references import Reference, is_bare, parse


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kyivpost-44197", Reference("kyivpost-44197")),
        ("kyivpost-44197/2", Reference("kyivpost-44197", "2")),
        ("kyivpost-44197/2#c1", Reference("kyivpost-44197", "2", "c1")),
        ("kyivpost-44197/2#c1~3", Reference("kyivpost-44197", "2", "c1~3")),
        ("a.b_c-d/v1.0#x_1.y", Reference("a.b_c-d", "v1.0", "x_1.y")),
        ("0/0#0", Reference("0", "0", "0")),
        ("r" * 128, Reference("r" * 128)),
    ],
)
def test_a_reference_names_a_report_an_update_or_a_claim(
    text: str, name: Reference
) -> None:
    assert parse(text) == name
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    "found",
    [
        *("", " ", "/", "#", "r/", "r/#c", "r#c1", "r/1#", "r/1/2", "r/1#c#d"),
        *("Wire", "r/A", "r/1#C1", "-r", ".r", "_r", "r/-1", "r/1#.c"),
        *("r ", " r", "r\n", "r/1#c1\n", "r/1 #c1", "r s", "é", "к", "r\0"),
        *("r/1#c~0", "r/1#c~01", "r/1#c~", "r/1#c~1234567", "r~1", "r/1~1"),
        *("r" * 129, "r/" + "u" * 129, "r/1#" + "c" * 129),
    ],
)
def test_what_names_nothing_is_refused(found: str) -> None:
    with pytest.raises(UnclearReference, match=r"names nothing: write REPORT, "):
        parse(found)


def test_an_editors_correction_is_traced_to_what_the_report_said() -> None:
    assert parse("wire/2#c1~12").original == Reference("wire", "2", "c1")
    assert parse("wire/2#c1").original == Reference("wire", "2", "c1")
    assert parse("wire/2").original == Reference("wire", "2")


@pytest.mark.parametrize(
    ("text", "bare"), [("c1", True), ("2", True), ("wire/2", False), ("w/2#c", False)]
)
def test_a_single_word_is_looked_up_at_home_first(text: str, bare: bool) -> None:
    assert is_bare(text) is bare
