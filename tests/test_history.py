"""The events that one incident rests on, and what of them was known at K."""

from typing import Any

import pytest

from incident_log.events import (
    ClaimsHeld,
    ClaimsReleased,
    Event,
    IncidentClosed,
    IncidentMerged,
    IncidentReopened,
    IncidentUnmerged,
    Order,
)
from incident_log.history import History, Listed, listed
from incident_log.references import Reference
from tests.given import clock, killed, story, update

STORY = story(
    update("wire", killed(1), heard="09:00"),
    update("post", killed(2), heard="10:00", id="b", published_at="2024-12-20T08:00"),
    update("post", killed(3), heard="10:00", id="a", published_at="2024-12-20T08:00"),
    update("page", killed(4), heard="10:00", derived_from="wire"),
    update("wire", killed(5), heard="08:00", id="late"),
)


def decided(event: Any, stream: str, version: int, at: str, **said: Any) -> Any:
    head = {"stream": stream, "version": version, "position": version}
    return event(**head, recorded_at=clock(at), **said)


def merged(incident: str, version: int, at: str, *, into: str) -> Any:
    return decided(IncidentMerged, f"incident:{incident}", version, at, into=into)


def unmerged(incident: str, version: int, at: str, *, into: str) -> Any:
    return decided(IncidentUnmerged, f"incident:{incident}", version, at, into=into)


def named(history: History) -> list[str]:
    return [event.reference for event in (*history.updates, *history.decisions)]


# -- order ---------------------------------------------------------------------------


def test_updates_are_in_the_order_they_were_known_then_printed_then_named() -> None:
    assert named(STORY) == ["wire/late", "wire/1", "page/1", "post/a", "post/b"]


def test_the_order_of_arrival_changes_nothing() -> None:
    held = decided(ClaimsHeld, "report:wire", 2, "11:00", of="wire")
    released = decided(ClaimsReleased, "report:wire", 3, "11:00", of="wire")
    told: list[Event] = [*STORY.updates, held, released]

    before = History.of(told)
    after = History.of(reversed(told))

    assert before == after
    assert named(after)[-2:] == ["report:wire@2", "report:wire@3"]


# -- what was known ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard", "known"),
    [
        ("07:59", []),
        ("08:00", ["wire/late"]),
        ("09:59", ["wire/late", "wire/1"]),
        ("10:00", ["wire/late", "wire/1", "page/1", "post/a", "post/b"]),
        ("11:00", [*named(STORY), "report:wire@3"]),
    ],
)
def test_at_k_there_is_what_was_known_by_then(heard: str, known: list[str]) -> None:
    held = decided(ClaimsHeld, "report:wire", 3, "11:00", of="wire")
    history = History.of([*STORY.updates, held])

    assert named(history.at(clock(heard))) == known


def test_what_was_known_has_only_names_that_were_known() -> None:
    wire = tuple(listed(u) for u in STORY.updates if u.report.id == "wire")
    history = History.of([], {"wire": wire})

    early = history.at(clock("08:30"))

    assert [each.order.update for each in history.roster("wire")] == ["late", "1"]
    assert [each.order.update for each in early.roster("wire")] == ["late"]


def test_the_instants_are_those_at_which_anything_became_known() -> None:
    held = decided(ClaimsHeld, "report:wire", 3, "09:00", of="wire")
    closed = decided(IncidentClosed, "incident:raid", 1, "12:00")

    history = History.of([*STORY.updates, held, closed])

    assert history.instants == [clock(t) for t in ("08:00", "09:00", "10:00", "12:00")]


# -- names ---------------------------------------------------------------------------


def test_a_report_lists_its_updates_oldest_first() -> None:
    assert STORY.roster("wire") == (
        Listed(Order(clock("08:00"), "", "wire", "late"), "wire", None, _claims("c1")),
        Listed(Order(clock("09:00"), "", "wire", "1"), "wire", None, _claims("c1")),
    )
    assert STORY.roster("page")[0].derived_from == "wire"
    assert STORY.roster("nobody") == ()


def test_an_update_is_found_by_its_name() -> None:
    late = STORY.by_name[Reference("wire", "late")]

    assert late.reference == "wire/late"
    assert Reference("wire", "2") not in STORY.by_name


def _claims(*names: str) -> frozenset[str]:
    return frozenset(names)


# -- merged, closed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decisions", "survivors"),
    [
        ([], {}),
        ([merged("a", 1, "09:00", into="b")], {"a": "b"}),
        (
            [merged("a", 1, "09:00", into="b"), merged("b", 1, "10:00", into="c")],
            {"a": "c", "b": "c"},
        ),
        (
            [
                merged("a", 1, "09:00", into="b"),
                merged("b", 1, "10:00", into="c"),
                unmerged("b", 2, "11:00", into="c"),
            ],
            {"a": "b"},
        ),
        (
            [merged("a", 1, "09:00", into="b"), unmerged("a", 2, "09:00", into="b")],
            {},
        ),
        (
            [
                merged("a", 1, "09:00", into="b"),
                unmerged("a", 2, "10:00", into="b"),
                merged("a", 3, "11:00", into="c"),
            ],
            {"a": "c"},
        ),
    ],
)
def test_a_merged_incident_goes_where_the_latest_decision_put_it(
    decisions: list[Event], survivors: dict[str, str]
) -> None:
    assert History.of(reversed(decisions)).survivors == survivors


def test_incidents_merged_in_a_circle_end_somewhere() -> None:
    circle = [merged("a", 1, "09:00", into="b"), merged("b", 1, "10:00", into="a")]

    survivors = History.of(circle).survivors

    assert set(survivors.values()) <= {"a", "b"}


def test_an_incident_is_closed_until_it_is_reopened() -> None:
    closed = decided(IncidentClosed, "incident:raid", 1, "09:00")
    reopened = decided(IncidentReopened, "incident:raid", 2, "10:00")
    other = decided(IncidentClosed, "incident:fire", 1, "08:00")
    history = History.of([reopened, closed, other])

    assert history.at(clock("08:30")).closed == {"fire"}
    assert history.at(clock("09:30")).closed == {"fire", "raid"}
    assert history.closed == {"fire"}
