"""One series of one incident: its rows that are open, and how they take claims in."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from incident_log.events import IncidentLinked
from incident_log.placing import Placed
from incident_log.projections.enclosures import Enclosed
from incident_log.projections.nouns import Circumstance, Noun, Sweep
from incident_log.projections.remarks import Remark
from incident_log.projections.titles import Titled
from incident_log.projections.verifications import Judged
from incident_log.rectangles import Cause, Rectangle, Strip, joined, succeed
from incident_log.times import FOREVER

#: What a series is made of: claims, verdicts, editors' links, places within places,
#: remarks on updates, a title.
Item = Placed | Judged | IncidentLinked | Enclosed | Remark | Titled

#: Before every T.
EVER = "0001-01-01T00:00:00.000000Z"


class Series:
    """The items of one series at the K reached, and the rows they make."""

    def __init__(self, noun: Noun, circumstance: Circumstance) -> None:
        self.noun = noun
        self.items: list[Item] = []
        self.rows: list[Rectangle] = []
        self._circumstance = circumstance
        self._sweep: Sweep | None = None
        self._edge = EVER  #: the T that the sweep has reached

    def sweep(self) -> Sweep:
        """Return the walk along T, at the latest T.

        Over rows that were read back it need not stop at every moment.
        """
        if self._sweep is None:
            self._sweep = self.noun.sweep(self._circumstance)
            self._sweep.see(self.items)
            self._edge = max(visible_from(item) for item in self.items)
        return self._sweep

    def learn(
        self, items: Sequence[Item], known_at: str, why: Cause
    ) -> list[Rectangle]:
        """Let *items* be all that there is; return the rows that ended."""
        self.items = list(items)
        self._sweep, self._edge = None, EVER
        strips = joined(self._strips(items)) if items else []
        self.rows, over = succeed(self.rows, strips, known_at, why)
        return over

    def add(self, items: Sequence[Item], known_at: str) -> list[Rectangle]:
        """Take in what is known later than all before; return the rows that ended.

        What speaks of moments from the latest T on is added to the walk along T;
        else the series is walked again.
        """
        since = min(visible_from(item) for item in items)
        if self.items:
            self.sweep()
        if not self.items or since < self._edge:
            return self.learn([*self.items, *items], known_at, _nothing)
        self.items += items
        last = self.rows.pop()
        strips = self._strips(items)
        if last.strip.as_of_from < since:
            cut = Strip(last.strip.as_of_from, since, last.strip.content)
            strips = [cut, *strips]
        following, over = succeed([last], joined(strips), known_at, _nothing)
        self.rows += following
        return over

    def _strips(self, items: Iterable[Item]) -> list[Strip]:
        """Walk on along T through *items*; return what stands from each moment on."""
        if self._sweep is None:
            self._sweep = self.noun.sweep(self._circumstance)
        by_edge: dict[str, list[Item]] = {}
        for item in items:
            by_edge.setdefault(visible_from(item), []).append(item)
        edges = sorted(by_edge)
        self._edge = edges[-1] if edges else self._edge
        return [
            Strip(start, end, self._sweep.see(by_edge[start]))
            for start, end in pairwise([*edges, FOREVER])
        ]


def visible_from(item: Item) -> str:
    """Return the T from which an item shows."""
    if isinstance(item, Placed | Judged):
        return item.as_of.latest
    return item.known_at if isinstance(item, IncidentLinked) else EVER


def _nothing(_: str) -> None:
    """No claim that stood before is touched by one that is only added."""
    return


def signature(items: Iterable[Item], circumstance: Circumstance) -> tuple[Any, ...]:
    """Return all that rows are made from, to tell whether it has changed."""
    return tuple(_signature(item, circumstance) for item in items)


def _signature(item: Item, circumstance: Circumstance) -> tuple[Any, ...]:
    reading = circumstance.reading
    if isinstance(item, Placed):
        return (
            *(item.name, item.claim, item.as_of, item.published_at, item.known_at),
            *(item.origin, item.place, item.restated, reading.party(item.said_by)),
            circumstance.retracted.intersection(item.rests_on),
        )
    if isinstance(item, Judged):
        return (item, reading.party(item.said_by))
    if isinstance(item, IncidentLinked):
        return (item.reference, item.reason, reading.party(item.by))
    return (item,)
