"""Where the rules of a family match an article, and what their groups hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.indexing import members
from incident_log.drafting.prose.numerals import Number
from incident_log.drafting.prose.rule import Rule
from incident_log.errors import BadRule

POSSIBLE = "said to be possible"  #: "could have hit"
DENIED = "denied"  #: "did not hit"

#: Words this near before an effect may say that it never happened.
_REACH = 5
_CARRIES_ON = ("be", "have", "adverb", "to", "caused", "leave")
#: No clause is read further than this from its verb.
_WIDEST = 40
_CLAUSE_ENDS = ("comma", "semicolon", "colon", "conjunction")


@dataclass(frozen=True, slots=True)
class Found:
    """One match of one rule."""

    rule: Rule
    match: re.Match[str]

    @property
    def first(self) -> int:
        return self.match.start()

    @property
    def last(self) -> int:
        return self.match.end()

    def groups(self, name: str) -> list[tuple[int, int]]:
        """Return the items of each group of that name: ``what``, ``what_``, ..."""
        spans = map(self.match.span, _called(self.match.re, name))
        return [span for span in spans if span[0] >= 0]

    def group(self, name: str) -> tuple[int, int] | None:
        """Return the items of the first group of that name, if there is one."""
        return next(iter(self.groups(name)), None)

    def sets(self, field: str, otherwise: str = "") -> str:
        """Return what the rule says of a field, whatever the words are."""
        return str(self.rule.sets.get(field, otherwise))


@lru_cache(maxsize=1024)
def _called(pattern: re.Pattern[str], name: str) -> list[int]:
    """Return the numbers of the groups of that name: ``what``, ``what_``, ..."""
    groups = pattern.groupindex.items()
    return [at for key, at in groups if key.partition("_")[0] == name]


def matches(article: Article, family: str) -> Iterator[Found]:
    """Yield what each rule of *family* finds, in the order of the rules."""
    for rule in article.rulebook.of(family):
        for match in fits(article, rule):
            yield Found(rule, match)


def fits(article: Article, rule: Rule) -> Iterator[re.Match[str]]:
    """Yield where a rule fits, in the order of the text."""
    if rule.crosses:
        if all(map(article.index.having, rule.needs)):
            yield from rule.pattern.finditer(article.tags)
        return
    for n in likely(article, rule):
        first, last, _ = article.sentences[n]
        # One item more, for a pattern may ask what follows: the stop does.
        yield from rule.pattern.finditer(article.tags, first, last + 1)


def likely(article: Article, rule: Rule) -> Sequence[int]:
    """Return the sentences that have all that a rule needs; others it cannot fit."""
    if not rule.needs:
        return range(len(article.sentences))
    rarest, *others = rule.needs
    found = article.index.having(rarest)
    for need in others:
        if not found:
            return ()
        found &= article.index.having(need)
    return members(found)


def number_at(article: Article, item: int) -> Number:
    """Return the number that a rule says an item is; raise :exc:`BadRule`."""
    number = article.number(item)
    if number is None:
        words = article.quote(item, item + 1)
        raise BadRule(words, "is no number, but a rule has it as <many>")
    return number


def meaning(article: Article, item: int, prefix: str) -> str | None:
    """Return X of an item whose tags have ``prefix_X``: the word of the claim."""
    return _meaning(article.rulebook.lexicon.tags(article.tags[item]), prefix)


@lru_cache(maxsize=4096)
def _meaning(tags: frozenset[str], prefix: str) -> str | None:
    found = sorted(tag for tag in tags if tag.startswith(prefix))
    return found[0].removeprefix(prefix) if found else None


def doubt(article: Article, effect: int) -> str:
    """Return why an effect is no fact: POSSIBLE, DENIED, or "" if it is told as one."""
    for item in range(effect - 1, max(effect - _REACH, 0), -1):
        if article.has(item, "modal"):
            return POSSIBLE
        if article.has(item, "not", "without_it"):
            return DENIED
        if not article.has(item, *_CARRIES_ON):
            break
    return ""


def sentence_of(article: Article, item: int) -> tuple[int, int]:
    """Return the items of the sentence that *item* is part of."""
    sentence = article.sentences[article.sentence_at(item)]
    return sentence.first, sentence.last


def clause_tags(article: Article, first: int, last: int) -> set[str]:
    """Return all tags around items [first, last) up to the marks that end a clause."""
    start, end = sentence_of(article, first)
    start, end = max(start, first - _WIDEST), min(end, last + _WIDEST)
    while first > start and not article.has(first - 1, *_CLAUSE_ENDS):
        first -= 1
    while last < end and not article.has(last, *_CLAUSE_ENDS):
        last += 1
    tags = article.rulebook.lexicon.tags
    return {
        tag for kind in {*article.items.characters[first:last]} for tag in tags(kind)
    }
