"""Paragraphs: lines, or blocks of lines that somebody wrapped by hand."""

from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.paragraphs import paragraphs_of

LONG = (
    "Two people were hurt when a wall came down on a quiet street by the old market,"
    " and neighbours carried them to a clinic beside the river, where a doctor waited."
)


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs_of(text)]


def test_every_line_is_a_paragraph() -> None:
    assert paragraphs("One.\nTwo.\r\n\r\n  \nThree.\u2029Four.") == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_block_that_was_wrapped_is_one(end: str) -> None:
    text = f"{fill(LONG, 70)}\n\n{fill(LONG, 60)}\n\nEnd.".replace("\n", end)

    assert [" ".join(p.split()) for p in paragraphs(text)] == [LONG, LONG, "End."]


@pytest.mark.parametrize(
    "lines",
    [
        ("A wall comes down on a quiet street today", "By Ana Sol"),
        ("Short.", "Lines.", "Only."),
        (LONG, f"and {LONG}"),
        (
            "A wall comes down on a street in town.",
            "Two.",
            "The street was closed, and neighbours waited.",
        ),
        (
            "A wall comes down on a quiet old street again",
            "Anna Sol saw how it came down",
        ),
    ],
)
def test_lines_with_room_for_more_were_not_wrapped(lines: tuple[str, ...]) -> None:
    assert paragraphs("\n".join(lines)) == list(lines)


def test_nothing_has_no_paragraphs() -> None:
    assert paragraphs_of("") == []
    assert paragraphs_of(" \n \n") == []


@given(st.text(alphabet="ab. \n\r\u00a0", max_size=200))
def test_law_paragraphs_hold_all_words_in_order(text: str) -> None:
    found = paragraphs(text)

    assert " ".join(found).split() == text.split()
    assert all(paragraph.strip() for paragraph in found)


@given(st.integers(50, 100))
def test_law_wrapping_changes_no_paragraph(width: int) -> None:
    wrapped = fill(LONG, width)

    assert len(paragraphs(wrapped)) == 1 or wrapped.count("\n") == 1
