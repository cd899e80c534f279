"""The law of the SQL: at any moment its figures are those of ``replay``."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings

from incident_log.answer import FIGURES, answer
from incident_log.errors import NotKnownYet, UnknownIncident
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up, path_of
from incident_log.replay import replay
from incident_log.times import LATEST
from tests.histories import INCIDENTS, backfilled_logs, logs, moments
from tests.news import news
from tests.test_laws import HISTORIES, lawful, record
from tests.test_queries_figures import Figures, figures_at

rarely = settings(parent=lawful, max_examples=max(HISTORIES // 5, 10))

#: What a figure says in both answers.
SAYS = ("place", "low", "best", "high", "origins", "as_of", "claims", "flags")
#: What an answer says beside the subject.
BESIDE = {*SAYS, "contested", "policy", "as_of_to", "lost"}

Item = dict[str, Any]


@contextmanager
def tabled(items: list[Item]) -> Iterator[Log]:
    """Yield a log of what was reported and decided, its tables current."""
    with TemporaryDirectory() as directory:
        now = iter([item["recorded_at"] for item in items])
        with Log.create(Path(directory), clock=lambda: str(next(now))) as log:
            for item in items:
                record(log, item)
            catch_up(log)
            yield log


def by_rules(log: Log, incident: str, as_of: str, known_at: str) -> Figures:
    """Return the figures that ``replay`` gives, as the SQL would say them."""
    try:
        found = answer(replay(log, incident, as_of=as_of, known_at=known_at))
    except (UnknownIncident, NotKnownYet):
        return []
    if found["incident"] != incident:  # it counts as part of another
        return []
    return [
        {
            "noun": noun,
            "subject": {
                k: v for k, v in row.items() if k not in BESIDE and v is not None
            },
            "contested": int(row["contested"]),
            "as_of_latest": row.get("as_of_to", row["as_of"]),
            **{name: row[name] for name in SAYS},
        }
        for noun in (*FIGURES, "observed")
        for row in found[noun]
    ]


def by_sql(log: Log, *moment: str) -> Figures:
    """Return the figures that the tables give, but for the moment."""
    asked = ("incident", "moment_as_of", "moment_known_at")
    return [
        {name: value for name, value in row.items() if name not in asked}
        for row in figures_at(path_of(log), [moment])  # type: ignore[list-item]
    ]


def in_order(figures: Figures) -> list[Any]:
    return sorted((sorted(figure.items(), key=str) for figure in figures), key=str)


@rarely
@given(logs() | news() | backfilled_logs(), moments(), moments())
def test_at_any_moment_the_figures_are_those_of_replay(
    items: list[Item], as_of: str | None, known_at: str | None
) -> None:
    moment = (as_of or LATEST, known_at or LATEST)

    with tabled(items) as log:
        expected = {i: in_order(by_rules(log, i, *moment)) for i in INCIDENTS}
        found = {i: in_order(by_sql(log, i, *moment)) for i in INCIDENTS}

    assert found == expected


@rarely
@given(logs() | news() | backfilled_logs())
def test_the_figures_now_are_those_at_the_latest_moment(items: list[Item]) -> None:
    says = "noun, place, low, best, high, contested"

    with tabled(items) as log, closing(sqlite3.connect(path_of(log))) as tables:
        now = tables.execute(f"SELECT incident, {says} FROM figures_now").fetchall()
        expected = [
            (incident, *(figure[name] for name in says.split(", ")))
            for (incident,) in tables.execute("SELECT id FROM incidents")
            for figure in by_sql(log, incident, LATEST, LATEST)
        ]

    assert sorted(now, key=str) == sorted(expected, key=str)
