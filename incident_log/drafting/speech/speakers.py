"""Which agent an attribution means: a name, a role, or "he", "it", "the ministry"."""

from collections.abc import Sequence
from typing import NamedTuple

from incident_log.drafting.prose.article import Article
from incident_log.drafting.speech.agents import Agent
from incident_log.drafting.speech.attributions import Attribution
from incident_log.drafting.speech.casting import Cast

#: How many paragraphs back a pronoun may reach.
_REACH = 3
#: How many sentences back somebody may be named whom a pronoun then stands for.
_SENTENCES = 40
#: How many voices back somebody may be spoken of again.
_MEMORY = 40
_QUOTED = ("quoted him as saying", "quoted her as saying")
_GROUPS = ("armed_group", "ngo", "organisation", "company")


class Spoken(NamedTuple):
    """Somebody who spoke before, to be known again."""

    agent: Agent
    item: int  #: where the words for him begin
    written: str  #: these words in small letters, with a blank before and behind
    names: list[str]  #: the words of his name, in small letters


def spoken(article: Article, told: Attribution, agent: Agent) -> Spoken:
    """Return who has just spoken."""
    written = article.quote(told.phrase.first, told.phrase.last).lower()
    return Spoken(agent, told.first, f" {written} ", agent.name.lower().split())


def speaker_of(
    article: Article, told: Attribution, before: Sequence[Spoken], cast: Cast
) -> Agent | None:
    """Return who speaks, given who spoke *before*; None if nobody can be told."""
    is_epithet = told.rule == "speech.epithet"
    if told.pronoun or is_epithet or article.word(told.verb) in _QUOTED:
        return _meant_by(article, told, before, cast)
    if told.rule.startswith("speech.surname"):
        return cast.by_surname(article.quote(told.phrase.first, told.phrase.last))
    if _is_group(article, told):
        return _latest_group(before)
    agent = _again(article, told, before, cast) or cast.agent(told.phrase)
    if agent is None:
        is_document = article.has(told.phrase.last - 1, "document") and article.has(
            told.phrase.first, "the"
        )
        return _latest(article, told, before, personal=False) if is_document else None
    cast.roles.parties.heard(agent)
    return agent


def _is_group(article: Article, told: Attribution) -> bool:
    """Tell "the group" and "the armed group" from the group of somebody."""
    first, last = told.phrase.first, told.phrase.last
    return article.has(first, "the") and article.word(last - 1) == "group"


def _latest_group(before: Sequence[Spoken]) -> Agent | None:
    agents = (each.agent for each in before[: -_MEMORY - 1 : -1])
    return next((agent for agent in agents if agent.kind in _GROUPS), None)


def _again(
    article: Article, told: Attribution, before: Sequence[Spoken], cast: Cast
) -> Agent | None:
    """Return who is spoken of again: "the ministry", "the source", "a spokesperson"."""
    first, last = told.phrase.first, told.phrase.last
    if last - first != 2 or told.phrase.asides or not article.has(first, "the", "a"):
        return None
    word = article.word(first + 1)
    names = article.names(first + 1).get("speaker", {})
    if names.get("id") == "spokesperson":
        return _latest(article, told, before, personal=False, within=0)
    is_placed = names.get("prefix") == "place" and cast.roles.elsewhere(first)
    if is_placed or not article.has(first, "the"):
        return None  # the mayor of another town
    for each in before[: -_MEMORY - 1 : -1]:
        if f" {word} " in each.written or word in each.names:
            return each.agent
    return _titled(article, word, first, cast)


def _titled(article: Article, word: str, before: int, cast: Cast) -> Agent | None:
    """Return whom "the sheriff" means that was "Sheriff Ivan Moroz" just before."""
    first = max(before - _NEAR, 0) + 1
    near = article.items.words[first:before]
    for i in range(before - 1, first - 1, -1) if word in near else ():
        if article.word(i) == word and article.has(i + 1, "name"):
            return cast.at(i + 1)
    return None


#: Within how many items somebody is named whom only his title then stands for.
_NEAR = 60


def _meant_by(
    article: Article, told: Attribution, before: Sequence[Spoken], cast: Cast
) -> Agent | None:
    if told.pronoun in ("it", "they"):
        return _latest(article, told, before, personal=False)
    for back in range(_REACH):
        spoke = _latest(article, told, before, personal=True, within=back)
        since = _since(spoke, before) if spoke else 0
        meant = _mentioned(article, told, since, cast, back=back) or spoke
        if meant:
            return meant
    return None


def _since(agent: Agent, before: Sequence[Spoken]) -> int:
    """Return the item that the last words for somebody begin with who spoke."""
    return next(each.item for each in reversed(before) if each.agent is agent)


def _latest(
    article: Article,
    told: Attribution,
    before: Sequence[Spoken],
    *,
    personal: bool,
    within: int = _REACH,
) -> Agent | None:
    """Return who spoke last, at most *within* paragraphs before."""
    here = article.sentences[told.sentence].paragraph
    for each in reversed(before):
        if here - article.paragraph_at(each.item) > within:
            return None
        if each.agent.personal == personal:
            return each.agent
    return None


def _mentioned(
    article: Article, told: Attribution, since: int, cast: Cast, *, back: int
) -> Agent | None:
    """Return the person whom a sentence before is about, the latest first."""
    here = article.sentences[told.sentence].paragraph - back
    for n in range(told.sentence - 1, max(told.sentence - 1 - _SENTENCES, -1), -1):
        first, last, paragraph = article.sentences[n]
        if paragraph < here or first <= since:
            return None
        for i in range(first, min(last, first + 14)):
            if paragraph == here and _is_person(article, i, cast):
                agent = cast.at(i)
                if agent is not None and agent.personal:
                    return agent
    return None


def _is_person(article: Article, i: int, cast: Cast) -> bool:
    """Tell a name in full or with a title from one that may be of anything."""
    return article.has(i, "name") and (
        " " in article.word(i)
        or cast.knows(article.word(i))
        or article.has(i + 1, "name", "place")
        or article.has(i - 1, "speaker", "honorific", "person")
    )
