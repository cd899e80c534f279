"""Incidents whose rows were made lately, to which claims are added without reading.

An incident of many updates takes seconds to read, and most updates only add claims to
what is understood already.  Where anything else has happened it is read again.  What
such updates do not need is forgotten, so that large incidents can be kept as well.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import chain

from incident_log.commitments import ERASED
from incident_log.events import Event, UpdateReceived
from incident_log.log import Log
from incident_log.projecting import paging
from incident_log.projecting.registering import refers
from incident_log.projections.chronicle import Chronicle

#: Updates of incidents that are kept, some 10 kB each.
MANY = 20_000


class Recent:
    """Chronicles at the position that the tables have reached, of so many updates."""

    def __init__(self, most: int = MANY) -> None:
        self._most = most
        self._state: dict[str, str] = {}
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._updates = 0

    def begin(self, state: dict[str, str]) -> None:
        """Forget all but what belongs to tables that say this of themselves.

        What was learnt and then not written comes again, and is read again: it is not
        known later than all before.
        """
        if state != self._state:
            self._known.clear()
            self._updates = 0

    def reach(self, state: dict[str, str]) -> None:
        """Take note that what was learnt is in tables that say this of themselves."""
        self._state = state

    def extended(
        self, incident: str, events: Sequence[Event], log: Log, until: int
    ) -> Chronicle | None:
        """Let an incident learn new events that may change its rows, if it is kept.

        Return nothing if it has to be read again.
        """
        known = self._known.pop(incident, None)
        if known is None:
            return None
        self._updates -= known.size
        if not known.learn(events, log, until):
            return None
        self._put(known)
        return known.chronicle

    def keep(self, chronicle: Chronicle) -> None:
        """Keep an incident that was read; those that were longest untouched go."""
        if self._most:
            known = _Known(chronicle)
            known.forget()
            if known.size <= self._most:
                self._put(known)

    def _put(self, known: "_Known") -> None:
        self._known[known.chronicle.incident] = known
        self._updates += known.size
        while self._updates > self._most:
            _, oldest = self._known.popitem(last=False)
            self._updates -= oldest.size


class _Known:
    """One incident, and what its history was gathered from."""

    def __init__(self, chronicle: Chronicle) -> None:
        self.chronicle = chronicle
        history = chronicle.history
        # Of one that was read in pages the history is forgotten.
        self.size = max(len(history.updates), chronicle.size)
        self._bound = paging.PAGE  #: the size from which on it is worth while to forget
        #: of what acts on others; what only adds claims does not
        self._positions = {
            event.position
            for event in chain(history.updates, history.decisions)
            if not isinstance(event, UpdateReceived) or refers(event)
        }
        #: what its reports carry on: whose voice that is was looked for already
        self._carried = {update.report.derived_from for update in history.updates}
        self._carried.add(None)

    def learn(self, events: Iterable[Event], log: Log, until: int) -> bool:
        """Tell whether *events* only add claims; if so, take them in."""
        self.forget()
        updates = []
        for event in events:
            if not isinstance(event, UpdateReceived) or not self._is_whole(event):
                return False
            updates.append(event)
        if not log.told_of(updates, at_position=until) <= self._positions:
            return False
        self.size += len(updates)
        return self.chronicle.extend(updates)

    def forget(self) -> None:
        """Forget what updates that only add claims do not need, if that is much."""
        if self.size > self._bound:
            self.chronicle.forget(paging.MOMENTS)
            self.size = self.chronicle.size
            self._bound = self.size + paging.MOMENTS

    def _is_whole(self, update: UpdateReceived) -> bool:
        """Tell whether an update rests on nothing that would have to be looked for."""
        return update.report.derived_from in self._carried and ERASED not in (
            update.text,
            update.label,
        )
