"""The claims behind a figure, their sentences, and why some do not decide."""

from typing import Any

import pytest

from incident_log.answering.evidence import Key, lost, sentence
from incident_log.answering.moments import Moment
from incident_log.times import FOREVER

NOON = Moment("12:00", "12:00")


def row(
    claim: str, known: tuple[str, str], said: tuple[str, str], why: Any = None
) -> Any:
    """A row of a history: a claim, from and to along K, from and to along T."""
    return {
        "claims": f'["{claim}"]',
        "known_from": known[0],
        "known_to": known[1],
        "as_of_from": said[0],
        "as_of_to": said[1],
        "ended_by": why,
    }


def why(*history: Any, deciding: tuple[str, ...] = ("won",)) -> dict[str, str]:
    found = lost(history, deciding, NOON)
    return {each["claim"]: each["why"] for each in found}


OPEN = ("10:00", FOREVER)


def test_a_claim_that_stands_and_does_not_decide_was_outvoted() -> None:
    assert why(row("a", OPEN, OPEN), row("won", OPEN, OPEN)) == {"a": "outvoted"}


def test_a_claim_that_stands_no_more_at_t_was_superseded() -> None:
    assert why(row("a", OPEN, ("10:00", "11:00"))) == {"a": "superseded"}


@pytest.mark.parametrize("end", ["superseded", "corrected", "retracted", "held"])
def test_a_claim_that_k_no_longer_knew_says_how_it_ended(end: str) -> None:
    assert why(row("a", ("10:00", "11:00"), OPEN, end)) == {"a": end}


def test_what_ends_after_k_has_not_ended() -> None:
    assert why(row("a", ("10:00", "13:00"), OPEN, "retracted")) == {"a": "outvoted"}


def test_the_last_that_became_of_a_claim_counts() -> None:
    held = row("a", ("09:00", "10:00"), OPEN, "held")
    retracted = row("a", ("10:30", "11:00"), OPEN, "retracted")

    assert why(held, retracted) == why(retracted, held) == {"a": "retracted"}


def test_a_figure_and_its_history_have_the_same_key() -> None:
    figure = {
        "noun": "strikes",
        "place": "kyiv",
        "subject": '{"weapons":["kn-23"],"phase":"hit"}',
    }
    history = {
        "noun": "strikes",
        "place": "kyiv",
        "weapons": '["kn-23"]',
        "phase": "hit",
        "actor": None,
    }

    key = Key.of(figure)

    assert Key.of_history(history, ("weapons", "phase", "actor")) == key
    assert key.fields == {"phase": "hit", "weapons": ["kn-23"]}


def claim(**fields: Any) -> dict[str, Any]:
    """A claim whose quote stands at 109 to 118 of a text that is there from 100 on."""
    return {
        "passage": "One. Now nine hurt. Three.",
        "passage_start": 100,
        "span_start": 109,
        "span_end": 118,
        "quote": "nine hurt",
    } | fields


def test_a_quote_stands_in_its_sentence() -> None:
    assert sentence(claim()) == ("Now ", ".")


@pytest.mark.parametrize(
    "fields",
    [
        {"passage": None},
        {"passage": ""},
        {"quote": None},
        {"passage_start": None},
        {"passage": "Another text, of another revision of the page."},
    ],
)
def test_where_the_words_are_not_there_nothing_stands_around(
    fields: dict[str, Any],
) -> None:
    assert sentence(claim(**fields)) == ("", "")
