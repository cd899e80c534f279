"""Places and what they are part of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.places import ancestors, nearest_within

PART_OF = {
    "holosiivskyi": "kyiv",
    "podil": "kyiv",
    "kyiv": "kyiv-region",
    "kyiv-region": "ukraine",
    "lviv": "ukraine",
}
names = st.sampled_from("abcdef")


@pytest.mark.parametrize(
    ("place", "around"),
    [
        ("holosiivskyi", ["kyiv", "kyiv-region", "ukraine"]),
        ("kyiv", ["kyiv-region", "ukraine"]),
        ("ukraine", []),
        ("atlantis", []),
    ],
)
def test_a_place_lies_in_ever_larger_places(place: str, around: list[str]) -> None:
    assert ancestors(place, PART_OF) == around


@pytest.mark.parametrize(
    ("part_of", "around"),
    [
        ({"a": "a"}, []),
        ({"a": "b", "b": "a"}, ["b"]),
        ({"a": "b", "b": "c", "c": "b"}, ["b", "c"]),
        ({"a": "b", "b": "b"}, ["b"]),
    ],
)
def test_places_that_contain_each_other_end_the_walk(
    part_of: dict[str, str], around: list[str]
) -> None:
    assert ancestors("a", part_of) == around


def test_a_place_lies_within_the_nearest_one_that_is_spoken_of() -> None:
    spoken_of = ["ukraine", "holosiivskyi", "kyiv", "lviv", "odesa", "kyiv"]

    assert nearest_within(spoken_of, PART_OF) == {
        "holosiivskyi": [],
        "kyiv": ["holosiivskyi"],
        "lviv": [],
        "odesa": [],
        "ukraine": ["kyiv", "lviv"],
    }


def test_a_place_between_that_nobody_speaks_of_is_passed_over() -> None:
    assert nearest_within(["podil", "ukraine"], PART_OF) == {
        "podil": [],
        "ukraine": ["podil"],
    }


@given(st.dictionaries(names, names), names)
def test_no_place_is_its_own_ancestor_nor_another_twice(
    part_of: dict[str, str], place: str
) -> None:
    around = ancestors(place, part_of)

    assert place not in around
    assert len(set(around)) == len(around)


@given(st.lists(names), st.dictionaries(names, names))
def test_every_place_lies_within_at_most_one_and_never_within_itself(
    places: list[str], part_of: dict[str, str]
) -> None:
    within = nearest_within(places, part_of)
    pairs = [(inner, outer) for outer, found in within.items() for inner in found]

    assert set(within) == set(places)
    assert len({inner for inner, _ in pairs}) == len(pairs)
    assert all(inner != outer for inner, outer in pairs)
