"""People harmed: what the rules find, what the guards refuse, what stays unclaimed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.harm.casualties import casualties_in
from incident_log.drafting.harm.unclaimed import unclaimed_in
from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook

RULES = rulebook().of("casualties")
SEED = (
    "Mayor Petro Lys confirmed that debris had ignited cars in the Podilskyi district,"
    " where the first casualty was reported by 8:30 a.m., followed by another victim"
    " who required hospitalization."
)


def read(text: str) -> Article:
    return read_article(text, rulebook())


def found(text: str) -> list[Finding]:
    return casualties_in(read(text)).findings


def told(text: str) -> list[str]:
    """Each finding as "outcome count", with what else is said of it."""
    return [_told(finding) for finding in found(text)]


def _told(finding: Finding) -> str:
    fields = finding.fields
    words = [
        fields["outcome"],
        fields["count"],
        fields.get("measure"),
        fields.get("detail"),
    ]
    words += ["denied"] if fields.get("denied") else []
    return " ".join(str(word) for word in words if word is not None)


def unclaimed(text: str) -> list[tuple[str, str]]:
    article = read(text)
    return [
        (article.word(i), why)
        for i, why in unclaimed_in(article, *casualties_in(article))
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_its_example(rule: Rule) -> None:
    assert told(rule.example) == rule.gives
    assert rule.name in {finding.rule for finding in found(rule.example)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_finds_its_counter_example(rule: Rule) -> None:
    assert rule.name not in {finding.rule for finding in found(rule.counter_example)}


def test_the_first_casualty_and_another_victim() -> None:
    first, another = found(SEED)

    assert first.fields == {
        "outcome": "casualty_unspecified",
        "count": 1,
        "measure": "instance",
    }
    assert another.fields == {
        "outcome": "injured",
        "count": 1,
        "measure": "this_reporting_period",
        "detail": "hospitalized",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Five people, three men and two women, died.", 3 * ["killed"]),
        ("At least one person was killed and nine injured.", ["killed", "injured"]),
        ("5 killed, 12 hurt as a bus plunges into a gorge", ["killed", "injured"]),
        ("2 killed 5 injured in a crash", ["killed", "injured"]),
        ("Strikes kill 4, wound 16 across the country", ["killed", "injured"]),
        ("Killed: 3; wounded: 12", ["killed", "injured"]),
        ("Two people died and dozens more were hurt.", ["killed", "injured"]),
        ("Soldiers killed two gunmen and arrested five.", ["killed"]),
        ("She did not say how many people were hurt.", ["injured"]),
        ("Up to 10 people may still be trapped.", ["trapped"]),
        ("The army denied that nine soldiers were killed.", ["killed"]),
        ("A boy of 11 lost a leg.", ["injured"]),
        ("Two men were shot the same night.", ["casualty_unspecified"]),
        ("The blast killed a father and his two sons.", ["killed", "killed"]),
        ("Two firefighters beside nine people killed were silent.", ["killed"]),
        ("One man and two women died.", ["killed", "killed"]),
    ],
)
def test_what_befell_whom(text: str, said: list[str]) -> None:
    assert [finding.fields["outcome"] for finding in found(text)] == said


@pytest.mark.parametrize(
    "text",
    [
        "It killed 12 cows.",
        "It killed two families.",
        "Fire killed the lights in 12 homes.",
        "Air defenses shot down 12 drones.",
        "She shot 67 to lead by two strokes.",
        "They saved 12 seats.",
        "One shot was all she needed.",
        "Friday was the first shot of many.",
        "Two men shot a guard in the leg.",
        "Two men killed him.",
        "Two men shot also a guard.",
        "Two men shot 12 big dogs.",
        "He was reportedly killed two days later.",
        "The blast did not also kill 10 people.",
        "They were reportedly killed two villagers said.",
        "According to two doctors in hospital, all is quiet.",
        "It did not even kill 10 people.",
        "The collapse could have killed hundreds.",
        "They threatened to kill 10 hostages.",
        "The rockets did not kill 10 people.",
        "Nobody knows whether 10 people would be killed.",
        "No one will be kidnapped again.",
        "There was one ribbon for each of the dead.",
        "Ten people went to those trapped in the mine.",
        "Went on with one engine dead.",
        "According to a doctor at the clinic that received the dead, all is quiet.",
        "The drivers of the convoy were told, and the men died.",
        "Neither Lys nor his wife was injured.",
        "They wanted the man dead.",
        "The court heard 505 cases.",
        "The man suffered no injuries.",
        "In the north, women killed time.",
        "Policemen killed time at the gate.",
        "Police have 12 questions about those injured.",
        "Of the five, two of them were arrested over the missing papers.",
        "Two men have left for Marna.",
        "All but one had been discharged.",
        "The death toll could rise to 45.",
        "The number of dead will be in the dozens.",
        "The death toll is expected to pass 75.",
        "Seventeen pumps failed, affecting 28,000 customers.",
        "The death toll was 12 wild horses.",
        "A Rescue 1122 spokesman had no news.",
    ],
)
def test_what_counts_nobody(text: str) -> None:
    assert told(text) == []


def test_who_speaks_was_not_killed() -> None:
    assert told("A bomb went off, killing nine people, two officers on duty said.") == [
        "killed 9"
    ]


def test_who_does_not_speak_is_one_of_them() -> None:
    text = (
        "It killed nine men, two women on the way home from a long day of work there."
    )

    assert told(text) == ["killed 9", "killed 2"]


def test_lines_that_a_hand_has_wrapped_are_one_paragraph() -> None:
    text = "The governor told us late in the evening that nine\npeople had died in it."

    assert told(text) == ["killed 9"]


def test_who_was_killed_two_days_later_killed_nobody() -> None:
    assert told("He was injured, and he was killed two days later.") == []


def test_ages_are_no_counts() -> None:
    assert told("Two sisters, Joan and Mary Platt, 71 and 74, died.") == ["killed 2"]
    assert told("A girl of 9 was hurt.") == ["injured 1 instance"]
    assert told("Police named him as Ivan Lys, 40, who died.") == []


def test_ages_in_a_list_of_people_are_no_part_of_them() -> None:
    text = (
        "Forty people died: 38 pupils between the ages of six and ten and two teachers."
    )

    assert told(text) == ["killed 40", "killed 38 subset"]


def test_the_part_of_a_part_inherits_from_the_nearest_count() -> None:
    text = "Nine people died. Two of them were women, one of them a nurse."

    assert told(text) == ["killed 9", "killed 2 subset", "killed 1 subset"]


def test_those_in_a_list_within_are_some_of_all() -> None:
    assert told("11 people including six guards were killed.") == [
        "killed 11",
        "killed 6 subset",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died. In all 600 drones came, 20 of them from the sea.",
        "Nine people died. Rain fell. Three of them were women.",
        "Nine people died.\n\nThree of them were women.",
    ],
)
def test_nothing_is_inherited_from_afar(text: str) -> None:
    assert told(text) == ["killed 9"]


def test_some_of_a_number_and_the_number() -> None:
    assert told("Eight of the 12 people on board were killed.") == ["killed 8"]
    assert told("Two of the five people killed came from Lae.") == [
        "killed 2",
        "killed 5",
    ]
    assert told("Some 80 people in 20 families were made homeless.") == [
        "displaced about 80",
        "displaced 20",
    ]
    assert told("Two hours after 12 soldiers spoke, nine men died.") == ["killed 9"]


def test_more_is_an_increment_but_not_beside_another_outcome() -> None:
    assert told("Two more people died.") == ["killed 2 this_reporting_period"]
    assert told("Two people died and nine more were injured.") == [
        "killed 2",
        "injured 9",
    ]


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("Two people were killed.", None),
        ("Two women were killed.", {"sex": "female"}),
        ("Two boys were killed.", {"sex": "male", "age_group": "child"}),
        ("Two elderly women were hurt.", {"sex": "female", "age_group": "elderly"}),
        ("Two firefighters were hurt.", {"status": "responder"}),
        ("Two soldiers were hurt.", {"status": "combatant"}),
        ("Two reporters were hurt.", {"role": "journalist"}),
        ("Two nurses were hurt.", {"role": "medical"}),
    ],
)
def test_the_noun_tells_of_what_population(
    text: str, population: dict[str, str] | None
) -> None:
    (finding,) = found(text)

    assert finding.fields.get("population") == population


def test_flags_for_the_reviewer() -> None:
    killed, injured = found("At least one person was killed and nine injured.")
    (children,) = found("Three children and their mothers were killed.")

    assert killed.flags == set()
    assert injured.flags == {"scope-of-at-least"}
    assert children.flags == {"conjunct-without-number"}


def test_a_figure_of_before_goes_to_the_background() -> None:
    now, before = found("The death toll rose to 31 from 27.")

    assert (now.fields["count"], now.background) == (31, "")
    assert (before.fields["count"], before.background) == (27, "an earlier figure")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The toll rose from eight to 14.", 14),
        ("The toll rose by one to 14.", 14),
        ("The toll of the two blasts stands at 14 to 16.", "14 to 16"),
        ("The toll reached dozens.", "at least 24"),
    ],
)
def test_a_toll_is_what_it_rises_to(text: str, count: object) -> None:
    assert [finding.fields["count"] for finding in found(text)] == [count]


def test_the_detail_may_come_from_another_reading() -> None:
    assert told("Nine wounded people were taken to a hospital.") == [
        "injured 9 hospitalized"
    ]
    assert told("Nine people were critically injured.") == ["injured 9 critical"]


def test_numbers_that_no_rule_claimed() -> None:
    assert unclaimed(
        "Two people died while 12 soldiers waited, and the strike could kill 40 people."
    ) == [
        ("12", "no rule tells what befell them"),
        ("40", "what may come or did not happen"),
    ]
    assert unclaimed("Nine people died, after all; as for 40, he had no word.") == [
        ("40", "no word tells what is counted")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nine people died.",
        "Nine people died in 12 houses, Ivan Lys, 40, said.",
        "Nine people died on a road of 12 km that cost $5,000.",
        "Nine people died among 12 wonderfully old and tall oaks.",
        "Nine people died, and 12 quite remarkably tall old oaks fell.",
        "Two men came with 12 questions.",
    ],
)
def test_other_numbers_are_no_misses(text: str) -> None:
    assert unclaimed(text) == []


def test_numbers_that_other_families_claimed_are_no_misses() -> None:
    article = read("Nine people died as 12 soldiers fired.")
    other = Finding("strike", {}, first=4, last=6, at=5, rule="strikes.other")
    findings, doubts = casualties_in(article)

    assert unclaimed_in(article, [*findings, other], doubts) == []


UNITS = "one two three four five six seven eight nine ten eleven twelve".split()


@given(st.integers(2, 12), st.sampled_from(["killed", "injured", "rescued"]))
def test_words_and_digits_count_alike(n: int, effect: str) -> None:
    words = told(f"{UNITS[n - 1].capitalize()} people were {effect}.")

    assert words == told(f"{n} people were {effect}.") == [f"{effect} {n}"]


@given(
    st.lists(
        st.sampled_from(
            "two men and women were killed injured , in the city a child including 9 of"
            " them among bodies toll rose to from who had no one hospital taken".split()
        )
    )
)
def test_whatever_is_written_spans_lie_in_the_text(words: list[str]) -> None:
    article = read(" ".join(words))

    findings, doubts = casualties_in(article)

    for finding in findings:
        assert finding.first <= finding.at < finding.last
        assert article.quote(finding.first, finding.last) in article.text
        assert finding.fields["outcome"]
    assert len({finding.at for finding in findings}) == len(findings)
    claimed = {finding.at for finding in findings}
    assert claimed.isdisjoint(
        item for item, _ in unclaimed_in(article, findings, doubts)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Her mother and two brothers were hurt.",
            ["injured 1 instance", "injured 2"],
        ),
        (
            "Two men, aged 39 and 66, and a girl were injured.",
            ["injured 2", "injured 1 instance"],
        ),
        ("One man died and another was hurt.", ["killed 1", "injured 1"]),
        ("Three wounded men were shot dead.", ["killed 3"]),
        ("At least 35 wounded people lay there.", ["injured at least 35"]),
        ("At least 800 people are displaced and homeless.", ["displaced at least 800"]),
        ("Crews went down to free 12 miners.", []),
        ("Crews were able to free 12 miners.", ["rescued 12"]),
        ("Some 40 people have lost their lives.", ["killed about 40"]),
        (
            "The dead ranged in age from 14 to 27, and 13 people were hurt.",
            ["injured 13"],
        ),
        ("No patients or nurses were hurt.", ["injured none"]),
        ("The death toll rose from eight to 14.", ["killed 14"]),
        ("His wife and sons were killed.", ["killed 1 instance"]),
        (
            "Those killed were three women aged between 59 and 74 and a man.",
            ["killed 3 subset", "killed 1 subset"],
        ),
    ],
)
def test_more_that_befell_people(text: str, said: list[str]) -> None:
    assert told(text) == said


def test_victims_are_of_the_killed_if_any_were() -> None:
    killed = "Nine died. Two were hurt.\n\nAmong the victims was a nurse."
    hurt = "Two were hurt.\n\nAmong the victims was a nurse."

    assert told(killed)[-1] == "killed 1 subset"
    assert told(hurt)[-1] == "injured 1 subset"
    assert told("Among the victims was a nurse.") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The army fired 31 missiles, of which 26 and 5 were brought down.",
            [],
        ),
        ("Of those on the roof, 26 were brought down.", ["rescued 26"]),
        ("Nine died, many of them women.", ["killed 9"]),
        (
            "Nine were killed, one of them a doctor, and 12 men were hurt.",
            ["killed 9", "killed 1 subset", "injured 12"],
        ),
        (
            "Two pupils, both 14, and two teachers died.",
            ["killed 2", "killed 2"],
        ),
        ("Two boys, all 14, died.", ["killed 2"]),
        ("A girl of eight died.", ["killed 1 instance"]),
        ("The friend of one of them died.", ["killed 1 subset"]),
        ("A married couple died.", ["killed 2"]),
        ("The cholera outbreak grew: 61 affected villages were cut off.", []),
        (
            "In all 12 died, including two boys, and nine were hurt.",
            ["killed 12", "killed 2 subset", "injured 9"],
        ),
        ("The crash left its driver with fatal injuries.", ["killed 1 instance"]),
        ("All 14, they said, had died.", ["killed 14"]),
        ("Police named him as Ivan Lys, 40, who died.", []),
        ("Joy as girl, 8, pulled from ruins", ["rescued 1 instance"]),
        ("The death toll has passed at least 80.", ["killed at least 80"]),
        ("The toll has passed dozens.", ["killed at least 24"]),
        (
            "The clinic put the number of the dead at 56 at least.",
            ["killed at least 56"],
        ),
        (
            "Here 56 died, at least 9 of them boys.",
            ["killed 56", "killed at least 9 subset"],
        ),
    ],
)
def test_what_a_number_stands_for(text: str, said: list[str]) -> None:
    assert told(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Tents went up for many of the 870 people who were hurt.",
            ["injured 870"],
        ),
        (
            "Many of the 870 hurt lay in tents.",
            ["injured several", "injured 870"],
        ),
        ("Several people who were hurt lay in tents.", ["injured several"]),
        ("A large number of people were injured.", ["injured several"]),
        ("An unknown number of people were injured.", ["injured unknown"]),
        (
            "Seven others, including two young women were also injured.",
            ["injured 7", "injured 2 subset"],
        ),
        (
            "A boy who was wounded in a raid has died in hospital.",
            ["killed 1 instance died_of_wounds"],
        ),
        ("A nurse who was wounded in a raid lives.", ["injured 1 instance"]),
        (
            "Some 124 people were rescued; divers were searching for 26 others.",
            ["rescued about 124", "missing 26"],
        ),
    ],
)
def test_more_ways_of_telling_how_many(text: str, said: list[str]) -> None:
    assert told(text) == said
