"""The incidents of a log, one row each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.decisions import Desk
from incident_log.listing import listing
from incident_log.log import Log
from tests.given import INCIDENT, ZONE, Document, clock, killed, update

NOW = "2024-12-20T12:00:00.000000Z"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


def take(log: Log, *documents: Document) -> None:
    log.append([accept(d, lambda _: ZONE, is_open=True) for d in documents])


def desk(log: Log) -> Desk:
    return Desk(log, reason="because", by=None, at_position=None)


def states(log: Log) -> dict[str, str]:
    return {row["incident"]: row["state"] for row in listing(log)}


FIRST = update("wire", killed(5), at="09:00", heard="09:05")
LATE = update("wire", killed(4), at="08:00", heard="08:30")
RAID = update("post", killed(1), heard="10:00", incident="raid")


def test_an_empty_log_has_no_incidents(log: Log) -> None:
    assert listing(log) == []


def test_an_incident_is_listed_with_when_it_was_first_and_last_heard_of(
    log: Log,
) -> None:
    take(log, FIRST, LATE, RAID)

    assert listing(log) == [
        {
            "incident": INCIDENT,
            "title": INCIDENT,
            "state": "open",
            "updates": 2,
            "first_known_at": clock("08:30"),
            "last_known_at": clock("09:05"),
            "timezone": "Europe/Kyiv",
        },
        {
            "incident": "raid",
            "title": "raid",
            "state": "open",
            "updates": 1,
            "first_known_at": clock("10:00"),
            "last_known_at": clock("10:00"),
            "timezone": "Europe/Kyiv",
        },
    ]


def test_an_incident_that_only_an_editor_described_has_no_updates(log: Log) -> None:
    desk(log).describe("new", {"title": "New"})

    (row,) = listing(log)

    assert (row["incident"], row["title"], row["updates"]) == ("new", "New", 0)
    assert (row["first_known_at"], row["last_known_at"]) == (None, None)


def test_an_incident_that_nobody_described_has_no_title(log: Log) -> None:
    take(log, FIRST | {"incident": "elsewhere"})

    (row,) = listing(log)

    assert (row["incident"], row["title"], row["timezone"]) == ("elsewhere", None, None)


def test_an_update_counts_for_every_incident_that_it_is_about(log: Log) -> None:
    related = [{"id": "raid", "title": "Raid"}, {"id": "wave", "title": "Wave"}]
    take(log, FIRST | {"related_incidents": related}, RAID)

    counted = {row["incident"]: row["updates"] for row in listing(log)}

    assert counted == {INCIDENT: 1, "raid": 2, "wave": 1}


def test_an_incident_is_open_closed_or_merged(log: Log) -> None:
    take(log, FIRST, RAID)
    before = states(log)

    desk(log).close("raid")
    closed = states(log)
    desk(log).reopen("raid")
    desk(log).merge("raid", INCIDENT)
    merged = states(log)
    desk(log).unmerge("raid")

    assert before == {INCIDENT: "open", "raid": "open"}
    assert closed == {INCIDENT: "open", "raid": "closed"}
    assert merged == {INCIDENT: "open", "raid": f"merged into {INCIDENT}"}
    assert states(log) == before


def test_a_merged_incident_keeps_its_own_row(log: Log) -> None:
    take(log, FIRST, RAID)
    desk(log).merge("raid", INCIDENT)

    titles = {row["incident"]: (row["title"], row["updates"]) for row in listing(log)}

    assert titles == {INCIDENT: (INCIDENT, 1), "raid": ("raid", 1)}
