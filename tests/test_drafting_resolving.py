"""What a time means: told by when and where the article was written, never guessed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.dates.resolving import resolve
from incident_log.drafting.dates.time_values import Context, Resolved
from incident_log.drafting.prose.moments import moments_in
from incident_log.times import read_occurred, read_span

KYIV = Context.of("2024-12-20", "Europe/Kyiv")  # a Friday
NOWHERE = Context()


def meaning(
    text: str, context: Context = KYIV, day: str | None = None, *, ahead: bool = False
) -> Resolved:
    """Return what the first time in *text* means."""
    moment = next(moments_in(text, 0, len(text)))
    on = date.fromisoformat(day) if day else None
    return resolve(moment, context, on, ahead=ahead)


def value(text: str, context: Context = KYIV, day: str | None = None) -> str | None:
    return meaning(text, context, day).value


# -- days ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Friday", "2024-12-20"),
        ("Thursday night", "2024-12-19"),
        ("Saturday", "2024-12-14"),
        ("last Friday", "2024-12-13"),
        ("last Monday", "2024-12-16"),
        ("next Monday", "2024-12-23"),
        ("this Friday", "2024-12-20"),
        ("this Sunday", None),
        ("today", "2024-12-20"),
        ("yesterday", "2024-12-19"),
        ("tomorrow", "2024-12-21"),
        ("tonight", "2024-12-20"),
        ("last night", "2024-12-19"),
        ("last evening", "2024-12-19"),
        ("this morning", "2024-12-20"),
        ("two days ago", "2024-12-18"),
        ("3 days ago", "2024-12-17"),
        ("two weeks ago", None),
        ("Nov. 19", "2024-11-19"),
        ("January 13", "2025-01-13"),
        ("March 1", "2024-03-01"),
        ("Feb. 29", "2024-02-29"),
        ("Feb. 30", None),
        ("30 DECEMBER 1989", "1989-12-30"),
        ("3 JAN 90 --", "1990-01-03"),
        ("3 JAN 05 --", "2005-01-03"),
        ("2024-02-30", None),
        ("2024-12-01", "2024-12-01"),
        ("20/12/2024", "2024-12-20"),
        ("12/20/2024", "2024-12-20"),
        ("05/05/2024", "2024-05-05"),
        ("03/04/2024", None),
        ("03.04.2024", "2024-04-03"),
        ("12.20.2024", "2024-12-20"),
        ("shortly before sunrise", None),
    ],
)
def test_a_day_is_the_nearest_that_the_words_can_mean(
    text: str, expected: str | None
) -> None:
    assert value(text) == expected


def test_what_is_looked_forward_to_may_lie_further_ahead() -> None:
    assert meaning("March 1", ahead=True).value == "2025-03-01"
    assert meaning("by June", ahead=True).value == "2025-06"
    assert meaning("by November", ahead=True).value == "2024-11"
    assert meaning("by March", Context.of("2025-02-01", None), ahead=True).value == (
        "2025-03"
    )


def test_a_day_earlier_is_told_by_the_day_of_the_sentence() -> None:
    assert value("a day earlier", day="2024-12-18") == "2024-12-17"
    assert value("two days later", day="2024-12-18") == "2024-12-20"
    assert value("a day earlier") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this week", "2024-W51"),
        ("last week", "2024-W50"),
        ("next week", "2024-W52"),
        ("this month", "2024-12"),
        ("last month", "2024-11"),
        ("next month", "2025-01"),
        ("this year", "2024"),
        ("last year", "2023"),
        ("December 2022", "2022-12"),
        ("January to March 2021", "2021-01"),
        ("in October", "2024-10"),
        ("since December", "2024-12"),
        ("July last year", "2023-07"),
        ("in 2019", "2019"),
    ],
)
def test_weeks_months_and_years(text: str, expected: str) -> None:
    assert value(text) == expected


# -- clock times ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:30 a.m.", "2024-12-20T08:30+02:00"),
        ("12 a.m.", "2024-12-20T00:00+02:00"),
        ("12:15 pm", "2024-12-20T12:15+02:00"),
        ("noon", "2024-12-20T12:00+02:00"),
        ("14:05", "2024-12-20T14:05+02:00"),
        ("14:05 GMT", "2024-12-20T14:05+00:00"),
        ("14:05 UTC+3", "2024-12-20T14:05+03:00"),
        ("04:00 Moscow time", "2024-12-20T04:00+03:00"),
        ("04:00 Kyiv time", "2024-12-20T04:00+02:00"),
        ("6:40 local time", "2024-12-20T06:40+02:00"),
        ("5 p.m. ET", "2024-12-20T17:00-05:00"),
        ("5 p.m. EST", "2024-12-20T17:00-05:00"),
        ("5 p.m. IST", None),
        ("04:00 Gotham time", None),
        ("9 o'clock", "2024-12-20T09:00+02:00"),
        ("at nine o'clock", None),
        ("at nine o'clock at night", "2024-12-20T21:00+02:00"),
        ("at two o'clock at night", "2024-12-20T02:00+02:00"),
        ("at six in the evening", "2024-12-20T18:00+02:00"),
        ("14:05 in the afternoon", "2024-12-20T14:05+02:00"),
        ("2024-12-19T10:05", "2024-12-19T10:05+02:00"),
        ("2024-12-19T10:05+0530", "2024-12-19T10:05+05:30"),
        ("2024-13-19T10:05", None),
    ],
)
def test_a_clock_time_holds_in_the_zone_that_is_named(
    text: str, expected: str | None
) -> None:
    assert value(text) == expected


def test_an_abbreviation_may_be_the_name_of_the_articles_own_zone() -> None:
    kolkata = Context.of("2025-01-09", "Asia/Kolkata")

    assert value("08:40 IST", kolkata) == "2025-01-09T08:40+05:30"
    assert value("08:40 Kolkata time", kolkata) == "2025-01-09T08:40+05:30"
    assert value("08:40 Kolkata time", Context.of("2025-01-09", None)) is None


def test_a_clock_time_is_of_the_day_of_its_sentence() -> None:
    assert value("8:30 a.m.", day="2024-06-18") == "2024-06-18T08:30+03:00"


# -- nothing is invented -------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Friday",
        "today",
        "this week",
        "in October",
        "Nov. 19",
        "14:05 GMT",
    ],
)
def test_without_a_day_of_publication_there_is_no_day(text: str) -> None:
    assert meaning(text, NOWHERE) == Resolved(None, flags=frozenset({"no-date"}))


def test_without_a_zone_there_is_no_clock_time() -> None:
    context = Context.of("2024-12-20", None)

    assert meaning("8:30 a.m.", context).flags == {"no-zone"}
    assert meaning("8:30 a.m.", context).value is None
    assert meaning("8:30 a.m. IST", context).value is None
    assert meaning("early Friday", context).occurred("early Friday") == "2024-12-20"
    assert meaning("this week", context).occurred("this week") is None


def test_a_wall_time_that_daylight_saving_skips_has_no_value() -> None:
    spring = Context.of("2024-03-31", "Europe/Kyiv")
    autumn = Context.of("2024-10-27", "Europe/Kyiv")

    assert meaning("3:30 a.m.", spring).flags == {"no-such-time"}
    assert meaning("3:30 a.m.", autumn).flags == {"no-such-time"}


def test_a_part_of_a_day_that_a_zone_skipped_is_only_the_day() -> None:
    samoa = Context.of("2011-12-31", "Pacific/Apia")

    assert meaning("Friday morning", samoa).occurred("Friday morning") == "2011-12-30"


def test_only_days_and_clock_times_have_a_day() -> None:
    assert meaning("Thursday").day == date(2024, 12, 19)
    assert meaning("6:40 a.m.").day == date(2024, 12, 20)
    assert meaning("in October").day is None
    assert meaning("overnight").day is None


def test_a_weekday_that_the_date_does_not_have_is_flagged() -> None:
    assert meaning("Thursday, Dec. 20").flags == {"weekday-date-mismatch"}
    assert meaning("Thursday, Dec. 20").value == "2024-12-20"
    assert meaning("Friday, Dec. 20").flags == frozenset()
    assert meaning("03/04/2024").flags == {"ambiguous-date"}
    assert meaning("Feb. 24").flags == {"assumed-year"}
    assert meaning("Friday").flags == {"relative-date"}


# -- as claims have it ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Friday", "2024-12-20"),
        (
            "early morning on Friday, Dec.20",
            {"from": "2024-12-20T00:00:00+02:00", "to": "2024-12-20T09:00:00+02:00"},
        ),
        (
            "early Friday",
            {"from": "2024-12-20T00:00:00+02:00", "to": "2024-12-20T12:00:00+02:00"},
        ),
        (
            "Thursday night",
            {"from": "2024-12-19T18:00:00+02:00", "to": "2024-12-20T06:00:00+02:00"},
        ),
        (
            "overnight into Friday",
            {"from": "2024-12-19T18:00:00+02:00", "to": "2024-12-20T12:00:00+02:00"},
        ),
        (
            "early Thursday evening",
            {"from": "2024-12-19T16:00:00+02:00", "to": "2024-12-19T21:00:00+02:00"},
        ),
        (
            "late hours of Thursday",
            {"from": "2024-12-19T00:00:00+02:00", "to": "2024-12-20T00:00:00+02:00"},
        ),
        ("earlier Friday", {"from": "2024-12-20T00:00:00+02:00"}),
        (
            "later Thursday",
            {"from": "2024-12-19T00:00:00+02:00", "to": "2024-12-20T00:00:00+02:00"},
        ),
        (
            "6:40 a.m.",
            {"from": "2024-12-20T06:40:00+02:00", "to": "2024-12-20T06:41:00+02:00"},
        ),
        (
            "this week",
            {"from": "2024-12-16T00:00:00+02:00", "to": "2024-12-21T00:00:00+02:00"},
        ),
        ("in October", "2024-10"),
    ],
)
def test_occurred_is_a_date_or_a_period_with_its_words(
    text: str, expected: Any
) -> None:
    found = meaning(text).occurred("words")

    assert found == (
        expected | {"text": "words"} if isinstance(expected, dict) else expected
    )


def test_a_publication_to_the_minute_ends_what_goes_on() -> None:
    context = Context.of("2024-12-20T11:00", "Europe/Kyiv")

    assert context.instant == "2024-12-20T11:00+02:00"
    assert meaning("this week", context).end == "2024-12-20T11:00+02:00"
    assert meaning("earlier Friday", context).end == "2024-12-20T11:00+02:00"


def test_the_day_of_publication_is_that_of_the_articles_zone() -> None:
    late = Context.of("2024-12-19T23:30+00:00", "Europe/Kyiv")

    assert (late.published, late.instant) == (
        date(2024, 12, 20),
        "2024-12-20T01:30+02:00",
    )
    assert (
        Context.of("2024-12-19T23:30+00:00", None).instant == "2024-12-19T23:30+00:00"
    )
    assert Context.of("2024-12-19T23:30", None) == Context(date(2024, 12, 19))
    assert Context.of("2024-12", "Europe/Kyiv").published is None
    assert Context.of(None, None) == NOWHERE


# -- laws ----------------------------------------------------------------------------

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
days = st.dates(date(1990, 1, 1), date(2050, 12, 31))


@given(days, st.sampled_from(WEEKDAYS))
def test_law_a_weekday_is_one_of_the_last_seven_days(
    published: date, weekday: str
) -> None:
    found = meaning(weekday, Context(published)).day

    assert found is not None
    assert found.strftime("%A") == weekday
    assert 0 <= (published - found).days < 7


@given(days, days)
def test_law_a_full_date_needs_no_publication(written: date, published: date) -> None:
    text = f"{written.day} {written:%B} {written.year}"

    assert (
        value(text, NOWHERE) == value(text, Context(published)) == written.isoformat()
    )


@given(
    days,
    st.sampled_from(
        ("early {}", "late {}", "{} night", "earlier {}", "overnight into {}", "{}")
    ),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(("Europe/Kyiv", "America/Bogota", "Asia/Kolkata", "Asia/Gaza")),
)
def test_law_what_is_given_to_claims_can_be_read(
    published: date, words: str, weekday: str, zone: str
) -> None:
    text = words.format(weekday)
    resolved = meaning(text, Context(published, None, zone))

    read = read_occurred(resolved.occurred(text), zone)

    assert read.earliest is not None
    assert read_span(resolved.value, zone).latest > read.earliest
