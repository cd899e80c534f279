"""Moments of the timeline: blasts, falling debris, alerts, take-offs, responses."""

from collections.abc import Iterator
from typing import Any

from incident_log.drafting.attacks.launching import is_carrier, place_id
from incident_log.drafting.attacks.remembering import Memory
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import Found, matches, number_at


def occurrences_in(article: Article) -> list[Finding]:
    """Return the moments that *article* tells of, in the order of the text."""
    memory = Memory(article)
    for found in matches(article, "occurrences"):
        at = found.groups("what")[0][0]
        if at not in memory and (findings := list(_findings(article, found, at))):
            memory.add(*findings)
    return memory.all()


def _findings(article: Article, found: Found, at: int) -> Iterator[Finding]:
    fields: dict[str, Any] = dict(found.rule.sets)
    if fields["kind"] == "carrier_takeoff" and not _has_carrier(article, found):
        return
    many, listed = found.group("many"), found.group("list")
    if many:
        fields["count"] = number_at(article, many[0]).words
    elif found.group("one"):
        fields["count"] = 1
    places = list(_places(article, *listed)) if listed else []
    if len(places) == 1:
        fields |= {"count": "some", "place": places.pop()[1]}
    elif places:
        fields["count"] = len(places)
    yield Finding("occurrence", fields, found.first, found.last, at, found.rule.name)
    for item, place in places:
        part = {"kind": fields["kind"], "count": "some", "place": place}
        yield Finding("occurrence", part, item, item + 1, item, found.rule.name)


def _has_carrier(article: Article, found: Found) -> bool:
    return any(is_carrier(article, item) for item in range(found.first, found.last))


def _places(article: Article, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield the named places of a list, each with its slug."""
    for item in range(first, last):
        if article.has(item, "place"):
            yield item, article.names(item)["place"]["id"]
        elif article.has(item, "name"):
            yield item, place_id(article.word(item))
