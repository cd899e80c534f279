"""What an article says of itself at its top, and the entries of a live page."""

from datetime import date

import pytest

from incident_log.drafting.dates.heads import Head, head_end, read_head
from incident_log.drafting.dates.live_pages import days_of_entries, entries_of
from incident_log.drafting.dates.time_values import Context
from incident_log.drafting.prose.paragraphs import paragraphs_of

BODY = (
    "Two people were hurt when a wall came down on a quiet street behind the old"
    " market, and neighbours carried them to a clinic. The street stayed closed."
)


def head(
    top: str, published: str | None = None, zone: str | None = "Europe/Kyiv"
) -> Head:
    text = f"{top}\n\n{BODY}\n"
    return read_head(text, paragraphs_of(text), published, zone)


# -- when it came out ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "published"),
    [
        (" date 2024-12-20 Wall comes down", "2024-12-20"),
        ("Wall comes down\n\nMarch 3, 2025", "2025-03-03"),
        ("Wall comes down\n\nPublished: 3 March 2025", "2025-03-03"),
        ("Wall comes down\n\nOur Bureau | Poltava | Mon, 3 Mar 2025", "2025-03-03"),
        (
            "Wall comes down\n\nUpdated 14:05 GMT, March 3, 2025",
            "2025-03-03T14:05+00:00",
        ),
        (
            "Wall comes down\n\nPublished: March 3, 2025 at 6:15 AM\nUpdated: 11:40 AM",
            "2025-03-03T11:40+02:00",
        ),
        ("Wall comes down\n\n2025-03-03 09:10", "2025-03-03T09:10+02:00"),
        ("Wall comes down in March 3, 2025 quake", None),
        ("Wall comes down\n\nAnna Sol, 9 August 1941 - 3 March 2025", None),
        ("Wall comes down\n\nFlash Update (as of 17 February 2025)", None),
        ("Wall comes down\n\nMarch 3", None),
    ],
)
def test_the_first_stamp_tells_when_it_came_out(
    top: str, published: str | None
) -> None:
    assert head(top).published == published


def test_a_dateline_tells_it_if_it_has_a_year() -> None:
    text = f"SAN MATEO (NOWHERE), 3 JAN 90 (RADIO) -- [TEXT] {BODY.upper()}"

    assert read_head(text, paragraphs_of(text)).published == "1990-01-03"


def test_what_is_given_is_not_looked_for() -> None:
    assert head("Wall\n\nMarch 3, 2025", "2025-03-04").published == "2025-03-04"


def test_without_a_zone_a_stamp_has_its_day_only() -> None:
    found = head("Wall comes down\n\nMarch 3, 2025, 14:05", None, None)

    assert found.published == "2025-03-03"


# -- as of when it tells -------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "as_of", "words"),
    [
        (
            "[UPDATES] As of 11 a.m., Wall Comes Down",
            "2024-12-20T11:00+02:00",
            "As of 11 a.m.",
        ),
        ("Wall comes down\nas of Friday morning", "2024-12-20", "as of Friday morning"),
        (
            "Wall comes down (as of 6pm local time Thursday)",
            "2024-12-19T18:00+02:00",
            "as of 6pm local time Thursday",
        ),
        (
            "Wall comes down\nAs of 17:00 on 19 December 2024",
            "2024-12-19T17:00+02:00",
            "As of 17:00 on 19 December 2024",
        ),
        (
            "Wall comes down\nAs of 17:00 (Fire Service, 2019)",
            "2024-12-20T17:00+02:00",
            "As of 17:00",
        ),
        ("Wall comes down as of now, they say", None, None),
        ("As of press time a wall that fell on Friday lay there", None, None),
    ],
)
def test_as_of_is_a_clock_time_a_day_or_both(
    top: str, as_of: str | None, words: str | None
) -> None:
    found = head(top, "2024-12-20")

    assert (found.as_of, found.as_of_text) == (as_of, words)


@pytest.mark.parametrize(
    ("top", "label"),
    [
        ("[UPDATES] As of 11 a.m., Wall Comes Down", "[UPDATES] As of 11 a.m."),
        (" date 2024-12-20 [UPDATES] Wall Comes Down", "[UPDATES]"),
        ("LIVE: Wall comes down", "LIVE"),
        ("UPDATE 2 - Wall comes down", "UPDATE 2"),
        ("Walls\nFlash Update No. 6 (as of Friday)", "Flash Update No. 6"),
        ("Wall comes down", None),
    ],
)
def test_labels(top: str, label: str | None) -> None:
    assert head(top).label == label


@pytest.mark.parametrize(
    ("top", "signal"),
    [
        ("CORRECTION: Wall comes down", "correction"),
        ("[CORRECTED] Wall comes down", "correction"),
        ("Clarification: Wall comes down", "clarification"),
        ("[UPDATED] Wall comes down", "update"),
        ("UPDATE 2 - Wall comes down", "update"),
        ("Retraction: Wall comes down", "retraction"),
        ("Wall\nAn earlier version of this article named another wall.", "correction"),
        ("Corrections officer hurt by a wall", None),
        ("Wall comes down", None),
    ],
)
def test_signals(top: str, signal: str | None) -> None:
    assert head(top).signal == signal


def test_the_outlet_stands_in_the_dateline() -> None:
    text = f"Wall comes down\n\nPOLTAVA, Ukraine (Coast Wire) \u2014 {BODY}"

    assert read_head(text, paragraphs_of(text)).outlet == "Coast Wire"
    assert head("Wall (again) comes down").outlet is None


def test_an_article_may_have_no_head() -> None:
    assert read_head("", []) == Head()
    assert head_end(BODY, paragraphs_of(BODY)) == len(BODY)


# -- live pages ----------------------------------------------------------------------


def days(page: str, published: str | None) -> list[str]:
    """Return the day of each paragraph of a live page."""
    paragraphs = paragraphs_of(page)
    context = Context.of(published, "Europe/Kyiv")
    found = days_of_entries(entries_of(page, paragraphs), len(paragraphs), context)
    return [f"{found[n]:%m-%d}" if n in found else "-" for n in range(len(paragraphs))]


def test_entries_are_opened_by_a_clock_time_and_a_dash() -> None:
    page = (
        "10:57 p.m. \u2014 Fire.\n\n\u2022 14:05 GMT: Smoke.\n\nAt 9 a.m. it was over."
        "\n\nFriday \u2014 Rest.\n\n9 a.m. was quiet."
    )

    entries = entries_of(page, paragraphs_of(page))

    assert [page[e.clock.start : e.clock.end] for e in entries] == [
        "10:57 p.m.",
        "14:05 GMT",
    ]


NEWEST = "LIVE\n\n06:35 GMT - Over.\n\n04:10 GMT - Fire.\n\nMore.\n\n22:05 GMT - Smoke."
OLDEST = "LIVE\n\n22:05 - Smoke.\n\n04:10 - Fire.\n\n06:35 - Over."


def test_going_back_in_time_midnight_is_passed() -> None:
    assert days(NEWEST, "2024-03-15") == ["-", "03-15", "03-15", "03-15", "03-14"]
    assert days(OLDEST, "2024-03-15") == ["-", "03-14", "03-15", "03-15"]


def test_an_entry_may_name_its_day() -> None:
    page = "9:00 - Over.\n\n23:45, March 13 - Fire.\n\n22:20 - Smoke."

    assert days(page, "2024-03-15") == ["03-15", "03-13", "03-13"]


def test_an_entry_is_not_later_than_its_page() -> None:
    assert days("22:05 - Smoke.", "2024-03-15T09:40") == ["03-14"]
    assert days("08:05 - Smoke.", "2024-03-15T09:40") == ["03-15"]


def test_without_a_day_of_publication_entries_have_none() -> None:
    assert days(OLDEST, None) == ["-", "-", "-", "-"]


def test_the_published_day_of_a_head_is_a_date() -> None:
    found = head("Wall\n\nMarch 3, 2025").published

    assert found is not None
    assert date.fromisoformat(found) == date(2025, 3, 3)
