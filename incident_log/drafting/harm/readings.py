"""Readings: what rules make of numbers: whom they count and what befell them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from incident_log.drafting.harm.harmed import HUMAN, Group, groups_in
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.matching import likely
from incident_log.drafting.prose.rule import Rule

FAMILY = "casualties"
#: Tag of what befell people -> outcome and detail; what tells more comes first.
OUTCOMES: dict[str, tuple[str, str | None]] = {
    "succumbed": ("killed", "died_of_wounds"),
    "bodies": ("killed", "body_recovered"),
    **dict.fromkeys(("died", "deaths", "death_toll", "lives"), ("killed", None)),
    **dict.fromkeys(("dead", "kills", "among_dead"), ("killed", None)),
    "critical": ("injured", "critical"),
    **dict.fromkeys(("hospitalized", "hospitalizes"), ("injured", "hospitalized")),
    **dict.fromkeys(("hurt", "injures", "injury", "among_hurt"), ("injured", None)),
    "missing": ("missing", None),
    **dict.fromkeys(("trapped", "traps"), ("trapped", None)),
    **dict.fromkeys(("abducted", "abducts"), ("abducted", None)),
    **dict.fromkeys(("rescued", "rescues"), ("rescued", None)),
    **dict.fromkeys(("evacuated", "evacuates"), ("evacuated", None)),
    **dict.fromkeys(("displaced", "displaces"), ("displaced", None)),
    **dict.fromkeys(("affected", "affects", "cases"), ("affected", None)),
    **dict.fromkeys(("casualties", "shot"), ("casualty_unspecified", None)),
}
#: What stands before people and only says who they are.
_ATTRIBUTES = ("hurt", "missing", "abducted", "trapped", "displaced", "rescued")
#: Named group -> the count that it stands for.
_WITHOUT_NUMBER = {"none": "none", "unknown": "unknown", "denied": "some"}


class Reading(NamedTuple):
    """One way to understand one number."""

    rule: Rule
    order: int  #: of its rule
    match: tuple[int, int]  #: the items of the whole match
    group: Group
    effect: tuple[int, int]  #: the items that tell what befell them
    span: tuple[int, int]  #: the items that it rests on
    outcome: str | None  #: ``None``: what befell those whom they are some of
    detail: str | None
    is_attribute: bool = False  #: as in "12 wounded men": more may be said of them

    @property
    def distance(self) -> int:
        """How many items lie between the people and what befell them."""
        first, last = self.effect
        return max(first - self.group.last, self.group.first - last, 0)


def readings_in(article: Article) -> dict[int, list[Reading]]:
    """Return sentence -> what the rules make of each of its numbers, one by one.

    Matches of one rule may overlap.
    """
    readings: dict[int, list[Reading]] = defaultdict(list)
    for order, rule in enumerate(article.rulebook.of(FAMILY)):
        for at, end in _where(article, rule):
            while match := rule.pattern.search(article.tags, at, end):
                at = match.start() + 1
                for reading in _read(article, order, rule, match):
                    sentence = article.sentence_at(reading.group.at)
                    readings[sentence].append(reading)
    return readings


def _where(article: Article, rule: Rule) -> Iterable[tuple[int, int]]:
    """Return where a rule may fit: a rule that has a trigger, only beside that."""
    if rule.crosses:
        return [(0, len(article.tags))]
    some = likely(article, rule)
    if "trigger" in rule.sets:
        triggered = {*article.sentences_having(*rule.sets["trigger"])}
        some = [n for n in some if n in triggered]
    return (
        (first, last) for first, last, _ in map(article.sentences.__getitem__, some)
    )


def _read(
    article: Article, order: int, rule: Rule, match: re.Match[str]
) -> Iterator[Reading]:
    groups = [*_groups(article, rule, match)]
    if not groups:
        return
    effect = match.span(next((n for n in ("effect", "part") if _has(match, n)), 0))
    outcome, detail = _outcome(article, effect, rule)
    own = article.has(effect[1], *HUMAN) and article.has(effect[0], *_ATTRIBUTES)
    for group in groups:
        span = _span(rule, match.span(), group, effect)
        where = match.span(), group, effect, span
        yield Reading(rule, order, *where, outcome, detail, own)


def _has(match: re.Match[str], name: str) -> bool:
    """Tell whether a group of that name holds anything."""
    return name in match.re.groupindex and match.end(name) > match.start(name)


def _span(
    rule: Rule, match: tuple[int, int], group: Group, effect: tuple[int, int]
) -> tuple[int, int]:
    if rule.sets.get("ordinal"):
        return match
    if rule.sets.get("alone"):
        return group.first, group.last
    return min(group.first, effect[0]), max(group.last, effect[1])


def _groups(article: Article, rule: Rule, match: re.Match[str]) -> Iterator[Group]:
    for name, count in _WITHOUT_NUMBER.items():
        if _has(match, name):
            first, last = match.span(name)
            yield Group(first, last, first, count)
            return
    first, last = match.span("many")
    if rule.sets.get("ordinal"):
        yield Group(first, last, last - 1, rule.sets.get("count", 1))
        return
    for group in groups_in(article, first, last):
        yield _risen(article, group, rule) if rule.sets.get("sure") else group


def _risen(article: Article, group: Group, rule: Rule) -> Group:
    """A toll that rises "from eight to 14" or "by one to 14" is 14, not a range.

    One that passes 14 is more.
    """
    number = group.number
    if number is None or number.high is None:
        return group
    if number.low == number.high:
        is_more = rule.sets.get("exceeds")
        return replace(group, count=f"more than {number.high}") if is_more else group
    rises = article.has(group.at - 1, "from", "by")
    return replace(group, count=number.high) if rises else group


def _outcome(
    article: Article, effect: tuple[int, int], rule: Rule
) -> tuple[str | None, str | None]:
    tags = map(article.rulebook.lexicon.tags, article.tags[slice(*effect)])
    if "outcome" in rule.sets:
        told = {_told(each)[0] for each in tags} - {None}
        if rule.sets.get("joint") and len(told) == 1:  # "displaced and homeless"
            return told.pop(), None
        return rule.sets["outcome"], rule.sets.get("detail")
    return _told(frozenset().union(*tags))


@lru_cache(maxsize=1024)
def _told(tags: frozenset[str]) -> tuple[str | None, str | None]:
    return next((OUTCOMES[tag] for tag in OUTCOMES if tag in tags), (None, None))
