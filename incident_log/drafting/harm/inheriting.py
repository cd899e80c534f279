"""Some of those counted before: "including two children", "two of them women"."""

from collections.abc import Sequence

from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding


def whole_of(
    article: Article,
    reading: Reading,
    found: Sequence[Finding],
    before: Sequence[Finding],
) -> Finding | None:
    """Return the finding that a group is a part of: of this sentence or the last.

    Numbers in between that nobody claimed count something else, and so may the part.
    """
    at = reading.group.at
    around = [f for f in found if f.first <= reading.match[0] and at < f.last]
    if reading.rule.sets.get("inside"):
        return next((f for f in around if f.fields.get("measure") != "instance"), None)
    if around:
        return around[-1]
    if article.has(reading.effect[0], "among_victims"):
        return _latest([*before, *found])
    near = found[-1:] or [f for f in before[-1:] if _is_near(article, f, at)]
    return next((f for f in near if _is_next(article, f, at)), None)


def _latest(findings: Sequence[Finding]) -> Finding | None:
    """Return the last of those killed, else the last: "victims" are of those."""
    killed = [f for f in findings if f.fields["outcome"] == "killed"]
    return next(iter([*findings, *killed][-1:]), None)


def _is_near(article: Article, whole: Finding, at: int) -> bool:
    """Tell whether a count is of the sentence before, and of the same paragraph."""
    is_next = article.sentence_at(whole.at) == article.sentence_at(at) - 1
    return is_next and article.paragraph_at(whole.at) == article.paragraph_at(at)


def _is_next(article: Article, whole: Finding, at: int) -> bool:
    """Tell whether no other number comes between a count and its part."""
    return not article.has_any(max(whole.at, whole.last - 1) + 1, at, "number")
