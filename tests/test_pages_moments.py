"""Moments that a page is asked for, and the stops of its sliders."""

import pytest

from incident_log.answering.moments import Moment, answered, written
from incident_log.datasette_plugin.pages.steps import (
    Step,
    clock,
    shown,
    span,
    steps,
    thinned,
)
from incident_log.errors import NoZone, UnclearTime
from incident_log.times import FOREVER, LATEST

ELEVEN = "2024-12-20T09:00:00.000000Z"
NOON = "2024-12-20T10:00:00.000000Z"
KYIV = "Europe/Kyiv"


def test_a_wall_time_is_that_of_the_incident() -> None:
    moment = Moment.read("2024-12-20T11:00", "2024-12-20T12:00", KYIV)

    assert moment == Moment(ELEVEN, NOON)


def test_what_is_not_asked_for_is_the_latest() -> None:
    moment = Moment.read("", None, KYIV)

    assert moment == Moment(LATEST, LATEST)
    assert moment.query == {}


def test_a_moment_is_asked_for_by_its_two_times() -> None:
    moment = Moment(ELEVEN, LATEST)

    assert moment.query == {"_as_of": "2024-12-20T09:00:00Z"}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-12-20T11:00@2024-12-20T12:00", Moment(ELEVEN, NOON)),
        ("2024-12-20T11:00", Moment(ELEVEN, LATEST)),
        ("@2024-12-20T12:00", Moment(LATEST, NOON)),
        (None, Moment(LATEST, LATEST)),
    ],
)
def test_both_times_can_be_written_as_one_word(
    text: str | None, moment: Moment
) -> None:
    assert Moment.read_pair(text, KYIV) == moment


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(UnclearTime, match="yesterday"):
        Moment.read("yesterday", "", KYIV)
    with pytest.raises(NoZone):
        Moment.read("2024-12-20T11:00", "", None)


def test_an_instant_is_written_as_short_as_it_stays_exact() -> None:
    assert written(ELEVEN) == "2024-12-20T09:00:00Z"
    assert written("2024-12-20T09:00:00.500000Z") == "2024-12-20T09:00:00.500000Z"
    assert written(LATEST) == written(FOREVER) == ""


def test_an_answer_prints_the_latest_as_replay_does() -> None:
    assert answered(LATEST) == "9999-12-31T23:59:59.999999Z"
    assert answered(ELEVEN) == ELEVEN


def test_a_moment_is_shown_in_the_zone_of_the_incident() -> None:
    assert shown(ELEVEN, KYIV) == "20 Dec 2024, 11:00 EET"
    assert shown(ELEVEN, None) == "20 Dec 2024, 09:00 UTC"
    assert shown(LATEST, KYIV) == "latest"


def test_a_slider_stops_at_every_moment_and_ends_at_the_latest() -> None:
    found = steps({NOON: "wire", ELEVEN: ""}, ELEVEN, KYIV)

    assert found == [
        Step("2024-12-20T09:00:00Z", "20 Dec 2024, 11:00 EET", "", True),
        Step("2024-12-20T10:00:00Z", "20 Dec 2024, 12:00 EET", "wire", False),
        Step("", "latest", "everything so far", False),
    ]


def test_a_slider_stops_at_a_moment_that_only_the_reader_named() -> None:
    found = steps({ELEVEN: "wire"}, NOON, None)

    assert [(step.label[13:18], step.is_chosen) for step in found[:2]] == [
        ("09:00", False),
        ("10:00", True),
    ]


def test_nothing_known_still_has_a_latest() -> None:
    (only,) = steps({}, LATEST, KYIV)

    assert (only.value, only.is_chosen) == ("", True)


def test_too_many_moments_are_thinned_evenly_but_the_chosen_one_stays() -> None:
    many = [f"{n:02}" for n in range(100)]

    assert thinned(many, 5, keep="33") == ["00", "24", "33", "49", "74", "99"]
    assert thinned(many, 100) == many


def test_a_slider_does_not_stop_more_often_than_a_page_bears() -> None:
    stops = {f"2024-12-20T{n // 60:02}:{n % 60:02}:00.000000Z": "" for n in range(900)}

    found = steps(stops, NOON, KYIV, most=50)

    assert len(found) in (51, 52)
    assert [step.label for step in found if step.is_chosen] == [
        "20 Dec 2024, 12:00 EET"
    ]


def test_a_clock_time_names_its_day_only_where_there_are_several() -> None:
    assert clock(ELEVEN, KYIV, beside=[NOON]) == "11:00"
    assert clock(ELEVEN, KYIV, beside=["2024-12-21T10:00:00.000000Z"]) == "20 Dec 11:00"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-12-20T09:00", "2024-12-20T09:00", "20 Dec 11:00"),
        ("2024-12-20T09:00", "2024-12-20T10:30", "20 Dec 11:00\N{EN DASH}12:30"),
        ("2024-12-19T22:00", "2024-12-20T22:00", "20 Dec"),
        ("2024-12-19T22:00", "2024-12-20T08:48", "20 Dec"),
        (
            "2024-12-19T22:00",
            "2024-12-21T08:00",
            "20 Dec 00:00 \N{EN DASH} 21 Dec 10:00",
        ),
    ],
)
def test_a_period_is_as_short_as_it_stays_clear(
    start: str, end: str, words: str
) -> None:
    found = span(f"{start}:00.000000Z", f"{end}:00.000000Z", KYIV)

    assert found == words
