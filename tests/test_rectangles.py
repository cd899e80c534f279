"""Rectangles of a series: which go on, which end, and by what."""

from incident_log.rectangles import (
    REDESCRIBED,
    SUPERSEDED,
    Cause,
    Content,
    Rectangle,
    Strip,
    joined,
    succeed,
)
from incident_log.times import FOREVER

SEVEN = Content((7,), ("wire/1#c1",))
NINE = Content((9,), ("wire/2#c1",))


def because(**causes: str) -> Cause:
    """Name causes by claim: ``one="held"`` is of the first, ``two`` of the second."""
    numbers = {"wire/1#c1": "one", "wire/2#c1": "two"}
    return lambda name: causes.get(numbers[name])


NOTHING = because()


def test_a_rectangle_holds_from_its_first_moment_to_before_its_last() -> None:
    morning = Rectangle(Strip("08", "10", SEVEN), "09", "11")

    assert morning.holds(as_of="08", known_at="09")
    assert morning.holds(as_of="09", known_at="10")
    assert not morning.holds(as_of="07", known_at="09")
    assert not morning.holds(as_of="10", known_at="09")
    assert not morning.holds(as_of="08", known_at="08")
    assert not morning.holds(as_of="08", known_at="11")


def test_the_first_strips_of_a_series_open_rectangles() -> None:
    strips = [Strip("08", "10", SEVEN), Strip("10", FOREVER, NINE)]

    following, over = succeed([], strips, "09", NOTHING)

    assert [(r.strip, r.known_from, r.known_to) for r in following] == [
        (strips[0], "09", FOREVER),
        (strips[1], "09", FOREVER),
    ]
    assert over == []


def test_what_still_stands_goes_on_as_the_same_rectangle() -> None:
    stood = Rectangle(Strip("08", "10", SEVEN), "09")
    gone = Rectangle(Strip("10", FOREVER, SEVEN), "09")
    strips = [Strip("08", "10", SEVEN), Strip("10", FOREVER, NINE)]

    following, over = succeed([stood, gone], strips, "11", NOTHING)

    assert following[0] is stood
    assert (stood.known_from, stood.known_to, stood.ended_by) == ("09", FOREVER, None)
    assert (following[1].known_from, following[1].strip) == ("11", strips[1])
    assert over == [gone]
    assert (gone.known_to, gone.ended_by) == ("11", SUPERSEDED)


def test_what_a_claim_lost_by_ends_its_rectangle() -> None:
    stood = Rectangle(Strip("08", FOREVER, SEVEN), "09")

    following, over = succeed([stood], [], "11", because(one="retracted"))

    assert (following, over) == ([], [stood])
    assert stood.ended_by == "retracted"


def test_of_several_causes_the_first_by_name_is_told() -> None:
    both = Content((8,), ("wire/1#c1", "wire/2#c1"))
    stood = Rectangle(Strip("08", FOREVER, both), "09")

    succeed([stood], [], "11", because(one="retracted", two="held"))

    assert stood.ended_by == "held"


def test_the_same_claims_told_otherwise_are_redescribed() -> None:
    again = Content((7, "army"), SEVEN.members)
    stood = Rectangle(Strip("08", FOREVER, SEVEN), "09")

    succeed([stood], [Strip("08", FOREVER, again)], "11", NOTHING)

    assert stood.ended_by == REDESCRIBED


def test_the_same_claims_over_a_shorter_time_are_superseded() -> None:
    again = Content((7, "army"), SEVEN.members)
    stood = Rectangle(Strip("08", FOREVER, SEVEN), "09")

    succeed([stood], [Strip("08", "10", again)], "11", NOTHING)

    assert stood.ended_by == SUPERSEDED


def test_neighbours_that_say_the_same_are_one_strip() -> None:
    strips = [
        Strip("08", "09", SEVEN),
        Strip("09", "10", SEVEN),
        Strip("10", "11", NINE),
        Strip("11", FOREVER, SEVEN),
    ]

    found = joined(strips)

    assert found == [
        Strip("08", "10", SEVEN),
        Strip("10", "11", NINE),
        Strip("11", FOREVER, SEVEN),
    ]
    assert joined([]) == []
