"""What events add to the registers: reports, updates, claims, descriptions."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from incident_log.claims import TYPES, Claim
from incident_log.events import (
    ClaimAssessed,
    ClaimCorrected,
    Description,
    Event,
    IncidentDescribed,
    IncidentLinked,
    IncidentMerged,
    UpdateReceived,
)
from incident_log.placing import Placed, as_of
from incident_log.projecting.writer import Writer
from incident_log.projections.nouns import occurred, stored
from incident_log.references import Reference, parse
from incident_log.times import Span

_COMMON = frozenset(field.name for field in fields(Claim)) | {"count", "denied"}

#: The fields of each type that have no column of their own among the claims.
_OWN = {
    cls: tuple(f.name for f in fields(cls) if f.name not in _COMMON)
    for cls in TYPES.values()
}


def register(events: Iterable[Event], writer: Writer) -> None:
    """Write what *events* add, whatever the order they come in."""
    for event in events:
        if isinstance(event, UpdateReceived):
            _update(event, writer)
        elif isinstance(event, IncidentDescribed):
            _describe("incidents", event.incident, event, writer)
        elif isinstance(event, IncidentMerged):
            writer.add("merges", (event.owner, event.into))
        elif isinstance(event, ClaimCorrected):
            _see(event.changes, writer)
        elif isinstance(event, IncidentLinked):
            _see({"to": event.to}, writer)
            _link(event, writer)
        elif isinstance(event, ClaimAssessed):
            _assessment(event, writer)


def corrected(claim: Placed, position: int, by: str | None) -> tuple[Any, ...]:
    """Return the row of what an editor's correction made of a claim."""
    row = _claim(claim.claim, claim.name, claim.as_of, claim.said_by)
    return (*row, claim.known_at, position, by, claim.claim.note)


#: The fields of claims that name things, and what they name.
_NAMES = {
    "actor": "agents",
    "speaker": "agents",
    "place": "places",
    "launched_from": "places",
    "carrier": "weapons",
    "to": "incidents",
}


def _see(said: Mapping[str, Any], writer: Writer) -> None:
    """Make sure that there is a row of everything that a claim names."""
    for name, table in _NAMES.items():
        if said.get(name) is not None:
            writer.see(table, said[name])


def _update(update: UpdateReceived, writer: Writer) -> None:
    report = update.report
    when, published = update.as_of, update.published_at
    writer.add(
        "updates",
        (
            *(update.reference, report.id, update.update, report.source),
            *(update.incident, update.label, update.signal),
            *((when.earliest, when.latest) if when else (None, None)),
            published.earliest if published else None,
            *(update.known_at, update.recorded_at, update.position),
            *(update.timezone, report.derived_from, int(refers(update))),
            '["backfilled"]' if update.received_at else "[]",
            update.text,
        ),
    )
    # Whoever a claim may turn out to come from: how that is understood may change.
    for origin in (report.source, report.derived_from):
        if origin is not None:
            writer.see("agents", origin)
    writer.count("reports", report.id, update.known_at)
    for slug in sorted(update.concerns):
        writer.add("concerns", (slug, update.reference))
        writer.count("incidents", slug, update.known_at)
    for claim in update.claims:
        said_by = claim.said_by or report.source
        _see({name: getattr(claim, name, None) for name in _NAMES}, writer)
        row = _claim(claim, update.name(claim), as_of(claim, update), said_by)
        end = (update.known_at, update.position, None, claim.note)
        writer.add("claims", (*row, *end))
    carried = {f: getattr(report, f) for f in ("title", "url", "language")}
    said = {name: value for name, value in carried.items() if value is not None}
    said |= {"source": report.source, "derived_from": report.derived_from}
    writer.describe("reports", report.id, said, update)
    for noun, told in (
        ("incidents", update.incidents),
        ("agents", update.agents),
        ("places", update.places),
        ("weapons", update.weapons),
    ):
        for description in told:
            _describe(noun, description, update, writer)


def refers(update: UpdateReceived) -> bool:
    """Tell whether an update says something of other updates or claims."""
    acts = (update.corrects, update.holds, update.releases, update.retracts)
    return (
        any(acts)
        or update.signal in ("correction", "retraction", "hold", "release")
        or any(
            claim.corrects or claim.restates or getattr(claim, "of", ())
            for claim in update.claims
        )
        or any(getattr(claim, "subset_of", None) for claim in update.claims)
    )


def _describe(
    noun: str, description: Description, event: Event, writer: Writer
) -> None:
    said = {
        name: value
        for name, value in description.items()
        if value is not None and name != "id"
    }
    writer.describe(noun, description["id"], said, event)


def _claim(claim: Claim, name: Reference, span: Span, said_by: str) -> tuple[Any, ...]:
    """Return the columns of a claim up to when the log knew it."""
    start, end = claim.span or (None, None)
    return (
        *(str(name), claim.TYPE, claim.incident),
        f"{name.report}/{name.update}",
        *(said_by, claim.place),
        *(claim.number.text, int(claim.is_denied)),
        *(claim.quote, start, end, _own(claim)),
        *(span.earliest, span.latest, claim.as_of_text),
        *occurred(claim),
    )


def _own(claim: Claim) -> str:
    """Return what the claim's type says, as JSON."""
    said = {name: getattr(claim, name) for name in _OWN[type(claim)]}
    plain = {
        name: asdict(value) if isinstance(value, Span) else value
        for name, value in said.items()
        if value is not None and value != () and name != "value"
    }
    return str(stored(plain))


def _link(event: IncidentLinked, writer: Writer) -> None:
    said = json.dumps({"relation": event.relation, "to": event.to})
    _decided(event, "link", event.owner, said, event.by, event.reason, writer)


def _assessment(event: ClaimAssessed, writer: Writer) -> None:
    said = json.dumps({"verdict": event.verdict, "of": [event.claim]})
    incident = writer.incident_of(str(parse(event.claim).original))
    _decided(event, "verification", incident, said, event.by, event.reason, writer)


def _decided(
    event: Event,
    kind: str,
    incident: str,
    said: str,
    by: str | None,
    reason: str | None,
    writer: Writer,
) -> None:
    """Write what an editor claimed."""
    row = (event.reference, kind, incident, None, by, None, None, 0, None, None, None)
    times = (event.known_at, event.known_at, None, None, None, None)
    end = (event.known_at, event.position, by, reason)
    writer.add("claims", (*row, said, *times, *end))
