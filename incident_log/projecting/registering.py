"""What events add to the registers: reports, updates, claims, descriptions."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from operator import attrgetter
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
from incident_log.projecting.writer import Row, Writer
from incident_log.projections.nouns import occurred, stored
from incident_log.references import parse
from incident_log.times import Span

_COMMON = frozenset(field.name for field in fields(Claim)) | {
    "count",
    "value",
    "denied",
}

#: The fields of each type that have no column of their own among the claims.
_OWN = {
    cls: tuple(f.name for f in fields(cls) if f.name not in _COMMON)
    for cls in TYPES.values()
}
#: What they are in a claim: of every type there are several.
_OWN_OF: dict[type[Claim], Callable[[Claim], tuple[Any, ...]]] = {
    cls: attrgetter(*names) for cls, names in _OWN.items()
}


def register(events: Iterable[Event], writer: Writer) -> None:
    """Write what *events* add, whatever the order they come in."""
    for event in events:
        if isinstance(event, UpdateReceived):
            _update(event, writer)
        elif isinstance(event, IncidentDescribed):
            order = (*event.order, event.position)
            _describe("incidents", event.incident, order, writer)
        elif isinstance(event, IncidentMerged):
            writer.add("merges", (event.owner, event.into))
        elif isinstance(event, ClaimCorrected):
            _see(event.changes, writer)
        elif isinstance(event, IncidentLinked):
            _see({"to": event.to}, writer)
            _link(event, writer)
        elif isinstance(event, ClaimAssessed):
            _assessment(event, writer)


def corrected(claim: Placed, position: int, by: str | None) -> Row:
    """Return the row of what an editor's correction made of a claim."""
    of = f"{claim.name.report}/{claim.name.update}"
    row = _claim(claim.claim, claim.reference, of, claim.as_of, claim.said_by)
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

#: The fields of each type that name things, but for those with a column of their own.
_NAMING = {
    cls: tuple(name for name in _NAMES if name in own) for cls, own in _OWN.items()
}


def _see(said: Mapping[str, Any], writer: Writer) -> None:
    """Make sure that there is a row of everything that a claim names."""
    for name in said.keys() & _NAMES.keys():
        if said[name] is not None:
            writer.see(_NAMES[name], said[name])


def _update(update: UpdateReceived, writer: Writer) -> None:
    report, reference, known_at = update.report, update.reference, update.known_at
    when, published = update.as_of, update.published_at
    writer.add(
        "updates",
        (
            *(reference, report.id, update.update, report.source),
            *(update.incident, update.label, update.signal),
            *((when.earliest, when.latest) if when else (None, None)),
            published.earliest if published else None,
            *(known_at, update.recorded_at, update.position),
            *(update.timezone, report.derived_from, int(refers(update))),
            '["backfilled"]' if update.received_at else "[]",
            update.text,
        ),
    )
    # Whoever a claim may turn out to come from: how that is understood may change.
    for origin in (report.source, report.derived_from):
        if origin is not None:
            writer.see("agents", origin)
    writer.count("reports", report.id, known_at)
    for slug in sorted(update.concerns):
        writer.add("concerns", (slug, reference))
        writer.count("incidents", slug, known_at)
    for claim in update.claims:
        _see({name: getattr(claim, name) for name in _NAMING[type(claim)]}, writer)
        said_by, name = claim.said_by or report.source, f"{reference}#{claim.id}"
        row = _claim(claim, name, reference, as_of(claim, update), said_by)
        writer.add("claims", (*row, known_at, update.position, None, claim.note))
    _describe_all(update, writer)


def _describe_all(update: UpdateReceived, writer: Writer) -> None:
    report, order = update.report, (*update.order, update.position)
    carried = {f: getattr(report, f) for f in ("title", "url", "language")}
    said = {name: value for name, value in carried.items() if value is not None}
    said |= {"source": report.source, "derived_from": report.derived_from}
    writer.describe("reports", report.id, said, order)
    for noun, told in (
        ("incidents", update.incidents),
        ("agents", update.agents),
        ("places", update.places),
        ("weapons", update.weapons),
    ):
        for description in told:
            _describe(noun, description, order, writer)


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


def _describe(noun: str, description: Description, order: Row, writer: Writer) -> None:
    said = {
        name: value
        for name, value in description.items()
        if value is not None and name != "id"
    }
    writer.describe(noun, description["id"], said, order)


def _claim(claim: Claim, name: str, of: str, span: Span, said_by: str) -> Row:
    """Return the columns of a claim, *of* an update, up to when the log knew it."""
    start, end = claim.span or (None, None)
    return (
        *(name, claim.TYPE, claim.incident, of, said_by, claim.place),
        *(claim.number.text, int(claim.is_denied)),
        *(claim.quote, start, end),
        _own(claim.TYPE, *_OWN_OF[type(claim)](claim)),
        *(span.earliest, span.latest, claim.as_of_text),
        *occurred(claim),
    )


@lru_cache(maxsize=4096, typed=True)
def _own(kind: str, *values: Any) -> str:
    """Return what a claim's type says, as JSON: mostly the same as another did."""
    plain = {
        name: asdict(value) if isinstance(value, Span) else value
        for name, value in zip(_OWN[TYPES[kind]], values, strict=True)
        if value is not None and value != ()
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
