"""The worked examples E1 to E20 of the domain, told as reports.

E13 (vague words are coded only in an export) and the unreliable source of E7 belong
to exports, which this program does not have yet.
"""

import pytest

from incident_log.counts import Count, Range, plus
from tests.given import (
    Document,
    act,
    bounds,
    casualties,
    claim,
    denied,
    figure,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)

WIRE: Document = {"agents": [{"id": "officials", "origin": "ap-officials"}]}


def test_e1_one_wire_story_in_three_outlets_is_one_origin() -> None:
    told = story(
        *(
            update(
                outlet,
                killed("at least 1", said_by="officials"),
                at="09:00",
                heard=heard,
                **WIRE,
            )
            for outlet, heard in (("independent", "09:01"), ("cnn", "09:05"))
        ),
        update(
            "abc", killed("at least 1"), derived_from="ap", at="09:00", heard="09:10"
        ),
        update("ap", killed("at least 1"), source="ap", at="09:00", heard="08:59"),
    )

    dead = figure(told, "killed")

    assert (dead["low"], dead["best"], dead["high"]) == (1, 1, None)
    assert dead["origins"] == 2


def test_e2_an_increment_counts_from_the_last_total() -> None:
    told = story(
        update("mayor", killed(5), at="10:00", heard="10:00"),
        update("mayor", more(killed(2)), at="12:00", heard="12:00"),
    )

    assert bounds(told, "killed", at="11:00") == (5, 5, 5)
    assert bounds(told, "killed", at="12:00") == (7, 7, 7)


def test_e2_a_total_restated_contains_the_increments_before_it() -> None:
    told = story(
        update("mayor", killed(5), at="10:00", heard="10:00"),
        update("mayor", more(killed(2)), at="12:00", heard="12:00"),
        update("mayor", killed(7), at="12:30", heard="12:30"),
    )

    assert bounds(told, "killed", at="13:00") == (7, 7, 7)


def test_e2_an_increment_older_than_the_total_is_inside_it() -> None:
    told = story(
        update("mayor", killed(5), at="10:00", heard="10:00"),
        update("mayor", more(killed(2)), at="09:30", heard="12:00"),
    )

    assert bounds(told, "killed", at="13:00") == (5, 5, 5)
    assert figure(told, "killed")["lost"] == [
        {"claim": "mayor/2#c1", "why": "contained"}
    ]


def test_e3_a_lower_later_toll_is_accepted_and_flagged() -> None:
    told = story(
        update("city", killed(2), at="07:00", heard="07:00"),
        update("city", killed(1), at="09:00", heard="09:00"),
    )

    assert bounds(told, "killed", at="08:00") == (2, 2, 2)
    assert bounds(told, "killed", at="09:00") == (1, 1, 1)
    assert figure(told, "killed")["flags"] == ["downward_revision"]
    assert not figure(told, "killed")["contested"]


def test_e4_a_correction_keeps_the_moment_it_speaks_about() -> None:
    told = story(
        update("ap", injured(90), at="09:00", heard="09:12"),
        update("ap", injured(9), at="11:00", heard="11:00", signal="correction"),
    )

    assert bounds(told, "injured", at="09:00", heard="10:00") == (90, 90, 90)
    assert bounds(told, "injured", at="09:00", heard="12:00") == (9, 9, 9)
    assert bounds(told, "injured", at="09:30", heard="12:00") == (9, 9, 9)
    assert figure(told, "injured")["flags"] == []


def test_e5_a_retraction_hides_a_report_from_then_on() -> None:
    told = story(
        update("x", killed(40), at="09:00", heard="09:00"),
        update("y", killed(3), at="09:00", heard="09:30"),
        update("x", heard="12:00", signal="retraction"),
    )

    before = figure(told, "killed", at="10:00", heard="11:00")
    after = figure(told, "killed", at="10:00", heard="13:00")

    assert (before["low"], before["high"], before["contested"]) == (3, 40, True)
    assert (after["low"], after["high"], after["contested"]) == (3, 3, False)
    assert after["lost"] == [{"claim": "x/1#c1", "why": "retracted"}]


def test_e6_a_hold_hides_until_the_release() -> None:
    told = story(
        update("x", killed(4), at="09:00", heard="09:00"),
        update("x", heard="10:00", signal="hold"),
        update("x", heard="11:00", signal="release"),
    )

    assert bounds(told, "killed", heard="09:30") == (4, 4, 4)
    assert figure(told, "killed", heard="10:30") == {}
    assert bounds(told, "killed", heard="11:30") == (4, 4, 4)


@pytest.mark.parametrize(
    ("claims", "best"),
    [
        ([("a", 9, "10:00"), ("b", 12, "14:00"), ("c", 13, "18:00")], 13),
        ([("a", 12, "14:00"), ("army", 500, "20:00")], 12),
        ([("a", 12, "20:00"), ("b", 12, "20:12"), ("c", 30, "20:24")], 12),
        ([("a", 12, "20:00"), ("b", 14, "20:12"), ("c", 30, "20:24")], 12),
        ([("army", 0, "20:00")], None),
    ],
    ids=["newest", "not the perpetrator", "majority", "else the lowest", "E19"],
)
def test_e7_majority_of_the_recent_and_uninterested(
    claims: list[tuple[str, int, str]], best: int | None
) -> None:
    strike = claim("strike", weapons=["missile"], actor="army", count=1)
    told = story(
        update("radar", strike, at="06:00", heard="06:00"),
        *(update(by, killed(n), at=at, heard=at) for by, n, at in claims),
    )

    assert figure(told, "killed", policy="majority")["best"] == best


def test_e8_five_origins_and_their_policies() -> None:
    told = story(
        update("a", injured(7), at="08:00", heard="08:00"),
        update("b", injured(9), at="10:00", heard="10:00"),
        update("c", injured(10), at="13:00", heard="13:00"),
        update("d", injured(12), at="15:30", heard="15:30"),
        update("e", injured(13), at="18:00", heard="18:00"),
    )
    policies = ("latest", "majority", "lowest", "interval", "corroborated")

    best = [figure(told, "injured", policy=policy)["best"] for policy in policies]

    assert best == [13, 13, 7, None, None]
    assert bounds(told, "injured", policy="interval") == (7, None, 13)
    assert not figure(told, "injured")["contested"]
    assert figure(told, "injured", policy="corroborated")["flags"] == ["provisional"]


def test_e8_one_origin_s_ladder_is_its_last_rung() -> None:
    told = story(
        update("kyiv", injured(7), at="09:00", heard="09:00"),
        update("kyiv", injured(9), at="10:13", heard="10:13"),
        update("kyiv", injured(10), at="13:00", heard="13:00"),
        update("kyiv", injured(12), at="15:27", heard="15:27"),
        update("kyiv", injured(13), at="18:00", heard="18:00"),
    )

    assert bounds(told, "injured") == (13, 13, 13)
    assert bounds(told, "injured", at="11:00") == (9, 9, 9)


def test_e9_a_death_reported_denied_and_confirmed() -> None:
    told = story(
        update("kcma", killed(1), at="08:15", heard="08:15"),
        update("mayor", denied(killed(1)), at="09:00", heard="09:00"),
        update("mayor", killed(1), at="10:13", heard="10:13"),
    )

    morning = figure(told, "killed", at="08:30")
    denial = figure(told, "killed", at="09:30")
    confirmed = figure(told, "killed", at="11:00")

    assert (morning["low"], morning["high"], morning["contested"]) == (1, 1, False)
    assert (denial["low"], denial["high"], denial["contested"]) == (0, 1, True)
    assert denial["best"] is None
    assert (confirmed["low"], confirmed["best"], confirmed["high"]) == (1, 1, 1)
    assert not confirmed["contested"]


def test_e10_an_injured_man_who_dies_is_counted_once() -> None:
    told = story(
        update("mayor", killed(1), injured(13), at="10:00", heard="10:00"),
        update(
            "mayor",
            more(killed(1, note="died of wounds")),
            injured(-1, measure="adjustment"),
            at="12:00",
            heard="12:00",
        ),
    )

    dead, hurt = bounds(told, "killed"), bounds(told, "injured")

    assert (dead, hurt) == ((2, 2, 2), (12, 12, 12))
    assert dead[1] + hurt[1] == 14


def test_e11_a_district_lifts_the_city_and_is_not_added() -> None:
    told = story(
        update(
            "mayor",
            killed("at least 1", place="kyiv"),
            killed(1, place="holosiivskyi"),
            killed(0, place="shevchenkivskyi"),
            at="10:00",
            heard="10:00",
            places=[
                {"id": "holosiivskyi", "part_of": "kyiv"},
                {"id": "shevchenkivskyi", "part_of": "kyiv"},
            ],
        )
    )

    assert bounds(told, "killed") == (1, 1, None)
    assert figure(told, "killed")["flags"] == []


def test_e12_a_composite_is_refined_not_added() -> None:
    both = claim(
        "outage",
        service="heating",
        state="out",
        object="education_facility",
        count=30,
        composite=["school", "kindergarten"],
    )
    schools = both | {"object": "school", "count": 17}
    gardens = both | {"object": "kindergarten", "count": 13}
    del schools["composite"], gardens["composite"]
    told = story(
        update("ap", both, at="09:00", heard="09:00"),
        update("mayor", schools, gardens, at="10:13", heard="10:13"),
    )

    counts = [
        figure(told, "heating", table="outages", at="09:30")["best"],
        *(
            found.best
            for found in seen(told).figures
            if found.table == "outages" and found.subject[3] is None
        ),
    ]

    assert counts == [30, 13, 17]


def test_e14_unknown_is_not_zero() -> None:
    unknown = Count.parse("unknown").range

    assert plus(Range(3, 3), unknown) == (None, None)
    assert plus(Range(3, 3), Count.parse("none").range) == (3, 3)
    told = story(
        update("mayor", killed(3), at="10:00", heard="10:00"),
        update("mayor", more(killed("some")), at="11:00", heard="11:00"),
    )
    assert bounds(told, "killed") == (4, None, None)


def test_e15_merging_sums_nothing_and_unmerging_restores() -> None:
    told = story(
        update("ap", killed(4), at="09:00", heard="09:00"),
        update("reuters", killed(4), at="09:00", heard="09:00", incident="blast"),
        act("merge", "12:00", incident="blast", into="kyiv-2024-12-20"),
        act("unmerge", "14:00", incident="blast"),
    )

    apart = figure(told, "killed", heard="11:00")
    merged = figure(told, "killed", heard="13:00")
    by_old_id = figure(told, "killed", heard="13:00", incident="blast")
    again = figure(told, "killed", heard="15:00")

    assert (apart["best"], apart["origins"]) == (4, 1)
    assert (merged["best"], merged["high"], merged["origins"]) == (4, 4, 2)
    assert by_old_id == merged
    assert again == apart


def test_e16_a_strike_with_two_actors_does_not_double_the_dead() -> None:
    told = story(
        update(
            "monitor",
            killed(10),
            claim("strike", weapons=["missile"], actor="a", count=1),
            claim("strike", weapons=["missile"], actor="b", count=1),
            at="09:00",
            heard="09:00",
        )
    )

    assert bounds(told, "killed") == (10, 10, 10)


def test_e17_an_adjustment_may_take_back() -> None:
    told = story(
        update("mod", killed(100), at="08:00", heard="08:00"),
        update("mod", killed(-1, measure="adjustment"), at="09:00", heard="09:00"),
    )

    assert bounds(told, "killed") == (99, 99, 99)


def test_e18_a_subset_adds_nothing() -> None:
    told = story(
        update(
            "mayor",
            injured(9, id="all"),
            injured(4, measure="subset", subset_of="all", detail="hospitalized"),
            at="10:13",
            heard="10:13",
        )
    )
    hurt = [row for row in seen(told).figures if row.table == "casualties"]

    assert [(row.subject[1], row.best) for row in hurt] == [
        (None, 9),
        ("hospitalized", 4),
    ]


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        ("up to 10", 0, None, 10),
        ("more than 10", 11, 11, None),
        ("about 10", None, 10, None),
        ("fewer than 10", 0, None, 9),
        ("9 to 12", 9, None, 12),
        ("several", 2, None, None),
        ("none", 0, 0, 0),
        ("unknown", None, None, None),
    ],
)
def test_e20_words_keep_their_bounds(
    words: str, low: int | None, best: int | None, high: int | None
) -> None:
    told = story(
        update("mayor", casualties("missing", words), at="10:00", heard="10:00")
    )

    assert bounds(told, "missing") == (low, best, high)
