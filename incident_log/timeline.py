"""What happened, what was said and what was reported, in order of time."""

from typing import Any

from incident_log.claims import Claim, Occurrence, Statement, Strike
from incident_log.placing import Placed
from incident_log.view import View


def timeline(view: View) -> list[dict[str, Any]]:
    """Return occurrences, strikes, statements and updates, the earliest first.

    Each is placed by the latest instant at which it may have happened; an update by
    when it became known.
    """
    rows = [
        _row(claim, kind)
        for kind in (Occurrence, Strike, Statement)
        for claim in view.shown(kind)
    ]
    rows += [
        {
            "at": update.known_at,
            "from": update.known_at,
            "to": update.known_at,
            "what": "update",
            "kind": update.signal,
            "words": update.label or update.report.title,
            "place": None,
            "said_by": update.report.source,
            "name": update.reference,
        }
        for update in view.updates
    ]
    return sorted(rows, key=lambda row: (row["at"], row["name"]))


def _row(claim: Placed, kind: type) -> dict[str, Any]:
    said = claim.claim
    occurred = said.occurred
    start = occurred.earliest if occurred else claim.as_of.earliest
    end = occurred.latest if occurred else claim.as_of.latest
    return {
        "at": end or claim.as_of.latest,
        "from": start,
        "to": end,
        "what": kind.__name__.lower(),
        "kind": _kind(claim),
        "words": said.quote or _text(said),
        "place": claim.place,
        "said_by": claim.said_by,
        "name": str(claim.name),
    }


def _text(said: Claim) -> str | None:
    if isinstance(said, Statement) and said.text:
        return said.text
    return said.occurred.text if said.occurred else None


def _kind(claim: Placed) -> str:
    said = claim.claim
    if isinstance(said, Strike):
        how_many = f"{said.count.text} " if said.count.text else ""
        return (
            f"{how_many}{'+'.join(said.weapons) or 'strike'} {said.phase or ''}".strip()
        )
    if isinstance(said, Statement):
        return said.act
    assert isinstance(said, Occurrence)
    many = said.count.text not in (None, "1", "some")
    return f"{said.kind} ({said.count.text})" if many else said.kind
