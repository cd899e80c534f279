"""What is printed of claims, changes, links, verdicts and updates."""

from textwrap import dedent

import pytest

from incident_log.cli import text
from incident_log.diff import diff
from incident_log.explain import explain
from incident_log.timeline import timeline
from tests.given import (
    INCIDENT,
    act,
    casualties,
    claim,
    denied,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)
from tests.test_text import replayed

Printed = pytest.CaptureFixture[str]

WORDS = "One. Then nine people were injured. Two."
NINE = {"quote": "nine people", "span": [10, 21]}


def body(printed: Printed, *, heads: int = 1) -> str:
    """Return what was printed below the heads (incident, and moment)."""
    out = printed.readouterr().out.splitlines(keepends=True)
    return "".join(out[2 * heads :])


def test_an_explanation_quotes_every_claim_in_its_sentence(capsys: Printed) -> None:
    agents = [{"id": "head", "origin": "kmva"}]
    told = story(
        update("wire", injured(9, **NINE), at="09:00", heard="09:10", text=WORDS),
        update("wire", injured(10), at="10:00", heard="10:10"),
        update(
            "post",
            injured(12, said_by="head"),
            at="10:00",
            heard="10:20",
            agents=agents,
        ),
        update("mayor", denied(injured(12)), at="09:50", heard="10:30"),
        act("retract", "11:00", ref="wire/2#c1"),
    )

    text.print_explanations(seen(told), explain(seen(told), "injured"))

    assert body(capsys) == dedent(
        """\

        casualties injured @ kyiv: 12 (0 to 12)
          policy latest; contested, 3 origins
          decided by
            12, head (origin kmva)
              as of 20 Dec 10:00, known 20 Dec 10:20, position 3, post/1#c1
          lost
            outvoted: denied, mayor
              as of 20 Dec 09:50, known 20 Dec 10:30, position 4, mayor/1#c1
            outvoted: 9, wire
              as of 20 Dec 09:00, known 20 Dec 09:10, position 1, wire/1#c1
              Then [nine people] were injured.
            retracted: 10 by an editor at 2024-12-20T09:00:00.000000Z, wire
              as of 20 Dec 10:00, known 20 Dec 10:10, position 2, wire/2#c1
        """
    )


def test_a_count_that_was_not_stated_is_explained_as_such(capsys: Printed) -> None:
    told = story(update("wire", casualties("injured"), at="09:00", heard="09:10"))

    text.print_explanations(seen(told), explain(seen(told), "injured"))

    assert body(capsys) == dedent(
        """\

        casualties injured @ kyiv: not stated
          policy latest
          decided by
            no count, wire
              as of 20 Dec 09:00, known 20 Dec 09:10, position 1, wire/1#c1
        """
    )


def test_changes_say_what_moved_and_in_whose_words(capsys: Printed) -> None:
    told = story(
        update("wire", injured(9), at="09:00", heard="09:10"),
        update(
            "wire",
            more(injured(1, quote="one more man")),
            injured(2, detail="hospitalized", place="pecherskyi"),
            claim("statement", act="announce", quote="stay inside"),
            claim("strike", weapons=["b", "a"], phase="used"),
            at="10:00",
            heard="10:10",
        ),
        act("retract", "12:00", ref="wire/2#c3"),
    )
    early = seen(told, at="09:30", heard="09:30")
    late, later = seen(told, at="11:00", heard="11:00"), seen(told, at="11:00")

    text.print_changes(early, late, diff(early, late))
    text.print_changes(late, later, diff(late, later))

    assert capsys.readouterr().out == dedent(
        """\
        kyiv-2024-12-20  kyiv-2024-12-20
        as of 20 Dec 2024 09:30 EET, known at 20 Dec 2024 09:30 EET, policy latest, position 0
        kyiv-2024-12-20  kyiv-2024-12-20
        as of 20 Dec 2024 11:00 EET, known at 20 Dec 2024 11:00 EET, policy latest, position 0

        casualties injured @ kyiv: 9 -> 10  [new harm]
          new harm: wire says 1, known 20 Dec 10:10 (wire/2#c1)
            “one more man”

        casualties injured hospitalized @ pecherskyi: nothing -> 2  [later count]
          later count: wire says 2, known 20 Dec 10:10 (wire/2#c2)

        strikes a+b used @ kyiv: nothing -> not stated  [later count]
          later count: wire says so, known 20 Dec 10:10 (wire/2#c4)

        statements wire/2#c3: now shown, later count
            “stay inside”
        kyiv-2024-12-20  kyiv-2024-12-20
        as of 20 Dec 2024 11:00 EET, known at 20 Dec 2024 11:00 EET, policy latest, position 0
        kyiv-2024-12-20  kyiv-2024-12-20
        as of 20 Dec 2024 11:00 EET, known at latest, policy latest, position 0

        statements wire/2#c3: no longer shown, retraction
            “stay inside”
        """  # noqa: E501
    )


def test_a_change_without_a_claim_of_its_own_says_only_which(capsys: Printed) -> None:
    one = [{"id": "head", "origin": "kmva"}]
    told = story(
        update("kmva", killed(1), at="09:00", heard="09:10"),
        update("head", killed(2), at="09:30", heard="09:40"),
        update("atlas", text="who is who", heard="10:00", agents=one),
    )
    early, late = seen(told, heard="09:50"), seen(told)

    text.print_changes(early, late, diff(early, late))

    assert body(capsys, heads=2) == (
        "\ncasualties killed @ kyiv: 2 (1 to 2), contested -> 2  [description]\n"
    )


def test_no_change_is_said_to_be_none(capsys: Printed) -> None:
    told = story(update("kmva", killed(1), at="09:00", heard="09:10"))

    text.print_changes(seen(told), seen(told), [])

    assert body(capsys, heads=2) == "\nnothing changed\n"


def test_a_change_by_a_denial_does_not_put_the_count_in_the_denier_s_mouth(
    capsys: Printed,
) -> None:
    told = story(
        update("post", killed(1), at="08:15", heard="08:17"),
        update("mayor", denied(killed(1)), at="08:50", heard="08:52"),
    )
    early, late = seen(told, heard="08:30"), seen(told)

    text.print_changes(early, late, diff(early, late))

    assert "mayor says 1" not in capsys.readouterr().out


def test_a_timeline_is_aligned(capsys: Printed) -> None:
    told = story(
        update(
            "kmva",
            claim("occurrence", kind="alert_start", at="06:40", quote="Sirens"),
            claim("occurrence", kind="fire", occurred={"to": "2024-12-20T08:00"}),
            claim("statement", act="deny", said_by="mayor", place="pecherskyi"),
            at="08:30",
            heard="08:40",
        )
    )

    text.print_timeline(seen(told), timeline(seen(told)))

    assert body(capsys) == dedent(
        """\

        20 Dec 06:40        occurrence  alert_start  kyiv        kmva   Sirens
        until 20 Dec 08:00  occurrence  fire         kyiv        kmva
        20 Dec 08:30        statement   deny         pecherskyi  mayor
        20 Dec 08:40        update      new                      kmva
        """
    )


def test_an_empty_timeline_has_only_a_head(capsys: Printed) -> None:
    told = story(update("kmva", injured(9), at="09:00", heard="09:10"))

    text.print_timeline(seen(told, heard="08:00"), timeline(seen(told, heard="08:00")))

    assert body(capsys) == "\n"


def test_the_list_of_incidents_is_aligned_and_in_the_zone_of_each(
    capsys: Printed,
) -> None:
    rows = [
        {
            "incident": "kyiv-2024-12-20",
            "state": "open",
            "updates": 17,
            "last_known_at": "2024-12-20T19:45:00.000000Z",
            "timezone": "Europe/Kyiv",
            "title": "Kyiv\nunder fire",
        },
        {
            "incident": "blast",
            "state": "merged into kyiv-2024-12-20",
            "updates": 1,
            "last_known_at": "2024-12-20T05:00:00.000000Z",
            "timezone": None,
            "title": None,
        },
        {
            "incident": "rumour",
            "state": "closed",
            "updates": 0,
            "last_known_at": None,
            "timezone": None,
            "title": "A rumour",
        },
    ]

    text.print_incidents(rows)
    text.print_incidents([])

    assert capsys.readouterr().out == (
        "kyiv-2024-12-20  open                         17 updates"
        "  known 20 Dec 21:45  Kyiv under fire\n"
        "blast            merged into kyiv-2024-12-20  1 update  "
        "  known 20 Dec 05:00\n"
        "rumour           closed                       0 updates"
        "                       A rumour\n"
    )


def test_verdicts_stand_beside_what_they_are_about(capsys: Printed) -> None:
    told = story(
        update(
            "ministry",
            claim("target", kind="arms_industry", quote="arms makers"),
            claim("link", relation="in_response_to", to="rostov"),
            at="09:00",
            heard="09:10",
            related_incidents=[{"id": "rostov"}],
        ),
        act("assess", "10:00", claim="ministry/1#c1", verdict="refuted"),
        act("assess", "11:00", claim="ministry/1#c1", verdict="disputed"),
    )

    found = replayed(told, capsys)

    assert found == [
        "targets",
        "  20 Dec 09:00  arms_industry  ministry  “arms makers”  disputed, refuted",
        "",
        "links",
        "  20 Dec 09:00  in_response_to rostov  ministry",
    ]


def test_a_verdict_stays_beside_a_claim_that_an_editor_corrected(
    capsys: Printed,
) -> None:
    told = story(
        update(
            "ministry", claim("target", kind="arms_industry"), at="09:00", heard="09:10"
        ),
        act("assess", "10:00", claim="ministry/1#c1", verdict="refuted"),
        act("correct", "11:00", claim="ministry/1#c1", changes={"kind": "depot"}),
    )

    (line,) = replayed(told, capsys)[1:]

    assert "refuted" in line


def test_a_link_that_an_editor_made_is_printed(capsys: Printed) -> None:
    told = story(
        update("wire", text="sirens", heard="09:10"),
        act("link", "10:00", incident=INCIDENT, relation="precedes", to="rostov"),
    )

    text.print_view(seen(told))

    assert "precedes rostov" in capsys.readouterr().out


def test_links_of_one_origin_are_printed_as_one(capsys: Printed) -> None:
    link = claim("link", relation="in_response_to", to="rostov")
    rostov = [{"id": "rostov"}]
    told = story(
        update("wire", link, at="09:00", heard="09:10", related_incidents=rostov),
        update("wire", link, at="10:00", heard="10:10"),
    )

    text.print_view(seen(told))

    assert capsys.readouterr().out.count("in_response_to") == 1


def test_a_retracted_update_says_so_in_the_list(capsys: Printed) -> None:
    told = story(
        update("wire", killed(40), at="09:00", heard="09:10"),
        act("retract", "10:00", ref="wire"),
    )

    text.print_view(seen(told))

    assert "retracted" in capsys.readouterr().out
