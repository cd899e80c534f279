"""Where a text says who said something: "officials said", "according to the mayor"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.matching import likely
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.speech.casting import Phrase
from incident_log.drafting.speech.quotations import Quoted

#: Words that stand for the one who spoke before.
PRONOUNS = ("he", "she", "it", "they")
#: Rules that read a headline, or what a quotation follows: "Police: three hurt".
_COLONS = (
    "speech.behind-colon",
    "speech.before-colon",
    "speech.manner",
    "speech.scene",
    "speech.quote-from",
)
#: What a name or a title may begin with.
_KNOWN = (
    *("name", "speaker", "person", "place", "agent", "nationality", "body"),
    "honorific",
)
_LIVES = frozenset(("lives", "life"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words that name a speaker and say that he speaks: items [first, last)."""

    first: int
    last: int
    verb: int
    phrase: Phrase
    pronoun: str  #: "he", "she", "it", "they", or empty
    sentence: int
    rule: str


def attributions_in(article: Article, quoted: Quoted) -> Iterator[Attribution]:
    """Yield every attribution outside quotations, in order."""
    found: dict[int, Attribution] = {}
    for rule in article.rulebook.of("speech"):
        for sentence in likely(article, rule):
            for attribution in _of_rule(article, rule, sentence, quoted):
                found.setdefault(attribution.verb, attribution)
    yield from (found[verb] for verb in sorted(found))


def _of_rule(
    article: Article, rule: Rule, sentence: int, quoted: Quoted
) -> Iterator[Attribution]:
    first, last, _ = article.sentences[sentence]
    for match in rule.pattern.finditer(article.tags, first - 1, last + 1):
        verb, (begin, end) = match.start("verb"), match.span("who")
        begin = quoted.end(begin) + (article.word(begin) == "that")
        if begin >= end or not _tells(article, rule, sentence, quoted, match):
            continue
        phrase = _phrase(article, _without_time(article, begin, end), end, match)
        is_pronoun = article.has(begin, "pronoun") and end == begin + 1
        word = article.word(begin) if is_pronoun else ""
        if not is_pronoun or word in PRONOUNS:
            signed = rule.name == "speech.signed"
            yield Attribution(
                first=phrase.first if signed else min(phrase.first, verb),
                last=max(match.end("verb"), end),
                verb=verb,
                phrase=phrase,
                pronoun=word,
                sentence=sentence,
                rule=rule.name,
            )


def _tells(
    article: Article, rule: Rule, sentence: int, quoted: Quoted, match: re.Match[str]
) -> bool:
    """Tell somebody's saying from what only looks like it."""
    verb, (begin, end) = match.start("verb"), match.span("who")
    if verb in quoted or article.has(begin - 1, "no", "named-as"):
        return False
    if rule.name == "speech.signed":
        return verb - 1 in quoted or verb - 2 in quoted
    if rule.name in _COLONS:
        quotes = quoted.begins(verb + 1)
        paragraph = article.sentences[sentence].paragraph
        in_headline = paragraph <= article.sentences[0].paragraph + 1
        before = rule.name == "speech.before-colon"
        return quotes or (in_headline and (not before or _heads(article, begin, end)))
    behind = {*article.items.words[verb + 1 : verb + 4]}
    claims_lives = article.word(verb).startswith("claim") and behind & _LIVES
    return not claims_lives  # as floods do


def _heads(article: Article, first: int, last: int) -> bool:
    """Tell "Police: three hurt" from "KYIV: three hurt", where it was written."""
    named = any(
        article.has(i, "speaker", "agent", "person") for i in range(first, last)
    )
    agent = article.names(last - 1).get("agent", {})
    return named and not article.has(last - 1, "place") and agent.get("kind") != "state"


def _without_time(article: Article, first: int, last: int) -> int:
    """Return where a name begins that other words come before: "that evening Moroz"."""
    begin = next((i for i in range(first, last) if article.has(i, *_KNOWN)), first)
    bare = begin == last - 1 and article.has(begin, "name")
    return begin if bare and article.has(begin - 1, "word") else first


def _phrase(article: Article, first: int, last: int, match: re.Match[str]) -> Phrase:
    asides = _asides(article, match) if "aside" in match.re.groupindex else []
    if len(asides) > 1:
        role, name = asides[-2:]
        named = article.has(name[-1], "name") and len(name) < 3
        if named and any(article.has(i, "speaker", "person") for i in role):
            # "..., in Lypky and Teremky, a camp coordinator, Inna Moroz, said"
            return Phrase(role.start, role.stop, (name,))
    return Phrase(first, last, tuple(asides))


def _asides(article: Article, match: re.Match[str]) -> list[range]:
    """Return what stands between commas behind a speaker, "who ..." too."""
    begin, end = match.span("aside")
    edges = [i for i in range(begin, end) if article.has(i, "comma")] + [end]
    if edges[0] != begin:
        edges.insert(0, begin - 1)
    return [range(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
