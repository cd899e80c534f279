"""Links: one attack in response to another, as somebody claims."""

import pytest

from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.speech.links import answered, links_in
from tests.speeches import article, rules, voices


@pytest.mark.parametrize("rule", rules("links"), ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_counter_example(rule: Rule) -> None:
    (link,) = links_in(article(rule.example))

    assert link.rule == rule.name
    assert link.fields["relation"] == "in_response_to"
    assert [link.fields["to_text"]] == rule.gives
    assert links_in(article(rule.counter_example)) == []


@pytest.mark.parametrize(
    ("text", "to", "said_by"),
    [
        (
            "Moscow claimed it was in response to a Ukrainian raid.",
            "a Ukrainian raid",
            "moscow",
        ),
        (
            "Answering Friday's raid, the Russian army said it fired.",
            "Friday's raid",
            "ru-forces",
        ),
        (
            "The salvo came in retaliation for the bombing of a mill.",
            "the bombing of a mill",
            None,
        ),
        ("Moscow fired as a “response” to the raid, which it fears.", "the raid", None),
    ],
)
def test_a_link_is_of_him_who_claims_it(
    text: str, to: str, said_by: str | None
) -> None:
    (link,) = links_in(article(text), voices(text))

    assert link.fields["to_text"] == to
    assert link.fields.get("said_by") == said_by


@pytest.mark.parametrize(
    "text",
    [
        "The town met in response to a letter.",
        "Crews came in response to the fire.",
        "He wrote in reply to his sister. The raid was over.",
    ],
)
def test_other_answers_are_none(text: str) -> None:
    assert links_in(article(text)) == []


def test_what_is_answered_is_another_incident() -> None:
    text = "The army fired in response to Monday's raid."
    (link,) = links_in(article(text))
    (cue,) = answered([link])

    assert article(text).quote(cue.first, cue.last) == "in response to Monday's raid"
    assert cue.why == "the incident that this one answers"
