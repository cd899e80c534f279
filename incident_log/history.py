"""The events that one incident rests on, and what of them was known at K."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from incident_log.events import (
    Event,
    IncidentClosed,
    IncidentMerged,
    IncidentReopened,
    IncidentUnmerged,
    Order,
    UpdateReceived,
)
from incident_log.likeness import Erased
from incident_log.references import Reference


class Listed(NamedTuple):
    """An update by name only, for looking up what a bare word in its report means."""

    order: Order
    source: str
    derived_from: str | None
    claims: frozenset[str]


@dataclass(frozen=True)
class History:
    """Updates and editors' decisions, each in the order of :class:`Order`.

    *rosters* lists, of reports whose other updates matter though they concern other
    incidents, as many updates by name as every question about them needs: the first,
    those that bare words may mean, and where its voice changed all of them.  *erased*
    tells of words of the updates that are gone, as of every K.
    """

    updates: tuple[UpdateReceived, ...] = ()
    decisions: tuple[Event, ...] = ()
    rosters: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    erased: Erased = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        events: Iterable[Event],
        rosters: Mapping[str, tuple[Listed, ...]] | None = None,
        erased: Erased | None = None,
    ) -> "History":
        """Sort *events* into a history; the order they come in does not matter."""
        told = list(events)
        updates = [e for e in told if isinstance(e, UpdateReceived)]
        decisions = [e for e in told if not isinstance(e, UpdateReceived)]
        return cls(
            tuple(sorted(updates, key=lambda u: u.order)),
            tuple(sorted(decisions, key=lambda d: (d.order, d.stream, d.version))),
            rosters or {},
            erased or {},
        )

    def at(self, known_at: str) -> "History":
        """Return what of it the log knew at *known_at*."""
        return History(
            tuple(u for u in self.updates if u.known_at <= known_at),
            tuple(d for d in self.decisions if d.known_at <= known_at),
            {
                report: tuple(u for u in listed if u.order.known_at <= known_at)
                for report, listed in self.rosters.items()
            },
            self.erased,
        )

    def roster(self, report: str) -> tuple[Listed, ...]:
        """Return the updates of *report*, oldest first, by name."""
        if report in self.rosters:
            return self.rosters[report]
        return tuple(listed(update) for update in self.by_report.get(report, ()))

    @cached_property
    def by_report(self) -> dict[str, list[UpdateReceived]]:
        """The updates of each report, oldest first."""
        found: dict[str, list[UpdateReceived]] = {}
        for update in self.updates:
            found.setdefault(update.report.id, []).append(update)
        return found

    @cached_property
    def by_name(self) -> dict[Reference, UpdateReceived]:
        """The updates by their reference."""
        return {Reference(u.report.id, u.update): u for u in self.updates}

    @cached_property
    def survivors(self) -> dict[str, str]:
        """Where each merged incident went; the latest merge or unmerge decides."""
        into: dict[str, str | None] = {}
        for decision in self.decisions:
            if isinstance(decision, IncidentMerged):
                into[decision.owner] = decision.into
            elif isinstance(decision, IncidentUnmerged):
                into[decision.owner] = None
        found = {}
        for slug in into:
            here, seen = slug, {slug}
            while (there := into.get(here)) is not None and there not in seen:
                seen.add(there)
                here = there
            if here != slug:
                found[slug] = here
        return found

    @cached_property
    def closed(self) -> frozenset[str]:
        """The incidents of which editors expect no more reports."""
        state = {
            decision.owner: isinstance(decision, IncidentClosed)
            for decision in self.decisions
            if isinstance(decision, IncidentClosed | IncidentReopened)
        }
        return frozenset(slug for slug, is_closed in state.items() if is_closed)

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """The known times of updates that are there by name only.

        What a word means, and whose text a report carries, may change with them.
        """
        return frozenset(
            each.order.known_at
            for report, listed in self.rosters.items()
            for each in listed
            if Reference(report, each.order.update) not in self.by_name
        )

    @cached_property
    def instants(self) -> list[str]:
        """The known times at which anything changed, oldest first."""
        return sorted({e.known_at for e in (*self.updates, *self.decisions)})


def listed(update: UpdateReceived) -> Listed:
    """Name an update."""
    return Listed(
        update.order,
        update.report.source,
        update.report.derived_from,
        frozenset(claim.id for claim in update.claims),
    )
