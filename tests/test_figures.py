"""Low, best and high: what lifts a figure, what contests it, what it is dated by."""

import pytest

from tests.given import (
    Document,
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

# -- smaller places ------------------------------------------------------------------

UKRAINE = [
    {"id": "podil", "part_of": "kyiv"},
    {"id": "kyiv", "part_of": "ukraine"},
]


def test_a_district_lifts_a_city_that_only_has_a_ceiling() -> None:
    told = story(
        update("mayor", killed("up to 5"), at="09:00", heard="09:00", places=UKRAINE),
        update("kmva", killed(1, place="podil"), at="09:00", heard="09:00"),
    )

    found = figure(told, "killed")

    assert (found["low"], found["high"]) == (1, 5)
    assert found["claims"] == ["kmva/1#c1", "mayor/1#c1"]


def test_a_district_where_nobody_died_lifts_nothing() -> None:
    told = story(
        update("mayor", killed("up to 5"), at="09:00", heard="09:00", places=UKRAINE),
        update("kmva", killed(0, place="podil"), at="09:00", heard="09:00"),
    )

    assert bounds(told, "killed") == (0, None, 5)


def test_a_district_with_as_many_as_the_city_decides_nothing_there() -> None:
    told = story(
        update("mayor", killed(2), at="09:00", heard="09:00", places=UKRAINE),
        update("kmva", killed(2, place="podil"), at="09:00", heard="09:00"),
    )

    assert bounds(told, "killed") == (2, 2, 2)
    assert figure(told, "killed")["claims"] == ["mayor/1#c1"]


def test_a_district_is_no_part_of_the_country_beside_its_city() -> None:
    told = story(
        update(
            "ministry",
            killed(2, place="ukraine"),
            at="09:00",
            heard="09:00",
            places=UKRAINE,
        ),
        update("mayor", killed(2), at="09:00", heard="09:00"),
        update("kmva", killed(1, place="podil"), at="09:00", heard="09:00"),
    )

    assert figure(told, "killed", place="ukraine")["flags"] == []


def test_a_single_attack_in_a_district_lifts_no_single_attack_in_the_city() -> None:
    told = story(
        update(
            "mayor",
            killed(1, measure="instance"),
            at="09:00",
            heard="09:00",
            places=UKRAINE,
        ),
        update(
            "kmva",
            killed(3, measure="instance", place="podil"),
            at="09:00",
            heard="09:00",
        ),
    )

    assert bounds(told, "killed") == (1, 1, None)
    assert bounds(told, "killed", place="podil") == (3, 3, None)


# -- who contradicts whom ------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "later", "at", "contested"),
    [
        (killed(5), killed(3), "10:30", True),
        (killed(3), killed(5), "10:30", False),
        (killed(3), killed("at least 5"), "10:30", False),
        (killed(3), killed(5), "10:00:00", True),
        (killed(3), killed(5), "10:00:01", False),
    ],
)
def test_another_origin_contradicts_at_the_same_time_or_with_a_lower_total(
    earlier: Document, later: Document, at: str, contested: bool
) -> None:
    told = story(
        update("mayor", earlier, at="09:00", heard="09:00"),
        update("kmva", later, at=at, heard="10:30"),
    )

    assert figure(told, "killed")["contested"] is contested


# -- what is told with a figure ------------------------------------------------------


def test_figures_come_by_place_and_what_has_none_comes_first() -> None:
    told = story(
        update(
            "mayor",
            killed(1, place="odesa"),
            killed(2),
            injured(3),
            killed(4, incident="drones", place="kyiv"),
            killed(5, incident="drones"),
            at="09:00",
            heard="09:00",
            related_incidents=[{"id": "drones", "title": "Drones"}],
        )
    )

    here, there = (seen(told, incident=name) for name in ("kyiv-2024-12-20", "drones"))

    assert [each.best for each in here.figures] == [3, 2, 1]
    assert [each.best for each in there.figures] == [5, 4]


def test_a_figure_is_dated_by_the_newest_claim_that_decides_it() -> None:
    told = story(
        update("mayor", killed(2), at="09:00", heard="09:00"),
        update("kmva", killed(2), at="10:00", heard="10:00"),
    )

    assert figure(told, "killed")["as_of"] == clock("10:00")


def test_one_origin_s_fall_or_floor_flags_the_figure_of_all() -> None:
    told = story(
        update("mayor", killed(5), at="08:00", heard="08:00"),
        update("mayor", killed(3), at="09:00", heard="09:00"),
        update("kmva", killed(3), at="09:00", heard="09:00"),
        update("post", more(killed(1)), at="09:00", heard="09:00"),
    )

    assert figure(told, "killed")["flags"] == [
        "downward_revision",
        "increment_without_total",
    ]
