"""Cells as people fill them, read as figures, flags and ids."""

from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.counts import Count
from incident_log.errors import IncidentLogError
from incident_log.exchange.cleaning import (
    UnreadableCell,
    flag,
    listed,
    slug,
    words,
)
from incident_log.exchange.columns import ABSENT, column
from incident_log.exchange.figures import figure, number
from incident_log.exchange.wordings import wording

THE_CELL = column("cell")


def read(cell: Any, *, decimals: bool = False, **spec: Any) -> Any:
    getter = figure(
        spec, THE_CELL, wording(spec.get("wording"), None), decimals=decimals
    )
    return getter({"cell": cell, "how": "about"})


READ = {
    "9": 9,
    " 1,204 ": 1204,
    "1\u202f204": 1204,
    "1'204'000": 1204000,
    "12.0": 12,
    "about 9": "about 9",
    "~9": "about 9",
    "\u22489": "about 9",
    "approx. 1,200": "about 1200",
    "at least 9": "at least 9",
    "9+": "at least 9",
    "about 9+": "about 9",
    ">9": "more than 9",
    "over 9": "more than 9",
    "\u22649": "up to 9",
    "fewer than 9": "fewer than 9",
    "9-12": "9 to 12",
    "9 \u2013 12": "9 to 12",
    "several": "several",
    "none": "none",
    "Unknown": "unknown",
    "": None,
    " - ": None,
    "\u2014": None,
    "N/A": None,
    "NaN": None,
}


@pytest.mark.parametrize(("cell", "meant"), READ.items())
def test_a_figure_is_read_as_it_is_meant(cell: str, meant: Any) -> None:
    assert read(cell) == meant


@pytest.mark.parametrize(
    "cell", ["nine", "1,20", "1.204.000", "12 acres", "-4", "0x10"]
)
def test_what_is_not_clear_is_refused_and_not_guessed(cell: str) -> None:
    with pytest.raises(IncidentLogError):
        read(cell)


@pytest.mark.parametrize("cell", [True, [], {"n": 1}, -4, 1.5, 10**12])
def test_a_value_that_is_no_count_is_refused(cell: Any) -> None:
    with pytest.raises(IncidentLogError):
        read(cell)


def test_null_and_an_absent_column_are_two_things() -> None:
    assert read(None) is None
    assert (
        figure({}, column("other"), wording(None, None), decimals=False)({}) is ABSENT
    )


def test_the_mapping_says_what_codes_mean() -> None:
    spec: dict[str, Any] = {"unknown": ["?", "-99"], "empty": ["tbd"], "none": ["nil"]}

    assert read("?", **spec) == read(-99, **spec) == "unknown"
    assert read("TBD", **spec) is None
    assert read("nil", **spec) == "none"
    assert read(7, **spec) == 7


def test_what_cannot_be_read_may_count_as_unknown_or_as_nothing() -> None:
    assert read(-186, otherwise="unknown") == "unknown"
    assert read("n.n.", otherwise="not_stated") is None


def test_marks_of_other_countries_are_named() -> None:
    assert read("1.204.000", decimal=",") == 1204000
    assert read("1.204,5", decimals=True, decimal=",") == 1204.5
    assert read("1 204", thousands=" ") == 1204


def test_units_and_factors_are_multiplied() -> None:
    units = {"ha": 2.5, "acres": 1, "thousand": 1000}

    assert read("4 ha", decimals=True, units=units) == 10
    assert read("1.3 thousand", decimals=True, units=units) == 1300
    assert read(3, factor=1000) == 3000
    assert read("3", factor=1000) == 3000
    with pytest.raises(UnreadableCell, match=r"'km2' is not among .* \(ha, acres"):
        read("4 km2", units=units)
    with pytest.raises(UnreadableCell, match="not among the mapping's units: add"):
        read("4 km2")


def test_an_indicator_may_have_decimals_and_be_negative() -> None:
    assert read("-1.5", decimals=True) == -1.5
    assert read(-25, decimals=True) == -25
    assert read(62.0, decimals=True) == 62
    with pytest.raises(UnreadableCell, match=r"1\.5 is not whole"):
        read("1.5")


def test_a_wording_goes_before_a_plain_number() -> None:
    assert read(9, wording="at least") == "at least 9"
    assert read("9", wording={"column": "how"}) == "about 9"
    assert read("9-12", wording="about") == "9 to 12"
    assert read("9", wording={"column": "nowhere"}) == 9
    assert read("9", wording={"column": "how", "words": {"about": None}}) == 9
    with pytest.raises(UnreadableCell, match="'fire' is no wording of a count"):
        wording({"column": "how"}, None)({"how": "fire"})


@given(st.integers(0, 10**9), st.sampled_from([",", ".", "'", " "]))
def test_a_number_is_the_same_with_any_mark_between_thousands(
    n: int, mark: str
) -> None:
    decimal = "," if mark == "." else "."

    assert read(f"{n:,}".replace(",", mark), thousands=mark, decimal=decimal) == n
    assert read(str(n)) == read(n) == n


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans()))
def test_any_cell_is_a_count_or_refused(cell: Any) -> None:
    try:
        found = read(cell)
    except IncidentLogError:
        return
    assert found is None or Count.parse(found)


def test_flags_are_true_false_or_refused() -> None:
    plain = flag({}, THE_CELL)
    own = flag({"true": ["ja"], "false": ["nein", 0]}, THE_CELL)

    assert [plain({"cell": c}) for c in (True, "Yes", 1, "0", False)] == [
        *(True, True, True, False, False)
    ]
    assert (own({"cell": "JA"}), own({"cell": 0})) == (True, False)
    assert plain({"cell": ""}) is plain({"cell": None}) is None
    assert plain({}) is ABSENT
    with pytest.raises(UnreadableCell, match="'perhaps' is neither true nor false"):
        plain({"cell": "perhaps"})


def test_words_come_from_the_table_or_from_the_cell() -> None:
    getter = words({"words": {"MoH": "health-ministry", "?": None}}, THE_CELL, slug)

    assert getter({"cell": "moh"}) == "health-ministry"
    assert getter({"cell": "Red Crescent"}) == "red-crescent"
    assert (
        getter({"cell": "?"}) is getter({"cell": ""}) is getter({"cell": " "}) is None
    )
    assert getter({}) is ABSENT


def test_lists_are_lists_or_words_between_separators() -> None:
    plain = listed({}, THE_CELL)
    slashed = listed({"separator": "/", "words": {"131": "shahed-131"}}, THE_CELL)

    assert plain({"cell": ["Kh-59", "Kh-69", " "]}) == ["kh-59", "kh-69"]
    assert plain({"cell": "a; b;"}) == ["a", "b"]
    assert slashed({"cell": "Shahed-136/131"}) == ["shahed-136", "shahed-131"]
    assert plain({"cell": ";"}) is plain({"cell": None}) is None
    assert plain({}) is ABSENT


def test_plain_numbers_are_read_too() -> None:
    latitude = number({}, THE_CELL)

    assert latitude({"cell": "50.45"}) == 50.45
    assert latitude({"cell": None}) is None
    assert latitude({}) is ABSENT


SLUGS = {
    "North Complex (Plumas)": "north-complex-plumas",
    "St. John": "st-john",
    "Ceará": "ceara",
    "a_b.c": "a_b.c",
    "  ": "",
}


@pytest.mark.parametrize(("text", "found"), SLUGS.items())
def test_an_id_is_made_of_any_words(text: str, found: str) -> None:
    assert slug(text) == found


def test_names_in_other_scripts_and_long_ones_keep_a_mark_of_their_own() -> None:
    assert slug("Київ") != slug("Львів")
    assert len(slug("x" * 200)) == 128
    assert slug("x" * 200) != slug("x" * 201)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fire-Київ", "fire-Львів"),
        ("Київ 1", "Львів 1"),
        ("Ølst", "Łlst"),
        ("a🔥", "a"),
    ],
)
def test_names_that_lose_letters_are_not_taken_for_one_another(
    one: str, other: str
) -> None:
    assert slug(one) != slug(other)


def test_one_name_has_one_id_however_it_is_written() -> None:
    assert slug("Київ") == slug(normalize("NFD", " КИЇВ"))


def test_dashes_and_quotes_are_no_letters_that_could_be_lost() -> None:
    assert slug("Kyiv \u2013 \u201cOld Town\u201d") == "kyiv-old-town"
