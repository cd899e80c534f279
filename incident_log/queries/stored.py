"""Stored queries: questions with parameters, as data for Datasette and for readers.

Each is SQL that runs in ``sqlite3`` alone once ``incident_time(...)`` is replaced by
the time it gives: UTC text as in the tables.
"""

from dataclasses import dataclass

from incident_log.queries.changed import WHAT_CHANGED
from incident_log.queries.conflicts import (
    CLAIMS_IN_CONFLICT,
    CORRECTIONS_AND_RETRACTIONS,
)
from incident_log.queries.figures import figures
from incident_log.queries.moments import moment_of
from incident_log.queries.standing import STATEMENTS, TIMELINE, counted_at

_TIMES = (
    "Times are such as 2024-12-20T11:00, in the incident's zone if they name none;"
    " empty means the latest."
)
_ALL = "No incident means all."
_LAST = "No incident means the one that was updated last."


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """One stored query."""

    name: str
    title: str
    description: str
    sql: str
    parameters: tuple[str, ...]


def _query(
    name: str,
    title: str,
    says: str,
    sql: str,
    *,
    which: str = _ALL,
    parameters: tuple[str, ...] = ("incident", "as_of", "known_at"),
) -> Query:
    return Query(
        name=name,
        title=title,
        description=f"{says} {_TIMES} {which}",
        sql=sql,
        parameters=parameters,
    )


STORED = (
    _query(
        "figures_as_of",
        "Figures as of",
        "Low, best and high of everything that is counted, by the policy latest, with"
        " the claims that decided it.",
        figures(moment_of()),
        which=_LAST,
    ),
    _query(
        "casualties_as_of",
        "Casualties as of",
        "What each origin said about people harmed.",
        counted_at("casualties"),
    ),
    _query(
        "damage_as_of",
        "Damage as of",
        "What each origin said about things hit, damaged or destroyed.",
        counted_at("damage"),
    ),
    _query(
        "outages_as_of",
        "Outages as of",
        "What each origin said about services that people were without, or had back.",
        counted_at("outages"),
    ),
    _query(
        "strikes_as_of",
        "Strikes as of",
        "What each origin said about weapons launched, intercepted or hitting.",
        counted_at("strikes"),
    ),
    _query(
        "statements_as_of",
        "Statements as of",
        "Who had said what.",
        STATEMENTS,
    ),
    _query(
        "timeline",
        "Timeline",
        "Occurrences, the strikes that stand, statements and updates in order of time.",
        TIMELINE,
    ),
    _query(
        "what_changed",
        "What changed between two known times",
        "Each figure that differs between what was known at known_a and at known_b,"
        " and the first claim that moved it.",
        WHAT_CHANGED,
        which=_LAST,
        parameters=("incident", "as_of", "known_a", "known_b"),
    ),
    _query(
        "claims_in_conflict",
        "Claims in conflict",
        "Every claim behind a contested figure, side by side.",
        CLAIMS_IN_CONFLICT,
        which=_LAST,
    ),
    _query(
        "corrections_and_retractions",
        "Corrections and retractions",
        "What stood until it was corrected, retracted, held, told otherwise, merged or"
        " erased.",
        CORRECTIONS_AND_RETRACTIONS,
    ),
)
