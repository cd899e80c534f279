"""Casualties: what an article says of people harmed, one finding for every number."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from incident_log.drafting.harm.choosing import chosen
from incident_log.drafting.harm.guards import why_not
from incident_log.drafting.harm.harmed import has_uncounted, population_of
from incident_log.drafting.harm.inheriting import whole_of
from incident_log.drafting.harm.measuring import (
    contrasts,
    detail_of,
    is_denied,
    measure_of,
)
from incident_log.drafting.harm.readings import (
    OUTCOMES,
    Reading,
    readings_in,
)
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding

#: Tags without which no sentence speaks of people harmed, beside those of outcomes.
_PARTS = (
    *("among_them", "including", "of_them", "how_many", "up_from", "no_victims"),
    *("toll_at", "remains_of", "injuries", "hospital", "shelters", "treats"),
    *("takes_lives", "loses", "pulls", "alive", "among_victims", "hostage"),
    *("houses", "rescue_noun", "left", "safe", "youngest"),
    "searches",
)
#: How many counts back the words of one may still concern another.
_NEAR = 6


class Casualties(NamedTuple):
    """What an article says of people harmed."""

    findings: list[Finding]  #: in the order of the text
    doubts: dict[int, str]  #: item of a number -> what speaks against reading it


def casualties_in(article: Article) -> Casualties:
    """Return what the article says of people harmed."""
    found: list[Finding] = []
    doubts: dict[int, str] = {}
    tells = {*article.sentences_having(*OUTCOMES, *_PARTS)}
    every = readings_in(article)
    latest = -2  # the last sentence in which something was found
    for n in sorted(tells.union(article.sentences_having("number"))):
        if n in tells or latest == n - 1:
            readings = _likely(article, every.get(n, ()), doubts)
            more = _findings(article, readings, found[-_NEAR:])
            found += more
            latest = n if more else latest
    return Casualties(found, doubts)


def _likely(
    article: Article, every: Iterable[Reading], doubts: dict[int, str]
) -> dict[int, list[Reading]]:
    """Return the readings of each number that no guard doubts; note the *doubts*."""
    readings: dict[int, list[Reading]] = {}
    for reading in every:
        at = reading.group.at
        doubts[at] = why_not(article, reading)
        if not doubts[at]:
            readings.setdefault(at, []).append(reading)
    return readings


def _findings(
    article: Article, readings: dict[int, list[Reading]], before: list[Finding]
) -> list[Finding]:
    """Return what a sentence says; *before* are some findings before it."""
    best = chosen(article, readings.values())
    found: list[Finding] = []
    for at, same in sorted(readings.items()):
        earlier = found[-_NEAR:]
        parts = [reading for reading in same if reading.outcome is None]
        for reading in [best[at]] if at in best else parts:
            whole = whole_of(article, reading, earlier, before)
            outcome = reading.outcome or (whole.fields["outcome"] if whole else None)
            if outcome is not None:
                found.append(_finding(article, reading, outcome, same, earlier))
                break
    return found


def _finding(
    article: Article,
    reading: Reading,
    outcome: str,
    readings: list[Reading],
    earlier: list[Finding],
) -> Finding:
    group = reading.group
    fields: dict[str, Any] = {"outcome": outcome, "count": group.count}
    measure = measure_of(article, reading)
    if measure == "this_reporting_period" and contrasts(outcome, earlier):
        measure = None
    known = {
        "detail": detail_of(article, reading, outcome, readings),
        "measure": measure,
        "population": population_of(article, group),
        "denied": is_denied(article, reading),
    }
    fields |= {name: value for name, value in known.items() if value}
    first, last = reading.span
    return Finding(
        type="casualties",
        fields=fields,
        first=first,
        last=last,
        at=group.at,
        rule=reading.rule.name,
        flags=_flags(article, reading, measure, earlier),
        background="an earlier figure" if reading.rule.sets.get("earlier") else "",
    )


def _flags(
    article: Article, reading: Reading, measure: str | None, earlier: list[Finding]
) -> set[str]:
    """Return what a reviewer should look at twice."""
    flags = {"subset"} if measure == "subset" else set()
    if has_uncounted(article, *reading.match):
        flags.add("conjunct-without-number")
    number = reading.group.number
    if number is not None and not number.bound and not number.vague:
        before = [article.number(finding.at) for finding in earlier]
        if any(other is not None and other.bound == "at least" for other in before):
            flags.add("scope-of-at-least")
    return flags
