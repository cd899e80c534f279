"""One incident's rows as the log learnt about it: a fold along K.

At each K at which anything became known the incident is either read again from its
history, which is the rule, or, where updates only add claims, extended by these.  Both
give the same rows; the second costs as much as the claims that are new.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from incident_log.events import Event, UpdateReceived
from incident_log.history import History
from incident_log.placing import placed_of
from incident_log.projections.changes import Change, Figures, changed
from incident_log.projections.endings import Endings
from incident_log.projections.every_series import EverySeries, Row
from incident_log.projections.items import (
    Name,
    everything,
    grouped,
    of_claims,
    of_remarks,
    of_verdicts,
)
from incident_log.projections.nouns import Circumstance, Noun
from incident_log.projections.plain import Familiar
from incident_log.projections.remarks import Remark, added
from incident_log.projections.series import Subject, signature
from incident_log.projections.verifications import reported
from incident_log.projections.walking import Forgotten, Item
from incident_log.rectangles import Rectangle
from incident_log.times import FOREVER
from incident_log.view import Knowledge, View, know
from incident_log.weighing import weigh

#: Updates that only add claims, with what is remarkable about each.
Additions = list[tuple[UpdateReceived, Remark]]


class Chronicle:
    """The rows of one incident, from the first K or from one that was reached before.

    *stored* are the rows that were open at *known_at*, in order along T.  What it tells
    of rows and changes is since the K at which it last began to learn.
    """

    def __init__(
        self,
        history: History,
        incident: str,
        nouns: Mapping[str, Noun],
        *,
        known_at: str = "",
        stored: Iterable[tuple[Name, Rectangle]] = (),
    ) -> None:
        self.known_at = known_at  #: the K reached
        self._begin()
        self.history = history
        self.incident = incident
        self._figures: dict[Subject, Figures] = {}
        now = know(history, incident, known_at=known_at)
        self._circumstance = Circumstance(now.reading, frozenset())
        self._series = EverySeries(nouns, self._circumstance)
        self._understand(now)
        for name, items in grouped(everything(self._now, incident)).items():
            self._series.one(name).items = items
        for name, rectangle in stored:
            self._series.one(name).rows.append(rectangle)

    def _begin(self) -> None:
        """Tell from now on what becomes of what there is."""
        self.since = self.known_at
        self.ended: list[Row] = []  #: rows that were closed
        self.changes: list[Change] = []  #: of figures
        self._touched: dict[Name, None] = {}  #: series that may have other rows

    @property
    def open(self) -> Iterator[Row]:
        """The rows that hold at the K reached."""
        return self._series.rows

    @property
    def begun(self) -> Iterator[Row]:
        """Those of them that are new."""
        for name in self._touched:
            for rectangle in self._series.one(name).rows:
                if rectangle.known_from > self.since:
                    yield name[0], rectangle

    @property
    def knowledge(self) -> Knowledge:
        """What is understood once all of its history is learnt."""
        reading = replace(self._now.reading, history=self.history)
        return Knowledge(reading, self._now.withdrawn, self._claims)

    @property
    def is_sound(self) -> bool:
        """Tell whether the stored rows can be those of the history."""
        return self._series.is_sound

    def learn(self) -> None:
        """Take in everything in its history that became known after the K reached."""
        at: dict[str, list[Event]] = {k: [] for k in self.history.elsewhere}
        for event in (*self.history.updates, *self.history.decisions):
            at.setdefault(event.known_at, []).append(event)
        for known_at in sorted(k for k in at if k > self.known_at):
            additions = None
            if known_at not in self.history.elsewhere:
                additions = self._additions(at[known_at])
            if additions is None:
                self._read_again(known_at)
            else:
                self._add(additions, known_at)
            self.known_at = known_at

    def extend(self, updates: Iterable[UpdateReceived]) -> bool:
        """Take in further updates, if all that they do is to add claims.

        If not, this is of no more use: the incident has to be read again.
        """
        self._begin()
        later = sorted(updates, key=lambda update: update.order)
        with suppress(Forgotten):
            for known_at, found in groupby(later, key=lambda update: update.known_at):
                additions = None
                if known_at > self.known_at:
                    additions = self._additions(list(found))
                if additions is None:
                    return False
                self._add(additions, known_at)
                self.known_at = known_at
            updates = (*self.history.updates, *later)
            self.history = replace(self.history, updates=updates)
            return True
        return False

    def _understand(self, now: Knowledge) -> None:
        self._now = now
        self._claims = dict(now.claims)
        self._heard = _last_heard(now)
        self._familiar = Familiar(now)
        self._circumstance.reading = now.reading
        self._circumstance.retracted = frozenset(now.withdrawn.reports)
        # An update that only adds says of no place that it lies elsewhere.
        self._part_of = now.reading.part_of

    def forget(self, moments: int) -> list[Row]:
        """Forget what no update needs that only adds claims, and comes not too late.

        Of each series the last *moments* along T are kept, and what matters from before
        them; nothing is read again from then on, only extended.  What became of rows
        and changes is forgotten too.  Return the rows that hold and are forgotten:
        nothing can end them any more.
        """
        before = self._now.reading.history
        reading = replace(self._now.reading, history=replace(before, updates=()))
        self._circumstance.reading = reading
        gone = self._series.forget(moments)
        self._begin()
        self._familiar.forget(reading, moments)
        self._claims = {claim.name: claim for claim in self._series.claims}
        self._now = Knowledge(reading, self._now.withdrawn, self._claims)
        self.history = replace(self.history, updates=())
        return gone

    @property
    def size(self) -> int:
        """How many updates it holds the claims of."""
        return len({claim.update.position for claim in self._series.claims})

    def _additions(self, events: Sequence[Event]) -> Additions | None:
        """Return the updates that became known, if all of them only add claims."""
        if self._now.reading.incident != self.incident:
            return None
        found: Additions = []
        for event in events:
            if not isinstance(event, UpdateReceived):
                return None
            if not self._familiar.is_plain(event):
                return None
            is_silent_edit = self._familiar.is_silent_edit(event)
            found.append((event, added(event, is_silent_edit=is_silent_edit)))
            self._familiar.learn(event)
        return found

    def _add(self, additions: Additions, known_at: str) -> None:
        """Extend the series by the claims of updates."""
        updates = [update for update, _ in additions]
        reading, gone = self._now.reading, self._now.withdrawn
        new = {c.name: c for update in updates for c in placed_of(update, reading)}
        after = Knowledge(reading, gone, ChainMap(new, self._claims))
        items: list[tuple[Name, Item]] = [
            *of_claims(new.values(), reading),
            *of_verdicts(reported(after, updates)),
            *of_remarks(remark for _, remark in additions),
        ]
        found = grouped(items)
        subjects = {s for name in found if (s := self._series.one(name).subject)}
        old = {subject: self._figures_of(subject) for subject in subjects}
        before = Knowledge(reading, gone, self._claims)
        for name, some in found.items():
            self._touched[name] = None
            over = self._series.one(name).add(some, known_at)
            self.ended += [(name[0], rectangle) for rectangle in over]
        self._note(old, (before, self._heard), (after, known_at))
        self._claims.update(new)
        self._heard = known_at

    def _read_again(self, known_at: str) -> None:
        """Read the incident again, and let every series that changed learn."""
        now = know(self.history, self.incident, known_at=known_at)
        found = grouped(everything(now, self.incident))
        circumstance = Circumstance(now.reading, frozenset(now.withdrawn.reports))
        touched = [
            name
            for name in dict.fromkeys((*self._series.names, *found))
            if signature(self._series.one(name).items, self._circumstance)
            != signature(found.get(name, ()), circumstance)
        ]
        subjects = {s for name in touched if (s := self._series.one(name).subject)}
        if any(noun == "enclosures" for noun, _ in touched):
            subjects = set(self._series.subjects)
        old = {subject: self._figures_of(subject) for subject in subjects}
        before = Knowledge(self._now.reading, self._now.withdrawn, self._claims)
        endings = Endings(self.incident, self._claims, now)
        heard = self._heard
        self._understand(now)
        for name in touched:
            self._touched[name] = None
            over = self._series.one(name).learn(
                found.get(name, ()), known_at, endings.why
            )
            self.ended += [(name[0], rectangle) for rectangle in over]
        self._note(old, (before, heard), (now, known_at))

    def _figures_of(self, subject: Subject) -> Figures:
        """Return the figures of a subject in all places, at the latest T."""
        if subject not in self._figures:
            together = self._series.about(subject)
            stood = [series.standing() for series in together if series.items]
            self._figures[subject] = weigh(stood, "latest", self._part_of)
        return self._figures[subject]

    def _note(
        self,
        old: Mapping[Subject, Figures],
        before: tuple[Knowledge, str],
        after: tuple[Knowledge, str],
    ) -> None:
        """Note which figures of some subjects changed from one K to another."""
        views = [View(now, FOREVER, at, "latest", 0) for now, at in (before, after)]
        for subject in sorted(old, key=_in_order):
            del self._figures[subject]
            self.changes += changed(old[subject], self._figures_of(subject), *views)


#: Sorts subjects, which come again and again.
_in_order = lru_cache(maxsize=4096)(repr)


def _last_heard(now: Knowledge) -> str:
    """Return the last K at which an update about the incident became known.

    A report that speaks of a moment before it, and is known after it, is late.
    """
    members, updates = now.reading.members, now.reading.history.updates
    return max((u.known_at for u in updates if u.concerns & members), default="")
