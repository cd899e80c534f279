"""Incidents too large to be held in memory: they are learnt page by page.

Where all that an incident rests on are updates that only add claims, each of them known
by itself, what was learnt from one page can be told before the next is read, and
forgotten but for a horizon.  All other incidents are read whole, however large.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incident_log.events import UpdateReceived
from incident_log.history import History
from incident_log.log import Log
from incident_log.projecting.making import Made, last_of, part_of, read
from incident_log.projections.chronicle import Chronicle
from incident_log.projections.plain import is_by_itself
from incident_log.projections.walking import Forgotten

#: Updates in their order.
Page = Sequence[UpdateReceived]

#: Updates of a page, some 10 kB each.
PAGE = 1000

#: Moments of each series that claims may come late for.
MOMENTS = 200

#: Incidents of fewer updates are not worth paging.
MANY = 5 * PAGE

#: Of incidents with fewer the history and the rows that hold are sooner read back.
HUGE = 10 * PAGE


@dataclass(frozen=True, slots=True)
class Large:
    """An incident that had better be read in pages, up to a position of its log."""

    log: Log
    incident: str
    until: int
    size: int  #: events about it


def large(log: Log, incident: str, until: int) -> Large | None:
    """Return an incident if it is large."""
    size = log.count(incident, at_position=until)
    return Large(log, incident, until, size) if size > MANY else None


def made_in_parts(large: Large) -> Iterator[Made]:
    """Yield all rows of an incident part by part.

    Raise :exc:`Forgotten` where it has to be read whole; then no part counts.
    """
    found = pages(large)
    chronicle = _learnt(None, next(found), large.incident)
    for page in found:
        yield part_of(chronicle, MOMENTS)
        _learnt(chronicle, page, large.incident)
    yield last_of(chronicle)


def taken_on(large: Large, reached: str) -> Chronicle:
    """Learn an incident, and begin to tell at the K *reached*.

    The rows up to there are neither held nor read back.  Raise :exc:`Forgotten` where
    it has to be read whole, as one has that is not huge, for that is sooner done.
    """
    if large.size <= HUGE:
        raise Forgotten
    chronicle: Chronicle | None = None
    later: list[UpdateReceived] = []
    for page in pages(large):
        end = bisect_right(page, reached, key=_known_at)
        later += page[end:]
        if end:
            chronicle = _learnt(chronicle, page[:end], large.incident)
            chronicle.forget(MOMENTS)
    return _learnt(chronicle, later, large.incident)


def _learnt(chronicle: Chronicle | None, page: Page, incident: str) -> Chronicle:
    if chronicle is None:
        return read(History.of(page), incident)
    if not chronicle.extend(page):
        raise Forgotten
    return chronicle


def pages(large: Large) -> Iterator[Page]:
    """Yield the updates of an incident in their order, those of one K on one page.

    Raise :exc:`Forgotten` where anything is about it but updates that stand alone.
    """
    log, until = large.log, large.until
    positions = log.in_order(large.incident, at_position=until)
    if len(positions) < large.size:
        raise Forgotten  # an editor decided something
    waiting: list[UpdateReceived] = []
    for start in range(0, len(positions), PAGE):
        waiting += _by_themselves(log, positions[start : start + PAGE], until)
        last = waiting[-1].known_at
        end = bisect_left(waiting, last, key=_known_at)
        if end:
            yield waiting[:end]
            waiting = waiting[end:]
    yield waiting


def _by_themselves(
    log: Log, positions: Sequence[int], until: int
) -> list[UpdateReceived]:
    """Return updates that nothing else has to be known for."""
    updates = [u for u in log.at(positions) if isinstance(u, UpdateReceived)]
    if len(updates) < len(positions) or not all(map(is_by_itself, updates)):
        raise Forgotten
    if log.told_of(updates, at_position=until):
        raise Forgotten
    return updates


def _known_at(update: UpdateReceived) -> str:
    return update.known_at
