"""One question to the tables, asked in one transaction: an incident at a moment."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incident_log.answering import fetching
from incident_log.answering.answers import answer
from incident_log.answering.evidence import Key, lost
from incident_log.answering.moments import Moment
from incident_log.answering.told import apart
from incident_log.queries.counted import SUBJECTS, TOLD

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """Everything that was found about an incident at one moment."""

    incident: Row
    title: str | None  #: as known at K
    moment: Moment
    position: int
    figures: Mapping[Key, Row]
    history: Mapping[Key, Sequence[Row]]
    told: Mapping[str, Sequence[Row]]
    updates: Sequence[Row]  #: those known later included

    @property
    def zone(self) -> str | None:
        """The incident's time zone."""
        zone: str | None = self.incident["timezone"]
        return zone

    @property
    def answer(self) -> dict[str, Any]:
        """What ``replay --json`` says of the same moment."""
        updates = [row for row in self.updates if row["is_known"]]
        rows = {**self.told, "figures": list(self.figures.values()), "updates": updates}
        return answer(self.incident, self.title, self.moment, self.position, rows)


def ask(connection: sqlite3.Connection, incident: Row, moment: Moment) -> Asked:
    """Ask what there is to say about an incident at one moment."""
    slug = incident["id"]
    told = {noun: fetching.standing(connection, noun, slug, moment) for noun in TOLD}
    told["occurrences"] = list(apart(told["occurrences"]))
    history = _by_key(fetching.ever_known(connection, slug, moment))
    figures = {
        Key.of(row): _with_lost(row, history, moment)
        for row in fetching.figures_at(connection, slug, [moment])
    }
    return Asked(
        incident=incident,
        title=fetching.title(connection, slug, moment.known_at),
        moment=moment,
        position=fetching.position(connection),
        figures=figures,
        history=history,
        told=told,
        updates=fetching.updates(connection, slug, moment.known_at),
    )


def _by_key(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        key = Key.of_history(row, SUBJECTS[row["noun"]])
        found.setdefault(key, []).append(row)
    return found


def _with_lost(
    figure: Row, history: Mapping[Key, Sequence[Row]], moment: Moment
) -> Row:
    won = json.loads(figure["claims"])
    return {**figure, "lost": lost(history.get(Key.of(figure), ()), won, moment)}
