"""Numbers in prose: what they are worth, what bounds them, where they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.counts import Count
from incident_log.drafting.prose.bounds import begins_number, read_bounds
from incident_log.drafting.prose.cardinals import Cursor
from incident_log.drafting.prose.numerals import Number, read_number
from incident_log.drafting.prose.tokens import tokens_of


def read(text: str) -> Number | None:
    """Return the number that *text* begins with."""
    found = read_number(tokens_of(text), 0)
    return found[0] if found else None


def count(text: str) -> int | str | None:
    number = read(text)
    return number.words if number else None


# -- digits and words ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 people", 9),
        ("1,200 people", 1200),
        ("1\u202f200 people", 1200),
        ("1.2 million people", 1_200_000),
        ("2 million people", 2_000_000),
        ("3 dozen people", 36),
        ("nine people", 9),
        ("ninety people", 90),
        ("ninety-nine people", 99),
        ("ninety nine people", 99),
        ("two hundred and five people", 205),
        ("two hundred people", 200),
        ("two thousand three hundred people", 2300),
        ("a hundred people", 100),
        ("a million people", 1_000_000),
        ("a dozen people", 12),
        ("two dozen people", 24),
        ("half a dozen people", 6),
        ("half a million people", 500_000),
        ("a couple of people", 2),
        ("no people", None),
        ("ninety-sixth", None),
        ("twenty-eleven", None),
        ("1.5 people", None),
        ("\u0663 people", None),
        ("3000000000 people", None),
        ("3,000 million people", None),
        ("3 to 3000000000 people", 3),
        ("several billion people", None),
        ("two billion people", None),
        ("a number people gave", None),
        ("a wall", None),
        ("at least people", None),
    ],
)
def test_what_a_number_is_worth(text: str, expected: int | None) -> None:
    assert count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dozens of people", "at least 24"),
        ("dozens more", "at least 24"),
        ("scores of people", "at least 40"),
        ("hundreds of thousands of people", "at least 200000"),
        ("tens of thousands of people", "at least 20000"),
        ("several people", "several"),
        ("several hundred people", "at least 200"),
        ("many people", "several"),
        ("a few people", "several"),
        ("a handful of people", "several"),
        ("a number of people", "several"),
        ("up to dozens of people", "up to 24"),
    ],
)
def test_vague_words_keep_their_vagueness(text: str, expected: str) -> None:
    number = read(text)

    assert number is not None
    assert (number.words, number.vague) == (expected, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least nine", "at least 9"),
        ("more than 9", "more than 9"),
        ("no fewer than nine", "at least 9"),
        ("upwards of nine", "more than 9"),
        ("nine at least", "at least 9"),
        ("nine at least two", 9),
        ("up to nine", "up to 9"),
        ("as many as nine", "up to 9"),
        ("fewer than nine", "fewer than 9"),
        ("about nine", "about 9"),
        ("some nine", "about 9"),
        ("exactly nine", 9),
        ("9+ people", "at least 9"),
        ("9 + people", 9),
        ("nine or more", "at least 9"),
        ("nine or so", 9),
    ],
)
def test_what_bounds_it(text: str, expected: int | str) -> None:
    assert count(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 to 15 people", "10 to 15"),
        ("10-15 people", "10 to 15"),
        ("10\u201315 people", "10 to 15"),
        ("nine or ten people", "9 to 10"),
        ("nine or ninety people", 9),
        ("10 and 15 people", 10),
        ("15 to 10 people", 15),
        ("10 to people", 10),
        ("at least 10 to 15 people", "at least 10"),
    ],
)
def test_ranges(text: str, expected: int | str) -> None:
    assert count(text) == expected


def test_between_and_from_open_a_range() -> None:
    for text in ("between 10 and 15 people", "from 10 to 15 people"):
        found = read_number(tokens_of(text), 1)

        assert found is not None
        assert found[0].words == "10 to 15"


# -- what is said with it ------------------------------------------------------------


def test_more_total_and_definite() -> None:
    another, total, definite = read("another nine"), read("a total of 9"), read("the 9")

    assert another is not None
    assert total is not None
    assert definite is not None
    assert (another.more, total.total, definite.definite) == (True, True, True)


def test_the_digits_are_told_from_the_words_before() -> None:
    text = "at least another 27 people"
    number = read(text)

    assert number is not None
    assert text[slice(*number.digits)] == "27"
    assert text[number.start : number.end] == "at least another 27"


def test_of_is_part_of_dozens_but_not_of_dozens_of_them() -> None:
    dozens, them = read("dozens of people"), read("dozens of them")

    assert dozens is not None
    assert them is not None
    assert (dozens.end, them.end) == (len("dozens of"), len("dozens"))


def test_a_paragraph_may_end_within_a_number() -> None:
    assert count("about") is None
    assert count("at least the") is None
    assert count("two hundred and") == 200


def test_it_begins_with_few_words() -> None:
    assert [
        word for word in "9 nine ninety-nine the wall".split() if begins_number(word)
    ] == ["9", "nine", "ninety-nine", "the"]
    assert read("wall") is None


# -- laws ----------------------------------------------------------------------------


@given(st.integers(0, 10**9), st.sampled_from(("", "at least ", "up to ", "about ")))
def test_law_digits_are_worth_what_they_say(value: int, bound: str) -> None:
    said = count(f"{bound}{value}")

    assert said == count(f"{bound}{value:,}")
    assert said == (f"{bound}{value}" if bound else value)


@given(
    st.text(alphabet="at least nine or to 0123456789,.-+ dozens of and", max_size=50)
)
def test_law_every_number_is_a_count_within_its_text(text: str) -> None:
    tokens = tokens_of(text)
    for i, start in enumerate(tokens.starts):
        found = read_number(tokens, i)
        if found:
            number, after = found
            assert start == number.start <= number.digits[0] < number.digits[1]
            assert number.end <= len(text)
            assert i < after <= len(tokens)
            assert Count.parse(number.words) == Count.parse(number.words)


def test_no_more_than_four_phrases_bound_a_number() -> None:
    cursor = Cursor(tokens_of("the " * 20_000 + "9").words, 0)

    assert read_bounds(cursor) == ["the"] * 4
    assert cursor.i == 4


def test_more_than_twelve_digits_are_no_number() -> None:
    for digits in ("9" * 13, "9" * 5_000, "1." + "0" * 5_000 + " million"):
        assert read_number(tokens_of(digits), 0) is None
