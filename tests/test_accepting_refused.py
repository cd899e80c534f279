"""From an update document to the event: what is refused, and with which words."""

from typing import Any

import pytest

from incident_log import accepting
from incident_log.accepting import Unacceptable, accept, dotted
from tests.given import Document
from tests.mutations import TEXT


def update(**fields: Any) -> Document:
    report = {"id": "wire", "source": "ap"}
    return {"incident": {"id": "kyiv"}, "report": report, "text": TEXT} | fields


def saying(*claims: Document, **fields: Any) -> Document:
    blast = {"type": "occurrence", "kind": "blast_heard"}
    return update(claims=[blast | each for each in claims], **fields)


def refusals(document: Any) -> list[str]:
    with pytest.raises(Unacceptable) as refusal:
        accept(document, lambda _: None)
    return [str(problem) for problem in refusal.value.problems]


NO_ZONE = (
    "'2024-12-20' has no offset and no timezone is named: add one (+02:00) or give the"
    " update a timezone (Europe/Kyiv)"
)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (update(as_of="2024-12-20"), f"as_of: {NO_ZONE}"),
        (update(published_at="2024-12-20"), f"published_at: {NO_ZONE}"),
        (update(received_at="2024-12-20"), f"received_at: {NO_ZONE}"),
        (saying({"as_of": "2024-12-20"}), f"claims[0].as_of: {NO_ZONE}"),
        (saying({}, {"occurred": "2024-12-20"}), f"claims[1].occurred: {NO_ZONE}"),
        (
            update(incident={"id": "kyiv", "occurred": {"from": "2024-12-20"}}),
            f"incident.occurred: {NO_ZONE}",
        ),
        (
            update(as_of="2025-03-30T03:30", timezone="Europe/Kyiv"),
            "as_of: '2025-03-30T03:30' does not exist in Europe/Kyiv (clocks went"
            " forward): correct it or write it with its offset",
        ),
        (
            saying({"as_of": "2024-10-27T03:30"}, timezone="Europe/Kyiv"),
            "claims[0].as_of: '2024-10-27T03:30' happens twice in Europe/Kyiv (clocks"
            " went back): write it with its offset",
        ),
        (
            update(timezone="Kyiv"),
            "timezone: no time zone is called 'Kyiv': use a name like Europe/Kyiv",
        ),
        (
            update(incident={"id": "kyiv", "timezone": "Kyiv"}),
            "incident.timezone: no time zone is called 'Kyiv': use a name like"
            " Europe/Kyiv",
        ),
        (
            update(related_incidents=[{"id": "x"}, {"id": "y", "timezone": "Y"}]),
            "related_incidents[1].timezone: no time zone is called 'Y': use a name"
            " like Europe/Kyiv",
        ),
        (
            saying({"span": [0, 1000]}),
            "claims[0].span: [0, 1000] lies outside the text (0 to"
            f" {len(TEXT)} code points): correct it",
        ),
        (
            saying({"span": [0, len(TEXT) + 1]}),
            f"claims[0].span: [0, {len(TEXT) + 1}] lies outside the text (0 to"
            f" {len(TEXT)} code points): correct it",
        ),
        (
            saying({"span": [3, 3]}),
            "claims[0].span: [3, 3] lies outside the text (0 to"
            f" {len(TEXT)} code points): correct it",
        ),
        (
            saying({"span": [0, 3], "quote": "Two"}),
            'claims[0].quote: "Two" is not the text at its span, "One": correct quote'
            " or span",
        ),
        (
            saying({"id": "c2"}, {}),
            'claims[1].id: "c2" is used twice: rename one',
        ),
        (
            {"incident": "kyiv", "report": {"id": "wire", "source": "ap"}},
            "the update says nothing: give it claims, a text, or a signal about"
            " earlier ones",
        ),
        (saying({"count": "lots"}), 'claims[0].count: "lots" is no count: write 9, '),
        ([], "is not an update: write one JSON object {...}"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(document: Any, message: str) -> None:
    (refusal,) = refusals(document)

    assert refusal.startswith(message)


@pytest.mark.parametrize("odd", ["\u202e", "\x9b", "\u2028"])
def test_the_words_of_the_text_are_shown_escaped(odd: str) -> None:
    (refusal,) = refusals(saying({"span": [0, 5], "quote": "Two"}, text=f"On{odd}ee"))

    assert refusal.isprintable()


def test_a_wrong_zone_is_said_once() -> None:
    refused = refusals(update(timezone="Kyiv", as_of="2024", published_at="2024"))

    assert [each.partition(":")[0] for each in refused] == ["timezone"]


def test_everything_wrong_with_an_update_is_said_at_once() -> None:
    document = saying({"as_of": "noon"}, {"span": [9, 1]}, as_of="2024-12-20")

    assert [each.partition(":")[0] for each in refusals(document)] == [
        "as_of",
        "claims[0].as_of",
        "claims[1].span",
    ]


def test_a_claim_of_an_editor_is_resolved_like_any_other() -> None:
    claim = {"type": "strike", "as_of": "2024-12-20T11:00", "count": 5}

    state = accepting.resolved_claim(claim, "Europe/Kyiv")

    assert state["as_of"]["earliest"] == "2024-12-20T09:00:00.000000Z"
    with pytest.raises(Unacceptable, match=r"^count: true is no count: write 9"):
        accepting.resolved_claim(claim | {"count": True}, None)
    with pytest.raises(Unacceptable, match=r"as_of: '2024-12-20T11:00' has no offset"):
        accepting.resolved_claim(claim, None)


def test_a_description_by_an_editor_is_checked_like_any_other() -> None:
    lviv = {"id": "lviv", "timezone": "Europe/Kyiv", "occurred": "2024-12-20T11:00Z"}

    state = accepting.described(lviv, None)

    assert state["occurred"]["latest"] == "2024-12-20T11:00:00.000000Z"
    with pytest.raises(Unacceptable, match=r"^incident.timezone: no time zone"):
        accepting.described(lviv | {"timezone": "Lviv"}, None)
    with pytest.raises(Unacceptable, match=r"^kind: 9 is no id: use"):
        accepting.described(lviv | {"kind": 9}, None)


def test_a_path_is_written_as_messages_write_it() -> None:
    assert dotted(()) == ""
    assert dotted(("claims", 0, "population", "role", 1)) == (
        "claims[0].population.role[1]"
    )
