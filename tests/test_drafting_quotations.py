"""Quotations: what stands between quotation marks, from mark to mark."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.speech.quotations import Quotation, Quoted, quotations_in
from tests.speeches import article


def found(text: str) -> list[str]:
    """Return the quotations of *text*, with their marks."""
    return [text[q.start : q.end] for q in quotations_in(article(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We ran to the mill,” he said.", ["“We ran to the mill,”"]),
        ('"We ran to the mill," he said.', ['"We ran to the mill,"']),
        ("«We ran to the mill», he said.", ["«We ran to the mill»"]),
        ("„We ran to the mill“, he said.", ["„We ran to the mill“"]),
        (
            "\u2018We ran to the mill,\u2019 he said.",
            ["\u2018We ran to the mill,\u2019"],
        ),
        ("'We didn't run,' he said. 'Not us.'", ["'We didn't run,'", "'Not us.'"]),
        ("“One. Two. Three,” he said. “Four.”", ["“One. Two. Three,”", "“Four.”"]),
        ("He spoke of “a long night” there.", ["“a long night”"]),
        ('He said ("softly") no.', ['("softly")'[1:-1]]),
    ],
)
def test_marks_of_every_habit_hold_a_quotation(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A pipe of 12\" burst near the mill's gate.",
        "The miners' wives waited at the owners' office.",
        "Nobody's lamp was lit, and the dogs' barking stopped.",
        "\u2018We ran to the mill and nobody closed the mark",
        "The word “ stands alone",
        "“” is all that was printed.",
    ],
)
def test_apostrophes_inches_and_stray_marks_hold_none(text: str) -> None:
    assert found(text) == []


def test_a_mark_opened_twice_counts_from_the_second_time() -> None:
    assert found("He wrote “and then “we ran,” she read.") == ["“we ran,”"]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_it_again() -> None:
    text = "“We ran to the mill.\n\n“Then it fell,” Moroz said."

    first, second = quotations_in(article(text))

    assert text[first.start : first.end] == "“We ran to the mill."
    assert (first.goes_on, first.ended) == (True, False)
    assert (second.goes_on, second.ended) == (False, True)


def test_a_quotation_that_nothing_closes_is_none() -> None:
    assert found("“We ran to the mill.\n\nThen it fell.") == []


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("“We ran,” he said.", True),
        ("“We ran!” he said.", True),
        ("“We ran” is what he said.", False),
        ("He said it was “a mess”.", False),
    ],
)
def test_speech_ends_with_a_mark_inside(text: str, ended: bool) -> None:
    (only,) = quotations_in(article(text))

    assert only.ended is ended


def test_items_tell_whether_they_are_quoted() -> None:
    text = "He said “the mill fell” at noon."
    (quotation,) = quotations_in(article(text))
    quoted = Quoted([quotation])

    assert quotation.words == 3
    assert quotation.first in quoted
    assert quotation.last not in quoted
    assert quoted.begins(quotation.first)
    assert not quoted.begins(quotation.last - 1)
    assert quoted.end(quotation.first) == quotation.last
    assert quoted.end(quotation.last) == quotation.last


_MARKS = st.sampled_from(
    ["“", "”", '"', "'", "\u2018", "\u2019", "«", "»", "a b", ". ", "\n\n"]
)


@given(st.lists(_MARKS, max_size=25).map("".join))
def test_quotations_never_overlap_and_begin_with_a_mark(text: str) -> None:
    quotations: list[Quotation] = quotations_in(article(text))

    for before, behind in pairwise(quotations):
        assert before.end <= behind.start
    for quotation in quotations:
        assert not text[quotation.start].isalnum()
        assert quotation.first < quotation.last
