"""Words for the tests of who says what: an article in, voices and claims out."""

from functools import lru_cache

from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook
from incident_log.drafting.setting.places import places_in
from incident_log.drafting.speech.agents import Agent
from incident_log.drafting.speech.voices import Voice, voices_in


@lru_cache(maxsize=512)
def article(text: str) -> Article:
    """Read an article of our own."""
    return read_article(text, rulebook())


def rules(family: str) -> tuple[Rule, ...]:
    return rulebook().of(family)


def voices(text: str) -> list[Voice]:
    read = article(text)
    return voices_in(read, places_in(read))


def speakers(text: str) -> list[str]:
    """Return the ids of those who are said to speak, without their quotations."""
    return [v.agent.id for v in voices(text) if v.mode == "indirect"]


def speaker(text: str) -> Agent:
    """Return the agent of the only attribution."""
    (only,) = [v for v in voices(text) if v.mode == "indirect"]
    return only.agent


def quoted(text: str) -> list[tuple[str, str]]:
    """Return each quotation, marks included, with the name of its speaker."""
    return [
        (text[slice(*v.span)], v.agent.name) for v in voices(text) if v.mode == "direct"
    ]


def finding(text: str, words: str, kind: str = "casualties") -> Finding:
    """Return a claim that rests on *words*, as a reader of another family finds it."""
    start = text.index(words)
    read = article(text)
    inside = [
        i
        for i, word in enumerate(read.items.words)
        if word
        and start <= read.span(i, i + 1)[0]
        and read.span(i, i + 1)[1] <= start + len(words)
    ]
    return Finding(kind, {}, inside[0], inside[-1] + 1, inside[0], "test")
