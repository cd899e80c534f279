"""What is no part of an article is dropped, and nothing that is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.boilerplate import (
    Boilerplate,
    boilerplates,
    dropped_from,
)
from incident_log.drafting.prose.paragraphs import paragraphs_of

STORY = (
    "A wall fell on a quiet street on Tuesday and two people were hurt.",
    "Neighbours carried them to a clinic, where a doctor set a broken arm.",
    "\u201cWe heard a crack and ran,\u201d said a baker who lives next door.",
    "The street stays closed, and the school beside it has moved its lessons.",
)


def left(text: str) -> str:
    """Return what is left of *text* when boilerplate is dropped."""
    kept, at = [], 0
    for zone in dropped_from(text, paragraphs_of(text)):
        assert at <= zone.start < zone.end <= len(text)
        kept.append(text[at : zone.start])
        at = zone.end
    return "".join((*kept, text[at:]))


@pytest.mark.parametrize("known", boilerplates(), ids=lambda known: known.name)
def test_every_rule_drops_its_example_and_not_its_counter_example(
    known: Boilerplate,
) -> None:
    (zone,) = dropped_from(known.example, [(0, len(known.example))])

    assert (zone.rule, zone.reason) == (known.name, known.reason)
    assert dropped_from(known.counter_example, [(0, len(known.counter_example))]) == []


@pytest.mark.parametrize("known", boilerplates(), ids=lambda known: known.name)
def test_a_rule_is_named_for_its_file_and_says_why(known: Boilerplate) -> None:
    family, _, name = known.name.partition(".")

    assert family in ("appeals", "credits", "links", "sharing")
    assert name
    assert known.reason
    assert (known.where == "anywhere") <= bool(known.words)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our morning letter.",
        "Subscribe to The Coast for $1 a week",
        "Your donation helps our reporters stay on the road.",
        "We rely on your support, so that our pages stay free.",
        "Already a subscriber? Log in",
        "Follow AB\u2019s coverage of the storms at the hub page",
        "Read more: Six held after market fire",
        "RELATED | 1 killed, 2 hurt in mill fire",
        "PHOTOS: 3 killed in mill fire",
        "Also Read | Boiler blast kills 3",
        "Most viewed: Three hurt as car hits bus stop",
        "Explore more on these topics: walls / streets",
        "Share on WhatsApp  Share on X  Copy link",
        "Facebook | Twitter | WhatsApp",
        "SubscribeLog in",
        "Skip to content",
        "Comments are closed.",
        "Photo: Ana Sol / Coast Press",
        "Hide caption",
        "Copyright 2025 KXYZ. All rights reserved.",
        "\u00a9 Coast Press",
        "(Reporting by Ana Sol; Editing by Tom Reed)",
        "Reporting by Ana Sol Writing by Tom Reed Editing by Jo Hill",
        "Coast Press writers Ana Sol and Tom Reed contributed to this report.",
        "Contributing: Ana Sol",
        "By Ana Sol and Tom Reed",
        "By ANA SOL",
        "by Ana Sol",
        "By: Ana Sol, Coast Staff",
        "By Staff Correspondents",
        "Tags: wall, street",
        "#wall #street",
        "Listen to this article",
        "5 min read",
        "Advertisement",
        "This article was first published by a partner.",
        "We use cookies. See our privacy policy.",
        "https://example.org/walls",
        "___",
    ],
)
def test_lines_around_an_article_are_dropped(line: str) -> None:
    text = "\n\n".join((*STORY[:2], line, *STORY[2:]))

    assert left(text).split() == " ".join(STORY).split()


@pytest.mark.parametrize(
    "line",
    [
        "Hundreds donated blood at the clinic on Friday.",
        "The charity received support from partners in the city.",
        "\u201cYour support gave us hope,\u201d the mayor told the volunteers.",
        "The subscribers of the power company had no light for two days.",
        "By Friday evening the morgue held nine bodies.",
        "By Sunday",
        "BY A JUDGE WHO HAS NO OTHER CHOICE THAN TO ABIDE BY THE LAW.",
        "Read aloud, the list of the dead took an hour.",
        "Related attacks killed nine people in the north, police said.",
        "More than 40 people were hurt: drivers, cooks and a teacher.",
        "Share of households without water: one in five.",
        "Follow the signs to the shelter, officials told drivers.",
        "Watch towers along the border were hit, the army said.",
        "Two photographers were killed and a video editor was hurt.",
        "Ana Sol is a teacher in the village.",
        "Reporting restrictions were lifted when nine men died.",
        "Use of force killed two people, a court said.",
        "The advertisement board fell on a bus and killed nine people who were waiting"
        " there for the last one to the harbour, a driver of the company said then.",
        "Comment was not available from the army, which killed nine.",
        "Donations of food reached 200 families on Tuesday.",
        "Get out, the firemen shouted, and nine people did.",
    ],
)
def test_sentences_of_an_article_are_kept(line: str) -> None:
    text = "\n\n".join((*STORY[:2], line, *STORY[2:]))

    assert left(text) == text


def test_a_sentence_that_was_glued_to_a_paragraph_is_dropped_alone() -> None:
    text = f"Your support makes all the difference.{STORY[0]}\n\n{STORY[1]}"

    assert left(text) == "\n\n".join(STORY[:2])


def test_glue_alone_is_no_reason() -> None:
    text = f"She broke an arm.{STORY[0]}"

    assert left(text) == text


def test_an_author_who_is_introduced_at_the_end_is_dropped_with_his_name() -> None:
    bio = "Ana Sol is a senior correspondent for Coast Press. She lives in Oslo."
    text = "\n\n".join(("Ana Sol", *STORY, "Ana Sol", bio))

    assert left(text).split() == " ".join(STORY).split()


def test_a_reporter_in_the_middle_of_an_article_is_part_of_it() -> None:
    line = "Ana Sol is a reporter for Coast Press who was in the street."
    text = "\n\n".join((line, *STORY))

    assert left(text) == text


def test_what_is_behind_the_last_line_is_dropped_if_it_is_short() -> None:
    text = "\n\n".join((*STORY, "___", "Some words of the agency."))
    rules = [zone.rule for zone in dropped_from(text, paragraphs_of(text))]

    assert rules == ["sharing.rule", "sharing.footer"]


def test_a_line_between_stories_ends_none_of_them() -> None:
    text = "\n\n".join((*STORY, "___", *STORY, *STORY))

    assert left(text).split() == " ".join((*STORY, *STORY, *STORY)).split()


def test_of_a_byline_with_a_date_only_the_names_are_dropped() -> None:
    text = "By Ana Sol | Posted: May 20, 2025"

    assert left(text) == "| Posted: May 20, 2025"


def test_a_long_paragraph_is_part_of_the_article() -> None:
    text = f"Sign up, they said. {' '.join(STORY * 4)}"

    assert left(text) == text


def test_nothing_is_dropped_of_nothing() -> None:
    assert dropped_from("", []) == []


# -- laws ----------------------------------------------------------------------------

LINES = st.lists(
    st.sampled_from((*STORY, *(known.example for known in boilerplates()))), max_size=8
)


@given(LINES, st.sampled_from(("\n", "\r\n", "\n\n")))
def test_law_zones_are_in_order_and_end_where_words_end(
    lines: list[str], end: str
) -> None:
    text = end.join(lines)
    zones = dropped_from(text, paragraphs_of(text))

    assert zones == sorted(zones)
    for zone, following in pairwise(zones):
        assert zone.end <= following.start
    for zone in zones:
        words = text[zone.start : zone.end]
        assert words.strip("\r\n") == words != ""


@given(st.integers(0, 4), st.sampled_from([known.example for known in boilerplates()]))
def test_law_boilerplate_anywhere_leaves_the_story_alone(at: int, line: str) -> None:
    text = "\n\n".join((*STORY[:at], line, *STORY[at:]))

    for sentence in STORY:
        assert sentence in left(text)
