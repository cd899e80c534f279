"""How every figure runs along T, as known at one K."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from incident_log.answering import fetching
from incident_log.answering.evidence import Key
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages.scales import Level
from incident_log.datasette_plugin.pages.steps import thinned
from incident_log.datasette_plugin.pages.stops import spoken_of, standing_at

Row = Mapping[str, Any]

#: At how many moments the charts of a page are looked up: at most so many, at fewer
#: where many origins speak at once, so that a page stays quick; but so many at least.
MOST_MOMENTS, MOST_ROWS, FEWEST_MOMENTS = 100, 5000, 25


def levels(
    connection: sqlite3.Connection, slug: str, moment: Moment
) -> dict[Key, list[Level]]:
    """Return how every figure runs along T, as known at K, in one query."""
    instants = spoken_of(connection, slug, moment.known_at)
    most = MOST_ROWS // max(1, standing_at(connection, slug, moment.known_at))
    chosen = thinned(sorted(instants), min(MOST_MOMENTS, max(FEWEST_MOMENTS, most)))
    moments = [Moment(each, moment.known_at) for each in chosen]
    found: dict[Key, list[Level]] = {}
    for row in fetching.figures_at(connection, slug, moments):
        found.setdefault(Key.of(row), []).append(_level(row))
    return {
        key: sorted(run, key=lambda level: level.since) for key, run in found.items()
    }


def _level(figure: Row) -> Level:
    bounds = (figure["low"], figure["best"], figure["high"])
    since = figure["moment_as_of"]
    return Level(since, *bounds, contested=bool(figure["contested"]))
