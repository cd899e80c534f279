"""Plain words for numbers, for how firm they are, for what they count."""

from typing import Any

import pytest

from incident_log.datasette_plugin.pages import words
from incident_log.datasette_plugin.pages.subjects import Names, about

NAMES = Names(
    {
        "agents": {"mayor": "the mayor of Kyiv", "wire": "wire"},
        "sources": {"wire": "The Wire"},
        "places": {"kyiv": "Kyiv"},
        "weapons": {"kn-23": "KN-23"},
        "incidents": {"raid": "The raid"},
    }
)


def figure(low: Any, best: Any, high: Any, **more: Any) -> dict[str, Any]:
    """A figure as far as words are made of it."""
    return {"low": low, "best": best, "high": high, "contested": 0, "origins": 1} | more


def said(text: str | None, *, denied: int = 0) -> dict[str, Any]:
    """A row that a figure rests on."""
    return {"count_text": text, "denied": denied}


@pytest.mark.parametrize(
    ("bounds", "short", "long"),
    [
        ((9, 9, 9), "9", "9"),
        ((9, 12, 13), "12", "12 (9 to 13)"),
        ((9, None, 13), "9\N{EN DASH}13", "9 to 13"),
        ((7, 7, None), "≥7", "at least 7"),
        ((7, 9, None), "9", "9 (at least 7)"),
        ((7, None, None), "≥7", "at least 7"),
        ((None, None, 9), "≤9", "up to 9"),
        ((None, 8, 9), "8", "8 (up to 9)"),
        ((0, None, 0), "0", "0"),
        ((None, None, None), "\N{EN DASH}", "not stated"),
        ((None, 9, None), "9", "about 9"),
    ],
)
def test_a_figure_in_short_and_with_its_bounds(
    bounds: tuple[Any, Any, Any], short: str, long: str
) -> None:
    assert words.number(figure(*bounds)) == short
    assert words.bounded(figure(*bounds)) == long


def test_there_may_be_no_figure_and_there_may_be_a_dispute() -> None:
    assert words.number(None) == "\N{EN DASH}"
    assert words.bounded(None) == "nothing"
    assert words.bounded(figure(0, None, 1, contested=1)) == "0 to 1, contested"
    assert words.bounded(figure(3, 4, 5, contested=1)) == "4 (3 to 5), contested"


@pytest.mark.parametrize(
    ("found", "rows", "remark"),
    [
        (
            figure(0, None, 1, contested=1, origins=2),
            [said("1")],
            "contested: two origins disagree",
        ),
        (
            figure(1, 1, 30, contested=1, origins=12),
            [said("1")],
            "contested: 12 origins disagree",
        ),
        (figure(0, None, 0), [said("1", denied=1)], "denied"),
        (figure(0, 0, 0), [said("none"), said("1", denied=1)], "one origin"),
        (figure(None, None, None), [said(None)], "not stated"),
        (figure(None, 9, None), [said("about 9")], "about"),
        (figure(2, None, None), [said("several")], "several"),
        (figure(1, None, None), [said("some")], "some"),
        (figure(2, None, None), [said("several"), said("some")], "at least"),
        (figure(2, 2, None), [said("at least 2")], "at least"),
        (figure(None, None, 9), [said("up to 9")], "up to"),
        (figure(9, 9, 9, origins=3), [said("9")], "three origins agree"),
        (figure(9, 9, 9), [said("9")], "one origin"),
        (figure(9, 12, 12, origins=2), [said("12")], "earlier counts differ"),
        (figure(9, None, 12), [said("9 to 12")], "a range"),
    ],
)
def test_a_plain_word_says_how_firm_a_figure_is(
    found: dict[str, Any], rows: list[dict[str, Any]], remark: str
) -> None:
    assert words.remark(found, rows) == remark


@pytest.mark.parametrize(
    ("noun", "subject", "told"),
    [
        ("casualties", {"outcome": "killed", "measure": "total_to_date"}, "killed"),
        (
            "casualties",
            {
                "outcome": "injured",
                "detail": "hospitalized",
                "age_group": "child",
                "role": ["journalist"],
                "counter": "second_wave",
            },
            "injured, hospitalized, child, journalist (second wave)",
        ),
        (
            "casualties",
            {"outcome": "injured", "measure": "subset", "subset_of": "injured"},
            "injured (part of the injured)",
        ),
        (
            "casualties",
            {"outcome": "injured", "measure": "subset"},
            "injured (part of the whole)",
        ),
        (
            "casualties",
            {"outcome": "casualty_unspecified", "measure": "instance"},
            "killed or injured (not said which) (single cases)",
        ),
        ("damage", {"object": "heating_main", "degree": "hit"}, "heating main: hit"),
        ("damage", {"object": "unspecified", "degree": "on_fire"}, "on fire"),
        (
            "damage",
            {"object": "x", "composite": ["car", "roof"]},
            "car and roof: damage",
        ),
        (
            "outages",
            {"service": "heating", "state": "out", "object": "school"},
            "heating out: school",
        ),
        (
            "outages",
            {"service": "water", "state": "out", "composite": ["school", "shop"]},
            "water out: school and shop",
        ),
        ("outages", {"service": "gas", "state": "restored"}, "gas restored"),
        (
            "strikes",
            {"weapons": ["iskander", "kn-23"], "phase": "launched", "actor": "mayor"},
            "iskander and KN-23 launched, by the mayor of Kyiv",
        ),
        ("strikes", {}, "strikes"),
        ("indicators", {"name": "acres_burned", "unit": "acre"}, "acres burned"),
        (
            "indicators",
            {"name": "water_level", "unit": "metre"},
            "water level, in metre",
        ),
        ("indicators", {"name": "magnitude"}, "magnitude"),
        ("observed", {"kind": "blast_heard"}, "blast heard"),
    ],
)
def test_what_a_figure_counts(noun: str, subject: dict[str, Any], told: str) -> None:
    assert about(noun, subject, NAMES) == told


def test_a_slug_that_nobody_described_is_its_own_name() -> None:
    assert NAMES.agent("mayor") == "the mayor of Kyiv"
    assert NAMES.agent("wire") == "The Wire"
    assert NAMES.agent("fireman") == "fireman"
    assert NAMES.agent(None) == "an editor"
    assert NAMES.place("kyiv") == "Kyiv"
    assert NAMES.place(None) == "place not stated"
    assert NAMES.incident("raid") == "The raid"


def test_what_a_claim_says_is_a_verb() -> None:
    assert words.says(said("at least 9")) == "says at least 9"
    assert words.says(said(None)) == "gives no number"
    assert words.says(said("1", denied=1)) == "denies 1"
    assert words.says(said(None, denied=1)) == "denies it"


def test_causes_reasons_and_flags_have_plain_words() -> None:
    assert words.cause("late report") == "Late report of earlier harm"
    assert words.cause("surprise") == "surprise"
    assert words.first("later count") == "First figure"
    assert words.first("late report") == "Late report of earlier harm"
    assert words.why("outvoted") == "another claim decides"
    assert words.why("lost") == "lost"
    assert words.flag("silent_edit") == "changed without notice"
    assert words.flag("brand_new") == "brand new"


@pytest.mark.parametrize(
    ("quote", "bare"),
    [
        ("“All hit”", "All hit"),
        ('"no information"', "no information"),
        ("nine “hurt”", "nine “hurt”"),
        ("", ""),
        (None, None),
    ],
)
def test_marks_around_a_whole_quote_are_not_doubled(
    quote: str | None, bare: str | None
) -> None:
    assert words.unquoted(quote) == bare
