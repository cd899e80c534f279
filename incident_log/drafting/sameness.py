"""What makes two claims the same, wherever and in whatever revision they are made."""

from typing import Any

from incident_log.claims import Link, Occurrence, Target
from incident_log.placing import Placed


def topic(placed: Placed) -> tuple[Any, ...]:
    """Return whom and what a claim is about: of one topic, the newest count stands."""
    claim = placed.claim
    about = claim.subject() if claim.is_counted else said(placed)
    return (claim.TABLE, placed.said_by, placed.place, about)


def said(placed: Placed) -> object:
    """Return what a claim says of its topic: how many, else what, else its words."""
    claim = placed.claim
    if claim.is_counted:
        return claim.number.text
    if isinstance(claim, Target):
        return (claim.kind, claim.organisation)
    if isinstance(claim, Link):  # a draft does not know yet what it leads to
        return claim.relation
    if isinstance(claim, Occurrence) and claim.occurred is not None:
        return (claim.kind, claim.occurred.earliest, claim.occurred.latest)
    return plain(claim.quote or "")


def plain(words: str) -> str:
    """Return words without what changes when a page is set anew."""
    return " ".join(words.split()).lower()
