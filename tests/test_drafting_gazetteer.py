"""Names from CSV files: what a row must have, and how it is found in a text."""

import pytest

from incident_log.drafting.prose.gazetteer import add_names
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.tokens import tokens_of
from incident_log.errors import BadGazetteer

HEAD = "type,id,name,aliases,level\n"


def names(rows: str) -> Lexicon:
    lexicon = Lexicon()
    add_names(lexicon, "names.csv", f"{HEAD}{rows}".encode())
    return lexicon


def found(lexicon: Lexicon, text: str) -> list[str]:
    match = lexicon.find(tokens_of(text), 0)
    return [row["id"] for row in match[0].names.values()] if match else []


def test_a_name_is_found_by_its_aliases() -> None:
    lexicon = names("place,kyiv,Kyiv (city),Kyiv; Kiev,city\n")

    assert found(lexicon, "Kiev was hit") == ["kyiv"]
    assert found(lexicon, "kiev was hit") == []
    assert lexicon.described["place", "kyiv"] == {
        "id": "kyiv",
        "name": "Kyiv (city)",
        "level": "city",
    }


def test_without_aliases_it_is_found_by_its_name_unless_that_explains_itself() -> None:
    lexicon = names("place,kyiv,Kyiv\nagent,police,police (unnamed)\n")

    assert found(lexicon, "Kyiv") == ["kyiv"]
    assert found(lexicon, "police") == []


def test_weapons_are_found_in_the_plural_too() -> None:
    lexicon = names("weapon,drone,drone,drone\nplace,hill,Hill\n")

    assert found(lexicon, "Drones came") == ["drone"]
    assert found(lexicon, "Hills") == []


def test_empty_aliases_are_none() -> None:
    assert found(names("place,mars,Mars,\u00a0;\t\n"), "Mars") == ["mars"]


def test_a_byte_order_mark_and_missing_cells_do_no_harm() -> None:
    lexicon = Lexicon()

    add_names(lexicon, "names.csv", f"\ufeff{HEAD}place,kyiv,Kyiv,,,more\n".encode())

    assert found(lexicon, "Kyiv") == ["kyiv"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f"{HEAD}planet,mars,Mars\n".encode(), "names.csv, line 2 names nothing"),
        (f"{HEAD}place,,Mars\n".encode(), "names.csv, line 2 names nothing"),
        (f"{HEAD}place,mars\n".encode(), "names.csv, line 2 names nothing"),
        (b"\xff\xfe", "is not CSV in UTF-8"),
        (f'{HEAD}place,"mars\n'.encode(), "is not CSV in UTF-8"),
    ],
)
def test_a_row_that_names_nothing_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(BadGazetteer, match=told):
        add_names(Lexicon(), "names.csv", content)
