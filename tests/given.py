"""Words for telling a story in a test, one report a line.

Every story happens in Kyiv on 20 December 2024, so only clock times are given:
``at`` is the moment a report speaks about (T), ``heard`` when the log knew it (K).
Stories go through the real acceptance of documents and the real reading of events;
only the file is left out.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from typing import Any

from incident_log import accepting, decisions, events, pending
from incident_log.answer import answer
from incident_log.commitments import Openings, unseal
from incident_log.events import Event
from incident_log.history import History
from incident_log.log import Log
from incident_log.log.appending import spliced
from incident_log.pending import Appended, Pending
from incident_log.projecting.keeping import catch_up, path_of
from incident_log.projecting.writer import row_of
from incident_log.projections import NOUNS
from incident_log.projections.chronicle import Chronicle
from incident_log.projections.walking import EVER
from incident_log.references import parse
from incident_log.times import FOREVER, in_zone, read_span
from incident_log.view import View, view

INCIDENT = "kyiv-2024-12-20"
ZONE = "Europe/Kyiv"
LATEST = FOREVER

Document = dict[str, Any]


def clock(time: str) -> str:
    """Turn ``"11:00"`` into that instant of the story."""
    return read_span(f"2024-12-20T{time}", ZONE).latest


def casualties(outcome: str, count: Any = None, **fields: Any) -> Document:
    """Somebody put the number of people harmed at *count*."""
    counted = {} if count is None else {"count": count}
    return {"type": "casualties", "outcome": outcome} | counted | _timed(fields)


def killed(count: Any, **fields: Any) -> Document:
    """Somebody put the dead at *count*."""
    return casualties("killed", count, **fields)


def injured(count: Any, **fields: Any) -> Document:
    """Somebody put the injured at *count*."""
    return casualties("injured", count, **fields)


def more(claim: Document) -> Document:
    """The claim counts on top of the last total."""
    return claim | {"measure": "this_reporting_period"}


def denied(claim: Document) -> Document:
    """The claim denies its count."""
    return claim | {"denied": True}


def claim(type_: str, **fields: Any) -> Document:
    """Any other claim."""
    return {"type": type_} | _timed(fields)


def update(
    report: str,
    *claims: Document,
    at: str | None = None,
    heard: str,
    incident: str = INCIDENT,
    source: str | None = None,
    derived_from: str | None = None,
    place: str = "kyiv",
    **fields: Any,
) -> Document:
    """A report says *claims*, all as of *at*; the log knew it at *heard*."""
    origin = {"derived_from": derived_from} if derived_from else {}
    return {
        "format": "incident-log/update/1",
        "incident": {
            "id": incident,
            "title": incident,
            "timezone": ZONE,
            "place": place,
        },
        "report": {"id": report, "source": source or report} | origin,
        "received_at": f"2024-12-20T{heard}",
        "claims": list(claims),
        **({"as_of": f"2024-12-20T{at}"} if at else {}),
        **fields,
    }


def act(kind: str, heard: str, **fields: Any) -> Document:
    """An editor decided something at *heard*."""
    return {"act": kind, "recorded_at": clock(heard), **fields}


def story(*items: Document) -> History:
    """Return the history of what was reported and decided, in that order."""
    return history_of(
        [
            {"recorded_at": clock("23:59"), **item}
            if "act" in item
            else {"recorded_at": "2024-12-21T00:00:00.000000Z", "update": item}
            for item in items
        ]
    )


def history_of(items: Iterable[Document]) -> History:
    """Make the history of updates and acts as the log would read it back."""
    memory = _Memory()
    for item in items:
        memory.append(item)
    return History.of(memory.events)


def seen(
    history: History,
    *,
    at: str = LATEST,
    heard: str = LATEST,
    incident: str = INCIDENT,
    policy: str = "latest",
) -> View:
    """Look at a story at (T, K)."""
    return view(
        history,
        incident,
        as_of=at if at == LATEST else clock(at),
        known_at=heard if heard == LATEST else clock(heard),
        policy=policy,
        position=0,
    )


def figure(
    history: History,
    outcome: str,
    *,
    place: str | None = "kyiv",
    table: str = "casualties",
    **moment: str,
) -> Document:
    """Return the figure about *outcome*; empty where there is none."""
    key = {"casualties": "outcome", "occurrences": "kind", "damage": "object"}
    name = {"occurrences": "observed"}.get(table, table)
    rows = answer(seen(history, **moment))[name]
    field = {**key, "outages": "service", "strikes": "phase", "indicators": "name"}[
        table
    ]
    found = [row for row in rows if row[field] == outcome and row["place"] == place]
    assert len(found) <= 1, found
    return found[0] if found else {}


def bounds(*args: Any, **kwargs: Any) -> tuple[Any, Any, Any]:
    """Return low, best and high of a figure; three times ``None`` if there is none."""
    found = figure(*args, **kwargs)
    return found.get("low"), found.get("best"), found.get("high")


class _Memory:
    """Numbers events as the log does, and reads them back."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._versions: dict[str, int] = {}
        self._updates: dict[str, int] = {}
        self._zones: dict[str, str] = {}

    def append(self, item: Document) -> None:
        if "act" in item:
            self._number(_decided(item, self), None, item["recorded_at"])
            return
        document = item["update"]
        described = [document["incident"], *document.get("related_incidents", ())]
        for each in described:
            if isinstance(each, dict) and "timezone" in each:
                self._zones[each["id"]] = each["timezone"]
        prepared = accepting.accept(document, self._zones.get)
        report = document["report"]["id"]
        self._updates[report] = self._updates.get(report, 0) + 1
        name = document.get("id") or str(self._updates[report])
        self._number(prepared, name, item["recorded_at"])

    def _number(self, prepared: Pending, update: str | None, recorded_at: str) -> None:
        stream = prepared.stream
        self._versions[stream] = self._versions.get(stream, 0) + 1
        head: Document = {
            "position": len(self.events) + 1,
            "recorded_at": recorded_at,
            "topic": prepared.event.TOPIC,
            "format": prepared.event.FORMAT,
            "stream": stream,
            "version": self._versions[stream],
        }
        if update is not None:
            head["update"] = update
        state = spliced(head, prepared.body)
        self.events.append(read_back(state, prepared.openings))


def read_back(state: bytes, openings: Openings) -> Event:
    """Read an event from its stored bytes."""
    return events.read(unseal(json.loads(state), openings))


_EVENTS: dict[str, type[events.Decision]] = {
    "correct": events.ClaimCorrected,
    "retract": events.ClaimsRetracted,
    "hold": events.ClaimsHeld,
    "release": events.ClaimsReleased,
    "describe": events.IncidentDescribed,
    "merge": events.IncidentMerged,
    "unmerge": events.IncidentUnmerged,
    "link": events.IncidentLinked,
    "assess": events.ClaimAssessed,
}


def _decided(item: Document, memory: _Memory) -> Pending:
    kind = item["act"]
    owner, fields = _fields(kind, item, memory)
    return pending.decision(
        _EVENTS[kind], owner, fields | {"by": item.get("by")}, subjects=frozenset()
    )


def _fields(kind: str, item: Document, memory: _Memory) -> tuple[str, Document]:
    if kind == "correct":
        name = parse(item["claim"])
        update = next(
            event
            for event in memory.events
            if isinstance(event, events.UpdateReceived)
            and event.reference == f"{name.report}/{name.update}"
        )
        claim = next(c for c in update.claims if c.id == name.original.claim)
        state = decisions.changed(claim, item["changes"], update.timezone or ZONE)
        return update.stream, {"claim": item["claim"], "claims": [state]}
    if kind in ("retract", "hold", "release"):
        return f"report:{item['ref'].partition('/')[0]}", {"of": item["ref"]}
    if kind == "assess":
        report = item["claim"].partition("/")[0]
        fields = {name: item[name] for name in ("claim", "verdict")}
        return f"report:{report}", fields
    if kind == "describe":
        incident = item["incident"]
        described = accepting.described(incident, ZONE)
        return f"incident:{incident['id']}", {"incident": described}
    names = {"merge": ("into",), "unmerge": (), "link": ("relation", "to")}[kind]
    fields = {name: item[name] for name in names}
    if kind == "unmerge":
        fields["into"] = item.get("into", "")
    return f"incident:{item['incident']}", fields


def _timed(fields: Document) -> Document:
    """Let ``at`` be the claim's own as_of."""
    fields = dict(fields)
    if "at" in fields:
        fields["as_of"] = f"2024-12-20T{fields.pop('at')}"
    return fields


def tell(log: Log, *items: Document) -> None:
    """Let a log on disk hear a story item by item, its tables current after each.

    What is heard before something that the log has heard already comes late, and so is
    backfilled; all else is recorded when it is heard.
    """
    for item in items:
        if "act" in item:
            log.clock = partial(str, item["recorded_at"])
            _decide(log, item)
        else:
            _append(log, item)
        catch_up(log)


def _append(log: Log, document: Document) -> None:
    heard = clock(document["received_at"].partition("T")[2])
    if heard >= log.clock():
        log.clock = partial(str, heard)
        document = {k: v for k, v in document.items() if k != "received_at"}
    (outcome,) = log.append([accepting.accept(document, lambda _: ZONE)])
    assert isinstance(outcome, Appended), outcome


def _decide(log: Log, item: Document) -> None:
    by, kind = item.get("by"), item["act"]
    desk = decisions.Desk(log, reason="because", by=by, at_position=None)
    if kind == "describe":
        incident = dict(item["incident"])
        desk.describe(incident.pop("id"), incident)
        return
    head = ("act", "recorded_at", "by")
    getattr(desk, kind)(*(value for name, value in item.items() if name not in head))


def asked(log: Log, select: str, *parameters: str) -> list[tuple[Any, ...]]:
    """Ask the tables of a log as any program with SQLite can."""
    with closing(sqlite3.connect(path_of(log))) as tables:
        return tables.execute(select, parameters).fetchall()


def held(log: Log, table: str, columns: str, where: str = "1") -> list[tuple[Any, ...]]:
    """Return rows of a history table, and for which T and K each holds, and its end.

    Times are by the clock in Kyiv, as in the story; an open end is left out.
    """
    names = f"{columns}, {', '.join(EDGES)}"
    rows = asked(
        log,
        f"SELECT {names} FROM {table} WHERE {where}"
        f" ORDER BY known_from, as_of_from, {columns}",
    )
    return [_by_the_clock(row) for row in rows]


def made(
    history: History, table: str, columns: str, *, incident: str = INCIDENT
) -> list[tuple[Any, ...]]:
    """Return the rows that a story makes, as :func:`held` does, without a file."""
    chronicle = Chronicle(history, incident, NOUNS)
    chronicle.learn()
    wanted = [*columns.split(", "), *EDGES]
    rows = [
        dict(zip(NOUNS[table].table.names[1:], row_of(incident, row), strict=True))
        for noun, row in (*chronicle.ended, *chronicle.open)
        if noun == table
    ]
    rows.sort(
        key=lambda row: (
            *(row["known_from"], row["as_of_from"]),
            repr([row[name] for name in wanted]),
        )
    )
    return [_by_the_clock([row[name] for name in wanted]) for row in rows]


EDGES = ("as_of_from", "as_of_to", "known_from", "known_to", "ended_by")


def _by_the_clock(row: Sequence[Any]) -> tuple[Any, ...]:
    *values, start, end, known_from, known_to, ended_by = row
    span = f"{_hour(start)}-{_hour(end)}"
    return (*values, span, f"{_hour(known_from)}-{_hour(known_to)}", ended_by)


def _hour(moment: str) -> str:
    is_open = moment in (EVER, FOREVER)
    return "" if is_open else in_zone(moment, ZONE).strftime("%H:%M")


#: A report that was told three times, each an hour after the other.
SEVEN = update("wire", injured(7), at="08:00", heard="08:10")
NINE = update("wire", injured(9), at="09:00", heard="09:10")
TEN = update("wire", injured(10), at="10:00", heard="10:10")
