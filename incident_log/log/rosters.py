"""The updates of a report by name, as many as questions about it need.

A shared feed has thousands of updates; a replay needs its first one, the ones that a
bare word may mean, and, where the report's voice has changed, all of them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from incident_log.events import Order
from incident_log.history import Listed

Query = Callable[[str, Sequence[Any]], list[Any]]

_LISTED = "SELECT u.known_at, u.published_at, u.update_id, u.source, u.derived_from"
_ALL = f"{_LISTED} FROM updates u WHERE u.report = ? AND u.position <= ?"
_FIRST = (
    f"{_LISTED} FROM updates u INDEXED BY updates_in_order"
    " WHERE u.report = ? AND u.position <= ?"
    " ORDER BY u.known_at, u.published_at, u.update_id LIMIT 1"
)
_VOICES = "SELECT 1 FROM voices WHERE report = ? AND position <= ? LIMIT 2"
_HAS_CLAIM = "SELECT 1 FROM names WHERE report = ? AND claim = ? AND update_id = ?"
_WITH_CLAIM = "SELECT update_id FROM names WHERE report = ? AND claim = ? LIMIT ?"
_BEFORE = (
    f"{_LISTED} FROM updates u INDEXED BY updates_in_order"
    " WHERE u.report = ? AND u.position <= ?"
    " AND (u.known_at, u.published_at, u.update_id) < (?, ?, ?) AND {}"
    " ORDER BY u.known_at DESC, u.published_at DESC, u.update_id DESC LIMIT 1"
)
_AMONG = "u.update_id IN ({})"
_HAVING = (
    "EXISTS (SELECT 1 FROM names n WHERE n.report = u.report AND n.claim = ?"
    " AND n.update_id = u.update_id)"
)

#: Up to so many updates with a claim of that id are looked at one by one.
_FEW = 20


def roster(
    query: Query, report: str, asked: Iterable[tuple[str, Order]], until: int
) -> tuple[Listed, ...]:
    """List updates of *report* up to a position, oldest first.

    *asked* are ids of updates or claims, or ``update#claim``, with the order of the
    update that uses them: a bare claim id means the latest so named before it.  Each
    listed update names only the claims that were asked for.
    """
    rows = query(_FIRST, (report, until))
    if len(query(_VOICES, (report, until))) > 1:
        rows = query(_ALL, (report, until))
    claims: dict[str, set[str]] = {}
    for word, order in asked if rows else ():
        update, _, claim = word.partition("#")
        named = query(f"{_ALL} AND u.update_id = ?", (report, until, update))
        if claim and query(_HAS_CLAIM, (report, claim, update)):
            claims.setdefault(update, set()).add(claim)
        if not claim:
            having = _latest_with(query, report, word, order, until)
            for row in having:
                claims.setdefault(row[2], set()).add(word)
            named = named + having
        rows = rows + named
    listed = {
        Listed(
            Order(known_at, published_at, report, update),
            source,
            derived_from,
            frozenset(claims.get(update, ())),
        )
        for known_at, published_at, update, source, derived_from in rows
    }
    return tuple(sorted(listed, key=lambda each: each.order))


def _latest_with(
    query: Query, report: str, claim: str, order: Order, until: int
) -> list[Any]:
    """Return the latest update before *order* that has a claim of that id, if any."""
    before = (report, until, order.known_at, order.published_at, order.update)
    if report != order.report:
        return []
    few = [row[0] for row in query(_WITH_CLAIM, (report, claim, _FEW))]
    if len(few) < _FEW:
        among = _AMONG.format(", ".join("?" * len(few)))
        return query(_BEFORE.format(among), (*before, *few)) if few else []
    return query(_BEFORE.format(_HAVING), (*before, claim))
