"""Stored bytes become the events that were written, whoever reads the JSON."""

from typing import Any

from incident_log.claims import Casualties
from incident_log.events import Event, UpdateReceived
from incident_log.log.mapper import event
from incident_log.pending import dump
from tests.given import INCIDENT

TIME = {
    "given": "2024-12-20T09:00+02:00",
    "earliest": "2024-12-20T07:00:00.000000Z",
    "latest": "2024-12-20T07:00:00.000000Z",
    "precision": "minute",
}
PLACE = {"id": "kyiv", "latitude": 50}
UPDATE: dict[str, Any] = {
    "position": 1,
    "recorded_at": "2024-12-20T07:05:00.000000Z",
    "topic": "update-received",
    "format": 1,
    "stream": "report:wire",
    "version": 1,
    "update": "1",
    "content_key": "00",
    "incident": {"id": INCIDENT, "place": "kyiv"},
    "report": {"id": "wire", "source": "agency"},
    "as_of": TIME,
    "received_at": TIME,
    "places": [PLACE],
    "claims": [{"id": "c1", "type": "casualties", "outcome": "killed", "count": 5}],
}


def read(state: dict[str, Any]) -> UpdateReceived:
    found: Event = event(1, dump(state), None)
    assert isinstance(found, UpdateReceived)
    return found


def test_what_updates_have_in_common_is_held_once() -> None:
    first, second = read(UPDATE), read({**UPDATE, "position": 2, "update": "2"})

    assert first.stream is second.stream
    assert first.recorded_at is second.recorded_at
    assert first.report is second.report
    assert first.incidents is second.incidents
    assert first.places is second.places
    assert first.concerns is second.concerns
    assert first.as_of is second.received_at
    assert first.claims[0].number is second.claims[0].number


def test_a_place_that_only_compares_equal_is_another() -> None:
    read(UPDATE)

    found = read({**UPDATE, "places": [{**PLACE, "latitude": 50.0}]})

    assert repr(found.places) == "({'id': 'kyiv', 'latitude': 50.0},)"


def test_a_claim_says_which_incident_it_is_about_or_leaves_it_to_the_update() -> None:
    own, other = read(
        {
            **UPDATE,
            "claims": [
                {"id": "c1", "type": "casualties", "outcome": "killed"},
                {"id": "c2", "type": "casualties", "outcome": "killed"}
                | {"incident": "raid", "population": {"sex": "female"}},
            ],
        }
    ).claims

    assert own == Casualties(id="c1", incident=INCIDENT, outcome="killed")
    assert other == Casualties(id="c2", incident="raid", outcome="killed", sex="female")
