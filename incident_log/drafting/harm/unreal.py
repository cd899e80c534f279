"""Guards: harm that did not happen, was played, or befell only some of a number."""

from incident_log.drafting.harm.harmed import HUMAN
from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.tagged import tagged

#: A sentence begins with so many items: "In the new film, ...".
_BEGINNING = 5
#: How far before what happened a drill says that it did not: "simulated a blast that".
_REACH = 6
#: How far behind what befell all some are left out: "were killed, except for two".
_BEHIND = 4


def is_made_up(article: Article, reading: Reading) -> bool:
    """ "In the film, 20 people die": nobody did."""
    first = article.sentences[article.sentence_at(reading.group.at)].first
    last = min(first + _BEGINNING, reading.span[0])
    return article.has_any(first, last, "fiction") and any(
        article.has(i, "fiction") and article.has(i + 1, "comma")
        for i in range(first, last)
    )


def is_played(article: Article, reading: Reading) -> bool:
    """ "A drill simulated 50 casualties", "50 simulated casualties"."""
    first, last = reading.span
    begin = max(first - _REACH + 1, 0)
    if not article.has_any(begin, last, "simulates"):
        return False
    drill = max(tagged(article, "simulates", first=begin, last=last))
    return not (
        article.has_any(drill, last, "stop") or article.has_any(drill, first, "comma")
    )


def was_close(article: Article, reading: Reading) -> bool:
    """ "It nearly killed three people", "three people almost died"."""
    return article.has(reading.effect[0] - 1, "nearly")


def counts_animals(article: Article, reading: Reading) -> bool:
    """ "17 injured animals"."""
    return article.has(reading.effect[1], "animal")


def counts_some(article: Article, reading: Reading) -> bool:
    """In "half of the 40 guests died" not 40 did; of "the 40 killed" all are."""
    is_told = article.has(reading.effect[0], "died", "succumbed")
    if reading.effect[0] <= reading.group.last and not is_told:
        return False
    before = reading.group.first - 1
    while article.has(before, "own", "the"):
        before -= 1
    return article.has(before, "of") and article.has(before - 1, "share")


def leaves_out(article: Article, reading: Reading) -> bool:
    """In "all 181 were killed except two" it was not 181, and those two live."""
    if article.has(reading.group.first - 1, "except"):
        return True
    at, last = reading.group.at, max(reading.group.last, reading.effect[1]) + _BEHIND
    if reading.group.number is None or not article.has_any(at, last, "except"):
        return False
    nearest = next(tagged(article, "stop", "except", first=at, last=last))
    is_left = article.has(nearest, "except")
    return is_left and article.has(nearest + 1, "number", "a", "own")


def explains(article: Article, reading: Reading) -> bool:
    """In "two people, a woman and her son, died" the son is one of the two."""
    group = reading.group
    if not article.has(group.last, "comma"):
        return False
    before = group.first - 1
    while article.has(before, "and", "a", "own", *HUMAN) and not article.has(
        before, "number"
    ):
        before -= 1
    is_aside = article.has(before, "comma") and article.has(before - 1, *HUMAN)
    return is_aside and article.has(before - 2, "number")
