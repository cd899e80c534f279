"""From the text of an article to a draft: read once, search, lay out what was found.

Nothing here is guessed from outside the text: the date of publication, the time zone,
the incident and the report are given, or found in the text, or left out.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from incident_log.drafting.assembling import (
    claims_of,
    dropped_of,
    named_in,
    place_rows,
    unclaimed_of,
    weapon_rows,
)
from incident_log.drafting.attacks.weapon_mentions import weapon_mentions
from incident_log.drafting.harm.unclaimed import unclaimed_in
from incident_log.drafting.mentions import mentions_of
from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.rulebook import rulebook
from incident_log.drafting.prose.slugs import own_slug, slug
from incident_log.drafting.searching import Found, search
from incident_log.drafting.setting.related import relate
from incident_log.drafting.speech.agencies import agency_of
from incident_log.drafting.speech.agents import Agent, with_origins
from incident_log.garbage import seldom_collecting
from incident_log.schemas.drafts import DRAFT
from incident_log.times import check_zone, read_span

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says about an article, beside its text."""

    published: str | None = None  #: ISO date, or date-time
    timezone: str | None = None
    incident: str | None = None
    report: str | None = None
    source: str | None = None
    url: str | None = None
    title: str | None = None


def draft(
    text: str,
    given: Given = Given(),
    rules: Iterable[Path] = (),
    gazetteers: Iterable[Path] = (),
) -> Document:
    """Return the draft of an article: an update document for a person to review.

    The same text and the same rules give the same draft.  *rules* and *gazetteers* are
    files that are added to those of the package.  Raise :exc:`BadRule`,
    :exc:`BadGazetteer`, and for a date or zone that is given wrongly
    :exc:`UnclearTime` and :exc:`UnknownZone`.
    """
    if given.timezone is not None:
        check_zone(given.timezone)
    if given.published is not None:
        read_span(given.published, given.timezone or "UTC")
    with seldom_collecting():
        article = read_article(text, rulebook(tuple(rules), tuple(gazetteers)))
        found = search(article, given.published, given.timezone, given.report or "")
        return _document(article, given, found)


def _document(article: Article, given: Given, found: Found) -> Document:
    """Lay the draft out in the order of DESIGN 4, with its own lists behind."""
    incident = _incident(given, found)
    related = relate(
        article, found.findings, found.places, incident.get("id", "this"), found.day
    )
    claims, background = claims_of(article, found.findings)
    every = [*claims, *background]
    places = [*named_in(every, "place", "launched_from")]
    places += named_in([incident, *related], "place")
    report = _report(article, given, found)
    made: Document = {
        "format": DRAFT,
        "incident": incident or None,
        "related_incidents": related or None,
        "report": report,
        "signal": found.head.signal or "new",
        "published_at": found.head.published,
        "timezone": given.timezone,
        "label": found.head.label,
        "as_of": found.head.as_of,
        "text": article.text,
        "agents": _agents(article, found, every, report),
        "places": place_rows(article, places, found.places),
        "weapons": weapon_rows(article, named_in(every, "weapons", "carrier")),
        "claims": claims,
    }
    return {name: value for name, value in made.items() if value is not None} | {
        "background": background,
        "unclaimed": unclaimed_of(
            article, unclaimed_in(article, found.findings, found.doubts)
        ),
        "dropped": dropped_of(article),
        "mentions": mentions_of(
            article,
            found.times,
            found.voices,
            found.places,
            weapon_mentions(article, found.findings),
        ),
        "drafted_by": _drafted_by(article),
    }


def _incident(given: Given, found: Found) -> Document:
    """Name the incident as given, else by place and day; describe where it was."""
    place = found.main.id if found.main else None
    own = slug(f"{place}-{found.day}") if place and found.day else None
    name = given.incident or own
    described = {"id": name, "place": place, "timezone": given.timezone}
    return {k: v for k, v in described.items() if v} if name else {}


def _report(article: Article, given: Given, found: Found) -> Document:
    source = given.source or own_slug(found.head.outlet)
    agency = agency_of(article)
    described = {
        "id": given.report,
        "source": source,
        "url": given.url,
        "title": given.title,
        "derived_from": agency if agency != source else None,
    }
    return {field: value for field, value in described.items() if value}


def _agents(
    article: Article, found: Found, claims: list[Document], report: Document
) -> list[Document]:
    """Describe the voices and actors in use."""
    used = {
        *named_in(claims, "said_by", "speaker", "actor"),
        *named_in([report], "source", "derived_from"),
    }
    spoken = [voice.agent for voice in found.voices if voice.agent.id in used]
    known = article.rulebook.lexicon.described
    others = [
        Agent(**{k: v for k, v in known["agent", name].items() if k in _OF_AGENTS})
        for name in sorted(used - {agent.id for agent in spoken})
        if ("agent", name) in known
    ]
    source = str(report.get("derived_from") or report.get("source") or "")
    agents = with_origins([*spoken, *others], source, found.day)
    return sorted(
        (agent.described() for agent in agents), key=lambda row: str(row["id"])
    )


_OF_AGENTS = ("id", "name", "kind", "party", "origin")


def _drafted_by(article: Article) -> Document:
    return {
        "version": f"incident-log {_version()}",
        "rules": article.rulebook.digest[:16],
        "text_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
    }


@lru_cache(maxsize=1)
def _version() -> str:
    return version("incident-log")
