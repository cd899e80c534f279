"""Guards: harm that did not happen, was played, or befell only some of a number."""

from incident_log.drafting.harm.harmed import HUMAN
from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article

#: A sentence begins with so many items: "In the new film, ...".
_BEGINNING = 5
#: How far before what happened a drill says that it did not: "simulated a blast that".
_REACH = 6
#: How far behind what befell all some are left out: "were killed, except for two".
_BEHIND = 4


def is_made_up(article: Article, reading: Reading) -> bool:
    """ "In the film, 20 people die": nobody did."""
    first = article.sentences[article.sentence_at(reading.group.at)].first
    return any(
        article.has(i, "fiction") and article.has(i + 1, "comma")
        for i in range(first, min(first + _BEGINNING, reading.span[0]))
    )


def is_played(article: Article, reading: Reading) -> bool:
    """ "A drill simulated 50 casualties", "50 simulated casualties"."""
    first, last = reading.span
    for i in range(last - 1, first - _REACH, -1):
        if article.has(i, "stop") or (i < first and article.has(i, "comma")):
            return False
        if article.has(i, "simulates"):
            return True
    return False


def was_close(article: Article, reading: Reading) -> bool:
    """ "It nearly killed three people", "three people almost died"."""
    return article.has(reading.effect[0] - 1, "nearly")


def counts_animals(article: Article, reading: Reading) -> bool:
    """ "17 injured animals"."""
    is_count = reading.group.number is not None
    return is_count and article.has(reading.effect[1], "animal")


def counts_some(article: Article, reading: Reading) -> bool:
    """In "half of the 40 guests died" not 40 did; of "the 40 killed" all are."""
    is_told = article.has(reading.effect[0], "died", "succumbed")
    if reading.effect[0] <= reading.group.last and not is_told:
        return False
    before = reading.group.first - 1
    while article.has(before, "own", "the"):
        before -= 1
    is_of = article.has(before, "of") and article.has(before - 1, "share")
    return is_of and reading.group.number is not None


def leaves_out(article: Article, reading: Reading) -> bool:
    """In "all 181 were killed except two" it was not 181, and those two live."""
    if article.has(reading.group.first - 1, "except"):
        return True
    if reading.group.number is None:
        return False
    last = max(reading.group.last, reading.effect[1])
    for i in range(reading.group.at, last + _BEHIND):
        if article.has(i, "stop"):
            return False
        if article.has(i, "except"):
            return article.has(i + 1, "number", "a", "own")
    return False


def explains(article: Article, reading: Reading) -> bool:
    """In "two people, a woman and her son, died" the son is one of the two."""
    group = reading.group
    if not reading.rule.sets.get("definite") or not article.has(group.last, "comma"):
        return False
    before = group.first - 1
    while article.has(before, "and", "a", "own", *HUMAN) and not article.has(
        before, "number"
    ):
        before -= 1
    is_aside = article.has(before, "comma") and article.has(before - 1, *HUMAN)
    return is_aside and article.has(before - 2, "number")
