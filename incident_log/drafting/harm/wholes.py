"""What subsets are part of: "nine were injured, two of them children"."""

from collections.abc import Iterable

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding

#: A part may be told so many sentences behind its whole.
_NEAR = 2
_PARTS = ("subset", "this_reporting_period")


def name_wholes(article: Article, findings: Iterable[Finding]) -> None:
    """Give each subset the finding that it is part of as its ``subset_of``.

    It is the nearest total of the same outcome that is told before it, in the same
    paragraph or the one before, or behind it in its sentence.
    """
    totals: list[Finding] = []
    ordered = sorted(findings, key=lambda finding: finding.at)
    parts = []
    for finding in ordered:
        if finding.fields.get("measure") == "subset":
            parts.append((finding, len(totals)))
        elif finding.fields.get("measure") not in _PARTS:
            totals.append(finding)
    for part, n in parts:
        whole = _whole(
            article, part, totals[max(0, n - _FEW) : n][::-1] + totals[n : n + 1]
        )
        if whole is not None:
            part.fields["subset_of"] = whole


#: Among so many totals before a part its whole is looked for.
_FEW = 4


def _whole(
    article: Article, part: Finding, totals: Iterable[Finding]
) -> Finding | None:
    here = article.sentence_at(part.at)
    for total in totals:
        apart = here - article.sentence_at(total.at)
        same = total.fields["outcome"] == part.fields["outcome"]
        if same and 0 <= apart <= _NEAR:
            return total
    return None
