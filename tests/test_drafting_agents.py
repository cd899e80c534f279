"""Agents: from the words for a speaker to an id that stays for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.prose.article import read_article
from incident_log.drafting.prose.rulebook import rulebook
from incident_log.drafting.speech.agents import Agent, scoped, with_origins
from incident_log.drafting.speech.casting import Cast, Phrase
from tests.speeches import rules, speaker, voices


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        (
            "Officials",
            ("officials-unnamed", "officials (unnamed)", "official_unnamed", ""),
        ),
        (
            "Ukrainian officials",
            (
                "ua-officials-unnamed",
                "Ukrainian officials (unnamed)",
                "official_unnamed",
                "ua",
            ),
        ),
        (
            "Officials in Moscow",
            (
                "ru-officials-unnamed",
                "Russian officials (unnamed)",
                "official_unnamed",
                "ru",
            ),
        ),
        (
            "Western officials",
            (
                "western-officials-unnamed",
                "officials (unnamed)",
                "official_unnamed",
                "",
            ),
        ),
        ("Moscow", ("moscow", "Moscow", "state_metonym", "ru")),
        ("The Kremlin", ("kremlin", "the Kremlin", "state_metonym", "ru")),
        (
            "The Russian Ministry of Defense",
            ("ru-mod", "Russian Ministry of Defence", "ministry", "ru"),
        ),
        (
            "Syria's defence ministry",
            ("sy-mod", "Syrian Ministry of Defence", "ministry", "sy"),
        ),
        (
            "The Ukrainian Air Force",
            ("ua-air-force", "Ukrainian Air Force", "armed_forces", "ua"),
        ),
        (
            "Kyiv Mayor Vitali Klitschko",
            ("klitschko", "Vitali Klitschko, Kyiv Mayor", "official", "ua"),
        ),
        (
            "The mayor, Vitali Klitschko,",
            ("klitschko", "Vitali Klitschko, Kyiv Mayor", "official", "ua"),
        ),
        (
            "Kyiv Post correspondents",
            (
                "kyiv-post-correspondents",
                "Kyiv Post correspondents",
                "journalist_group",
                "",
            ),
        ),
        (
            "Monitoring channels",
            (
                "monitoring-channels",
                "Monitoring channels (unnamed)",
                "monitor_unnamed",
                "",
            ),
        ),
        ("Kharkiv police", ("kharkiv-police", "Kharkiv police", "police", "ua")),
        (
            "The head of the Lypky city council",
            (
                "lypky-city-council-head",
                "the head of the Lypky city council",
                "official",
                "",
            ),
        ),
        (
            "A spokesman for Hamas",
            ("hamas-spokesperson", "spokesman for Hamas", "official", "ps"),
        ),
        (
            "The Lypky Water Agency",
            ("lypky-water-agency", "Lypky Water Agency", "organisation", ""),
        ),
        ("The town's council", ("council", "council", "organisation", "")),
        ("A doctor", ("doctor-unnamed", "doctor", "medic", "")),
        ("Two residents", ("residents-unnamed", "residents", "resident", "")),
    ],
)
def test_words_mean_an_agent(words: str, agent: tuple[str, ...]) -> None:
    found = speaker(f"{words} said that a wall fell.")

    assert (found.id, found.name, found.kind, found.party) == agent


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("Inna Moroz, a baker,", ("person-unnamed", "Inna Moroz")),
        ("A resident, Inna Moroz,", ("resident-unnamed", "Inna Moroz, resident")),
        ("Farmer Inna Moroz", ("farmer-unnamed", "Inna Moroz, Farmer")),
        ("Dr Inna Moroz", ("person-unnamed", "Inna Moroz")),
        ("Dr Moroz", ("person-unnamed", "Moroz")),
        ("Larysa, a resident,", ("resident-unnamed", "Larysa, resident")),
        (
            "A resident who gave her name as Inna",
            ("resident-unnamed", "Inna, resident"),
        ),
        (
            "Inna Kyiv Moroz, a teacher,",
            ("teacher-unnamed", "Inna Kyiv Moroz, teacher"),
        ),
        ("Farmer Mr Inna Moroz", ("farmer-unnamed", "Inna Moroz, Farmer")),
        ("Inna Kyiv Moroz", ("person-unnamed", "Inna Kyiv Moroz")),
        ("K. Inna Moroz, a teacher,", ("teacher-unnamed", "K. Inna Moroz, teacher")),
    ],
)
def test_a_private_name_makes_no_id(words: str, agent: tuple[str, str]) -> None:
    found = speaker(f"In Lypky, {words} said that a wall fell.")

    assert (found.id, found.name) == agent
    assert found.personal


@pytest.mark.parametrize(
    ("words", "agent"),
    [
        ("Lypky Mayor Inna Moroz", ("lypky-mayor", "Inna Moroz, Lypky Mayor")),
        (
            "Inna Moroz, head of the city council,",
            ("lypky-city-council-head", "Inna Moroz, head of the city council"),
        ),
        (
            "Inna Moroz, a health ministry official,",
            ("health-ministry-official", "Inna Moroz, health ministry official"),
        ),
        (
            "Police Captain Inna Moroz",
            ("lypky-police-officer", "Inna Moroz, Police Captain"),
        ),
        (
            "Emergency coordinator Inna Moroz",
            ("emergency-coordinator", "Inna Moroz, Emergency coordinator"),
        ),
        ("Lypky Aid, a charity,", ("lypky-aid", "Lypky Aid")),
        (
            "Kharkiv Hospital Dr. Inna Moroz",
            ("kharkiv-hospital-official", "Inna Moroz, Kharkiv Hospital"),
        ),
        (
            "The Department of Public Safety spokesman Inna Moroz",
            ("spokesperson", "Inna Moroz, Public Safety spokesman"),
        ),
        ("The mayor of Novobaria", ("novobaria-mayor", "the mayor of Novobaria")),
        (
            "A Kyiv Post reporter, Inna Moroz,",
            ("kyiv-post-correspondents", "Inna Moroz, Kyiv Post reporter"),
        ),
    ],
)
def test_an_office_makes_one(words: str, agent: tuple[str, str]) -> None:
    text = f"A wall fell in the town of Lypky. {words} said that it was old."

    assert (speaker(text).id, speaker(text).name) == agent


def test_everybody_without_an_office_has_an_id_of_his_own() -> None:
    text = (
        "Inna Moroz, a farmer, said it fell. Ivan Hrub, a farmer, said he ran."
        " Moroz said no more."
    )

    assert [voice.agent.id for voice in voices(text)] == [
        "farmer-unnamed",
        "farmer-unnamed-2",
        "farmer-unnamed",
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (
            "A nurse said it fell. Another nurse said she ran. The nurse said no more.",
            ["nurse-unnamed", "nurse-unnamed-2", "nurse-unnamed-2"],
        ),
        (
            "Inna Moroz, a nurse, said it fell. A nurse said she ran.",
            ["nurse-unnamed", "nurse-unnamed-2"],
        ),
        (
            "Residents said it fell. It was old, residents said.",
            ["residents-unnamed", "residents-unnamed"],
        ),
    ],
)
def test_two_people_without_a_name_never_share_an_id(text: str, ids: list[str]) -> None:
    assert [voice.agent.id for voice in voices(text)] == ids


def test_the_same_words_always_mean_the_same_person() -> None:
    article = read_article("A nurse said it fell.", rulebook())
    cast = Cast(article, (), None, ())
    said = article.items.words.index("nurse")

    one, other = (cast.agent(Phrase(said - 1, said + 1)) for _ in range(2))

    assert one is not None
    assert one is other


@pytest.mark.parametrize(
    ("agent", "report", "expected"),
    [
        (Agent("nurse-unnamed", "nurse", "medic"), "post-1", "post-1-nurse-unnamed"),
        (Agent("nurse-unnamed", "nurse", "medic"), "", "nurse-unnamed"),
        (
            Agent("officials-unnamed", "officials", "official_unnamed"),
            "post-1",
            "officials-unnamed",
        ),
    ],
)
def test_a_private_person_is_known_to_one_report(
    agent: Agent, report: str, expected: str
) -> None:
    assert scoped(agent, report).id == expected


def test_long_ids_of_reports_stay_apart() -> None:
    nurse = Agent("nurse-unnamed", "nurse", "medic")

    one, other = (scoped(nurse, f"{'x' * 127}{n}").id for n in "12")

    assert one != other
    assert len(one) == len(other) == 128


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia said so. The defence ministry said no more.", "ru-mod"),
        ("It rained on Syrian hills. The defence ministry said so.", "sy-mod"),
        (
            "A wall fell in Kyiv on Russian maps. The health ministry said so.",
            "ua-health-ministry",
        ),
        (
            "Israel's defence ministry said so. In Iran the defence ministry said no.",
            "il-mod",
        ),
        ("The ministry said so.", "ministry"),
        (
            "Iran's health ministry said so. A spokesman said no more.",
            "ir-health-ministry",
        ),
        (
            "A wall fell. Hamas said so. A spokesman of the ministry said no.",
            "ministry-spokesperson",
        ),
        ("The Israeli military said so. The army said no more.", "il-forces"),
        (
            "The Lypky Water Agency said so. Its spokesman, Ivan Hrub, said no more.",
            "lypky-water-agency-spokesperson",
        ),
        ("Its spokesman said so.", "spokesperson"),
        ("Hamas said so. A spokesman of the group said no more.", "hamas-spokesperson"),
        (
            "Iran's health ministry said so. Ministry said no more.",
            "ir-health-ministry",
        ),
        ("The director of the water board said so.", "water-board-director"),
        ("Syria's water board said so.", "syrias-water-board"),
        ("Inna Moroz's water board said so.", "water-board"),
        ("One of the survivors said so.", "survivors-unnamed"),
        ("Inna Moroz said so. Moroz's report said no more.", "person-unnamed"),
        ("A report of the fire service said so.", "fire-department"),
        ("The fire service's report said so.", "fire-department"),
        ("The U.N. said so.", "un"),
    ],
)
def test_whose_it_is_comes_from_what_was_said_before(text: str, expected: str) -> None:
    assert voices(text)[-1].agent.id == expected


def test_who_speaks_for_whom_counts_once() -> None:
    agents = [
        Agent("officials-unnamed", "officials (unnamed)", "official_unnamed", "ua"),
        Agent("moscow", "Moscow", "state_metonym", "ru"),
        Agent("ru-mod", "Russian Ministry of Defence", "ministry", "ru"),
        Agent("ru-forces", "Russian forces", "armed_forces", "ru"),
        Agent("resident-unnamed-2", "Inna Moroz, resident", "resident"),
    ]

    found = {
        agent.id: agent.origin
        for agent in with_origins([*agents, *agents], "ap", "2024-12-20")
    }

    assert found == {
        "officials-unnamed": "ap-unnamed-officials",
        "moscow": "ru-mod-2024-12-20",
        "ru-mod": "ru-mod-2024-12-20",
        "ru-forces": "",
        "resident-unnamed-2": "",
    }


def test_without_a_source_nobody_is_told_apart() -> None:
    (official,) = with_origins([Agent("officials-unnamed", "officials")], "", "")
    (ministry,) = with_origins(
        [Agent("ru-mod", "the ministry", "ministry", "ru")], "", ""
    )

    assert official.origin == ""
    assert ministry.origin == "ru-mod"


def test_an_agent_is_described_by_what_is_known() -> None:
    assert Agent("un", "United Nations").described() == {
        "id": "un",
        "name": "United Nations",
    }
    assert Agent("ua", "U", "state", "ua", "o").described() == {
        "id": "ua",
        "name": "U",
        "kind": "state",
        "party": "ua",
        "origin": "o",
    }


_NAMES = st.sampled_from(["Inna Moroz", "Ivan Hrub", "Moroz", "Olha de Hrub"])
_ROLES = st.sampled_from(
    ["", ", a baker,", ", the mayor,", ", who ran,", ", 34,", ", head of a mill,"]
)
_TITLES = st.sampled_from(
    ["", "Dr ", "police officer ", "Kharkiv Hospital Dr. ", "Mr "]
)
_VERBS = st.sampled_from(["said", "told us", "wrote", "added"])


@given(_TITLES, _NAMES, _ROLES, _VERBS)
def test_no_id_has_a_private_name(title: str, name: str, role: str, verb: str) -> None:
    for voice in voices(
        f"In Lypky, {title}{name}{role} {verb} that a wall fell at noon."
    ):
        assert not {"moroz", "hrub", "inna", "ivan", "olha"} & set(
            voice.agent.id.split("-")
        )


def test_rules_of_speech_exist() -> None:
    assert len(rules("speech")) > 10
