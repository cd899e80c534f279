"""Corrections and origins where reports run in circles or meet other incidents."""

from tests.given import (
    act,
    bounds,
    figure,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)


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
