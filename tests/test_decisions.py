"""What editors decide, verb by verb, and what it does to the figures."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.answer import answer
from incident_log.decisions import Desk
from incident_log.events import Decision
from incident_log.log import Log
from incident_log.pending import Appended
from incident_log.replay import replay, zone_of
from tests.given import INCIDENT, ZONE, Document, claim, injured, killed, more, update

NOW = "2024-12-20T12:00:00.000000Z"

STATEMENT = claim("statement", act="confirms", text="Five are dead.")
TOLL = update("wire", killed(5), STATEMENT, at="09:00", heard="09:05")
RAID = update("post", injured(2), at="09:00", heard="09:10", incident="raid")

Verb = Callable[[Desk], Appended]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log with a toll (position 1) and another incident (position 2)."""
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        take(log, TOLL, RAID)
        yield log


def take(log: Log, *documents: Document) -> None:
    log.append([accept(document, lambda _: ZONE) for document in documents])


def desk(log: Log, *, at: int | None = None, by: str | None = "desk") -> Desk:
    return Desk(log, reason="because", by=by, at_position=at)


def told(log: Log, incident: str = INCIDENT) -> list[tuple[Any, ...]]:
    rows = answer(replay(log, incident))["casualties"]
    return [(row["outcome"], row["best"], row["claims"]) for row in rows]


def lost(log: Log) -> dict[str, str]:
    rows = answer(replay(log, INCIDENT))["casualties"]
    return {each["claim"]: each["why"] for row in rows for each in row["lost"]}


STANDS = [("killed", 5, ["wire/1#c1"])]


# -- every verb ----------------------------------------------------------------------

VERBS: dict[str, tuple[Verb, str, str]] = {
    "correct": (
        lambda desk: desk.correct("wire/1#c1", {"count": 4}),
        "claim-corrected",
        "report:wire",
    ),
    "retract": (lambda d: d.retract("wire/1#c1"), "claims-retracted", "report:wire"),
    "hold": (lambda d: d.hold("wire/1"), "claims-held", "report:wire"),
    "release": (lambda d: d.release("wire"), "claims-released", "report:wire"),
    "assess": (
        lambda desk: desk.assess("wire/1#c2", "confirmed"),
        "claim-assessed",
        "report:wire",
    ),
    "link": (
        lambda desk: desk.link(INCIDENT, "in_response_to", "raid"),
        "incident-linked",
        f"incident:{INCIDENT}",
    ),
    "merge": (lambda d: d.merge("raid", INCIDENT), "incident-merged", "incident:raid"),
    "close": (lambda d: d.close("raid"), "incident-closed", "incident:raid"),
    "describe": (
        lambda desk: desk.describe("new", {"title": "New"}),
        "incident-described",
        "incident:new",
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_decision_is_an_event_that_names_who_and_why(log: Log, verb: str) -> None:
    decide, topic, stream = VERBS[verb]

    outcome = decide(desk(log))

    (event,) = log.events(after=2)
    assert outcome.position == 3
    assert isinstance(event, Decision)
    assert (event.TOPIC, event.stream) == (topic, stream)
    assert (event.by, event.reason) == ("desk", "because")
    assert event.recorded_at == NOW


def test_a_correction_changes_the_count_and_keeps_voice_and_time(log: Log) -> None:
    desk(log).correct("wire/1#c1", {"count": "at least 4"})

    (figure,) = answer(replay(log, INCIDENT))["casualties"]

    assert (figure["low"], figure["best"], figure["high"]) == (4, 4, None)
    assert figure["claims"] == ["wire/1#c1~1"]
    assert figure["as_of"] == "2024-12-20T07:00:00.000000Z"
    assert lost(log) == {"wire/1#c1": "corrected"}


def test_a_correction_may_be_corrected_and_taken_back(log: Log) -> None:
    desk(log).correct("wire/1#c1", {"count": 4})
    desk(log).correct("wire/1#c1~1", {"count": 3})
    corrected = told(log)
    desk(log).retract("wire/1#c1~2")
    desk(log).retract("wire/1#c1~1")

    assert corrected == [("killed", 3, ["wire/1#c1~2"])]
    assert told(log) == STANDS


def test_a_corrected_increment_is_still_an_increment(log: Log) -> None:
    take(log, update("wire", more(killed(3)), at="10:00", heard="10:05"))

    desk(log).correct("wire/2#c1", {"count": 2})

    assert told(log) == [("killed", 7, ["wire/1#c1", "wire/2#c1~1"])]


def test_a_corrected_time_is_a_wall_time_of_the_incident(log: Log) -> None:
    desk(log).correct("wire/1#c1", {"as_of": "2024-12-20T08:30"})

    (figure,) = answer(replay(log, INCIDENT))["casualties"]

    assert figure["as_of"] == "2024-12-20T06:30:00.000000Z"


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        (claim("indicator", name="acres_burned", value=5), {"unit": "acre"}),
        (claim("indicator", name="level", value=5), {"value": -1.5}),
        (claim("strike", weapons=["kh-59"], phase="launched", count=5), {"count": 6}),
        (claim("outage", service="heat", state="out"), {"since": "2024-12-20T07:00"}),
        (claim("damage", object="building"), {"count": "several", "areas": 3}),
        (claim("verification", verdict="disputed", of=["c9"]), {"note": "unclear"}),
        (claim("link", relation="part_of", to="raid"), {"relation": "precedes"}),
        (claim("occurrence", kind="blast"), {"occurred": "2024-12-20T07:00"}),
        (killed(-1, measure="adjustment"), {"count": -2}),
        (killed(5, population={"sex": "male"}), {"population": {"sex": "female"}}),
    ],
)
def test_a_claim_of_any_type_can_be_put_right(
    log: Log, said: Document, changes: Document
) -> None:
    take(log, update("any", said, heard="10:00", id="1"))

    outcome = desk(log).correct("any/1#c1", changes)

    assert outcome.position == 4


def test_what_is_held_is_out_of_the_figures_until_it_is_released(log: Log) -> None:
    desk(log).hold("wire/1")
    held = told(log)
    desk(log).release("wire/1")

    assert held == []
    assert told(log) == STANDS


def test_a_retracted_report_is_out_of_the_figures(log: Log) -> None:
    desk(log).retract("wire")

    assert told(log) == []
    assert told(log, "raid") == [("injured", 2, ["post/1#c1"])]


def test_an_assessment_is_shown_beside_the_statement(log: Log) -> None:
    desk(log).assess("wire/1#c2", "confirmed")

    (row,) = answer(replay(log, INCIDENT))["statements"]

    (verdict,) = row["verification"]
    assert (verdict["verdict"], verdict["said_by"]) == ("confirmed", "desk")


def test_a_link_is_shown_at_its_incident(log: Log) -> None:
    desk(log).link(INCIDENT, "in_response_to", "raid")

    (row,) = answer(replay(log, INCIDENT))["links"]

    assert (row["relation"], row["to"]) == ("in_response_to", "raid")


def test_a_description_is_put_right_field_by_field(log: Log) -> None:
    desk(log).describe(INCIDENT, {"timezone": "Asia/Tokyo"})
    desk(log).describe("new", {"title": "New", "occurred": "2024-12-20T09:00Z"})

    assert zone_of(log, INCIDENT) == "Asia/Tokyo"
    assert answer(replay(log, INCIDENT))["title"] == INCIDENT
    assert answer(replay(log, "new"))["title"] == "New"


def test_an_incident_is_closed_and_reopened(log: Log) -> None:
    desk(log).close("raid")
    closed = log.history("raid").closed
    desk(log).reopen("raid")

    assert closed == {"raid"}
    assert log.history("raid").closed == set()


def test_a_merge_sums_nothing_and_is_undone_exactly(log: Log) -> None:
    before = told(log, "raid")

    desk(log).merge("raid", INCIDENT)
    merged = told(log, "raid")
    desk(log).unmerge("raid")

    assert merged == [("injured", 2, ["post/1#c1"]), *STANDS]
    assert told(log, "raid") == before
