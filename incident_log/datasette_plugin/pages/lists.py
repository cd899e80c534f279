"""What a page lists beside figures: what was said, seen and reported, and relations."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from incident_log.answering import fetching
from incident_log.answering.asking import Asked
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages import words
from incident_log.datasette_plugin.pages.cards import Ground
from incident_log.datasette_plugin.pages.steps import clock, span
from incident_log.datasette_plugin.pages.subjects import Names, plain
from incident_log.datasette_plugin.pages.voices import link

Row = Mapping[str, Any]


#: How many updates are listed at once, the newest of them.
MOST_UPDATES = 300


@dataclass(frozen=True)
class Line:
    """One thing that somebody said or saw, on a line of its own."""

    when: str
    what: str
    voice: str
    words: str | None
    place: str | None
    verdicts: Sequence[str]


@dataclass(frozen=True)
class Report:
    """One update in the list of what was reported."""

    known_at: str
    at: Mapping[str, str]  #: the arguments that lead to the moment it became known
    source: str
    title: str
    url: str | None
    flags: Sequence[str]
    outside: str  #: why it does not count at this moment; empty if it does


@dataclass(frozen=True)
class Related:
    """Another incident, and by whose word it is related."""

    slug: str
    title: str
    relation: str
    voice: str
    quote: str | None
    status: str
    is_outgoing: bool


def line(row: Row, kind: str, ground: Ground) -> Line:
    """Show a statement or a moment; *kind* is the field that says what it was."""
    many = row.get("count")
    what = plain(row[kind])
    return Line(
        when=_when(row, ground.zone),
        what=f"{what} ({many})" if many not in (None, "1", "some") else what,
        voice=ground.names.agent(row["said_by"]),
        words=words.unquoted(row["quote"] or row.get("text")),
        place=ground.names.place(row["place"]) if row.get("place") else None,
        verdicts=_verdicts(row, ground.names),
    )


def target(row: Row, ground: Ground) -> Line:
    """Show what somebody said was aimed at."""
    told = line(row, "kind", ground)
    organisation = row["organisation"]
    return replace(told, what=f"{told.what}, {organisation}") if organisation else told


def _verdicts(row: Row, names: Names) -> list[str]:
    return [
        f"{plain(each['verdict'])} ({names.agent(each['said_by'])})"
        for each in row["verification"]
    ]


def _when(row: Row, zone: str | None) -> str:
    """Write when something happened, else the moment that is spoken about."""
    occurred = row["occurred"] or {}
    start, end = occurred.get("from"), occurred.get("to")
    if start and end:
        return span(start, end, zone)
    if start:
        return f"from {span(start, start, zone)}"
    if end:
        return f"until {span(end, end, zone)}"
    if occurred.get("text"):
        return str(occurred["text"])
    return span(row["as_of"], row.get("as_of_to", row["as_of"]), zone)


def reports(asked: Asked, names: Names) -> list[Report]:
    """List the updates, those too that do not count at the moment."""
    if not asked.updates:
        return []
    days = [asked.updates[end]["known_at"] for end in (0, -1)]
    return [
        Report(
            known_at=clock(row["known_at"], asked.zone, beside=days),
            at=Moment(asked.moment.as_of, row["known_at"]).query,
            source=names.agent(row["source"]),
            title=_title(row),
            url=link(row["url"]),
            flags=_flags(row),
            outside=_outside(row, asked.moment),
        )
        for row in asked.updates[-MOST_UPDATES:]
    ]


def _title(update: Row) -> str:
    told = [each for each in (update["label"], update["title"]) if each]
    return ": ".join(told) or str(update["report"])


def _flags(update: Row) -> list[str]:
    """Say what is remarkable; that it is one more update or imported later is not."""
    signal = update["signal"]
    acts = [] if signal in ("new", "update") else [plain(signal)]
    return acts + [words.flag(f) for f in update["flags"] if f != "backfilled"]


def _outside(update: Row, moment: Moment) -> str:
    """Say why an update does not count at a moment; nothing if it does."""
    if update["known_at"] > moment.known_at:
        return "not known yet"
    return "about later" if update["speaks_from"] > moment.as_of else ""


def related(
    connection: sqlite3.Connection, asked: Asked, links: Sequence[Row], names: Names
) -> list[Related]:
    """Return the incidents that this one is related to, whoever says so."""
    outgoing = [
        Related(
            slug=row["to"],
            title=names.incident(row["to"]),
            relation=plain(row["relation"]),
            voice=names.agent(row["said_by"]),
            quote=row["quote"],
            status="borne out by several origins"
            if row["status"] == "corroborated"
            else "",
            is_outgoing=True,
        )
        for row in links
    ]
    incoming = [
        Related(
            slug=row["incident"],
            title=row["title"] or row["incident"],
            relation=plain(row["relation"]),
            voice=names.agent(row["said_by"]),
            quote=row["quote"],
            status="",
            is_outgoing=False,
        )
        for row in fetching.linked_from(connection, asked.incident["id"], asked.moment)
    ]
    return [*outgoing, *incoming]
