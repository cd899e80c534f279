"""Voices: every attribution, who is meant by it, and whose words a quotation has."""

import json
from pathlib import Path

import pytest

from incident_log.drafting.prose.rule import Rule
from tests.speeches import article, quoted, rules, speakers, voices

SEEDS = Path(__file__).parent.parent.parent / "shared"


@pytest.mark.parametrize("rule", rules("speech"), ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_counter_example(rule: Rule) -> None:
    found = [voice.speaker for voice in voices(rule.example) if voice.rule == rule.name]

    assert found == rule.gives
    assert all(voice.rule != rule.name for voice in voices(rule.counter_example))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A wall fell, officials said.", ["officials-unnamed"]),
        ("Officials on Tuesday said a wall fell.", ["officials-unnamed"]),
        ("The mayor of Lypky also said so.", ["lypky-mayor"]),
        ("No official said so.", []),
        ("The officials were told so.", []),
        ("The flood claimed nine lives, police said.", ["police"]),
        ("Moscow's claims were read out.", []),
        ("People say the wall fell.", []),
        ("According to plan, the wall fell.", []),
        ("A report of Kyiv violence said so.", []),
        ("Lypky District claimed nine lives.", []),
        ("In Lypky and Teremky, a camp guard, Inna Moroz, said so.", ["guard-unnamed"]),
        (
            "Later that evening Moroz said so. Inna Moroz lives here.",
            ["person-unnamed"],
        ),
        ("The council, which met at noon, said that Kyiv knew.", ["council"]),
        (
            "A roof fell in Kyiv, the National Roof Institute said.",
            ["national-roof-institute"],
        ),
        ("A roof fell in Kyiv, the Roof Institute said.", ["kyiv-roof-institute"]),
    ],
)
def test_who_speaks_is_found(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council met. Inna Moroz, a baker, fled. She said it fell.", "Inna Moroz"),
        ("Inna Moroz, a baker, said it fell. He said so too.", "Inna Moroz"),
        ("Inna Moroz said it fell.\n\nShe added that nobody slept.", "Inna Moroz"),
        ("The fire service said it fell. It added that nobody slept.", "fire service"),
        ("Nasser hospital said it fell. A spokesman said nobody slept.", "hospital"),
        ("Hamas said it fell. The group said nobody slept.", "Hamas"),
        (
            "Inna Moroz said so. The fire service said no. She said it fell.",
            "Inna Moroz",
        ),
        ("At noon Inna Kyiv Moroz fled. She said it fell.", "Inna Kyiv Moroz"),
        ("Kyiv Post knew. Inna Moroz, a baker, fled. She said it fell.", "Inna Moroz"),
        ("A security source said it fell. The source said no more.", "source"),
        ("The fire service said it fell. The note said no more.", "fire service"),
        ("Sheriff Inna Moroz wept. Then the sheriff said no more.", "Inna Moroz"),
        ("Mr Moroz said it fell. Mr Moroz said no more.", "Moroz"),
        ("Inna Moroz saw it. A note from her office quoted her as saying no.", "Moroz"),
    ],
)
def test_who_is_meant_again(text: str, expected: str) -> None:
    assert expected in voices(text)[-1].agent.name


@pytest.mark.parametrize(
    "text",
    [
        "It said that nobody slept.",
        "He said that nobody slept.",
        "I said that nobody slept.",
        "A wall fell.\n\nThey said that nobody slept.",
        "The group said that nobody slept.",
        "A report said that nobody slept.",
        "Everyone said that nobody slept.",
        "“We saw Ivan Hrub run” stood on a wall. He said that nobody slept.",
        "At noon Lypky Aid, a charity, fled. She said that nobody slept.",
        "Officials said so.\n\nA\n\nB\n\nC\n\nD\n\nE\n\nIt said that nobody slept."[
            16:
        ],
    ],
)
def test_nobody_is_made_up(text: str) -> None:
    assert voices(text) == []


def test_a_pronoun_does_not_reach_across_the_article() -> None:
    text = "The fire service said so.\n\nA\n\nB\n\nC\n\nD\n\nIt said no more."

    assert speakers(text) == ["fire-department"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It fell,” said Inna Moroz. “We ran.”", ["Inna Moroz", "Inna Moroz"]),
        ("“Did it fall?” Inna Moroz asked.", ["Inna Moroz"]),
        ("Inna Moroz told us: “It fell.”", ["Inna Moroz"]),
        ("Inna Moroz: “It fell over us.”", ["Inna Moroz"]),
        ("Medic Inna Moroz, 34, was there at noon: “It fell.”", ["Inna Moroz, Medic"]),
        (
            "“It fell,” their friend and driver Inna Moroz, 9, said.",
            ["Inna Moroz, driver"],
        ),
        ("“It fell,” Inna Moroz jokes.", ["Inna Moroz"]),
        ("Inna Moroz said it was “a long night”.", ["Inna Moroz"]),
        ("Inna Moroz said it was the “petal” kind.", []),
        ("Inna Moroz told the radio's “Night Hour.”", []),
        ("“It fell over all of us at once,” said a gardener there.", []),
        ("Inna Moroz said the film called “Long Night” was on.", []),
        ("The valley was “a mess”.", []),
        ("“It fell over all of us.” Nobody slept. Later officials met us.", []),
        ("“It fell over all of us.” It rained. Two died, officials said.", []),
        ("Inna Moroz said so. “Ivan Hrub ran off,” he said.", ["Inna Moroz"]),
        ("“It fell over all of us at once.”\n\nA wall fell.", []),
        (
            "Inna Moroz said it was “half empty.” Ivan Hrub said it was full.",
            ["Inna Moroz"],
        ),
        (
            "“It fell,” Inna Moroz said.\n\n“Then it was quiet for an hour.”",
            ["Inna Moroz", "Inna Moroz"],
        ),
        (
            "“It fell.\n\n“We ran,” Inna Moroz said.\n\nA wall fell.",
            ["Inna Moroz"],
        ),
        ("Inna Moroz called it “a long night”.", ["Inna Moroz"]),
        ("Inna Moroz called it off at once.", []),
        (
            "'We ran all night': two hurt\n\n“We ran all night,” said Inna Moroz.",
            ["Inna Moroz", "Inna Moroz"],
        ),
        (
            "'We ran all night': two hurt\n\n“No, nobody did,” said Inna Moroz.",
            ["Inna Moroz"],
        ),
    ],
)
def test_a_quotation_has_its_speaker(text: str, expected: list[str]) -> None:
    assert [name for _, name in quoted(text)] == expected


def test_dub_verbs_say_nothing_without_a_quotation() -> None:
    assert speakers("Inna Moroz called the fire service.") == []
    assert speakers("Inna Moroz called it “a long night”.") == ["person-unnamed"]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Officials said on Telegram that a wall fell.", "telegram_post"),
        ("In a statement, officials said that a wall fell.", "statement"),
        ("Officials said by phone that a wall fell.", "interview"),
        ("Officials told a news conference at a hall so.", ""),
        ("Officials said at a briefing that a wall fell.", "briefing"),
        ("Officials said the statement was false.", ""),
        ("Kyiv Post reporters reported hearing a blast.", "direct_observation"),
        ("Monitoring channels indicated a launch.", "unspecified_channels"),
    ],
)
def test_the_channel_is_where_it_was_said(text: str, channel: str) -> None:
    assert voices(text)[0].channel == channel


@pytest.mark.parametrize(
    ("text", "speaker", "expected"),
    [
        ("Two died, officials said.", 0, "Two died, officials said"),
        ("Two died, officials say, in Lypky.", 0, "Two died, officials say, in Lypky"),
        (
            "After noon, officials said two died.",
            0,
            "After noon, officials said two died",
        ),
        ("Two died and officials said so.", 0, "officials said so"),
        (
            "Two died, officials said, while Moscow denied it.",
            0,
            "Two died, officials said, while",
        ),
        ("Two died, officials said, while Moscow denied it.", 1, "Moscow denied it"),
        (
            "Officials said two died, but one lived, police said.",
            1,
            "but one lived, police said",
        ),
        ("Two died, officials said Friday.", 0, "Two died, officials said Friday"),
        ("Two died, officials say; doctors told of ten.", 0, "Two died, officials say"),
        ("According to police, two died.", 0, "According to police, two died"),
        ("Two died, according to police.", 0, "Two died, according to police"),
    ],
)
def test_what_a_voice_governs(text: str, speaker: int, expected: str) -> None:
    voice = voices(text)[speaker]

    assert article(text).quote(*voice.governs) == expected


def test_two_who_speak_together_are_the_first() -> None:
    assert speakers("On Monday, the fire service and two residents said so.") == [
        "fire-department"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police: two hurt as wall falls", ["police"]),
        ("KYIV: two hurt as wall falls", []),
        ("Ukraine: two hurt as wall falls", []),
        ("LATEST: two hurt as wall falls", []),
        ("Two hurt as wall falls: police", ["police"]),
        ("A\n\nB\n\nC\n\nThe mayor knew one thing: police", []),
    ],
)
def test_headlines_name_who_speaks(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not here")
@pytest.mark.parametrize(
    ("name", "key"),
    [("000_e69f6aa0709d75c9.txt", "000"), ("001_2467eb6faea92215.txt", "001")],
)
def test_every_statement_of_the_seeds_has_its_voice(name: str, key: str) -> None:
    text = (SEEDS / "seeds" / name).read_text()
    gold = json.loads((SEEDS / "domain" / "seed_draft_gold.json").read_text())
    found = voices(text)
    names = {"officials": "officials", "it": "it"}

    for label in (each for each in gold[key] if each["type"] == "statement"):
        there = {
            names.get(voice.speaker, voice.speaker)
            for voice in found
            if voice.mode == label["mode"]
            and voice.span[0] < label["end"]
            and label["start"] < voice.span[1]
        }
        assert there & {label["speaker"], "it"}, label


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Inna Moroz fled. "We sat in the dark," the 45-year-old said.', "Inna Moroz"),
        (
            'Inna Moroz fled. "We sat in the dark," the mother of two said.',
            "Inna Moroz",
        ),
        ('"We sat in the dark." - Inna Moroz, a baker.', "Inna Moroz"),
        ('"We sat in the dark" \u2013 Inna Moroz, a baker.', "Inna Moroz"),
        (
            '"All are safe," an official said, asking for tents. "We need tents for all'
            ' of them," he said.',
            "official",
        ),
        ('"All are safe here," read a statement by Lypky Council.', "Lypky Council"),
        (
            'Lypky Council said in a statement that it knew. "All are safe here," the'
            " statement read.",
            "Lypky Council",
        ),
        ('Inna Moroz fled. "It was dark," she was quoted as saying.', "Inna Moroz"),
        ('His brother, Taras Lys, agreed: "It was dark in there."', "Taras Lys"),
    ],
)
def test_whoever_is_quoted_in_more_ways_of_quoting(text: str, speaker: str) -> None:
    assert [who for _, who in quoted(text) if speaker not in who] == []
    assert quoted(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister reported that nine people died.", ["minister"]),
        ("Officials first said that nine people died.", ["officials-unnamed"]),
        # Whose office it is goes by the sentence, before it goes by the article.
        (
            "Kyiv mayor Inna Moroz said eight people in Kyiv were hurt. A strike killed"
            " one man in the port city of Odesa, the mayor said.",
            ["kyiv-mayor", "odesa-mayor"],
        ),
        (
            "A roof fell in Kyiv and a wall in Kyiv. In the city of Odesa a mast fell,"
            " the regional governor said.",
            ["odesa-governor"],
        ),
        (
            "A roof fell in Kyiv and a wall in Kyiv. Masts fell in Odesa and Lviv, the"
            " governor said.",
            ["kyiv-governor"],
        ),
    ],
)
def test_whose_office_it_is_and_that_reporting_is_telling(
    text: str, expected: list[str]
) -> None:
    assert speakers(text) == expected
