"""From all that a source ever said of a record to updates of only what changed.

Each record is a report, and each vintage of it that says anything new an update:

* what is unchanged appends nothing, whatever stamp it bears;
* a figure that became null is a claim with the count ``unknown``, never 0;
* a record that disappears is a retraction of the whole report; a whole row says
  everything anew when it comes back, while for a row of changes the retraction is
  itself retracted, so that what was said before stands again;
* what the log was told of that very moment is added to, where a mended mapping or an
  older file makes more of it (``20241220t080000z-more1``); it is not told otherwise;
* a claim that now has an earlier moment, or another voice at the same moment, or that
  is known at the same moment, names the claim that it replaces in ``corrects``; so does
  an occurrence that is told otherwise, for both would stand;
* a claim without a count that is no longer made is retracted, with all that it said
  before; that of an older file is, where it stands beside a newer one.

What was said last is read back from the log itself, so an import may be killed at any
time, run again from the start, or go on from where another file ended: vintages that
the log already has append nothing.  How to use it::

    vintages = Vintages(log)
    for vintage in ...:                      # of each record in the order of known_at
        document = vintages.update(vintage)  # None: nothing new
        if document is not None and is_accepted(document):
            vintages.keep()                  # the next vintage builds on it

:func:`incident_log.exchange.importing.import_vintages` does all of that.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Protocol

from incident_log.errors import OutOfOrder, TwoRowsOfOne
from incident_log.events import UpdateReceived
from incident_log.exchange.change import Change
from incident_log.exchange.identifying import moment_id
from incident_log.exchange.recalling import (
    Record,
    add,
    addition,
    advance,
    with_additions,
)
from incident_log.exchange.telling import Document, Said
from incident_log.exchange.vintage import Vintage
from incident_log.times import FOREVER

#: Records that are remembered; what is forgotten is read from the log again.
REMEMBERED = 20_000

#: Updates of a report that are read from the log at a time.
PAGE = 200


class Updates(Protocol):
    """What is needed of a log."""

    def told(
        self, report: str, *, after: tuple[str, str, str], limit: int
    ) -> list[UpdateReceived]: ...


class Vintages:
    """Compares each vintage of a record with what the log was told before it.

    *log* may be ``None``: then nothing was told before.  *settle* appends what was
    made and not appended yet, for the rare rows that go back in time and have to be
    compared with the log.  Without it (a dry run) nothing is forgotten, and such rows
    count as known, unless they go back before the first one.
    """

    def __init__(
        self, log: Updates | None, settle: Callable[[], None] | None = None
    ) -> None:
        self._log = log
        self._settle = settle
        self._records: OrderedDict[str, Record] = OrderedDict()
        self._made: tuple[Record, Vintage, Document, dict[str, Said]] | None = None
        #: Whether the last vintage was in the log, or met, before.
        self.is_known = False

    def update(self, vintage: Vintage) -> Document | None:
        """Return the update that tells what is new; ``None`` if nothing is.

        Nothing is remembered of it until :meth:`keep`.  Raise :exc:`OutOfOrder`,
        :exc:`TwoRowsOfOne`, and what is wrong with the times of the vintage.
        """
        self._made = None
        report, known_at = vintage.telling.report["id"], vintage.known_at or FOREVER
        record = self._record(report)
        before = record.seen[0]
        if known_at < before:
            self.is_known = True
            if self._settle is None and known_at >= record.first:
                return None
            record = self._looking_back(report)
        change, names = self._change(record, vintage)
        document = change.gone() if vintage.is_gone else change.told()
        if document is None:
            return None
        if self.is_known and change.is_addition_to(names):
            document["id"] = addition(names)
        if known_at < before:
            raise OutOfOrder(report, known_at, before)
        if vintage.known_at is None and record.seen[1] > 1:
            raise TwoRowsOfOne(report)
        self._made = (record, vintage, document, change.said)
        return document

    def keep(self) -> None:
        """Remember the update that was made last: it was accepted."""
        assert self._made is not None
        add(*self._made)

    def _change(self, record: Record, vintage: Vintage) -> tuple[Change, list[str]]:
        """Bring a record up to a vintage, and return what compares the two.

        And the names of what was told of the vintage before.
        """
        known_at = vintage.known_at or FOREVER
        same = record.seen[1] + 1 if known_at == record.seen[0] else 1
        record.seen = (known_at, same)
        record.first = record.first or known_at
        name = vintage.id or _id(known_at, same)
        advance(record, (known_at, name))
        self.is_known = record.last == (known_at, name)
        names = with_additions(record, name) if self.is_known else []
        if vintage.known_at is None:
            name = str(record.updates + 1)
        return Change(record, vintage, name), names

    def _record(self, report: str) -> Record:
        record = self._records.get(report)
        if record is not None:
            self._records.move_to_end(report)
            return record
        if self._settle is not None and len(self._records) >= REMEMBERED:
            self._settle()
            for _ in range(REMEMBERED // 2):
                self._records.popitem(last=False)
        ahead = self._ahead(report)
        record = self._records[report] = Record(ahead, next(ahead, None))
        return record

    def _looking_back(self, report: str) -> Record:
        """Return a record as the log has it, from the beginning."""
        if self._settle is not None:
            self._settle()
            del self._records[report]
            return self._record(report)
        ahead = self._ahead(report)
        return Record(ahead, next(ahead, None))

    def _ahead(self, report: str) -> Iterator[UpdateReceived]:
        """Yield the updates of a report in the order of what was known when.

        Those of one moment come by their ids, whatever they print.
        """
        for _, same in groupby(self._told(report), attrgetter("known_at")):
            yield from sorted(same, key=attrgetter("update"))

    def _told(self, report: str) -> Iterator[UpdateReceived]:
        after = ("", "", "")
        while self._log is not None:
            page = self._log.told(report, after=after, limit=PAGE)
            yield from page
            if len(page) < PAGE:
                return
            order = page[-1].order
            after = (order.known_at, order.published_at, order.update)


def _id(known_at: str, same: int) -> str:
    """Make the id of an update of the moment it was known: ``20201008t174341z``.

    The second, third ... at the same moment are numbered, and sort after the first.
    """
    whole = moment_id(known_at)
    return whole if same == 1 else f"{whole}.{same:04}"
