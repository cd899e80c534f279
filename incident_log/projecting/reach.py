"""Which incidents an event may change beside those it is about.

An event reaches further when it acts on other updates, when a report changes whose
text others carry, when it comes late, and through merges.  Too many is slow, too few is
wrong: where a case is rare, all incidents of a report are named.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from incident_log.claims import Verification
from incident_log.events import (
    ClaimAssessed,
    ClaimCorrected,
    Event,
    IncidentMerged,
    IncidentUnmerged,
    Order,
    UpdateReceived,
    Withdrawal,
)
from incident_log.log import Log
from incident_log.references import Reference, is_bare, parse
from incident_log.tables import Tables
from incident_log.times import FOREVER

#: The updates of a report before and after a place in the order; an index has them in
#: this order, with updates that print no time first.
_ORDER = "(known_at, ifnull(published_at, ''), update_id)"
_BEFORE = f"report = ? AND known_at <= ? AND {_ORDER} < (?, ?, ?)"
_AFTER = f"report = ? AND known_at >= ? AND {_ORDER} > (?, ?, ?) AND position < ?"
_NEWEST = "ORDER BY known_at DESC, published_at DESC, update_id DESC LIMIT 1"
_OLDEST = "ORDER BY known_at, published_at, update_id"

_ACTS = ("correction", "retraction", "hold", "release")


class Reach:
    """Finds incidents by the registers, in which the events are entered already."""

    def __init__(self, tables: Tables, log: Log) -> None:
        self._tables = tables
        self._log = log
        self._pairs = tables.rows("SELECT incident, survivor FROM merges")
        self._since = 0  #: the first position that is new

    def incidents(self, events: Sequence[Event]) -> dict[str, list[Event]]:
        """Return every incident whose rows *events* may change, with those that may.

        They are all that came after what the rows were made from.
        """
        self._since = min(event.position for event in events)
        waiting = self._waiting()
        found: dict[str, list[Event]] = {}
        for event in events:
            for incident in self._merged(
                {*self._of(event), *_released(event, waiting)}
            ):
                found.setdefault(incident, []).append(event)
        return found

    def _of(self, event: Event) -> Iterator[str]:
        if isinstance(event, UpdateReceived):
            yield from event.concerns
            yield from self._of_update(event)
        elif isinstance(event, IncidentMerged | IncidentUnmerged):
            yield from (event.owner, event.into)
        elif event.stream.startswith("incident:"):
            yield event.owner
        else:
            yield from self._of_decision(event)

    def _waiting(self) -> dict[str, set[str]]:
        """Return, for every update and report that is waited for, the incidents."""
        found: dict[str, set[str]] = {}
        # Every list that is not empty sorts before the one that is.
        rows = self._tables.rows(
            "SELECT incident, waits_for FROM remarks"
            " WHERE waits_for < '[]' AND known_to = ?",
            (FOREVER,),
        )
        for incident, waits_for in rows:
            for name in json.loads(waits_for):
                found.setdefault(name, set()).add(incident)
        return found

    def _of_decision(self, event: Event) -> Iterator[str]:
        assert isinstance(event, Withdrawal | ClaimCorrected | ClaimAssessed)
        about = event.of if isinstance(event, Withdrawal) else event.claim
        yield from self._of_target(parse(about), set())

    def _of_update(self, update: UpdateReceived) -> Iterator[str]:
        seen: set[Reference] = set()
        for target in self._targets(update):
            yield from self._of_target(target, seen)
        is_late = self._is_late(update)
        if is_late:
            yield from self._of_later(update)
        if is_late or self._is_new_voice(update):
            yield from self._of_carriers(update.report.id)

    def _targets(self, update: UpdateReceived) -> Iterator[Reference]:
        """Yield what an update acts on or judges."""
        words = [*update.corrects, *update.holds, *update.releases, *update.retracts]
        if update.signal in _ACTS and not words:
            yield Reference(update.report.id)
        for claim in update.claims:
            words += claim.corrects
            words += claim.of if isinstance(claim, Verification) else ()
        for word in words:
            yield from self._meant(word, update.report.id, update.order)

    def _meant(self, word: str, report: str, order: Order) -> Iterator[Reference]:
        """Yield all that a word may name, in its own report or as a report."""
        if not is_bare(word):
            yield parse(word)
            return
        yield Reference(word)
        rows = self._tables.rows(
            f"SELECT update_id FROM updates WHERE {_BEFORE}"
            " AND EXISTS (SELECT 1 FROM claims WHERE claims.id = updates.id || ?)"
            f" {_NEWEST}",
            (*_place(order, report), f"#{word}"),
        )
        yield from (Reference(report, str(row[0])) for row in rows)
        yield Reference(report, word)

    def _of_target(self, target: Reference, seen: set[Reference]) -> Iterator[str]:
        """Yield the incidents of what is acted on, and of what that acted on."""
        target = target._replace(claim=None)
        if target in seen:
            return
        seen.add(target)
        if target.update is None:
            yield from self._of_report(target.report)
            yield from self._of_carriers(target.report)
            acting = self._tables.rows(
                "SELECT position FROM updates WHERE report = ? AND refers",
                (target.report,),
            )
        else:
            name = str(target)
            yield from self._concerned("update_ref = ?", (name,))
            acting = self._tables.rows(
                "SELECT position FROM updates WHERE id = ? AND refers", (name,)
            )
        for (position,) in acting:
            for further in self._targets(self._update_at(position)):
                yield from self._of_target(further, seen)

    def _is_late(self, update: UpdateReceived) -> bool:
        """Tell whether its report has an update later in the order that came before."""
        return bool(self._later(update, f"{_OLDEST} LIMIT 1"))

    def _later(self, update: UpdateReceived, further: str) -> list[tuple[Any, ...]]:
        return self._tables.rows(
            f"SELECT id, position FROM updates WHERE {_AFTER} {further}",
            (*_place(update.order, update.report.id), self._since),
        )

    def _of_later(self, update: UpdateReceived) -> Iterator[str]:
        """Yield the incidents of later updates whose words may now mean another."""
        for name, _ in self._later(update, f"{_OLDEST} LIMIT 1"):
            yield from self._concerned("update_ref = ?", (name,))
        for name, position in self._later(update, "AND refers"):
            yield from self._concerned("update_ref = ?", (name,))
            words = {update.update, *(claim.id for claim in update.claims)}
            if words & _said(self._update_at(position)):
                yield from self._of_report(update.report.id)

    def _update_at(self, position: int) -> UpdateReceived:
        (event,) = self._log.events(after=position - 1, limit=1)
        assert isinstance(event, UpdateReceived)
        return event

    def _is_new_voice(self, update: UpdateReceived) -> bool:
        """Tell whether its report speaks for the first time, or as another."""
        before = self._tables.rows(
            f"SELECT source, derived_from FROM updates WHERE {_BEFORE} {_NEWEST}",
            _place(update.order, update.report.id),
        )
        return before != [(update.report.source, update.report.derived_from)]

    def _of_report(self, report: str) -> Iterator[str]:
        yield from self._concerned(
            "update_ref IN (SELECT id FROM updates WHERE report = ?)", (report,)
        )

    def _of_carriers(self, report: str) -> Iterator[str]:
        """Yield the incidents of all reports that carry its text, however far."""
        known, waiting = {report}, [report]
        while waiting:
            rows = self._tables.rows(
                "SELECT DISTINCT report FROM updates WHERE derived_from = ?",
                (waiting.pop(),),
            )
            for (carrier,) in rows:
                if carrier not in known:
                    known.add(carrier)
                    waiting.append(carrier)
                    yield from self._of_report(carrier)

    def _concerned(self, where: str, parameters: Sequence[Any]) -> Iterator[str]:
        rows = self._tables.rows(
            f"SELECT DISTINCT incident FROM concerns WHERE {where}",
            parameters,
        )
        yield from (str(row[0]) for row in rows)

    def _merged(self, incidents: set[str]) -> set[str]:
        """Add every incident that one of them was ever merged with."""
        pairs = self._pairs
        found, is_growing = set(incidents), True
        while is_growing:
            more = {s for pair in pairs if found & set(pair) for s in pair} - found
            found |= more
            is_growing = bool(more)
        return found


def _released(event: Event, waiting: Mapping[str, set[str]]) -> Iterator[str]:
    """Return the incidents in which something waited for an update."""
    if isinstance(event, UpdateReceived):
        for name in (event.report.id, event.reference):
            yield from waiting.get(name, ())


def _place(order: Order, report: str) -> tuple[str, ...]:
    """Return the parameters of ``_BEFORE`` and ``_AFTER``."""
    known_at = order.known_at
    return (report, known_at, known_at, order.published_at, order.update)


def _said(update: UpdateReceived) -> set[str]:
    """Return the words with which an update refers to others."""
    words = {*update.corrects, *update.holds, *update.releases, *update.retracts}
    for claim in update.claims:
        words |= {*claim.corrects, *claim.restates, *getattr(claim, "of", ())}
        words |= {getattr(claim, "subset_of", None) or ""}
    return words
