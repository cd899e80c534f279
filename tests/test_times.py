"""Moments and spans of time, as text that sorts.  The only module that knows pendulum.

Here is how a time is read; what it means for an answer is in ``test_times_told``.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.errors import (
    NoSuchWallTime,
    NoZone,
    TwoSuchWallTimes,
    UnclearTime,
    UnknownZone,
)
from incident_log.times import check_zone, in_utc, in_zone, read_span

KYIV = "Europe/Kyiv"


def utc(text: str) -> str:
    """Fill up ``"2024-12-20T09:00"`` to what the log stores."""
    return f"{text}:00.000000Z"


# -- reading -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "earliest", "precision"),
    [
        ("2024-12-20T11:00", "2024-12-20T09:00:00.000000Z", "minute"),
        ("2024-12-20 11:00", "2024-12-20T09:00:00.000000Z", "minute"),
        ("2024-06-20T11:00", "2024-06-20T08:00:00.000000Z", "minute"),
        ("2024-12-20T11:00:30", "2024-12-20T09:00:30.000000Z", "second"),
        ("2024-12-20T11:00:30.5", "2024-12-20T09:00:30.500000Z", "second"),
        ("2024-12-20T11:00:30.000001", "2024-12-20T09:00:30.000001Z", "second"),
        ("2024-12-20T11:00Z", "2024-12-20T11:00:00.000000Z", "minute"),
        ("2024-12-20T11:00-05:30", "2024-12-20T16:30:00.000000Z", "minute"),
        ("2024-12-20T11:00+0200", "2024-12-20T09:00:00.000000Z", "minute"),
        ("2024-02-29T00:00", "2024-02-28T22:00:00.000000Z", "minute"),
    ],
)
def test_a_time_to_the_minute_is_one_instant(
    given: str, earliest: str, precision: str
) -> None:
    span = read_span(given, KYIV)

    assert (span.earliest, span.latest) == (earliest, earliest)
    assert (span.precision, span.given) == (precision, given)
    assert span.is_precise


@pytest.mark.parametrize(
    ("given", "zone", "earliest", "latest", "precision"),
    [
        ("2024-12-20", KYIV, "2024-12-19T22:00", "2024-12-20T22:00", "day"),
        ("2024-12-31", KYIV, "2024-12-30T22:00", "2024-12-31T22:00", "day"),
        ("2024-12", KYIV, "2024-11-30T22:00", "2024-12-31T22:00", "month"),
        ("2024-02", "UTC", "2024-02-01T00:00", "2024-03-01T00:00", "month"),
        ("2024", KYIV, "2023-12-31T22:00", "2024-12-31T22:00", "year"),
        ("2024-12-20T11", KYIV, "2024-12-20T09:00", "2024-12-20T10:00", "hour"),
        ("2024-12-20T11Z", None, "2024-12-20T11:00", "2024-12-20T12:00", "hour"),
        ("2024-12-20T23+02:00", None, "2024-12-20T21:00", "2024-12-20T22:00", "hour"),
        # Days on which clocks change have 23 and 25 hours.
        ("2024-03-31", KYIV, "2024-03-30T22:00", "2024-03-31T21:00", "day"),
        ("2024-10-27", KYIV, "2024-10-26T21:00", "2024-10-27T22:00", "day"),
        # Midnight comes twice in Havana: the day begins with the first one.
        ("2024-11-03", "America/Havana", "2024-11-03T04:00", "2024-11-04T05:00", "day"),
    ],
)
def test_a_less_precise_time_is_a_span_to_the_end_of_its_period(
    given: str, zone: str | None, earliest: str, latest: str, precision: str
) -> None:
    span = read_span(given, zone)

    assert (span.earliest, span.latest) == (utc(earliest), utc(latest))
    assert span.precision == precision
    assert not span.is_precise


@pytest.mark.parametrize(
    ("given", "zone", "earliest", "latest"),
    [
        ("2024-04-26", "Africa/Cairo", "2024-04-25T22:00", "2024-04-26T21:00"),
        ("2024-04-25", "Africa/Cairo", "2024-04-24T22:00", "2024-04-25T22:00"),
        ("2024-03-31", "Asia/Beirut", "2024-03-30T22:00", "2024-03-31T21:00"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00", "2018-11-05T02:00"),
        ("2011-12-29", "Pacific/Apia", "2011-12-29T10:00", "2011-12-30T10:00"),
    ],
)
def test_a_day_that_begins_in_a_gap_begins_when_the_gap_ends(
    given: str, zone: str, earliest: str, latest: str
) -> None:
    span = read_span(given, zone)

    assert (span.earliest, span.latest) == (utc(earliest), utc(latest))


@pytest.mark.parametrize(
    ("given", "earliest", "latest"),
    [
        ("2024-03-31T02", "2024-03-31T00:00", "2024-03-31T01:00"),
        ("2024-10-27T02", "2024-10-26T23:00", "2024-10-27T00:00"),
    ],
)
def test_the_hour_before_clocks_change_is_an_hour(
    given: str, earliest: str, latest: str
) -> None:
    span = read_span(given, KYIV)

    assert (span.earliest, span.latest) == (utc(earliest), utc(latest))


@pytest.mark.parametrize(
    "found",
    [
        *("", "now", "today", "Friday", "11:00", "11 a.m.", "5 p.m. Friday", "10"),
        *("24", "20241220", "2024-W51-5", "2024-355", "20/12/2024", "P1DT2H", "a/b"),
        *("2024-13", "2024-00", "2024-02-30", "2023-02-29", "0000-01-01"),
        *("2024-12-20T24:00", "2024-12-20T11:60", "2024-12-20T23:59:60"),
        *("2024-12-20T11:00:00.1234567", "2024-12-20T11:00:00,5", "2024-12-20T11:"),
        *("2024-12-20T11:00 +02:00", "2024-12-20T11:00+2", "2024-12-20T11:00+25:00"),
        *("2024-12-20Z", "2024-12-20t11:00", "2024-12-20T11:00z", "2024-12-20T"),
        *("2024-12-20T11:00[Europe/Kyiv]", " 2024-12-20", "2024-12-20\n", "٢٠٢٤-١٢-٢٠"),
        *("-2024-12-20", "12024-12-20", "9999-12-31", "9999", "0001-01-01"),
        *("0001-01-01T00:00+05:00", "9999-12-31T23:30-02:00"),
        *(None, 2024, 20241220, 1.5, True, ("2024",), b"2024"),
    ],
)
def test_what_is_no_iso_date_or_time_is_refused(found: Any) -> None:
    with pytest.raises(UnclearTime, match=r"^cannot read a time from .*: write 2024-"):
        read_span(found, KYIV)


@pytest.mark.parametrize("offset", ["+02:99", "+02:60", "-0099"])
def test_an_offset_has_at_most_59_minutes(offset: str) -> None:
    with pytest.raises(UnclearTime):
        read_span(f"2024-12-20T11:00{offset}", KYIV)


@pytest.mark.parametrize("given", ["2024-12-20T11:00", "2024-12-20", "2024"])
def test_no_zone_no_time(given: str) -> None:
    with pytest.raises(NoZone, match=r"no timezone is named: add one"):
        read_span(given, None)


# -- daylight saving -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        ("2025-03-30T03:00", KYIV),
        ("2025-03-30T03:30", "Europe/Kiev"),
        ("2025-03-30T03:59:59.999999", KYIV),
        ("2025-03-30T03", KYIV),
        ("2025-03-30T01:30", "Europe/London"),
        ("2024-10-06T02:15", "Australia/Lord_Howe"),
        ("2024-04-26T00:30", "Africa/Cairo"),
    ],
)
def test_a_wall_time_that_was_skipped_is_refused(given: str, zone: str) -> None:
    with pytest.raises(NoSuchWallTime, match=r"does not exist in .*: correct it or"):
        read_span(given, zone)


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        ("2024-10-27T03:00", KYIV),
        ("2024-10-27T03:30", "Europe/Kiev"),
        ("2024-10-27T03:59:59.999999", KYIV),
        ("2024-10-27T01:30", "Europe/London"),
        ("2024-04-07T01:45", "Australia/Lord_Howe"),
        ("2024-11-03T00:00", "America/Havana"),
    ],
)
def test_a_wall_time_that_came_twice_is_refused(given: str, zone: str) -> None:
    with pytest.raises(TwoSuchWallTimes, match=r"happens twice in .*: write it with"):
        read_span(given, zone)


@pytest.mark.parametrize(
    ("given", "earliest"),
    [
        ("2024-10-27T03:30+03:00", "2024-10-27T00:30"),
        ("2024-10-27T03:30+02:00", "2024-10-27T01:30"),
        ("2025-03-30T03:30+02:00", "2025-03-30T01:30"),
        ("2025-03-30T02:59", "2025-03-30T00:59"),
        ("2025-03-30T04:00", "2025-03-30T01:00"),
        ("2024-10-27T02:59", "2024-10-26T23:59"),
        ("2024-10-27T04:00", "2024-10-27T02:00"),
    ],
)
def test_an_offset_settles_it_and_its_neighbours_are_clear(
    given: str, earliest: str
) -> None:
    assert read_span(given, KYIV).earliest == utc(earliest)


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2037, 12, 31)),
    st.sampled_from([KYIV, "Europe/London", "Australia/Lord_Howe", "America/Havana"]),
)
def test_a_wall_time_is_that_of_the_zone_database_or_refused(
    wall: datetime, zone: str
) -> None:
    first, second = (
        wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        for fold in (0, 1)
    )

    try:
        read = read_span(wall.isoformat(), zone).earliest
    except (NoSuchWallTime, TwoSuchWallTimes):
        read = "refused"

    assert read == (in_utc(first) if first == second else "refused")


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Europe/Kiev", "UTC", "Etc/GMT-2"])
def test_zones_of_the_database_are_known(zone: str) -> None:
    check_zone(zone)

    assert read_span("2024-12-20T11:00", zone).zone == zone


@pytest.mark.parametrize(
    "name",
    [
        *("", "Mars/Olympus", "UTC+2", "+02:00", "Europe", "Europe/", "Europe/kyiv"),
        *("../../etc/passwd", "/etc/passwd", "Europe/../UTC", "zone.tab", "a..b/c"),
        *("\0", "Kyiv", " Europe/Kyiv", "Europe/Kyiv\n", "x" * 5000, ".", "local"),
        *(None, 2, ["Europe/Kyiv"], True),
    ],
)
def test_a_zone_the_database_does_not_have_is_refused(name: Any) -> None:
    with pytest.raises(UnknownZone, match=r"no time zone is called .*: use a name"):
        check_zone(name)


@pytest.mark.parametrize("name", ["localtime", "posixrules", "right/Europe/Kyiv"])
def test_a_zone_that_differs_from_machine_to_machine_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        check_zone(name)


@pytest.mark.parametrize("name", ["utc", "Utc"])
def test_a_zone_that_is_accepted_can_be_shown(name: str) -> None:
    with suppress(UnknownZone):
        check_zone(name)

        assert in_zone(utc("2024-12-20T09:00"), name).hour == 9
