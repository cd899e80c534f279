"""Places that a text names, and which of them is where something happened."""

from dataclasses import replace
from pathlib import Path

import pytest

from incident_log.drafting.harm.casualties import casualties_in
from incident_log.drafting.prose.article import read_article
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import Rulebook, rulebook
from incident_log.drafting.setting.places import (
    PlaceMention,
    main_place,
    place_findings,
    places_in,
)
from tests.harm import harm, read

RULES = rulebook().of("places")


def only(rule: Rule) -> Rulebook:
    """The rules of the package, with one rule for places."""
    return replace(rulebook(), rules={"places": (rule,)})


def named(text: str) -> list[tuple[str, str, str]]:
    """The id, name and level of each place, in the order of the text."""
    return [(m.id, m.name, m.level) for m in places_in(read(text))]


def located(text: str) -> list[str]:
    return [m.id for m in places_in(read(text)) if m.located]


def about(text: str) -> str | None:
    found = main_place(places_in(read(text)))
    return found.id if found else None


def placed(text: str, *words: str) -> list[tuple[str | None, list[str]]]:
    """Where each of the *words* of a text happened, with the flags of that."""
    article = read(text)
    findings = [harm(article, each) for each in words]
    mentions = places_in(article)
    place_findings(article, findings, mentions, main_place(mentions))
    return [(f.fields.get("place"), sorted(f.flags)) for f in findings]


def place(text: str, words: str) -> str | None:
    ((found, flags),) = placed(text, words)
    assert flags == []
    return found


# -- the rules -----------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_example(rule: Rule) -> None:
    found = places_in(read_article(rule.example, only(rule)))

    assert [mention.id for mention in found] == rule.gives
    assert {mention.rule for mention in found} == {rule.name}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_nothing_in_its_counter_example(rule: Rule) -> None:
    assert places_in(read_article(rule.counter_example, only(rule))) == []


# -- what is a place -----------------------------------------------------------------


def test_a_place_of_the_gazetteer_is_known_with_what_it_lies_in() -> None:
    (mention,) = places_in(read("Glass broke in Kyiv."))

    assert mention == PlaceMention(
        first=4,
        last=5,
        id="kyiv",
        name="Kyiv",
        level="city",
        part_of="ukraine",
        rule="places.gazetteer",
        located=True,
    )


def test_the_gazetteer_knows_better_than_the_words_around() -> None:
    assert named("Glass broke in the city of Kyiv.") == [("kyiv", "Kyiv", "city")]


@pytest.mark.parametrize(
    ("text", "id_", "name", "level"),
    [
        ("in the Teremky district", "teremky", "Teremky district", "adm2"),
        ("in the Dolna region", "dolna-region", "Dolna region", "adm1"),
        ("in the Dolna oblast", "dolna-region", "Dolna oblast", "adm1"),
        ("in the Dolna province", "dolna-province", "Dolna province", "adm1"),
        ("in the province of Dolna", "dolna-province", "Dolna", "adm1"),
        ("in the Dolna department", "dolna-department", "Dolna department", "adm1"),
        ("in the Vesna village", "vesna", "Vesna", "city"),
        ("in the village of Mala Vesna", "mala-vesna", "Mala Vesna", "city"),
        ("in the port city of Vesna", "vesna", "Vesna", "city"),
        ("in the capital, Vesna", "vesna", "Vesna", "city"),
    ],
)
def test_a_word_for_a_kind_of_place_makes_a_name_a_place(
    text: str, id_: str, name: str, level: str
) -> None:
    assert named(f"A shed burned {text} at night.") == [(id_, name, level)]


def test_each_of_several_is_named_as_one() -> None:
    assert named("Roofs flew off in the Dolna and Horna counties.") == [
        ("dolna-county", "Dolna county", "adm1"),
        ("horna-county", "Horna county", "adm1"),
    ]
    assert named("Roofs flew off in the Lypky, Osokorky and Teremky districts.") == [
        ("lypky", "Lypky district", "adm2"),
        ("osokorky", "Osokorky district", "adm2"),
        ("teremky", "Teremky district", "adm2"),
    ]


def test_the_gazetteer_has_its_part_of_a_list() -> None:
    assert named("Roofs flew off in the Sindh and Dolna provinces.") == [
        ("sindh", "Sindh", "adm1"),
        ("dolna-province", "Dolna province", "adm1"),
    ]


def test_an_office_is_no_place() -> None:
    assert named("Crews of the local Dolna Fire Department came with ladders.") == []


def test_an_office_is_written_with_a_capital_where_a_place_is_not() -> None:
    assert named("Crews came from all over the Dolna department.") == [
        ("dolna-department", "Dolna department", "adm1")
    ]


def test_a_name_without_latin_letters_is_no_place() -> None:
    assert named("A shed burned in the Теремки district.") == []


# -- where things happen -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Shells fell in Kyiv.", ["kyiv"]),
        ("Shells hit Kyiv.", ["kyiv"]),
        ("Shells fell on the Ukrainian capital Kyiv.", ["kyiv"]),
        ("The capital Kyiv slept.", ["kyiv"]),
        ("A van left Kyiv.", []),
        ("Kyiv was quiet.", []),
        ("Officials said that Kyiv was quiet.", []),
        ("Shells fell in Kyiv, Lviv and Odesa.", ["kyiv", "lviv", "odesa"]),
        ("Shells fell in Kharkiv, Ukraine.", ["kharkiv", "ukraine"]),
        ("A van left Kyiv, Lviv and Odesa.", []),
        ("Shells fell in Ukraine's Kyiv.", ["ukraine", "kyiv"]),
    ],
)
def test_things_happen_where_words_say_so(text: str, where: list[str]) -> None:
    assert located(text) == where


def test_an_article_is_about_the_place_where_most_happens() -> None:
    assert about("Roofs flew off in Lviv, later in Odesa. In Odesa a mast fell.") == (
        "odesa"
    )


def test_what_comes_first_counts_more() -> None:
    text = "Roofs flew off in Lviv. In Lviv a mast fell. A van came near Lviv."

    assert about(
        f"{text} In Odesa it rained. In Odesa it hailed. In Odesa it snowed."
    ) == ("lviv")


def test_countries_count_less() -> None:
    assert about(
        "In Ukraine, roofs flew off in Lviv. The wind in Ukraine was strong."
    ) == ("lviv")
    assert about("Roofs flew off in Ukraine. The van came from Lviv.") == "ukraine"


def test_districts_count_less_than_their_city() -> None:
    assert about("In the Teremky district of Kyiv roofs flew off.") == "kyiv"


def test_an_article_that_locates_nothing_is_about_no_place() -> None:
    assert about("Kyiv sends a van to Lviv.") is None
    assert about("Roofs flew off.") is None


# -- where a claim belongs -----------------------------------------------------------


def test_a_claim_has_the_place_of_its_sentence() -> None:
    text = "Two men died in Lviv. Nobody was hurt in Odesa."

    assert placed(text, "Two men died", "Nobody was hurt") == [
        ("lviv", []),
        ("odesa", []),
    ]


def test_a_claim_has_the_nearest_place_of_its_sentence() -> None:
    text = "In Lviv two men died, and in Odesa one was hurt."

    assert placed(text, "two men died", "one was hurt") == [
        ("lviv", []),
        ("odesa", []),
    ]


def test_of_two_places_as_near_the_one_behind_is_meant() -> None:
    assert place("In Lviv, two men died in Odesa.", "two men died") == "odesa"


def test_a_place_far_behind_is_not_meant() -> None:
    far = "who had come from a long way off by boat, cart, mule, raft and sled to rest"

    assert place(f"In Lviv two men died {far} in Odesa.", "two men died") == "lviv"


def test_a_place_among_the_words_of_a_claim_is_meant() -> None:
    text = "In Lviv two men in Odesa died."

    assert place(text, "two men in Odesa died") == "odesa"


def test_what_is_said_of_several_places_at_once_has_the_main_one() -> None:
    text = "Roofs flew off in Lviv. In all, men in Lviv, Odesa and Sumy died."

    assert place(text, "men in Lviv, Odesa and Sumy died") == "lviv"


def test_of_several_places_and_no_main_one_none_is_taken() -> None:
    article = read("In all, men in Lviv and Odesa died.")
    men = harm(article, "men in Lviv and Odesa died")
    place_findings(article, [men], places_in(article), None)

    assert men.fields == {"place": None}


def test_a_country_is_no_place_for_a_claim_unless_the_article_has_no_other() -> None:
    text = "Roofs flew off in Lviv. Two men died in Ukraine."

    assert place("Two men died in Ukraine.", "Two men died") == "ukraine"
    assert place(text, "Two men died") is None


def test_a_claim_with_its_own_place_keeps_it() -> None:
    article = read("Two men died in Lviv.")
    men = harm(article, "Two men died")
    men.fields["place"] = "odesa"
    mentions = places_in(article)
    place_findings(article, [men], mentions, main_place(mentions))

    assert men.fields == {"place": "odesa"}


def test_a_claim_without_a_place_takes_that_of_the_sentence_before() -> None:
    text = "Roofs flew off in Lviv. Two men died."

    assert placed(text, "Two men died") == [("lviv", ["place-carried-over"])]


@pytest.mark.parametrize(
    "text",
    [
        "Two men died.",
        "Roofs flew off in Lviv.\n\nTwo men died.",
        "Roofs flew off in Lviv. A mast fell. Two men died.",
        "Roofs flew off in Lviv and in Odesa. Two men died.",
    ],
)
def test_no_place_is_carried_from_further_off_or_from_several(text: str) -> None:
    assert place(text, "Two men died") is None


def test_background_takes_no_place_from_before_it() -> None:
    article = read("Roofs flew off in Lviv. In Odesa two men died in May.")
    carried = harm(article, "two men died")
    carried.background = "another time: May"
    own = harm(article, "Roofs flew off")
    own.background = "another time: May"
    mentions = places_in(article)
    place_findings(article, [carried, own], mentions, main_place(mentions))

    assert [f.fields.get("place") for f in (carried, own)] == [None, "lviv"]


def _each(text: str) -> list[tuple[object, object]]:
    """Each casualty's count and place."""
    article = read(text)
    findings = casualties_in(article).findings
    mentions = places_in(article)
    place_findings(article, findings, mentions, main_place(mentions))
    return [(f.fields["count"], f.fields.get("place")) for f in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He said 93 people died in Lviv, 69 in nearby Marna state, 13 in the State"
            " of Sela and one in Odesa.",
            [(93, "lviv"), (69, "marna"), (13, "sela"), (1, "odesa")],
        ),
        (
            "Nine people were killed, six in Lviv and three others in Odesa.",
            [(9, None), (6, "lviv"), (3, "odesa")],
        ),
        (
            "The toll rose to 230, after the number of dead in Lviv had risen to 100.",
            [(230, None), (100, "lviv")],
        ),
        ("Nine people were killed, when a roof fell in Lviv.", [(9, "lviv")]),
        (
            "By noon 37 deaths were known (21 in Lviv, 16 in Marna).",
            [(37, None), (21, "lviv"), (16, "marna")],
        ),
        ("Sumy Oblast: two people killed.", [(2, "sumy-region")]),
        ("\u2022 Sumy \u2013 two people killed.", [(2, "sumy")]),
    ],
)
def test_each_number_of_a_list_has_its_own_place(
    text: str, expected: list[tuple[object, object]]
) -> None:
    assert _each(text) == expected


def test_a_place_without_a_word_for_its_kind_has_no_level() -> None:
    text = "Nine people died in Marna and two in Sela."

    assert named(text) == [("marna", "Marna", ""), ("sela", "Sela", "")]


def test_a_word_that_is_called_a_place_but_names_none_is_none(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[words]\nplace = "zonkville"\n')

    article = read_article("It fell in zonkville, near Kyiv.", rulebook((path,)))

    assert [m.id for m in places_in(article)] == ["kyiv"]
