"""Which events one incident rests on, and no others.

Those that concern it or an incident it was merged with; what corrects, withdraws or
judges these; what withdraws that; and by name only the updates that words may mean.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

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
from incident_log.pending import CONCERNED, CORRECTED, ERASED, JUDGED, WITHDRAWN
from incident_log.references import is_bare, parse

FoundBy = Callable[[str, Sequence[str], int], Iterable[tuple[int, Event]]]
#: A word, and the order of the update that uses it.
Asked = tuple[str, Order]
RosterOf = Callable[[str, Iterable[Asked], int], tuple[Listed, ...]]


class Gathering:
    """Collects the events of one incident, wave after wave, up to a position.

    *found_by* returns the events that are in some way about subjects, *roster_of* the
    updates of a report that are needed by name.
    """

    def __init__(self, found_by: FoundBy, roster_of: RosterOf, until: int) -> None:
        self._found_by = found_by
        self._roster_of = roster_of
        self._until = until
        self._events: dict[int, Event] = {}
        self._incidents: set[str] = set()
        self._named: dict[int, tuple[str, ...]] = {}
        self._carried: dict[str, tuple[Listed, ...]] = {}

    def history(self, incident: str) -> History:
        """Return the history of *incident*."""
        self._incidents.add(incident)
        asked: set[tuple[str, str]] = set()
        found: dict[int, Event] = {}
        while new := set(self._wanted(found.values())) - asked:
            asked |= new
            found = {}
            for how in (CONCERNED, CORRECTED, WITHDRAWN, JUDGED):
                subjects = sorted(subject for subject, each in new if each == how)
                found.update(self._found_by(how, subjects, self._until))
            self._events.update(found)
        return History.of(self._events.values(), self._rosters(), self._erased())

    def _wanted(self, found: Iterable[Event]) -> Iterator[tuple[str, str]]:
        """Yield what has to be read, going by what was found last."""
        known = len(self._incidents)
        for event in found:
            if isinstance(event, IncidentMerged | IncidentUnmerged):
                self._incidents |= {event.owner, event.into}
        for slug in self._incidents:
            yield f"incident:{slug}", CONCERNED
        # What was found before may be about an incident that is met only now.
        is_more = len(self._incidents) > known
        for event in self._events.values() if is_more else found:
            if isinstance(event, UpdateReceived):
                yield from self._wanted_about(event)

    def _wanted_about(self, update: UpdateReceived) -> Iterator[tuple[str, str]]:
        is_concerned = bool(update.concerns & self._incidents)
        hows = (WITHDRAWN, CORRECTED, JUDGED) if is_concerned else (WITHDRAWN,)
        if update.position not in self._named:
            self._named[update.position] = tuple(names_of(update))
        for name in self._named[update.position]:
            yield from ((name, how) for how in hows)
        for report in self._chain(update.report.derived_from):
            yield f"report:{report}", WITHDRAWN

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
        found = self._found_by(ERASED, sorted(reports), sys.maxsize)
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


def names_of(update: UpdateReceived) -> Iterator[str]:
    """Yield all that an update and its claims may be called by others."""
    report = f"report:{update.report.id}"
    yield report
    yield f"{report}/{update.update}"
    for word in {update.update, *(claim.id for claim in update.claims)}:
        yield f"{report}?{word}"


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
