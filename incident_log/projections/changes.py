"""Each change of a figure, as the log learnt more, and why."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from incident_log.answer import named
from incident_log.counts import Number
from incident_log.diff import causes, otherwise, says
from incident_log.projections.nouns import stored
from incident_log.view import View
from incident_log.weighing import Key, Weighed

Figures = Mapping[Key, Weighed]


class Change(NamedTuple):
    """One change of one figure at the latest T; the columns of its table."""

    noun: str
    place: str | None
    subject: str  #: JSON object
    known_at: str
    low_before: Number | None
    best_before: Number | None
    high_before: Number | None
    low: Number | None
    best: Number | None
    high: Number | None
    contested: int | None  #: ``None`` where there is no figure from then on
    cause: str
    claim: str | None


def changed(old: Figures, new: Figures, before: View, after: View) -> list[Change]:
    """Return the changes from one set of figures to another, in a stated order."""
    keys = [
        key
        for key in old.keys() | new.keys()
        if says(old.get(key)) != says(new.get(key))
    ]
    if len(keys) > 1:
        keys.sort(key=repr)
    return [_change(key, old.get(key), new.get(key), before, after) for key in keys]


def _change(
    key: Key, old: Weighed | None, new: Weighed | None, before: View, after: View
) -> Change:
    table, place, subject = key
    moved = next(causes(old, new, before, after), None)
    return Change(
        noun="observed" if table == "occurrences" else table,
        place=place,
        subject=_stated(table, subject),
        known_at=after.known_at,
        low_before=old.low if old else None,
        best_before=old.best if old else None,
        high_before=old.high if old else None,
        low=new.low if new else None,
        best=new.best if new else None,
        high=new.high if new else None,
        contested=int(new.contested) if new else None,
        cause=moved.cause if moved else otherwise(before, after),
        claim=moved.claim.reference if moved else None,
    )


@lru_cache(maxsize=4096)
def _stated(table: str, values: tuple[Any, ...]) -> str:
    """Return what a figure counts, which a thousand changes of it have in common."""
    said = named(table, values).items()
    return str(stored({name: value for name, value in said if value is not None}))
