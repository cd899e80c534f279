"""How rows end as the log learns more, which stay, and how figures changed."""

from typing import Any

import pytest

from incident_log.history import History
from incident_log.projections import NOUNS
from incident_log.projections.chronicle import Chronicle
from incident_log.rectangles import Rectangle
from incident_log.times import FOREVER
from tests.given import (
    INCIDENT,
    SEVEN,
    Document,
    act,
    claim,
    clock,
    injured,
    killed,
    made,
    more,
    story,
    update,
)

NINE = update("mayor", injured(9), at="09:00", heard="09:10")
RAID = update("post", injured(2), at="09:00", heard="09:20", incident="raid")

# -- how rows end --------------------------------------------------------------------


def test_a_newer_count_supersedes_from_its_own_moment_on() -> None:
    told = story(SEVEN, update("wire", injured(9), at="09:00", heard="09:10"))

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-09:10", "superseded"),
        (7, "08:00-09:00", "09:10-", None),
        (9, "09:00-", "09:10-", None),
    ]


def test_a_newer_word_about_the_same_moment_takes_its_whole_place() -> None:
    told = story(SEVEN, update("wire", injured(8), at="08:00", heard="09:10"))

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-09:10", "superseded"),
        (8, "08:00-", "09:10-", None),
    ]


def test_a_late_report_about_earlier_shows_only_before_what_was_newer() -> None:
    told = story(
        update("wire", injured(9), at="09:00", heard="09:10"),
        update("wire", injured(7), at="08:00", heard="10:10"),
    )

    assert made(told, "casualties", "low") == [
        (9, "09:00-", "09:10-", None),
        (7, "08:00-09:00", "10:10-", None),
    ]


def test_a_report_s_correction_ends_what_it_corrects_and_takes_its_moment() -> None:
    told = story(
        SEVEN,
        update(
            "wire",
            injured(5),
            at="10:00",
            heard="10:10",
            signal="correction",
            corrects=["1"],
        ),
    )

    assert made(told, "casualties", "low, as_of, claim") == [
        (7, clock("08:00"), "wire/1#c1", "08:00-", "08:10-10:10", "corrected"),
        (5, clock("08:00"), "wire/2#c1", "08:00-", "10:10-", None),
    ]


def test_a_claim_that_says_which_one_it_corrects_does_the_same() -> None:
    told = story(
        SEVEN,
        update("post", injured(5, corrects=["wire/1#c1"]), at="10:00", heard="10:10"),
    )

    assert made(told, "casualties", "low, origin") == [
        (7, "wire", "08:00-", "08:10-10:10", "corrected"),
        (5, "post", "08:00-", "10:10-", None),
    ]


def test_a_correction_moves_when_what_it_corrects_is_heard_of_at_last() -> None:
    corrects = injured(5, corrects=["wire/early#c1"])
    told = story(
        update("wire", corrects, at="10:00", heard="10:10"),
        update("wire", injured(7), at="08:00", heard="11:00", id="early"),
    )

    assert made(told, "casualties", "low") == [
        (5, "10:00-", "10:10-11:00", "corrected"),
        (5, "08:00-", "11:00-", None),
    ]


def test_an_editor_s_correction_stands_for_the_same_voice_and_moment() -> None:
    changes = {"count": 6}
    told = story(
        SEVEN,
        act("correct", "09:00", claim="wire/1#c1", changes=changes, by="desk"),
    )
    columns = "low, count_text, said_by, claim, claims, report, as_of, known_at"

    assert made(told, "casualties", columns) == [
        (
            *(7, "7", "wire", "wire/1#c1", '["wire/1#c1"]', "wire"),
            *(clock("08:00"), clock("08:10"), "08:00-", "08:10-09:00", "corrected"),
        ),
        (
            *(6, "6", "wire", "wire/1#c1~1", '["wire/1#c1~1"]', "wire"),
            *(clock("08:00"), clock("09:00"), "08:00-", "09:00-", None),
        ),
    ]


def test_a_correction_that_moves_a_claim_in_time_moves_its_row() -> None:
    changes = {"as_of": "2024-12-20T07:00"}
    told = story(
        SEVEN, act("correct", "09:00", claim="wire/1#c1", changes=changes, by="desk")
    )

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-09:00", "corrected"),
        (7, "07:00-", "09:00-", None),
    ]


def test_a_retracted_correction_lets_the_original_stand_again() -> None:
    told = story(
        SEVEN,
        act("correct", "09:00", claim="wire/1#c1", changes={"count": 6}),
        act("retract", "10:00", ref="wire/1#c1~1"),
    )

    assert made(told, "casualties", "low, claim") == [
        (7, "wire/1#c1", "08:00-", "08:10-09:00", "corrected"),
        (6, "wire/1#c1~1", "08:00-", "09:00-10:00", "retracted"),
        (7, "wire/1#c1", "08:00-", "10:00-", None),
    ]


@pytest.mark.parametrize("named", ["wire", "wire/1", "wire/1#c1"])
def test_after_a_retraction_what_was_superseded_stands_again(named: str) -> None:
    told = story(
        update("page", injured(7), at="08:00", heard="08:10", source="wire"),
        update("wire", injured(9), at="09:00", heard="09:10"),
        act("retract", "10:00", ref=named),
    )

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-09:10", "superseded"),
        (7, "08:00-09:00", "09:10-10:00", "superseded"),
        (9, "09:00-", "09:10-10:00", "retracted"),
        (7, "08:00-", "10:00-", None),
    ]


def test_a_report_s_own_retraction_does_the_same_as_an_editor_s() -> None:
    told = story(
        SEVEN, update("wire", heard="10:00", signal="retraction", retracts=["1"])
    )

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-10:00", "retracted")
    ]


def test_a_claim_that_is_held_comes_back_when_it_is_released() -> None:
    told = story(
        SEVEN,
        act("hold", "09:00", ref="wire/1"),
        act("release", "11:00", ref="wire/1"),
    )

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-09:00", "held"),
        (7, "08:00-", "11:00-", None),
    ]


def test_a_report_holds_and_releases_its_own_updates() -> None:
    told = story(
        SEVEN,
        update("wire", heard="09:00", signal="hold", holds=["1"]),
        update("wire", heard="11:00", signal="release", releases=["1"]),
    )

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-09:00", "held"),
        (7, "08:00-", "11:00-", None),
    ]


def test_an_agent_s_origin_described_later_puts_its_claims_in_one_series() -> None:
    told = story(
        SEVEN,
        NINE,
        update("desk", heard="10:00", agents=[{"id": "wire", "origin": "mayor"}]),
    )

    assert made(told, "casualties", "low, said_by, origin") == [
        (7, "wire", "wire", "08:00-", "08:10-10:00", "redescribed"),
        (9, "mayor", "mayor", "09:00-", "09:10-", None),
        (7, "wire", "mayor", "08:00-09:00", "10:00-", None),
    ]


def test_a_voice_s_party_described_later_is_told_from_then_on() -> None:
    told = story(
        SEVEN,
        update("desk", heard="10:00", agents=[{"id": "wire", "party": "ukraine"}]),
    )

    assert made(told, "casualties", "low, party") == [
        (7, None, "08:00-", "08:10-10:00", "redescribed"),
        (7, "ukraine", "08:00-", "10:00-", None),
    ]


def test_an_incident_that_turns_out_to_be_elsewhere_takes_its_claims_along() -> None:
    told = story(
        SEVEN, act("describe", "10:00", incident={"id": INCIDENT, "place": "podil"})
    )

    assert made(told, "casualties", "low, place") == [
        (7, "kyiv", "08:00-", "08:10-10:00", "redescribed"),
        (7, "podil", "08:00-", "10:00-", None),
    ]


def test_a_merged_incident_gives_its_rows_away_and_gets_them_back() -> None:
    told = story(
        SEVEN,
        RAID,
        act("merge", "10:00", incident="raid", into=INCIDENT),
        act("unmerge", "11:00", incident="raid", into=INCIDENT),
    )

    assert made(told, "casualties", "low, origin") == [
        (7, "wire", "08:00-", "08:10-", None),
        (2, "post", "09:00-", "10:00-11:00", "merged"),
    ]
    assert made(told, "casualties", "low, origin", incident="raid") == [
        (2, "post", "09:00-", "09:20-10:00", "merged"),
        (2, "post", "09:00-", "11:00-", None),
    ]


def test_what_is_heard_while_merged_counts_where_it_was_merged_into() -> None:
    told = story(
        SEVEN,
        RAID,
        act("merge", "10:00", incident="raid", into=INCIDENT),
        update("post", injured(3), at="10:30", heard="10:40", incident="raid"),
    )

    assert made(told, "casualties", "low, origin") == [
        (7, "wire", "08:00-", "08:10-", None),
        (2, "post", "09:00-", "10:00-10:40", "superseded"),
        (2, "post", "09:00-10:30", "10:40-", None),
        (3, "post", "10:30-", "10:40-", None),
    ]
    assert made(told, "casualties", "low", incident="raid") == [
        (2, "09:00-", "09:20-10:00", "merged")
    ]


def test_an_editor_s_link_goes_with_its_incident_when_that_is_merged() -> None:
    told = story(
        SEVEN,
        RAID,
        act("link", "09:30", incident="raid", relation="part_of", to="winter"),
        act("merge", "10:00", incident="raid", into=INCIDENT),
        act("unmerge", "11:00", incident="raid", into=INCIDENT),
    )

    assert made(told, "links", "to, claim") == [
        ("winter", "incident:raid@1", "09:30-", "10:00-11:00", "superseded")
    ]
    assert made(told, "links", "to", incident="raid") == [
        ("winter", "09:30-", "09:30-10:00", "merged"),
        ("winter", "09:30-", "11:00-", None),
    ]


@pytest.mark.parametrize(
    ("does", "ended_by"), [("retract", "retracted"), ("hold", "held")]
)
def test_a_verdict_made_elsewhere_ends_with_its_report(
    does: str, ended_by: str
) -> None:
    verdict = claim("verification", verdict="disputed", of=["wire/1#c1"])
    told = story(
        SEVEN,
        update("fact", verdict, at="09:00", heard="09:10", incident="checks"),
        act(does, "10:00", ref="fact"),
    )

    assert made(told, "verifications", "verdict") == [
        ("disputed", "09:00-", "09:10-10:00", ended_by)
    ]


def test_a_verdict_made_elsewhere_is_told_otherwise_when_its_party_is_known() -> None:
    verdict = claim("verification", verdict="disputed", of=["wire/1#c1"])
    told = story(
        SEVEN,
        update("fact", verdict, at="09:00", heard="09:10", incident="checks"),
        update(
            "fact", heard="10:00", at="10:00", agents=[{"id": "fact", "party": "un"}]
        ),
    )

    assert made(told, "verifications", "verdict, party") == [
        ("disputed", None, "09:00-", "09:10-10:00", "redescribed"),
        ("disputed", "un", "09:00-", "10:00-", None),
    ]


def test_a_statement_that_is_retracted_ends_as_counts_do() -> None:
    said = claim("statement", act="confirm", quote="Seven")
    told = story(
        update("wire", said, at="08:00", heard="08:10"),
        act("retract", "09:00", ref="wire/1#c1"),
    )

    assert made(told, "statements", "quote") == [
        ("Seven", "08:00-", "08:10-09:00", "retracted")
    ]


def test_several_that_become_known_at_once_are_learnt_at_once() -> None:
    told = story(
        SEVEN,
        update("wire", injured(8), at="08:30", heard="09:00"),
        update("wire", injured(9), at="08:40", heard="09:00"),
        act("retract", "09:00", ref="wire/1"),
    )

    assert made(told, "casualties", "low") == [
        (7, "08:00-", "08:10-09:00", "retracted"),
        (8, "08:30-08:40", "09:00-", None),
        (9, "08:40-", "09:00-", None),
    ]


def test_what_is_already_known_changes_no_row() -> None:
    told = story(
        SEVEN,
        update("wire", injured(7), at="08:00", heard="08:10", id="again"),
        update("desk", heard="09:00", label="Nothing new"),
        act("release", "10:00", ref="wire/1"),
    )

    assert made(told, "casualties", "low, claims") == [
        (7, '["wire/1#c1","wire/again#c1"]', "08:00-", "08:10-", None)
    ]


# -- from rows that were read back ---------------------------------------------------


def resumed(told: History, known_at: str) -> Chronicle:
    """Go on from the rows that were open at *known_at*."""
    reached = Chronicle(told.at(clock(known_at)), INCIDENT, NOUNS)
    reached.learn()
    rows = [
        ((noun, NOUNS[noun].key_of(_row(noun, row))), row) for noun, row in reached.open
    ]
    return Chronicle(told, INCIDENT, NOUNS, known_at=clock(known_at), stored=rows)


def _row(noun: str, rectangle: Rectangle) -> dict[str, Any]:
    values = rectangle.strip.content.values
    return dict(zip(NOUNS[noun].own, values, strict=True))


MIXED = (
    SEVEN,
    update(
        "wire",
        claim("occurrence", kind="blast_heard", count=3, occurred="2024-12-20T07:00"),
        claim("link", relation="part_of", to="winter"),
        claim("statement", act="confirm", quote="So it is"),
        claim("verification", verdict="confirmed", of=["wire/1#c1"]),
        at="08:20",
        heard="08:30",
        id="mixed",
        places=[{"id": "podil", "part_of": "kyiv"}],
    ),
    NINE,
    update("wire", more(injured(1)), at="09:30", heard="09:40", id="more"),
    update("wire", injured(6), at="07:00", heard="09:50", id="late"),
    act("retract", "10:00", ref="mayor"),
)


@pytest.mark.parametrize("known_at", ["08:15", "08:40", "09:15", "09:45", "09:55"])
def test_rows_that_were_read_back_go_on_as_if_never_left(known_at: str) -> None:
    told = story(*MIXED)
    whole = Chronicle(told, INCIDENT, NOUNS)
    whole.learn()

    later = resumed(told, known_at)
    later.learn()

    assert later.is_sound
    assert _written(later.open) == _written(whole.open)
    assert later.changes == [
        change for change in whole.changes if change.known_at > clock(known_at)
    ]


def _written(rows: Any) -> list[str]:
    return sorted(f"{noun} {row.strip} {row.known_from}" for noun, row in rows)


def test_rows_that_cannot_be_those_of_the_log_are_noticed() -> None:
    chronicle = Chronicle(story(SEVEN), INCIDENT, NOUNS, known_at=clock("09:00"))

    assert not chronicle.is_sound


# -- how figures changed -------------------------------------------------------------


def changes(*items: Document) -> list[tuple[Any, ...]]:
    """Return how the figures of a story changed, why, by which claim, and when."""
    chronicle = Chronicle(story(*items), INCIDENT, NOUNS)
    chronicle.learn()
    return [
        (c.best_before, c.best, c.cause, c.claim, c.known_at) for c in chronicle.changes
    ]


FIRST = (None, 7, "later count", "wire/1#c1", clock("08:10"))


@pytest.mark.parametrize(
    ("items", "change"),
    [
        (
            [update("wire", injured(9), at="09:00", heard="09:10")],
            (7, 9, "later count", "wire/2#c1", clock("09:10")),
        ),
        (
            [update("wire", more(injured(2)), at="09:00", heard="09:10")],
            (7, 9, "new harm", "wire/2#c1", clock("09:10")),
        ),
        (
            [update("wire", injured(8), at="08:05", heard="09:10")],
            (7, 8, "late report", "wire/2#c1", clock("09:10")),
        ),
        (
            [act("correct", "09:10", claim="wire/1#c1", changes={"count": 6})],
            (7, 6, "correction", "wire/1#c1", clock("09:10")),
        ),
        (
            [act("retract", "09:10", ref="wire")],
            (7, None, "retraction", "wire/1#c1", clock("09:10")),
        ),
        (
            [act("hold", "09:10", ref="wire")],
            (7, None, "hold", "wire/1#c1", clock("09:10")),
        ),
    ],
    ids=["later", "new harm", "late", "correction", "retraction", "hold"],
)
def test_every_change_of_a_figure_has_its_cause_and_claim(
    items: list[Document], change: tuple[Any, ...]
) -> None:
    assert changes(SEVEN, *items) == [FIRST, change]


def test_a_release_and_a_merge_and_its_end_are_causes_too() -> None:
    found = changes(
        SEVEN,
        update("post", injured(9), at="10:00", heard="10:10", incident="raid"),
        act("hold", "09:10", ref="wire"),
        act("release", "09:20", ref="wire"),
        act("merge", "11:00", incident="raid", into=INCIDENT),
        act("unmerge", "12:00", incident="raid", into=INCIDENT),
    )

    assert found[2:] == [
        (None, 7, "release", "wire/1#c1", clock("09:20")),
        (7, 9, "merge", "post/1#c1", clock("11:00")),
        (9, 7, "unmerge", "post/1#c1", clock("12:00")),
    ]


def test_a_description_that_moves_a_figure_is_its_cause() -> None:
    found = changes(
        SEVEN,
        act("describe", "10:00", incident={"id": INCIDENT, "place": "podil"}),
    )

    assert found == [
        FIRST,
        (7, None, "description", "wire/1#c1", clock("10:00")),
        (None, 7, "description", "wire/1#c1", clock("10:00")),
    ]


def test_a_smaller_place_that_turns_out_to_lie_within_lifts_the_larger() -> None:
    found = changes(
        SEVEN,
        update("mayor", injured(9, place="podil"), at="08:00", heard="08:20"),
        update("desk", heard="09:00", places=[{"id": "podil", "part_of": "kyiv"}]),
    )

    assert found[2:] == [(7, 9, "description", None, clock("09:00"))]


def test_a_change_says_which_figure_of_which_noun_it_is() -> None:
    heard = claim("occurrence", kind="blast_heard", count=3)
    told = story(
        update("wire", heard, killed("at least 2"), at="08:00", heard="08:10"),
        update("mayor", killed(1), at="08:00", heard="08:20"),
    )
    chronicle = Chronicle(told, INCIDENT, NOUNS)

    chronicle.learn()

    total = '{"outcome":"killed","measure":"total_to_date"}'
    assert [
        (c.noun, c.place, c.subject, c.low, c.best, c.high, c.contested)
        for c in chronicle.changes
    ] == [
        ("casualties", "kyiv", total, 2, 2, None, 0),
        ("observed", "kyiv", '{"kind":"blast_heard"}', 3, 3, 3, 0),
        ("casualties", "kyiv", total, 1, 1, None, 1),
    ]
    assert chronicle.changes[2].low_before == 2
    assert chronicle.changes[2].high_before is None


def test_a_figure_that_says_the_same_has_not_changed() -> None:
    found = changes(SEVEN, update("wire", injured(7), at="09:00", heard="09:10"))

    assert found == [FIRST]


def test_an_incident_nobody_spoke_about_has_no_rows() -> None:
    assert made(story(SEVEN), "casualties", "low", incident="elsewhere") == []


def test_what_speaks_of_the_end_of_time_has_no_row() -> None:
    never = killed(9) | {"as_of": FOREVER}
    told = story(update("wire", never, injured(7), at="08:00", heard="08:10"))

    found = made(told, "casualties", "outcome, low")

    assert found == [("injured", 7, "08:00-", "08:10-", None)]


def test_what_is_said_of_its_updates_goes_with_a_merged_incident() -> None:
    told = story(RAID, SEVEN, act("merge", "10:00", incident="raid", into=INCIDENT))

    found = made(told, "remarks", "update_ref", incident="raid")

    assert [row[-1] for row in found] == ["merged"]


# -- what is added ---------------------------------------------------------------------


def test_a_chronicle_that_is_extended_is_one_of_the_longer_history() -> None:
    told = story(SEVEN, NINE, update("wire", injured(8), at="10:00", heard="10:10"))
    chronicle = Chronicle(told.at(clock("08:10")), INCIDENT, NOUNS)
    chronicle.learn()

    is_extended = chronicle.extend(reversed(told.updates[1:]))

    assert is_extended
    assert chronicle.history == told
    assert chronicle.known_at == clock("10:10")
    begun = [row.strip.content.members for _, row in chronicle.begun]
    assert ("mayor/1#c1",) in begun
    assert ("wire/1#c1",) in begun


def test_what_is_known_no_later_extends_no_chronicle() -> None:
    told = story(SEVEN, NINE)
    chronicle = Chronicle(told, INCIDENT, NOUNS)
    chronicle.learn()

    assert not chronicle.extend([told.updates[1]])
