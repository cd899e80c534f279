"""One series of one incident: its rows that are open, and how they take claims in."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from incident_log.events import IncidentLinked
from incident_log.placing import Placed
from incident_log.projections.counted import CountedSweep
from incident_log.projections.nouns import Circumstance, Key, Noun
from incident_log.projections.verifications import Judged
from incident_log.projections.walking import Item, Walk
from incident_log.rectangles import (
    SUPERSEDED,
    Cause,
    Rectangle,
    Strip,
    joined,
    succeed,
)
from incident_log.standing import Standing
from incident_log.times import FOREVER

#: What figures are made for: a noun and a subject, in all places.
Subject = tuple[str, Key]


class Series:
    """The items of one series at the K reached, and the rows they make."""

    def __init__(self, noun: Noun, key: Key, circumstance: Circumstance) -> None:
        self.noun = noun
        self.key = key
        #: what it counts, whoever says so, wherever, if it counts
        self.subject: Subject | None = (noun.name, key[2:]) if noun.is_counted else None
        self.items: list[Item] = []
        self.rows: list[Rectangle] = []
        self._circumstance = circumstance
        self._walk: Walk | None = None

    def standing(self) -> Standing:
        """Return what stands at the latest T in a series that counts."""
        walk = self._walked()
        assert isinstance(walk.sweep, CountedSweep)
        return walk.sweep.standing(walk.at_latest())

    def learn(
        self, items: Sequence[Item], known_at: str, why: Cause
    ) -> list[Rectangle]:
        """Let *items* be all that there is; return the rows that ended."""
        self.items = list(items)
        self._walk = Walk(self.noun.sweep(self._circumstance))
        strips = joined(self._walk.add(self.items)[0]) if items else []
        self.rows, over = succeed(self.rows, strips, known_at, why)
        return over

    def add(self, items: Sequence[Item], known_at: str) -> list[Rectangle]:
        """Take in what is known later than all before; return the rows that ended."""
        if not self.items:
            return self.learn(items, known_at, _nothing)
        strips, until = self._walked().add(items)
        self.items += items
        since = strips[0].as_of_from
        is_last = len(strips) == 1 and until == FOREVER
        if is_last and self.rows[-1].strip.as_of_from < since:
            return self._go_on(strips[0], known_at)
        # The rows that this stretch of T touches, neighbours included.
        start = bisect_left(self.rows, since, key=_end)
        end = bisect_right(self.rows, until, key=_start)
        touched = self.rows[start:end]
        present = [row.strip for row in touched]
        stands = joined(_put_in(strips, present, since, until))
        following, over = succeed(touched, stands, known_at, _nothing)
        self.rows[start:end] = following
        return over

    def _go_on(self, strip: Strip, known_at: str) -> list[Rectangle]:
        """Take in what shows last of all, as nearly always; nothing else is touched."""
        last = self.rows[-1]
        if last.strip.content == strip.content:
            return []
        cut = Strip(last.strip.as_of_from, strip.as_of_from, last.strip.content)
        last.end(known_at, SUPERSEDED)
        self.rows[-1:] = [Rectangle(cut, known_at), Rectangle(strip, known_at)]
        return [last]

    def forget(self, moments: int) -> list[Rectangle]:
        """Forget all but the last *moments* along T, and what matters from before them.

        Return the rows that hold and are forgotten; nothing can end them any more.
        """
        walk = self._walked()
        walk.sweep = self.noun.sweep(self._circumstance)
        horizon = walk.forget(moments)
        self.items = walk.items
        # What ends there is a neighbour of what may come.
        place = bisect_left(self.rows, horizon, key=_end)
        gone, self.rows = self.rows[:place], self.rows[place:]
        return gone

    def _walked(self) -> Walk:
        if self._walk is None:
            self._walk = Walk(self.noun.sweep(self._circumstance), self.items)
        return self._walk


def _put_in(
    strips: Sequence[Strip], present: Sequence[Strip], since: str, until: str
) -> list[Strip]:
    """Put *strips* in place of what is *present* between two moments."""
    before = [
        Strip(strip.as_of_from, min(strip.as_of_to, since), strip.content)
        for strip in present
        if strip.as_of_from < since
    ]
    after = [
        Strip(max(strip.as_of_from, until), strip.as_of_to, strip.content)
        for strip in present
        if strip.as_of_to > until
    ]
    return [*before, *strips, *after]


def _start(row: Rectangle) -> str:
    return row.strip.as_of_from


def _end(row: Rectangle) -> str:
    return row.strip.as_of_to


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
