"""How best is chosen, where the choice is not the usual one."""

import pytest

from tests.given import (
    act,
    bounds,
    casualties,
    claim,
    denied,
    figure,
    injured,
    killed,
    story,
    update,
)


def test_two_who_say_about_nine_bear_each_other_out() -> None:
    told = story(
        update("wire", injured("about 9"), at="09:00", heard="09:10"),
        update("mayor", injured("about 9"), at="10:00", heard="10:10"),
    )

    assert figure(told, "injured", policy="corroborated")["best"] == 9


def test_about_five_hundred_is_not_borne_out_by_about_nine() -> None:
    told = story(
        update("wire", injured("about 9"), at="09:00", heard="09:10"),
        update("mayor", injured("about 500"), at="10:00", heard="10:10"),
    )

    found = figure(told, "injured", policy="corroborated")

    assert (found["best"], found["flags"]) == (None, ["provisional"])


def test_an_unknown_number_bears_nothing_out() -> None:
    told = story(
        update("wire", injured("unknown"), at="09:00", heard="09:10"),
        update("mayor", injured(9), at="10:00", heard="10:10"),
    )

    assert figure(told, "injured", policy="corroborated")["best"] is None


def test_a_floor_bears_out_an_exact_count_above_it() -> None:
    told = story(
        update("wire", killed("at least 1"), at="09:00", heard="09:10"),
        update("mayor", killed(3), at="10:00", heard="10:10"),
    )

    assert figure(told, "killed", policy="corroborated")["best"] == 3


@pytest.mark.parametrize("policy", ["latest", "majority", "lowest", "interval"])
def test_a_denial_alone_gives_no_number(policy: str) -> None:
    told = story(update("mayor", denied(killed(1)), at="09:00", heard="09:10"))

    assert bounds(told, "killed", policy=policy) == (0, None, 0)


def test_words_without_a_value_have_one_where_no_choice_is_left() -> None:
    told = story(
        update("wire", injured("at least 9"), at="09:00", heard="09:10"),
        update("mayor", injured("up to 9"), at="10:00", heard="10:10"),
    )

    assert bounds(told, "injured") == (9, 9, 9)


def test_the_newest_word_without_a_number_gives_none() -> None:
    told = story(
        update("wire", injured(9), at="09:00", heard="09:10"),
        update("mayor", injured("several"), at="10:00", heard="10:10"),
    )

    found = figure(told, "injured")

    assert (found["low"], found["best"], found["high"]) == (9, 9, 9)
    assert bounds(told, "injured", policy="lowest") == (9, 9, 9)


def test_a_value_outside_the_range_gives_way_to_its_nearest_end() -> None:
    told = story(
        update("wire", injured("at least 12"), at="09:00", heard="09:10"),
        update("mayor", injured("about 9"), at="10:00", heard="10:10"),
    )

    assert bounds(told, "injured") == (12, 12, None)


def test_a_contested_figure_never_takes_the_nearest_end() -> None:
    places = [{"id": "podil", "part_of": "kyiv"}]
    told = story(
        update("wire", killed(1), at="09:00", heard="09:10", places=places),
        update("mayor", killed(3), at="09:30", heard="09:40"),
        update("kmva", killed(7, place="podil"), at="09:30", heard="09:45"),
    )

    found = figure(told, "killed")

    assert (found["low"], found["best"], found["high"]) == (7, None, 7)
    assert found["contested"]


def test_among_the_recent_the_perpetrator_is_not_asked() -> None:
    strike = claim("strike", weapons=["missile"], actor="army", count=1)
    parties = [{"id": "army", "party": "ru"}, {"id": "ministry", "party": "ru"}]
    told = story(
        update("radar", strike, at="06:00", heard="06:00", agents=parties),
        update("mayor", killed(3), at="10:00", heard="10:10"),
        update("ministry", killed(0), at="10:30", heard="10:40"),
    )

    found = figure(told, "killed", policy="majority")

    assert (found["best"], found["contested"]) == (3, True)
    assert found["lost"] == [{"claim": "ministry/1#c1", "why": "interested"}]


def test_a_statement_counts_nothing() -> None:
    told = story(
        update("mayor", claim("statement", act="warn"), at="09:00", heard="09:10"),
        act("describe", "10:00", incident={"id": "kyiv-2024-12-20", "kind": "attack"}),
    )

    (said,) = told.updates[0].claims

    assert (said.number.text, said.number.range) == (None, (None, None))
    assert casualties("killed") == {"type": "casualties", "outcome": "killed"}


def test_an_hour_apart_is_the_same_time_and_a_minute_more_is_not() -> None:
    told = story(
        update("wire", killed(1), at="09:00", heard="09:00"),
        update("mayor", killed(3), at="10:00", heard="10:00"),
        update("page", injured(1), at="09:00", heard="09:00"),
        update("post", injured(3), at="10:01", heard="10:01"),
    )

    assert figure(told, "killed")["contested"]
    assert not figure(told, "injured")["contested"]


def test_the_recent_are_those_within_an_hour_of_the_newest() -> None:
    told = story(
        update("a", killed(3), at="10:00", heard="10:00"),
        update("b", killed(5), at="11:00", heard="11:00"),
        update("c", injured(3), at="10:00", heard="10:00"),
        update("d", injured(5), at="11:00:01", heard="11:01"),
    )

    assert figure(told, "killed", policy="majority")["best"] == 3
    assert figure(told, "injured", policy="majority")["best"] == 5


def test_three_of_five_origins_are_a_majority() -> None:
    told = story(
        update("a", killed(1), at="10:00", heard="10:00"),
        update("b", killed(2), at="10:00", heard="10:00"),
        *(
            update(report, killed(3), at="10:00", heard="10:00")
            for report in ("c", "d", "e")
        ),
    )

    assert figure(told, "killed")["best"] == 3


def test_what_leaves_no_doubt_is_the_interval_s_number() -> None:
    told = story(
        update("mayor", denied(killed(1)), at="09:00", heard="09:00"),
        update("kmva", killed(0), at="09:10", heard="09:10"),
        update("post", injured("at least 9"), at="09:00", heard="09:00"),
        update("wire", injured("up to 9"), at="09:10", heard="09:10"),
    )

    assert bounds(told, "killed", policy="interval") == (0, 0, 0)
    assert bounds(told, "injured", policy="interval") == (9, 9, 9)


def test_half_of_the_origins_are_no_majority() -> None:
    told = story(
        update("a", killed(5), at="10:00", heard="10:00"),
        update("b", killed(5), at="10:00", heard="10:00"),
        update("c", killed(3), at="10:00", heard="10:00"),
        update("d", killed(4), at="10:00", heard="10:00"),
    )

    assert figure(told, "killed")["best"] == 3
    assert figure(told, "killed", policy="majority")["best"] == 3


def test_of_two_corroborated_values_the_newest_counts() -> None:
    told = story(
        update("a", killed("at least 3"), at="09:00", heard="09:00"),
        update("b", killed("at least 5"), at="10:00", heard="10:00"),
        update("c", killed("at least 4"), at="11:00", heard="11:00"),
    )

    assert figure(told, "killed", policy="corroborated")["best"] == 5


@pytest.mark.parametrize(
    ("before", "after", "time", "best"),
    [(5, 3, "11:00", 3), (3, 5, "11:00", 5), (5, 3, "09:00", 3)],
)
def test_of_corroborated_values_that_differ_the_newer_or_else_the_lower_counts(
    before: int, after: int, time: str, best: int
) -> None:
    told = story(
        update("a", killed(before), at="09:00", heard="09:00"),
        update("b", killed(before), at="09:00", heard="09:00"),
        update("c", killed(after), at=time, heard=time),
        update("d", killed(after), at=time, heard=time),
    )

    assert bounds(told, "killed", policy="corroborated") == (3, best, 5)


def test_who_denies_any_death_does_not_contradict_who_counts_none() -> None:
    told = story(
        update("mayor", denied(killed(1)), at="09:00", heard="09:00"),
        update("kmva", killed("none"), at="09:10", heard="09:10"),
    )

    assert not figure(told, "killed")["contested"]


@pytest.mark.parametrize(("podil", "flags"), [(1, []), (2, ["parts_exceed_total"])])
def test_parts_may_make_up_the_whole_and_not_more(podil: int, flags: list[str]) -> None:
    places = [{"id": name, "part_of": "kyiv"} for name in ("podil", "pechersk")]
    told = story(
        update("mayor", killed(2), at="09:00", heard="09:00", places=places),
        update("kmva", killed(podil, place="podil"), at="09:00", heard="09:00"),
        update("post", killed(1, place="pechersk"), at="09:00", heard="09:00"),
    )

    assert figure(told, "killed")["flags"] == flags


def test_all_districts_that_lift_a_city_are_named() -> None:
    places = [{"id": name, "part_of": "kyiv"} for name in ("podil", "pechersk")]
    told = story(
        update("mayor", killed("at least 1"), at="09:00", heard="09:00", places=places),
        update("kmva", killed(2, place="podil"), at="09:00", heard="09:00"),
        update("post", killed(2, place="pechersk"), at="09:00", heard="09:00"),
    )

    found = figure(told, "killed")

    assert (found["low"], found["high"]) == (2, None)
    assert found["claims"] == ["kmva/1#c1", "mayor/1#c1", "post/1#c1"]


def test_nobody_is_taken_back_who_was_not_counted() -> None:
    told = story(
        update("mod", killed(3), at="08:00", heard="08:00"),
        update("mod", killed(-5, measure="adjustment"), at="09:00", heard="09:00"),
    )

    assert bounds(told, "killed") == (0, 0, 0)


def test_an_increment_told_again_later_is_as_old_as_its_first_telling() -> None:
    again = injured(1, measure="this_reporting_period", restates="kmva/1#c1")
    told = story(
        update(
            "kmva",
            injured(1, measure="this_reporting_period"),
            at="09:00",
            heard="09:00",
        ),
        update("kmva", injured(13), at="10:00", heard="10:00"),
        update("kmva", again, at="11:00", heard="11:00"),
    )

    assert bounds(told, "injured") == (13, 13, 13)
