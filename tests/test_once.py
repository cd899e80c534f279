"""What is said again and again is held once, and never for something else."""

from typing import Any

import pytest

from incident_log import once
from incident_log.once import Once, word


@pytest.fixture
def known() -> Once[list[Any]]:
    return Once(lambda given: [given])


def test_equal_json_makes_one_thing(known: Once[list[Any]]) -> None:
    first = known({"id": "kyiv", "names": ["Kyiv"]})

    assert known({"id": "kyiv", "names": ["Kyiv"]}) is first
    assert known({"id": "kyiv", "names": ["Kiev"]}) is not first


@pytest.mark.parametrize("other", [1.0, True, "1", [1]])
def test_what_only_compares_equal_is_another(
    known: Once[list[Any]], other: object
) -> None:
    known({"latitude": 1})

    (found,) = known({"latitude": other})

    assert repr(found) == repr({"latitude": other})


def test_only_so_many_are_held(
    known: Once[list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "MOST", 2)
    first = known(1)
    known(2)
    assert known(1) is first

    known(3)

    assert known(1) == first
    assert known(1) is not first


def test_what_is_long_is_not_held(known: Once[list[Any]]) -> None:
    long = {"title": "a" * 1000}

    assert known(long) is not known(long)


def spelt(*letters: str) -> str:
    """Return a word of its own, equal to others."""
    return "".join(letters)


def test_a_word_that_is_met_again_is_the_same_one() -> None:
    first = word(spelt("po", "dil"))

    assert word(spelt("podi", "l")) is first
    assert word(None) is None


def test_a_word_is_let_go_after_so_many_others() -> None:
    first = word(spelt("po", "dil"))

    for n in range(4 * once.MOST):
        word(f"place-{n}")

    assert word(spelt("podi", "l")) is not first
