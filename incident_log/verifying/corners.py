"""The moments at which anything of an incident changes, in the tables or at a replay.

Between two of these corners of T and K neither side changes.  A large incident has so
many that only some are looked at, the same ones each time.
"""

from collections.abc import Callable, Iterator
from itertools import count

from incident_log.history import History
from incident_log.projections import NOUNS
from incident_log.tables import Tables
from incident_log.times import FOREVER, LATEST
from incident_log.view import Knowledge, View, know

#: Tells whether to look at a corner (T, K); asked once for each, in order.
Choice = Callable[[str, str], bool]


def views(
    history: History, tables: Tables, incident: str, position: int, most: int | None
) -> Iterator[View | None]:
    """Yield an incident at its corners; nothing for one that is left out.

    Of more than *most* about so many are chosen: a third each of those where a row
    begins, of those at the latest T or K, and of all the others.
    """
    known = _known(history, tables, incident)
    told = _edges(tables, incident, "as_of_from", "as_of_to")
    third = grid = (len(known) + 1) * (len(told) + 1)
    if most is not None and grid > most:
        third = max(most // 3, 1)
    is_chosen = choice(len(known), len(told), _begun(tables, incident), third)
    for known_at in known:
        now = know(history, incident, known_at=known_at)
        for as_of in _moments(now, told):
            if is_chosen(as_of, known_at):
                yield View(now, as_of, known_at, "latest", position)
            else:
                yield None


def choice(known: int, told: int, begun: list[tuple[str, str]], third: int) -> Choice:
    """Choose about three times a *third* of the corners of so many Ks and Ts.

    *begun* are those where a row begins, in order.
    """
    beginnings = set(begun[:: _stride(len(begun), third)])
    edges, others = count(), count()
    at_edge, at_all = _stride(known + told, third), _stride(known * told, third)

    def is_chosen(as_of: str, known_at: str) -> bool:
        if as_of == LATEST or known_at == FOREVER:
            is_now = as_of == LATEST and known_at == FOREVER
            return next(edges) % at_edge == 0 or is_now
        return next(others) % at_all == 0 or (as_of, known_at) in beginnings

    return is_chosen


def _stride(number: int, wanted: int) -> int:
    """Return n, so that each n-th of a *number* of things is one of those *wanted*."""
    return max(1, -(-number // wanted))


def _known(history: History, tables: Tables, incident: str) -> list[str]:
    """Return every K at which anything of an incident changes, on either side."""
    edges = {*history.instants, *history.elsewhere}
    edges |= _edges(tables, incident, "known_from", "known_to")
    return [*sorted(edges - {FOREVER}), FOREVER]


def _moments(now: Knowledge, told: set[str]) -> list[str]:
    """Return every T at which anything changes, on either side."""
    edges = told | {claim.as_of.latest for claim in now.claims.values()}
    return [*sorted(edges - {FOREVER, LATEST}), LATEST]


def _begun(tables: Tables, incident: str) -> list[tuple[str, str]]:
    """Return the corners at which a row begins to hold, in order."""
    found: set[tuple[str, str]] = set()
    for noun in NOUNS:
        select = f"SELECT as_of_from, known_from FROM {noun} WHERE incident = ?"
        found.update((str(t), str(k)) for t, k in tables.rows(select, (incident,)))
    return sorted(found)


def _edges(tables: Tables, incident: str, *columns: str) -> set[str]:
    return {
        str(edge)
        for noun in NOUNS
        for row in tables.rows(
            f"SELECT DISTINCT {', '.join(columns)} FROM {noun} WHERE incident = ?",
            (incident,),
        )
        for edge in row
    }
