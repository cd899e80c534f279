"""Statements: quotations, and what somebody did by saying it."""

import pytest

from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.speech.statements import statements_in
from tests.speeches import article, rules, voices


def statements(text: str) -> list[tuple[str, str, bool]]:
    """Return the act, the words and whether they are his own, of each statement."""
    read = article(text)
    return [
        (
            found.fields["act"],
            text[slice(*(found.span or read.span(found.first, found.last)))],
            found.fields["verbatim"],
        )
        for found in statements_in(read, voices(text))
    ]


@pytest.mark.parametrize("rule", rules("statements"), ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_counter_example(rule: Rule) -> None:
    assert rule.pattern.search(article(rule.example).tags)
    assert not rule.pattern.search(article(rule.counter_example).tags)


def test_a_quotation_is_a_statement_from_mark_to_mark() -> None:
    text = "“It fell. We ran,” said Inna Moroz in a statement. “Then I slept.”"

    assert statements(text) == [
        ("claim", "“It fell. We ran,”", True),
        ("claim", "“Then I slept.”", True),
    ]
    first, _ = statements_in(article(text), voices(text))
    assert first.fields["channel"] == "statement"
    assert first.fields["said_by"] == "person-unnamed"


def test_part_of_a_sentence_is_quoted_with_what_leads_up_to_it() -> None:
    text = "The Russian army said it carried out a strike with “great care” at dawn."

    assert statements(text) == [
        (
            "claim_of_responsibility",
            "The Russian army said it carried out a strike with “great care”",
            True,
        )
    ]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "The Russian army said: “A combined strike was launched today.”",
            "claim_of_responsibility",
        ),
        ("The Russian army said: “A strike was launched by bandits.”", "claim"),
        ("The Russian army said: “In response to the raid, we act.”", "justify"),
        ("The mayor said: “A combined strike was launched today.”", "claim"),
        ("The mayor confirmed: “Nine died in it.”", "confirm"),
        ("The mayor warned: “Nine died in it.”", "warn"),
        ("The mayor denied: “Nobody died in it.”", "deny"),
        ("The mayor announced: “Nine died in it.”", "announce"),
    ],
)
def test_what_is_done_by_a_quotation(text: str, act: str) -> None:
    assert [found[0] for found in statements(text)] == [act]


@pytest.mark.parametrize(
    ("text", "act", "words"),
    [
        (
            "A jet flew as the Ukrainian Air Force issued repeated warnings of jets.",
            "warn",
            "the Ukrainian Air Force issued repeated warnings of jets",
        ),
        ("Moscow denied the raid.", "deny", "Moscow denied the raid"),
        ("Paris condemned the raid.", "condemn", "Paris condemned the raid"),
        (
            "Hamas claimed responsibility for it.",
            "claim_of_responsibility",
            "Hamas claimed responsibility for it",
        ),
        (
            "The raid was staged, Moscow denied on Friday.",
            "deny",
            "The raid was staged, Moscow denied on Friday",
        ),
    ],
)
def test_some_acts_need_no_quotation(text: str, act: str, words: str) -> None:
    assert statements(text) == [(act, words, False)]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said nine people died.",
        "The mayor confirmed that nine people died.",
        "Nobody claimed responsibility.",
        "The Russian army said it carried out a strike.",
    ],
)
def test_what_is_only_told_is_none(text: str) -> None:
    assert statements(text) == []


def test_a_denial_that_is_quoted_is_one_statement() -> None:
    text = "Moscow denied the raid as “a fantasy” of Kyiv."

    assert statements(text) == [("deny", "Moscow denied the raid as “a fantasy”", True)]


def test_a_reaction_has_its_speaker() -> None:
    text = "The raid has angered the Kremlin. It has angered everyone."
    (found,) = statements_in(article(text), voices(text))

    assert found.fields == {"act": "react", "verbatim": False, "speaker": "kremlin"}
    assert (
        article(text).quote(found.first, found.last)
        == "The raid has angered the Kremlin"
    )


def test_a_reaction_of_nobody_known_is_none() -> None:
    assert statements("The raid has angered residents.") == []
