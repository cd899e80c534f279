"""Numbers in sentences about casualties that no rule has claimed, and why not."""

from collections.abc import Iterator, Sequence

from incident_log.drafting.harm.guards import AGE, THINGS, UNTOLD, why_not
from incident_log.drafting.harm.harmed import HUMAN, names_things
from incident_log.drafting.harm.readings import (
    FAMILY,
    OUTCOMES,
    matches_within,
    one_of,
    readings_of,
)
from incident_log.drafting.prose.article import Article, Sentence
from incident_log.drafting.prose.findings import Finding

BARE = "no word tells what is counted"
#: How many words after a number may name what it counts.
_NOUN = 5
#: Where the noun of a number ends at the latest.
_EDGES = ("comma", "preposition", "be", "have", "and", "stop", "number", "relative")


def unclaimed_in(
    article: Article, findings: Sequence[Finding]
) -> list[tuple[int, str]]:
    """Return (item, why) for every number that a reviewer should look at.

    *findings* are those of all families; ages, money, times, measures and counted
    things are no casualties that were missed, and are left out.
    """
    claimed = {finding.at for finding in findings}
    for finding in findings:
        if finding.type != FAMILY:
            claimed.update(range(finding.first, finding.last))
    told = {article.sentence_at(f.at) for f in findings if f.type == FAMILY}
    tells = one_of(article, *OUTCOMES)
    return [
        unclaimed
        for n, sentence in enumerate(article.sentences)
        if n in told or tells.search(article.tags, sentence.first, sentence.last)
        for unclaimed in _of_sentence(article, sentence, claimed)
    ]


def _of_sentence(
    article: Article, sentence: Sentence, claimed: set[int]
) -> Iterator[tuple[int, str]]:
    counts = one_of(article, "number")
    found = counts.finditer(article.tags, sentence.first, sentence.last)
    numbers = [match.start() for match in found if match.start() not in claimed]
    if not numbers:
        return
    matches = matches_within(article, sentence.first, sentence.last)
    whys = {r.group.at: why_not(article, r) for r in readings_of(article, matches)}
    for i in numbers:
        why = whys.get(i) or _why(article, i)
        if why not in (THINGS, AGE):
            yield i, why


def _why(article: Article, number: int) -> str:
    """Judge an unread number by the noun behind it."""
    for i in range(number + 1, number + _NOUN):
        if article.has(i, *_EDGES):
            return BARE if i == number + 1 else THINGS
        if article.has(i, *HUMAN):
            return UNTOLD
        if names_things(article, i):
            return THINGS
    return THINGS
