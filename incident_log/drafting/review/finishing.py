"""From a reviewed draft to the update that is imported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from incident_log.accepting import Problem, Unacceptable
from incident_log.accepting import accept as accept_update
from incident_log.drafting.review.documents import (
    CLAIMS,
    Document,
    update_of,
    zone_of,
)
from incident_log.drafting.review.verdicts import claims_of, proposed
from incident_log.errors import NotPossible
from incident_log.schemas.drafts import ACCEPTED, EDITED, REFERENCES

#: List of descriptions -> the fields of a claim that name one of them, and the fields
#: by which they name one another.
_USES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "agents": (("said_by", "speaker", "actor"), ("origin", "party")),
    "places": (("place", "launched_from"), ("part_of",)),
    "weapons": (("weapons", "carrier"), ("broader",)),
}


@dataclass(frozen=True)
class Finished:
    """An update, and what had to be left out with the claims that were rejected."""

    update: Document
    notes: list[str]


def finish(draft: Document) -> Finished:
    """Make the update of a draft in which every claim has a verdict.

    Raise :exc:`NotPossible` while one has none, :exc:`Unacceptable` if the draft
    does not say which report or incident it is about, or ``import`` would refuse it.
    """
    left, every = len(proposed(draft, background=False)), len(draft[CLAIMS])
    if left:
        raise NotPossible(f"{left} of {every} claims have no verdict: review them")
    missing = list(_unsaid(draft))
    if missing:
        raise Unacceptable(missing)
    notes: list[str] = []
    chosen = [c for c in draft[CLAIMS] if c["status"] in (ACCEPTED, EDITED)]
    claims = _without_orphans(draft, chosen, notes)
    update = _described(update_of(draft, claims))
    accept_update(update, lambda _: zone_of(draft), is_open=True)
    return Finished(update, notes)


def unsaid(draft: Document) -> list[str]:
    """Say what the draft does not say and an update must."""
    return [str(problem) for problem in _unsaid(draft)]


def _unsaid(draft: Document) -> Iterator[Problem]:
    report = draft.get("report", {})
    for path, option, is_said in (
        (("incident",), "--incident SLUG", "incident" in draft),
        (("report", "id"), "--report ID", "id" in report),
        (("report", "source"), "--source SLUG", "source" in report),
    ):
        if not is_said:
            yield Problem(path, None, f"is not known: say it with {option}")


def _without_orphans(
    draft: Document, claims: list[Document], notes: list[str]
) -> list[Document]:
    """Drop references to claims that are left out, and verdicts on nothing else."""
    own = {claim["id"] for claim in claims_of(draft)}
    while True:
        gone = own - {claim["id"] for claim in claims}
        kept = [_cut(claim, gone, notes) for claim in claims]
        if None not in kept:
            return [claim for claim in kept if claim is not None]
        claims = [claim for claim in kept if claim is not None]


def _cut(claim: Document, gone: set[str], notes: list[str]) -> Document | None:
    """Return a claim without its references to what is gone."""
    for name in REFERENCES:
        words = _words(claim.get(name, ()))
        kept = [word for word in words if word not in gone]
        if len(kept) == len(words):
            continue
        lost = " and ".join(word for word in words if word in gone)
        if name == "of" and not kept:
            notes.append(f"{claim['id']} is left out: it judges {lost}, not accepted")
            return None
        notes.append(f"{claim['id']} loses its {name} {lost}, not accepted")
        claim = {k: v for k, v in claim.items() if k != name or kept}
        if kept:
            claim[name] = kept
    return claim


def _described(update: Document) -> Document:
    """Leave out the descriptions of what no claim of the update names any more."""
    claims = update[CLAIMS]
    incidents = _named(claims, ("incident", "to"))
    related = [
        each for each in update.get("related_incidents", ()) if each["id"] in incidents
    ]
    described = [each for each in (update["incident"], *related) if type(each) is dict]
    named = {
        "agents": _named([update["report"]], ("source", "derived_from")),
        "places": _named(described, ("place",)),
        "weapons": set[str](),
    }
    kept: Document = {"related_incidents": related}
    for name, (uses, links) in _USES.items():
        wanted = named[name] | _named(claims, uses)
        kept[name] = _reached(update.get(name, ()), wanted, links)
    return {k: v for k, v in (update | kept).items() if k not in kept or v}


def _reached(
    things: Iterable[Document], wanted: set[str], links: tuple[str, ...]
) -> list[Document]:
    """Return the things that are wanted, or named by one that is."""
    every = list(things)
    while True:
        found = [each for each in every if each["id"] in wanted]
        more = _named(found, links) - wanted
        if not more:
            return found
        wanted = wanted | more


def _named(holders: Iterable[Document], names: tuple[str, ...]) -> set[str]:
    given = (holder.get(name, ()) for holder in holders for name in names)
    return {word for few in given for word in _words(few)}


def _words(few: Any) -> list[str]:
    return [few] if isinstance(few, str) else list(few)
