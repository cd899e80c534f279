"""Why a figure moved, where the first answer that comes to mind is wrong."""

from dataclasses import replace

import pytest

from incident_log.diff import diff
from tests.given import (
    INCIDENT,
    Document,
    act,
    claim,
    denied,
    injured,
    killed,
    seen,
    story,
    update,
)
from tests.test_diff import bounds, changes, known, reasons

LOSERS: list[tuple[Document, int, str]] = [
    (update("wire", heard="11:00", signal="retraction"), 3, "retraction"),
    (act("hold", "11:00", ref="wire/1"), 3, "hold"),
    (act("correct", "11:00", claim="wire/1#c1", changes={"count": 4}), 4, "correction"),
]


@pytest.mark.parametrize(
    ("end", "high", "cause"), LOSERS, ids=("retract", "hold", "correct")
)
def test_a_range_that_narrows_as_an_outvoted_claim_goes_says_why(
    end: Document, high: int, cause: str
) -> None:
    told = story(
        update("wire", killed(40), at="09:00", heard="09:00"),
        update("mayor", killed(3), at="09:30", heard="09:40"),
        end,
    )

    (found,) = known(told, "10:00", "12:00")

    assert (bounds(found["before"]), bounds(found["after"])) == (
        (3, 3, 40),
        (3, 3, high),
    )
    assert found["cause"] == cause


def test_a_range_that_widens_as_an_outvoted_claim_comes_is_a_late_report() -> None:
    told = story(
        update("ministry", killed(10), at="11:00", heard="11:00"),
        update("mayor", killed(14), at="09:00", heard="12:00"),
    )

    (found,) = known(told, "11:30", "13:00", at="11:30")

    assert bounds(found["after"]) == (10, 10, 14)
    assert found["cause"] == "late report"
    assert reasons(found) == [("late report", "mayor/1#c1")]


def test_what_happened_after_we_last_knew_the_latest_is_no_late_report() -> None:
    told = story(
        update("kmva", injured(9), at="11:00", heard="11:12"),
        update("kmva", injured(12), at="15:27", heard="15:31"),
    )

    (found,) = known(told, "12:00", "16:00")

    assert found["cause"] == "later count"


def test_looking_back_at_what_was_known_earlier_describes_nothing_anew() -> None:
    told = story(
        update("kmva", injured(9), at="11:00", heard="11:12"),
        update("kmva", injured(12), at="15:27", heard="15:31"),
    )

    (found,) = known(told, "16:00", "12:00")

    assert found["cause"] == "other moment"


def test_a_moment_told_again_gives_way_to_its_later_telling() -> None:
    fall = claim("occurrence", kind="debris_fall", occurred="2024-12-20T08:00")
    told = story(
        update("kmva", fall, at="09:00", heard="09:00"),
        update("kmva", fall, at="10:00", heard="10:00"),
    )

    causes = [row["cause"] for row in known(told, "09:30", "10:30")]

    assert "description" not in causes


def test_a_link_that_an_editor_makes_is_a_change() -> None:
    told = story(
        update("wire", killed(1), at="09:00", heard="09:00"),
        act("link", "10:00", incident=INCIDENT, relation="related_to", to="rostov"),
    )

    found = known(told, "09:30", "10:30")

    assert [row["table"] for row in found] == ["links"]


def test_what_a_held_correction_had_corrected_comes_back_by_hold() -> None:
    told = story(
        update("wire", killed(40), at="09:00", heard="09:00"),
        update("wire", killed(4), at="09:00", heard="10:00", signal="correction"),
        act("hold", "11:00", ref="wire/2"),
    )

    (found,) = known(told, "10:30", "12:00")

    assert reasons(found) == [("hold", "wire/2#c1"), ("hold", "wire/1#c1")]


def test_a_denial_is_told_as_one() -> None:
    told = story(
        update("post", killed(1), at="08:15", heard="08:17"),
        update("mayor", denied(killed(1)), at="08:50", heard="08:52"),
    )

    (found,) = known(told, "08:30", "09:00")

    assert found["because"][0]["said_by"] == "mayor"
    assert found["because"][0].get("denied") is True


def test_what_an_older_log_had_not_received_yet_comes_by_no_unmerge() -> None:
    first = update("kmva", injured(9), at="11:00", heard="11:12")
    second = update("kmva", injured(12), at="15:27", heard="15:31")

    (found,) = diff(seen(story(first)), seen(story(first, second)))

    assert found["cause"] == "later count"


def test_a_later_count_stays_one_though_its_voice_was_described_meanwhile() -> None:
    one = [{"id": "head", "origin": "kmva"}]
    told = story(
        update("kmva", injured(9), at="09:00", heard="09:10"),
        update("head", injured(12), at="11:00", heard="11:10"),
        update("atlas", at="13:00", heard="13:00", text="who is who", agents=one),
    )

    (found,) = changes(
        told, {"at": "10:00", "heard": "12:00"}, {"at": "14:00", "heard": "14:00"}
    )

    assert found["cause"] == "later count"


def test_before_the_first_report_there_is_nothing_and_nobody_took_it_back() -> None:
    told = story(update("kmva", injured(9), at="11:00", heard="11:12"))

    (found,) = changes(told, {"at": "12:00"}, {"at": "10:00"})

    assert (found["after"], found["cause"], found["because"]) == (
        None,
        "other moment",
        [],
    )


def test_looking_back_beyond_a_correction_names_it() -> None:
    told = story(
        update("wire", injured(90), at="09:00", heard="09:12"),
        update("wire", injured(9), at="09:00", heard="11:00", signal="correction"),
    )

    (found,) = known(told, "12:00", "10:00")

    assert bounds(found["after"]) == (90, 90, 90)
    assert reasons(found) == [("correction", "wire/1#c1")]


def test_a_merge_that_only_tells_where_a_place_lies_is_still_a_merge() -> None:
    within = [{"id": "pecherskyi", "part_of": "kyiv"}]
    told = story(
        update("mayor", killed("some"), at="09:00", heard="09:00"),
        update("mayor", killed(2, place="pecherskyi"), at="09:00", heard="09:10"),
        update("atlas", text="a map", heard="09:20", incident="blast", places=within),
        act("merge", "10:00", incident="blast", into=INCIDENT),
        act("unmerge", "11:00", incident="blast", into=INCIDENT),
    )

    (merged,) = known(told, "09:30", "10:30")
    (unmerged,) = known(told, "10:30", "11:30")

    assert (bounds(merged["after"]), merged["cause"]) == ((2, None, None), "merge")
    assert (bounds(unmerged["after"]), unmerged["cause"]) == (
        (1, None, None),
        "unmerge",
    )


def test_word_of_the_very_moment_that_was_looked_at_is_late() -> None:
    told = story(
        update("wire", injured(9), at="08:00", heard="08:10"),
        update("mayor", injured(12), at="09:00", heard="12:00"),
    )

    (found,) = known(told, "11:00", "13:00", at="09:00")

    assert found["cause"] == "late report"


def test_harm_done_at_the_very_moment_that_was_looked_at_is_not_new() -> None:
    told = story(
        update("kmva", killed(1), at="15:00", heard="15:10"),
        update(
            "kmva", killed(3, occurred="2024-12-20T16:00"), at="18:00", heard="18:10"
        ),
    )

    (found,) = changes(told, {"at": "16:00"}, {"at": "19:00"})

    assert found["cause"] == "later count"


def test_a_later_log_that_knows_the_places_better_describes_them() -> None:
    within = [{"id": "pecherskyi", "part_of": "kyiv"}]
    told = (
        update("mayor", killed("some"), at="09:00", heard="09:00"),
        update("mayor", killed(2, place="pecherskyi"), at="09:00", heard="09:10"),
    )
    atlas = update("atlas", text="a map", heard="09:05", places=within)
    before = replace(seen(story(*told)), position=2)
    after = replace(seen(story(*told, atlas)), position=3)

    (found,) = diff(before, after)

    assert found["cause"] == "description"


def test_a_party_s_withdrawn_claim_is_a_retraction_too() -> None:
    fired = claim("strike", phase="used", actor="ministry", weapons=["drone"])
    told = story(
        update("mayor", killed(12), at="14:00", heard="14:10"),
        update("ministry", killed(500), fired, at="14:30", heard="14:40"),
        act("retract", "15:00", ref="ministry/1#c1"),
    )

    (found,) = known(told, "14:50", "15:10", policy="majority")

    assert bounds(found["before"]) == (12, 12, 500)
    assert reasons(found) == [("retraction", "ministry/1#c1")]


def test_a_link_that_somebody_claims_is_a_change() -> None:
    link = claim("link", relation="in_response_to", to="rostov")
    told = story(update("ministry", link, at="09:00", heard="09:10"))

    (found,) = changes(told, {"at": "08:00"}, {"at": "10:00"})

    assert (found["table"], found["claim"]) == ("links", "ministry/1#c1")


def test_a_first_telling_that_shows_again_was_not_told_again() -> None:
    fall = claim("occurrence", kind="debris_fall", occurred="2024-12-20T08:00")
    told = story(
        update("kmva", fall, at="09:00", heard="09:00"),
        update("kmva", fall, at="10:00", heard="10:00"),
        act("retract", "11:00", ref="kmva/2"),
    )

    found = known(told, "10:30", "11:30")

    assert [(row["claim"], row["cause"]) for row in found] == [
        ("kmva/1#c1", "retraction"),
        ("kmva/2#c1", "retraction"),
    ]
