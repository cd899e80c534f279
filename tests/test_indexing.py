"""What an event is found by is told by its JSON, before it is appended and after."""

import json
from typing import Any

import pytest

from incident_log import indexing
from incident_log.accepting import accept
from incident_log.pending import CITED, CONCERNED, CORRECTED, JUDGED, WITHDRAWN
from tests.given import INCIDENT, ZONE, claim, injured, killed, update

HERE = (f"incident:{INCIDENT}", CONCERNED)


def found(**fields: Any) -> set[tuple[str, str]]:
    """Return what an update is found by, beside its incident."""
    told = {"heard": "09:00"} | fields
    claims = told.pop("claims", [killed(1)])
    document = update("wire", *claims, **told)
    pending = accept(document, lambda _: ZONE, is_open=True)

    assert indexing.of_update(document) == pending.subjects
    assert indexing.of_update(json.loads(pending.body)) == pending.subjects
    assert indexing.described(json.loads(pending.body)) == pending.describes
    return set(pending.subjects) - {HERE}


@pytest.mark.parametrize(
    ("fields", "subjects"),
    [
        ({}, set()),
        ({"claims": [killed(1, incident="raid")]}, {("incident:raid", CONCERNED)}),
        (
            {"related_incidents": [{"id": "raid", "title": "Raid"}]},
            {("incident:raid", CONCERNED)},
        ),
        (
            {"signal": "correction", "corrects": ["first", "page/2"]},
            {
                ("report:wire?first", CORRECTED),
                ("report:first", CORRECTED),
                ("report:page/2", CORRECTED),
            },
        ),
        ({"signal": "retraction"}, {("report:wire", WITHDRAWN)}),
        ({"derived_from": "agency"}, {("report:agency", CITED)}),
        (
            {"claims": [killed(1, restates=["page/1#c1"])]},
            {("report:page/1", CITED)},
        ),
        (
            {"claims": [killed(1), injured(2, restates=["c1"])]},
            set(),
        ),
        (
            {"claims": [killed(1), injured(2, corrects="c1")]},
            {("report:wire?c1", CORRECTED), ("report:c1", CORRECTED)},
        ),
        (
            {"claims": [claim("verification", verdict="false", of=["page/1#c1"])]},
            {("report:page/1", JUDGED)},
        ),
    ],
)
def test_an_update_is_found_by_what_it_speaks_of(
    fields: dict[str, Any], subjects: set[tuple[str, str]]
) -> None:
    assert found(**fields) == subjects


@pytest.mark.parametrize(
    ("topic", "stream", "fields", "about", "subjects"),
    [
        (
            "claim-corrected",
            "report:wire",
            {"claim": "wire/1#c1"},
            "raid",
            {("report:wire/1", CORRECTED), ("incident:raid", CONCERNED)},
        ),
        (
            "claim-assessed",
            "report:wire",
            {"claim": "wire/1#c1"},
            "raid",
            {("report:wire/1", JUDGED), ("incident:raid", CONCERNED)},
        ),
        (
            "claims-held",
            "report:wire",
            {"of": "wire"},
            None,
            {("report:wire", WITHDRAWN)},
        ),
        (
            "claims-retracted",
            "report:wire",
            {"of": "wire/2#c1"},
            None,
            {("report:wire/2", WITHDRAWN)},
        ),
        (
            "incident-merged",
            "incident:raid",
            {"into": "war"},
            None,
            {("incident:raid", CONCERNED), ("incident:war", CONCERNED)},
        ),
        (
            "incident-linked",
            "incident:raid",
            {"relation": "precedes", "to": "war"},
            None,
            {("incident:raid", CONCERNED), ("incident:war", CONCERNED)},
        ),
        (
            "incident-closed",
            "incident:raid",
            {},
            None,
            {("incident:raid", CONCERNED)},
        ),
    ],
)
def test_a_decision_is_found_by_what_it_names(
    topic: str,
    stream: str,
    fields: dict[str, Any],
    about: str | None,
    subjects: set[tuple[str, str]],
) -> None:
    assert indexing.of_decision(topic, stream, fields, about) == subjects


def test_what_orders_an_update_is_what_was_resolved() -> None:
    document = update(
        "wire", killed(1), heard="09:00", derived_from="page", published_at="2024-12-20"
    )
    pending = accept(document, lambda _: ZONE)

    naming = indexing.naming(json.loads(pending.body), None)

    assert naming == pending.naming
    assert (naming.claims, naming.source, naming.derived_from) == (
        ("c1",),
        "wire",
        "page",
    )
    assert naming.published_at == "2024-12-19T22:00:00.000000Z"
    assert naming.received_at is not None
    assert naming.received_at.latest == "2024-12-20T07:00:00.000000Z"


def test_an_incident_that_is_only_named_is_concerned_too() -> None:
    document = update("wire", killed(1), heard="09:00") | {"incident": INCIDENT}

    assert indexing.of_update(document) == {HERE}
    assert indexing.described(document) == frozenset()
