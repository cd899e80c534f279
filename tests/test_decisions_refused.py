"""Decisions that make no sense, or rest on a state that is no longer the latest."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.decisions import Desk
from incident_log.errors import IncidentLogError, MovedOn
from incident_log.events import IncidentDescribed
from incident_log.log import Log
from incident_log.pending import Appended
from tests.given import INCIDENT, ZONE, Document, killed, update

NOW = "2024-12-20T12:00:00.000000Z"

TOLL = update("wire", killed(5), at="09:00", heard="09:05")
NEXT = update("wire", killed(6), at="10:00", heard="10:05")
POST = update("post", killed(6), at="10:00", heard="10:05")
RAID = update("post", killed(2), at="09:00", heard="09:10", incident="raid")
FIRE = update("page", killed(1), at="09:00", heard="09:15", incident="fire")

Verb = Callable[[Desk], Appended]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log with an update about each of three incidents."""
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        take(log, TOLL, RAID, FIRE)
        yield log


def take(log: Log, *documents: Document) -> None:
    log.append([accept(document, lambda _: ZONE) for document in documents])


def desk(log: Log, *, at: int | None = None, by: str | None = "desk") -> Desk:
    return Desk(log, reason="because", by=by, at_position=at)


def correct(desk: Desk) -> Appended:
    return desk.correct("wire/1#c1", {"count": 4})


def retract(desk: Desk) -> Appended:
    return desk.retract("wire/1")


def link(desk: Desk) -> Appended:
    return desk.link(INCIDENT, "related_to", "raid")


def merge(desk: Desk) -> Appended:
    return desk.merge("raid", INCIDENT)


def close(desk: Desk) -> Appended:
    return desk.close(INCIDENT)


def describe(desk: Desk) -> Appended:
    return desk.describe(INCIDENT, {"title": "Attack"})


# -- the state moved -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "moved"),
    [
        (correct, NEXT),
        (correct, POST),
        (retract, NEXT),
        (link, POST),
        (link, RAID | {"id": "2"}),
        (merge, POST),
        (merge, RAID | {"id": "2"}),
        (close, NEXT),
        (describe, POST),
    ],
)
def test_a_decision_at_a_position_is_refused_once_news_has_come(
    log: Log, verb: Verb, moved: Document
) -> None:
    take(log, moved)

    with pytest.raises(MovedOn, match=r"has moved on since position 3 \(now 4\)"):
        verb(desk(log, at=3))

    assert log.position == 4
    assert verb(desk(log, at=4)).position == 5


@pytest.mark.parametrize("verb", [correct, retract, link, merge, close, describe])
def test_news_about_something_else_does_not_stop_a_decision(
    log: Log, verb: Verb
) -> None:
    take(log, FIRE | {"id": "2"})

    assert verb(desk(log, at=3)).position == 5


@pytest.mark.parametrize(
    ("verb", "other"),
    [
        (retract, correct),
        (correct, retract),
        (close, describe),
        (describe, close),
        (link, close),
    ],
)
def test_two_editors_do_not_decide_over_each_others_heads(
    log: Log, verb: Verb, other: Verb
) -> None:
    mine, theirs = desk(log), desk(log)
    other(theirs)

    with pytest.raises(MovedOn) as caught:
        verb(mine)

    assert str(caught.value) in (
        "wire has moved on since position 3 (now 4): look again, then decide with"
        " --at-position",
        "kyiv-2024-12-20 has moved on since position 3 (now 4): look again, then"
        " decide with --at-position",
    )
    assert log.position == 4


@pytest.mark.parametrize(
    "verbs",
    [
        (lambda desk: desk.hold("wire"), lambda desk: desk.release("wire")),
        (lambda desk: desk.close("raid"), lambda desk: desk.reopen("raid")),
    ],
)
def test_one_editor_may_decide_twice(log: Log, verbs: tuple[Verb, Verb]) -> None:
    editor = desk(log)
    first, second = verbs

    positions = [first(editor).position, second(editor).position]

    assert positions == [4, 5]


# -- refused in words ----------------------------------------------------------------

REFUSED: dict[str, tuple[Verb, str]] = {
    "an unknown report": (
        lambda desk: desk.retract("wirr/1"),
        "nothing in the log is called 'wirr/1' (nearest: wire):"
        " see the references in 'incident-log explain'",
    ),
    "an unknown update": (
        lambda desk: desk.hold("wire/2"),
        "nothing in the log is called 'wire/2' (nearest: wire/1):"
        " see the references in 'incident-log explain'",
    ),
    "an unknown claim": (
        lambda desk: desk.assess("wire/1#c7", "confirmed"),
        "nothing in the log is called 'wire/1#c7' (nearest: wire/1#c1):"
        " see the references in 'incident-log explain'",
    ),
    "no reference": (
        lambda desk: desk.release("The Wire"),
        "'The Wire' names nothing: write REPORT, REPORT/UPDATE or REPORT/UPDATE#CLAIM",
    ),
    "no change": (
        lambda desk: desk.correct("wire/1#c1", {}),
        "nothing is changed: change other fields, or retract the claim",
    ),
    "another voice": (
        lambda desk: desk.correct("wire/1#c1", {"said_by": "mayor", "count": 1}),
        "said_by stays as it was said: change other fields, or retract the claim",
    ),
    "an unclear count": (
        lambda desk: desk.correct("wire/1#c1", {"count": "lots"}),
        "count: \"lots\" is no count: write 9, 'at least 9', 'more than 9',"
        " 'up to 9', 'fewer than 9', 'about 9', '9 to 12', 'several', 'some',"
        " 'none' or 'unknown'",
    ),
    "an unknown field": (
        lambda desk: desk.correct("wire/1#c1", {"dead": 4}),
        "dead: 4 unknown field: remove it or correct its name",
    ),
    "a gap of daylight saving": (
        lambda desk: desk.correct("wire/1#c1", {"as_of": "2024-03-31T03:30"}),
        "as_of: '2024-03-31T03:30' does not exist in Europe/Kyiv (clocks went forward):"
        " correct it or write it with its offset",
    ),
    "an unknown incident": (
        lambda desk: desk.close("raids"),
        "no incident is called 'raids' (nearest: raid): see 'incident-log incidents'",
    ),
    "a bad slug": (
        lambda desk: desk.describe("The Raid", {"title": "Raid"}),
        'id: "The Raid" is no id: use lower-case letters, digits,'
        " '.', '_', '-' (at most 128, beginning with a letter or digit)",
    ),
    "no description": (
        lambda desk: desk.describe("raid", {}),
        "nothing is described: give at least one field",
    ),
    "an unknown zone": (
        lambda desk: desk.describe("raid", {"timezone": "Kyiv"}),
        "incident.timezone: no time zone is called 'Kyiv': use a name like Europe/Kyiv",
    ),
    "a time without zone": (
        lambda desk: desk.describe("new", {"occurred": "2024-12-20T09:00"}),
        "incident.occurred: '2024-12-20T09:00' has no offset and no timezone is named:"
        " add one (+02:00) or give the update a timezone (Europe/Kyiv)",
    ),
    "merged with itself": (
        lambda desk: desk.merge("raid", "raid"),
        "raid is already what raid would become: name another",
    ),
    "not merged": (
        lambda desk: desk.unmerge("raid"),
        "raid is not merged: see 'incident-log incidents'",
    ),
    "not closed": (
        lambda desk: desk.reopen("raid"),
        "raid is not closed: nothing to do",
    ),
}


@pytest.mark.parametrize("named", REFUSED)
def test_a_decision_that_cannot_be_is_refused_in_clear_words(
    log: Log, named: str
) -> None:
    decide, message = REFUSED[named]

    with pytest.raises(IncidentLogError) as caught:
        decide(desk(log))

    assert str(caught.value) == message
    assert log.position == 3


@pytest.mark.parametrize(
    ("decide", "misleading"),
    [
        (lambda desk: desk.correct("wire/1", {"count": 4}), "nothing in the log"),
        (lambda desk: desk.assess("wire", "confirmed"), "nothing in the log"),
        (lambda desk: desk.link("raid", "part_of", "fires"), "import with --open"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_helps(
    log: Log, decide: Verb, misleading: str
) -> None:
    with pytest.raises(IncidentLogError) as caught:
        decide(desk(log))

    assert misleading not in str(caught.value)


@pytest.mark.parametrize(
    ("before", "again", "message"),
    [
        (
            lambda desk: desk.close("raid"),
            lambda desk: desk.close("raid"),
            "raid is closed already: nothing to do",
        ),
        (
            lambda desk: desk.merge("raid", INCIDENT),
            lambda desk: desk.merge("raid", "fire"),
            "raid is merged into kyiv-2024-12-20: unmerge it first",
        ),
        (
            lambda desk: desk.merge("raid", INCIDENT),
            lambda desk: desk.merge(INCIDENT, "raid"),
            "raid is already what kyiv-2024-12-20 would become: name another",
        ),
    ],
)
def test_what_was_decided_is_not_decided_again(
    log: Log, before: Verb, again: Verb, message: str
) -> None:
    before(desk(log))

    with pytest.raises(IncidentLogError) as caught:
        again(desk(log))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("by", "decide"),
    [
        ("desk", lambda desk: desk.assess("wire/1#c1", "Jane Doe made it up")),
        ("desk", lambda desk: desk.link("raid", "Related to", "fire")),
        ("Jane Doe", lambda desk: desk.retract("wire/1#c1")),
        ("desk", lambda desk: desk.retract("wire/1#c1~7")),
        ("desk", lambda desk: desk.describe("raid", {"id": "fire", "title": "Fire"})),
    ],
    ids=["verdict", "relation", "by", "no such correction", "two ids"],
)
def test_a_decision_is_checked_as_an_update_is(log: Log, by: str, decide: Verb) -> None:
    with pytest.raises(IncidentLogError):
        decide(desk(log, by=by))

    assert log.position == 3


def test_a_decision_needs_nobodys_name(log: Log) -> None:
    desk(log, by=None).describe("raid", {"title": "Raid"})

    (event,) = log.events(after=3)
    assert isinstance(event, IncidentDescribed)
    assert (event.by, event.incident) == (None, {"id": "raid", "title": "Raid"})
