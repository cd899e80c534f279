"""Tokens: words with their places, marks and abbreviations as one thing each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose import tokens
from incident_log.drafting.prose.tokens import tokens_of


def words(text: str) -> list[str]:
    return tokens_of(text).words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men, 34-year-old twins", "two|men|,|34-year-old|twins"),
        ("at 8:30 a.m. on Dec. 20", "at|8:30|a.m|on|dec|20"),
        ("1,200 and 1\u00a0200 of 2,00", "1,200|and|1\u00a0200|of|2|,|00"),
        ("a 6.1-magnitude quake, 9th, 155mm", "a|6.1-magnitude|quake|,|9th|,|155mm"),
        ("a U.S.-made KN-23", "a|u.s.-made|kn-23"),
        ("Friday\u2019s o'clock isn\u2019t", "friday|'s|o'clock|isn't"),
        ("No. 4, but no. We", "no|4|,|but|no|.|we"),
        ("wait... -- then_so", "wait|...|--|then_so"),
        ("Dr. Sol; p.m", "dr|sol|;|p.m"),
        ("$5 _", "$|5|_"),
        ("a magnitude-7.1 quake of COVID-19.", "a|magnitude-7.1|quake|of|covid-19|."),
    ],
)
def test_what_one_token_is(text: str, expected: str) -> None:
    assert words(text) == expected.split("|")


def test_only_a_part_of_a_text_is_read() -> None:
    found = tokens_of("one two three", 4, 7)

    assert (found.starts, found.end(0), found.words) == ([4], 7, ["two"])


@given(st.text(max_size=80))
def test_law_tokens_are_slices_in_order_and_leave_only_blanks(text: str) -> None:
    rest, at = "", 0
    found = tokens_of(text)
    assert len(found.starts) == len(found.lengths) == len(found)
    for i, start in enumerate(found.starts):
        assert at <= start < found.end(i)
        rest += text[at:start]
        at = found.end(i)

    assert (rest + text[at:]).strip() == ""


@given(st.sampled_from(("it isn\u2019t", "Friday\u2019s raid", "\u2019tis so")))
def test_law_curly_marks_change_no_word(text: str) -> None:
    straight = text.replace("\u2019", "'")

    assert [w.replace("\u2019", "'") for w in words(text)] == words(straight)


def test_words_are_the_same_when_no_more_can_be_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tokens, "_MOST", 0)

    assert words("Zubrivka's Zubrivka-by-Sea") == ["zubrivka", "'s", "zubrivka-by-sea"]
