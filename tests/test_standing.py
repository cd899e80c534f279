"""Which claims stand: the newest of a series, and what came on top of totals."""

import pytest

from incident_log.answer import answer
from tests.given import (
    Document,
    bounds,
    clock,
    denied,
    figure,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)

# -- what falls ----------------------------------------------------------------------


def test_a_toll_falls_from_the_rung_before_not_from_the_first() -> None:
    told = story(
        update("mayor", injured(9), at="08:00", heard="08:00"),
        update("mayor", injured(12), at="09:00", heard="09:00"),
        update("mayor", injured(10), at="10:00", heard="10:00"),
        update("mayor", killed(5), at="08:00", heard="08:00"),
        update("mayor", killed(2), at="09:00", heard="09:00"),
        update("mayor", killed(3), at="10:00", heard="10:00"),
    )

    assert figure(told, "injured")["flags"] == ["downward_revision"]
    assert figure(told, "killed")["flags"] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (killed(5), killed(5)),
        (killed(5), killed("at least 3")),
        (killed("about 5"), killed(3)),
        (killed(5), denied(killed(5))),
        (denied(killed(5)), killed(0)),
    ],
)
def test_what_need_not_be_lower_is_no_downward_revision(
    before: Document, after: Document
) -> None:
    told = story(
        update("mayor", before, at="08:00", heard="08:00"),
        update("mayor", after, at="09:00", heard="09:00"),
    )

    assert figure(told, "killed")["flags"] == []


def test_fewer_in_hospital_is_no_downward_revision() -> None:
    told = story(
        update(
            "mayor",
            injured(4, measure="subset", detail="hospitalized"),
            at="08:00",
            heard="08:00",
        ),
        update(
            "mayor",
            injured(3, measure="subset", detail="hospitalized"),
            at="09:00",
            heard="09:00",
        ),
    )

    assert bounds(told, "injured") == (3, 3, 3)
    assert figure(told, "injured")["flags"] == []


# -- what is newer -------------------------------------------------------------------


def test_of_one_moment_what_was_printed_later_is_newer_and_without_a_date_older() -> (
    None
):
    told = story(
        update("mayor", killed(2), at="09:00", heard="10:00", published_at=on("09:30")),
        update("mayor", killed(3), at="09:00", heard="10:10", published_at=on("09:20")),
        update("mayor", killed(4), at="09:00", heard="10:20"),
        update("kmva", injured(2), at="09:00", heard="10:00"),
        update("kmva", injured(3), at="09:00", heard="10:10"),
    )

    assert bounds(told, "killed") == (2, 2, 2)
    assert bounds(told, "injured") == (3, 3, 3)


def on(time: str) -> str:
    return f"2024-12-20T{time}"


def test_a_part_is_of_an_outcome_whatever_the_claim_about_all_is_called() -> None:
    told = story(
        update(
            "mayor",
            killed(1, id="dead"),
            injured(9, id="all"),
            injured(4, measure="subset", subset_of="all"),
            at="08:00",
            heard="08:00",
        ),
        update(
            "mayor",
            killed(1, id="all"),
            injured(8, id="hurt"),
            injured(3, measure="subset", subset_of="hurt"),
            at="09:00",
            heard="09:00",
        ),
        update(
            "kmva",
            injured(3, measure="subset", subset_of="mayor/1#all"),
            at="09:00",
            heard="09:00",
        ),
    )

    parts = [row for row in answer(seen(told))["casualties"] if row["subset_of"]]

    assert [(row["subset_of"], row["best"], row["origins"]) for row in parts] == [
        ("injured", 3, 2)
    ]


# -- what ties -----------------------------------------------------------------------


def test_two_counts_in_one_breath_are_worth_the_lower() -> None:
    told = story(
        update("mayor", killed(5), killed(3), at="08:00", heard="08:00"),
        update(
            "kmva", injured("up to 4"), injured("several"), at="08:00", heard="08:00"
        ),
    )

    assert bounds(told, "killed") == (3, 3, 5)
    assert bounds(told, "injured") == (2, None, 4)


def test_who_denies_and_counts_in_one_breath_has_not_denied() -> None:
    told = story(
        update("mayor", denied(killed(2)), killed(2), at="08:00", heard="08:00"),
        update("kmva", killed(2), at="08:00", heard="08:00"),
    )

    assert not figure(told, "killed")["contested"]


def test_of_claims_that_tie_the_one_that_ends_last_dates_the_figure() -> None:
    told = story(
        update(
            "mayor",
            killed(2, as_of="2024-12-20T00:00"),
            killed(2, as_of="2024-12-20"),
            heard="10:00",
        )
    )

    assert figure(told, "killed")["as_of"] == clock("00:00")
    assert figure(told, "killed")["as_of_to"] == clock("10:00")


# -- what comes on top ---------------------------------------------------------------


def test_of_an_increment_printed_twice_the_newest_printing_counts() -> None:
    told = story(
        update("mayor", injured(9), at="08:00", heard="08:00"),
        update("mayor", more(injured(1)), at="09:00", heard="09:00"),
        update("mayor", more(injured(1)), at="09:00", heard="10:00"),
    )

    found = figure(told, "injured")

    assert found["best"] == 10
    assert found["claims"] == ["mayor/1#c1", "mayor/3#c1"]
    assert found["lost"] == [{"claim": "mayor/2#c1", "why": "repeated"}]


def test_of_printings_in_one_update_the_last_by_name_counts() -> None:
    told = story(
        update("mayor", more(injured(1)), more(injured(1)), at="09:00", heard="09:00")
    )

    found = figure(told, "injured")

    assert found["best"] == 1
    assert found["claims"] == ["mayor/1#c2"]
    assert found["lost"] == [{"claim": "mayor/1#c1", "why": "repeated"}]


def test_a_denial_that_somebody_was_added_to_denies_no_more() -> None:
    told = story(
        update("mayor", denied(killed(2)), at="08:00", heard="08:00"),
        update("mayor", more(killed(2)), at="09:00", heard="09:00"),
        update("kmva", killed(2), at="09:00", heard="09:00"),
    )

    assert not figure(told, "killed")["contested"]


def test_one_more_than_about_nine_is_about_ten() -> None:
    told = story(
        update("mayor", injured("about 9"), at="08:00", heard="08:00"),
        update("mayor", more(injured(1)), at="09:00", heard="09:00"),
    )

    assert bounds(told, "injured") == (None, 10, None)


def test_without_a_total_increments_are_a_floor_and_adjustments_no_number() -> None:
    told = story(
        update("mayor", more(injured("about 3")), at="08:00", heard="08:00"),
        update("mayor", more(killed(3)), at="08:00", heard="08:00"),
        update("mayor", killed(-1, measure="adjustment"), at="09:00", heard="09:00"),
        update(
            "mayor",
            killed(2, measure="adjustment", place="odesa"),
            at="09:00",
            heard="09:00",
        ),
    )

    assert bounds(told, "killed", at="08:30") == (3, 3, None)
    assert bounds(told, "injured") == (0, 3, None)
    assert bounds(told, "killed") == (2, 2, None)
    assert bounds(told, "killed", place="odesa") == (2, None, None)


def test_who_is_added_and_taken_back_leaves_nobody() -> None:
    told = story(
        update("mayor", more(killed(1)), at="08:00", heard="08:00"),
        update("mayor", killed(-1, measure="adjustment"), at="09:00", heard="09:00"),
        update("kmva", more(injured(1)), at="08:00", heard="08:00"),
        update("kmva", injured(-3, measure="adjustment"), at="09:00", heard="09:00"),
    )

    assert bounds(told, "killed") == (0, 0, None)
    assert bounds(told, "injured") == (0, None, None)


def test_increments_told_for_one_moment_are_one_however_it_is_written() -> None:
    told = story(
        update("mayor", more(killed(1)), at="09:00", heard="09:00"),
        update("mayor", more(killed(1)), at="09:00:00", heard="09:10"),
        update("kmva", more(injured(1, as_of="2024-12-20")), heard="09:00"),
        update("kmva", more(injured(1, as_of="2024-12-20T00")), heard="09:10"),
    )

    assert bounds(told, "killed") == (1, 1, None)
    assert bounds(told, "injured") == (2, 2, None)
