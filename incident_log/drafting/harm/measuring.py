"""What a count measures: a total, some more, some of others, one; and its details."""

from collections.abc import Sequence

from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.tagged import tagged

_MORE = frozenset(("more", "additional", "further"))
_CRITICALLY = frozenset(("critically", "gravely"))
#: Behind "two of the": the whole that the two are some of.
_HARMED = ("dead", "hurt", "deaths", "casualties", "cases")
#: How far a denial reaches: "denied reports that nine soldiers were killed".
_REACH = 5
#: What a denial does not go over.
_EDGES = ("stop", "comma", "contrast")


def measure_of(article: Article, reading: Reading) -> str | None:
    """Return the measure, or ``None`` for a total."""
    group = reading.group
    words = tagged(article, "of_them", *_HARMED, first=group.at, last=group.last)
    if "measure" in reading.rule.sets:
        return str(reading.rule.sets["measure"])
    if group.number is None:
        if group.count != 1:
            return None
        is_more = article.has(group.first, "another")
        return "this_reporting_period" if is_more else "instance"
    is_listed = article.has(group.first - 1, "including", "among_them")
    if is_listed or any(_is_of(article, i, group.at) for i in words):
        return "subset"
    is_more = group.number.more or not _MORE.isdisjoint(
        article.items.words[group.at : group.last]
    )
    return "this_reporting_period" if is_more else None


def _is_of(article: Article, i: int, number: int) -> bool:
    """In "35 wounded people" the 35 are all; in "35 of the wounded" some."""
    if article.has(i, "of_them"):
        return True
    before = (article.has(n, "of") for n in range(number, i))
    return article.has(i, *_HARMED) and any(before)


def contrasts(outcome: str | None, earlier: Sequence[Finding]) -> bool:
    """In "two died and nine more were hurt" the nine are all who were hurt."""
    return any(
        f.fields["outcome"] not in (outcome, "casualty_unspecified")
        and f.fields.get("measure") != "this_reporting_period"
        for f in earlier
    )


def detail_of(
    article: Article,
    reading: Reading,
    outcome: str | None,
    readings: Sequence[Reading],
) -> str | None:
    """Return the detail, also from another reading that agrees with the chosen one."""
    if reading.detail:
        return reading.detail
    first, last = reading.span
    words = {*article.items.words[first:last]}
    if outcome == "injured" and words & _CRITICALLY:
        return "critical"
    agreeing = (
        other.detail
        for other in readings
        if other.group.at == reading.group.at and other.outcome == outcome
    )
    return next(filter(None, agreeing), None)


def is_denied(article: Article, reading: Reading) -> bool:
    """Tell whether the words just before deny what is counted."""
    last = reading.span[0] + 1
    first = max(last - _REACH, 0)
    if not article.has_any(first, last, "denies"):
        return False
    *_, nearest = tagged(article, *_EDGES, "denies", first=first, last=last)
    return not article.has(nearest, *_EDGES)
