"""What is told of times before the incident, and so must not be counted."""

import pytest

from incident_log.drafting.dates.time_values import Context
from incident_log.drafting.dates.timing import times_in
from incident_log.drafting.setting.past import past_times
from incident_log.drafting.setting.scope import send_to_background
from tests.harm import harm, read

#: A Friday.
PUBLISHED = "2024-12-20"


def whys(text: str, *words: str, published: str | None = PUBLISHED) -> list[str]:
    """Why each of the *words* of an article is background; empty where it is not."""
    article = read(text)
    context = Context.of(published, "Europe/Kyiv")
    findings = [harm(article, each) for each in words]
    for finding in findings:
        finding.fields["count"] = 9
    past = past_times(article, times_in(article, context), context.published)
    send_to_background(article, findings, past)
    return [finding.background for finding in findings]


def why(text: str, published: str | None = PUBLISHED) -> str:
    (found,) = whys(text, "nine people died", published=published)
    return found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("In 2019 nine people died here.", "another time: 2019"),
        ("In the 2019 floods nine people died.", "another time: 2019"),
        ("On 3 December nine people died here.", "another time: 3 December"),
        ("On Dec.  3, 2024 nine people died.", "another time: Dec. 3, 2024"),
        ("Last week nine people died here.", "another time: Last week"),
        ("Last month nine people died here.", "another time: Last month"),
        ("Last year nine people died here.", "another time: Last year"),
        ("This year nine people died here.", "another time: This year"),
        ("In November nine people died here.", "another time: November"),
        ("Two weeks ago nine people died here.", "another time: Two weeks ago"),
        ("Two years ago nine people died here.", "another time: Two years ago"),
        ("Ten days ago nine people died here.", "another time: Ten days ago"),
        ("A day earlier, nine people died here.", "another day: A day earlier"),
        ("Since 3 May nine people died here.", "a total since 3 May"),
        ("Since 2022 nine people died here.", "a total since 2022"),
    ],
)
def test_what_is_told_of_another_time_is_background(text: str, reason: str) -> None:
    assert why(f"A mill burned on Friday. {text}") == reason


@pytest.mark.parametrize(
    "text",
    [
        "On Friday nine people died here.",
        "On Thursday nine people died here.",
        "On 17 December nine people died here.",
        "Yesterday nine people died here.",
        "Three days ago nine people died here.",
        "This week nine people died here.",
        "Two hours ago nine people died here.",
        "Next year nine people died here.",
        "Since 1 December nine people died here.",
        "Shortly before dawn nine people died here.",
        "At 10:30 nine people died here.",
    ],
)
def test_what_is_a_few_days_old_may_be_this_incident(text: str) -> None:
    assert why(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "In a block built in 1975 nine people died.",
        "In the town, which rebels seized in 2021, nine people died.",
        "The mayor, elected in May, said nine people died.",
        "It was the deadliest flood since 2002: nine people died.",
        "For the third time this year there was a flood, and nine people died.",
        "The army, which came to power in 2021, said nine people died.",
    ],
)
def test_a_time_may_be_of_something_else(text: str) -> None:
    assert why(text) == ""


def test_a_sentence_with_two_times_tells_of_both() -> None:
    text = "A flood on Friday hurt two men in a town where nine people died in 2019."

    assert whys(text, "hurt two men", "nine people died") == ["", "another time: 2019"]


def test_a_sentence_that_begins_with_a_time_is_all_about_it() -> None:
    text = "In 2019 two men were hurt, and on the Friday after that nine people died."

    assert whys(text, "two men were hurt", "nine people died") == [
        "another time: 2019",
        "another time: 2019",
    ]


def test_a_sentence_with_no_time_of_its_own_is_all_about_the_other() -> None:
    text = "When two men were hurt and the old mill of the town burned down in 2019."

    assert whys(text, "two men were hurt") == ["another time: 2019"]


def test_a_total_is_what_stands_before_since() -> None:
    text = (
        "On Friday two men were hurt; nine people died since 2022, and four since May."
    )

    assert whys(text, "two men were hurt", "nine people died", "four") == [
        "",
        "a total since 2022",
        "a total since May",
    ]


def test_from_how_many_a_day_earlier_a_toll_rose_is_no_time_of_the_toll() -> None:
    text = (
        "The toll rose to 23 from 18 a day earlier, and nine people died in hospital."
    )

    assert whys(text, "rose to 23", "nine people died") == ["", ""]


# -- whose time it is ----------------------------------------------------------------


def test_an_old_incident_is_told_at_its_own_time() -> None:
    text = (
        "On 3 March 2019 a mill burned.\n\nNine died. Four more died on 4 March 2019."
    )

    assert whys(text, "Nine died", "Four more died") == ["", ""]


def test_since_when_is_counted_is_not_when_the_story_happened() -> None:
    assert why("Since 3 May nine people died here.") == "a total since 3 May"


def test_only_the_first_sentences_say_when_the_story_happened() -> None:
    dull = "A mill burned. Smoke rose. Men ran. Bells rang."
    text = f"{dull}\n\nOn 3 March 2019 nine people died."

    assert why(text) == "another time: 3 March 2019"


def test_without_a_date_of_publication_the_story_may_tell_it() -> None:
    text = "On 20 December 2024 a mill burned. In 2019 nine people died there."

    assert why(text, published=None) == "another time: 2019"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("In 2019 nine people died here.", "another time: 2019"),
        ("In March 2019 nine people died here.", "another time: March 2019"),
        ("On this road nine people died since 2007.", "a total since 2007"),
        ("Nine people died in March.", ""),
        ("On Friday nine people died here.", ""),
        ("The mill, built in 1975, burned, and nine people died.", ""),
        ("It was the deadliest flood since 2002: nine people died.", ""),
        ("Mill fire of 2019\n\nAll nine people died.", ""),
        ("A mill burned in 2019.\n\nNine people died.", ""),
        ("Nine people died since 2007\n\nThe road is bad.", "a total since 2007"),
    ],
)
def test_without_any_date_a_year_is_past_unless_it_is_the_title_s(
    text: str, reason: str
) -> None:
    (found,) = whys(text, "people died", published=None)

    assert found == reason


def test_what_happened_in_a_year_of_its_own_is_another_incident() -> None:
    text = "A bus fell and hurt two men. In 1970 a quake killed nine men there."

    assert whys(text, "hurt two men", "killed nine men", published=None) == [
        "",
        "another time: 1970",
    ]


def test_years_ago_is_past_whenever_it_is_told() -> None:
    assert why("Two years ago nine people died here.", published=None) == (
        "another time: Two years ago"
    )


def test_a_dateline_is_no_other_time() -> None:
    text = "DOLNA, 3 December 2024 — nine people died in a fire that began at 10 a.m."

    assert why(text) == ""


def test_times_in_what_was_dropped_say_nothing() -> None:
    text = "A fire\n\nPublished in The Post, May 5th, 2019\n\nSo nine people died."

    assert why(text) == ""


def test_what_happened_then_is_past_also_in_a_comparison() -> None:
    text = "It was the worst since April 2019, when nine people died in a fire."

    assert why(text) != ""


# -- the days before the lead's ------------------------------------------------------

DULL = "Smoke rose. Men ran. Bells rang."


@pytest.mark.parametrize(
    ("lead", "text", "reason"),
    [
        ("A shell hit a mill on Friday.", "On Thursday nine people died.", "Thursday"),
        (
            "A shell hit a mill on Friday.",
            "In the old town nine people died on Wednesday.",
            "Wednesday",
        ),
        (
            "A shell hit a mill on Friday.",
            "In the old town nine people died on Thursday.",
            "",
        ),
        ("A flood hit a mill on Friday.", "On Thursday nine people died.", ""),
        (
            "Men wept on Friday, a day after shells hit.",
            "On Thursday nine people died.",
            "",
        ),
        ("A shell hit a mill.", "On Thursday nine people died.", ""),
    ],
)
def test_a_day_before_that_of_the_lead_is_another_incident(
    lead: str, text: str, reason: str
) -> None:
    expected = f"another time: {reason}" if reason else ""

    assert why(f"{lead} {DULL} {text}") == expected


def test_a_total_since_a_time_when_something_happened() -> None:
    text = "In all, nine people died since July 2023, when a port opened."

    assert why(text) == "a total since July 2023"
