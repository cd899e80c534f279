"""The oracle against stories counted by hand (DOMAIN 2.2 has the examples E1 to E17).

Every story happens in Kyiv on 20 December 2024, so only clock times are given.
"""

from typing import Any

import pytest

from tests.oracle import answer

Document = dict[str, Any]
Log = list[Document]


def clock(time: str) -> str:
    """Return a Kyiv clock time as the log stores it."""
    hour, minute = time.split(":")
    return f"2024-12-20T{int(hour) - 2:02}:{minute}:00.000000Z"


def killed(count: int | str | None, **fields: Any) -> Document:
    stated = {} if count is None else {"count": count}
    return {"type": "casualties", "outcome": "killed", **stated, **fields}


def increment(count: int | str | None, **fields: Any) -> Document:
    return killed(count, measure="this_reporting_period", **fields)


def heard(
    time: str,
    update: str,
    *claims: Document,
    as_of: str | None = None,
    source: str | None = None,
    derived_from: str | None = None,
    **fields: Any,
) -> Document:
    """Return an update heard at *time*; *update* is ``<report>/<id>``."""
    report, update_id = update.split("/")
    doc: Document = {
        "format": "incident-log/update/1",
        "id": update_id,
        "incident": {"id": "kyiv-attack", "place": "kyiv", "timezone": "Europe/Kyiv"},
        "report": {"id": report, "source": source or report},
        "claims": list(claims),
        **fields,
    }
    if as_of is not None:
        doc["as_of"] = f"2024-12-20T{as_of}" if ":" in as_of else as_of
    if derived_from is not None:
        doc["report"]["derived_from"] = derived_from
    return {"recorded_at": clock(time), "update": doc}


def decided(time: str, act: str, **fields: Any) -> Document:
    return {"recorded_at": clock(time), "act": act, **fields}


def log(*items: Document) -> Log:
    return [{"position": n, **item} for n, item in enumerate(items, start=1)]


def ask(
    history: Log,
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    policy: str = "latest",
    incident: str = "kyiv-attack",
) -> Document:
    return answer(
        history,
        incident,
        as_of=as_of and clock(as_of),
        known_at=known_at and clock(known_at),
        policy=policy,
    )


def only(answered: Document) -> Document:
    [figure] = answered["casualties"]
    assert isinstance(figure, dict)
    return figure


def bounds(answered: Document) -> tuple[Any, Any, Any]:
    figure = only(answered)
    return figure["low"], figure["best"], figure["high"]


# -- one origin ----------------------------------------------------------------------


def test_two_more_are_added_to_the_last_total_until_it_is_said_anew() -> None:  # E2
    story = log(
        heard("10:00", "mayor/1", killed(5), as_of="10:00"),
        heard("12:00", "mayor/2", increment(2), as_of="12:00"),
        heard("12:30", "mayor/3", killed(7), as_of="12:30"),
    )

    first = ask(story, as_of="11:00")
    more = ask(story, as_of="12:00")
    anew = ask(story, as_of="13:00")

    assert bounds(first) == (5, 5, 5)
    assert bounds(more) == (7, 7, 7)
    assert only(more)["claims"] == ["mayor/1#c1", "mayor/2#c1"]
    assert bounds(anew) == (7, 7, 7)
    assert only(anew)["lost"] == [
        {"claim": "mayor/1#c1", "why": "superseded"},
        {"claim": "mayor/2#c1", "why": "contained"},
    ]


def test_one_more_and_the_total_in_one_post_are_the_total() -> None:
    story = log(heard("18:00", "post/1", increment(1), killed(13), as_of="18:00"))

    answered = ask(story)

    assert bounds(answered) == (13, 13, 13)


def test_a_lower_later_toll_is_shown_and_flagged() -> None:  # E3
    story = log(
        heard("7:00", "city/1", killed(2), as_of="07:00"),
        heard("9:00", "city/2", killed(1), as_of="09:00"),
    )

    before = ask(story, as_of="8:00")
    after = ask(story, as_of="9:00")

    assert bounds(before) == (2, 2, 2)
    assert only(before)["flags"] == []
    assert bounds(after) == (1, 1, 1)
    assert only(after)["flags"] == ["downward_revision"]
    assert not only(after)["contested"]


def test_a_restarted_count_is_no_lower_toll() -> None:  # R23
    story = log(
        heard("7:00", "city/1", killed(20), as_of="07:00"),
        heard("9:00", "city/2", killed(1, counter="second"), as_of="09:00"),
    )

    figures = ask(story)["casualties"]

    assert [(each["counter"], each["best"]) for each in figures] == [
        (None, 20),
        ("second", 1),
    ]
    assert [each["flags"] for each in figures] == [[], []]


def test_a_ladder_of_one_authority_is_its_last_rung() -> None:  # E8
    story = log(
        heard("9:00", "city/1", killed(7), as_of="09:00"),
        heard("10:15", "city/2", killed(9), as_of="10:15"),
        heard("13:00", "city/3", killed(10), as_of="13:00"),
        heard("15:30", "city/4", killed(12), as_of="15:30"),
        heard("18:00", "city/5", killed(13), as_of="18:00"),
    )

    morning = ask(story, as_of="11:00")
    evening = ask(story)

    assert bounds(morning) == (9, 9, 9)
    assert bounds(evening) == (13, 13, 13)
    assert only(evening)["origins"] == 1


def test_an_adjustment_may_be_negative() -> None:  # E17
    story = log(
        heard("9:00", "mod/1", killed(100), as_of="09:00"),
        heard("10:00", "mod/2", killed(-1, measure="adjustment"), as_of="10:00"),
    )

    answered = ask(story)

    assert bounds(answered) == (99, 99, 99)


def test_the_same_increment_said_again_counts_once() -> None:
    story = log(
        heard("9:00", "city/1", killed(5), as_of="09:00"),
        heard("10:00", "city/2", increment(2), as_of="10:00"),
        heard("11:00", "city/3", increment(2), as_of="10:00"),
        heard("12:00", "city/4", increment(2, restates="city/3#c1"), as_of="12:00"),
        heard("13:00", "city/5", increment(2), as_of="13:00"),
    )

    answered = ask(story)

    assert bounds(answered) == (9, 9, 9)
    assert only(answered)["lost"] == [
        {"claim": "city/2#c1", "why": "repeated"},
        {"claim": "city/3#c1", "why": "repeated"},
    ]


def test_an_increment_without_a_total_is_a_floor() -> None:
    story = log(heard("9:00", "city/1", increment(2), as_of="09:00"))

    answered = ask(story)

    assert bounds(answered) == (2, 2, None)
    assert only(answered)["flags"] == ["increment_without_total"]


def test_words_without_a_number_have_no_best() -> None:
    story = log(heard("9:00", "city/1", killed("several"), as_of="09:00"))

    answered = ask(story)

    assert bounds(answered) == (2, None, None)


def test_a_figure_of_the_day_is_shown_when_it_was_known_and_is_the_older_one() -> None:
    story = log(
        heard("15:27", "city/1", killed(3), as_of="15:27"),
        heard("20:00", "city/2", killed(2), as_of="2024-12-20"),
    )

    afternoon = ask(story, as_of="19:59")
    evening = ask(story, as_of="20:00")

    assert only(afternoon)["lost"] == []
    assert bounds(evening) == (3, 3, 3)
    assert only(evening)["lost"] == [{"claim": "city/2#c1", "why": "superseded"}]


# -- corrections, retractions, holds -------------------------------------------------


def test_a_correction_speaks_about_the_time_of_what_it_corrects() -> None:  # E4
    story = log(
        heard("9:12", "wire/1", killed(90), as_of="09:00"),
        heard("11:00", "wire/2", killed(9), signal="correction", corrects=["c1"]),
    )

    before = ask(story, as_of="9:00", known_at="10:00")
    after = ask(story, as_of="9:00", known_at="12:00")

    assert bounds(before) == (90, 90, 90)
    assert bounds(after) == (9, 9, 9)
    assert only(after)["as_of"] == clock("9:00")
    assert only(after)["lost"] == [{"claim": "wire/1#c1", "why": "corrected"}]


def test_a_correction_that_is_retracted_lets_the_original_stand() -> None:
    story = log(
        heard("9:12", "wire/1", killed(90), as_of="09:00"),
        heard("11:00", "wire/2", killed(9), signal="correction", corrects=["1"]),
        heard("12:00", "wire/3", signal="retraction", retracts=["2"]),
    )

    corrected = ask(story, known_at="11:30")
    restored = ask(story)

    assert bounds(corrected) == (9, 9, 9)
    assert bounds(restored) == (90, 90, 90)
    assert only(restored)["lost"] == [{"claim": "wire/2#c1", "why": "retracted"}]


def test_a_retraction_that_is_retracted_has_no_effect() -> None:
    story = log(
        heard("9:00", "wire/1", killed(4), as_of="09:00"),
        heard("10:00", "wire/2", signal="retraction", retracts=["1"]),
        heard("11:00", "wire/3", signal="retraction", retracts=["2"]),
    )

    retracted = ask(story, known_at="10:30")
    restored = ask(story)

    assert retracted["casualties"] == []
    assert bounds(restored) == (4, 4, 4)


def test_an_editors_correction_keeps_voice_and_time_and_can_be_retracted() -> None:
    story = log(
        heard("9:12", "wire/1", killed(90, said_by="mayor"), as_of="09:00"),
        decided("10:00", "correct", claim="wire/1#c1", changes={"count": 19}),
        decided("11:00", "correct", claim="wire/1#c1~1", changes={"count": 9}),
        decided("12:00", "retract", ref="wire/1#c1~2"),
    )

    once = ask(story, as_of="9:00", known_at="10:00")
    twice = ask(story, as_of="9:00", known_at="11:00")
    withdrawn = ask(story, as_of="9:00", known_at="12:00")

    assert only(once)["claims"] == ["wire/1#c1~1"]
    assert bounds(twice) == (9, 9, 9)
    assert only(twice)["lost"] == [
        {"claim": "wire/1#c1", "why": "corrected"},
        {"claim": "wire/1#c1~1", "why": "corrected"},
    ]
    assert bounds(withdrawn) == (19, 19, 19)


def test_a_retracted_report_counts_until_the_retraction_is_known() -> None:  # E5
    story = log(
        heard("9:00", "tabloid/1", killed(40), as_of="09:00"),
        heard("9:30", "wire/1", killed(3), as_of="09:00"),
        heard("9:40", "page/1", killed(3), as_of="09:00", derived_from="tabloid"),
        heard("12:00", "tabloid/2", signal="retraction"),
    )

    before = ask(story, as_of="10:00", known_at="9:30")
    after = ask(story, as_of="10:00", known_at="13:00")

    assert bounds(before) == (3, 3, 40)
    assert only(before)["contested"]
    assert bounds(after) == (3, 3, 3)
    assert only(after)["flags"] == ["origin_retracted"]


def test_what_is_held_is_not_shown_until_it_is_released() -> None:  # E6
    story = log(
        heard("9:00", "wire/1", killed(4), as_of="09:00"),
        heard("10:00", "wire/2", signal="hold", holds=["c1"]),
        heard("11:00", "wire/3", signal="release", releases=["c1"]),
    )

    before = ask(story, known_at="9:30")
    held = ask(story, known_at="10:30")
    released = ask(story, known_at="11:30")

    assert bounds(before) == (4, 4, 4)
    assert held["casualties"] == []
    assert bounds(released) == (4, 4, 4)


def test_a_retraction_waits_for_what_it_names() -> None:
    story = log(
        heard("8:00", "desk/1", signal="retraction", retracts=["wire/1"]),
        heard("9:00", "wire/1", killed(4), as_of="09:00"),
        heard("10:00", "wire/2", killed(5), as_of="10:00"),
    )

    waited = ask(story, known_at="9:30")
    later = ask(story)

    assert waited["casualties"] == []
    assert bounds(later) == (5, 5, 5)
    assert only(later)["lost"] == [{"claim": "wire/1#c1", "why": "retracted"}]


# -- several origins -----------------------------------------------------------------


def test_a_wire_story_and_its_reprints_are_one_origin() -> None:  # E1
    story = log(
        heard("9:00", "wire/1", killed("at least 1"), as_of="09:00", source="ap"),
        heard("9:06", "page/1", killed("at least 1"), as_of="09:00", derived_from="ap"),
        heard(
            "9:12", "live/1", killed("at least 1"), as_of="09:00", derived_from="wire"
        ),
    )

    answered = ask(story)

    assert bounds(answered) == (1, 1, None)
    assert only(answered)["origins"] == 1


@pytest.mark.parametrize(
    ("policy", "best"),
    [
        ("latest", 13),
        ("majority", 13),
        ("lowest", 7),
        ("interval", None),
        ("corroborated", None),
    ],
)
def test_five_origins_and_five_policies(policy: str, best: int | None) -> None:  # E8
    story = log(
        heard("8:00", "a/1", killed(7), as_of="08:00"),
        heard("10:00", "b/1", killed(9), as_of="10:00"),
        heard("13:00", "c/1", killed(10), as_of="13:00"),
        heard("15:30", "d/1", killed(12), as_of="15:30"),
        heard("18:00", "e/1", killed(13), as_of="18:00"),
    )

    answered = ask(story, policy=policy)

    assert bounds(answered) == (7, best, 13)
    assert not only(answered)["contested"]


def test_the_majority_leaves_out_those_who_strike() -> None:  # E7
    strike = {"type": "strike", "weapons": ["drone"], "actor": "forces"}
    agents = [{"id": "forces", "party": "ru"}, {"id": "ministry", "party": "ru"}]
    story = log(
        heard("14:00", "city/1", killed(12), strike, as_of="14:00", agents=agents),
        heard("20:00", "post/1", killed(500, said_by="ministry"), as_of="20:00"),
    )

    latest = ask(story)
    majority = ask(story, policy="majority")

    assert bounds(latest) == (12, 500, 500)
    assert bounds(majority) == (12, 12, 500)
    assert only(majority)["lost"] == [{"claim": "post/1#c1", "why": "interested"}]


def test_a_death_reported_denied_and_confirmed() -> None:  # E9, R16
    story = log(
        heard("8:15", "kmva/1", killed(1), as_of="08:15"),
        heard("9:00", "mayor/1", killed(1, denied=True), as_of="09:00"),
        heard("10:13", "mayor/2", killed(1), as_of="10:13"),
    )

    reported = ask(story, as_of="8:20")
    denied = ask(story, as_of="9:00")
    confirmed = ask(story, as_of="10:30")

    assert bounds(reported) == (1, 1, 1)
    assert bounds(denied) == (0, None, 1)
    assert only(denied)["contested"]
    assert bounds(confirmed) == (1, 1, 1)
    assert not only(confirmed)["contested"]
    assert only(confirmed)["flags"] == []


# -- places and incidents ------------------------------------------------------------


def test_a_district_lifts_the_city_and_is_never_added() -> None:  # E11
    places = [
        {"id": "holosiivskyi", "part_of": "kyiv"},
        {"id": "podil", "part_of": "kyiv"},
    ]
    story = log(
        heard("9:00", "city/1", killed(1), as_of="09:00", places=places),
        heard("9:10", "h/1", killed(1, place="holosiivskyi"), as_of="09:00"),
        heard("9:20", "p/1", killed("at least 1", place="podil"), as_of="09:00"),
        heard("10:00", "p/2", killed(3, place="podil"), as_of="10:00"),
    )

    early = ask(story, as_of="9:20")["casualties"][1]
    late = ask(story)["casualties"][1]

    assert (early["low"], early["best"], early["high"]) == (1, 1, 1)
    assert early["flags"] == ["parts_exceed_total"]
    assert early["claims"] == ["city/1#c1"]
    assert (late["low"], late["best"], late["high"]) == (3, 3, 3)
    assert late["claims"] == ["city/1#c1", "p/2#c1"]


def test_merged_incidents_sum_nothing_and_unmerging_restores_them() -> None:  # E15
    other = {"id": "capital-attack", "place": "kyiv", "timezone": "Europe/Kyiv"}
    story = log(
        heard("9:00", "ap/1", killed(4), as_of="09:00"),
        heard("9:10", "reuters/1", killed(4), as_of="09:00", incident=other),
        decided("10:00", "merge", incident="capital-attack", into="kyiv-attack"),
        decided("11:00", "unmerge", incident="capital-attack"),
    )

    merged = ask(story, known_at="10:30")
    by_old_id = ask(story, known_at="10:30", incident="capital-attack")
    restored = ask(story, incident="capital-attack")

    assert bounds(merged) == (4, 4, 4)
    assert only(merged)["origins"] == 2
    assert by_old_id == merged
    assert restored["incident"] == "capital-attack"
    assert only(restored)["claims"] == ["reuters/1#c1"]


def test_rows_without_figures_are_the_claims_that_show() -> None:
    siren = {
        "type": "occurrence",
        "kind": "alert_start",
        "occurred": "2024-12-20T06:40",
    }
    blasts = {"type": "occurrence", "kind": "blast_heard", "count": "at least 8"}
    told = {"type": "statement", "act": "deny"}
    link = {"type": "link", "relation": "in_response_to", "to": "rostov-attack"}
    story = log(
        heard("9:00", "post/1", siren, blasts, told, link, as_of="09:00"),
        heard("10:00", "post/2", siren, as_of="10:00"),
        decided("11:00", "retract", ref="post/1#c4"),
    )

    answered = ask(story)

    assert answered["occurrences"] == ["post/1#c2", "post/2#c1"]
    assert answered["statements"] == ["post/1#c3"]
    assert answered["links"] == []
    assert [each["best"] for each in answered["observed"]] == [8]


# -- odd logs ------------------------------------------------------------------------

ODDITIES = log(
    heard("8:00", "a/1", killed("about 3"), increment(None), as_of="2024-12"),
    heard("8:00", "b/1", killed("2 to 4"), killed(-9, measure="adjustment")),
    heard(
        "8:00", "c/1", killed("none"), killed("some", said_by="mayor"), as_of="09:00"
    ),
    heard("9:00", "a/2", killed(1, corrects="a/3#c1"), killed(2, restates="c9")),
    heard("9:00", "a/3", killed(5, corrects="a/2#c1"), derived_from="b"),
    heard("9:00", "b/2", killed("up to 9", denied=True), derived_from="a"),
    heard(
        "9:30", "c/2", killed("fewer than 3", measure="instance"), signal="correction"
    ),
    heard("9:30", "a/4", killed(8, place="a"), places=[{"id": "a", "part_of": "a"}]),
    heard("9:30", "b/3", signal="retraction", retracts=["b/3", "b/4", "nothing"]),
    heard("9:40", "b/4", killed(None), signal="retraction"),
    decided("9:50", "merge", incident="kyiv-attack", into="raid"),
    decided("9:50", "merge", incident="raid", into="kyiv-attack"),
    decided("9:50", "correct", claim="a/1#c1", changes={"place": "a", "as_of": "2024"}),
    decided("9:50", "hold", ref="nobody/1"),
)


def is_ordered(figure: Document) -> bool:
    """Tell whether low <= best <= high, leaving out those that are open."""
    ends = [figure["low"], figure["best"], figure["high"]]
    stated = [end for end in ends if end is not None]
    return stated == sorted(stated)


@pytest.mark.parametrize(
    "policy", ["latest", "majority", "lowest", "interval", "corroborated"]
)
@pytest.mark.parametrize("known_at", ["8:00", "9:00", "9:30", "9:40", "9:50"])
def test_odd_logs_have_answers_whose_best_lies_between(
    policy: str, known_at: str
) -> None:
    answered = ask(ODDITIES, known_at=known_at, policy=policy)

    assert answered["casualties"] != []
    assert all(is_ordered(figure) for figure in answered["casualties"])
