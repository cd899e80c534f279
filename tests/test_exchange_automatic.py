"""A mapping for data that nobody described: every column of numbers is an indicator."""

from typing import Any

import pytest

from incident_log.errors import UnreadableInput
from incident_log.exchange.automatic import Automatic
from incident_log.exchange.mapping import Mapping

Row = dict[str, Any]


def automatic(*ids: str, incident: str | None = None) -> Automatic:
    return Automatic(
        ids or ("id",), name="outages", source="utility", incident=incident
    )


def columns(mapping: Mapping) -> dict[str, str]:
    """Return which indicator is made of which column."""
    return {c["name"]: c["value"]["column"] for c in mapping.document["claims"]}


def said(mapping: Mapping, row: Row) -> dict[str, Any]:
    """Return what a row says, indicator by indicator."""
    claims = mapping.telling(row).claims
    return {name: claim and claim["value"] for name, claim in claims.items()}


def test_each_column_of_numbers_is_an_indicator_of_the_records_own_incident() -> None:
    row = {"id": "North 1", "out": 5, "share": 0.5, "open": True, "note": "5 crews"}

    mapping = automatic()([row])
    told = mapping.telling(row)

    assert said(mapping, row) == {"out": 5, "share": 0.5}
    assert told.report == {"id": "outages.north-1", "source": "utility"}
    assert told.incident == {"id": "outages-north-1", "title": "outages North 1"}


def test_of_one_incident_the_records_are_the_places() -> None:
    row = {"county": "North", "year": 2024, "out": 5}

    told = automatic("county", "year", incident="storm")([row]).telling(row)

    assert told.incident == {"id": "storm"}
    assert told.claims["out"] == {
        "type": "indicator",
        "name": "out",
        "place": "north-2024",
        "value": 5,
    }


@pytest.mark.parametrize(
    ("cell", "is_number"),
    [
        ("12", True),
        ("-0.5", True),
        ("1,234.5", True),
        (" 7 ", True),
        ("0", True),
        ("007", False),
        ("12,34", False),
        ("2024-12-20", False),
        ("about 5", False),
        (True, False),
        ([1], False),
    ],
)
def test_a_cell_tells_whether_its_column_is_one_of_numbers(
    cell: Any, is_number: bool
) -> None:
    found = columns(automatic()([{"id": 1, "out": 2, "cell": cell}]))

    assert ("cell" in found) is is_number


def test_the_first_cell_that_says_anything_decides() -> None:
    mapping_for = automatic()
    mapping_for([{"id": "a", "out": 5, "hurt": None, "note": "N/A", "zip": "x"}])

    mapping = mapping_for([{"id": "b", "hurt": 1, "note": "2", "zip": 3}])

    assert set(columns(mapping)) == {"out", "hurt", "note"}
    assert mapping_for([{"id": "c", "hurt": "none"}]) is mapping
    assert said(mapping, {"id": "c", "out": "closed", "hurt": "1,000"}) == {
        "out": None,
        "hurt": 1000,
    }


def test_columns_lie_at_any_depth_and_their_names_stay_apart() -> None:
    row = {"id": 1, "in": {"a/b": {"c": 1}}, "a b": 2, "A_B": 3, "a~b": 4, "Größe": 5}

    found = columns(automatic()([row]))

    assert list(found.values()) == ["in/a~1b/c", "a b", "A_B", "a~0b", "Größe"]
    assert len(found) == 5
    assert [name for name in found if len(name) < 12] == ["in_a_1b_c", "a_b", "a_0b"]


def test_without_numbers_a_mapping_is_asked_for() -> None:
    mapping_for = automatic()

    for _ in range(2):
        with pytest.raises(UnreadableInput, match="no column of numbers: write a"):
            mapping_for([{"id": 17, "note": "nothing to count"}])

    assert columns(mapping_for([{"out": 1}])) == {"out": "out"}
