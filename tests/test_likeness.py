"""Whether two updates had the same words is known as long as both were there."""

from dataclasses import replace

import pytest

from incident_log.commitments import ERASED
from incident_log.events import Alike, Commitment, UpdateReceived, WordsErased
from incident_log.likeness import Gone, erased_by, is_same
from tests.given import story, update


def told(position: int, text: str | None) -> UpdateReceived:
    (found,) = story(update("wire", heard="08:00", text="One.")).updates
    return replace(found, position=position, text=text)


def erasure(position: int, erased: list[int], *alike: tuple[int, ...]) -> WordsErased:
    return WordsErased(
        stream="report:wire",
        version=position,
        position=position,
        recorded_at="2024-12-20T12:00:00.000000Z",
        erased=tuple(Commitment(n, "text", "00") for n in erased),
        alike=tuple(Alike("text", positions) for positions in alike),
    )


def test_an_erasure_tells_who_else_had_the_words() -> None:
    event = erasure(9, [1, 3], (1, 2))
    label = (Commitment(2, "label", "00"), Commitment(2, "claims[0].quote", "00"))

    assert erased_by([event, replace(event, position=10, erased=label)]) == {
        (1, "text"): Gone(9, frozenset({1, 2})),
        (3, "text"): Gone(9, frozenset({3})),
        (2, "label"): Gone(10, frozenset({2})),
    }


@pytest.mark.parametrize(
    ("texts", "events", "expected"),
    [
        (("One.", "One."), [], True),
        (("One.", "Two."), [], False),
        (("One.", None), [], False),
        ((ERASED, None), [erasure(9, [1])], False),
        ((ERASED, "One."), [erasure(9, [1], (1, 2))], True),
        ((ERASED, "One."), [erasure(9, [1], (1, 3))], False),
        ((ERASED, "One."), [erasure(9, [1])], False),
        ((ERASED, ERASED), [erasure(9, [1, 2], (1, 2))], True),
        ((ERASED, ERASED), [erasure(9, [1, 2])], False),
        ((ERASED, ERASED), [erasure(7, [2], (1, 2)), erasure(9, [1])], True),
        ((ERASED, ERASED), [erasure(7, [2]), erasure(9, [1])], False),
        ((ERASED, "One."), [], None),  # it says so of itself
    ],
)
def test_words_are_compared_as_when_both_were_there(
    texts: tuple[str | None, str | None],
    events: list[WordsErased],
    expected: bool | None,
) -> None:
    one, other = (told(n, text) for n, text in enumerate(texts, start=1))
    erased = erased_by(events)

    assert is_same("text", one, other, erased) is expected
    assert is_same("text", other, one, erased) is expected


def test_words_that_came_when_the_others_were_gone_are_not_compared() -> None:
    erased = erased_by([erasure(2, [1], (1,))])

    assert is_same("text", told(1, ERASED), told(3, "One."), erased) is None
    assert is_same("text", told(1, ERASED), told(3, ERASED), erased) is None
