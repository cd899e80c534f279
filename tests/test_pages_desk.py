"""What a reader sees of an incident at a moment: figures, reasons, words, lists."""

from pathlib import Path

import pytest

from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages.cards import Card
from incident_log.datasette_plugin.pages.desk import Desk, as_argument, cited
from incident_log.times import LATEST
from tests.given import (
    Document,
    act,
    casualties,
    claim,
    clock,
    denied,
    injured,
    killed,
    update,
)
from tests.tabled import shown, tabled

TEXT = "Sirens went. By ten, nine people were injured in Kyiv. More follows."
QUOTE = {"quote": "nine people were injured", "span": [21, 45]}


def morning(directory: Path, *more: Document) -> Path:
    """A count of nine, later one of twelve by another voice, and a single death."""
    return tabled(
        directory / "log",
        update(
            "wire",
            injured(9, **QUOTE),
            at="10:00",
            heard="10:10",
            text=TEXT,
            agents=[{"id": "wire", "name": "The Wire"}],
            places=[{"id": "kyiv", "name": "Kyiv"}],
        ),
        update("mayor", injured(12), killed(1), at="11:05", heard="11:10"),
        *more,
    )


def main(page: Desk, title: str) -> Card:
    (card,) = [each for each in page.main if each.title == title]
    return card


def test_the_toll_stands_first_with_its_bounds_and_a_plain_word(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "11:30", "11:30")

    assert [(c.title, c.number, c.remark) for c in page.main] == [
        ("killed", "1", "one origin"),
        ("injured", "12", "earlier counts differ"),
    ]
    assert page.summary == (
        "As of 20 Dec 2024, 11:30 EET, known at 20 Dec 2024, 11:30 EET:"
        " killed 1; injured 12 (9 to 12)."
    )


def test_a_toll_that_is_still_to_come_has_its_place(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "", "10:30")

    killed_ = main(page, "killed")
    assert (killed_.figure, killed_.number, killed_.remark) == (
        None,
        "\N{EN DASH}",
        "no figure for Kyiv yet",
    )
    assert killed_.chart is None
    assert page.summary.endswith("known at 20 Dec 2024, 10:30 EET: injured 9.")


def test_what_is_only_known_of_a_district_is_not_passed_over(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update("a", killed(1, place="podil"), at="08:00", heard="08:10"),
        update("b", denied(killed(1, place="podil")), at="08:30", heard="08:40"),
        update("c", killed(1), at="10:00", heard="10:10"),
    )

    page = shown(tables, "", "09:00")

    assert (main(page, "killed").number, main(page, "killed").elsewhere) == (
        "\N{EN DASH}",
        ["0 to 1, contested, in podil"],
    )
    assert page.summary.endswith("09:00 EET: killed 0 to 1, contested, in podil.")
    assert main(shown(tables), "killed").elsewhere == ()


def test_before_everything_there_are_no_figures(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "", "09:00")

    assert page.summary.endswith("no figures yet.")


def test_why_it_rose_is_told_even_before_it_did(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "", "10:30")

    turns = main(page, "injured").turns
    assert [
        (t.known_at, t.before, t.after, t.cause, t.voice, t.says, t.is_outside)
        for t in turns
    ] == [
        ("10:10", "", "9", "First figure", "The Wire", "says 9", False),
        ("11:10", "9", "12 (9 to 12)", "Later count", "mayor", "says 12", True),
    ]
    assert turns[1].at == {"_known_at": "2024-12-20T09:10:00Z"}


def test_a_change_about_a_later_moment_is_outside_too(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "10:30", "12:00")

    assert [t.is_outside for t in main(page, "injured").turns] == [False, True]


def test_what_became_known_at_k_about_t_counts(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "11:05", "11:10")

    assert [turn.is_outside for turn in main(page, "injured").turns] == [False, False]
    assert [report.outside for report in page.reports] == ["", ""]


def test_a_change_that_no_claim_made_names_no_voice(tmp_path: Path) -> None:
    tables = morning(tmp_path, act("retract", "11:30", ref="mayor"))

    turn = main(shown(tables), "injured").turns[-1]

    assert (turn.after, turn.cause) == ("9", "Retraction")


def test_a_figure_opens_to_the_words_it_rests_on(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "10:30", "10:30")

    (said,) = main(page, "injured").deciding
    assert (said.before, said.quote, said.after) == (
        "By ten, ",
        "nine people were injured",
        " in Kyiv.",
    )
    assert (said.voice, said.says, said.as_of, said.known_at, said.why) == (
        "The Wire",
        "says 9",
        "20 Dec 10:00",
        "20 Dec 10:10",
        None,
    )


def test_claims_that_lost_say_why(tmp_path: Path) -> None:
    page = shown(morning(tmp_path))

    (said,) = main(page, "injured").lost
    assert (said.claim, said.why) == ("wire/1#c1", "another claim decides")


def test_words_without_their_text_stand_alone(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update("wire", injured(9, quote="nine hurt"), at="10:00", heard="10:10"),
    )

    (said,) = main(shown(tables), "injured").deciding

    assert (said.before, said.quote, said.after) == ("", "nine hurt", "")


def test_of_very_many_claims_that_lost_a_dozen_are_shown(tmp_path: Path) -> None:
    counts = [
        update("wire", injured(n + 1), at=f"10:{n:02}", heard=f"10:{n:02}")
        for n in range(20)
    ]

    card = main(shown(tabled(tmp_path / "log", *counts)), "injured")

    assert (len(card.lost), card.more_lost) == (12, 7)
    assert (len(card.turns), card.more_turns) == (8, 12)
    assert [turn.known_at for turn in card.turns] == [f"10:{n}" for n in range(12, 20)]


def test_figures_of_places_parts_and_things_are_grouped(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update(
            "wire",
            injured(9),
            casualties("injured", 4, detail="hospitalized"),
            injured(2, place="podil"),
            denied(killed(1, place="podil")),
            claim("damage", object="school", degree="damaged", count=3),
            claim("outage", service="heating", state="out"),
            at="10:00",
            heard="10:10",
        ),
    )

    groups = shown(tables).groups

    assert [
        (title, [(c.title, c.place, c.number, c.remark) for c in cards])
        for _, title, cards in groups
    ] == [
        (
            "Places, parts and single cases",
            [
                ("injured, hospitalized", "kyiv", "4", "one origin"),
                ("killed", "podil", "0", "denied"),
                ("injured", "podil", "2", "one origin"),
            ],
        ),
        ("Damage", [("school: damaged", "kyiv", "3", "one origin")]),
        ("Outages", [("heating out", "kyiv", "\N{EN DASH}", "not stated")]),
    ]


def test_an_incident_without_a_toll_of_its_own_leads_with_what_it_has(
    tmp_path: Path,
) -> None:
    tables = tabled(
        tmp_path / "log",
        update(
            "wire",
            claim("indicator", name="acres_burned", value=120, unit="acre"),
            at="10:00",
            heard="10:10",
        ),
    )

    page = shown(tables)

    assert [(card.title, card.number) for card in page.main] == [
        ("acres burned", "120")
    ]
    assert page.groups == []


def test_a_figure_keeps_its_address_at_every_moment(tmp_path: Path) -> None:
    tables = morning(tmp_path)

    early, late = shown(tables, "", "10:30"), shown(tables)

    assert main(early, "injured").id == main(late, "injured").id
    assert main(late, "injured").id == "casualties-injured-kyiv"
    assert main(late, "injured").svg == {
        "noun": "casualties",
        "place": "kyiv",
        "outcome": "injured",
        "measure": "total_to_date",
    }


def test_sliders_stop_where_something_happened(tmp_path: Path) -> None:
    page = shown(morning(tmp_path), "10:30", "11:10")

    assert [(s.label[13:18], s.note, s.is_chosen) for s in page.as_of_steps] == [
        ("10:00", "The Wire", False),
        ("10:30", "", True),
        ("11:05", "mayor", False),
        ("", "everything so far", False),
    ]
    assert [(s.label[13:18], s.note, s.is_chosen) for s in page.known_steps] == [
        ("10:10", "The Wire", False),
        ("11:10", "mayor", True),
        ("", "everything so far", False),
    ]


def test_a_decision_of_an_editor_is_a_stop(tmp_path: Path) -> None:
    tables = morning(tmp_path, act("hold", "11:30", ref="mayor"))

    notes = [step.note for step in shown(tables).known_steps]

    assert notes == ["The Wire", "mayor", "an editor decided", "everything so far"]


def test_reports_say_whether_and_why_they_do_not_count(tmp_path: Path) -> None:
    tables = morning(
        tmp_path,
        update(
            "late",
            injured(8),
            at="09:00",
            heard="11:20",
            label="As of 9 a.m.",
            signal="correction",
            corrects=["wire"],
        ),
    )

    reports = shown(tables, "10:30", "11:15").reports

    assert [(r.known_at, r.source, r.title, r.flags, r.outside) for r in reports] == [
        ("10:10", "The Wire", "wire", [], ""),
        ("11:10", "mayor", "mayor", [], "about later"),
        ("11:20", "late", "As of 9 a.m.", ["correction"], "not known yet"),
    ]


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://example.org/1", "https://example.org/1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(
    tmp_path: Path, url: str | None, leads_to: str | None
) -> None:
    told = update("wire", injured(9), at="10:00", heard="10:10")
    told["report"] |= {"title": "Nine hurt"} | ({"url": url} if url else {})

    page = shown(tabled(tmp_path / "log", told))

    assert page.reports[0].url == leads_to
    assert main(page, "injured").deciding[0].url == leads_to


def test_what_was_said_and_seen_is_told_in_order(tmp_path: Path) -> None:
    page = shown(
        tabled(
            tmp_path / "log",
            update(
                "wire",
                claim(
                    "statement", act="deny", quote="“No”", said_by="mayor", at="09:00"
                ),
                claim("statement", act="claim", text="He said so", id="say"),
                claim("verification", verdict="not_verified", of=["say"]),
                claim("target", kind="airfield"),
                claim("target", kind="depot", organisation="the army"),
                claim("occurrence", kind="blast_heard", count=3),
                claim("occurrence", kind="alert", occurred="2024-12-20T06:40"),
                claim("occurrence", kind="fire", occurred={"to": "2024-12-20T06:50"}),
                claim(
                    "occurrence", kind="smoke", occurred={"from": "2024-12-20T06:55"}
                ),
                claim("occurrence", kind="night", occurred={"text": "overnight"}),
                at="10:00",
                heard="10:10",
            ),
        )
    )

    assert [
        (r.when, r.what, r.voice, r.words, r.verdicts) for r in page.statements
    ] == [
        ("20 Dec 09:00", "deny", "mayor", "No", []),
        ("20 Dec 10:00", "claim", "wire", "He said so", ["not verified (wire)"]),
    ]
    assert [row.what for row in page.targets] == ["airfield", "depot, the army"]
    assert [(row.when, row.what) for row in page.timeline] == [
        ("20 Dec 06:40", "alert"),
        ("until 20 Dec 06:50", "fire"),
        ("overnight", "night"),
        ("20 Dec 10:00", "blast heard (3)"),
        ("from 20 Dec 06:55", "smoke"),
    ]


def test_incidents_are_related_both_ways(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update(
            "wire",
            claim("link", relation="in_response_to", to="raid", quote="in answer"),
            at="10:00",
            heard="10:10",
            related_incidents=[{"id": "raid", "title": "The raid"}],
        ),
        update(
            "post",
            claim("link", relation="in_response_to", to="raid"),
            at="10:00",
            heard="10:10",
        ),
    )

    there, back = shown(tables).related, shown(tables, incident="raid").related

    assert [(r.slug, r.title, r.relation, r.quote, r.status) for r in there] == [
        ("raid", "The raid", "in response to", None, "borne out by several origins"),
        (
            "raid",
            "The raid",
            "in response to",
            "in answer",
            "borne out by several origins",
        ),
    ]
    assert [(r.slug, r.is_outgoing, r.voice) for r in back] == [
        ("kyiv-2024-12-20", False, "post"),
        ("kyiv-2024-12-20", False, "wire"),
    ]


def test_a_citation_names_when_we_last_knew() -> None:
    moment = Moment(LATEST, LATEST)

    assert cited(moment, clock("11:10")).query == {"_known_at": "2024-12-20T09:10:00Z"}
    assert cited(moment, None) == moment
    assert cited(Moment(LATEST, clock("10:00")), clock("11:10")).known_at == clock(
        "10:00"
    )


def test_a_moment_can_be_one_argument() -> None:
    assert as_argument(Moment(clock("11:00"), LATEST)) == "2024-12-20T09:00:00Z@"


def test_an_incident_that_is_only_mentioned_has_a_page(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update(
            "wire",
            injured(9),
            heard="10:10",
            related_incidents=[{"id": "raid", "title": "The raid"}],
        ),
    )

    page = shown(tables, incident="raid")

    assert (page.main, page.groups, page.summary[-15:]) == ([], [], "no figures yet.")
