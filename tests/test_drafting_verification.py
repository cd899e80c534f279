"""Notes that something was not verified, and whose claims they mean."""

import pytest

from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.speech.attribution import attribute
from incident_log.drafting.speech.verification import verifications_in
from tests.speeches import article, finding, rules, voices


def meant(text: str, *words: str) -> list[list[str]]:
    """Return the words of the claims that each note is about."""
    read = article(text)
    claims = [finding(text, each) for each in words]
    attribute(read, voices(text), claims)
    notes = verifications_in(read, voices(text), claims)
    assert all(note.fields["verdict"] == "not_verified" for note in notes)
    return [[read.quote(f.first, f.last) for f in note.fields["of"]] for note in notes]


@pytest.mark.parametrize("rule", rules("verification"), ids=lambda rule: rule.name)
def test_every_rule_finds_its_example_and_not_its_counter_example(rule: Rule) -> None:
    (note,) = verifications_in(article(rule.example), [], [])

    assert note.rule == rule.name
    assert verifications_in(article(rule.counter_example), [], []) == []


def test_its_claims_are_those_of_the_last_speaker() -> None:
    text = (
        "Kyiv said two died.\n\nMoscow said nine died.\n\n"
        "Moscow said ten ran. Its claims could not immediately be verified."
    )

    assert meant(text, "two", "nine", "ten") == [["nine", "ten"]]


def test_they_end_where_somebody_else_speaks() -> None:
    text = (
        "Moscow said two died.\n\nIt rained.\n\nMoscow said nine died."
        " The claim has not been independently verified."
    )

    assert meant(text, "two", "nine") == [["nine"]]


def test_neither_means_two_speakers() -> None:
    text = (
        "Kyiv said two died.\n\nMoscow said nine died. It said no more.\n\n"
        "Neither account could be confirmed."
    )

    assert meant(text, "two", "nine") == [["nine", "two"]]


def test_what_comes_later_is_not_meant() -> None:
    text = "The claim could not be verified.\n\nMoscow said nine died."

    assert meant(text, "nine") == [[]]


def test_nobody_verifies_a_link_or_what_nobody_said() -> None:
    text = "Moscow said nine died. This could not be verified."
    read = article(text)
    link = finding(text, "nine", "link")
    attribute(read, voices(text), [link])
    own = finding(text, "nine")

    (note,) = verifications_in(read, voices(text), [link, own])

    assert note.fields["of"] == []
    assert "said_by" not in note.fields
    assert read.quote(note.first, note.last) == "This could not be verified"


def test_a_note_that_is_quoted_is_of_him_who_says_it() -> None:
    text = "“The figure could not be verified,” the mayor said."

    (note,) = verifications_in(article(text), voices(text), [])

    assert note.fields["said_by"] == "mayor"
