"""The columns of each noun: what a reader finds in a row, and of which claim."""

import pytest

from incident_log.projections.nouns import listed, stored
from tests.given import (
    INCIDENT,
    ZONE,
    Document,
    act,
    casualties,
    claim,
    clock,
    denied,
    injured,
    killed,
    made,
    more,
    story,
    update,
)

#: What a count says.
COUNT = "low, high, value, count_text, denied, flags, claims"
OTHERS: Document = {"related_incidents": [{"id": "raid", "title": "The raid"}]}

# -- counts --------------------------------------------------------------------------


def test_a_total_stands_from_the_moment_it_speaks_about() -> None:
    told = story(update("kmva", injured("at least 7"), at="08:00", heard="08:10"))

    assert made(told, "casualties", COUNT) == [
        (7, None, 7, "at least 7", 0, "[]", '["kmva/1#c1"]', "08:00-", "08:10-", None)
    ]


def test_an_increment_makes_a_row_with_the_total_below_it() -> None:
    told = story(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("kmva", more(injured(2)), at="09:00", heard="09:10"),
    )
    total, both = '["kmva/1#c1"]', '["kmva/1#c1","kmva/2#c1"]'

    assert made(told, "casualties", COUNT) == [
        (7, 7, 7, "7", 0, "[]", total, "08:00-", "08:10-09:10", "superseded"),
        (7, 7, 7, "7", 0, "[]", total, "08:00-09:00", "09:10-", None),
        (9, 9, 9, "7", 0, "[]", both, "09:00-", "09:10-", None),
    ]


def test_an_increment_without_a_total_is_a_floor_and_says_so() -> None:
    told = story(update("kmva", more(injured(2)), at="09:00", heard="09:10"))
    flags = '["increment_without_total"]'

    assert made(told, "casualties", COUNT) == [
        (2, None, 2, "2", 0, flags, '["kmva/1#c1"]', "09:00-", "09:10-", None)
    ]


def test_a_denial_stands_for_none_and_is_worth_nothing() -> None:
    told = story(update("kmva", denied(killed(1)), at="09:00", heard="09:10"))

    assert made(told, "casualties", COUNT) == [
        (0, 0, None, "1", 1, "[]", '["kmva/1#c1"]', "09:00-", "09:10-", None)
    ]


def test_claims_that_tie_make_one_row_that_both_allow() -> None:
    told = story(
        update(
            "kmva",
            injured("up to 12"),
            injured("at least 9"),
            at="09:00",
            heard="09:10",
        )
    )

    assert made(told, "casualties", "low, high, value, count_text, claim, claims") == [
        (
            *(9, 12, 9, "up to 12", "kmva/1#c1", '["kmva/1#c1","kmva/1#c2"]'),
            *("09:00-", "09:10-", None),
        )
    ]


def test_claims_that_tie_and_contradict_each_other_widen_the_row() -> None:
    told = story(update("kmva", injured(12), injured(9), at="09:00", heard="09:10"))

    assert made(told, "casualties", "low, high, value, count_text") == [
        (9, 12, 9, "12", "09:00-", "09:10-", None)
    ]


def test_a_later_lower_total_says_that_it_is_lower() -> None:
    told = story(
        update("kmva", injured(14), at="09:00", heard="09:10"),
        update("kmva", injured(13), at="10:00", heard="10:10"),
    )

    assert made(told, "casualties", "low, flags") == [
        (14, "[]", "09:00-", "09:10-10:10", "superseded"),
        (14, "[]", "09:00-10:00", "10:10-", None),
        (13, '["downward_revision"]', "10:00-", "10:10-", None),
    ]


def test_only_the_total_before_decides_whether_a_total_is_lower() -> None:
    told = story(
        update("kmva", injured(9), at="08:00", heard="08:10"),
        update("kmva", injured(14), at="09:00", heard="09:10"),
        update("kmva", injured(12), at="10:00", heard="10:10"),
        update("kmva", injured(13), at="11:00", heard="11:10"),
    )

    rows = made(told, "casualties", "low, flags")

    assert [row for row in rows if row[-1] is None] == [
        (9, "[]", "08:00-09:00", "09:10-", None),
        (14, "[]", "09:00-10:00", "10:10-", None),
        (12, '["downward_revision"]', "10:00-11:00", "11:10-", None),
        (13, "[]", "11:00-", "11:10-", None),
    ]


def test_a_text_that_rests_on_a_retracted_report_says_so() -> None:
    told = story(
        update("wire", injured(7), at="08:00", heard="08:10"),
        update("page", injured(8), at="09:00", heard="09:10", derived_from="wire"),
        act("retract", "10:00", ref="wire"),
    )

    assert made(told, "casualties", "low, origin, report, flags") == [
        (7, "wire", "wire", "[]", "08:00-", "08:10-09:10", "superseded"),
        (7, "wire", "wire", "[]", "08:00-09:00", "09:10-10:00", "retracted"),
        (8, "wire", "page", "[]", "09:00-", "09:10-10:00", "redescribed"),
        (8, "wire", "page", '["origin_retracted"]', "09:00-", "10:00-", None),
    ]


def test_only_the_report_retracted_as_a_whole_flags_what_rests_on_it() -> None:
    told = story(
        update("wire", injured(7), at="08:00", heard="08:10"),
        update("page", injured(8), at="09:00", heard="09:10", derived_from="wire"),
        act("retract", "10:00", ref="wire/1"),
    )

    assert made(told, "casualties", "low, flags")[-1] == (
        *(8, "[]", "09:00-", "09:10-", None),
    )


# -- subjects ------------------------------------------------------------------------


def test_people_are_counted_apart_by_everything_said_of_them() -> None:
    who = {"status": "civilian", "sex": "female", "age_group": "child"}
    told = story(
        update(
            "kmva",
            injured(9, id="all"),
            casualties(
                "injured",
                2,
                detail="hospitalized",
                population={**who, "role": ["medical", "journalist"]},
                measure="subset",
                subset_of="all",
                counter="second-wave",
            ),
            at="09:00",
            heard="09:10",
        )
    )
    subject = (
        "outcome, detail, status, sex, age_group, role, measure, subset_of, counter"
    )

    rows = made(told, "casualties", f"low, {subject}")

    assert [row[:-3] for row in sorted(rows)] == [
        (
            *(2, "injured", "hospitalized", "civilian", "female", "child"),
            *('["journalist","medical"]', "subset", "injured", "second-wave"),
        ),
        (9, "injured", None, None, None, None, None, "total_to_date", None, None),
    ]


def test_damage_says_what_to_how_much_and_by_what() -> None:
    hit = claim("damage", object="roof", degree="hit", count=3, cause="debris", areas=2)
    several = claim(
        "damage", object="building", composite=["shop", "flat"], counter="b"
    )
    told = story(update("kmva", hit, several, at="09:00", heard="09:10"))

    rows = made(told, "damage", "object, degree, composite, counter, cause, areas, low")

    assert [row[:-3] for row in rows] == [
        ("building", None, '["flat","shop"]', "b", None, None, None),
        ("roof", "hit", None, None, "debris", 2, 3),
    ]


def test_a_service_that_is_back_does_not_end_what_was_out() -> None:
    since = {"from": "2024-12-20T07:00", "to": "2024-12-20T07:30"}
    out = claim(
        "outage", service="heating", state="out", count=630, since=since["from"]
    )
    back = claim(
        "outage",
        service="heating",
        state="restored",
        object="residential_building",
        cause="strike",
        until="2024-12-20T12:00",
    )
    told = story(
        update("kmva", out, at="09:00", heard="09:10"),
        update("kmva", back, at="12:00", heard="12:10"),
    )

    rows = made(told, "outages", "service, state, object, low, cause, since, until")

    assert rows == [
        (
            *("heating", "out", None, 630, None, clock("07:00"), None, "09:00-"),
            *("09:10-", None),
        ),
        (
            *("heating", "restored", "residential_building", None, "strike", None),
            *(clock("12:00"), "12:00-", "12:10-", None),
        ),
    ]


def test_several_weapons_are_one_count_in_a_stated_order() -> None:
    fired = claim(
        "strike",
        weapons=["kinzhal", "iskander"],
        phase="launched",
        actor="russia",
        count=8,
        launched_from="voronezh",
        carrier="mig-31",
    )
    told = story(update("kmva", fired, at="09:00", heard="09:10"))

    rows = made(told, "strikes", "weapons, phase, actor, launched_from, carrier, value")

    assert rows == [
        (
            *('["iskander","kinzhal"]', "launched", "russia", "voronezh", "mig-31"),
            *(8, "09:00-", "09:10-", None),
        )
    ]


def test_an_indicator_keeps_its_decimals_and_its_unit() -> None:
    level = claim("indicator", name="water_level", value=1.5, unit="m", counter="dam")
    told = story(update("kmva", level, at="09:00", heard="09:10"))

    assert made(told, "indicators", "name, unit, counter, low, high, value") == [
        ("water_level", "m", "dam", 1.5, 1.5, 1.5, "09:00-", "09:10-", None)
    ]


# -- voices, places, sources ---------------------------------------------------------


def test_a_row_names_the_voice_what_it_speaks_for_and_its_party() -> None:
    agents = [
        {"id": "mayor", "origin": "city", "party": "ukraine"},
        {"id": "city", "name": "The city"},
    ]
    told = story(
        update(
            "wire",
            injured(7, said_by="mayor", place="podil"),
            killed(1),
            at="09:00",
            heard="09:10",
            source="agency",
            agents=agents,
        )
    )

    rows = made(told, "casualties", "outcome, said_by, origin, party, place, incident")

    assert [row[:-3] for row in rows] == [
        ("injured", "mayor", "city", "ukraine", "podil", INCIDENT),
        ("killed", "agency", "agency", None, "kyiv", INCIDENT),
    ]


def test_a_row_leads_back_to_the_words_and_the_times_of_its_report() -> None:
    told = story(
        update(
            "wire",
            injured(7, quote="seven hurt", as_of="2024-12-20"),
            heard="18:00",
            published_at="2024-12-20T17:00",
            id="u7",
        )
    )
    source = "quote, claim, claims, report, update_id"
    times = "as_of, as_of_latest, published_at, known_at"

    assert made(told, "casualties", f"{source}, {times}") == [
        (
            *("seven hurt", "wire/u7#c1", '["wire/u7#c1"]', "wire", "u7"),
            *(clock("00:00"), clock("17:00"), clock("17:00"), clock("18:00")),
            *("17:00-", "18:00-", None),
        )
    ]


def test_a_day_is_visible_from_its_end_and_new_by_its_beginning() -> None:
    told = story(
        update("wire", injured(9), at="15:27", heard="15:30"),
        update("wire", injured(7, as_of="2024-12-20"), heard="23:30"),
    )

    assert made(told, "casualties", "low, claims") == [
        (9, '["wire/1#c1"]', "15:27-", "15:30-", None)
    ]


def test_a_day_that_is_over_shows_from_midnight() -> None:
    told = story(
        update("wire", injured(7, as_of="2024-12-19"), heard="08:00"),
        update("wire", killed(1, as_of="2024-12-19"), heard="09:00"),
    )

    rows = made(told, "casualties", "outcome, as_of_from, as_of")

    assert [row[:-3] for row in rows] == [
        ("injured", clock("00:00"), "2024-12-18T22:00:00.000000Z"),
        ("killed", clock("00:00"), "2024-12-18T22:00:00.000000Z"),
    ]


# -- statements, targets -------------------------------------------------------------


def test_statements_and_targets_do_not_supersede_one_another() -> None:
    said = claim("statement", act="condemn", quote="A crime")
    aim = claim("target", kind="airfield")
    told = story(
        update("wire", said, aim, at="08:00", heard="08:10"),
        update("wire", said, aim, at="09:00", heard="09:10"),
    )

    assert made(told, "statements", "act, quote, claim, claims") == [
        ("condemn", "A crime", "wire/1#c1", '["wire/1#c1"]', "08:00-", "08:10-", None),
        ("condemn", "A crime", "wire/2#c1", '["wire/2#c1"]', "09:00-", "09:10-", None),
    ]
    assert made(told, "targets", "kind, claim") == [
        ("airfield", "wire/1#c2", "08:00-", "08:10-", None),
        ("airfield", "wire/2#c2", "09:00-", "09:10-", None),
    ]


def test_a_statement_says_who_spoke_where_and_about_what() -> None:
    said = claim(
        "statement",
        act="deny",
        speaker="press-office",
        verbatim=True,
        text="No hits.",
        channel="telegram_post",
        about=["wire/0#c1"],
        occurred={
            "from": "2024-12-20T07:00",
            "to": "2024-12-20T08:00",
            "text": "this morning",
        },
    )
    told = story(update("wire", said, at="09:00", heard="09:10"))
    columns = "act, speaker, verbatim, text, channel, about"

    rows = made(
        told, "statements", f"{columns}, occurred_from, occurred_to, occurred_text"
    )

    assert [row[:-3] for row in rows] == [
        (
            *("deny", "press-office", "true", "No hits.", "telegram_post"),
            *('["wire/0#c1"]', clock("07:00"), clock("08:00"), "this morning"),
        )
    ]


def test_words_may_be_the_speaker_s_own_in_part() -> None:
    said = [claim("statement", act="deny", verbatim=v) for v in (False, "partial")]
    told = story(update("wire", *said, claim("statement", act="warn"), heard="09:10"))

    rows = made(told, "statements", "verbatim, act")

    assert [row[:2] for row in rows] == [
        ("false", "deny"),
        ("partial", "deny"),
        (None, "warn"),
    ]


def test_a_target_is_what_was_aimed_at_in_the_party_s_words() -> None:
    aim = claim(
        "target", kind="office", organisation="sbu", channel="briefing", note="n"
    )
    told = story(update("ministry", aim, at="09:00", heard="09:10"))

    rows = made(told, "targets", "kind, organisation, channel, note, occurred_from")

    assert [row[:-3] for row in rows] == [("office", "sbu", "briefing", "n", None)]


# -- moments -------------------------------------------------------------------------


def blast(
    count: object = None, *, occurred: str = "07:00", **fields: object
) -> Document:
    stated = {} if count is None else {"count": count}
    when = {"occurred": f"2024-12-20T{occurred}"}
    return claim("occurrence", kind="blast_heard", **stated, **when, **fields)


def test_of_a_moment_told_again_only_the_newest_telling_shows() -> None:
    told = story(
        update("wire", blast(3), at="08:00", heard="08:10"),
        update("wire", blast("at least 4", note="loud"), at="09:00", heard="09:10"),
    )

    rows = made(told, "occurrences", "low, high, count_text, note, claims")

    assert rows == [
        (3, 3, "3", None, '["wire/1#c1"]', "08:00-", "08:10-09:10", "superseded"),
        (3, 3, "3", None, '["wire/1#c1"]', "08:00-09:00", "09:10-", None),
        (4, None, "at least 4", "loud", '["wire/2#c1"]', "09:00-", "09:10-", None),
    ]


def test_a_moment_told_again_of_an_earlier_time_does_not_come_back() -> None:
    told = story(
        update("wire", blast(3), at="09:00", heard="09:10"),
        update("wire", blast(2), at="08:00", heard="10:10"),
    )

    assert made(told, "occurrences", "low") == [
        (3, "09:00-", "09:10-", None),
        (2, "08:00-09:00", "10:10-", None),
    ]


def test_tellings_that_tie_are_one_row_of_the_first_by_reference() -> None:
    told = story(update("wire", blast(3), blast(4), at="08:00", heard="08:10"))

    assert made(told, "occurrences", "low, claim, claims") == [
        (3, "wire/1#c1", '["wire/1#c1","wire/1#c2"]', "08:00-", "08:10-", None)
    ]


@pytest.mark.parametrize(
    "other",
    [
        blast(4, occurred="07:05"),
        blast(4, place="podil"),
        blast(4, said_by="mayor"),
        blast(4) | {"kind": "interception"},
    ],
    ids=["time", "place", "voice", "kind"],
)
def test_another_time_place_voice_or_kind_is_another_moment(other: Document) -> None:
    told = story(
        update("wire", blast(3), at="08:00", heard="08:10"),
        update("wire", other, at="09:00", heard="09:10"),
    )

    assert made(told, "occurrences", "low") == [
        (3, "08:00-", "08:10-", None),
        (4, "09:00-", "09:10-", None),
    ]


def test_moments_without_a_time_stay_apart() -> None:
    fire = claim("occurrence", kind="fire", channel="tv")
    told = story(update("wire", fire, fire, at="08:00", heard="08:10"))

    assert made(told, "occurrences", "kind, channel, occurred_from, claims") == [
        ("fire", "tv", None, '["wire/1#c1"]', "08:00-", "08:10-", None),
        ("fire", "tv", None, '["wire/1#c2"]', "08:00-", "08:10-", None),
    ]


def test_how_often_something_was_noticed_is_counted_beside_its_moments() -> None:
    told = story(
        update(
            "wire",
            blast(3),
            claim("occurrence", kind="fire"),
            heard="08:10",
            at="08:00",
        )
    )

    assert made(told, "observed", "kind, counter, low, high, value") == [
        ("blast_heard", None, 3, 3, 3, "08:00-", "08:10-", None)
    ]


# -- links ---------------------------------------------------------------------------


def reply(**fields: object) -> Document:
    return claim("link", relation="in_response_to", to="raid", **fields)


def test_links_of_one_origin_are_one_row_with_the_words_of_the_first() -> None:
    told = story(
        update("wire", reply(), at="08:00", heard="08:10", **OTHERS),
        update("wire", reply(note="again", channel="tv"), at="09:00", heard="09:10"),
    )

    rows = made(told, "links", "relation, to, said_by, note, channel, claims")

    first = ("in_response_to", "raid", "wire", None, None)
    assert rows == [
        (*first, '["wire/1#c1"]', "08:00-", "08:10-09:10", "superseded"),
        (*first, '["wire/1#c1"]', "08:00-09:00", "09:10-", None),
        (*first, '["wire/1#c1","wire/2#c1"]', "09:00-", "09:10-", None),
    ]


def test_another_origin_says_so_in_a_row_of_its_own() -> None:
    told = story(
        update("wire", reply(), at="08:00", heard="08:10", **OTHERS),
        update("mayor", reply(note="yes"), at="09:00", heard="09:10"),
    )

    assert made(told, "links", "origin, note, claims") == [
        ("wire", None, '["wire/1#c1"]', "08:00-", "08:10-", None),
        ("mayor", "yes", '["mayor/1#c1"]', "09:00-", "09:10-", None),
    ]


def test_an_editor_s_link_stands_from_when_it_was_decided() -> None:
    told = story(
        update(
            "wire", at="08:00", heard="08:10", agents=[{"id": "anna", "origin": "desk"}]
        ),
        act(
            "link",
            "10:00",
            incident=INCIDENT,
            relation="precedes",
            to="raid",
            by="anna",
        ),
        act("link", "11:00", incident=INCIDENT, relation="part_of", to="raid"),
    )
    columns = "relation, said_by, origin, claim, claims, report, as_of, known_at"

    name = f"incident:{INCIDENT}@"
    assert made(told, "links", columns) == [
        (
            *("precedes", "anna", "desk", f"{name}1", f'["{name}1"]', None),
            *(clock("10:00"), clock("10:00"), "10:00-", "10:00-", None),
        ),
        (
            *("part_of", None, None, f"{name}2", f'["{name}2"]', None),
            *(clock("11:00"), clock("11:00"), "11:00-", "11:00-", None),
        ),
    ]


def test_an_editor_who_says_what_a_report_says_is_added_to_its_row() -> None:
    told = story(
        update("wire", reply(), at="08:00", heard="08:10", **OTHERS),
        act(
            "link",
            "10:00",
            incident=INCIDENT,
            relation="in_response_to",
            to="raid",
            by="wire",
        ),
    )

    editor = f"incident:{INCIDENT}@1"
    assert made(told, "links", "claim, claims, known_at") == [
        (
            *("wire/1#c1", '["wire/1#c1"]', clock("08:10"), "08:00-", "08:10-10:00"),
            "superseded",
        ),
        ("wire/1#c1", '["wire/1#c1"]', clock("08:10"), "08:00-10:00", "10:00-", None),
        (
            *("wire/1#c1", f'["wire/1#c1","{editor}"]', clock("08:10"), "10:00-"),
            *("10:00-", None),
        ),
    ]


def test_what_was_said_by_a_report_that_is_gone_leaves_the_other_s_words() -> None:
    told = story(
        update("wire", reply(), at="08:00", heard="08:10", **OTHERS),
        update("wire", reply(note="again"), at="09:00", heard="09:10"),
        act("retract", "10:00", ref="wire/1"),
    )

    assert made(told, "links", "note, claims")[-1] == (
        *("again", '["wire/2#c1"]', "09:00-", "10:00-", None),
    )


# -- verdicts ------------------------------------------------------------------------


def verdict(says: str, *of: str, **fields: object) -> Document:
    return claim("verification", verdict=says, of=list(of), **fields)


def test_a_verdict_made_in_another_incident_shows_where_its_claim_shows() -> None:
    told = story(
        update("wire", injured(7), at="08:00", heard="08:10"),
        update(
            "fact",
            verdict("disputed", "wire/1#c1", quote="Not seven", said_by="checkers"),
            at="09:00",
            heard="09:10",
            incident="checks",
            published_at="2024-12-20T09:05",
        ),
    )
    columns = "verdict, of, said_by, origin, quote, claim, report, published_at"

    row = (
        *("disputed", '["wire/1#c1"]', "checkers", "checkers", "Not seven"),
        *("fact/1#c1", "fact", clock("09:05"), "09:00-", "09:10-", None),
    )
    assert made(told, "verifications", columns) == [row]
    assert made(told, "verifications", columns, incident="checks") == [row]


def test_a_verdict_made_in_another_incident_is_where_it_says_and_nowhere_else() -> None:
    told = story(
        update("wire", injured(7), at="08:00", heard="08:10"),
        update(
            "fact",
            verdict("disputed", "wire/1#c1"),
            verdict("disputed", "wire/1#c1", place="podil"),
            heard="09:10",
        )
        | {"incident": {"id": "checks", "place": "lviv", "timezone": ZONE}},
    )

    there = {row[0] for row in made(told, "verifications", "place")}
    here = {row[0] for row in made(told, "verifications", "place", incident="checks")}
    assert (there, here) == ({None, "podil"}, {"lviv", "podil"})


def test_a_verdict_on_a_claim_of_neither_incident_does_not_show() -> None:
    told = story(
        update("wire", injured(7), at="08:00", heard="08:10"),
        update("post", killed(1), at="08:00", heard="08:20", incident="raid"),
        update(
            "fact", verdict("disputed", "post/1#c1"), heard="09:10", incident="checks"
        ),
        act("assess", "10:00", claim="post/1#c1", verdict="confirmed"),
    )

    assert made(told, "verifications", "verdict") == []


def test_a_verdict_in_the_same_update_names_its_claim_in_full() -> None:
    told = story(
        update(
            "wire", injured(7, id="all"), verdict("not_verified", "all"), heard="08:10"
        )
    )

    assert made(told, "verifications", "of, claim, place") == [
        ('["wire/1#all"]', "wire/1#c2", "kyiv", "08:10-", "08:10-", None)
    ]


def test_an_editor_s_verdict_stands_from_when_it_was_given() -> None:
    told = story(
        update("wire", injured(7), at="08:00", heard="08:10"),
        act("assess", "10:00", claim="wire/1#c1", verdict="confirmed", by="desk"),
        act("assess", "11:00", claim="wire/1#c1", verdict="disputed"),
    )
    columns = "verdict, of, said_by, origin, claim, report, as_of"

    assert made(told, "verifications", columns) == [
        (
            *("confirmed", '["wire/1#c1"]', "desk", "desk", "report:wire@2", None),
            *(clock("10:00"), "10:00-", "10:00-", None),
        ),
        (
            *("disputed", '["wire/1#c1"]', None, None, "report:wire@3", None),
            *(clock("11:00"), "11:00-", "11:00-", None),
        ),
    ]


# -- places within places ------------------------------------------------------------


def test_a_place_lies_in_all_that_lies_around_it() -> None:
    within = [{"id": "podil", "part_of": "kyiv"}, {"id": "kyiv", "part_of": "ukraine"}]
    told = story(
        update("wire", heard="08:00", places=within),
        update("wire", heard="10:00", places=[{"id": "podil", "part_of": "ukraine"}]),
    )

    assert sorted(made(told, "enclosures", "place, within, depth")) == [
        ("kyiv", "ukraine", 1, "-", "08:00-", None),
        ("podil", "kyiv", 1, "-", "08:00-10:00", "superseded"),
        ("podil", "ukraine", 1, "-", "10:00-", None),
        ("podil", "ukraine", 2, "-", "08:00-10:00", "redescribed"),
    ]


# -- what is remarkable --------------------------------------------------------------


def test_what_is_remarkable_about_an_update_changes_with_what_is_known() -> None:
    told = story(
        update("wire", injured(7), at="08:00", heard="08:10", text="Seven."),
        update("wire", injured(9), at="08:00", heard="08:20", text="Nine."),
        act("hold", "09:00", ref="wire/2"),
        act("release", "10:00", ref="wire/2"),
        act("retract", "11:00", ref="wire/1"),
    )

    rows = made(told, "remarks", "update_ref, flags")

    edited = '"backfilled","silent_edit"'
    assert rows == [
        ("wire/1", '["backfilled"]', "-", "08:10-11:00", "redescribed"),
        ("wire/2", f"[{edited}]", "-", "08:20-09:00", "redescribed"),
        (
            "wire/2",
            '["backfilled","held","silent_edit"]',
            "-",
            "09:00-10:00",
            "redescribed",
        ),
        ("wire/2", f"[{edited}]", "-", "10:00-", None),
        ("wire/1", '["backfilled","retracted"]', "-", "11:00-", None),
    ]


def test_an_update_says_what_it_waits_for_until_that_is_there() -> None:
    words = ["late/1#c1", "soon", "other/2"]
    told = story(
        update("wire", verdict("confirmed", *words), at="08:00", heard="08:10"),
        update("late", killed(1), at="08:00", heard="09:00"),
    )

    rows = made(told, "remarks", "update_ref, flags, waits_for")

    waits = ("wire/1", '["backfilled","waiting"]')
    assert rows == [
        (*waits, '["late/1","other/2","soon"]', "-", "08:10-09:00", "redescribed"),
        ("late/1", '["backfilled"]', "[]", "-", "09:00-", None),
        (*waits, '["other/2","soon"]', "-", "09:00-", None),
    ]


# -- titles --------------------------------------------------------------------------


def test_an_incident_is_called_what_it_was_called_last() -> None:
    titled = {"id": INCIDENT, "title": "Strike on Kyiv"}
    told = story(
        update("wire", heard="08:00"),
        act("describe", "10:00", incident=titled),
        act("describe", "11:00", incident={"id": INCIDENT, "kind": "attack"}),
    )

    assert made(told, "titles", "title") == [
        (INCIDENT, "-", "08:00-10:00", "redescribed"),
        ("Strike on Kyiv", "-", "10:00-", None),
    ]


def test_an_incident_without_a_title_has_none() -> None:
    nameless = {"incident": {"id": INCIDENT, "timezone": "Europe/Kyiv"}}

    told = story(update("wire", heard="08:00") | nameless)

    assert made(told, "titles", "title") == []


def test_a_merged_incident_has_no_title_while_it_is_merged() -> None:
    told = story(
        update("wire", heard="08:00"),
        update("post", heard="08:00", incident="raid"),
        act("merge", "10:00", incident="raid", into=INCIDENT),
        act("unmerge", "11:00", incident="raid", into=INCIDENT),
    )

    rows = made(told, "titles", "title", incident="raid")

    assert made(told, "titles", "title") == [(INCIDENT, "-", "08:00-", None)]
    assert [row[:-1] for row in rows] == [
        ("raid", "-", "08:00-10:00"),
        ("raid", "-", "11:00-"),
    ]


# -- as stored -----------------------------------------------------------------------


def test_lists_are_stored_as_short_json_and_truth_as_a_number() -> None:
    assert stored(("é", 1)) == '["é",1]'
    assert stored({"a": [None]}) == '{"a":[null]}'
    assert stored(True) == 1
    assert stored("9 to 12") == "9 to 12"
    assert stored(None) is None
    assert listed(["wire/1#c1", "wire/2#c1"]) == '["wire/1#c1","wire/2#c1"]'
