"""Finds events by what they are about: incidents, or what updates are called.

Almost nothing that an update is called is ever named by another event.  Who reads many
incidents looks up beforehand what is, and asks about nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from incident_log.pending import CONCERNED, ERASED

Query = Callable[[str, Sequence[Any]], list[Any]]

#: Subjects to look for, by how events may be about them.
Wanted = Mapping[str, Collection[str]]

#: Values asked for in one query.
_MANY = 500

#: Subjects that are known beforehand, at most; some 120 bytes each.
_MOST = 100_000

# In the order of text what acts on updates comes after what concerns an incident, and
# what only cites them before it: of each subject one range of the index is asked.
_ACTS = f"how > '{CONCERNED}'"

_ABOUT = (
    "SELECT s.subject, s.how, s.position, e.state, o.words, l.hash FROM subjects s"
    " JOIN stored_events e ON e.rowid = s.position"
    " LEFT JOIN openings o ON o.position = s.position"
    " LEFT JOIN leaves l ON l.position = s.position"
    " WHERE s.subject IN ({}) AND s.position <= ? AND s."
)
_CONCERNING = f"{_ABOUT}how = '{CONCERNED}'"
_ACTING = f"{_ABOUT}{_ACTS}"
_POSITIONS = (
    "SELECT position FROM subjects WHERE subject IN ({}) AND position <= ?"
    f" AND {_ACTS} AND how <> '{ERASED}'"
)
_ACTED_ON = (
    f"SELECT DISTINCT subject FROM subjects WHERE {_ACTS} AND position <= ? LIMIT ?"
)


def found(query: Query, wanted: Wanted, until: int) -> Iterator[tuple[Any, ...]]:
    """Yield the events that are *wanted*, up to a position, as they are stored.

    Each is position, state, openings and leaf; one that is about several subjects may
    come several times.
    """
    others = dict(wanted)
    concerned = others.pop(CONCERNED, ())
    for _, _, *stored in asked(query, _CONCERNING, concerned, until):
        yield tuple(stored)
    acted_on = set().union(*others.values())
    for subject, how, *stored in asked(query, _ACTING, acted_on, until):
        if subject in others.get(how, ()):
            yield tuple(stored)


def acting(query: Query, names: Iterable[str], until: int) -> set[int]:
    """Return the positions of what corrects, withdraws or judges what is so called."""
    return {row[0] for row in asked(query, _POSITIONS, set(names), until)}


def acted_on(query: Query, until: int) -> frozenset[str] | None:
    """Return all that is corrected, withdrawn or judged up to a position.

    Nothing if that is too much to hold.  It is found by one walk over the index.
    """
    rows = query(_ACTED_ON, (until, _MOST + 1))
    return None if len(rows) > _MOST else frozenset(row[0] for row in rows)


def asked(
    query: Query, statement: str, values: Collection[Any], *others: Any
) -> Iterator[Any]:
    """Yield what a statement finds for many values, asked for some at a time.

    *others* are its parameters after them.
    """
    ordered = sorted(values)
    for start in range(0, len(ordered), _MANY):
        some = ordered[start : start + _MANY]
        places = ", ".join("?" * len(some))
        rows = query(statement.format(places), (*some, *others))
        rows.reverse()
        while rows:  # what was read need not be held with what was made of it
            yield rows.pop()
