"""The ten hardest cases of the domain; a toy gets each of them wrong."""

from incident_log.timeline import timeline
from tests.given import (
    Document,
    act,
    bounds,
    casualties,
    claim,
    clock,
    denied,
    figure,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)


def test_1_a_toll_that_falls_twice_is_news_not_an_error() -> None:
    told = story(
        update("ministry", killed(50), at="08:00", heard="08:00"),
        update("ministry", killed(47), at="10:00", heard="10:00"),
        update("ministry", killed(45), at="12:00", heard="12:00"),
    )

    found = figure(told, "killed")

    assert (found["low"], found["best"], found["high"]) == (45, 45, 45)
    assert found["flags"] == ["downward_revision"]
    assert [lost["why"] for lost in found["lost"]] == ["superseded", "superseded"]


def test_2_one_more_and_thirteen_in_all_is_thirteen() -> None:
    told = story(
        update("kmva", injured(12), at="15:27", heard="15:30"),
        update("kmva", more(injured(1)), injured(13), at="18:20", heard="18:21"),
    )

    assert bounds(told, "injured") == (13, 13, 13)


def test_3_a_post_edited_in_place_between_report_and_denial() -> None:
    told = story(
        update(
            "post", killed(1), injured(1), at="08:15", heard="08:17", text="1 and 1"
        ),
        update("post", injured(2), at="08:15", heard="08:42", text="2 injured"),
        update("mayor", denied(killed(1)), at="08:50", heard="08:52"),
        update("mayor", killed(1), at="10:13", heard="10:16"),
    )

    moments = ["08:20", "09:00", "10:30"]
    dead = [figure(told, "killed", at=each, heard=each) for each in moments]

    assert [row["contested"] for row in dead] == [False, True, False]
    assert [(row["low"], row["high"]) for row in dead] == [(1, 1), (0, 1), (1, 1)]
    assert bounds(told, "injured", heard="08:30") == (1, 1, 1)
    assert bounds(told, "injured", heard="08:45") == (2, 2, 2)
    assert seen(told).silent_edits == {"post/2"}


def test_4_a_correction_re_dates_another_incident_s_strike() -> None:
    strike = claim(
        "strike",
        id="strike",
        incident="rostov",
        weapons=["atacms"],
        phase="used",
        count=6,
        occurred={"from": "2024-12-20", "text": "earlier Friday"},
    )
    redated = strike | {
        "occurred": {
            "from": "2024-12-18",
            "to": "2024-12-18",
            "text": "on Wednesday",
        }
    }
    rostov: Document = {
        "related_incidents": [{"id": "rostov", "timezone": "Europe/Moscow"}]
    }
    told = story(
        update("wire", strike, at="10:48", heard="10:48", **rostov),
        update(
            "ministry",
            redated | {"corrects": "wire/1#strike"},
            at="22:00",
            heard="22:30",
            signal="correction",
            corrects=["wire/1#strike"],
            **rostov,
        ),
    )

    before = timeline(seen(told, heard="22:00", incident="rostov"))
    after = timeline(seen(told, heard="23:00", incident="rostov"))

    assert [row["from"] for row in before if row["what"] == "strike"] == [
        "2024-12-19T22:00:00.000000Z"
    ]
    assert [row["from"] for row in after if row["what"] == "strike"] == [
        "2024-12-17T22:00:00.000000Z"
    ]
    assert figure(
        told, "used", table="strikes", at="11:00", incident="rostov", place=None
    )["claims"] == ["ministry/1#strike"]


def test_5_every_claim_has_its_own_as_of() -> None:
    told = story(
        update(
            "kyiv-post",
            casualties("casualty_unspecified", 1, measure="instance", at="08:30"),
            claim("occurrence", kind="alert_start", at="06:40"),
            injured(9),
            at="11:00",
            heard="11:12",
        )
    )

    early = seen(told, at="09:00")

    assert [row.subject[0] for row in early.figures] == ["casualty_unspecified"]
    assert bounds(told, "injured", at="10:59") == (None, None, None)
    assert bounds(told, "injured", at="11:00") == (9, 9, 9)


def test_6_one_post_read_as_eight_and_as_five_is_one_origin() -> None:
    eight = claim("strike", weapons=["missile"], phase="launched", count=8)
    five = eight | {"count": 5}
    told = story(
        update("fraza", eight | {"said_by": "kmva"}, at="08:15", heard="08:31"),
        update("censor", five | {"said_by": "kmva"}, at="08:15", heard="08:31"),
    )

    found = figure(told, "launched", table="strikes")

    assert (found["low"], found["high"], found["origins"]) == (5, 8, 1)
    assert not found["contested"]


def test_7_district_city_and_country_are_never_added() -> None:
    places = [
        {"id": "holosiivskyi", "part_of": "kyiv"},
        {"id": "kyiv", "part_of": "ukraine"},
    ]
    told = story(
        update("mayor", killed(1, place="holosiivskyi"), at="10:00", heard="10:00"),
        update("mayor", killed(1), at="10:13", heard="10:13", places=places),
        update("digest", killed(7, place="ukraine"), at="20:00", heard="20:30"),
    )

    assert bounds(told, "killed", place="holosiivskyi") == (1, 1, 1)
    assert bounds(told, "killed") == (1, 1, 1)
    assert bounds(told, "killed", place="ukraine") == (7, 7, 7)


def test_8_a_casualty_is_not_a_death_and_no_information_is_no_zero() -> None:
    told = story(
        update(
            "kmva",
            claim("statement", act="announce", quote="no information on victims"),
            at="07:50",
            heard="07:52",
        ),
        update(
            "kyiv-post",
            casualties("casualty_unspecified", 1, measure="instance"),
            at="08:30",
            heard="11:12",
        ),
    )

    assert figure(told, "killed") == {}
    assert seen(told, at="08:00").figures == []
    assert bounds(told, "casualty_unspecified") == (1, 1, None)


def test_9_a_day_is_visible_at_its_end_and_older_than_a_clock_time() -> None:
    told = story(
        update("wire", injured(9), published_at="2024-12-20", heard="10:48"),
        update("mayor", injured(12), at="09:00", heard="12:00"),
    )

    assert bounds(told, "injured", at="08:59") == (None, None, None)
    assert figure(told, "injured", at="10:00")["claims"] == ["mayor/1#c1"]
    assert figure(told, "injured", at="10:48")["best"] == 12
    assert list(seen(told).knowledge.claims.values())[-1].as_of.latest == clock("09:00")


def test_10_retraction_merge_and_death_keep_the_books_straight() -> None:
    told = story(
        update("wire", killed(40), at="09:00", heard="09:00"),
        update(
            "reprint",
            killed(40),
            derived_from="wire",
            at="09:00",
            heard="09:30",
            incident="blast",
        ),
        update("mayor", killed(3), at="09:30", heard="09:40"),
        update("wire", heard="11:00", signal="retraction"),
        act("merge", "12:00", incident="blast", into="kyiv-2024-12-20"),
    )

    found = figure(told, "killed", heard="13:00")

    assert found["flags"] == ["origin_retracted"]
    assert found["lost"] == [
        {"claim": "reprint/1#c1", "why": "outvoted"},
        {"claim": "wire/1#c1", "why": "retracted"},
    ]
    assert (found["low"], found["best"], found["high"]) == (3, 3, 40)
    assert found["contested"]
