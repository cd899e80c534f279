"""The JSON of an answer: what ``replay --json`` prints (DESIGN 8)."""

from typing import Any

from incident_log.claims import TYPES, Link, Occurrence, Statement, Target
from incident_log.events import IncidentLinked, UpdateReceived
from incident_log.figures import Figure
from incident_log.placing import Placed
from incident_log.references import Reference
from incident_log.times import Occurred, Span, instant
from incident_log.view import Verdict, View
from incident_log.withdrawals import HOLD, RETRACT

#: The tables of figures; counted occurrences are called observed there.
FIGURES = ("casualties", "damage", "outages", "strikes", "indicators")

_SUBJECTS = {cls.TABLE: cls.SUBJECT for cls in TYPES.values()}


def answer(view: View) -> dict[str, Any]:
    """Return the whole incident at one (T, K) as plain values."""
    reading = view.reading
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in FIGURES}
    tables["occurrences"] = []
    for figure in view.figures:
        tables[figure.table].append(figure_row(figure))
    return {
        "incident": reading.incident,
        "title": reading.incidents.get(reading.incident, {}).get("title"),
        "as_of": view.as_of,
        "known_at": view.known_at,
        "policy": view.policy,
        "position": view.position,
        **{
            name: tables[name]
            for name in ("casualties", "damage", "outages", "strikes")
        },
        "statements": [_statement(c, view) for c in view.shown(Statement)],
        "occurrences": [_occurrence(c, view) for c in view.shown(Occurrence)],
        "observed": tables["occurrences"],
        "targets": [_target(c, view) for c in view.shown(Target)],
        "links": links(view),
        "indicators": tables["indicators"],
        "updates": [_update(u, view) for u in view.updates],
    }


def figure_row(figure: Figure) -> dict[str, Any]:
    """Return a figure as plain values."""
    return {
        "place": figure.place,
        **subject(figure),
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "contested": figure.contested,
        "origins": figure.origins,
        "policy": figure.policy,
        **_as_of(figure.as_of),
        "claims": [str(claim.name) for claim in figure.claims],
        "lost": [{"claim": str(c.name), "why": why} for c, why in figure.lost],
        "flags": list(figure.flags),
    }


def subject(figure: Figure) -> dict[str, Any]:
    """Return the fields of a figure's subject by name; ``None`` where not stated."""
    return named(figure.table, figure.subject)


def named(table: str, values: tuple[Any, ...]) -> dict[str, Any]:
    """Return the values of a subject by the names of its fields."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in zip(_SUBJECTS[table], values, strict=True)
    }


def _as_of(span: Span) -> dict[str, str]:
    if span.earliest == span.latest:
        return {"as_of": span.earliest}
    return {"as_of": span.earliest, "as_of_to": span.latest}


def _statement(claim: Placed, view: View) -> dict[str, Any]:
    said = claim.claim
    assert isinstance(said, Statement)
    return {
        "said_by": claim.said_by,
        "speaker": said.speaker,
        "act": said.act,
        "quote": said.quote,
        "text": said.text,
        "verbatim": said.verbatim,
        "channel": said.channel,
        "occurred": _occurred(said.occurred),
        "about": list(said.about),
        **_as_of(claim.as_of),
        "origin": claim.origin,
        "report": claim.name.report,
        "claim": str(claim.name),
        "verification": _verification(claim, view),
    }


def _occurrence(claim: Placed, view: View) -> dict[str, Any]:
    said = claim.claim
    assert isinstance(said, Occurrence)
    return {"kind": said.kind, "count": said.count.text, **_row(claim, view)}


def _target(claim: Placed, view: View) -> dict[str, Any]:
    said = claim.claim
    assert isinstance(said, Target)
    return {
        "kind": said.kind,
        "organisation": said.organisation,
        **_row(claim, view),
    }


def _row(claim: Placed, view: View) -> dict[str, Any]:
    said = claim.claim
    return {
        "place": claim.place,
        "occurred": _occurred(said.occurred),
        "channel": said.channel,
        "note": said.note,
        "said_by": claim.said_by,
        "origin": claim.origin,
        **_as_of(claim.as_of),
        "quote": said.quote,
        "claim": str(claim.name),
        "verification": _verification(claim, view),
    }


def links(view: View) -> list[dict[str, Any]]:
    """Return links, those of one origin as one row; two origins corroborate (R18)."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    survivor = view.reading.survivor
    for claim in sorted(view.links, key=lambda claim: claim.reference):
        said = claim.claim
        assert isinstance(said, Link)
        row = {
            "relation": said.relation,
            "incident": survivor(said.incident),
            "to": survivor(said.to),
            **_row(claim, view),
        }
        _add_link(rows, row, str(claim.name))
    for decision in view.editors_links:
        _add_link(rows, _editors_link(decision, view), decision.reference)
    origins: dict[tuple[str, ...], set[str]] = {}
    for origin, *pair in rows:
        origins.setdefault(tuple(pair), set()).add(origin)
    for (_, *pair), row in rows.items():
        many = len(origins[tuple(pair)]) > 1
        row["status"] = "corroborated" if many else "claimed"
    return sorted(rows.values(), key=lambda row: (_latest(row), row["claim"]))


def _editors_link(decision: IncidentLinked, view: View) -> dict[str, Any]:
    survivor = view.reading.survivor
    return {
        "relation": decision.relation,
        "incident": survivor(decision.owner),
        "to": survivor(decision.to),
        "place": None,
        "occurred": None,
        "channel": None,
        "note": decision.reason,
        "said_by": decision.by,
        "origin": view.reading.spoken_for(decision.by) if decision.by else None,
        **_as_of(instant(decision.known_at)),
        "quote": None,
        "claim": decision.reference,
        "verification": [],
    }


def _add_link(
    rows: dict[tuple[str, ...], dict[str, Any]], row: dict[str, Any], name: str
) -> None:
    key = (str(row["origin"]), row["relation"], row["incident"], row["to"])
    first = rows.setdefault(key, row)
    first.setdefault("claims", []).append(name)
    if first is not row:
        known = [verdict["claim"] for verdict in first["verification"]]
        first["verification"] += [
            verdict for verdict in row["verification"] if verdict["claim"] not in known
        ]


def _latest(row: dict[str, Any]) -> str:
    occurred = row["occurred"] or {}
    return str(occurred.get("to") or row.get("as_of_to") or row["as_of"])


def _verification(claim: Placed, view: View) -> list[dict[str, Any]]:
    found: set[Verdict] = set()
    for name in (claim.name, claim.name.original):
        found.update(view.verdicts.get(name, ()))
    return [
        {
            "verdict": verdict.verdict,
            "said_by": verdict.said_by,
            **_as_of(verdict.as_of),
            "claim": verdict.name,
        }
        for verdict in sorted(found, key=lambda v: (v.as_of.latest, v.name))
    ]


def _occurred(occurred: Occurred | None) -> dict[str, str | None] | None:
    if occurred is None:
        return None
    return {"from": occurred.earliest, "to": occurred.latest, "text": occurred.text}


def _update(update: UpdateReceived, view: View) -> dict[str, Any]:
    as_of, published = update.as_of, update.published_at
    return {
        "update": update.reference,
        "report": update.report.id,
        "source": update.report.source,
        "label": update.label,
        "signal": update.signal,
        **(_as_of(as_of) if as_of else {"as_of": None}),
        "published_at": published.earliest if published else None,
        "known_at": update.known_at,
        "recorded_at": update.recorded_at,
        "position": update.position,
        "flags": update_flags(update, view),
    }


def update_flags(update: UpdateReceived, view: View) -> list[str]:
    """Say what is remarkable about an update."""
    act = view.knowledge.withdrawn.act_on(Reference(update.report.id, update.update))
    flags = {
        "backfilled": update.received_at is not None,
        "silent_edit": update.reference in view.silent_edits,
        "waiting": update.reference in view.waiting,
        "retracted": act is not None and act.does == RETRACT,
        "held": act is not None and act.does == HOLD,
    }
    return sorted(flag for flag, is_set in flags.items() if is_set)
