"""Occurrences: the moments of a night, as the timeline wants them."""

import pytest

from incident_log.drafting.attacks.occurrences import occurrences_in
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook
from tests.told import keeps_its_word, quoted, told


@pytest.mark.parametrize(
    "rule", rulebook().of("occurrences"), ids=lambda rule: rule.name
)
def test_rules_of_occurrences_keep_their_word(rule: Rule) -> None:
    keeps_its_word(rule, occurrences_in)


def test_a_list_of_districts_is_a_count_and_each_of_them() -> None:
    text = "Debris fell in the Lypky, Osokorky, Teremky, and Nyvky districts."

    assert told(text, occurrences_in)[0] == "4 debris_fall"
    assert quoted(text, occurrences_in)[1:] == ["Lypky", "Osokorky", "Teremky", "Nyvky"]


def test_debris_in_one_district_is_not_counted() -> None:
    assert told("Debris fell in the Lypky district.", occurrences_in) == [
        "some debris_fall lypky"
    ]


def test_debris_in_places_that_everybody_knows() -> None:
    text = "Debris fell in Kyiv and Odesa."

    assert told(text, occurrences_in) == [
        "2 debris_fall",
        "some debris_fall kyiv",
        "some debris_fall odesa",
    ]


def test_the_moments_of_a_night() -> None:
    text = (
        "Residents were awakened by air raid sirens, triggered by the takeoff of two"
        " MiG-31K fighter jets. Explosions began to rock the city. Reporters heard at"
        " least eight powerful blasts. Firefighters rushed to the port."
    )

    assert told(text, occurrences_in) == [
        "1 alert_start",
        "2 carrier_takeoff",
        "some explosions_start",
        "at least 8 blast_heard",
        "emergency_response",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The takeoff of a Taurus missile was filmed.",
        "Prices fell in Kyiv and Odesa.",
        "The shelter has a siren and a red door.",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    assert told(text, occurrences_in) == []
