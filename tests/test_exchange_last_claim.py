"""A claim in words, told again and again: all of it can be taken back later."""

from itertools import islice

import pytest

from incident_log.exchange.last_claim import REMEMBERED, LastClaim
from incident_log.exchange.telling import said
from tests.mapped import mapping
from tests.test_exchange_vintages import row, told

MANY = 3 * REMEMBERED


def warning(n: int) -> LastClaim:
    words = said({"type": "statement", "act": "warn", "text": f"Warning {n}."}, None)
    at = f"2024-12-20T08:{n:02}:00.000000Z"
    return LastClaim(words, (at, ""), at, f"u{n}")


def warned(number: int) -> LastClaim:
    """Return the last of so many warnings."""
    last = warning(0)
    for n in range(1, number):
        now = warning(n)
        now.follow(last, "wire/{}#said", ())
        last = now
    return last


@pytest.mark.parametrize("number", [1, 2, REMEMBERED, REMEMBERED + 1, MANY])
def test_all_tellings_are_named_and_the_last_ones_remembered(number: int) -> None:
    last = warned(number)

    assert last.updates == [f"u{n}" for n in range(number)]
    assert len(list(last.told)) == min(number, REMEMBERED)


@pytest.mark.parametrize("gone", range(1, REMEMBERED))
def test_without_its_last_tellings_the_one_before_is_the_last(gone: int) -> None:
    taken = {f"u{MANY - 1 - n}" for n in range(gone)}

    left = warned(MANY).without({*taken, "u1"})

    assert left is not None
    assert left.said == warning(MANY - 1 - gone).said
    kept = [n for n in range(MANY - gone) if n != 1]
    assert left.updates == [f"u{n}" for n in kept]


def test_nothing_is_left_without_all_that_is_remembered() -> None:
    last = warned(MANY)

    assert last.without([each.update for each in islice(last.told, REMEMBERED)]) is None


def test_a_text_that_changed_often_is_taken_back_whole() -> None:
    """What lies further back than is remembered would stand again."""
    words = {"type": "statement", "id": "said", "act": "announce", "text": "{words}"}
    rows = [row(f"10:{n:02}", words=f"Warning {n}.") for n in range(MANY)]

    *said, gone = told(*rows, row("11:00", words=None), by=mapping(words))

    assert gone["retracts"] == [f"fire-a/{each['id']}#said" for each in said]
