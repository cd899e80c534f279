"""What was judged of a claim shows on its row, as of T and as known at K."""

from incident_log.answer import answer
from tests.given import act, claim, seen, story, update
from tests.test_view import FALL, SPOKEN


def test_a_verdict_stands_on_the_rows_it_is_about() -> None:
    told = story(
        update("ministry", SPOKEN, FALL, at="09:00", heard="09:00"),
        update(
            "ap",
            claim("verification", verdict="not_verified", of=["ministry/1#c1"]),
            at="10:00",
            heard="10:00",
        ),
    )

    before = answer(seen(told, at="09:30"))
    after = answer(seen(told))

    assert before["statements"][0]["verification"] == []
    assert after["occurrences"][0]["verification"] == []
    assert after["statements"][0]["verification"] == [
        {
            "verdict": "not_verified",
            "said_by": "ap",
            "as_of": "2024-12-20T08:00:00.000000Z",
            "claim": "ap/1#c1",
        }
    ]


def test_verdicts_are_listed_in_the_order_in_which_they_were_given() -> None:
    told = story(
        update(
            "ministry",
            SPOKEN | {"id": "said"},
            claim(
                "verification", id="late", verdict="confirmed", of="said", at="12:00"
            ),
            at="09:00",
            heard="12:00",
        ),
        act("assess", "11:00", claim="ministry/1#said", verdict="disputed", by="desk"),
    )

    (row,) = answer(seen(told))["statements"]

    assert [(v["verdict"], v["said_by"]) for v in row["verification"]] == [
        ("disputed", "desk"),
        ("confirmed", "ministry"),
    ]


def test_a_withdrawn_verdict_is_gone() -> None:
    told = story(
        update("ministry", SPOKEN, at="09:00", heard="09:00"),
        update(
            "ap",
            claim("verification", verdict="refuted", of=["ministry/1#c1"]),
            at="10:00",
            heard="10:00",
        ),
        act("retract", "11:00", ref="ap"),
    )

    (row,) = answer(seen(told))["statements"]

    assert row["verification"] == []


def test_a_verdict_of_an_editor_is_not_known_before_it_was_given() -> None:
    told = story(
        update("ministry", SPOKEN, at="09:00", heard="09:00"),
        act("assess", "11:00", claim="ministry/1#c1", verdict="disputed"),
    )

    found = [
        answer(seen(told, **moment))["statements"][0]["verification"]
        for moment in ({"heard": "10:30"}, {"at": "10:30"})
    ]

    assert found == [[], []]


def test_a_verdict_on_a_claim_holds_for_what_an_editor_made_of_it() -> None:
    told = story(
        update("ministry", SPOKEN, at="09:00", heard="09:00"),
        act("assess", "11:00", claim="ministry/1#c1", verdict="disputed"),
        act("correct", "12:00", claim="ministry/1#c1", changes={"act": "claim"}),
    )

    (row,) = answer(seen(told))["statements"]

    assert (row["claim"], row["act"]) == ("ministry/1#c1~1", "claim")
    assert [verdict["verdict"] for verdict in row["verification"]] == ["disputed"]


def test_a_checker_who_writes_about_another_incident_is_heard() -> None:
    told = story(
        update("ministry", SPOKEN, at="09:00", heard="09:00"),
        update(
            "checker",
            claim("verification", verdict="refuted", of=["ministry/1#c1"]),
            at="10:00",
            heard="10:00",
            incident="fakes-of-december",
        ),
    )

    (row,) = answer(seen(told))["statements"]

    assert [verdict["verdict"] for verdict in row["verification"]] == ["refuted"]


def test_one_verdict_on_a_claim_named_twice_is_one_verdict() -> None:
    told = story(
        update(
            "ministry",
            SPOKEN,
            claim("verification", verdict="refuted", of=["c1", "ministry/1#c1"]),
            at="09:00",
            heard="09:00",
        )
    )

    (row,) = answer(seen(told))["statements"]

    assert [verdict["verdict"] for verdict in row["verification"]] == ["refuted"]
