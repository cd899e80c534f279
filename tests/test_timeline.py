"""What happened, what was said and what was reported, in order of time."""

from typing import Any

import pytest

from incident_log.timeline import timeline
from tests.given import Document, act, claim, injured, seen, story, update


def occurrence(kind: str, occurred: Any = None, **fields: Any) -> Document:
    """Something happened."""
    when = {} if occurred is None else {"occurred": occurred}
    return claim("occurrence", kind=kind, **when, **fields)


def test_a_morning_is_told_in_the_order_in_which_it_happened() -> None:
    told = story(
        update(
            "kyiv-post",
            occurrence("all_clear", "2024-12-20T08:40"),
            occurrence("alert_start", "2024-12-20T06:40"),
            claim("statement", act="announce", at="08:15", quote="stay inside"),
            claim("strike", phase="launched", weapons=["missile"], at="07:00"),
            injured(9),
            at="11:00",
            heard="11:12",
        ),
        update("wire", text="sirens", heard="07:30"),
    )

    found = timeline(seen(told))

    assert [(row["at"][11:16], row["what"], row["kind"]) for row in found] == [
        ("04:40", "occurrence", "alert_start"),
        ("05:00", "strike", "missile launched"),
        ("05:30", "update", "new"),
        ("06:15", "statement", "announce"),
        ("06:40", "occurrence", "all_clear"),
        ("09:12", "update", "new"),
    ]


def test_a_row_of_each_kind_has_the_same_fields() -> None:
    told = story(
        update(
            "kmva",
            occurrence("fire_start", "2024-12-20T08:00", quote="a garage burns"),
            at="09:00",
            heard="09:10",
            label="As of 9 a.m.",
            signal="update",
        )
    )

    found = timeline(seen(told))

    assert found == [
        {
            "at": "2024-12-20T06:00:00.000000Z",
            "from": "2024-12-20T06:00:00.000000Z",
            "to": "2024-12-20T06:00:00.000000Z",
            "what": "occurrence",
            "kind": "fire_start",
            "words": "a garage burns",
            "place": "kyiv",
            "said_by": "kmva",
            "name": "kmva/1#c1",
        },
        {
            "at": "2024-12-20T07:10:00.000000Z",
            "from": "2024-12-20T07:10:00.000000Z",
            "to": "2024-12-20T07:10:00.000000Z",
            "what": "update",
            "kind": "update",
            "words": "As of 9 a.m.",
            "place": None,
            "said_by": "kmva",
            "name": "kmva/1",
        },
    ]


@pytest.mark.parametrize(
    ("occurred", "at", "start", "end"),
    [
        ("2024-12-20T08:00", "06:00", "06:00", "06:00"),
        (
            {"from": "2024-12-20T06:40", "to": "2024-12-20T08:00"},
            "06:00",
            "04:40",
            "06:00",
        ),
        ({"to": "2024-12-20T08:00"}, "06:00", None, "06:00"),
        ({"from": "2024-12-20T06:40"}, "07:00", "04:40", None),
        ({"text": "overnight"}, "07:00", None, None),
        (None, "07:00", "07:00", "07:00"),
    ],
)
def test_what_may_have_happened_later_stands_later(
    occurred: Any, at: str, start: str | None, end: str | None
) -> None:
    told = story(
        update("kmva", occurrence("fire", occurred), at="09:00", heard="09:10")
    )

    row = timeline(seen(told))[0]

    times = [row[name] and row[name][11:16] for name in ("at", "from", "to")]
    assert times == [at, start, end]


def test_a_day_without_a_clock_time_stands_at_its_end() -> None:
    told = story(
        update(
            "kmva",
            occurrence("debris_fall", "2024-12-20"),
            occurrence("all_clear", "2024-12-20T23:00"),
            at="09:00",
            heard="09:10",
        )
    )

    rows = [row for row in timeline(seen(told)) if row["what"] == "occurrence"]

    assert [row["kind"] for row in rows] == ["all_clear", "debris_fall"]
    assert (rows[1]["from"], rows[1]["to"]) == (
        "2024-12-19T22:00:00.000000Z",
        "2024-12-20T22:00:00.000000Z",
    )


def test_at_one_instant_the_names_decide_and_not_the_order_of_arrival() -> None:
    told = story(
        update("wire", occurrence("b"), heard="08:00"),
        update("kmva", occurrence("a"), heard="08:00"),
    )

    found = timeline(seen(told))

    assert [row["name"] for row in found] == [
        "kmva/1",
        "kmva/1#c1",
        "wire/1",
        "wire/1#c1",
    ]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (occurrence("blast_heard", count=8), "blast_heard (8)"),
        (occurrence("blast_heard", count="several"), "blast_heard (several)"),
        (occurrence("blast_heard", count="some"), "blast_heard"),
        (occurrence("blast_heard", count=1), "blast_heard"),
        (occurrence("blast_heard"), "blast_heard"),
        (
            claim("strike", phase="launched", weapons=["kn-23", "iskander"], count=5),
            "5 iskander+kn-23 launched",
        ),
        (claim("strike", phase="intercepted"), "strike intercepted"),
        (claim("strike", weapons=["drone"]), "drone"),
        (claim("statement", act="deny"), "deny"),
    ],
)
def test_a_kind_says_what_and_how_many(said: Document, kind: str) -> None:
    told = story(update("kmva", said, heard="09:10"))

    (row,) = [row for row in timeline(seen(told)) if row["what"] != "update"]

    assert row["kind"] == kind


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quote": "a garage burns", "occurred": {"text": "early"}}, "a garage burns"),
        ({"occurred": {"to": "2024-12-20", "text": "early"}}, "early"),
        ({"occurred": "2024-12-20"}, None),
        ({}, None),
    ],
)
def test_the_words_are_the_quote_or_else_those_of_the_time(
    fields: Document, words: str | None
) -> None:
    told = story(update("kmva", occurrence("fire", **fields), heard="09:10"))

    (row,) = [row for row in timeline(seen(told)) if row["what"] == "occurrence"]

    assert row["words"] == words


def test_a_statement_without_a_quote_is_told_by_its_text() -> None:
    said = claim("statement", act="deny", text="The mayor knows of no death.")
    told = story(update("wire", said, heard="09:10"))

    (row,) = [row for row in timeline(seen(told)) if row["what"] == "statement"]

    assert row["words"] == "The mayor knows of no death."


def test_an_update_without_a_label_is_told_by_its_title() -> None:
    page = {"id": "page", "source": "wire", "title": "Sirens in Kyiv"}
    told = story(update("page", heard="09:10", text="sirens") | {"report": page})

    (row,) = timeline(seen(told))

    assert (row["words"], row["said_by"]) == ("Sirens in Kyiv", "wire")


def test_a_timeline_is_as_of_a_moment_and_as_known_at_another() -> None:
    told = story(
        update("kmva", occurrence("alert_start", at="06:40"), heard="07:00"),
        update("kmva", occurrence("fire", at="08:00"), heard="12:00"),
        update("kmva", occurrence("rumour", at="06:00"), heard="06:30"),
        act("retract", "06:50", ref="kmva/3"),
    )

    early = timeline(seen(told, at="07:30"))
    known = timeline(seen(told, heard="06:40"))

    assert [row["kind"] for row in early if row["what"] != "update"] == ["alert_start"]
    assert [row["kind"] for row in known if row["what"] != "update"] == ["rumour"]
    assert [row["name"] for row in early if row["what"] == "update"] == [
        "kmva/3",
        "kmva/1",
        "kmva/2",
    ]
