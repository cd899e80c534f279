"""One claim as a reader sees it: who says what, when, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incident_log.answering.evidence import sentence
from incident_log.datasette_plugin.pages import words
from incident_log.datasette_plugin.pages.steps import span
from incident_log.datasette_plugin.pages.subjects import Names

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """One claim with its words, as a reader sees it."""

    claim: str
    voice: str
    says: str
    as_of: str
    known_at: str
    before: str
    quote: str | None
    after: str
    source: str
    title: str | None
    url: str | None
    why: str | None  #: why it does not decide


def said(claim: Row, why: str | None, names: Names, zone: str | None) -> Said:
    """Show one claim with its words in their sentence."""
    before, after = sentence(claim)
    return Said(
        claim=claim["id"],
        voice=names.agent(claim["said_by"]),
        says=words.says(claim),
        as_of=span(claim["as_of"], claim["as_of_latest"], zone),
        known_at=span(claim["known_at"], claim["known_at"], zone),
        before=before,
        quote=claim["quote"],
        after=after,
        source=names.agent(claim["source"]),
        title=claim["title"],
        url=link(claim["url"]),
        why=words.why(why) if why else None,
    )


def link(url: str | None) -> str | None:
    """Return an address that a page may lead to: only one of the web."""
    is_web = url is not None and url.lower().startswith(("https://", "http://"))
    return url if is_web else None
