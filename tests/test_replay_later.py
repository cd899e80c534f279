"""What an incident was as of a K it stays, whatever the log learns later.

Of other incidents a history has what its own rests on, and that may grow.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log.answer import answer
from incident_log.log import Log
from incident_log.replay import replay
from tests.given import INCIDENT, act, claim, killed, tell, update

ROSTOV = [{"id": "rostov", "title": "Rostov"}]
TEN = "2024-12-20T10:00+02:00"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log in which three raids are made one at eleven."""
    with Log.create(tmp_path / "log", clock=lambda: "2024-12-20T05:00:00Z") as log:
        tell(
            log,
            update("a", killed(3), at="07:00", heard="08:00", incident="winter"),
            update(
                "b",
                claim("link", relation="in_response_to", to="rostov"),
                killed(1, measure="subset", subset_of="a/1#c1"),
                at="08:00",
                heard="08:10",
                related_incidents=ROSTOV,
            ),
            act("merge", "09:00", incident="rostov", into="winter"),
        )
        yield log


def merged(log: Log) -> None:
    tell(log, act("merge", "11:00", incident=INCIDENT, into="winter"))


def at_ten(log: Log) -> Any:
    return answer(replay(log, INCIDENT, known_at=TEN))


def test_a_link_leads_to_what_was_said_and_not_to_what_that_became(log: Log) -> None:
    (before,) = at_ten(log)["links"]
    merged(log)
    (after,) = at_ten(log)["links"]
    (last,) = answer(replay(log, INCIDENT))["links"]

    assert (before["to"], after["to"]) == ("rostov", "rostov")
    assert (last["incident"], last["to"]) == ("winter", "winter")


def test_a_subset_of_what_another_incident_counts_is_named_by_the_claim(
    log: Log,
) -> None:
    (before,) = at_ten(log)["casualties"]
    merged(log)
    (after,) = at_ten(log)["casualties"]
    every = answer(replay(log, INCIDENT))["casualties"]

    assert (before["subset_of"], after["subset_of"]) == ("a/1#c1", "a/1#c1")
    assert [row["subset_of"] for row in every] == [None, "killed"]
