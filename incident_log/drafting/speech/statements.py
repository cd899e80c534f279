"""Statements: what an article quotes, and what it says that somebody did by words."""

from collections.abc import Iterator

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import fits
from incident_log.drafting.speech.agents import STRIKERS
from incident_log.drafting.speech.attribution import attribute
from incident_log.drafting.speech.voices import Voice

#: Acts that are statements even where nothing of them is quoted.
_ACTS = ("warn", "deny", "condemn", "attribute_blame")
_VERBS = (*_ACTS, "confirm", "announce", "estimate")
_RULES = {"speech.issued": "warn", "speech.responsible": "claim_of_responsibility"}
_REACTION = "statements.reaction"


def statements_in(article: Article, voices: list[Voice]) -> list[Finding]:
    """Return the statements of an article, in order."""
    told = {voice.verb: voice for voice in voices if voice.mode == "indirect"}
    found = [
        _quoted(article, voice, told[voice.verb])
        for voice in voices
        if voice.mode == "direct"
    ]
    taken = {i for finding in found for i in range(finding.first, finding.last)}
    for voice in told.values():
        act = _act(article, voice, *voice.governs, quoted=False)
        if act and taken.isdisjoint(range(*voice.governs)):
            found.append(_finding(voice, *voice.governs, act, "statements.told"))
    found += _reactions(article, voices)
    return sorted(found, key=lambda finding: finding.first)


def _quoted(article: Article, voice: Voice, told: Voice) -> Finding:
    """Return a quotation, with the clause that leads up to part of a sentence."""
    act = _act(article, voice, voice.first, voice.last, quoted=True)
    if not _is_partial(article, voice, told):
        found = _finding(voice, voice.first, voice.last, act, "statements.quotation")
        found.span = voice.span
    else:
        act = _act(article, told, told.first, voice.last, quoted=True)
        found = _finding(voice, told.first, voice.last, act, "statements.partial")
        found.span = told.span[0], voice.span[1]
    found.fields["verbatim"] = True
    return found


def _is_partial(article: Article, voice: Voice, told: Voice) -> bool:
    """Tell 'he spoke of "a fantasy"' from 'he said: "It is a fantasy."'"""
    leads = told.sentence == voice.sentence and told.last <= voice.first
    return leads and not article.has(voice.first - 1, "colon", "comma", "say", "press")


def _finding(voice: Voice, first: int, last: int, act: str, rule: str) -> Finding:
    fields = {"said_by": voice.agent.id, "act": act, "verbatim": False}
    if voice.channel:
        fields["channel"] = voice.channel
    return Finding("statement", fields, first, last, first, rule)


def _act(article: Article, voice: Voice, first: int, last: int, *, quoted: bool) -> str:
    """Return what somebody did by saying it; empty where he only told something."""
    if voice.rule in _RULES:
        return _RULES[voice.rule]
    verb = article.rulebook.lexicon.tags(article.tags[voice.verb])
    for act in _VERBS if quoted else _ACTS:
        if f"act-{act}" in verb:
            return act
    if quoted and voice.agent.kind in STRIKERS:  # "we struck" claims it
        for rule in article.rulebook.of("statements"):
            match = rule.pattern.search(article.tags, first, last)
            if match and "act" in rule.sets and not article.has(match.end(), "by"):
                return str(rule.sets["act"])
    return "claim" if quoted else ""


def _reactions(article: Article, voices: list[Voice]) -> list[Finding]:
    """Return what the article says that somebody felt about something."""
    found = [
        Finding(
            type="statement",
            fields={"act": "react", "verbatim": False, "speaker": speaker},
            first=first,
            last=last,
            at=at,
            rule=_REACTION,
        )
        for first, last, at, speaker in _angered(article)
    ]
    attribute(article, voices, found)
    return found


def _angered(article: Article) -> Iterator[tuple[int, int, int, str]]:
    for rule in article.rulebook.of("statements"):
        if rule.name != _REACTION:
            continue
        for match in fits(article, rule):
            at = match.start("what")
            first, last, _ = article.sentences[article.sentence_at(at)]
            for i in range(*match.span("who")):
                agent = article.names(i).get("agent")
                if agent:
                    yield first, last, at, agent["id"]
                    break
