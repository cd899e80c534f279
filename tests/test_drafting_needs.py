"""What a sentence needs for a pattern to fit: no match is without it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.needs import needs_of, takes


def needs(expression: str) -> list[str]:
    return ["".join(sorted(need)) for need in needs_of(expression)]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[a][bc]", ["a", "bc"]),
        ("[a-cx]", ["abcx"]),
        ("[a][a]", ["a"]),
        ("[a]?[b]", ["b"]),
        ("[a]{0,12}[b]{1,12}[c]{2}", ["b", "c"]),
        ("[^a][b]", ["b"]),
        ("(?P<many>[a][b]?)[c]", ["a", "c"]),
        ("(?:[a]|[b])", ["ab"]),
        ("(?:[a-c][d]|[e])", ["de"]),
        ("(?:[a]|[b]?)", []),
        ("(?:[a]|)", []),
        ("(?:[a][b])?[c]", ["c"]),
        ("[a]|[b]", ["ab"]),
        ("(?![a])[b]", ["b"]),
        ("(?:(?![a])[^b])[c]", ["c"]),
    ],
)
def test_what_each_sign_needs(expression: str, expected: list[str]) -> None:
    assert needs(expression) == expected


def test_what_a_pattern_may_take() -> None:
    assert takes("[a-c]?[d]", "b")
    assert not takes("[^b][d]", "b")
    assert not takes("(?:[a]|[c])", "b")


ELEMENTS = st.sampled_from(("[a]", "[bc]", "[a-c]", "[^a]", "(?![b])", "[d]"))
EXPRESSIONS = st.recursive(
    ELEMENTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda c: f"(?:{'|'.join(c)})"),
        inner.map(lambda i: f"(?:{i}){{0,2}}"),
        inner.map(lambda i: f"(?:{i})?"),
        inner.map(lambda i: f"(?:{i}){{1,2}}"),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS, st.text("abcde", max_size=12))
def test_law_every_match_has_one_of_each_need(expression: str, text: str) -> None:
    for match in re.finditer(expression, text):
        for need in needs_of(expression):
            assert not need.isdisjoint(match[0])


@given(EXPRESSIONS, st.text("abcde", max_size=12), st.sampled_from("abcd"))
def test_law_what_is_not_taken_by_name_is_in_no_set(
    expression: str, text: str, character: str
) -> None:
    if not takes(expression, character) and "[^" not in expression:
        assert all(character not in m[0] for m in re.finditer(expression, text))
