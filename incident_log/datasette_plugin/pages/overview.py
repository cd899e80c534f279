"""Every incident of a file of tables, one row each, with its toll."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from incident_log.answering import fetching
from incident_log.answering.evidence import Key
from incident_log.datasette_plugin.pages import words
from incident_log.datasette_plugin.pages.cards import is_main
from incident_log.datasette_plugin.pages.naming import names_in
from incident_log.datasette_plugin.pages.sparklines import sparkline
from incident_log.datasette_plugin.pages.steps import shown

Row = Mapping[str, Any]

#: How many incidents are listed, those that were heard of last.
MOST = 200


@dataclass(frozen=True)
class Entry:
    """One incident in the list."""

    slug: str
    title: str
    place: str | None
    state: str
    merged_into: str | None
    updates: int
    last_known: str
    toll: Mapping[str, tuple[str, str]]  #: of killed and injured: number and bounds
    spark: Markup | None


@dataclass(frozen=True)
class Overview:
    """The list, and how many more there are."""

    entries: Sequence[Entry]
    more: int


def overview(connection: sqlite3.Connection) -> Overview:
    """List the incidents, those that were heard of last first."""
    (total,) = connection.execute("SELECT count(*) FROM incidents").fetchone()
    rows = fetching.rows(
        connection,
        "SELECT * FROM incidents ORDER BY last_known_at DESC NULLS LAST, id LIMIT ?",
        (MOST,),
    )
    tolls = _tolls(connection, rows)
    names = names_in(connection, rows)
    return Overview(
        entries=[_entry(row, tolls.get(row["id"], {}), names) for row in rows],
        more=total - len(rows),
    )


def _tolls(
    connection: sqlite3.Connection, incidents: Sequence[Row]
) -> dict[str, dict[str, list[Row]]]:
    """Return the changes of the incidents' own tolls, by incident and outcome."""
    changes = fetching.rows(
        connection,
        "SELECT f.* FROM incidents i JOIN figure_changes f ON f.incident = i.id"
        " WHERE i.id IN (SELECT value FROM json_each(?))"
        " AND f.noun = 'casualties' AND f.place = i.place"
        " ORDER BY f.known_at, f.id",
        (json.dumps([row["id"] for row in incidents]),),
    )
    found: dict[str, dict[str, list[Row]]] = {}
    for change in changes:
        key = Key.of(change)
        if is_main(key, change["place"]):
            toll = found.setdefault(change["incident"], {})
            toll.setdefault(key.fields["outcome"], []).append(change)
    return found


def _bounds(figure: Row) -> str:
    """Write the bounds of a figure where they say more than its number."""
    low, high = figure["low"], figure["high"]
    disputed = ["contested"] if figure["contested"] else []
    known = [words.bounds(figure)] if low != high and high is not None else []
    return ", ".join(known + disputed)


def _entry(incident: Row, toll: Mapping[str, Sequence[Row]], names: Any) -> Entry:
    last = incident["last_known_at"]
    main = next((o for o in ("injured", "killed") if len(toll.get(o, ())) > 1), None)
    return Entry(
        slug=incident["id"],
        title=incident["title"] or incident["id"],
        place=names.place(incident["place"]) if incident["place"] else None,
        state=incident["state"],
        merged_into=incident["merged_into"],
        updates=incident["updates"],
        last_known=shown(last, incident["timezone"]) if last else "",
        toll={
            outcome: (words.number(toll[outcome][-1]), _bounds(toll[outcome][-1]))
            for outcome in ("killed", "injured")
            if outcome in toll
        },
        spark=sparkline(f"{main} as the reports came in", toll[main], last)
        if main and last
        else None,
    )
