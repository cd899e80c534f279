"""Numbers in sentences about casualties that no rule has claimed, and why not."""

from collections.abc import Mapping, Sequence

from incident_log.drafting.harm.guards import AGE, THINGS, UNTOLD
from incident_log.drafting.harm.harmed import HUMAN, names_things
from incident_log.drafting.harm.readings import FAMILY, OUTCOMES
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.tagged import tagged

BARE = "no word tells what is counted"
#: How many words after a number may name what it counts.
_NOUN = 5
#: Where the noun of a number ends at the latest.
_EDGES = ("comma", "preposition", "be", "have", "and", "stop", "number", "relative")


def unclaimed_in(
    article: Article, findings: Sequence[Finding], doubts: Mapping[int, str]
) -> list[tuple[int, str]]:
    """Return (item, why) for every number that a reviewer should look at.

    *findings* are those of all families, *doubts* those of the readers of casualties;
    ages, money, times, measures and counted things are no casualties that were missed,
    and are left out.
    """
    claimed = {finding.at for finding in findings}
    for finding in findings:
        if finding.type != FAMILY:
            claimed.update(range(finding.first, finding.last))
    told = {article.sentence_at(f.at) for f in findings if f.type == FAMILY}
    telling = told.union(article.sentences_having(*OUTCOMES))
    return [
        (i, why)
        for first, last, _ in map(article.sentences.__getitem__, sorted(telling))
        for i in tagged(article, "number", first=first, last=last)
        if i not in claimed
        and (why := doubts.get(i) or _why(article, i)) not in (THINGS, AGE)
    ]


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
