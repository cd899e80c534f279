"""Guards: numbers and nouns that count no people at all."""

from incident_log.counts import Count
from incident_log.drafting.harm.harmed import (
    HUMAN,
    core_end,
    is_plural,
    names_things,
    noun_of,
)
from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.tagged import tagged

#: What befell them says nothing of what they are: one can save seats and shoot a 67.
_LOOSE = ("shot", "affected", "affects", "rescues")
#: How many people are a crowd.
_CROWD = 50
#: Nobody is older.
_OLDEST = 110


def counts_things(article: Article, reading: Reading) -> bool:
    """Houses are no casualties; a family moves as one, but its people die."""
    group = reading.group
    last = core_end(article, group)
    while reading.rule.sets.get("sure") and article.has(last, "word", "no_person"):
        last += 1  # of "a toll of 12 dead" the rule takes no more than the number
    for i in range(last - 1, group.at, -1):
        if article.has(i, "family"):
            return reading.outcome in ("killed", "injured")
        if reading.outcome == "affected" and article.has(i, "utility"):
            return True  # the power went out
        if article.has(i, *HUMAN):
            return False
        if names_things(article, i):
            return True
    return False


def counts_affected_things(article: Article, reading: Reading) -> bool:
    """In "61 affected villages" the word behind tells what was affected."""
    is_affected = reading.outcome == "affected"
    return is_affected and names_things(article, reading.effect[1])


def counts_anything(article: Article, reading: Reading) -> bool:
    """ "Shot 67" and "saved 12 seats" need a word for people."""
    group, first = reading.group, reading.effect[0]
    if reading.rule.sets.get("people"):
        return False
    if not article.has(first, *_LOOSE) or noun_of(article, group.first, group.last):
        return False
    words = range(group.at + 1, group.last)
    is_bare = all(article.has(i, "other", "of_them", "of", "own") for i in words)
    return not is_bare or group.last > first


def counts_one_thing(article: Article, reading: Reading) -> bool:
    """ "One engine dead", "the first shot": one of what is no word for a person."""
    group = reading.group
    is_shot = article.has(reading.effect[0], "shot")
    if group.number is None:
        return is_shot and not article.has(group.at, *HUMAN)
    if (group.number.low, group.number.high) != (1, 1):
        return False
    has_word = group.last > group.at + 1 and article.has(group.at + 1, "word")
    is_named = noun_of(article, group.first, group.last) is not None
    return not is_named and (has_word or is_shot)


def counts_weapons(article: Article, reading: Reading) -> bool:
    """In "31 missiles came; 26 were brought down" nobody was rescued."""
    group, effect = reading.group, reading.effect[0]
    if noun_of(article, group.first, group.last) is not None:
        return False
    start = article.sentences[article.sentence_at(group.at)].first
    downs = article.has(effect, "phase_intercepted")
    return downs and article.has_any(start, group.first, "weapon")


def counts_nobody_else(article: Article, reading: Reading) -> bool:
    """ "Many of them women" tells who they were, not how many."""
    return reading.outcome is None and article.word(reading.group.at) == "many"


def says_how_many(article: Article, reading: Reading) -> bool:
    """In "many of the 870 who were hurt" the 870 say how many."""
    group = reading.group
    if group.number is None or not group.number.vague:
        return False
    of = next(tagged(article, "of", first=group.at + 1, last=group.last), None)
    if of is None or not article.has_any(of + 1, of + 3, "number"):
        return False
    return article.has_any(group.last, reading.effect[0], "relative")


def is_rise(article: Article, reading: Reading) -> bool:
    """ "From eight to 14" is no earlier toll, but an earlier one and this one."""
    number = reading.group.number
    return number is not None and not number.bound and number.low != number.high


def counts_no_crowd(article: Article, reading: Reading) -> bool:
    """Only many who leave are displaced; two who "left for Marna" are travelling."""
    return (Count.parse(reading.group.count).value or 0) < _CROWD


def counts_others(article: Article, reading: Reading) -> bool:
    """In "all but one had been discharged" that befell the others."""
    return article.has(reading.group.first - 1, "all_but")


def counts_no_disease(article: Article, reading: Reading) -> bool:
    """Cases are people only where the article speaks of a disease."""
    return not article.sentences_having("disease")


def is_age(article: Article, reading: Reading) -> bool:
    """In "the sisters, 71 and 74, died" both numbers are ages."""
    number, at = reading.group.number, reading.group.at
    if number is None or not article.text[number.digits[0]].isdigit():
        return _is_of_one(article, reading)
    if article.has(at - 2, "aged") and article.has(at - 1, "from"):
        return True  # "ranged in age from 14 to 27"
    is_bare = reading.group.last == at + 1 and not number.bound
    if not is_bare or number.low != number.high or (number.low or 0) > _OLDEST:
        return False
    if article.has(at - 1, "of"):
        return article.has(at - 2, *HUMAN)
    if article.has(at - 1, "and"):
        is_pair = article.has(at - 2, "number", "age")
        return is_pair and (_is_aside(article, at - 2) or article.has(at - 3, "aged"))
    is_listed = article.has(at + 1, "and") and article.has(at + 2, "number", "age")
    return _is_aside(article, at) and (is_listed or article.has(at + 1, "comma"))


def _is_of_one(article: Article, reading: Reading) -> bool:
    """Tell "a girl of eight" from "a family of eight" and "a friend of one of them"."""
    at, group = reading.group.at, reading.group
    if not article.has(at - 1, "of") or group.last > at + 1:
        return False
    is_one = article.has(at - 2, *HUMAN) and not is_plural(article, at - 2)
    return is_one and not article.has(at - 2, "family")


def _is_aside(article: Article, at: int) -> bool:
    return article.has(at - 1, "comma") and article.has(at - 2, *HUMAN, "name")


def is_bare_part(article: Article, reading: Reading) -> bool:
    """In a list of people every part but the first needs a noun of its own."""
    group = reading.group
    is_later = reading.outcome is None and group.first > reading.effect[1] + 1
    return is_later and group.last == group.at + 1
