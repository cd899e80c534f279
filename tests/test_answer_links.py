"""Links between incidents: who says so, and whether somebody else does (R18)."""

from typing import Any

import pytest

from incident_log.answer import answer
from incident_log.history import History
from tests.given import (
    INCIDENT,
    Document,
    act,
    claim,
    clock,
    killed,
    seen,
    story,
    update,
)

ROSTOV = [{"id": "rostov", "title": "Rostov"}]


def links(told: History, **moment: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer(seen(told, **moment))["links"]
    return found


def test_links_of_one_origin_are_one_row() -> None:
    link = claim("link", relation="in_response_to", to="rostov")
    agents = [{"id": "moscow", "origin": "ministry"}]
    told = story(
        update(
            "page",
            link | {"said_by": "moscow", "quote": "an answer"},
            at="08:00",
            heard="08:10",
            related_incidents=ROSTOV,
            agents=agents,
        ),
        update("ministry", link | {"quote": "reply"}, at="09:00", heard="09:10"),
    )

    (row,) = links(told)

    assert row["claims"] == ["ministry/1#c1", "page/1#c1"]
    assert (row["claim"], row["quote"]) == ("ministry/1#c1", "reply")
    assert (row["said_by"], row["origin"]) == ("ministry", "ministry")
    assert (row["relation"], row["to"]) == ("in_response_to", "rostov")
    assert row["status"] == "claimed"


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({}, ["corroborated", "corroborated"]),
        ({"relation": "related_to"}, ["claimed", "claimed"]),
        ({"to": "lviv"}, ["claimed", "claimed"]),
    ],
)
def test_a_second_origin_of_the_same_link_corroborates_it(
    other: Document, status: list[str]
) -> None:
    link = claim("link", relation="in_response_to", to="rostov")
    known = [*ROSTOV, {"id": "lviv"}]
    told = story(
        update("a", link, at="08:00", heard="08:10", related_incidents=known),
        update("b", link | other, at="09:00", heard="09:10"),
    )

    found = links(told)

    assert [row["status"] for row in found] == status
    assert [row["claims"] for row in found] == [["a/1#c1"], ["b/1#c1"]]
    assert [row["status"] for row in links(told, heard="08:30")] == ["claimed"]


def test_verdicts_on_links_of_one_row_are_all_there() -> None:
    link = claim("link", relation="in_response_to", to="rostov")
    told = story(
        update("a", link, at="08:00", heard="08:10", related_incidents=ROSTOV),
        update("a", link, at="09:00", heard="09:10"),
        update(
            "ap",
            claim("verification", verdict="disputed", of=["a/1#c1", "a/2#c1"]),
            claim("verification", verdict="refuted", of=["a/2#c1"]),
            at="10:00",
            heard="10:10",
        ),
    )

    (row,) = links(told)

    assert [(each["verdict"], each["claim"]) for each in row["verification"]] == [
        ("disputed", "ap/1#c1"),
        ("refuted", "ap/1#c2"),
    ]


def test_a_link_that_an_editor_decided_on_is_a_row_like_any_other() -> None:
    told = story(
        update("a", killed(1), at="08:00", heard="08:10", related_incidents=ROSTOV),
        act(
            "link",
            "11:00",
            incident=INCIDENT,
            relation="precedes",
            to="rostov",
            by="al",
        ),
    )

    (row,) = links(told)

    assert (row["relation"], row["to"], row["said_by"]) == ("precedes", "rostov", "al")
    assert (row["as_of"], row["status"]) == (clock("11:00"), "claimed")
    assert row["claims"] == [f"incident:{INCIDENT}@1"]
    assert (row["quote"], row["verification"]) == (None, [])


def test_an_editor_s_agent_who_speaks_for_the_same_origin_corroborates_nothing() -> (
    None
):
    link = claim("link", relation="in_response_to", to="rostov")
    told = story(
        update(
            "ministry",
            link,
            at="08:00",
            heard="08:10",
            related_incidents=ROSTOV,
            agents=[{"id": "moscow", "origin": "ministry"}],
        ),
        act(
            "link",
            "11:00",
            incident=INCIDENT,
            relation="in_response_to",
            to="rostov",
            by="moscow",
        ),
    )

    found = links(told)

    assert [row["status"] for row in found] == ["claimed"]


def test_the_links_of_merged_incidents_are_links_of_the_one_they_became() -> None:
    link = claim("link", relation="in_response_to", to="rostov")
    told = story(
        update("a", link, at="08:00", heard="08:10", related_incidents=ROSTOV),
        update("a", link, at="09:00", heard="09:10", incident="blast"),
        act("merge", "10:00", incident="blast", into=INCIDENT),
    )

    found = links(told)

    assert [row["claims"] for row in found] == [["a/1#c1", "a/2#c1"]]
