"""The incidents that links lead to: named by their place and day, to be named better.

Which incident "Friday's Ukrainian attack" was, no rule can tell.  All that one article
answers is taken for one incident, named after the narrowest place that is said of it; a
reviewer, or ``link``, puts the right name in its place.
"""

from collections.abc import Iterable
from typing import Any

from incident_log.drafting.prose.article import Article, InOrder
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.slugs import slug
from incident_log.drafting.setting.places import PlaceMention

#: From the widest to the narrowest.
_LEVELS = ("country", "area", "adm1", "adm2", "city", "facility")
#: On a link whose other incident a person has to name.
TO_BE_NAMED = "incident-to-be-named"


def relate(
    article: Article,
    findings: Iterable[Finding],
    places: list[PlaceMention],
    own: str,
    day: str,
) -> list[dict[str, Any]]:
    """Give the links among *findings* their ``to``; return the incidents they lead to.

    *own* is the article's own incident, *day* the ISO date of publication or empty.
    """
    links = [finding for finding in findings if finding.type == "link"]
    if not links:
        return []
    ordered = InOrder(places)
    named = [place for link in links for place in ordered.within(link.at, link.last)]
    where = max(named, key=_narrowness, default=None)
    to = slug(f"{where.id}-{day or 'undated'}" if where else f"before-{own}")
    if to == own:
        to = slug(f"before-{own}")
    for link in links:
        link.fields.pop("to_text", None)
        link.fields["to"] = to
        link.flags.add(TO_BE_NAMED)
    return [{"id": to, **({"place": where.id} if where else {})}]


def _narrowness(place: PlaceMention) -> int:
    """Rank a place by its level; one that a user has thought of is narrow."""
    return _LEVELS.index(place.level) if place.level in _LEVELS else len(_LEVELS)
