"""The incidents of a log, one row each."""

from typing import Any

from incident_log.log import Log
from incident_log.reading import read
from incident_log.times import FOREVER


def listing(log: Log) -> list[dict[str, Any]]:
    """Return every incident with its title, state, and how much was reported of it."""
    rows = []
    for slug in log.incidents():
        history = log.history(slug)
        reading = read(history, slug, FOREVER)
        updates = [u for u in reading.history.updates if slug in u.concerns]
        described = reading.incidents.get(slug, {})
        merged = reading.incident if reading.incident != slug else None
        rows.append(
            {
                "incident": slug,
                "title": described.get("title"),
                "state": _state(merged, slug in history.closed),
                "updates": len(updates),
                "first_known_at": updates[0].known_at if updates else None,
                "last_known_at": updates[-1].known_at if updates else None,
                "timezone": described.get("timezone"),
            }
        )
    return rows


def _state(merged: str | None, closed: bool) -> str:
    if merged is not None:
        return f"merged into {merged}"
    return "closed" if closed else "open"
