"""What retractions, holds and releases are about, and which of them decides."""

from dataclasses import replace

import pytest

from incident_log.history import Listed
from incident_log.references import parse
from incident_log.withdrawals import exists
from tests.given import act, bounds, killed, seen, story, update

# -- which act decides ---------------------------------------------------------------


def test_who_withdrew_a_claim_and_how_is_known() -> None:
    told = story(
        update("wire", killed(1), killed(2, place="odesa"), at="08:00", heard="08:00"),
        update("wire", heard="09:00", signal="hold", holds=["c1"]),
        act("retract", "10:00", ref="wire/1#c2"),
    )

    claims = seen(told).knowledge.claims.values()

    assert [(each.hidden, each.hidden_by) for each in claims] == [
        ("held", "wire/2"),
        ("retracted", "an editor at 2024-12-20T08:00:00.000000Z"),
    ]


def test_a_retraction_that_is_retracted_lets_the_claim_stand_again() -> None:
    told = story(
        update("wire", killed(3), at="08:00", heard="08:00"),
        update("wire", heard="09:00", signal="retraction", retracts=["1"]),
        act("retract", "10:00", ref="wire/2"),
    )

    assert bounds(told, "killed", heard="09:30") == (None, None, None)
    assert bounds(told, "killed") == (3, 3, 3)


@pytest.mark.parametrize(
    ("first", "then", "toll"), [("hold", "release", 4), ("release", "hold", 3)]
)
def test_of_acts_on_a_claim_and_on_its_correction_the_latest_decides(
    first: str, then: str, toll: int
) -> None:
    told = story(
        update("wire", killed(3), at="08:00", heard="08:00"),
        act("correct", "09:00", claim="wire/1#c1", changes={"count": 4}),
        act(first, "10:00", ref="wire/1#c1"),
        act(then, "11:00", ref="wire/1#c1~1"),
    )

    assert bounds(told, "killed") == (toll, toll, toll)


# -- what an act is about ------------------------------------------------------------


def test_a_bare_word_means_the_latest_claim_of_that_name_before_the_update() -> None:
    told = story(
        update("wire", killed(3), at="08:00", heard="08:00"),
        update("wire", killed(5), at="09:00", heard="09:00"),
        update(
            *("wire", killed(4)),
            at="08:30",
            heard="10:00",
            signal="retraction",
            retracts=["c1"],
        ),
    )

    assert bounds(told, "killed") == (4, 4, 4)
    assert bounds(told, "killed", at="08:10") == (3, 3, 3)


def test_a_bare_word_that_is_no_update_of_its_report_means_a_report() -> None:
    told = story(
        update("wire", killed(3), at="08:00", heard="08:00", id="morning"),
        update("wire", killed(4), at="09:00", heard="09:00", id="noon"),
        update("desk", killed(9), at="09:00", heard="09:00", id="notes"),
        update("wire", heard="10:00", signal="retraction", retracts=["noon"]),
        update("desk", heard="10:00", signal="retraction", retracts=["wire"]),
    )

    assert bounds(told, "killed", heard="09:30") == (4, 4, 9)
    assert bounds(told, "killed") == (9, 9, 9)
    assert seen(told).waiting == set()


def test_an_act_on_a_report_that_is_to_come_is_about_its_first_update() -> None:
    told = story(
        act("hold", "07:00", ref="wire"),
        update("wire", killed(3), at="08:00", heard="08:00"),
        update("wire", killed(4, place="odesa"), at="09:00", heard="09:00"),
    )

    assert bounds(told, "killed") == (None, None, None)
    assert bounds(told, "killed", place="odesa") == (4, 4, 4)


def test_an_update_that_retracts_its_whole_report_stands_itself() -> None:
    told = story(
        update("wire", killed(3), at="08:00", heard="08:00"),
        update("wire", killed(1), at="09:00", heard="09:00", signal="retraction"),
        update("wire", killed(2, place="odesa"), at="10:00", heard="10:00"),
    )

    assert bounds(told, "killed") == (1, 1, 1)
    assert bounds(told, "killed", place="odesa") == (2, 2, 2)


# -- what is in the log --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("feed", True),
        ("page", False),
        ("feed/old", True),
        ("feed/new", False),
        ("feed/old#c1", True),
        ("feed/old#c1~2", True),
        ("feed/old#c9", False),
        ("feed/new#c1", False),
    ],
)
def test_what_concerns_another_incident_is_known_by_name(
    name: str, is_known: bool
) -> None:
    told = story(update("feed", killed(1), heard="08:00", id="own"))
    order = told.updates[0].order._replace(update="old")
    listed = Listed(order, "feed", None, frozenset(["c1"]))

    history = replace(told, rosters={"feed": (listed,)})

    assert exists(parse(name), history) is is_known
