"""Voices: who says what in an article, and which of its words are whose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from incident_log.drafting.prose.article import Article
from incident_log.drafting.setting.places import PlaceMention, main_place
from incident_log.drafting.speech.agents import Agent, scoped
from incident_log.drafting.speech.attributions import Attribution, attributions_in
from incident_log.drafting.speech.casting import Cast
from incident_log.drafting.speech.channels import channel_of
from incident_log.drafting.speech.governing import governed
from incident_log.drafting.speech.quotations import Quotation, Quoted, quotations_in
from incident_log.drafting.speech.quoting import speakers_of
from incident_log.drafting.speech.speakers import Spoken, speaker_of, spoken


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody saying something: "officials said", or a quotation of his."""

    span: tuple[int, int]
    speaker: str  #: as written
    agent: Agent
    mode: str  #: "direct" or "indirect"
    channel: str  #: a word of ``vocabulary.CHANNELS``, or empty
    sentence: int
    first: int  #: the items of the attribution, or of the quotation: [first, last)
    last: int
    verb: int  #: the item that says how it was said
    governs: tuple[int, int]  #: the items that are said: [first, last)
    rule: str


def voices_in(
    article: Article, places: Sequence[PlaceMention], report: str = ""
) -> list[Voice]:
    """Return the voices of an article, in order; *places* are those that it names.

    *report* is the id that those who are private are known by, see :func:`scoped`.
    """
    quotations = quotations_in(article)
    quoted = Quoted(quotations)
    cast = Cast(article, places, main_place(places), quoted)
    told, agents = _told(article, quoted, cast)
    governs = [*governed(article, told)]
    indirect = [
        _voice(article, each, scoped(agent, report), items)
        for each, agent, items in zip(told, agents, governs, strict=True)
    ]
    direct = [
        _quoted(article, quotation, indirect[n])
        for quotation, n in speakers_of(article, quotations, told, governs)
    ]
    return sorted([*indirect, *direct], key=lambda v: (v.first, v.mode))


def _told(
    article: Article, quoted: Quoted, cast: Cast
) -> tuple[list[Attribution], list[Agent]]:
    """Return the attributions that name somebody, and each one's agent."""
    told: list[Attribution] = []
    agents: list[Agent] = []
    before: list[Spoken] = []
    for each in attributions_in(article, quoted):
        if article.has(each.verb, "dub") and not _quotes(article, each, quoted):
            continue
        agent = speaker_of(article, each, before, cast)
        if agent is not None:
            told.append(each)
            agents.append(agent)
            before.append(spoken(article, each, agent))
    return told, agents


def _quotes(article: Article, told: Attribution, quoted: Quoted) -> bool:
    """Tell 'he called it "a mess"' from what he called off."""
    first, last, _ = article.sentences[told.sentence]
    before = range(max(first, told.first) - 2, told.first)
    return any(i in quoted for i in (*before, *range(first, last)))


def _voice(
    article: Article, told: Attribution, agent: Agent, governs: tuple[int, int]
) -> Voice:
    return Voice(
        span=article.span(told.first, told.last),
        speaker=article.quote(told.phrase.first, told.phrase.last),
        agent=agent,
        mode="indirect",
        channel=channel_of(article, told, agent.kind),
        sentence=told.sentence,
        first=told.first,
        last=told.last,
        verb=told.verb,
        governs=governs,
        rule=told.rule,
    )


def _quoted(article: Article, quotation: Quotation, voice: Voice) -> Voice:
    return replace(
        voice,
        span=(quotation.start, quotation.end),
        mode="direct",
        sentence=article.sentence_at(quotation.first),
        first=quotation.first,
        last=quotation.last,
        governs=(quotation.first, quotation.last),
        rule="speech.quotation",
    )
