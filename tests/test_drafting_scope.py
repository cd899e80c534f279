"""What is told of another incident, or of a whole war, and so must not be counted."""

from dataclasses import replace

import pytest

from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook
from incident_log.drafting.setting.reaching import (
    BEHIND,
    CLAUSE,
    INSIDE,
    NEAR,
    SENTENCE,
    Cue,
)
from incident_log.drafting.setting.scope import send_to_background
from tests.harm import harm, read

RULES = rulebook().of("scope")
REACHES = ("sentence", "behind", "clause", "near", "inside", "paragraph", "article")


def cues(text: str, rule: Rule) -> bool:
    """Tell whether a rule sees words of another incident anywhere in a text."""
    only = replace(rulebook(), rules={"scope": (rule,)})
    return bool(rule.pattern.search(read_article(text, only).tags))


def counted(article: Article, words: str) -> Finding:
    found = harm(article, words)
    found.fields["count"] = 9
    return found


def whys(text: str, *words: str) -> list[str]:
    """Why each of the *words* of a text is background; empty where it is not."""
    article = read(text)
    findings = [counted(article, each) for each in words]
    send_to_background(article, findings, [])
    return [finding.background for finding in findings]


def why(text: str, words: str) -> str:
    (found,) = whys(text, words)
    return found


def sent(text: str, reach: str, at: str, *words: str) -> list[bool]:
    """Which *words* of a text go to the background by a cue that is *at* some."""
    article = read(text)
    cue = harm(article, at)
    findings = [counted(article, each) for each in words]
    send_to_background(
        article, findings, [Cue(cue.first, cue.last, "another time", reach)]
    )
    return [finding.background == "another time" for finding in findings]


# -- the rules -----------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_example(rule: Rule) -> None:
    assert cues(rule.example, rule)
    assert rule.sets["why"]
    assert rule.sets["reach"] in REACHES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_nothing_in_its_counter_example(rule: Rule) -> None:
    assert not cues(rule.counter_example, rule)


# -- totals --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Since the invasion began, nine people died here.",
            "a total since a war or crisis began",
        ),
        (
            "In all, nine people died since the start of the year.",
            "a total since a war or crisis began",
        ),
        ("Here nine people died so far this year.", "a total over a longer time"),
        (
            "Over the past three months nine people died here.",
            "a total over a longer time",
        ),
        ("The war has cost much, and nine people died.", "a total of a war"),
        ("Here nine people died in the war.", "a total of a war"),
        (
            "Here nine people died in the first two years of the war.",
            "a total of a war",
        ),
        ("The toll of the war is that nine people died.", "a total of a war"),
    ],
)
def test_a_total_of_a_longer_time_is_background(text: str, reason: str) -> None:
    assert why(text, "nine people died") == reason


# -- other incidents -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Many years ago nine people died here.", "another incident, long ago"),
        ("The day before, nine people died.", "another incident, on an earlier day"),
        ("In a separate raid nine people died.", "another incident"),
        ("In an earlier raid nine people died.", "another incident"),
        (
            "At an anniversary, one of the nine people died.",
            "another incident, remembered",
        ),
        ("Elsewhere, nine people died.", "another incident, elsewhere"),
        (
            "Nine people died the same day in a raid on a mill.",
            "another incident, on the same day",
        ),
        (
            "The same storm brought hail to Lower Marna, where nine people died.",
            "another incident, elsewhere",
        ),
        ("The previous worst crash was here: nine people died.", "another incident"),
        ("Elsewhere in the town, nine people died.", "another incident, elsewhere"),
        (
            "It follows a blast in which nine people died.",
            "an incident before this one",
        ),
        ("It comes a day after nine people died.", "an incident before this one"),
        (
            "It is in retaliation for a raid in which nine people died.",
            "the incident that this one answers",
        ),
        (
            "It was initially reported that nine people died.",
            "a figure that has been withdrawn or passed",
        ),
        ("As a reminder, nine people died in May.", "told as background"),
        ("Background: in May nine people died.", "told as background"),
    ],
)
def test_another_incident_is_background(text: str, reason: str) -> None:
    assert why(text, text[text.lower().index("nine people died") :][:16]) == reason


@pytest.mark.parametrize(
    "text",
    [
        "It was the deadliest raid since the war began: nine people died.",
        "In the worst week of the war, nine people died.",
        "The remaining nine people died elsewhere.",
        "An earthquake struck. Since the earthquake nine people died.",
        "Over the past four days nine people died.",
        "For the third time in recent months a mine burned, and nine people died.",
        "Police came in response to the flood in which nine people died.",
        "Panic followed the blast, and nine people died.",
        "Fire broke out elsewhere in the town, and nine people died.",
        "Two minutes ago nine people died.",
        "In the raid nine people died.",
        "A man was charged with murder after nine people died.",
    ],
)
def test_words_that_only_sound_so_say_nothing(text: str) -> None:
    assert why(text, text[text.lower().index("nine people died") :][:16]) == ""


# -- how far words reach -------------------------------------------------------------


def test_a_trial_is_all_about_another_incident() -> None:
    text = "Driver jailed over crash.\n\nThe judge spoke.\n\nNine people died. He wept."

    assert why(text, "Nine people died") == "a trial about another incident"


def test_an_article_is_about_a_trial_only_if_it_begins_with_it() -> None:
    text = (
        "Nine people died.\n\nIt was foggy.\n\nThe driver was once jailed for speeding."
    )

    assert why(text, "Nine people died") == ""


def test_an_anniversary_is_all_about_what_is_remembered() -> None:
    text = "Ten years after the fire, a town mourns.\n\nOf one class nine people died."

    assert why(text, "nine people died") == "another incident, remembered"


def test_what_is_said_of_another_incident_is_still_said() -> None:
    article = read("In a separate raid nine people died.")
    said = harm(article, "nine people died", "statement")
    send_to_background(article, [said], [])

    assert said.background == ""


def test_what_is_said_at_a_trial_belongs_to_the_trial() -> None:
    article = read("Driver jailed.\n\nNobody won, she said.")
    said = harm(article, "Nobody won", "statement")
    send_to_background(article, [said], [])

    assert said.background == "a trial about another incident"


def test_a_paragraph_of_background_begins_with_its_heading() -> None:
    text = (
        "Two men died.\n\nThree men died. Background: in May four died.\n"
        "Five men died.\n\nBackground: six men died. And seven men died."
    )

    words = ("Two", "Three", "four", "Five", "six", "seven")
    assert [bool(each) for each in whys(text, *words)] == [
        *(False, False, True),
        *(False, True, True),
    ]


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (SENTENCE, ["Two died", "three died", "four died", "five died"]),
        (BEHIND, ["four died"]),
        (CLAUSE, ["four died"]),
        (NEAR, ["three died"]),
    ],
)
def test_a_cue_reaches_so_far(reach: str, words: list[str]) -> None:
    text = (
        "Two died when a far bridge by the old mill fell, three died in May when"
        " four died, but five died here."
    )
    every = ("Two died", "three died", "four died", "five died")

    found = sent(text, reach, "May", *every)

    assert [
        each for each, is_sent in zip(every, found, strict=True) if is_sent
    ] == words


def test_a_cue_may_reach_its_own_words_only() -> None:
    text = "Two died in an answer to a raid in May that hurt three, and four died."

    assert sent(
        text, INSIDE, "a raid in May that hurt three", "Two", "three", "four"
    ) == [
        *(False, True),
        False,
    ]


def test_a_clause_ends_with_a_comma() -> None:
    text = "In May, two died, the army said, and on that road three died."

    assert sent(text, BEHIND, "May", "two died", "three died") == [True, True]
    assert sent(text, CLAUSE, "May,", "two died", "three died") == [True, False]


def test_a_list_is_one_clause() -> None:
    text = (
        "In May two died, three of them boys, and four were hurt, they said; five sank."
    )

    assert sent(text, CLAUSE, "May", "two", "three", "four", "five") == [
        *(True, True, True),
        False,
    ]


def test_findings_told_together_are_reached_together() -> None:
    text = "In all, two died and three were hurt in May."

    assert sent(text, NEAR, "May", "two died", "three were hurt") == [True, True]


def test_what_goes_on_behind_a_cue_is_reached_too() -> None:
    text = "In all, two died since May and three were hurt."

    assert sent(text, NEAR, "since May", "two died", "three were hurt") == [True, True]


def test_findings_of_two_things_are_told_apart() -> None:
    text = "Now two died in a place where three died in May."

    assert sent(text, NEAR, "May", "two died", "three died") == [False, True]


def test_a_cue_far_behind_reaches_nothing_before_it() -> None:
    text = "Two died on a road by the old mill that fell in May."

    assert sent(text, NEAR, "May", "Two died") == [False]


def test_a_clause_that_begins_with_a_cue_is_meant_rather_than_the_one_before() -> None:
    text = "Two died, and since May three died."

    assert sent(text, NEAR, "since May", "Two died", "three died") == [False, True]


def test_without_anything_behind_it_a_cue_after_a_comma_means_what_is_before() -> None:
    assert sent("Two died, since May.", NEAR, "since May", "Two died") == [True]


def test_what_counts_nothing_does_not_stand_in_for_what_does() -> None:
    article = read("Shelling since May has hurt two.")
    shelling, two = harm(article, "Shelling", "strike"), counted(article, "hurt two")
    cue = harm(article, "since May")
    where = Cue(cue.first, cue.last, "a total", NEAR)
    send_to_background(article, [shelling, two], [where])

    assert (shelling.background, two.background) == ("a total", "a total")


def test_an_aside_says_nothing_of_the_rest() -> None:
    text = "The army, which three men left in May, said that two died."

    assert sent(text, SENTENCE, "May", "three men left", "two died") == [True, False]


def test_an_aside_may_end_the_sentence() -> None:
    text = "Two died near a bridge where three died in May."

    assert sent(text, SENTENCE, "May", "Two died", "three died") == [False, True]


def test_what_officials_said_is_no_aside() -> None:
    text = "They said that in May, three died."

    assert sent(text, SENTENCE, "May", "three died") == [True]


def test_a_sure_cue_may_compare() -> None:
    article = read("The worst raid was in May, when nine died.")
    cue, nine = harm(article, "May"), harm(article, "nine died")
    where = Cue(cue.first, cue.last, "answered", BEHIND)

    send_to_background(article, [nine], [where])
    assert nine.background == ""
    send_to_background(article, [nine], [replace(where, is_sure=True)])
    assert nine.background == "answered"


def test_a_note_on_background_is_background() -> None:
    article = read("In a separate raid nine died. Two died. It was not verified.")
    nine, two = harm(article, "nine died"), harm(article, "Two died")
    notes = [harm(article, "It was not verified", "verification") for _ in range(3)]
    notes[0].fields["of"] = [nine]
    notes[1].fields["of"] = [nine, two]
    notes[2].fields["of"] = []
    two.background = ""
    send_to_background(article, [nine, *notes], [])

    assert [note.background for note in notes] == ["another incident", "", ""]


# -- what goes on about it -----------------------------------------------------------


@pytest.mark.parametrize(
    "then",
    [
        "That raid hurt two men.",
        "It hurt two men.",
        "Gunmen hurt two men. Later a mob hurt two more.",
    ],
)
def test_the_next_sentence_goes_on_about_another_incident(then: str) -> None:
    found = whys(f"In a separate raid nine people died. {then}", "nine people", "two")

    assert found == ["another incident", "goes on about another incident"]


def test_it_goes_on_for_as_long_as_nothing_current_is_said() -> None:
    text = (
        "Elsewhere, a mill burned in May.\n\nMany years ago nine died here. Two were"
        " hurt. Three drowned. The latest flood hurt four. Five drowned."
    )

    assert whys(text, "nine", "Two", "Three", "four", "Five") == [
        "another incident, long ago",
        "goes on about another incident",
        "goes on about another incident",
        "",
        "",
    ]


@pytest.mark.parametrize(
    "then",
    [
        "\n\nGunmen hurt two men.",
        "\n\nThat raid hurt two men.",
        "On Friday gunmen hurt two men.",
        "Gunmen have hurt two men.",
        "Now gunmen hurt two men.",
    ],
)
def test_it_does_not_go_on(then: str) -> None:
    text = f"In a separate raid nine people died. {then}"

    assert whys(text, "nine people", "two") == ["another incident", ""]


@pytest.mark.parametrize(
    "before",
    [
        "Many years ago the mill burned.",
        "Elsewhere the sun shone.",
    ],
)
def test_it_goes_on_though_nobody_was_harmed_in_the_sentence_before(
    before: str,
) -> None:
    assert whys(f"{before} Two men died.", "Two men died")[0] != ""


@pytest.mark.parametrize(
    "before",
    [
        "The day before, the mill burned.",
        "It came in retaliation for a raid.",
        "Gunmen, in retaliation for a raid in which nine died, came.",
        "Nine lives were lost since the invasion began.",
        "One man died in a separate raid, where nine others were hurt.",
        "It rained.",
    ],
)
def test_it_does_not_go_on_where_it_only_touched_on_another_incident(
    before: str,
) -> None:
    words = ["nine"] if "nine" in before else []

    assert whys(f"{before} Two men died.", *words, "Two men died")[-1] == ""


def test_that_raid_is_this_one_if_no_other_was_named() -> None:
    assert whys("Guns fell silent. That raid hurt two men.", "two men") == [""]
    assert whys("One man died. It hurt two men.", "One man", "two men") == ["", ""]
    assert whys("The mill burned. It hurt two men.", "two men") == [""]


def test_another_country_is_another_incident() -> None:
    here = "Shells fell on Kyiv and on Kharkiv. "

    assert why(f"{here}In Lebanon, nine people died.", "nine people") != ""
    assert why(f"{here}In Ukraine, nine people died.", "nine people") == ""
    assert why(f"{here}In Kharkiv, nine people died.", "nine people") == ""


def test_an_attack_on_many_places_is_one_incident_also_elsewhere() -> None:
    told = "Elsewhere, nine people died."

    assert why(f"A barrage hit Kyiv. {told}", "nine people") == ""
    assert why(f"A shell hit Kyiv. {told}", "nine people") != ""


# -- what goes on --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "It was the 29th raid of many. Those have killed nine people.",
        "It was the deadliest raid in May. These raids have killed nine people.",
        "The war broke out in May. It has killed nine people.",
        "It was the worst raid so far this year. Those have killed nine people.",
        "It was the worst raid so far this year. That raid killed nine people.",
    ],
)
def test_a_sentence_may_go_on_about_many(text: str) -> None:
    assert why(text, "killed nine people") == "goes on about another incident"


@pytest.mark.parametrize(
    "text",
    [
        "A raid began at dawn. Those raids have killed nine people.",
        "It was the 29th raid of many. Those on the bus, it killed nine people.",
        "It was the 29th raid of many.\n\nThose have killed nine people.",
        "Those raids have killed nine people.",
        "A fire broke out in May. It has killed nine people.",
    ],
)
def test_a_sentence_may_begin_alike_and_tell_of_this_incident(text: str) -> None:
    assert why(text, "killed nine people") == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Nine people died in the past four days.", "a total over a longer time"),
        ("Nine people died since the earthquake.", "a total since a disaster"),
    ],
)
def test_it_is_another_time_unless_the_lead_tells_of_it(text: str, reason: str) -> None:
    dull = "A mill burned. Smoke rose. Bells rang."

    assert why(f"{dull} {text}", "Nine people died") == reason
    assert why(text, "Nine people died") == ""


def driven_out(text: str, outcome: str, count: object) -> str:
    article = read(text)
    found = harm(article, "people")
    found.fields |= {"outcome": outcome, "count": count}
    send_to_background(article, [found], [])
    return found.background


@pytest.mark.parametrize(
    ("text", "outcome", "count", "is_sent"),
    [
        ("A missile hit. Many people fled.", "displaced", "more than 30000", True),
        ("A missile hit. Many people fled.", "displaced", 300, False),
        ("A missile hit. Many people fled.", "displaced", "fewer than 300", False),
        ("A missile hit. Many people fled.", "injured", 30_000, False),
        ("A flood came. Many people fled.", "displaced", 30_000, False),
        (
            "A flood came as a missile hit. Many people fled.",
            "displaced",
            30_000,
            False,
        ),
    ],
)
def test_no_attack_drives_so_many_out(
    text: str, outcome: str, count: object, is_sent: bool
) -> None:
    assert bool(driven_out(text, outcome, count)) == is_sent
