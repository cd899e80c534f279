"""From an update document to the event that is appended."""

import copy
import json
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.commitments import Openings
from incident_log.events import UpdateReceived
from incident_log.log.appending import spliced
from incident_log.pending import Pending
from tests.given import Document, read_back
from tests.mutations import TEXT, WHOLE

HEAD = {
    "position": 7,
    "recorded_at": "2024-12-20T12:00:00.000000Z",
    "topic": "update-received",
    "format": 1,
    "stream": "report:wire",
    "version": 2,
    "update": "1100",
}
#: Every word of ``WHOLE`` that is committed to, by path.
WORDS = {
    "text": TEXT,
    "label": "[UPDATES] As of 11 a.m.",
    "report.title": "Nine hurt",
    "report.url": "https://example.org/1",
    "incident.title": "Attack on Kyiv",
    "incident.occurred.text": "early",
    "agents[0].name": "Mayor",
    "claims[0].as_of_text": "by 8:30 a.m.",
    "claims[0].note": "first word",
    "claims[0].quote": "One person died",
    "claims[6].organisation": "the grid",
    "claims[7].text": "Nine were hurt",
}


def zone_of(slug: str) -> str | None:
    """Only Lviv was described earlier with its zone."""
    return {"lviv": "Europe/Kyiv"}.get(slug)


def update(**fields: Any) -> Document:
    report = {"id": "wire", "source": "ap"}
    return {"incident": {"id": "kyiv"}, "report": report, "text": TEXT} | fields


def saying(*claims: Document, **fields: Any) -> Document:
    blast = {"type": "occurrence", "kind": "blast_heard"}
    return update(claims=[blast | each for each in claims], **fields)


def stored(document: Document) -> Document:
    state: Document = json.loads(accept(document, zone_of).body)
    return state


def read(pending: Pending, openings: Openings) -> UpdateReceived:
    event = read_back(spliced(HEAD, pending.body), openings)
    assert isinstance(event, UpdateReceived)
    return event


# -- what is stored --------------------------------------------------------------------


def test_what_was_said_is_stored_as_it_was_said() -> None:
    state = stored(WHOLE)

    assert (state["signal"], state["corrects"]) == ("correction", ["0900", "page/1#c1"])
    assert state["places"] == WHOLE["places"]
    assert state["weapons"] == WHOLE["weapons"]
    assert state["claims"][3]["count"] == "several"
    assert state["claims"][0]["population"] == WHOLE["claims"][0]["population"]
    assert [claim["id"] for claim in state["claims"][:3]] == ["c-dead", "c2", "c3"]


def test_times_are_resolved_once_and_kept_beside_their_words() -> None:
    state = stored(WHOLE)

    assert state["claims"][0]["as_of"] == {
        "given": "2024-12-20T08:30",
        "earliest": "2024-12-20T06:30:00.000000Z",
        "latest": "2024-12-20T06:30:00.000000Z",
        "precision": "minute",
        "zone": "Europe/Kyiv",
    }
    assert state["received_at"] == {
        "given": "2024-12-20T11:05:30.5+02:00",
        "earliest": "2024-12-20T09:05:30.500000Z",
        "latest": "2024-12-20T09:05:30.500000Z",
        "precision": "second",
    }
    assert state["incident"]["occurred"] == {
        "given": {"from": "2024-12-20T06:40", "to": "2024-12-20"},
        "earliest": "2024-12-20T04:40:00.000000Z",
        "latest": "2024-12-20T22:00:00.000000Z",
        "text": state["incident"]["occurred"]["text"],
    }
    assert state["claims"][4]["since"]["latest"] == "2024-12-20T05:00:00.000000Z"
    assert state["claims"][4]["until"]["latest"] == "2024-12-21T22:00:00.000000Z"


def test_words_that_may_have_to_go_are_beside_the_event_not_in_it() -> None:
    pending = accept(WHOLE, zone_of)

    opened = {path: value for path, (_, value) in pending.openings.items()}
    body = pending.body.decode()

    assert opened == WORDS
    assert [word for word in WORDS.values() if f'"{word}"' in body] == []


def test_the_log_reads_back_what_was_accepted() -> None:
    pending = accept(WHOLE, zone_of)

    event = read(pending, pending.openings)

    assert event.reference == "wire/1100"
    assert event.text == TEXT
    assert [claim.TYPE for claim in event.claims] == [
        claim["type"] for claim in WHOLE["claims"]
    ]
    assert event.claims[0].quote == "One person died"
    assert event.concerns == {"kyiv-2024-12-20", "rostov"}


def test_accepting_leaves_the_document_alone() -> None:
    document = copy.deepcopy(WHOLE)

    accept(document, zone_of)

    assert document == WHOLE


def test_the_content_is_the_document_before_defaults_whatever_its_order() -> None:
    document = update(label="Київ", text="x")
    turned = dict(reversed(document.items()))

    assert accept(document, zone_of).content == accept(turned, zone_of).content
    assert accept(document, zone_of).content.decode() == (
        '{"incident":{"id":"kyiv"},"label":"Київ","report":{"id":"wire","source":"ap"}'
        ',"text":"x"}'
    )


def test_another_vintage_has_another_content() -> None:
    first = accept(update(received_at="2024-12-20T09:00Z"), zone_of).content
    third = accept(update(received_at="2024-12-20T11:00Z"), zone_of).content

    assert first != third


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [(50, 54, "Київ"), (61, 62, "🚨"), (0, len(TEXT), TEXT)],
)
def test_a_span_counts_code_points_of_the_untouched_text(
    start: int, end: int, quote: str
) -> None:
    state = stored(saying({"span": [start, end], "quote": quote}))

    assert state["claims"][0]["span"] == [start, end]


# -- incidents -------------------------------------------------------------------------


def test_every_incident_that_is_named_must_have_been_described() -> None:
    link = {"type": "link", "relation": "precedes", "to": "odesa"}
    document = update(
        incident="kyiv",
        related_incidents=[{"id": "rostov"}],
        claims=[{"type": "strike", "incident": "lviv"}, link],
    )

    pending = accept(document, zone_of)

    assert pending.needs == ("kyiv", "lviv", "odesa")
    assert pending.describes == {"rostov"}
    assert accept(document, zone_of, is_open=True).needs == ()


def test_an_incident_that_is_described_here_needs_nobody_else() -> None:
    pending = accept(WHOLE, zone_of)

    assert pending.needs == ()
    assert pending.describes == {"kyiv-2024-12-20", "rostov"}


def test_a_replay_finds_it_by_all_it_is_about() -> None:
    found = {subject for subject, _ in accept(WHOLE, zone_of).subjects}

    assert {"incident:kyiv-2024-12-20", "incident:rostov"} < found
    assert {"report:agency", "report:page/1", "report:wire/0900"} < found
    assert "report:c-dead" not in found


def test_a_retraction_without_a_list_is_about_its_own_report() -> None:
    pending = accept(update(signal="retraction", incident="kyiv"), zone_of)

    assert {subject for subject, _ in pending.subjects} == {
        "incident:kyiv",
        "report:wire",
    }


# -- zones -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "earliest"),
    [
        ({"timezone": "Europe/Kyiv"}, "09:00"),
        ({"incident": {"id": "kyiv", "timezone": "Europe/Kyiv"}}, "09:00"),
        ({"incident": "lviv"}, "09:00"),
        (
            {"incident": {"id": "x", "timezone": "Europe/Kyiv"}, "timezone": "UTC"},
            "11:00",
        ),
        ({"incident": {"id": "lviv", "timezone": "Europe/Moscow"}}, "08:00"),
    ],
)
def test_the_update_names_the_zone_else_the_incident_now_or_earlier(
    fields: Document, earliest: str
) -> None:
    state = stored(update(as_of="2024-12-20T11:00", **fields))

    assert state["as_of"]["earliest"] == f"2024-12-20T{earliest}:00.000000Z"


def test_when_a_related_incident_happened_is_told_in_its_own_zone() -> None:
    rostov = {"id": "rostov", "timezone": "Europe/Moscow", "occurred": "2024-12-18"}

    state = stored(update(incident="odesa", related_incidents=[rostov]))

    (related,) = state["related_incidents"]
    assert related["occurred"]["earliest"] == "2024-12-17T21:00:00.000000Z"


def test_an_offset_needs_no_zone() -> None:
    state = stored(update(incident="lviv", as_of="2024-12-20T11:00-05:00"))

    assert state["as_of"] == {
        "given": "2024-12-20T11:00-05:00",
        "earliest": "2024-12-20T16:00:00.000000Z",
        "latest": "2024-12-20T16:00:00.000000Z",
        "precision": "minute",
    }


def test_an_earlier_zone_is_only_looked_up_where_a_wall_time_needs_it() -> None:
    asked: list[str] = []

    accept(update(as_of="2024-12-20T11:00Z"), lambda slug: asked.append(slug))

    assert asked == []
