"""Waiting for others: soon at first, then seldom, and not for ever."""

import time

import pytest

from incident_log.patience import tries


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let time pass in pauses only; tell how long they were."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: sum(slept))
    return slept


def test_pauses_grow_up_to_the_longest_and_end(pauses: list[float]) -> None:
    tried = sum(1 for _ in tries(10, 1, 4))

    assert (tried, pauses) == (5, [1, 2, 4, 4])


def test_whoever_succeeds_waits_no_longer(pauses: list[float]) -> None:
    assert next((n for n, _ in enumerate(tries(10, 1, 4)) if n == 1), None) == 1
    assert pauses == [1]


def test_without_patience_something_is_tried_once(pauses: list[float]) -> None:
    tried = sum(1 for _ in tries(-1, 1, 4))

    assert (tried, pauses) == (1, [])
