"""A clock that was set wrongly is told, and changes neither order nor answers."""

import json
from pathlib import Path

import pytest

from incident_log.intake import import_updates
from incident_log.log import Log
from tests.given import clock, killed, update


def imported(folder: Path, name: str, now: str, **fields: str) -> list[str]:
    """Import an update while the clock shows *now*; return the warnings."""
    told = update(name, killed(1), heard="09:00") | fields
    del told["received_at"]
    (folder / f"{name}.json").write_text(json.dumps(told))
    with Log.create(folder / "log", clock=lambda: now) as log:
        done = import_updates(log, [folder / f"{name}.json"])
        assert done.appended == [f"{name}/1"]
        return [each.removeprefix(f"{folder}/") for each in done.warned]


def recorded(folder: Path) -> list[str]:
    with Log.open(folder / "log") as log:
        return [event.recorded_at for event in log.events()]


def test_a_clock_that_went_back_is_told_and_time_does_not(tmp_path: Path) -> None:
    assert imported(tmp_path, "a", clock("12:00")) == []
    assert imported(tmp_path, "b", clock("11:55")) == []
    assert imported(tmp_path, "c", clock("11:54")) == [
        "the clock says 2024-12-20T09:54:00.000000Z, and the last event was recorded"
        " at 2024-12-20T10:00:00.000000Z: set it, until then events are recorded as"
        " of that moment"
    ]
    assert imported(tmp_path, "d", clock("12:01")) == []

    assert recorded(tmp_path) == [*[clock("12:00")] * 3, clock("12:01")]


@pytest.mark.parametrize("published", ["2024-12-20T12:06", "2099-01-01"])
def test_what_was_published_after_now_is_told(tmp_path: Path, published: str) -> None:
    warned = imported(tmp_path, "a", clock("12:00"), published_at=published)

    assert warned == [
        "a.json:1 published_at: it lies after now (2024-12-20T10:00:00.000000Z):"
        " correct it, or set the clock"
    ]


def test_a_day_or_some_minutes_are_no_difference(tmp_path: Path) -> None:
    for name, published in (("a", "2024-12-20"), ("b", "2024-12-20T12:05")):
        assert imported(tmp_path, name, clock("12:00"), published_at=published) == []
