"""An incident as of T, as known at K: what stands, what shows, and each figure."""

import pytest

from incident_log.answer import answer
from incident_log.claims import Link, Occurrence, Statement, Target
from incident_log.history import History
from tests.given import (
    INCIDENT,
    Document,
    act,
    claim,
    clock,
    injured,
    killed,
    seen,
    story,
    update,
)

FALL = claim("occurrence", kind="debris_fall", occurred="2024-12-20T08:00")
SPOKEN = claim("statement", act="announce", quote="all objects are hit")


def names(told: History, kind: type, **moment: str) -> list[str]:
    """List the claims of one type that show."""
    return [str(claim.name) for claim in seen(told, **moment).shown(kind)]


def flags(told: History, update: str, **moment: str) -> list[str]:
    """Return what an answer remarks about an update."""
    rows = answer(seen(told, **moment))["updates"]
    return next(row["flags"] for row in rows if row["update"] == update)


def test_a_moment_told_again_by_its_origin_shows_once() -> None:
    told = story(
        update("kmva", FALL, at="09:00", heard="09:00"),
        update("kmva", FALL, at="10:00", heard="10:00"),
        update("mayor", FALL, at="09:00", heard="09:30"),
    )

    shown = names(told, Occurrence)

    assert shown == ["kmva/2#c1", "mayor/1#c1"]
    assert names(told, Occurrence, at="09:30") == ["kmva/1#c1", "mayor/1#c1"]


def test_a_moment_told_twice_at_once_shows_twice() -> None:
    told = story(update("kmva", FALL, FALL, at="09:00", heard="09:00"))

    shown = names(told, Occurrence)

    assert shown == ["kmva/1#c1", "kmva/1#c2"]


@pytest.mark.parametrize(
    "other",
    [
        FALL | {"kind": "fire_start"},
        FALL | {"place": "pecherskyi"},
        FALL | {"occurred": "2024-12-20T08:01"},
        {"type": "occurrence", "kind": "debris_fall"},
    ],
    ids=("kind", "place", "time", "no time"),
)
def test_another_moment_is_not_the_same_told_again(other: Document) -> None:
    told = story(
        update("kmva", FALL, at="09:00", heard="09:00"),
        update("kmva", other, at="10:00", heard="10:00"),
    )

    shown = names(told, Occurrence)

    assert sorted(shown) == ["kmva/1#c1", "kmva/2#c1"]


def test_moments_without_a_time_are_never_taken_for_one() -> None:
    timeless = {"type": "occurrence", "kind": "debris_fall"}
    told = story(
        update("kmva", timeless, at="09:00", heard="09:00"),
        update("kmva", timeless, at="10:00", heard="10:00"),
    )

    shown = names(told, Occurrence)

    assert shown == ["kmva/1#c1", "kmva/2#c1"]


def test_a_withdrawn_retelling_lets_the_first_telling_show() -> None:
    told = story(
        update("kmva", FALL, at="09:00", heard="09:00"),
        update("kmva", FALL, at="10:00", heard="10:00"),
        act("retract", "11:00", ref="kmva/2"),
    )

    before = names(told, Occurrence, heard="10:30")
    after = names(told, Occurrence, heard="11:30")

    assert (before, after) == (["kmva/2#c1"], ["kmva/1#c1"])


def test_statements_and_targets_do_not_give_way_to_later_ones() -> None:
    target = claim("target", kind="arms_industry")
    told = story(
        update("ministry", SPOKEN, target, at="09:00", heard="09:00"),
        update("ministry", SPOKEN, target, at="10:00", heard="10:00"),
    )

    assert names(told, Statement) == ["ministry/1#c1", "ministry/2#c1"]
    assert names(told, Target) == ["ministry/1#c2", "ministry/2#c2"]


def test_what_shows_is_in_the_order_of_what_happened_last() -> None:
    told = story(
        update(
            "kmva",
            claim("occurrence", id="a", kind="all_clear", occurred="2024-12-20T08:40"),
            claim("occurrence", id="b", kind="alert_start", at="06:40"),
            claim("occurrence", id="c", kind="fire_start", occurred="2024-12-20"),
            claim(
                "occurrence",
                id="d",
                kind="carrier_takeoff",
                occurred={"to": "2024-12-20T06:40"},
            ),
            at="09:00",
            heard="09:00",
        )
    )

    shown = names(told, Occurrence)

    assert [name[-1] for name in shown] == ["b", "d", "a", "c"]


def test_links_show_what_somebody_said_and_what_an_editor_decided() -> None:
    rostov = [{"id": "rostov"}]
    link = claim("link", relation="in_response_to", to="rostov")
    told = story(
        update("ministry", link, at="09:00", heard="09:00", related_incidents=rostov),
        act("link", "11:00", incident=INCIDENT, relation="related_to", to="rostov"),
        act("link", "12:00", incident="rostov", relation="precedes", to=INCIDENT),
    )

    early, late = seen(told, at="10:00"), seen(told)

    assert names(told, Link) == ["ministry/1#c1"]
    assert [decision.relation for decision in early.editors_links] == []
    assert [decision.relation for decision in late.editors_links] == ["related_to"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"text": "2 injured"}, ["backfilled", "silent_edit"]),
        ({"text": "1 killed"}, ["backfilled"]),
        ({}, ["backfilled"]),
        ({"text": "2 injured", "label": "Updated"}, ["backfilled"]),
        ({"text": "2 injured", "published_at": "2024-12-20T08:40"}, ["backfilled"]),
        ({"text": "2 injured", "at": "08:40"}, ["backfilled"]),
        ({"text": "2 injured", "at": "08:10"}, ["backfilled", "silent_edit"]),
        ({"text": "2 injured", "signal": "clarification"}, ["backfilled"]),
        ({"text": "2 injured", "signal": "update"}, ["backfilled", "silent_edit"]),
        ({"text": "2 injured", "signal": "resend"}, ["backfilled", "silent_edit"]),
    ],
)
def test_a_page_that_changes_without_saying_so_is_a_silent_edit(
    changed: Document, expected: list[str]
) -> None:
    page = {"at": "08:15", "published_at": "2024-12-20T08:15"}
    told = story(
        update("post", heard="08:17", text="1 killed", **page),
        update("post", heard="08:42", claims=[FALL], **(page | changed)),
    )

    assert flags(told, "post/1") == ["backfilled"]
    assert flags(told, "post/2") == expected


def test_two_reports_with_other_texts_are_no_edit() -> None:
    told = story(
        update("post", heard="08:17", text="1 killed"),
        update("page", heard="08:42", text="2 injured"),
    )

    assert seen(told).silent_edits == set()


def test_what_a_page_says_of_another_incident_is_no_edit() -> None:
    told = story(
        update("post", heard="08:17", text="1 killed"),
        update("post", heard="08:30", text="A raid", incident="raid"),
        update("post", heard="08:42", text="1 killed"),
    )

    assert seen(told).silent_edits == set()


@pytest.mark.parametrize(
    "waiting",
    [
        update("desk", heard="09:00", signal="correction", corrects=["wire/1"]),
        update("desk", heard="09:00", signal="hold", holds=["wire/1#c1"]),
        update("desk", heard="09:00", signal="release", releases=["wire"]),
        update("desk", heard="09:00", signal="retraction", retracts=["wire"]),
        update("desk", injured(9, corrects="wire/1#c1"), heard="09:00"),
        update("desk", injured(9, restates="wire/1#c1"), heard="09:00"),
        update(
            "desk",
            claim("verification", verdict="refuted", of="wire/1#c1"),
            heard="09:00",
        ),
    ],
    ids=("corrects", "holds", "releases", "retracts", "corrects#", "restates", "of"),
)
def test_a_reference_to_what_nobody_has_sent_yet_is_waiting(waiting: Document) -> None:
    told = story(waiting, update("wire", killed(40), at="08:00", heard="10:00"))

    before = flags(told, "desk/1", heard="09:30")
    after = flags(told, "desk/1", heard="10:30")

    assert (before, after) == (["backfilled", "waiting"], ["backfilled"])


def test_a_reference_to_one_s_own_claim_waits_for_nothing() -> None:
    told = story(
        update(
            "desk",
            injured(9, id="all"),
            injured(9, restates="all"),
            claim("verification", verdict="confirmed", of="all"),
            heard="09:00",
        )
    )

    assert seen(told).waiting == set()


@pytest.mark.parametrize(("kind", "flag"), [("retract", "retracted"), ("hold", "held")])
def test_a_withdrawn_update_says_so(kind: str, flag: str) -> None:
    told = story(
        update("wire", killed(40), at="08:00", heard="09:00"),
        act(kind, "10:00", ref="wire"),
    )

    assert flags(told, "wire/1", heard="09:30") == ["backfilled"]
    assert flags(told, "wire/1") == ["backfilled", flag]


def test_a_claim_is_visible_from_the_very_moment_it_speaks_about() -> None:
    told = story(
        update("ministry", SPOKEN, at="09:00", heard="09:10"),
        act("assess", "11:00", claim="ministry/1#c1", verdict="disputed"),
        act("link", "11:00", incident=INCIDENT, relation="precedes", to="rostov"),
    )

    then = seen(told, at="11:00", heard="11:00")

    assert names(told, Statement, at="09:00") == ["ministry/1#c1"]
    assert [each.verdict for each in next(iter(then.verdicts.values()))] == ["disputed"]
    assert [each.relation for each in then.editors_links] == ["precedes"]


def test_updates_are_those_known_whatever_moment_they_speak_about() -> None:
    told = story(
        update("b", killed(1), at="12:00", heard="09:00"),
        update("a", killed(1), at="08:00", heard="10:00"),
        update("c", killed(1), at="08:00", heard="10:00", incident="elsewhere"),
    )

    early = seen(told, at="07:00", heard="09:30")
    late = seen(told, at="07:00")

    assert [each.reference for each in early.updates] == ["b/1"]
    assert [each.reference for each in late.updates] == ["b/1", "a/1"]
    assert late.figures == []
    assert late.as_of == clock("07:00")
