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
    return is_of or article.has_any(first, last, "of_them")


def is_no_single_person(article: Article, reading: Reading) -> bool:
    """ "The driver" is one; "the drivers" and "the judge's driver" are not counted."""
    group, effect = reading.group, reading.effect[0]
    before = article.word(group.first - 1)
    if is_plural(article, group.at) or before in ("nor", "neither"):
        return True
    if article.word(effect) == "dead" and reading.distance == 0:
        return True  # as in "they wanted the man dead"
    return group.first < effect and article.has(group.first - 1, *_LINKS)


def was_named(article: Article, reading: Reading) -> bool:
    """In "police named him as Ivan Lys, 40, who died" he has been counted before."""
    return article.word(reading.group.first - 1) == "as"


def is_no_headline(article: Article, reading: Reading) -> bool:
    """Only headlines leave the article out: "Woman killed, two injured in crash"."""
    before = reading.group.first - 1
    begins = article.has(before, "stop", "comma", "semicolon", "colon")
    begins = begins or article.word(before) == "as"
    return not begins or is_plural(article, reading.group.at)
