"""Guards: single persons who are not meant, not known, or counted already."""

from incident_log.drafting.harm.harmed import is_plural
from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article

#: Before "the driver": words of which "the driver" is only a part.
_LINKS = ("of", "with", "from", "by", "to", "preposition", "possessive", "for")


def is_counted_already(article: Article, reading: Reading) -> bool:
    """In "one of them a boy" and "one of the dead is a boy" the boy is that one."""
    first, last = reading.effect
    if first >= reading.group.first:
        is_single = reading.group.number is None
        return is_single and article.has(reading.group.first - 1, "of_them")
    start = reading.match[0]
    is_of = article.has(start, "own") and article.has(start - 1, "of")
    return is_of or any(article.has(i, "of_them") for i in range(first, last))


def is_no_single_person(article: Article, reading: Reading) -> bool:
    """ "The driver" is one; "the drivers" and "the judge's driver" are not counted."""
    if not reading.rule.sets.get("definite"):
        return False
    group, effect = reading.group, reading.effect[0]
    before, verb = article.items[group.first - 1], article.items[effect]
    if is_plural(article, group.at) or before.word in ("nor", "neither"):
        return True
    if verb.word == "dead" and reading.distance == 0:
        return True  # as in "they wanted the man dead"
    return group.first < effect and article.has(group.first - 1, *_LINKS)


def was_named(article: Article, reading: Reading) -> bool:
    """In "police named him as Ivan Lys, 40, who died" he has been counted before."""
    is_named = bool(reading.rule.sets.get("named"))
    return is_named and article.items[reading.group.first - 1].word == "as"


def is_no_headline(article: Article, reading: Reading) -> bool:
    """Only headlines leave the article out: "Woman killed, two injured in crash"."""
    if not reading.rule.sets.get("headline"):
        return False
    before = reading.group.first - 1
    begins = article.has(before, "stop", "comma", "semicolon", "colon")
    begins = begins or article.items[before].word == "as"
    return not begins or is_plural(article, reading.group.at)
