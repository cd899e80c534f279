"""The JSON of an answer has the shape that other programs rely on (DESIGN 8)."""

import json
from typing import Any

import pytest

from incident_log.answer import answer
from incident_log.times import FOREVER
from tests.given import (
    INCIDENT,
    Document,
    casualties,
    claim,
    figure,
    injured,
    killed,
    seen,
    story,
    update,
)


def test_an_answer_says_which_question_it_is_for() -> None:
    told = story(update("kmva", killed(1), at="09:00", heard="09:10"))

    found = answer(seen(told, at="10:00", heard="11:00", policy="lowest"))

    assert list(found) == [
        "incident",
        "title",
        "as_of",
        "known_at",
        "policy",
        "position",
        "casualties",
        "damage",
        "outages",
        "strikes",
        "statements",
        "occurrences",
        "observed",
        "targets",
        "links",
        "indicators",
        "updates",
    ]
    assert (found["incident"], found["title"]) == (INCIDENT, INCIDENT)
    assert found["as_of"] == "2024-12-20T08:00:00.000000Z"
    assert found["known_at"] == "2024-12-20T09:00:00.000000Z"
    assert (found["policy"], found["position"]) == ("lowest", 0)


def test_an_open_question_is_for_the_latest_moment() -> None:
    told = story(update("kmva", killed(1), at="09:00", heard="09:10"))

    found = answer(seen(told))

    assert (found["as_of"], found["known_at"]) == (FOREVER, FOREVER)
    assert json.loads(json.dumps(found)) == found


def test_a_figure_of_casualties_has_every_field_in_order() -> None:
    told = story(
        update("wire", killed(2), at="08:00", heard="08:10"),
        update("wire", killed(1), at="09:00", heard="09:10"),
    )

    found = figure(told, "killed")

    assert list(found.items()) == [
        ("place", "kyiv"),
        ("outcome", "killed"),
        ("detail", None),
        ("status", None),
        ("sex", None),
        ("age_group", None),
        ("role", None),
        ("measure", "total_to_date"),
        ("subset_of", None),
        ("counter", None),
        ("low", 1),
        ("best", 1),
        ("high", 1),
        ("contested", False),
        ("origins", 1),
        ("policy", "latest"),
        ("as_of", "2024-12-20T07:00:00.000000Z"),
        ("claims", ["wire/2#c1"]),
        ("lost", [{"claim": "wire/1#c1", "why": "superseded"}]),
        ("flags", ["downward_revision"]),
    ]


SUBJECTS: list[tuple[str, Document, dict[str, Any]]] = [
    (
        "casualties",
        injured(
            4,
            population={"role": ["medical"], "sex": "female", "age_group": "child"},
            detail="hospitalized",
            measure="subset",
            subset_of="all",
            counter="second",
        ),
        {
            "outcome": "injured",
            "detail": "hospitalized",
            "status": None,
            "sex": "female",
            "age_group": "child",
            "role": ["medical"],
            "measure": "subset",
            "subset_of": "all",
            "counter": "second",
        },
    ),
    (
        "damage",
        claim("damage", object="school", degree="hit", composite=["b", "a"], count=2),
        {"object": "school", "degree": "hit", "composite": ["a", "b"], "counter": None},
    ),
    (
        "outages",
        claim("outage", service="heating", state="out", object="school", count=17),
        {
            "service": "heating",
            "state": "out",
            "object": "school",
            "composite": None,
            "counter": None,
        },
    ),
    (
        "strikes",
        claim("strike", weapons=["kn-23", "iskander"], phase="used", actor="russia"),
        {
            "weapons": ["iskander", "kn-23"],
            "phase": "used",
            "actor": "russia",
            "counter": None,
        },
    ),
    (
        "observed",
        claim("occurrence", kind="blast_heard", count=8),
        {"kind": "blast_heard", "counter": None},
    ),
    (
        "indicators",
        claim("indicator", name="water_level", value=1.5, unit="m"),
        {"name": "water_level", "unit": "m", "counter": None},
    ),
]


@pytest.mark.parametrize(("table", "said", "subject"), SUBJECTS)
def test_a_figure_names_its_subject_between_place_and_numbers(
    table: str, said: Document, subject: dict[str, Any]
) -> None:
    told = story(update("kmva", said, at="09:00", heard="09:10"))

    (found,) = answer(seen(told))[table]

    assert list(found.items())[1 : len(subject) + 1] == list(subject.items())
    assert list(found)[len(subject) + 1] == "low"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-12-20T09:00", {"as_of": "2024-12-20T07:00:00.000000Z"}),
        (
            "2024-12-20",
            {
                "as_of": "2024-12-19T22:00:00.000000Z",
                "as_of_to": "2024-12-20T10:00:00.000000Z",
            },
        ),
    ],
)
def test_a_moment_that_is_a_span_has_two_ends(
    as_of: str, expected: dict[str, str]
) -> None:
    spoken = claim("statement", act="announce", id="said")
    told = story(update("kmva", killed(1), spoken, heard="12:00", as_of=as_of))

    found = answer(seen(told))

    rows = [found["casualties"][0], found["statements"][0]]
    assert [
        {name: row[name] for name in ("as_of", "as_of_to") if name in row}
        for row in rows
    ] == [expected, expected]


def test_an_update_s_moment_that_is_a_span_has_two_ends_as_well() -> None:
    told = story(update("kmva", killed(1), heard="12:00", as_of="2024-12-19"))

    (row,) = answer(seen(told))["updates"]

    assert row["as_of"] == "2024-12-18T22:00:00.000000Z"
    assert row["as_of_to"] == "2024-12-19T22:00:00.000000Z"


def test_figures_are_in_the_order_of_place_and_subject() -> None:
    of = {"measure": "subset", "subset_of": "all"}
    told = story(
        update(
            "kmva",
            killed(1),
            killed(1, place="b"),
            killed(1, place="a"),
            injured(2, measure="instance"),
            injured(9, id="all"),
            injured(2, **of),
            injured(3, detail="hospitalized"),
            casualties("missing", 1),
            at="09:00",
            heard="09:10",
        )
    )

    found = answer(seen(told))["casualties"]

    assert [(r["place"], r["outcome"], r["detail"], r["measure"]) for r in found] == [
        ("a", "killed", None, "total_to_date"),
        ("b", "killed", None, "total_to_date"),
        ("kyiv", "injured", None, "total_to_date"),
        ("kyiv", "injured", None, "instance"),
        ("kyiv", "injured", None, "subset"),
        ("kyiv", "injured", "hospitalized", "total_to_date"),
        ("kyiv", "killed", None, "total_to_date"),
        ("kyiv", "missing", None, "total_to_date"),
    ]


def test_a_statement_says_who_said_what_and_where_it_is_written() -> None:
    said = claim(
        "statement",
        act="deny",
        said_by="mayor",
        quote="no death",
        channel="telegram_post",
        at="08:50",
    )
    told = story(update("post", said, heard="08:52"))

    (row,) = answer(seen(told))["statements"]

    contract = ("said_by", "act", "quote", "channel", "as_of", "report", "claim")
    assert {name: row[name] for name in contract} == {
        "said_by": "mayor",
        "act": "deny",
        "quote": "no death",
        "channel": "telegram_post",
        "as_of": "2024-12-20T06:50:00.000000Z",
        "report": "post",
        "claim": "post/1#c1",
    }
    assert row["verification"] == []


def test_an_occurrence_and_a_target_have_their_own_fields_and_their_source() -> None:
    agents = [{"id": "moscow", "origin": "ministry"}]
    common = {"said_by": "moscow", "quote": "words", "occurred": "2024-12-20T07:00"}
    told = story(
        update(
            "wire",
            claim("occurrence", kind="explosions_start", **common),
            claim("target", kind="arms_industry", organisation="Luch", **common),
            at="09:00",
            heard="09:10",
            agents=agents,
        )
    )

    found = answer(seen(told))
    happened, aimed = found["occurrences"][0], found["targets"][0]

    both = {
        "said_by": "moscow",
        "origin": "ministry",
        "as_of": "2024-12-20T07:00:00.000000Z",
        "quote": "words",
        "place": "kyiv",
        "occurred": {
            "from": "2024-12-20T05:00:00.000000Z",
            "to": "2024-12-20T05:00:00.000000Z",
            "text": None,
        },
        "verification": [],
    }
    assert {name: happened[name] for name in both} == both
    assert {name: aimed[name] for name in both} == both
    assert (happened["kind"], happened["claim"]) == ("explosions_start", "wire/1#c1")
    assert (aimed["kind"], aimed["organisation"]) == ("arms_industry", "Luch")


def test_an_update_says_when_it_was_known_and_when_it_was_recorded() -> None:
    told = story(
        update(
            "page",
            killed(1),
            id="first",
            at="08:00",
            heard="08:10",
            source="wire",
            label="As of 8",
            published_at="2024-12-20T08:05",
            signal="update",
        ),
        update("kmva", killed(1), heard="08:05"),
    )

    found = answer(seen(told))["updates"]

    assert [row["update"] for row in found] == ["kmva/1", "page/first"]
    assert found[1] == {
        "update": "page/first",
        "report": "page",
        "source": "wire",
        "label": "As of 8",
        "signal": "update",
        "as_of": "2024-12-20T06:00:00.000000Z",
        "published_at": "2024-12-20T06:05:00.000000Z",
        "known_at": "2024-12-20T06:10:00.000000Z",
        "recorded_at": "2024-12-21T00:00:00.000000Z",
        "position": 1,
        "flags": ["backfilled"],
    }
    assert (found[0]["as_of"], found[0]["published_at"]) == (None, None)


def test_an_update_that_came_as_it_was_sent_is_not_backfilled() -> None:
    live = update("kmva", killed(1), at="08:00", heard="08:10")
    del live["received_at"]

    (row,) = answer(seen(story(live)))["updates"]

    assert row["known_at"] == row["recorded_at"]
    assert row["flags"] == []
