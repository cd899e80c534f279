"""What the log remembers.

``golden/`` holds one event of every topic as a log of today stores it, and what opens
its words.  These files are never changed: every later program has to read them.
"""

import json
import re
import sys
from dataclasses import FrozenInstanceError, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from incident_log import events
from incident_log.claims import Casualties, Statement, Target
from incident_log.commitments import unseal
from incident_log.counts import Count, Range
from incident_log.events import EVENTS, Event, Order, Report, UpdateReceived
from incident_log.times import Occurred, Span
from tests.given import Document

GOLDEN = Path(__file__).parent / "golden"
NOW = "2024-12-20T12:00:00.000000Z"
WHY = "because the mayor said so"


def golden(topic: str) -> Document:
    found: Document = json.loads((GOLDEN / f"{topic}.json").read_text())
    return found


def decided(event: Any, stream: str, version: int, at: int, **said: Any) -> Any:
    head = {"stream": stream, "version": version, "position": at, "recorded_at": NOW}
    return event(**head, by="desk", reason=WHY, **said)


def kyiv(given: str, hour: str) -> Span:
    instant = f"2024-12-20T{hour}:00.000000Z"
    return Span(instant, instant, "minute", given, "Europe/Kyiv")


RECEIVED = UpdateReceived(
    stream="report:page",
    version=1,
    position=1,
    recorded_at=NOW,
    update="1100",
    report=Report(
        id="page",
        source="outlet",
        url="https://example.org/page",
        title="Fire at the docks",
        language="en",
        derived_from="agency",
    ),
    incident="harbour",
    incidents=(
        {
            "id": "harbour",
            "title": "Fire in the harbour",
            "kind": "missile_attack",
            "place": "kyiv",
            "timezone": "Europe/Kyiv",
            "occurred": {
                "given": {"from": "2024-12-20T07:00", "to": "2024-12-20T08:00"},
                "earliest": "2024-12-20T05:00:00.000000Z",
                "latest": "2024-12-20T06:00:00.000000Z",
                "text": "early on Friday",
            },
        },
        {
            "id": "raid",
            "title": "Raid on the depot",
            "occurred": {
                "given": "2024-12-18",
                "earliest": "2024-12-17T22:00:00.000000Z",
                "latest": "2024-12-18T22:00:00.000000Z",
            },
        },
    ),
    signal="correction",
    corrects=("0900", "wire/1#c1"),
    label="[UPDATES] As of 11 a.m.",
    as_of=kyiv("2024-12-20T11:00", "09:00"),
    published_at=Span(
        "2024-12-19T22:00:00.000000Z",
        "2024-12-20T22:00:00.000000Z",
        "day",
        "2024-12-20",
        "Europe/Kyiv",
    ),
    received_at=Span(
        "2024-12-20T09:05:00.000000Z",
        "2024-12-20T09:05:00.000000Z",
        "minute",
        "2024-12-20T11:05+02:00",
    ),
    timezone="Europe/Kyiv",
    text="Two more people were hurt, the mayor said.",
    agents=(
        {
            "id": "mayor",
            "name": "The Mayor",
            "kind": "official",
            "party": "ua",
            "origin": "city",
        },
    ),
    places=(
        {
            "id": "podil",
            "name": "Podil",
            "level": "district",
            "part_of": "kyiv",
            "latitude": 50.46,
            "longitude": 30.5,
        },
    ),
    weapons=(
        {
            "id": "kh-59",
            "name": "Kh-59",
            "kind": "cruise_missile",
            "aliases": ["Ovod"],
            "broader": "missile",
        },
    ),
    claims=(
        Casualties(
            id="hurt",
            incident="harbour",
            outcome="injured",
            count=Count(Range(2, None), 2, "at least 2"),
            measure="this_reporting_period",
            status="civilian",
            role=("medical",),
            said_by="mayor",
            place="podil",
            as_of=kyiv("2024-12-20T08:30", "06:30"),
            as_of_text="by 8:30 a.m.",
            occurred=Occurred("2024-12-20T05:00:00.000000Z", None, "in the morning"),
            channel="telegram",
            note="heard on the phone",
            quote="Two more people were hurt",
            span=(0, 25),
            restates=("wire/1#c2",),
            corrects=("wire/1#c1",),
        ),
        Target(id="c2", incident="raid", kind="air_defence", organisation="Battery 7"),
        Statement(
            id="c3",
            incident="harbour",
            act="condemns",
            text="We condemn it.",
            about=("hurt",),
            verbatim=True,
        ),
    ),
    concerns=frozenset({"harbour", "raid"}),
)

WIRE, HARBOUR, RAID = "report:wire", "incident:harbour", "incident:raid"

EXPECTED: dict[str, Event] = {
    "update-received": RECEIVED,
    "claim-corrected": decided(
        *(events.ClaimCorrected, WIRE, 2, 3),
        claim="wire/1#c1",
        changes={
            "count": Count(Range(9, 12), None, "9 to 12"),
            "note": "misheard",
            "as_of": Span(
                "2024-12-20T07:00:00.000000Z",
                "2024-12-20T07:00:00.000000Z",
                "minute",
                "2024-12-20T09:00+02:00",
            ),
        },
    ),
    "claims-retracted": decided(events.ClaimsRetracted, WIRE, 3, 4, of="wire/1#c1"),
    "claims-held": decided(events.ClaimsHeld, WIRE, 4, 5, of="wire/1"),
    "claims-released": decided(events.ClaimsReleased, WIRE, 5, 6, of="wire"),
    "claim-assessed": decided(
        *(events.ClaimAssessed, WIRE, 6, 7), claim="wire/1#c1", verdict="confirmed"
    ),
    "incident-described": decided(
        *(events.IncidentDescribed, HARBOUR, 1, 8),
        incident={
            "id": "harbour",
            "title": "Great fire",
            "timezone": "Europe/Kyiv",
            "occurred": {
                "given": "2024-12-20",
                "earliest": "2024-12-19T22:00:00.000000Z",
                "latest": "2024-12-20T22:00:00.000000Z",
            },
        },
    ),
    "incident-linked": decided(
        *(events.IncidentLinked, HARBOUR, 2, 9), relation="in_response_to", to="raid"
    ),
    "incident-merged": decided(events.IncidentMerged, RAID, 1, 10, into="harbour"),
    "incident-unmerged": decided(events.IncidentUnmerged, RAID, 2, 11, into="harbour"),
    "incident-closed": decided(events.IncidentClosed, HARBOUR, 3, 12),
    "incident-reopened": decided(events.IncidentReopened, HARBOUR, 4, 13),
    "words-erased": decided(
        *(events.WordsErased, WIRE, 8, 15),
        erased=(
            events.Commitment(
                14,
                "reason",
                "9be3a3c0ae4ad94e8dd5f61b03f58e5a6c17cf12c9b51910ce608b196fc17005",
            ),
        ),
        rule="GDPR Art. 17",
    ),
}

every_topic = pytest.mark.parametrize("topic", EXPECTED)


def test_there_is_a_golden_event_of_every_topic() -> None:
    assert set(EVENTS) == set(EXPECTED) == {path.stem for path in GOLDEN.glob("*.json")}


@every_topic
def test_a_stored_event_is_read_as_it_was_meant(topic: str) -> None:
    stored = golden(topic)

    event = events.read(unseal(stored["state"], stored["openings"]))

    assert event == EXPECTED[topic]
    assert topic == event.TOPIC


@every_topic
def test_a_commitment_binds_salt_path_and_words(topic: str) -> None:
    stored = golden(topic)

    committed = {path: at(stored["state"], path) for path in stored["openings"]}

    assert "reason" in committed or topic == "update-received"
    assert committed == {
        path: {
            "sha256": sha256(
                bytes.fromhex(salt) + path.encode() + b"\0" + words.encode()
            ).hexdigest()
        }
        for path, (salt, words) in stored["openings"].items()
    }
    assert {len(bytes.fromhex(salt)) for salt, _ in stored["openings"].values()} == {32}


def at(state: Any, path: str) -> Any:
    """Return what an event holds at a path of the messages."""
    keys = [int(n) if n else name for n, name in re.findall(r"\[(\d+)]|(\w+)", path)]
    here = state
    for key in keys:
        here = here[key]
    return here


# -- before and after ----------------------------------------------------------------


def test_an_update_is_placed_by_when_it_was_known_then_by_what_it_prints() -> None:
    assert RECEIVED.order == Order(
        "2024-12-20T09:05:00.000000Z", "2024-12-19T22:00:00.000000Z", "page", "1100"
    )
    assert RECEIVED.reference == "page/1100"


def test_an_update_received_live_is_known_when_it_is_recorded() -> None:
    live = replace(RECEIVED, received_at=None, published_at=None)

    assert live.order == Order(NOW, "", "page", "1100")


def test_a_decision_comes_before_updates_of_its_instant() -> None:
    held, closed = EXPECTED["claims-held"], EXPECTED["incident-closed"]

    assert held.order == Order(NOW, "", "wire", "")
    assert closed.order == Order(NOW, "", "", "")
    assert (held.reference, closed.reference) == ("report:wire@4", "incident:harbour@3")


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        RECEIVED.recorded_at = NOW  # type: ignore[misc]


def test_no_word_of_an_event_is_held_for_ever() -> None:
    """Python 3.12 never lets go of a word that was interned."""
    stored = golden("update-received")
    state = unseal(stored["state"], stored["openings"])
    state |= {"stream": "report:never-held", "recorded_at": "never held"}
    state["incident"] |= {"id": "never-held-fire"}
    state["claims"] = [state["claims"][0] | {"id": "never-held-claim"}]

    event = events.read(state)

    assert isinstance(event, UpdateReceived)
    (claim,) = event.claims
    for word in (event.stream, event.recorded_at, event.incident, claim.id):
        copy = "".join(list(word))
        assert sys.intern(copy) is copy
