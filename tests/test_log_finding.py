"""Who reads many incidents asks less of the log, and is told the same."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from incident_log.commitments import ERASED
from incident_log.erasing.acts import Grounds, erase
from incident_log.erasing.names import named
from incident_log.erasing.plans import planned
from incident_log.errors import NotKnownYet
from incident_log.history import History
from incident_log.log import Log, finding
from incident_log.pending import CITED, CONCERNED, CORRECTED, JUDGED, WITHDRAWN
from incident_log.pending import ERASED as GONE
from tests.given import INCIDENT, act, clock, killed, tell, update
from tests.histories import backfilled_logs, logs
from tests.news import news
from tests.test_laws import HISTORIES, lawful, record

FIVE = update("wire", killed(5), heard="09:05", text="Five are dead.")
SIX = update("page", killed(6), heard="10:05")
RETRACTED = act("retract", "11:00", of="wire/1")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: clock("06:00")) as log:
        tell(log, FIVE, SIX)
        yield log


def withdrawals(log: Log) -> list[int]:
    return [decision.position for decision in log.history(INCIDENT).decisions]


def histories(log: Log, until: int) -> dict[str, History]:
    """Return what every incident rests on at a position."""
    found = {}
    for incident in log.incidents():
        try:
            found[incident] = log.history(incident, at_position=until)
        except NotKnownYet:
            continue
    return found


@settings(parent=lawful, max_examples=max(HISTORIES // 5, 10))
@given(logs() | news() | backfilled_logs())
def test_many_incidents_are_read_as_each_alone(log: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as directory:
        now = iter([item["recorded_at"] for item in log])
        with Log.create(Path(directory), clock=lambda: str(next(now))) as disk:
            for item in log:
                record(disk, item)
            positions = range(1, disk.position + 1)
            alone = [histories(disk, position) for position in positions]
            with disk.reading_many(disk.position // 2):
                many = [histories(disk, position) for position in positions]

    assert many == alone


def test_what_is_decided_meanwhile_is_not_overlooked(log: Log) -> None:
    with log.reading_many(log.position):
        assert withdrawals(log) == []
        tell(log, RETRACTED)

        assert withdrawals(log) == [3]


def test_an_erasure_meanwhile_is_told_of(log: Log) -> None:
    until = log.position
    with log.reading_many(until):
        plan = planned(log, named(log, "wire/1"), "text", ())
        grounds = Grounds(reason="she asked for it", by="desk")
        erase(log, plan, grounds, seen=until, is_insisted=False)

        history = log.history(INCIDENT, at_position=until)

    assert history.updates[0].text == ERASED
    assert list(history.erased) == [(1, "text")]
    assert log.history(INCIDENT).decisions == ()


def test_more_than_can_be_held_is_asked_for_as_for_one(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(log, RETRACTED)
    monkeypatch.setattr(finding, "_MOST", 0)

    with log.reading_many(log.position):
        assert withdrawals(log) == [3]


def test_what_acts_on_updates_follows_in_the_order_of_text() -> None:
    assert CITED < CONCERNED < min(CORRECTED, GONE, JUDGED, WITHDRAWN)
