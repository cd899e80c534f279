"""Holds the tables against the log: the same answers at every corner of T and K.

Between two corners neither side changes, so that agreement at all of them is agreement
everywhere.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from incident_log.answer import answer
from incident_log.answering.asking import ask
from incident_log.answering.fetching import incident as incident_row
from incident_log.answering.moments import Moment, answered
from incident_log.history import History
from incident_log.log import Log
from incident_log.progress import Progress, unseen
from incident_log.projections import NOUNS
from incident_log.projections.changes import Change
from incident_log.projections.chronicle import Chronicle
from incident_log.tables import Tables
from incident_log.times import FOREVER, LATEST
from incident_log.verifying.corners import views
from incident_log.view import View

#: What ``replay`` says of a figure and the tables leave to it: the claims that lost.
LOST = "lost"


@dataclass(frozen=True)
class Disagreement:
    """One thing that the tables say otherwise than a replay, and where."""

    incident: str
    as_of: str
    known_at: str
    what: str  #: casualties, statements ...
    tables: Any
    replay: Any


@dataclass
class Verified:
    """How much was looked at, and what was found."""

    incidents: int = 0
    corners: int = 0
    left_out: int = 0  #: corners of large incidents
    disagreements: list[Disagreement] = field(default_factory=list)  #: the first ones


def verify(
    log: Log,
    tables: Tables,
    *,
    most: int | None = None,
    progress: Progress = unseen,
) -> Verified:
    """Compare tables at the log's position with a replay of every incident.

    Of an incident with more than *most* corners about so many are looked at.
    *progress* is told of each incident.  Of one incident and one kind of row only the
    first disagreement is kept.
    """
    verified = Verified()
    position = log.position
    for incident in log.incidents():
        history = log.history(incident, at_position=position)
        row = incident_row(tables.connection, incident)
        seen: set[str] = set()
        for view in views(history, tables, incident, position, most):
            if view is None:
                verified.left_out += 1
                continue
            verified.corners += 1
            for each in _compared(view, tables, row):
                if each.what not in seen:
                    verified.disagreements.append(each)
                seen.add(each.what)
        verified.disagreements += _kept_otherwise(history, tables, incident)
        verified.incidents += 1
        progress(1)
    return verified


def _kept_otherwise(
    history: History, tables: Tables, incident: str
) -> Iterator[Disagreement]:
    """Yield what else is kept of an incident and is not the log's: causes and texts."""
    chronicle = Chronicle(history, incident, NOUNS)
    chronicle.learn()
    columns = ", ".join(Change._fields)
    noted = tables.rows(
        f"SELECT {columns} FROM figure_changes WHERE incident = ?", (incident,)
    )
    texts = tables.rows(
        "SELECT id, text FROM updates WHERE id IN"
        " (SELECT update_ref FROM concerns WHERE incident = ?)",
        (incident,),
    )
    told = [(u.reference, u.text) for u in history.updates if incident in u.concerns]
    for what, said, expected in (
        ("changes", noted, [tuple(change) for change in chronicle.changes]),
        ("texts", texts, told),
    ):
        if Counter(said) != Counter(expected):
            row, other = _different(said, expected)
            yield Disagreement(incident, FOREVER, FOREVER, what, row, other)


def brief(value: object) -> str:
    """Write a value short enough for one line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:197]}..."


def _compared(
    view: View, tables: Tables, row: dict[str, Any]
) -> Iterator[Disagreement]:
    """Yield what differs between the two answers at one corner."""
    incident = row["id"]
    moment = Moment(view.as_of, min(view.known_at, LATEST))
    said = _comparable(ask(tables.connection, row, moment).answer)
    expected = _comparable(answer(view) | {"as_of": answered(view.as_of)})
    if view.reading.incident != incident:  # it counts as part of another there
        expected = {what: [] for what, rows in said.items() if isinstance(rows, list)}
        expected["updates"] = said["updates"]
    for what, rows in expected.items():
        if said[what] != rows:
            yield Disagreement(
                *(incident, view.as_of, view.known_at, what),
                *_different(said[what], rows),
            )


def _comparable(answered: dict[str, Any]) -> dict[str, Any]:
    """Return what both sides can say of a moment."""
    found = dict(answered)
    for what, rows in answered.items():
        if isinstance(rows, list):
            found[what] = [{k: v for k, v in r.items() if k != LOST} for r in rows]
    return found


def _different(said: Any, expected: Any) -> tuple[Any, Any]:
    """Return the first row that differs; nothing where one side has none."""
    if not isinstance(said, list):
        return said, expected
    only_said = [row for row in said if row not in expected]
    only_expected = [row for row in expected if row not in said]
    return next(iter(only_said), None), next(iter(only_expected), None)
