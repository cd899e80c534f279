"""How many, as reports say it: exactly, at least, about, or between."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.counts import (
    ANYTHING,
    NOT_STATED,
    ZERO,
    Count,
    Range,
    hull,
    meet,
    plus,
    reconcile,
)
from incident_log.errors import UnclearCount

numbers = st.integers(0, 10**9)
bounds = st.none() | numbers
ranges = st.builds(
    lambda low, high: (
        Range(*sorted((low, high)))
        if low is not None and high is not None
        else Range(low, high)
    ),
    bounds,
    bounds,
)


# -- words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "low", "high", "value"),
    [
        (9, 9, 9, 9),
        (0, 0, 0, 0),
        (10**9, 10**9, 10**9, 10**9),
        ("at least 9", 9, None, 9),
        ("more than 9", 10, None, 10),
        ("up to 9", 0, 9, None),
        ("fewer than 9", 0, 8, None),
        ("about 9", None, None, 9),
        ("9 to 12", 9, 12, None),
        ("9 to 9", 9, 9, None),
        ("several", 2, None, None),
        ("some", 1, None, None),
        ("none", 0, 0, 0),
        ("unknown", None, None, None),
        ("at least 1000000000", 10**9, None, 10**9),
        ("fewer than 1", 0, 0, None),
        ("up to 0", 0, 0, None),
    ],
)
def test_words_have_the_bounds_and_the_value_that_the_domain_gives_them(
    said: Any, low: int | None, high: int | None, value: int | None
) -> None:
    count = Count.parse(said)

    assert count.range == (low, high)
    assert count.value == value
    assert count.text == str(said)


def test_none_unknown_some_and_not_stated_are_four_different_things() -> None:
    given = [Count.parse(said) for said in ("none", "unknown", "some", None)]

    assert len(set(given)) == 4
    assert given[3] == NOT_STATED
    assert given[3].text is None


def test_an_adjustment_may_take_away() -> None:
    assert Count.parse(-1) == Count(Range(-1, -1), -1, "-1")


@pytest.mark.parametrize(
    "found",
    [
        *(True, False, 1.9, 9.0, float("nan"), [9], {"n": 9}, b"9", (9,)),
        *(10**9 + 1, -(10**9) - 1, 10**30, "at least 1000000001", "9 to 1000000001"),
        *("", " ", "9", "nine", "lots", "seven", "minus 3", "-3", "at least -3"),
        *("1_000", "at least 1_000", "1,000", "at least 1e3", "0x9", "at least +9"),
        *("at least ٩", "٩ to ١٢", "at least ９", "at least ²"),  # noqa: RUF001
        *("At least 9", "at  least 9", "at least  9", " at least 9", "at least 9\n"),
        *("at least", "at least nine", "12 to 9", "9 to", "at least 9 to 12", "9-12"),
        *("fewer than 0", "at least 9.5", "9.5 to 12", "9 to 12.5", "none of 9"),
    ],
)
def test_what_is_no_count_is_refused_not_guessed(found: Any) -> None:
    with pytest.raises(UnclearCount, match=r"^cannot read a count from .*: write 9, "):
        Count.parse(found)


# -- indicators ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "low", "high", "value"),
    [
        (6.4, 6.4, 6.4, 6.4),
        (-1.5, -1.5, -1.5, -1.5),
        (10**18, 10**18, 10**18, 10**18),
        ("at least 6.4", 6.4, None, 6.4),
        ("up to 6.4", 0, 6.4, None),
        ("about 6.4", None, None, 6.4),
        ("6.4 to 7", 6.4, 7, None),
        ("more than 6", 7, None, 7),
        ("none", 0, 0, 0),
    ],
)
def test_indicators_may_have_decimals(
    said: Any, low: Any, high: Any, value: Any
) -> None:
    count = Count.parse(said, decimals=True)

    assert count.range == (low, high)
    assert count.value == value


def test_a_number_keeps_its_sign_whatever_was_read_before_it() -> None:
    said = (0.0, -0.0, 0.0)

    texts = [Count.parse(number, decimals=True).text for number in said]

    assert texts == ["0.0", "-0.0", "0.0"]


@pytest.mark.parametrize(
    "found",
    [float("nan"), float("inf"), float("-inf"), 1e19, 10**19, True, "6.4", "7 to 6.4"],
)
def test_what_is_no_number_is_no_indicator(found: Any) -> None:
    with pytest.raises(UnclearCount):
        Count.parse(found, decimals=True)


# -- ranges --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Range(3, None), Range(8, None), Range(8, None)),
        (Range(1, None), Range(9, 9), Range(9, 9)),
        (Range(0, 12), Range(9, None), Range(9, 12)),
        (Range(0, 9), Range(9, 12), Range(9, 9)),
        (ANYTHING, Range(3, 5), Range(3, 5)),
        (ANYTHING, ANYTHING, ANYTHING),
        (Range(9, 9), Range(12, 12), None),
        (Range(0, 8), Range(9, None), None),
    ],
)
def test_figures_conflict_only_if_they_share_no_value(
    one: Range, other: Range, shared: Range | None
) -> None:
    assert meet([one, other]) == shared
    assert meet([other, one]) == shared


@pytest.mark.parametrize(
    ("one", "other", "around"),
    [
        (Range(9, 9), Range(12, 12), Range(9, 12)),
        (Range(3, 40), Range(50, None), Range(3, None)),
        (Range(None, 4), Range(9, 9), Range(None, 9)),
    ],
)
def test_contradicting_figures_widen_and_open_ends_stay_open(
    one: Range, other: Range, around: Range
) -> None:
    assert hull([one, other]) == around
    assert reconcile([one, other]) == around


def test_figures_that_can_all_be_true_narrow() -> None:
    assert reconcile([Range(3, None), Range(0, 12), ANYTHING]) == Range(3, 12)


@pytest.mark.parametrize(
    ("total", "increment", "both"),
    [
        (Range(5, 5), Range(2, 2), Range(7, 7)),
        (Range(3, 3), ANYTHING, ANYTHING),
        (Range(3, None), Range(1, 2), Range(4, None)),
        (Range(100, 100), Range(-1, -1), Range(99, 99)),
        (Range(None, 4), ZERO, Range(None, 4)),
    ],
)
def test_an_open_bound_survives_a_sum(
    total: Range, increment: Range, both: Range
) -> None:
    assert plus(total, increment) == both


@pytest.mark.parametrize(
    ("wanted", "nearest", "held"),
    [(8, 9, False), (9, 9, True), (10, 10, True), (12, 12, True), (13, 12, False)],
)
def test_a_value_outside_a_range_is_drawn_to_its_nearest_end(
    wanted: int, nearest: int, held: bool
) -> None:
    assert Range(9, 12).nearest(wanted) == nearest
    assert Range(9, 12).holds(wanted) is held


@pytest.mark.parametrize(
    ("range_", "value"),
    [(Range(9, None), 10**9), (Range(None, 9), 0), (ANYTHING, 5), (Range(0, 0), 0)],
)
def test_an_open_end_holds_everything_beyond(range_: Range, value: int) -> None:
    assert range_.holds(value)
    assert range_.nearest(value) == value


@given(ranges, ranges)
def test_the_order_of_two_figures_does_not_matter(one: Range, other: Range) -> None:
    assert reconcile([one, other]) == reconcile([other, one])
    assert plus(one, other) == plus(other, one)


@given(ranges, ranges, numbers)
def test_what_both_hold_their_meeting_holds_and_nothing_else(
    one: Range, other: Range, value: int
) -> None:
    shared = meet([one, other])

    both = one.holds(value) and other.holds(value)

    assert both == (shared is not None and shared.holds(value))


@given(ranges, ranges, numbers)
def test_what_either_holds_their_hull_holds(
    one: Range, other: Range, value: int
) -> None:
    around = hull([one, other])

    assert around.holds(value) or not (one.holds(value) or other.holds(value))


@given(
    st.sampled_from(["at least", "more than", "up to", "fewer than", "about"]), numbers
)
def test_the_value_of_words_lies_within_their_bounds(words: str, n: int) -> None:
    count = Count.parse(f"{words} {max(n, 1)}")

    assert count.value is None or count.range.holds(count.value)
    assert count.text == f"{words} {max(n, 1)}"
