"""Whatever comes in, it is taken whole or refused in words; nothing else happens.

Documents, JSON and tables are damaged in thousands of ways (RELIABILITY 3b, I1 to I14).
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_log import documents, spreadsheets
from incident_log.accepting import Unacceptable, accept, warnings
from incident_log.errors import IncidentLogError
from incident_log.events import UpdateReceived
from incident_log.log.appending import spliced
from incident_log.pending import Pending
from tests.given import Document, read_back
from tests.mutations import broken_json, texts
from tests.mutations import documents as changed_documents

TABLE = """\
report,source,incident,incident_title,type,outcome,count,update,denied,role,quote
wire,ap,kyiv,Attack,casualties,killed,at least 1,1,false,medical;other,'One, ''1'''
wire,ap,kyiv,Attack,casualties,injured,9,1,,,'two
lines'
page,post,kyiv,,casualties,missing,none,,true,,“Київ” 🚨

page,post,lviv,,strike,,several,,,,=1+1
""".replace("'", '"')

damaged = settings(max_examples=1000, derandomize=True, deadline=None)


def zone_of(slug: str) -> str | None:
    return "Europe/Kyiv" if slug == "kyiv" else None


def told(document: Any) -> list[str]:
    """Take a document, read back what would be stored, or say why it is refused."""
    try:
        pending = accept(document, zone_of)
    except Unacceptable as refusal:
        return [str(problem) for problem in refusal.problems]
    event = read(pending)
    assert event.report.id == document["report"]["id"]
    assert [c.TYPE for c in event.claims] == types(document)
    assert [c.quote for c in event.claims] == [c.get("quote") for c in claims(document)]
    return list(warnings(document))


def read(pending: Pending) -> UpdateReceived:
    head = {
        "position": 1,
        "recorded_at": "2024-12-20T12:00:00.000000Z",
        "topic": "update-received",
        "format": 1,
        "stream": pending.stream,
        "version": 1,
        "update": "1",
    }
    event = read_back(spliced(head, pending.body), pending.openings)
    assert isinstance(event, UpdateReceived)
    return event


def claims(document: Document) -> list[Document]:
    found: list[Document] = document.get("claims", [])
    return found


def types(document: Document) -> list[str]:
    return [claim["type"] for claim in claims(document)]


def helps(message: str) -> bool:
    """Tell whether a message is one line that says what to do."""
    _, colon, remedy = message.partition(": ")
    plain = message.isprintable() and not message.endswith(".")
    return plain and bool(colon and remedy)


@damaged
@given(changed_documents())
def test_a_changed_document_is_taken_whole_or_refused(document: Any) -> None:
    assert [message for message in told(document) if not helps(message)] == []


@damaged
@given(broken_json())
def test_broken_json_is_taken_whole_or_refused(text: str) -> None:
    try:
        document = documents.loads(text)
    except IncidentLogError as refusal:
        found = [str(refusal)]
    else:
        found = told(document)

    assert [message for message in found if not helps(message)] == []


@damaged
@given(texts(TABLE))
def test_a_broken_table_is_taken_whole_or_refused(text: str) -> None:
    found: list[str] = []

    try:
        for _, row in spreadsheets.rows(text):
            found += [str(row)] if isinstance(row, IncidentLogError) else told(row)
    except IncidentLogError as refusal:
        found.append(str(refusal))

    assert [message for message in found if not helps(message)] == []


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_refused(content: bytes) -> None:
    try:
        documents.loads(documents.decode(content))
    except IncidentLogError as refusal:
        assert helps(str(refusal))


@pytest.mark.parametrize("text", [TABLE, TABLE.replace("\n", "\r\n")])
def test_the_whole_table_is_taken(text: str) -> None:
    found = [row for _, row in spreadsheets.rows(text) if isinstance(row, dict)]

    assert [row["report"]["id"] for row in found] == ["wire", "page", "page"]
    assert [told(row) for row in found] == [[], [], []]
