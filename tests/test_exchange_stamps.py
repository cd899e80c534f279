"""Stamps of other people's tables, read as the times they mean."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.errors import NoSuchWallTime, NoZone, TwoSuchWallTimes
from incident_log.exchange.columns import ABSENT, column
from incident_log.exchange.stamps import UnreadableStamp, stamp
from incident_log.times import in_utc, read_span

PACIFIC = "America/Los_Angeles"
THE_CELL = column("cell")


def read(cell: Any, zone: str | None = PACIFIC, **spec: Any) -> Any:
    return stamp(spec, THE_CELL, zone)({"cell": cell})


def test_the_four_forms_of_one_feed_are_one_moment() -> None:
    forms = (
        "2021-07-18T00:15:48.1230000-07:00",
        "2021-07-18T00:15:48.123Z",
        "2021-07-18 00:15:48.123",
        "2021-07-18T00:15:48.123-07:00",
    )

    found = {read(form, z_is_local=True) for form in forms}

    assert found == {"2021-07-18T07:15:48.123000Z"}


def test_a_z_is_utc_unless_the_mapping_knows_better() -> None:
    assert read("2021-07-18T00:15:48Z") == "2021-07-18T00:15:48.000000Z"
    assert (
        read("2021-07-18T00:15:48Z", z_is_local=True) == "2021-07-18T07:15:48.000000Z"
    )


def test_a_day_stays_a_day() -> None:
    assert read("2021-07-18") == "2021-07-18"
    assert read("18.07.2021", format="%d.%m.%Y") == "2021-07-18"


def test_other_forms_are_named_and_tried_in_turn() -> None:
    both = ["%d.%m.%Y %H:%M", "iso"]

    assert read("18.07.2021 00:15", format=both) == "2021-07-18T07:15:00.000000Z"
    assert read("2021-07-18T00:15", format=both) == "2021-07-18T07:15:00.000000Z"
    with pytest.raises(UnreadableStamp, match="'soon' is no time of the form %d"):
        read("soon", format=both)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("18.07.2021 00:15 UTC", "%d.%m.%Y %H:%M %Z"),
        ("18.07.2021 00:15 GMT", "%d.%m.%Y %H:%M %Z"),
        ("2021-07-18T00:15:00Z", "%Y-%m-%dT%H:%M:%SZ"),
        ("2021-07-18T00:15:00Z", "%Y-%m-%dT%H:%M:%S%z"),
        ("18.07.2021 02:15 +0200", "%d.%m.%Y %H:%M %z"),
        ("18.07.2021 02:15 GMT+0200", "%d.%m.%Y %H:%M GMT%z"),
        ("18.07.2021 00:15 UTC", "%d.%m.%Y %H:%M UTC"),
        ("18.07.2021 00:15 gmt", "%d.%m.%Y %H:%M GMT"),
        ("18.07.2021 00:15 utc", "%d.%m.%Y %H:%M %Z"),
        ("00:15Z on 18.07.2021", "%H:%MZ on %d.%m.%Y"),
        ("2021-07-18T00:15:00Z", "%Y-%m-%dT%H:%M:%S%Z"),
    ],
)
def test_a_zone_that_is_written_counts_in_all_forms(cell: str, form: str) -> None:
    assert read(cell, format=form) == "2021-07-18T00:15:00.000000Z"
    if "Z" in cell:
        local = read(cell, format=form, z_is_local=True)
        assert local == "2021-07-18T07:15:00.000000Z"


def test_letters_that_name_no_offset_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.tzname", ("EET", "EEST"))

    with pytest.raises(UnreadableStamp):
        read("18.07.2021 00:15 EET", format="%d.%m.%Y %H:%M %Z")


@pytest.mark.parametrize(
    ("cell", "form", "found"),
    [
        ("July 2021", "%B %Y", "2021-07"),
        ("2021", "%Y", "2021"),
        ("18.07.2021 9 PM", "%d.%m.%Y %I %p", "2021-07-18T21"),
        ("2021-199", "%Y-%j", "2021-07-18"),
        ("07/18/21", "%x", "2021-07-18"),
    ],
)
def test_a_form_is_read_no_more_precisely_than_it_writes(
    cell: str, form: str, found: str
) -> None:
    assert read(cell, format=form) == found


def test_seconds_since_1970_are_read() -> None:
    assert read(1626592548, format="unix") == "2021-07-18T07:15:48.000000Z"
    assert read("1626592548500", format="unix-ms") == "2021-07-18T07:15:48.500000Z"
    for bad in ("1e400", "soon", "nan"):
        with pytest.raises(UnreadableStamp):
            read(bad, format="unix")


def test_a_column_may_have_a_zone_of_its_own() -> None:
    assert read("2021-07-18T00:15", zone="Europe/Kyiv") == "2021-07-17T21:15:00.000000Z"
    own = stamp({"zone": "Europe/Kyiv"}, THE_CELL, PACIFIC)
    assert own({"cell": "2021-07-18T00:15"}) == "2021-07-17T21:15:00.000000Z"


def test_no_time_is_invented() -> None:
    with pytest.raises(NoZone):
        read("2021-07-18T00:15", zone=None)
    with pytest.raises(NoSuchWallTime):
        read("2021-03-14T02:30")


def test_an_hour_that_comes_twice_is_refused_or_chosen() -> None:
    twice = "2021-11-07T01:30"

    with pytest.raises(TwoSuchWallTimes):
        read(twice)
    assert read(twice, overlap="first") == "2021-11-07T08:30:00.000000Z"
    assert read(twice, overlap="second") == "2021-11-07T09:30:00.000000Z"
    hour = {"format": "%d.%m.%Y %H", "overlap": "second"}
    assert read("07.11.2021 01", **hour) == "2021-11-07T01-0800"


def test_a_form_of_two_zones_fits_no_stamp() -> None:
    with pytest.raises(UnreadableStamp):
        read("00:15Z 18.07.2021 UTC", format="%H:%MZ %d.%m.%Y UTC")


def test_nothing_is_nothing() -> None:
    assert read("") is read(None) is None
    assert stamp({}, THE_CELL, None)({}) is ABSENT


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_survives_any_of_our_own_forms(moment: datetime) -> None:
    text = in_utc(moment)

    assert read(text) == read_span(text, None).earliest == text
