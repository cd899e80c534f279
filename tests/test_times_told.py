"""What a time means for an answer: as_of, known_at, spans and periods (DESIGN 3)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.accepting import accept
from incident_log.errors import BackwardsTime, NoZone, UnclearTime
from incident_log.times import (
    FOREVER,
    Occurred,
    Span,
    in_utc,
    in_zone,
    instant,
    now,
    read_occurred,
    read_span,
    seconds_between,
)
from tests.given import (
    Document,
    bounds,
    clock,
    figure,
    history_of,
    killed,
    story,
    update,
)

KYIV = "Europe/Kyiv"
moments = st.datetimes(timezones=st.just(UTC))


def recorded(document: Document, at: str, **fields: Any) -> Document:
    """The log appended an update at *at*, whenever it says it was received."""
    plain = {k: v for k, v in document.items() if k != "received_at"}
    return {"recorded_at": at, "update": plain | fields}


# -- instants ------------------------------------------------------------------------


@given(moments, moments)
def test_instants_sort_as_text_the_way_they_sort_in_time(
    one: datetime, other: datetime
) -> None:
    assert (in_utc(one) < in_utc(other)) == (one < other)
    assert in_utc(one) <= FOREVER


@given(moments)
def test_an_instant_is_the_same_wherever_it_is_shown(moment: datetime) -> None:
    assert in_utc(in_zone(in_utc(moment), None)) == in_utc(moment)


def test_an_instant_is_shown_as_a_wall_time_of_its_zone() -> None:
    shown = in_zone("2024-12-20T09:00:00.000000Z", KYIV)

    assert shown.isoformat() == "2024-12-20T11:00:00+02:00"


def test_the_present_is_written_as_the_log_writes() -> None:
    moment = now()

    assert moment[:2] == "20"
    assert in_utc(datetime.fromisoformat(moment)) == moment


def test_the_distance_of_two_instants_has_no_direction() -> None:
    one, other = "2024-12-20T09:00:00.000000Z", "2024-12-20T10:00:00.500000Z"

    assert seconds_between(one, other) == 3600.5
    assert seconds_between(other, one) == 3600.5


def test_of_two_times_the_one_given_to_the_minute_is_the_finer() -> None:
    day, minute = read_span("2024-12-20", KYIV), read_span("2024-12-20T11:00", KYIV)

    assert minute.is_finer_than(day)
    assert not day.is_finer_than(minute)
    assert not day.is_finer_than(read_span("2024-12-21", KYIV))


def test_a_span_is_stored_with_its_words_and_the_zone_that_was_used() -> None:
    assert read_span("2024-12-20", KYIV).state() == {
        "given": "2024-12-20",
        "earliest": "2024-12-19T22:00:00.000000Z",
        "latest": "2024-12-20T22:00:00.000000Z",
        "precision": "day",
        "zone": "Europe/Kyiv",
    }
    assert "zone" not in read_span("2024-12-20T11:00Z", None).state()
    assert instant(FOREVER) == Span(FOREVER, FOREVER, "second", FOREVER)


# -- occurred ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "2024-12-20",
            Occurred("2024-12-19T22:00:00.000000Z", "2024-12-20T22:00:00.000000Z"),
        ),
        (
            {"from": "2024-12-20T00:00", "to": "2024-12-20T09:00", "text": "early"},
            Occurred(
                "2024-12-19T22:00:00.000000Z", "2024-12-20T07:00:00.000000Z", "early"
            ),
        ),
        # The end of a period given by day is the end of that day.
        (
            {"from": "2024-12-18", "to": "2024-12-20"},
            Occurred("2024-12-17T22:00:00.000000Z", "2024-12-20T22:00:00.000000Z"),
        ),
        (
            {"to": "2024-12-20T06:41", "text": "triggered by the takeoff"},
            Occurred(None, "2024-12-20T04:41:00.000000Z", "triggered by the takeoff"),
        ),
        (
            {"from": "2024-12-20T06:40", "to": "2024-12-20T06:40"},
            Occurred("2024-12-20T04:40:00.000000Z", "2024-12-20T04:40:00.000000Z"),
        ),
        ({"from": "2024-12-20T06:40"}, Occurred("2024-12-20T04:40:00.000000Z", None)),
        ({"text": "earlier Friday"}, Occurred(None, None, "earlier Friday")),
    ],
)
def test_when_something_happened_may_have_open_ends_and_words(
    given: Any, expected: Occurred
) -> None:
    assert read_occurred(given, KYIV) == expected


def test_a_period_cannot_end_before_it_begins() -> None:
    period = {"from": "2024-12-20T09:00", "to": "2024-12-20T08:59"}

    with pytest.raises(BackwardsTime, match=r"2024-12-20T08:59, .*: swap them"):
        read_occurred(period, KYIV)


@pytest.mark.parametrize(
    ("given", "error"),
    [("earlier Friday", UnclearTime), ({"from": "dawn"}, UnclearTime)],
)
def test_words_are_no_period(given: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_occurred(given, KYIV)


@pytest.mark.parametrize("given", ["2024-12-20", {"to": "2024-12-20T09:00"}])
def test_a_period_needs_a_zone_like_any_time(given: Any) -> None:
    with pytest.raises(NoZone):
        read_occurred(given, None)


# -- as_of: the claim's own, the update's, the page's, the moment it was known ---------


def test_the_as_of_belongs_to_the_claim() -> None:
    told = story(
        update("post", killed(1, at="08:30"), killed(2), at="11:00", heard="11:05")
    )

    assert bounds(told, "killed", at="08:29") == (None, None, None)
    assert bounds(told, "killed", at="08:30") == (1, 1, 1)
    assert bounds(told, "killed", at="11:00") == (2, 2, 2)


@pytest.mark.parametrize(
    ("times", "as_of"),
    [
        (
            {"at": "11:00", "published_at": "2024-12-20T11:20"},
            "2024-12-20T09:00:00.000000Z",
        ),
        ({"published_at": "2024-12-20T11:20"}, "2024-12-20T09:20:00.000000Z"),
        ({}, "2024-12-20T09:30:00.000000Z"),
    ],
)
def test_without_its_own_it_is_the_updates_then_the_pages_then_when_it_was_known(
    times: Any, as_of: str
) -> None:
    told = story(update("post", killed(1), heard="11:30", **times))

    assert figure(told, "killed")["as_of"] == as_of


# -- spans -----------------------------------------------------------------------------


def test_a_figure_of_the_day_is_not_shown_while_the_day_lasts() -> None:
    paper = update("paper", killed(7), heard="", as_of="2024-12-20")
    next_morning = "2024-12-21T06:00:00.000000Z"

    told = history_of([recorded(paper, next_morning)])

    assert bounds(told, "killed", at="11:00") == (None, None, None)
    assert bounds(told, "killed", at="23:59") == (None, None, None)
    assert bounds(told, "killed") == (7, 7, 7)
    assert figure(told, "killed")["as_of_to"] == "2024-12-20T22:00:00.000000Z"


def test_a_figure_of_the_day_does_not_beat_one_of_that_afternoon() -> None:
    told = story(
        update("post", killed(7), heard="20:00", as_of="2024-12-20"),
        update("post", killed(5), at="15:27", heard="15:30"),
    )

    assert bounds(told, "killed") == (5, 5, 5)
    assert figure(told, "killed")["lost"] == [
        {"claim": "post/1#c1", "why": "superseded"}
    ]


def test_the_end_of_a_span_is_never_after_the_log_knew_it() -> None:
    told = story(update("post", killed(7), heard="20:00", as_of="2024-12-20"))

    assert bounds(told, "killed", at="19:59") == (None, None, None)
    assert bounds(told, "killed", at="20:00") == (7, 7, 7)
    assert figure(told, "killed")["as_of"] == "2024-12-19T22:00:00.000000Z"
    assert figure(told, "killed")["as_of_to"] == clock("20:00")


@pytest.mark.parametrize(
    ("as_of", "published_at", "visible"),
    [
        ("2024-12-20", "2024-12-20T15:00", "15:00"),
        ("2024-12-20", "2024-12-20T15", "16:00"),
        # As coarse as the figure itself: it says nothing more.
        ("2024-12-20", "2024-12-20", "20:00"),
        ("2024-12", "2024-12-19", "00:00"),
    ],
)
def test_nor_after_the_page_was_published_where_that_is_known_more_precisely(
    as_of: str, published_at: str, visible: str
) -> None:
    told = story(
        update("post", killed(7), heard="20:00", as_of=as_of, published_at=published_at)
    )

    rows = figure(told, "killed", at=visible)

    assert rows["as_of_to"] == clock(visible)


def test_the_event_keeps_the_span_as_it_was_given() -> None:
    document = update("post", killed(7), heard="20:00", as_of="2024-12-20")

    stored = json.loads(accept(document, lambda _: None).body)

    assert stored["as_of"] == {
        "given": "2024-12-20",
        "earliest": "2024-12-19T22:00:00.000000Z",
        "latest": "2024-12-20T22:00:00.000000Z",
        "precision": "day",
        "zone": "Europe/Kyiv",
    }


# -- known_at --------------------------------------------------------------------------


def test_an_update_is_known_when_it_was_received_else_when_it_was_recorded() -> None:
    archived = update("old", killed(1), at="08:00", heard="09:00")
    fresh = update("new", killed(2), at="08:30", heard="")
    midnight, evening = "2024-12-20T22:00:00.000000Z", "2024-12-20T18:00:00.000000Z"

    told = history_of(
        [
            recorded(fresh, evening),
            recorded(archived, midnight, received_at="2024-12-20T09:00"),
        ]
    )

    assert bounds(told, "killed", heard="08:59") == (None, None, None)
    assert bounds(told, "killed", heard="09:00") == (1, 1, 1)
    assert bounds(told, "killed", heard="19:59") == (1, 1, 1)
    assert figure(told, "killed", heard="20:00")["best"] == 2


def test_a_day_of_receipt_counts_from_its_end_but_not_after_the_recording() -> None:
    archived = update("old", killed(1), at="08:00", heard="")
    evening = "2024-12-20T18:00:00.000000Z"

    told = history_of([recorded(archived, evening, received_at="2024-12-20")])

    assert bounds(told, "killed", heard="19:59") == (None, None, None)
    assert bounds(told, "killed", heard="20:00") == (1, 1, 1)


def test_the_last_hours_of_the_calendar_have_no_wall_time_in_kyiv() -> None:
    assert in_zone("9999-12-31T23:30:00.000000Z", KYIV).isoformat() == (
        "9999-12-31T23:30:00+00:00"
    )
