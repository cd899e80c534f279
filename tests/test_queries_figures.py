"""Figures in plain SQL: one small story for each step of the argument."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from incident_log.log import Log
from incident_log.projecting.keeping import path_of
from incident_log.queries import figures
from incident_log.queries.counted import SUBJECTS
from incident_log.times import LATEST
from tests.given import (
    INCIDENT,
    ZONE,
    Document,
    act,
    claim,
    clock,
    denied,
    injured,
    killed,
    more,
    tell,
    update,
)

Figures = list[dict[str, Any]]
Asks = Callable[..., Figures]

PLACES = [
    {"id": "kyiv", "part_of": "ukraine"},
    {"id": "podil", "part_of": "kyiv"},
    {"id": "obolon", "part_of": "kyiv"},
    {"id": "school-5", "part_of": "podil"},
]


def figures_at(path: Path, moments: Iterable[tuple[str, str, str]]) -> Figures:
    """Ask tables for the figures at (incident, T, K), in plain SQL."""
    asked = " UNION ALL ".join(
        f"SELECT '{incident}' AS incident, '{as_of}' AS as_of, '{known}' AS known_at"
        for incident, as_of, known in moments
    )
    with closing(sqlite3.connect(path)) as tables:
        tables.row_factory = sqlite3.Row
        rows = [dict(row) for row in tables.execute(figures(asked))]
    for row in rows:
        for name in ("subject", "claims", "flags"):
            row[name] = json.loads(row[name])
    return rows


@pytest.fixture
def told(tmp_path: Path) -> Asks:
    """Tell a story, and ask about it at a moment."""

    def ask(*items: Document, at: str = "", heard: str = "") -> Figures:
        with Log.create(tmp_path, clock=lambda: clock("00:00")) as log:
            tell(log, *items)
        as_of, known_at = (clock(time) if time else LATEST for time in (at, heard))
        return figures_at(path_of(log), [(INCIDENT, as_of, known_at)])

    return ask


def only(found: Figures, *names: str) -> tuple[Any, ...]:
    """Return some of what the only figure says."""
    (figure,) = found
    return tuple(figure[name] for name in names)


def of(found: Figures, place: str, *names: str) -> tuple[Any, ...]:
    """Return some of what the only figure of a place says."""
    return only([figure for figure in found if figure["place"] == place], *names)


RANGE = ("low", "best", "high")

# -- what a figure says ----------------------------------------------------------------


def test_a_figure_says_what_is_counted_and_who_said_so(told: Asks) -> None:
    (figure,) = told(update("kmva", injured(7, at="08:00"), heard="08:10"))

    assert figure == {
        "incident": "kyiv-2024-12-20",
        "moment_as_of": "9999-12-31T23:59:59.999998Z",
        "moment_known_at": "9999-12-31T23:59:59.999998Z",
        "noun": "casualties",
        "place": "kyiv",
        "subject": {"outcome": "injured", "measure": "total_to_date"},
        "low": 7,
        "best": 7,
        "high": 7,
        "contested": 0,
        "origins": 1,
        "as_of": "2024-12-20T06:00:00.000000Z",
        "as_of_latest": "2024-12-20T06:00:00.000000Z",
        "claims": ["kmva/1#c1"],
        "flags": [],
    }


def test_a_set_in_the_subject_is_a_list(told: Asks) -> None:
    strike = claim("strike", weapons=["kn-23", "iskander-m"], phase="launched", count=5)

    (figure,) = told(update("kmva", strike, at="08:00", heard="08:10"))

    assert figure["subject"] == {
        "weapons": ["iskander-m", "kn-23"],
        "phase": "launched",
    }


def test_a_moment_shows_what_was_known_then_of_what_was_so_then(told: Asks) -> None:
    story = (
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("kmva", injured(9), at="10:00", heard="10:10"),
        update("mayor", killed(1), at="08:30", heard="11:00"),
    )

    assert only(told(*story, at="09:00", heard="10:30"), "best") == (7,)


def test_nothing_is_known_before_the_first_report(told: Asks) -> None:
    story = update("kmva", injured(7), at="08:00", heard="08:10")

    assert told(story, at="09:00", heard="08:09") == []


def test_one_query_serves_many_moments(tmp_path: Path) -> None:
    with Log.create(tmp_path, clock=lambda: clock("00:00")) as log:
        tell(
            log,
            update("kmva", injured(7), at="08:00", heard="08:10"),
            update("kmva", injured(9), at="10:00", heard="10:10"),
        )
    times = [("11:00", "08:00"), ("11:00", "09:00"), ("09:00", "11:00"), ("11:00",) * 2]
    moments = [(INCIDENT, clock(at), clock(heard)) for at, heard in times]

    found = figures_at(path_of(log), moments)

    says = ("moment_as_of", "moment_known_at", "best", "claims")
    assert [tuple(figure[name] for name in says) for figure in found] == [
        (clock("11:00"), clock("09:00"), 7, ["kmva/1#c1"]),
        (clock("09:00"), clock("11:00"), 7, ["kmva/1#c1"]),
        (clock("11:00"), clock("11:00"), 9, ["kmva/2#c1"]),
    ]


# -- ranges ----------------------------------------------------------------------------


def test_ranges_that_share_a_value_narrow_one_another(told: Asks) -> None:
    found = told(
        update("kmva", injured("5 to 9"), at="08:00", heard="08:10"),
        update("mayor", injured("at least 7"), at="08:00", heard="08:20"),
    )

    assert only(found, *RANGE, "origins") == (7, 7, 9, 2)


def test_ranges_that_share_none_widen(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured(9), at="12:00", heard="12:20"),
    )

    assert only(found, *RANGE, "contested") == (5, 9, 9, 0)


def test_an_open_end_stays_open(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured("at least 9"), at="12:00", heard="12:20"),
    )

    assert only(found, *RANGE) == (5, 9, None)


def test_one_who_sets_no_bounds_leaves_a_wide_range_without(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured(9), at="08:00", heard="08:20"),
        update("dsns", injured("about 12"), at="08:30", heard="08:40"),
    )

    assert only(found, *RANGE, "contested") == (None, 12, None, 1)


def test_a_count_that_nobody_knows_is_a_figure_without_bounds(told: Asks) -> None:
    found = told(update("kmva", injured("unknown"), at="08:00", heard="08:10"))

    assert only(found, *RANGE) == (None, None, None)


# -- places ----------------------------------------------------------------------------


def test_the_largest_part_lifts_the_whole_and_decides_with_it(told: Asks) -> None:
    found = told(
        update("kmva", injured(2), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
        update("dsns", injured(3, place="obolon"), at="08:00", heard="08:30"),
    )

    assert of(found, "kyiv", *RANGE) == (3, 3, 3)
    assert of(found, "kyiv", "claims") == (["dsns/1#c1", "kmva/1#c1", "mayor/1#c1"],)
    assert of(found, "podil", "claims") == (["mayor/1#c1"],)


def test_parts_are_compared_with_the_whole_but_never_make_it(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
        update("dsns", injured(3, place="obolon"), at="08:00", heard="08:30"),
    )

    assert of(found, "kyiv", *RANGE, "flags") == (5, 5, 5, ["parts_exceed_total"])


@pytest.mark.parametrize("count", [6, "5 to 7"])
def test_parts_that_make_no_more_than_the_whole_may_say_are_no_matter(
    told: Asks, count: object
) -> None:
    found = told(
        update("kmva", injured(count), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
        update("dsns", injured(3, place="obolon"), at="08:00", heard="08:30"),
    )

    assert of(found, "kyiv", "flags") == ([],)


def test_a_smaller_part_and_one_that_is_no_larger_decide_nothing(told: Asks) -> None:
    found = told(
        update("kmva", injured(3), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
        update("mayor", killed(1), at="08:00", heard="08:20"),
        update("dsns", killed(3, place="podil"), at="08:00", heard="08:30"),
        update("ses", killed(2, place="obolon"), at="08:00", heard="08:40"),
    )

    assert [figure["claims"] for figure in found if figure["place"] == "kyiv"] == [
        ["kmva/1#c1"],
        ["dsns/1#c1", "mayor/2#c1"],
    ]


def test_a_part_lifts_a_whole_without_bounds(told: Asks) -> None:
    found = told(
        update("kmva", injured("about 2"), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
    )

    assert of(found, "kyiv", *RANGE) == (3, 3, None)


def test_a_part_of_one_kind_does_not_lift_another(told: Asks) -> None:
    found = told(
        update("kmva", killed(1), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
    )

    assert of(found, "kyiv", *RANGE) == (1, 1, 1)


def test_only_the_nearest_parts_are_added_up(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
        update("dsns", injured(3, place="school-5"), at="08:00", heard="08:30"),
    )

    assert of(found, "kyiv", "flags") == ([],)


def test_a_place_between_without_a_figure_is_passed_over(told: Asks) -> None:
    found = told(
        update("kmva", injured(2), at="08:00", heard="08:10", places=PLACES),
        update("dsns", injured(3, place="school-5"), at="08:00", heard="08:30"),
    )

    assert [figure["place"] for figure in found] == ["kyiv", "school-5"]
    assert of(found, "kyiv", *RANGE, "flags") == (3, 3, 3, ["parts_exceed_total"])


def test_a_part_lifts_only_once_it_is_known_where_it_lies(told: Asks) -> None:
    story = (
        update("kmva", injured(2), at="08:00", heard="08:10"),
        update("mayor", injured(3, place="podil"), at="08:00", heard="08:20"),
        update("dsns", killed(1), at="08:00", heard="08:30", places=PLACES),
    )

    assert of(told(*story, heard="08:25"), "kyiv", "low") == (2,)


@pytest.mark.parametrize(
    "counted",
    [
        injured(3, measure="instance"),
        claim("damage", object="roof", composite=["roof", "wall"], count=3),
        claim("outage", service="heating", state="out", composite=["a", "b"], count=3),
        claim("indicator", name="magnitude", value=3),
    ],
)
def test_what_is_no_part_lifts_nothing(told: Asks, counted: Document) -> None:
    fewer = counted | ({"value": 2} if "value" in counted else {"count": 2})

    found = told(
        update("kmva", fewer, at="08:00", heard="08:10", places=PLACES),
        update("mayor", counted | {"place": "podil"}, at="08:00", heard="08:20"),
    )

    assert of(found, "kyiv", "low", "claims") == (2, ["kmva/1#c1"])


@pytest.mark.parametrize(
    "counted",
    [
        claim("damage", object="roof", count=3),
        claim("outage", service="heating", state="out", count=3),
        claim("strike", weapons=["drone"], count=3),
        claim("occurrence", kind="blast_heard", count=3),
    ],
)
def test_what_is_a_part_lifts_the_whole(told: Asks, counted: Document) -> None:
    found = told(
        update(
            "kmva", counted | {"count": 2}, at="08:00", heard="08:10", places=PLACES
        ),
        update("mayor", counted | {"place": "podil"}, at="08:00", heard="08:20"),
    )

    assert of(found, "kyiv", "low") == (3,)


# -- contested -------------------------------------------------------------------------


def test_two_counts_of_one_hour_contradict_each_other(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured(9), at="09:00", heard="09:20"),
    )

    assert only(found, *RANGE, "contested") == (5, 9, 9, 1)


def test_a_higher_count_of_more_than_an_hour_later_is_only_newer(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured(9), at="09:00:00.000001", heard="09:20"),
    )

    assert only(found, *RANGE, "contested") == (5, 9, 9, 0)


def test_a_newer_count_that_is_lower_contradicts_the_older(told: Asks) -> None:
    found = told(
        update("kmva", injured(9), at="08:00", heard="08:10"),
        update("mayor", injured(5), at="12:00", heard="12:20"),
    )

    assert only(found, *RANGE, "contested") == (5, 5, 9, 1)


def test_a_denial_contests_and_is_never_best(told: Asks) -> None:
    found = told(
        update("kmva", killed(1), at="08:00", heard="08:10"),
        update("mayor", denied(killed(1)), at="12:00", heard="12:10"),
    )

    assert only(found, *RANGE, "contested") == (0, None, 1, 1)


def test_a_denial_of_nothing_contests_nothing(told: Asks) -> None:
    found = told(
        update("kmva", killed("none"), at="08:00", heard="08:10"),
        update("mayor", denied(killed(1)), at="08:00", heard="08:10"),
    )

    assert only(found, *RANGE, "contested") == (0, 0, 0, 0)


def test_two_who_deny_agree(told: Asks) -> None:
    found = told(
        update("kmva", denied(killed(1)), at="08:00", heard="08:10"),
        update("mayor", denied(killed(2)), at="08:00", heard="08:10"),
    )

    assert only(found, *RANGE, "contested") == (0, None, 0, 0)


# -- best ------------------------------------------------------------------------------


def test_most_origins_of_the_newest_moment_decide(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured(9), at="08:00", heard="08:20"),
        update("dsns", injured(9), at="08:00", heard="08:30"),
    )

    assert only(found, "best", "claims") == (9, ["dsns/1#c1", "mayor/1#c1"])


def test_without_most_origins_the_lowest_value_counts(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured(9), at="08:00", heard="08:20"),
    )

    assert only(found, "best", "claims") == (5, ["kmva/1#c1"])


def test_origins_without_a_value_are_counted_among_the_voters(told: Asks) -> None:
    found = told(
        update("kmva", injured("about 5"), at="08:00", heard="08:10"),
        update("mayor", injured("about 9"), at="08:00", heard="08:20"),
        update("dsns", injured("about 9"), at="08:00", heard="08:30"),
        update("ses", injured("several"), at="08:00", heard="08:30"),
    )

    assert only(found, "best") == (5,)


def test_a_claim_without_a_value_has_one_where_the_range_leaves_no_choice(
    told: Asks,
) -> None:
    found = told(
        update("kmva", injured("up to 9"), at="08:00", heard="08:10"),
        update("kmva-2", injured("9 to 12"), at="08:00", heard="08:10"),
    )

    assert only(found, *RANGE) == (9, 9, 9)


def test_a_value_above_the_range_is_drawn_to_its_end(told: Asks) -> None:
    found = told(
        update("kmva", injured("up to 9"), at="08:00", heard="08:10"),
        update("mayor", injured("about 12"), at="08:00", heard="08:20"),
    )

    assert only(found, *RANGE, "claims") == (0, 9, 9, ["kmva/1#c1", "mayor/1#c1"])


def test_a_value_below_the_range_is_drawn_to_its_end(told: Asks) -> None:
    found = told(
        update("kmva", injured("at least 9"), at="08:00", heard="08:10"),
        update("mayor", injured("about 5"), at="09:00", heard="09:20"),
    )

    assert only(found, *RANGE) == (9, 9, None)


def test_a_value_outside_a_contested_range_is_dropped(told: Asks) -> None:
    found = told(
        update("kmva", injured(5), at="08:00", heard="08:10", places=PLACES),
        update("mayor", injured(9), at="08:00", heard="08:20"),
        update("dsns", injured(12, place="podil"), at="08:00", heard="08:30"),
    )

    assert of(found, "kyiv", *RANGE, "contested") == (12, None, 12, 1)
    assert of(found, "kyiv", "claims") == (["dsns/1#c1", "kmva/1#c1", "mayor/1#c1"],)


def test_the_newest_claim_that_decides_gives_the_time(told: Asks) -> None:
    found = told(
        update("kmva", injured(9), at="08:00", heard="08:10"),
        update("mayor", injured("at least 9"), at="10:00", heard="10:20"),
        update("dsns", injured("at least 3"), at="09:00", heard="09:20"),
    )

    assert only(found, "as_of", "claims") == (
        "2024-12-20T08:00:00.000000Z",
        ["dsns/1#c1", "kmva/1#c1", "mayor/1#c1"],
    )


def test_a_claim_for_a_period_gives_its_start_and_its_end(told: Asks) -> None:
    day = injured(9) | {"as_of": "2024-12-19"}

    found = told(update("kmva", day, heard="08:10", timezone=ZONE))

    assert only(found, "as_of", "as_of_latest") == (
        "2024-12-18T22:00:00.000000Z",
        "2024-12-19T22:00:00.000000Z",
    )


# -- flags -----------------------------------------------------------------------------


def test_a_total_that_fell_is_flagged(told: Asks) -> None:
    found = told(
        update("kmva", injured(14), at="08:00", heard="08:10"),
        update("kmva", injured(13), at="09:00", heard="09:10"),
    )

    assert only(found, *RANGE, "flags") == (13, 13, 13, ["downward_revision"])


def test_an_increment_without_a_total_is_flagged(told: Asks) -> None:
    found = told(update("kmva", more(injured(2)), at="08:00", heard="08:10"))

    assert only(found, *RANGE, "flags") == (2, 2, None, ["increment_without_total"])


def test_a_figure_that_rests_on_a_retracted_report_is_flagged(told: Asks) -> None:
    found = told(
        update("wire", killed(1), at="08:00", heard="08:10"),
        update("paper", injured(2), at="08:00", heard="08:20", derived_from="wire"),
        act("retract", "09:00", ref="wire"),
    )

    assert only(found, "claims", "flags") == (["paper/1#c1"], ["origin_retracted"])


# -- speed -----------------------------------------------------------------------------


def test_an_incident_is_found_by_index_in_every_table(
    told: Asks, tmp_path: Path
) -> None:
    told(update("kmva", injured(7), at="08:00", heard="08:10"))
    moment = "SELECT 'kyiv' AS incident, '2024' AS as_of, '2024' AS known_at"

    with closing(sqlite3.connect(tmp_path / "incidents.db")) as tables:
        plan = tables.execute(f"EXPLAIN QUERY PLAN {figures(moment)}").fetchall()

    found = {step for *_, step in plan if step.startswith("SEARCH")}
    for noun in SUBJECTS:
        steps = [step for step in found if step.startswith(f"SEARCH {noun} ")]
        assert [step.partition("(")[2][:10] for step in steps] == ["incident=?"]


AT_MOMENT = (
    "incident = ? AND as_of_from <= ? AND ? < as_of_to"
    " AND known_from <= ? AND ? < known_to"
)
LOOKED_UP = "idx_{0}_incident_known_to_as_of_to_as_of_from_known_from"


@pytest.mark.parametrize("noun", SUBJECTS)
def test_a_moment_is_looked_for_in_an_index_of_all_four_edges(
    told: Asks, tmp_path: Path, noun: str
) -> None:
    told(update("kmva", injured(7), at="08:00", heard="08:10"))
    asked = f"SELECT * FROM {noun} WHERE {AT_MOMENT}"

    with closing(sqlite3.connect(tmp_path / "incidents.db")) as tables:
        (step,) = tables.execute(f"EXPLAIN QUERY PLAN {asked}", ("",) * 5).fetchall()

    index = LOOKED_UP.format(noun)
    assert step[3] == f"SEARCH {noun} USING INDEX {index} (incident=? AND known_to>?)"


@pytest.mark.parametrize("noun", SUBJECTS)
def test_what_stands_now_is_found_without_looking_at_what_has_ended(
    told: Asks, tmp_path: Path, noun: str
) -> None:
    told(update("kmva", injured(7), at="08:00", heard="08:10"))
    asked = f"SELECT * FROM {noun}_now WHERE incident = ?"

    with closing(sqlite3.connect(tmp_path / "incidents.db")) as tables:
        (step,) = tables.execute(f"EXPLAIN QUERY PLAN {asked}", ("",)).fetchall()

    assert step[3].endswith("(incident=? AND known_to=? AND as_of_to=?)")
