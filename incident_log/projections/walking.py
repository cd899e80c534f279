"""Along T through one series: the moments at which it may say something else.

What is known late reaches only as far as it decides something: from the moment it
speaks about to the first at which it is older than all that stands.  A feed of daily
figures with late corrections is walked from end to end once, not at each of them; and
what shows long before all that comes may be forgotten, but for what still matters.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from incident_log.events import IncidentLinked
from incident_log.placing import Placed
from incident_log.projections.enclosures import Enclosed
from incident_log.projections.nouns import Sweep
from incident_log.projections.remarks import Remark
from incident_log.projections.titles import Titled
from incident_log.projections.verifications import Judged
from incident_log.rectangles import Strip
from incident_log.times import FOREVER

#: What a series is made of: claims, verdicts, editors' links, places within places,
#: remarks on updates, a title.
Item = Placed | Judged | IncidentLinked | Enclosed | Remark | Titled

#: Before every T.
EVER = "0001-01-01T00:00:00.000000Z"

#: A step that depends on more items than this is not remembered: where increments add
#: up, all steps together would hold the square of the number of items.
FEW = 16


class Forgotten(Exception):
    """What comes late would need what was forgotten."""


class Walk:
    """What shows in a series, by the moment from which it does."""

    def __init__(self, sweep: Sweep, items: Iterable[Item] = ()) -> None:
        self.sweep = sweep
        self._edges: list[str] = []  #: moments at which something comes to show
        self._shown: dict[str, list[Item]] = {}  #: what that is
        self._kept: dict[str, list[Item]] = {}  #: what matters from there on
        self._horizon = ""  #: nothing is known of what shows before it
        self._before: list[Item] = []  #: but what of that matters there
        self._show(items)

    def add(self, items: Sequence[Item]) -> tuple[list[Strip], str]:
        """Take items in; return what stands from then on as far as they matter.

        The strips lie end to end, from the first moment at which one of the items shows
        to the one that is returned with them.
        """
        new = self._show(items)
        last, mine = max(new), set(map(id, items))
        found: list[tuple[str, list[Item]]] = []
        until = FOREVER
        for edge, kept in self._steps(min(new), items):
            if edge > last and not any(id(item) in mine for item in kept):
                until = edge
                break
            found.append((edge, kept))
            self._remember(edge, kept)
        ends = [*(edge for edge, _ in found[1:]), until]
        return [
            Strip(edge, end, self.sweep.content(kept))
            for (edge, kept), end in zip(found, ends, strict=True)
        ], until

    def _steps(
        self, first: str, items: Sequence[Item]
    ) -> Iterator[tuple[str, list[Item]]]:
        """Yield the moments from *first* on with what matters there, new items too."""
        place = bisect_left(self._edges, first)
        if first in self._kept:  # of what showed there before, only that matters
            kept = self._kept[first]
            shown = [item for item in items if visible_from(item) == first]
        else:
            kept, shown = self._kept_before(place), self._shown[first]
        kept = self.sweep.keep([*kept, *shown])
        yield first, kept
        for edge in self._edges[place + 1 :]:
            kept = self.sweep.keep([*kept, *self._shown[edge]])
            yield edge, kept

    def at_latest(self) -> list[Item]:
        """Return what matters at the latest T."""
        return self._kept_before(len(self._edges))

    @property
    def items(self) -> list[Item]:
        """The items that are not forgotten."""
        return [*self._before, *self._shown_at(self._edges)]

    def forget(self, moments: int) -> str:
        """Forget what shows before the last *moments*, but for what matters there.

        Return the first of them; empty where nothing was ever forgotten.
        """
        place = len(self._edges) - moments
        if place > 0:
            self._before = self._kept_before(place)
            for edge in self._edges[:place]:
                del self._shown[edge]
                self._kept.pop(edge, None)
            del self._edges[:place]
            self._horizon = self._edges[0]
        return self._horizon

    def _show(self, items: Iterable[Item]) -> set[str]:
        new = set()
        for item in items:
            edge = visible_from(item)
            if edge < self._horizon:
                raise Forgotten
            new.add(edge)
            if edge not in self._shown:
                self._shown[edge] = []
                insort(self._edges, edge)
            self._shown[edge].append(item)
        return new

    def _kept_before(self, place: int) -> list[Item]:
        """Return what matters at the edge before a place among the edges."""
        if place == 0:
            return self._before
        edge = self._edges[place - 1]
        if edge in self._kept:
            return self._kept[edge]
        # Rows that were read back need not be walked through again.
        seen = [*self._before, *self._shown_at(self._edges[:place])]
        kept = self.sweep.keep(seen)
        self._remember(edge, kept)
        return kept

    def _shown_at(self, edges: Iterable[str]) -> Iterator[Item]:
        return chain.from_iterable(self._shown[edge] for edge in edges)

    def _remember(self, edge: str, kept: list[Item]) -> None:
        if len(kept) <= FEW:
            self._kept[edge] = kept
        else:
            self._kept.pop(edge, None)


def visible_from(item: Item) -> str:
    """Return the T from which an item shows."""
    if isinstance(item, Placed | Judged):
        return item.as_of.latest
    return item.known_at if isinstance(item, IncidentLinked) else EVER
