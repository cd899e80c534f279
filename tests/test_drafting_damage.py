"""Damage and outages: every rule keeps its word, and what no rule may take for them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.counts import Count
from incident_log.drafting.attacks.damage import damage_in
from incident_log.drafting.attacks.outages import outages_in
from incident_log.drafting.prose.article import read_article
from incident_log.drafting.prose.plurals import singular
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook
from tests.told import found, keeps_its_word, quoted, told

HEATING = (
    "The attack cut off heating to 630 residential buildings, 16 medical facilities,"
    " and 30 schools and kindergartens."
)


@pytest.mark.parametrize("rule", rulebook().of("damage"), ids=lambda rule: rule.name)
def test_rules_of_damage_keep_their_word(rule: Rule) -> None:
    keeps_its_word(rule, damage_in)


@pytest.mark.parametrize("rule", rulebook().of("outages"), ids=lambda rule: rule.name)
def test_rules_of_outages_keep_their_word(rule: Rule) -> None:
    keeps_its_word(rule, outages_in)


def test_a_list_shares_its_verb_and_its_service() -> None:
    outages = found(HEATING, outages_in)

    assert [(f.fields["object"], f.fields["count"]) for f in outages] == [
        ("residential_building", 630),
        ("health_facility", 16),
        ("education_facility", 30),
    ]
    assert {f.fields["service"] for f in outages} == {"heating"}
    assert {f.fields["cause"] for f in outages} == {"attack"}

    assert quoted(HEATING, outages_in) == [
        "cut off heating to 630 residential buildings",
        "16 medical facilities",
        "30 schools and kindergartens",
    ]


def test_one_number_may_count_several_kinds() -> None:
    _, _, last = found(HEATING, outages_in)

    assert last.fields["composite"] == ["school", "kindergarten"]
    assert last.flags == {"composite"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Three cars and power lines were damaged.", [("vehicle", 3)]),
        ("Two flats and Kindergarten No. 7 were damaged.", [("dwelling", 2)]),
        (
            "Two flats, the Marna college building and a shop were damaged.",
            [("dwelling", 2), ("commercial_building", 1)],
        ),
        (
            "It damaged the railway station, two trams and 40 flats.",
            [("vehicle", 2), ("dwelling", 40)],
        ),
        ("It reached one of the affected towns.", []),
    ],
)
def test_what_of_a_list_a_number_counts(text: str, said: list[Any]) -> None:
    assert [
        (f.fields["object"], f.fields["count"])
        for f in found(text, damage_in)
        if f.fields["count"] != "some"
    ] == said
    assert not any("composite" in f.fields for f in found(text, damage_in))


def test_an_outage_is_no_damage() -> None:
    assert told(HEATING, damage_in) == []


def test_two_services_are_two_claims() -> None:
    text = "About 800 families were left without power and water."

    assert told(text, outages_in) == [
        "about 800 electricity",
        "about 800 water",
    ]


def test_a_number_without_power_counts_once() -> None:
    text = "Power is out in 300 homes left without power."

    assert told(text, outages_in) == ["300 electricity"]


def test_what_is_restored_is_no_longer_out() -> None:
    text = "Power was restored to 300 homes, while 40 homes remained without power."

    assert told(text, outages_in) == ["300 electricity restored", "40 electricity"]


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("Fire destroys nine homes in hill town", ["9 destroyed dwelling"]),
        ("Nine homes destroyed in hill fire", ["9 destroyed dwelling"]),
        ("Six barns burned and two tractors too.", ["6 on_fire agricultural"]),
        (
            "At least 12 houses, a school and the clinic were partially destroyed.",
            ["at least 12 damaged dwelling", "1 damaged education_facility"],
        ),
        (
            "Two clinics in the old town, one power station and five schools were hit.",
            ["2 hit health_facility", "1 hit power", "5 hit education_facility"],
        ),
        (
            "Hail damaged or destroyed 40 greenhouses.",
            ["40 affected agricultural"],
        ),
        (
            "The quake hit 90 houses. Of these, 31 were destroyed.",
            ["90 hit dwelling", "31 destroyed dwelling"],
        ),
        ("Floods gutted or submerged 40 barns.", ["40 affected agricultural"]),
        ("Shells destroyed 12 stone church buildings.", ["12 destroyed building"]),
        ("Rain wrecked 12 houses and tall wooden barns.", ["12 destroyed dwelling"]),
        (
            "Rain wrecked 12 houses, a beach pavilion, and three shops.",
            ["12 destroyed dwelling", "3 destroyed commercial_building"],
        ),
        ("Rain wrecked 12 houses and a beach pavilion.", ["12 destroyed dwelling"]),
        (
            "Windows were broken in 14 damaged shops.",
            ["14 damaged commercial_building"],
        ),
        ("Raiders shot down two helicopters.", ["2 destroyed military"]),
        ("Shells struck 14 villages.", []),
        (
            "Windows were smashed in 14 houses, and six cars were damaged.",
            ["14 damaged dwelling", "6 damaged vehicle"],
        ),
        ("Floods swamped 30 households.", ["30 affected dwelling"]),
        ("Floods affected 30 households.", []),
        (
            "Rain wrecked 12 small and large shops, 6 cars (in Lypky), 40 fig trees,"
            " and a chapel.",
            [
                "12 destroyed commercial_building",
                "6 destroyed vehicle",
                "1 destroyed religious",
            ],
        ),
        (
            "Damaged schools: 12 primary schools and four kindergartens.",
            ["12 damaged education_facility", "4 damaged education_facility"],
        ),
        ("Floods washed away 14 villages.", ["14 destroyed settlement"]),
    ],
)
def test_ways_of_telling_damage(text: str, damage: list[Any]) -> None:
    assert told(text, damage_in) == damage


@pytest.mark.parametrize(
    "text",
    [
        "Police evacuated 14 buildings and searched 12 houses.",
        "The council will build 12 schools and open two hospitals.",
        "The storm did not damage the 12 houses.",
        "A stray bullet hit two warehouse workers.",
        "All but two were destroyed.",
        "The police have 96 notes regarding damaged property.",
        "It was not clear how many houses were destroyed.",
        "Repairs of damaged property took 96 working days.",
        "Crops worth $3 million on 1,200 hectares were insured.",
        "One of the planes that had been bombing the hills went home.",
        "About 40 guests from six villages attended.",
        "Three of the four were hit hard by grief.",
    ],
)
def test_what_is_no_counted_damage(text: str) -> None:
    assert told(text, damage_in) == []


def test_all_but_two_is_no_two() -> None:
    text = (
        "Nine houses stood here; the flood damaged nine houses, all but two destroyed."
    )

    assert told(text, damage_in) == ["9 damaged dwelling"]


def test_what_hits_the_grid_hits_no_homes() -> None:
    text = "The outage hit 300 homes."

    assert told(text, damage_in) == []
    assert told(text, outages_in) == ["300 electricity"]


def test_harm_that_was_not_done_is_not_told() -> None:
    assert told("Hail fell without causing damage.", damage_in) == []


@pytest.mark.parametrize(
    ("text", "outages"),
    [
        (
            "About 400 customers had no power in Lviv and another 90 customers in Sumy;"
            " by noon power had been restored to 300 of them.",
            ["about 400 electricity", "90 electricity", "300 electricity restored"],
        ),
        (
            "About 400 homes had no gas in Rivne, followed by Lutsk (90).",
            ["about 400 gas", "90 gas"],
        ),
        ("In all 12 bridges were out.", []),
        ("Another 90 customers in Sumy slept.", []),
    ],
)
def test_ways_of_telling_outages(text: str, outages: list[Any]) -> None:
    assert told(text, outages_in) == outages


def test_flights_and_trains_are_routes() -> None:
    flights = "Twelve flights were cancelled."

    assert [f.fields["object"] for f in found(flights, outages_in)] == ["flight"]


def test_what_could_happen_stays_in_the_background() -> None:
    [finding] = found("The flood could have destroyed 12 houses.", damage_in)
    [outage] = found("A new raid could leave 300 homes without heating.", outages_in)

    assert finding.background == outage.background == "said to be possible"


@pytest.mark.parametrize(
    "text",
    [
        "The council does not cut power to 300 homes.",
        "About 300 people live without fear.",
        "Some 300 trains a day pass here.",
        "Power is cheap; 300 customers switched.",
        "It is not clear how many homes lost power.",
    ],
)
def test_what_is_no_outage(text: str) -> None:
    assert told(text, outages_in) == []


def test_damage_without_a_number_is_some() -> None:
    text = "Falling drone debris caused damage and sparked fires in three districts."

    harm, fire = found(text, damage_in)

    assert harm.fields["areas"] == fire.fields["areas"] == 3
    assert harm.fields["cause"] == "falling_debris"
    assert (harm.fields["degree"], fire.fields["degree"]) == ("damaged", "on_fire")
    assert quoted(text, damage_in) == [
        "caused damage",
        "sparked fires in three districts",
    ]


def test_areas_are_not_looked_for_behind_a_comma() -> None:
    [harm] = found("Debris caused damage, and in three districts it rained.", damage_in)

    assert "areas" not in harm.fields


def test_destruction_of_nothing_in_particular_is_severe() -> None:
    assert told("The raid caused destruction.", damage_in) == [
        "some unspecified_severe unspecified"
    ]


def test_a_part_is_counted_within_its_whole() -> None:
    text = "The quake damaged 63 buildings, including four schools and a mosque."

    whole, schools, mosque = found(text, damage_in)

    assert whole.flags == set()
    assert schools.flags == mosque.flags == {"subset"}


def test_causes_are_those_of_the_clause() -> None:
    text = "Debris fell at noon, while the blast wave broke windows in nine houses."

    assert [f.fields["cause"] for f in found(text, damage_in)] == ["blast_wave"]


@pytest.mark.parametrize(
    ("noun", "one"),
    [
        ("nurseries", "nursery"),
        ("churches", "church"),
        ("boxes", "box"),
        ("schools", "school"),
        ("glass", "glass"),
        ("aircraft", "aircraft"),
    ],
)
def test_singulars(noun: str, one: str) -> None:
    assert singular(noun) == one


THINGS = st.sampled_from(
    [
        "houses",
        "schools",
        "apartment buildings",
        "cars",
        "bridges",
        "customers",
        "homes",
    ]
)
NUMBERS = st.sampled_from(["two", "at least 12", "dozens of", "1,200", "about 40", "a"])
TAILS = st.sampled_from(
    ["were destroyed", "were left without power", "caught fire", "lost water", "slept"]
)
SENTENCES = st.lists(st.tuples(NUMBERS, THINGS), min_size=1, max_size=5).flatmap(
    lambda things: TAILS.map(
        lambda tail: ", ".join(f"{n} {t}" for n, t in things) + f" {tail}."
    )
)


@given(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join))
def test_a_number_is_damaged_or_without_a_service_never_both(text: str) -> None:
    article = read_article(text, rulebook())

    damage, outages = damage_in(article), outages_in(article)

    assert not {f.at for f in damage} & {f.at for f in outages}
    assert len({f.at for f in damage}) == len(damage)
    for finding in (*damage, *outages):
        assert finding.first <= finding.at < finding.last
        Count.parse(finding.fields["count"])
