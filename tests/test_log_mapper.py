"""Stored bytes become the events that were written, whoever reads the JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.claims import Casualties
from incident_log.events import Event, UpdateReceived
from incident_log.log.mapper import decoded, event
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

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"]))
documents = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
)


def read(state: dict[str, Any]) -> UpdateReceived:
    found: Event = event(1, dump(state), None)
    assert isinstance(found, UpdateReceived)
    return found


@given(documents)
def test_what_the_log_writes_is_read_as_it_was(document: Any) -> None:
    assert repr(decoded(dump({"of": document}))) == repr({"of": document})


@pytest.mark.parametrize(
    "text",
    [
        *('"\\ud800"', '"\\ud83d\\ude00"', "NaN", "[-Infinity]", "1e400", "-0", "-0.0"),
        *('{"a": 1, "a": 2}', " 1\n", "18446744073709551616", "1E5", "1.0", '"\\/"'),
    ],
)
def test_what_others_write_is_read_as_well(text: str) -> None:
    assert repr(decoded(text)) == repr(json.loads(text))
    assert repr(decoded(text.encode())) == repr(json.loads(text))


@pytest.mark.parametrize("text", [b"", b"{", b"[1,]", b'"\xff"', b"01", b'"\x01"'])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        decoded(text)


def test_what_updates_have_in_common_is_held_once() -> None:
    first, second = read(UPDATE), read({**UPDATE, "position": 2, "update": "2"})

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
