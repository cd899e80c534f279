"""The registers: what there is of each thing, and what was said of it last."""

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from incident_log.intake import import_updates
from incident_log.log import Log
from incident_log.projecting.keeping import rebuild
from tests.given import (
    INCIDENT,
    SEVEN,
    ZONE,
    Document,
    act,
    asked,
    casualties,
    claim,
    clock,
    denied,
    held,
    injured,
    killed,
    tell,
    update,
)

Row = tuple[Any, ...]

LINK = claim("link", relation="part_of", to="winter")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log that has heard of one report by ten past eight."""
    with Log.create(tmp_path, clock=lambda: clock("06:00")) as log:
        tell(log, SEVEN)
        yield log


def bare(document: Document) -> Document:
    """Let an update name its incident without describing it."""
    return document | {"incident": INCIDENT, "timezone": ZONE}


def after_rebuild(log: Log, select: str) -> tuple[list[Row], list[Row]]:
    """Return what the tables answer that grew, and those that were made again."""
    grown = asked(log, select)
    rebuild(log)
    return grown, asked(log, select)


# -- agents, sources, places, weapons ------------------------------------------------


def test_an_agent_is_what_was_said_of_it_last_field_by_field(log: Log) -> None:
    mayor = {"id": "mayor", "name": "The mayor", "kind": "official"}
    tell(
        log,
        update("wire", heard="09:00", agents=[mayor]),
        update("page", heard="10:00", agents=[{"id": "mayor", "name": "V. Klitschko"}]),
        update("post", heard="11:00", agents=[{"id": "mayor", "origin": "city"}]),
    )

    select = "SELECT id, name, kind, party, origin FROM agents WHERE id LIKE '%y%r%'"
    grown, made = after_rebuild(log, select)

    assert grown == [("mayor", "V. Klitschko", "official", None, "city")]
    assert made == grown


def test_a_description_that_comes_late_does_not_undo_a_later_one(log: Log) -> None:
    tell(
        log,
        update("page", heard="10:00", agents=[{"id": "mayor", "name": "New name"}]),
        update(
            "wire",
            heard="09:00",
            agents=[{"id": "mayor", "name": "Old name", "party": "ukraine"}],
        ),
    )

    assert asked(log, "SELECT name, party FROM agents WHERE id = 'mayor'") == [
        ("New name", "ukraine")
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_a_description_that_is_said_again_counts_from_when_it_was_said_last(
    log: Log, order: tuple[int, ...]
) -> None:
    said = [
        ("page", "08:20", "One"),
        ("wire", "09:00", "Two"),
        ("post", "10:00", "One"),
    ]
    updates = [
        update(report, heard=heard, agents=[{"id": "mayor", "name": name}])
        for report, heard, name in said
    ]
    tell(log, *[updates[n] for n in order])

    grown, made = after_rebuild(
        log, "SELECT value, report FROM descriptions WHERE id = 'mayor'"
    )
    assert grown == [('"One"', "post")]
    assert made == grown


def test_of_descriptions_known_at_once_the_one_published_last_counts(log: Log) -> None:
    tell(
        log,
        update(
            "b",
            heard="09:00",
            published_at="2024-12-20T08:30",
            agents=[{"id": "mayor", "name": "Published last"}],
        ),
        update("c", heard="09:00", agents=[{"id": "mayor", "name": "No time"}]),
        update(
            "a",
            heard="09:00",
            published_at="2024-12-20T08:20",
            agents=[{"id": "mayor", "name": "Published first"}],
        ),
    )

    grown, made = after_rebuild(log, "SELECT name FROM agents WHERE id = 'mayor'")

    assert grown == made == [("Published last",)]


def test_a_slug_that_nobody_described_is_its_own_name(log: Log) -> None:
    fired = claim(
        "strike",
        weapons=["drone"],
        phase="used",
        actor="army",
        launched_from="crimea",
        carrier="truck",
        said_by="ministry",
        place="podil",
    )
    tell(log, update("wire", fired, at="09:00", heard="09:10"))

    agents = asked(log, "SELECT id, name, kind FROM agents ORDER BY id")
    places = asked(log, "SELECT id, name, level FROM places ORDER BY id")
    weapons = asked(log, "SELECT id, name, kind FROM weapons WHERE id = 'truck'")
    sources = asked(log, "SELECT id, name FROM sources")

    assert agents == [
        *[("army", "army", None), ("ministry", "ministry", None)],
        ("wire", "wire", None),
    ]
    assert places == [
        *[("crimea", "crimea", None), ("kyiv", "kyiv", None)],
        ("podil", "podil", None),
    ]
    assert weapons == [("truck", "truck", None)]
    assert sources == [("wire", "wire")]


def test_what_a_description_names_is_there_as_well(log: Log) -> None:
    tell(
        log,
        update(
            "wire",
            heard="09:00",
            agents=[{"id": "mayor", "origin": "city"}],
            places=[{"id": "podil", "name": "Podil", "part_of": "old-town"}],
            weapons=[{"id": "shahed", "name": "Shahed", "broader": "drone"}],
        ),
    )

    assert asked(log, "SELECT id FROM agents WHERE id = 'city'") == [("city",)]
    assert asked(log, "SELECT id, name FROM places WHERE id LIKE 'old%'") == [
        ("old-town", "old-town")
    ]
    assert asked(log, "SELECT id, name, broader FROM weapons ORDER BY id") == [
        ("drone", "drone", None),
        ("shahed", "Shahed", "drone"),
    ]
    assert asked(log, "PRAGMA foreign_key_check") == []


def test_a_weapon_keeps_its_other_names_as_a_list(log: Log) -> None:
    weapon = {"id": "shahed", "name": "Shahed", "kind": "drone", "aliases": ["Geran-2"]}
    tell(log, update("wire", heard="09:00", weapons=[weapon]))

    assert asked(log, "SELECT name, kind, aliases FROM weapons") == [
        ("Shahed", "drone", '["Geran-2"]')
    ]


def test_a_source_has_the_name_that_it_has_as_an_agent(log: Log) -> None:
    tell(
        log, update("page", heard="09:00", agents=[{"id": "wire", "name": "The Wire"}])
    )

    assert asked(log, "SELECT name FROM sources WHERE id = 'wire'") == [("The Wire",)]


def test_an_agent_that_publishes_later_keeps_its_name_as_a_source(log: Log) -> None:
    tell(
        log,
        update("page", heard="09:00", agents=[{"id": "mayor", "name": "The mayor"}]),
        update("post", killed(1), heard="10:00", source="mayor"),
    )

    grown, made = after_rebuild(log, "SELECT name FROM sources WHERE id = 'mayor'")

    assert made == [("The mayor",)]
    assert grown == made


def test_what_turns_out_to_be_a_report_is_no_agent_any_more(log: Log) -> None:
    select = "SELECT id FROM agents WHERE id = 'agency-1'"
    said = killed(1, said_by="mayor")
    tell(log, update("page", said, heard="09:00", derived_from="agency-1"))
    before = asked(log, select)

    tell(log, update("agency-1", killed(1), heard="10:00", source="agency"))
    after, made = after_rebuild(log, select)

    assert before == [("agency-1",)]
    assert after == made == []


def test_what_was_said_of_an_agent_with_the_name_of_a_report_is_kept(log: Log) -> None:
    agents = [{"id": "page", "party": "ua"}, {"id": "desk", "origin": "post"}]
    tell(
        log,
        update("page", heard="09:00", source="agency", agents=agents),
        update("post", heard="09:10", source="agency"),
    )

    select = "SELECT id, party, origin FROM agents WHERE id <> 'wire' ORDER BY id"
    grown, made = after_rebuild(log, select)

    said = [("desk", None, "post"), ("page", "ua", None), ("post", None, None)]
    assert grown == made == [("agency", None, None), *said]


def test_an_agent_with_the_name_of_a_report_stays_while_it_is_one(log: Log) -> None:
    tell(log, update("page", killed(1, said_by="wire"), heard="09:00"))

    assert asked(log, "SELECT id FROM agents") == [("wire",)]


# -- incidents -----------------------------------------------------------------------


def test_an_incident_is_described_and_counted(log: Log) -> None:
    described = {
        "id": INCIDENT,
        "title": "Strike on Kyiv",
        "kind": "missile_attack",
        "timezone": ZONE,
        "place": "kyiv",
        "occurred": {"from": "2024-12-20T07:00", "text": "this morning"},
    }
    centre = {"id": "kyiv", "latitude": 50.45, "longitude": 30.5}
    tell(
        log,
        update("page", heard="09:00", places=[centre]) | {"incident": described},
        update("wire", injured(9), at="10:00", heard="10:10"),
        act("describe", "11:00", incident={"id": INCIDENT, "kind": "attack"}),
    )

    found = asked(
        log,
        "SELECT title, kind, place, timezone, occurred_from, occurred_to,"
        " occurred_text, state, merged_into, updates, first_known_at, last_known_at,"
        " latitude, longitude FROM incidents",
    )

    assert found == [
        (
            *(INCIDENT, "attack", "kyiv", ZONE, clock("07:00"), None, "this morning"),
            *("open", None, 3, clock("08:10"), clock("10:10"), 50.45, 30.5),
        )
    ]


def test_an_incident_lies_where_its_place_is_described_to_lie_later(log: Log) -> None:
    centre = {"id": "kyiv", "latitude": 50.45, "longitude": 30.5}
    tell(log, bare(update("page", heard="09:00", places=[centre])))

    grown, made = after_rebuild(log, "SELECT latitude, longitude FROM incidents")

    assert made == [(50.45, 30.5)]
    assert grown == made


def test_an_incident_is_open_closed_merged_and_open_again(log: Log) -> None:
    select = "SELECT id, state, merged_into FROM incidents WHERE id = 'raid'"
    tell(log, update("post", killed(1), heard="09:00", incident="raid"))
    raid = log.clock
    found = [asked(log, select)]
    for each in (
        act("close", "10:00", incident="raid"),
        act("merge", "11:00", incident="raid", into=INCIDENT),
        act("unmerge", "12:00", incident="raid"),
        act("reopen", "13:00", incident="raid"),
    ):
        tell(log, each)
        found.append(asked(log, select))

    assert raid() == clock("09:00")
    assert found == [
        [("raid", "open", None)],
        [("raid", "closed", None)],
        [("raid", "merged", INCIDENT)],
        [("raid", "closed", None)],
        [("raid", "open", None)],
    ]
    assert asked(log, "SELECT incident, survivor FROM merges") == [("raid", INCIDENT)]


def test_an_incident_that_is_only_linked_to_is_there_without_updates(
    log: Log, tmp_path: Path
) -> None:
    file = tmp_path / "link.json"
    file.write_text(json.dumps(update("wire", LINK, heard="08:00")))

    import_updates(log, [file], is_open=True)

    assert asked(
        log,
        "SELECT title, state, updates, last_known_at FROM incidents"
        " WHERE id = 'winter'",
    ) == [(None, "open", 0, None)]


def test_an_update_counts_for_each_incident_that_its_claims_are_about(log: Log) -> None:
    raid = killed(1, incident="raid")
    described = [{"id": "raid", "title": "The raid"}]
    tell(log, update("wire", raid, heard="09:00", related_incidents=described))

    assert asked(log, "SELECT id, title, updates FROM incidents ORDER BY id") == [
        (INCIDENT, INCIDENT, 2),
        ("raid", "The raid", 1),
    ]
    assert asked(log, "SELECT * FROM concerns ORDER BY 1, 2") == [
        (INCIDENT, "wire/1"),
        (INCIDENT, "wire/2"),
        ("raid", "wire/2"),
    ]


# -- reports and updates -------------------------------------------------------------


def test_a_report_has_its_latest_title_and_all_its_updates(log: Log) -> None:
    def titled(title: str, heard: str, **more: str) -> Document:
        report = {"id": "page", "source": "kmva", "title": title, **more}
        return update("page", heard=heard, label=title) | {"report": report}

    tell(
        log,
        titled("Nine hurt", "10:00", url="https://example.org/9", language="uk"),
        titled("Ten hurt", "11:00"),
        titled("Seven hurt", "09:00"),
    )

    grown, made = after_rebuild(log, "SELECT * FROM reports WHERE id = 'page'")

    assert grown == [
        (
            *("page", "kmva", "Ten hurt", "https://example.org/9", "uk", None),
            *(3, clock("09:00"), clock("11:00")),
        )
    ]
    assert made == grown


def test_an_update_is_kept_as_it_was_appended(log: Log) -> None:
    tell(
        log,
        update(
            "page",
            killed(1, restates=["wire/1#c1"]),
            id="u1",
            heard="18:00",
            source="kmva",
            derived_from="wire",
            label="[UPDATES]",
            signal="clarification",
            as_of="2024-12-20",
            published_at="2024-12-20T17:00",
            timezone=ZONE,
            text="One dead.",
        ),
    )

    assert asked(log, "SELECT * FROM updates WHERE report = 'page'") == [
        (
            *("page/u1", "page", "u1", "kmva", INCIDENT, "[UPDATES]", "clarification"),
            *(clock("00:00"), "2024-12-20T22:00:00.000000Z", clock("17:00")),
            *(clock("18:00"), clock("18:00"), 2, ZONE, "wire", 1, "[]", "One dead."),
        )
    ]


@pytest.mark.parametrize(
    ("fields", "refers"),
    [
        ({}, 0),
        ({"signal": "retraction"}, 1),
        ({"signal": "hold", "holds": ["wire/1"]}, 1),
        ({"claims": [killed(1, corrects=["wire/1"])]}, 1),
        ({"claims": [killed(1, restates=["wire/1"])]}, 1),
        ({"claims": [claim("verification", verdict="confirmed", of=["wire/1"])]}, 1),
        ({"claims": [casualties("injured", 1, subset_of="c9", measure="subset")]}, 1),
    ],
    ids=["no", "signal", "act", "corrects", "restates", "of", "subset_of"],
)
def test_an_update_says_whether_it_speaks_about_others(
    log: Log, fields: Document, refers: int
) -> None:
    tell(log, update("page", killed(2), heard="09:00") | fields)

    assert asked(log, "SELECT refers FROM updates WHERE report = 'page'") == [(refers,)]


def test_flags_say_what_became_of_an_update(log: Log) -> None:
    def page(text: str, heard: str) -> Document:
        return update("page", injured(7), at="08:00", heard=heard, text=text)

    flags = "SELECT id, flags FROM updates ORDER BY id"
    tell(log, page("Seven.", "09:00"), page("Nine.", "09:30"))
    before = asked(log, flags)

    tell(
        log,
        act("hold", "10:00", ref="page/2"),
        act("retract", "11:00", ref="wire"),
        update("late", killed(1), heard="08:00"),
    )
    after = asked(log, flags)
    tell(log, act("release", "12:00", ref="page/2"))

    assert before == [
        ("page/1", "[]"),
        ("page/2", '["silent_edit"]'),
        ("wire/1", "[]"),
    ]
    assert after == [
        ("late/1", '["backfilled"]'),
        ("page/1", "[]"),
        ("page/2", '["held","silent_edit"]'),
        ("wire/1", '["retracted"]'),
    ]
    assert asked(log, flags)[2] == ("page/2", '["silent_edit"]')


# -- claims --------------------------------------------------------------------------


def test_a_claim_is_kept_with_the_words_it_rests_on(log: Log) -> None:
    said = claim(
        "strike",
        id="fired",
        weapons=["kinzhal", "iskander"],
        phase="launched",
        count="at least 8",
        said_by="ministry",
        place="podil",
        at="07:00",
        as_of_text="at seven",
        occurred={"text": "at dawn"},
        quote="eight",
        span=[0, 5],
        note="joint count",
    )
    text = "eight were launched"
    tell(log, update("page", said, heard="09:00", text=text))

    fields = '{"weapons":["iskander","kinzhal"],"phase":"launched"}'
    assert asked(log, "SELECT * FROM claims WHERE id LIKE 'page%'") == [
        (
            *("page/1#fired", "strike", INCIDENT, "page/1", "ministry", "podil"),
            *("at least 8", 0, "eight", 0, 5, fields, clock("07:00"), clock("07:00")),
            *("at seven", None, None, "at dawn", clock("09:00"), 2, None),
            "joint count",
        )
    ]


def test_a_denied_claim_says_so_and_a_source_speaks_for_itself(
    log: Log,
) -> None:
    tell(log, update("page", denied(killed(1)), heard="09:00", source="mayor"))

    assert asked(log, "SELECT said_by, denied FROM claims WHERE id = 'page/1#c1'") == [
        ("mayor", 1)
    ]


def test_times_within_a_claim_are_kept_and_indicator_values_are_not_doubled(
    log: Log,
) -> None:
    out = claim("outage", service="heat", state="out", since="2024-12-20T07:00")
    level = claim("indicator", name="level", value=1.5, unit="m")
    tell(log, update("page", out, level, heard="09:00"))

    found = asked(
        log,
        "SELECT fields ->> '$.since.earliest', fields ->> '$.since.given',"
        " fields ->> '$.name', fields ->> '$.value', count_text"
        " FROM claims WHERE id LIKE 'page%' ORDER BY id",
    )

    assert found == [
        (clock("07:00"), "2024-12-20T07:00", None, None, None),
        (None, None, "level", None, "1.5"),
    ]


def test_an_editor_s_corrections_are_claims_of_the_same_voice(log: Log) -> None:
    tell(
        log,
        act("correct", "09:00", claim="wire/1#c1", changes={"count": 6}, by="desk"),
        act("correct", "10:00", claim="wire/1#c1~1", changes={"note": "asked again"}),
    )
    select = (
        "SELECT id, incident, update_ref, said_by, count_text, as_of, known_at,"
        " position, by, note FROM claims ORDER BY id"
    )

    grown, made = after_rebuild(log, select)

    about = (INCIDENT, "wire/1", "wire")
    assert grown == [
        ("wire/1#c1", *about, "7", clock("08:00"), clock("08:10"), 1, None, None),
        ("wire/1#c1~1", *about, "6", clock("08:00"), clock("09:00"), 2, "desk", None),
        (
            "wire/1#c1~2",
            *about,
            "6",
            clock("08:00"),
            clock("10:00"),
            3,
            None,
            "asked again",
        ),
    ]
    assert made == grown


def test_a_correction_is_one_of_its_own_incident_only(log: Log) -> None:
    tell(
        log,
        update("wire", killed(1), heard="09:00", incident="raid"),
        act("correct", "10:00", claim="wire/2#c1", changes={"count": 2}),
        update("wire", injured(9), heard="11:00"),
    )

    grown, made = after_rebuild(
        log, "SELECT incident, id, count_text FROM claims WHERE type = 'casualties'"
    )

    assert set(made) == set(grown)
    assert [row for row in grown if row[0] == "raid"] == [
        *[("raid", "wire/2#c1", "1"), ("raid", "wire/2#c1~1", "2")]
    ]


def test_a_correction_of_a_place_is_looked_up_like_any_other(log: Log) -> None:
    changes = {"place": "podil"}
    tell(log, act("correct", "09:00", claim="wire/1#c1", changes=changes))

    assert asked(log, "SELECT id FROM places WHERE id = 'podil'") == [("podil",)]
    assert held(log, "casualties", "low, place") == [
        (7, "kyiv", "08:00-", "08:10-09:00", "corrected"),
        (7, "podil", "08:00-", "09:00-", None),
    ]


def test_what_editors_claim_themselves_is_among_the_claims(log: Log) -> None:
    tell(
        log,
        update("post", heard="08:20", incident="raid"),
        act("assess", "09:00", claim="wire/1#c1", verdict="confirmed", by="desk"),
        act("link", "10:00", incident=INCIDENT, relation="part_of", to="raid"),
    )

    found, made = after_rebuild(
        log,
        "SELECT id, type, incident, update_ref, said_by, denied, fields, as_of,"
        " as_of_latest, known_at, position, by, note FROM claims WHERE position > 2"
        " ORDER BY position",
    )

    nine, ten = clock("09:00"), clock("10:00")
    judged = '{"verdict": "confirmed", "of": ["wire/1#c1"]}'
    linked = '{"relation": "part_of", "to": "raid"}'
    assert found == [
        (
            *("report:wire@2", "verification", INCIDENT, None, "desk", 0, judged),
            *(nine, nine, nine, 3, "desk", "because"),
        ),
        (
            *(f"incident:{INCIDENT}@1", "link", INCIDENT, None, None, 0, linked),
            *(ten, ten, ten, 4, None, "because"),
        ),
    ]
    assert made == found


def test_words_are_found_in_quotes_titles_and_statements(log: Log) -> None:
    said = claim("statement", act="condemn", quote="Un acte odieux à Kyiv")
    tell(log, update("page", said, heard="09:00", text="Président: odieux"))

    def found(table: str, word: str) -> int:
        select = f"SELECT count(*) FROM {table}_fts WHERE {table}_fts MATCH ?"
        return int(asked(log, select, word)[0][0])

    assert [found(t, "odieux") for t in ("claims", "statements", "updates")] == [1] * 3
    assert found("updates", "president") == 1
    assert found("claims", "a") == 1
    assert found("incidents", "kyiv") == 1
