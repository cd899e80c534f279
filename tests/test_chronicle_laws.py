"""The laws of rows: they hold what stands, and however an incident is read again."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from incident_log.events import Event
from incident_log.history import History
from incident_log.projections import NOUNS
from incident_log.projections.chronicle import Additions, Chronicle
from incident_log.standing import Standing
from incident_log.times import FOREVER, LATEST
from incident_log.view import view
from tests.given import history_of
from tests.histories import INCIDENTS, backfilled_logs, logs, moments
from tests.news import news
from tests.test_laws import lawful


def told(history: History, incident: str) -> Chronicle:
    """Return the rows of an incident, each step as short as it may be."""
    chronicle = Chronicle(history, incident, NOUNS)
    chronicle.learn()
    return chronicle


class Rereading(Chronicle):
    """Reads the incident again at every K, which is the rule."""

    def _additions(self, events: Sequence[Event]) -> Additions | None:
        return None


@lawful
@given(logs(), st.sampled_from(INCIDENTS), moments(), moments())
def test_rows_hold_what_stands(
    log: list[dict[str, Any]], incident: str, as_of: str | None, known_at: str | None
) -> None:
    history = history_of(log)
    moment = {"as_of": as_of or LATEST, "known_at": known_at or LATEST}
    seen = view(history, incident, **moment, policy="latest", position=0)

    chronicle = told(history, incident)

    rows = [*chronicle.ended, *chronicle.open]
    holding = [
        (noun, *row.strip.content.members)
        for noun, row in rows
        if NOUNS[noun].is_counted and row.holds(**moment)
    ]
    stands = seen.standings if seen.reading.incident == incident else []
    assert sorted(holding) == sorted(map(_said, stands))
    for _, row in rows:
        assert row.strip.as_of_from < row.strip.as_of_to
        assert row.known_from < row.known_to
        assert (row.ended_by is None) == (row.known_to == FOREVER)


def _said(standing: Standing) -> tuple[str, ...]:
    table = standing.series.table
    names = sorted(str(claim.name) for claim in standing.members)
    return ("observed" if table == "occurrences" else table, *names)


@lawful
@given(logs() | news() | backfilled_logs(), st.sampled_from(INCIDENTS))
def test_adding_claims_gives_what_reading_again_gives(
    log: list[dict[str, Any]], incident: str
) -> None:
    history = history_of(log)

    added = told(history, incident)
    again = Rereading(history, incident, NOUNS)
    again.learn()

    assert written(added) == written(again)
    assert added.changes == again.changes


def written(chronicle: Chronicle) -> list[tuple[Any, ...]]:
    """Return all rows in an order of their own."""
    rows = [
        (
            *(noun, *row.strip[:2], row.strip.content.values),
            *(row.known_from, row.known_to, row.ended_by),
        )
        for noun, row in (*chronicle.ended, *chronicle.open)
    ]
    return sorted(rows, key=repr)
