"""Which events one incident rests on, and no others.

Those that concern it or an incident it was merged with; what corrects, withdraws or
judges these; what withdraws that; and by name only the updates that words may mean.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet

from incident_log.claims import Casualties, Claim, Verification
from incident_log.commitments import ERASED as ERASED_WORDS
from incident_log.events import (
    Event,
    IncidentMerged,
    IncidentUnmerged,
    Order,
    UpdateReceived,
    WordsErased,
)
from incident_log.history import History, Listed
from incident_log.likeness import Erased, erased_by
from incident_log.log.finding import Wanted
from incident_log.pending import CONCERNED, CORRECTED, ERASED, JUDGED, WITHDRAWN
from incident_log.references import is_bare, parse

#: How an event may act on what an update is called.
_ACTS = (CORRECTED, WITHDRAWN, JUDGED)

#: A word, and the order of the update that uses it.
Asked = tuple[str, Order]
FoundBy = Callable[[Wanted, int], Iterable[tuple[int, Event]]]
RosterOf = Callable[[str, Iterable[Asked], int], tuple[Listed, ...]]


class Gathering:
    """Collects the events of one incident, wave after wave, up to a position.

    *found_by* returns the events that are in some way about subjects, *roster_of* the
    updates of a report that are needed by name.  *acted_on* is all that anybody
    corrected, withdrew or judged by then, where that is known.
    """

    def __init__(
        self,
        found_by: FoundBy,
        roster_of: RosterOf,
        until: int,
        acted_on: frozenset[str] | None,
    ) -> None:
        self._found_by = found_by
        self._roster_of = roster_of
        self._until = until
        self._acted_on = acted_on
        self._events: dict[int, Event] = {}
        self._incidents: set[str] = set()
        self._asked: dict[str, set[str]] = {how: set() for how in (CONCERNED, *_ACTS)}
        self._carried: dict[str, tuple[Listed, ...]] = {}

    def history(self, incident: str) -> History:
        """Return the history of *incident*."""
        self._incidents.add(incident)
        found: dict[int, Event] = {}
        while new := self._new(found.values()):
            found = dict(self._found_by(new, self._until))
            self._events.update(found)
        return History.of(self._events.values(), self._rosters(), self._erased())

    def _new(self, found: Iterable[Event]) -> Wanted:
        """Return what has to be read and was not yet, going by what was found last."""
        new = {}
        for how, subjects in self._wanted(found).items():
            if more := subjects - self._asked[how]:
                self._asked[how] |= more
                new[how] = more
        return new

    def _wanted(self, found: Iterable[Event]) -> dict[str, set[str]]:
        known = len(self._incidents)
        for event in found:
            if isinstance(event, IncidentMerged | IncidentUnmerged):
                self._incidents |= {event.owner, event.into}
        # What was found before may be about an incident that is met only now.
        is_more = len(self._incidents) > known
        every: set[str] = set()
        concerned: set[str] = set()
        for event in self._events.values() if is_more else found:
            if isinstance(event, UpdateReceived):
                names = self._names_of(event)
                every |= names
                every.update(
                    f"report:{each}" for each in self._chain(event.report.derived_from)
                )
                if not event.concerns.isdisjoint(self._incidents):
                    concerned |= names
        slugs = {f"incident:{slug}" for slug in self._incidents}
        return {
            CONCERNED: slugs,
            WITHDRAWN: every,
            CORRECTED: concerned,
            JUDGED: concerned,
        }

    def _names_of(self, update: UpdateReceived) -> AbstractSet[str]:
        """Return what an update may be called by what acts on it."""
        if self._acted_on is None:
            return names_of(update)
        return self._acted_on and self._acted_on & names_of(update)

    def _chain(self, report: str | None) -> Iterator[str]:
        """Yield the reports whose text is carried on, the nearest first."""
        seen = set()
        while report is not None and report not in seen:
            seen.add(report)
            if report not in self._carried:
                self._carried[report] = self._roster_of(report, (), self._until)
            if not self._carried[report]:
                return
            yield report
            report = self._carried[report][-1].derived_from

    def _erased(self) -> Erased:
        """Return which words are gone, whenever that was: for every K and position."""
        reports = {
            f"report:{event.report.id}"
            for event in self._events.values()
            if isinstance(event, UpdateReceived)
            and ERASED_WORDS in (event.text, event.label)
        }
        found = self._found_by({ERASED: reports}, sys.maxsize)
        return erased_by(event for _, event in found if isinstance(event, WordsErased))

    def _rosters(self) -> dict[str, tuple[Listed, ...]]:
        """List the updates that are needed by name."""
        asked: dict[str, set[Asked]] = {report: set() for report in self._carried}
        for event in self._events.values():
            if isinstance(event, UpdateReceived):
                for report, word in _mentioned(event):
                    words = {(word, event.order)} if word else set[Asked]()
                    asked.setdefault(report, set()).update(words)
        return {
            report: self._roster_of(report, sorted(words), self._until)
            for report, words in asked.items()
        }


def names_of(update: UpdateReceived) -> frozenset[str]:
    """Return all that an update and its claims may be called by others."""
    report = f"report:{update.report.id}"
    words = [update.update, *(claim.id for claim in update.claims)]
    names = (f"{report}?{word}" for word in words)
    return frozenset((report, f"{report}/{update.update}", *names))


def _mentioned(update: UpdateReceived) -> Iterator[tuple[str, str]]:
    """Yield report and word of everything an update refers to.

    A bare word may be an id in its own report, or a report itself.
    """
    acts = (*update.corrects, *update.holds, *update.releases, *update.retracts)
    corrected = [word for claim in update.claims for word in claim.corrects]
    own = {claim.id for claim in update.claims}
    said = [word for claim in update.claims for word in (*claim.restates, *_of(claim))]
    for word in (*acts, *corrected, *(word for word in said if word not in own)):
        if is_bare(word):
            yield update.report.id, word
            yield word, ""
        else:
            name = parse(word)
            claim = f"#{name.original.claim}" if name.claim else ""
            yield name.report, f"{name.update}{claim}"


def _of(claim: Claim) -> tuple[str, ...]:
    """Return the claims that a verification judges, or a subset is part of."""
    if isinstance(claim, Casualties) and claim.subset_of is not None:
        return (claim.subset_of,)
    return claim.of if isinstance(claim, Verification) else ()
