"""Tells whether two updates of a report had the same words, also once these are erased.

An erasure notes which updates had the words that go: what was concluded from them, as
that a page changed without saying so (R27), must not change when they do.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from incident_log.commitments import ERASED
from incident_log.events import UpdateReceived, WordsErased

#: The words of updates that are compared.
COMPARED = ("text", "label")


class Gone(NamedTuple):
    """Words that were erased."""

    at: int  #: position of the event that tells so
    alike: frozenset[int]  #: positions of the updates that had the same then


#: Erased words, by position and path.
Erased = Mapping[tuple[int, str], Gone]


def erased_by(events: Iterable[WordsErased]) -> dict[tuple[int, str], Gone]:
    """Return what some events tell of words that are compared."""
    found = {}
    for event in events:
        groups = {(n, a.path): a.positions for a in event.alike for n in a.positions}
        for position, path, _ in event.erased:
            if path in COMPARED:
                alike = frozenset(groups.get((position, path), (position,)))
                found[position, path] = Gone(event.position, alike)
    return found


def is_same(
    path: str, one: UpdateReceived, other: UpdateReceived, erased: Erased
) -> bool | None:
    """Tell whether two updates had the same words at *path*; ``None`` if nobody can.

    Nobody can where one came only after the words of the other had been erased.
    """
    said, told = getattr(one, path), getattr(other, path)
    if ERASED not in (said, told) or None in (said, told):
        return bool(said == told)
    gone = [erased[key] for u in (one, other) if (key := (u.position, path)) in erased]
    positions = {one.position, other.position}
    if not gone or max(positions) > (first := min(gone)).at:
        return None
    return positions <= first.alike
