"""What changed between two moments, and why each figure moved."""

from typing import Any

import pytest

from incident_log.diff import diff
from incident_log.history import History
from tests.given import (
    INCIDENT,
    Document,
    act,
    casualties,
    claim,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)


def changes(
    told: History, before: dict[str, str], after: dict[str, str], **more: str
) -> list[dict[str, Any]]:
    """Compare two moments of a story."""
    return diff(seen(told, **before, **more), seen(told, **after, **more))


def known(told: History, heard: str, later: str, **more: str) -> list[dict[str, Any]]:
    """Compare what was known of the latest moment with what was known later."""
    return changes(told, {"heard": heard}, {"heard": later}, **more)


def bounds(said: dict[str, Any] | None) -> tuple[Any, ...] | None:
    return None if said is None else (said["low"], said["best"], said["high"])


def reasons(change: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["cause"], each["claim"]) for each in change["because"]]


def test_two_looks_at_one_moment_differ_in_nothing() -> None:
    told = story(update("kmva", injured(9), at="11:00", heard="11:12"))

    found = known(told, "12:00", "13:00")

    assert found == []


def test_one_more_injured_since_then_is_new_harm() -> None:
    told = story(
        update("kmva", injured(12), at="15:00", heard="15:10"),
        update("kmva", more(injured(1)), at="18:00", heard="18:10"),
    )

    (found,) = changes(
        told, {"at": "16:00", "heard": "16:00"}, {"at": "19:00", "heard": "19:00"}
    )

    assert (bounds(found["before"]), bounds(found["after"])) == (
        (12, 12, 12),
        (13, 13, 13),
    )
    assert found["cause"] == "new harm"
    assert reasons(found) == [("new harm", "kmva/2#c1")]


def test_a_toll_of_something_that_happened_since_then_is_new_harm() -> None:
    second = {"occurred": "2024-12-20T17:00"}
    told = story(
        update("kmva", killed(1), at="15:00", heard="15:10"),
        update("kmva", killed(3, **second), at="18:00", heard="18:10"),
    )

    (found,) = changes(told, {"at": "16:00"}, {"at": "19:00"})

    assert found["cause"] == "new harm"


def test_a_toll_of_what_had_happened_before_is_a_later_count() -> None:
    morning = {"occurred": "2024-12-20T07:00"}
    told = story(
        update("kmva", injured(9, **morning), at="11:00", heard="11:12"),
        update(
            "kmva", injured(12, quote="twelve", **morning), at="15:27", heard="16:00"
        ),
    )

    found = changes(
        told, {"at": "12:00", "heard": "12:00"}, {"at": "17:00", "heard": "17:00"}
    )

    assert found == [
        {
            "table": "casualties",
            "place": "kyiv",
            "outcome": "injured",
            "detail": None,
            "status": None,
            "sex": None,
            "age_group": None,
            "role": None,
            "measure": "total_to_date",
            "subset_of": None,
            "counter": None,
            "before": {
                "low": 9,
                "best": 9,
                "high": 9,
                "contested": False,
                "claims": ["kmva/1#c1"],
            },
            "after": {
                "low": 12,
                "best": 12,
                "high": 12,
                "contested": False,
                "claims": ["kmva/2#c1"],
            },
            "cause": "later count",
            "because": [
                {
                    "cause": "later count",
                    "claim": "kmva/2#c1",
                    "by": None,
                    "said_by": "kmva",
                    "count": "12",
                    "as_of": "2024-12-20T13:27:00.000000Z",
                    "known_at": "2024-12-20T14:00:00.000000Z",
                    "quote": "twelve",
                }
            ],
        }
    ]


def test_word_of_the_morning_that_came_at_noon_is_a_late_report() -> None:
    told = story(
        update("wire", injured(9), at="08:00", heard="08:10"),
        update("mayor", injured(12), at="08:30", heard="12:00"),
    )

    (found,) = known(told, "11:00", "13:00", at="09:00")

    assert reasons(found) == [("late report", "mayor/1#c1")]
    assert (bounds(found["before"]), bounds(found["after"])) == (
        (9, 9, 9),
        (9, 12, 12),
    )


CORRECTIONS: list[tuple[Document, tuple[str, str]]] = [
    (
        update("wire", injured(9), at="09:00", heard="11:00", signal="correction"),
        ("wire/2#c1", "wire/2#c1"),
    ),
    (
        update("desk", injured(9, corrects="wire/1#c1"), at="10:30", heard="11:00"),
        ("desk/1#c1", "desk/1#c1"),
    ),
    (
        act("correct", "11:00", claim="wire/1#c1", changes={"count": 9}),
        ("wire/1#c1~1", "wire/1#c1~1"),
    ),
]


@pytest.mark.parametrize(
    ("correction", "claims"), CORRECTIONS, ids=("signal", "claim", "editor")
)
def test_ninety_put_right_as_nine_is_a_correction(
    correction: Document, claims: tuple[str, str]
) -> None:
    told = story(update("wire", injured(90), at="09:00", heard="09:12"), correction)
    by, right = claims

    (found,) = known(told, "10:00", "12:00")

    assert bounds(found["after"]) == (9, 9, 9)
    assert found["cause"] == "correction"
    assert reasons(found) == [("correction", "wire/1#c1"), ("correction", right)]
    assert [each["by"] for each in found["because"]] == [by, None]


def test_a_withdrawn_story_is_a_retraction() -> None:
    told = story(
        update("wire", killed(40), at="09:00", heard="09:00"),
        update("wire", heard="11:00", signal="retraction"),
    )

    (found,) = known(told, "10:00", "12:00")

    assert (bounds(found["before"]), found["after"]) == ((40, 40, 40), None)
    assert reasons(found) == [("retraction", "wire/1#c1")]
    assert found["because"][0]["by"] == "wire/2"


def test_what_a_withdrawn_correction_had_corrected_comes_back_by_retraction() -> None:
    told = story(
        update("wire", killed(40), at="09:00", heard="09:00"),
        update("wire", killed(4), at="09:00", heard="10:00", signal="correction"),
        act("retract", "11:00", ref="wire/2"),
    )

    (found,) = known(told, "10:30", "12:00")

    assert bounds(found["after"]) == (40, 40, 40)
    assert reasons(found) == [("retraction", "wire/2#c1"), ("retraction", "wire/1#c1")]


def test_a_hold_takes_a_figure_away_and_a_release_gives_it_back() -> None:
    told = story(
        update("wire", killed(40), at="09:00", heard="09:00"),
        act("hold", "10:00", ref="wire/1"),
        act("release", "11:00", ref="wire/1"),
    )

    (held,) = known(told, "09:30", "10:30")
    (released,) = known(told, "10:30", "11:30")

    assert held["after"] is None
    assert reasons(held) == [("hold", "wire/1#c1")]
    assert bounds(released["after"]) == (40, 40, 40)
    assert reasons(released) == [("release", "wire/1#c1")]


def test_a_merge_brings_claims_and_an_unmerge_takes_them_back() -> None:
    told = story(
        update("wire", killed(1), at="09:00", heard="09:00"),
        update("mayor", killed(3), at="09:05", heard="09:10", incident="blast"),
        act("merge", "10:00", incident="blast", into=INCIDENT),
        act("unmerge", "11:00", incident="blast", into=INCIDENT),
    )

    (merged,) = known(told, "09:30", "10:30")
    (unmerged,) = known(told, "10:30", "11:30")

    assert (bounds(merged["after"]), merged["cause"]) == ((1, 3, 3), "merge")
    assert reasons(merged) == [("merge", "mayor/1#c1")]
    assert (bounds(unmerged["after"]), unmerged["cause"]) == ((1, 1, 1), "unmerge")


def test_a_merge_that_widens_a_figure_without_deciding_it_is_a_merge() -> None:
    told = story(
        update("wire", killed(3), at="09:00", heard="09:00"),
        update("mayor", killed(1), at="08:55", heard="09:10", incident="blast"),
        act("merge", "10:00", incident="blast", into=INCIDENT),
    )

    (found,) = known(told, "09:30", "10:30")

    assert (bounds(found["after"]), found["cause"]) == ((1, 3, 3), "merge")


def test_a_district_found_to_lie_in_the_city_is_a_description() -> None:
    within = [{"id": "pecherskyi", "part_of": "kyiv"}]
    told = story(
        update("mayor", killed("some"), at="09:00", heard="09:00"),
        update("mayor", killed(2, place="pecherskyi"), at="09:00", heard="09:10"),
        update("atlas", at="10:00", heard="10:00", text="a map", places=within),
    )

    (found,) = known(told, "09:30", "10:30")

    assert (bounds(found["before"]), bounds(found["after"])) == (
        (1, None, None),
        (2, None, None),
    )
    assert found["cause"] == "description"


def test_two_voices_found_to_be_one_are_a_description() -> None:
    one = [{"id": "head", "origin": "kmva"}]
    told = story(
        update("kmva", killed(1), at="09:00", heard="09:00"),
        update("head", killed(2), at="09:30", heard="09:40"),
        update("atlas", at="10:00", heard="10:00", text="who is who", agents=one),
    )

    (found,) = known(told, "09:50", "10:30")

    assert (bounds(found["before"]), bounds(found["after"])) == ((1, 2, 2), (2, 2, 2))
    assert found["cause"] == "description"


def test_an_earlier_moment_is_only_another_moment() -> None:
    told = story(
        update("kmva", injured(9), at="11:00", heard="11:12"),
        update("kmva", injured(12), at="15:27", heard="16:00"),
    )

    (found,) = changes(told, {"at": "17:00"}, {"at": "12:00"})

    assert bounds(found["after"]) == (9, 9, 9)
    assert (found["cause"], found["because"]) == ("other moment", [])


def test_a_figure_that_did_not_move_is_not_among_the_changes() -> None:
    told = story(
        update("kmva", injured(9), killed(1), at="11:00", heard="11:12"),
        update("kmva", injured(12), killed(1), at="15:27", heard="16:00"),
    )

    found = known(told, "12:00", "17:00")

    assert [change["outcome"] for change in found] == ["injured"]


def test_what_is_told_and_what_is_withdrawn_are_changes_too() -> None:
    told = story(
        update(
            "ministry",
            claim("statement", act="announce", quote="all objects are hit"),
            claim("target", kind="arms_industry"),
            at="09:00",
            heard="09:10",
        ),
        act("retract", "10:00", ref="ministry/1#c1"),
        act("hold", "10:00", ref="ministry/1#c2"),
    )

    came = changes(told, {"at": "08:00", "heard": "09:30"}, {"heard": "09:30"})
    went = known(told, "09:30", "10:30")

    assert [(row["claim"], row["before"], row["after"]) for row in came] == [
        ("ministry/1#c1", None, "shown"),
        ("ministry/1#c2", None, "shown"),
    ]
    assert went == [
        {
            "table": "statements",
            "place": "kyiv",
            "claim": "ministry/1#c1",
            "said_by": "ministry",
            "quote": "all objects are hit",
            "before": "shown",
            "after": None,
            "cause": "retraction",
            "because": [],
        },
        {
            "table": "targets",
            "place": "kyiv",
            "claim": "ministry/1#c2",
            "said_by": "ministry",
            "quote": None,
            "before": "shown",
            "after": None,
            "cause": "hold",
            "because": [],
        },
    ]


def test_a_statement_that_only_another_moment_knows_is_no_retraction() -> None:
    spoken = claim("statement", act="announce", quote="all objects are hit")
    told = story(update("ministry", spoken, at="09:00", heard="09:10"))

    (found,) = changes(told, {}, {"at": "08:00"})

    assert (found["after"], found["cause"]) == (None, "other moment")


def test_a_subset_and_its_whole_move_apart() -> None:
    of = {"measure": "subset", "subset_of": "all"}
    told = story(
        update("kmva", injured(9, id="all"), at="11:00", heard="11:12"),
        update(
            "kmva",
            injured(9, id="all"),
            casualties("injured", 4, detail="hospitalized", **of),
            at="12:00",
            heard="12:12",
        ),
    )

    (found,) = changes(told, {"at": "11:30"}, {"at": "12:30"})

    assert (found["measure"], found["subset_of"]) == ("subset", "injured")
    assert (found["before"], bounds(found["after"])) == (None, (4, 4, 4))
