"""Corrections and origins where reports run in circles or meet other incidents."""

from tests.given import (
    act,
    bounds,
    clock,
    figure,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)

CORRECTION = "correction"


def test_of_two_that_correct_each_other_neither_counts() -> None:
    told = story(
        update("a", killed(1, corrects="b/1#c1"), at="08:00", heard="09:00", id="1"),
        update("b", killed(2, corrects="a/1#c1"), at="08:30", heard="10:00", id="1"),
    )

    assert seen(told).figures == []
    assert figure(told, "killed", heard="09:30")["best"] == 1


def test_texts_carried_in_a_circle_have_the_origin_met_again() -> None:
    told = story(
        update("a", killed(1), derived_from="b", source="x", at="08:00", heard="08:00"),
        update("b", killed(1), derived_from="c", source="y", at="08:00", heard="08:00"),
        update("c", killed(1), derived_from="b", source="z", at="08:00", heard="08:00"),
        update("d", killed(1), derived_from="e", at="08:00", heard="08:00"),
        update("e", killed(1), source="w", at="08:00", heard="08:00"),
    )

    assert figure(told, "killed")["origins"] == 3


def test_an_editor_s_correction_elsewhere_is_none_of_this_incident_s() -> None:
    told = story(
        update("a", killed(1), at="08:00", heard="08:00"),
        update("b", killed(5), at="08:00", heard="08:00", incident="other"),
        act("correct", "10:00", claim="b/1#c1", changes={"count": 7}),
    )

    assert bounds(told, "killed") == (1, 1, 1)
    assert bounds(told, "killed", incident="other") == (7, 7, 7)


def test_increments_without_a_number_are_a_floor_without_a_value() -> None:
    told = story(
        update("a", injured(-1, measure="adjustment"), at="08:00", heard="08:00"),
        update("b", more(injured("some")), at="08:00", heard="08:00"),
    )

    assert bounds(told, "injured") == (1, None, None)


def test_an_act_on_what_nobody_has_waits() -> None:
    told = story(
        update("a", killed(1), at="08:00", heard="08:00"),
        update(
            "a", heard="09:00", signal="retraction", retracts=["z/9", "z/9#c1", "c9"]
        ),
    )

    assert seen(told).waiting == {"a/2"}
    assert bounds(told, "killed") == (1, 1, 1)


def test_a_correction_names_claims_it_says_nothing_instead_of() -> None:
    told = story(
        update("a", killed(1), injured(2), at="08:00", heard="08:00"),
        update(
            *("a", killed(3)),
            at="09:00",
            heard="09:00",
            signal="correction",
            corrects=["c1", "c2", "a/9#c9"],
        ),
    )

    assert bounds(told, "killed") == (3, 3, 3)
    assert figure(told, "injured") == {}
    assert bounds(told, "injured", heard="08:30") == (2, 2, 2)


def test_in_a_circle_of_corrections_each_keeps_its_own_moment() -> None:
    told = story(
        update("a", killed(1, corrects="b/1#c1"), at="08:00", heard="09:00", id="1"),
        update("b", killed(2, corrects="a/1#c1"), at="08:30", heard="10:00", id="1"),
    )

    claims = seen(told).knowledge.claims.values()

    assert [each.as_of.earliest for each in claims] == [clock("08:00"), clock("08:30")]


def test_a_correction_of_two_claims_is_about_the_later_moment() -> None:
    told = story(
        update("wire", killed(1), at="09:00", heard="09:00"),
        update("wire", killed(2), at="08:00", heard="09:30"),
        update(
            "wire",
            killed(3, corrects=["wire/1#c1", "wire/2#c1"]),
            at="10:00",
            heard="10:00",
        ),
    )

    assert bounds(told, "killed", at="08:30") == (None, None, None)
    assert bounds(told, "killed", at="09:00") == (3, 3, 3)


def test_an_editor_s_corrections_add_up_and_only_the_last_counts() -> None:
    told = story(
        update(
            "wire",
            killed(2),
            at="09:00",
            heard="09:10",
            published_at="2024-12-20T09:05",
        ),
        act("correct", "10:00", claim="wire/1#c1", changes={"count": 4}),
        act("correct", "11:00", claim="wire/1#c1", changes={"place": "odesa"}),
    )

    found = figure(told, "killed", place="odesa")

    assert bounds(told, "killed", heard="10:30") == (4, 4, 4)
    assert figure(told, "killed") == {}
    assert (found["best"], found["claims"]) == (4, ["wire/1#c1~2"])
    hidden = {str(n): c.hidden_by for n, c in seen(told).knowledge.claims.items()}
    assert hidden == {
        "wire/1#c1": "wire/1#c1~1",
        "wire/1#c1~1": "wire/1#c1~2",
        "wire/1#c1~2": None,
    }


def test_an_editor_s_correction_was_printed_nowhere_and_is_older_than_print() -> None:
    told = story(
        update(
            "wire",
            killed(2),
            at="09:00",
            heard="09:10",
            published_at="2024-12-20T09:05",
        ),
        update(
            "wire",
            killed(3),
            at="09:00",
            heard="09:20",
            published_at="2024-12-20T09:02",
        ),
        act("correct", "10:00", claim="wire/1#c1", changes={"count": 4}),
    )

    assert bounds(told, "killed", heard="09:30") == (2, 2, 2)
    assert bounds(told, "killed") == (3, 3, 3)


def test_an_editor_who_dates_a_claim_anew_moves_it() -> None:
    told = story(
        update("wire", killed(2), at="09:00", heard="09:10"),
        act(
            "correct",
            "10:00",
            claim="wire/1#c1",
            changes={"as_of": "2024-12-20T08:00"},
        ),
    )

    assert bounds(told, "killed", at="08:30", heard="09:30") == (None, None, None)
    assert bounds(told, "killed", at="08:30") == (2, 2, 2)


def test_a_claim_about_another_incident_may_be_said_instead_of_one_here() -> None:
    told = story(
        update("wire", killed(2), killed(1, place="odesa"), at="09:00", heard="09:00"),
        update(
            "wire",
            killed(2, corrects="wire/1#c1"),
            at="10:00",
            heard="10:00",
            incident="other",
        ),
    )

    assert figure(told, "killed") == {}
    assert bounds(told, "killed", place="odesa") == (1, 1, 1)
    assert bounds(told, "killed", incident="other") == (2, 2, 2)


def test_a_claim_about_another_incident_that_is_retracted_replaces_nothing() -> None:
    told = story(
        update("wire", killed(2), at="09:00", heard="09:00"),
        update(
            "wire",
            killed(2, corrects="wire/1#c1"),
            at="10:00",
            heard="10:00",
            incident="other",
        ),
        act("retract", "11:00", ref="wire/2#c1"),
    )

    assert figure(told, "killed", heard="10:30") == {}
    assert bounds(told, "killed") == (2, 2, 2)


LADDER = [
    update("wire", killed(5), at="08:00", heard="08:00", id="z-morning"),
    update("wire", killed(7), at="09:00", heard="09:00", id="a-noon"),
]


def test_a_correction_of_a_report_is_of_the_newest_it_said_about_the_matter() -> None:
    told = story(
        *LADDER, update("wire", killed(6), at="11:00", heard="11:00", signal=CORRECTION)
    )

    assert bounds(told, "killed", at="08:30") == (5, 5, 5)
    assert bounds(told, "killed", at="09:00") == (6, 6, 6)


def test_a_correction_of_a_report_is_of_nothing_that_was_retracted() -> None:
    told = story(
        *LADDER,
        act("retract", "10:00", ref="wire/a-noon"),
        update("wire", killed(6), at="11:00", heard="11:00", signal=CORRECTION),
        update("wire", killed(8), at="12:00", heard="12:00"),
    )

    assert bounds(told, "killed", at="08:30") == (6, 6, 6)
    assert bounds(told, "killed", at="12:00") == (8, 8, 8)


def test_a_correction_of_one_update_leaves_the_others_alone() -> None:
    told = story(
        *LADDER,
        update(
            *("wire", killed(6)),
            at="11:00",
            heard="11:00",
            signal=CORRECTION,
            corrects=["z-morning"],
        ),
    )

    assert bounds(told, "killed", at="08:30") == (6, 6, 6)
    assert bounds(told, "killed") == (7, 7, 7)


def test_what_is_said_instead_of_one_claim_is_not_said_instead_of_another() -> None:
    told = story(
        *LADDER,
        update(
            *("wire", killed(6, corrects="wire/a-noon#c1")),
            at="11:00",
            heard="11:00",
            signal=CORRECTION,
            corrects=["wire/z-morning#c1"],
        ),
    )

    assert bounds(told, "killed", at="08:30") == (None, None, None)
    assert bounds(told, "killed", at="09:00") == (6, 6, 6)
