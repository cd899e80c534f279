"""Strikes: every rule keeps its word; joint counts, carriers, and weapons that rest."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.counts import Count
from incident_log.drafting.attacks.occurrences import occurrences_in
from incident_log.drafting.attacks.sides import OTHER_SIDE
from incident_log.drafting.attacks.strikes import strikes_in
from incident_log.drafting.attacks.targets import targets_in
from incident_log.drafting.attacks.weapon_mentions import weapon_mentions
from incident_log.drafting.prose.article import read_article
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook
from tests.told import found, keeps_its_word, quoted, told

SALVO = (
    "Russian forces fired at least five Iskander-M and KN-23 ballistic missiles from"
    " the Novobaria region, along with two X-47M2 Kinzhal missiles launched from"
    " MiG-31K jets."
)


@pytest.mark.parametrize("rule", rulebook().of("strikes"), ids=lambda rule: rule.name)
def test_rules_of_strikes_keep_their_word(rule: Rule) -> None:
    keeps_its_word(rule, strikes_in)


def test_a_joint_count_is_never_split() -> None:
    joint, kinzhals = found(SALVO, strikes_in)

    assert joint.fields == {
        "weapons": ["iskander-m", "kn-23"],
        "phase": "launched",
        "count": "at least 5",
        "actor": "ru-forces",
        "launched_from": "novobaria-region",
    }
    assert kinzhals.fields == {
        "weapons": ["kinzhal"],
        "phase": "launched",
        "count": 2,
        "actor": "ru-forces",
        "carrier": "mig-31k",
    }


def test_weapons_that_carry_and_those_that_are_aimed_at_are_mentions() -> None:
    rest = "The salvo targeted two Patriot air defense systems. A Taurus missile."
    article = read_article(f"{SALVO} Sirens sounded. {rest}", rulebook())

    findings = [*strikes_in(article), *targets_in(article), *occurrences_in(article)]
    mentions = weapon_mentions(article, findings)

    assert [
        (m.fields["id"], m.fields["role"], m.fields["count"]) for m in mentions
    ] == [
        ("iskander-m", "used", "at least 5"),
        ("kn-23", "used", "at least 5"),
        ("ballistic-missile", "used", "at least 5"),
        ("kinzhal", "used", 2),
        ("missile", "used", 2),
        ("mig-31k", "platform", None),
        ("patriot", "target", None),
    ]


def test_a_weapon_may_be_known_as_something_between_commas() -> None:
    text = (
        "The raid used six American-made Army Tactical Missile System, known as ATACMS,"
        " missiles and four Storm Shadow missiles."
    )

    assert told(text, strikes_in) == ["6 used [atacms]", "4 used [storm-shadow]"]
    assert quoted(text, strikes_in)[1] == "four Storm Shadow missiles"


@pytest.mark.parametrize(
    ("text", "strikes"),
    [
        (
            "Air defence shot down 12 of 15 drones and two missiles.",
            ["12 intercepted [drone]", "15 launched [drone]"],
        ),
        (
            "It destroyed all 14 drones and five of the nine cruise missiles launched.",
            [
                "14 intercepted [drone]",
                "5 intercepted [cruise-missile]",
                "9 launched [cruise-missile]",
            ],
        ),
        (
            "In all 10 missiles (six Kalibrs and four Kh-101s) were shot down.",
            [
                "10 intercepted [missile]",
                "6 intercepted [kalibr]",
                "4 intercepted [kh-101]",
            ],
        ),
        (
            "Nearly 200 missiles and drones were launched overnight.",
            ["about 200 launched [missile, drone]"],
        ),
        (
            "Three Iskander-M/KN-23 missiles hit the port.",
            ["3 hit [iskander-m, kn-23]"],
        ),
        ("Two bombs destroyed the power plant.", ["2 hit [bomb]"]),
        ("Two bombs demolished power plants.", []),
        ("Two bombs destroyed power plants.", ["2 hit [bomb]"]),
        (
            "Ten drones from a ship and two rockets were launched.",
            ["10 launched [drone]", "2 launched [rocket]"],
        ),
        (
            "Militants fired 14 rockets; all but two were intercepted.",
            ["14 launched [rocket]"],
        ),
        ("Two S-300 missiles hit the depot.", ["2 hit [s-300]"]),
        ("A missile was intercepted.", ["1 intercepted [missile]"]),
        ("Sirens wailed before drone strikes.", ["some launched [drone]"]),
        ("Russia and Ukraine exchanged missile attacks.", ["some launched [missile]"]),
        (
            "They fired 84 Shahed attack UAVs and drones of other types from Oryol,"
            " Kursk and Primorsk, and with two Kh-59 missiles from the sea.",
            ["84 launched [shahed, drone]", "2 launched [kh-59]"],
        ),
        (
            "They fired 40 drones. By dawn 21 of them had been jammed, another nine"
            " had gone off radar and four remain in the air.",
            [
                "40 launched [drone]",
                "21 intercepted [drone]",
                "9 lost [drone]",
                "4 still_airborne [drone]",
            ],
        ),
        (
            "They fired 14 rockets, one of which fell short.",
            ["14 launched [rocket]", "1 not_reached_target [rocket]"],
        ),
        (
            "Guards discovered and destroyed 26 drones.",
            ["26 intercepted [drone]"],
        ),
        (
            "Nine drones were launched. It rained. Four of them were lost from radar.",
            ["9 launched [drone]", "4 lost [drone]"],
        ),
    ],
)
def test_ways_of_telling_strikes(text: str, strikes: list[Any]) -> None:
    assert told(text, strikes_in) == strikes


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ukraine fired nine missiles.", "ukraine"),
        ("A Russian missile attack shook the town.", "russia"),
        ("Russia and Ukraine fired nine missiles.", None),
        ("Officials said Russia had attacked Ukraine with nine missiles.", "russia"),
        ("A Russian attack on Ukraine with nine missiles began.", "russia"),
        ("Residents of the port said nine missiles were launched.", None),
        ("An Atlantean Martian missile attack shook the town.", None),
    ],
)
def test_who_fired(text: str, actor: Any) -> None:
    [strike] = found(text, strikes_in)

    assert strike.fields.get("actor") == actor


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Russia fired nine missiles. Moscow shot down 12 Ukrainian drones.", [12]),
        (
            "Russia fired nine missiles. Moscow shot down 12 Ukrainian drones, three"
            " of them over Kursk.",
            [12, 3],
        ),
        ("Israeli strikes shook Tyre. Hezbollah fired 60 rockets.", [60]),
        ("Strikes shook Tyre. Hezbollah fired 60 rockets.", []),
        ("Ukraine shot down nine missiles launched by Russia.", []),
        ("Russia fired nine missiles. Four drones intercepted by Ukraine fell.", []),
        (
            "Ukraine fired nine drones. Kyiv shot down 39 of 66 drones launched by"
            " Russia.",
            [39, 66],
        ),
        ("Russia fired nine missiles. Kyiv shot down 12 Iranian drones.", []),
        ("Nine drones of the 12 launched by noon were lost.", []),
        (
            "Moscow called it retaliation for Ukrainian strikes on Lypky. Russian"
            " forces fired five missiles at Kyiv.",
            [],
        ),
        (
            "It was an answer in response to Ukrainian strikes on a mill. Russia fired"
            " nine missiles. Moscow shot down 12 Ukrainian drones.",
            [12],
        ),
        (
            "It came in response to Ukrainian strikes on a mill. Russian strikes shook"
            " the town. Ukraine fired 12 drones.",
            [12],
        ),
        (
            "Russia fired nine missiles and Ukraine fired 12 drones. Later Ukraine"
            " fired three rockets.",
            [],
        ),
        ("It came in response to Ukrainian strikes on a mill.", []),
    ],
)
def test_weapons_of_the_other_side_are_no_part_of_the_attack(
    text: str, others: Any
) -> None:
    strikes = [f for f in found(text, strikes_in) if f.background]

    assert [f.fields["count"] for f in strikes] == others
    assert {f.background for f in strikes} <= {OTHER_SIDE}


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Nine missiles were fired from Crimea.", {"launched_from": "crimea"}),
        ("Nine missiles were fired from the Novobaria district.", "novobaria"),
        ("Nine missiles were fired from Novobaria.", "novobaria"),
        ("Nine missiles were fired from a ship.", {}),
        ("Nine missiles were fired from the", {}),
        ("Nine missiles were fired, 10 from Novobaria.", {}),
        ("Nine drones were fired from a Patriot.", {}),
    ],
)
def test_where_from(text: str, way: Any) -> None:
    strike = found(text, strikes_in)[0]
    known = {"launched_from": way} if isinstance(way, str) else way

    assert {
        k: v for k, v in strike.fields.items() if k in ("launched_from", "carrier")
    } == (known)


@pytest.mark.parametrize(
    "text",
    [
        "The army seized three rockets and 14 grenades.",
        "Poland will buy 200 drones and 48 launchers.",
        "Police found two rockets that were launched in May.",
        "The army did not fire 12 missiles.",
        "It is not clear how many missiles were launched.",
        "Two missile launchers were launched in a ceremony.",
        "Two drone operators were shot down in the vote.",
        "Lawmakers deployed two Patriot systems and a MiG-31K jet.",
        "Twelve were shot down in a debate.",
        "Critics shot down 12 ideas.",
        "All but two were intercepted.",
        "The club launched two drone schools.",
    ],
)
def test_what_is_no_strike(text: str) -> None:
    assert told(text, strikes_in) == []


def test_what_could_be_fired_stays_in_the_background() -> None:
    [strike] = found("The enemy may have launched nine missiles.", strikes_in)

    assert strike.background == "said to be possible"


WEAPONS = st.sampled_from(
    [
        "drones",
        "Shahed drones",
        "Kalibrs",
        "cruise missiles",
        "rockets and mortars",
        "jets",
    ]
)
NUMBERS = st.sampled_from(["two", "at least 12", "dozens of", "1,200", "up to 40", "a"])
VERBS = st.sampled_from(
    ["were launched", "were shot down", "hit the port", "were lost"]
)


@given(st.lists(st.tuples(NUMBERS, WEAPONS), min_size=1, max_size=6), VERBS)
def test_every_count_is_one_claim_of_known_weapons(volley: Any, verb: str) -> None:
    text = ", ".join(f"{n} {w}" for n, w in volley) + f" {verb}."
    article = read_article(text, rulebook())

    strikes = strikes_in(article)

    assert len({f.at for f in strikes}) == len(strikes)
    for finding in strikes:
        assert finding.first <= finding.at < finding.last
        assert finding.fields["weapons"]
        Count.parse(finding.fields["count"])


def test_what_came_first_was_shot_down_first() -> None:
    text = (
        "They fired 31 missiles and 98 drones, of which 26 and 63 respectively were"
        " shot down."
    )

    assert [
        (f.fields["count"], f.fields["weapons"]) for f in found(text, strikes_in)
    ] == [
        *((31, ["missile"]), (98, ["drone"])),
        *((26, ["missile"]), (63, ["drone"])),
    ]


def test_what_a_rocket_carries_is_no_rocket() -> None:
    text = "They fired two Vilkha missiles carrying cluster warheads and nine Shaheds."

    assert [f.fields["weapons"] for f in found(text, strikes_in)] == [
        *(["vilkha"], ["shahed"])
    ]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Russia said two missiles were fired at the port.", None),
        ("Russia said it fired two missiles at the port.", "ru"),
    ],
)
def test_who_says_how_many_did_not_fire_them(text: str, actor: str | None) -> None:
    (strike,) = found(text, strikes_in)

    assert (strike.fields.get("actor") is not None) == (actor is not None)
