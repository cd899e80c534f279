"""Updates from files into the log: read, check, append in batches, report.

A bad update is refused with file, line and path, and the rest goes on; nothing is
half done, and running it again appends nothing twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from incident_log import documents
from incident_log.accepting import Unacceptable, accept, warnings
from incident_log.addresses import without_secret_addresses
from incident_log.errors import IncidentLogError
from incident_log.events import Order
from incident_log.history import History
from incident_log.inputs import Found, find
from incident_log.log import Log
from incident_log.pending import AlreadyKnown, Appended, Outcome, Pending
from incident_log.progress import Progress, Stages, unseen, unshown
from incident_log.projecting.keeping import keep_current
from incident_log.reading import latest_zone
from incident_log.times import FOREVER, seconds_between

#: Updates appended in one transaction.
BATCH = 500

#: Seconds that clocks may differ by.
TOLERANCE = 300


@dataclass
class Imported:
    """What became of everything that was read."""

    appended: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  #: FILE:LINE PATH: what: to do
    warned: list[str] = field(default_factory=list)


#: A zone, and where its description stands in the order of what was known.
Zone = tuple[Order, str]
_NO_ZONE: Zone = (Order("", "", "", ""), "")


def import_updates(
    log: Log,
    paths: Iterable[Path | str],
    *,
    is_open: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress = unseen,
    stages: Stages = unshown,
) -> Imported:
    """Append the updates found in files, folders, or ``-`` (standard input).

    With *is_open* updates may speak about incidents that nobody has described; with
    *strict* the first refusal ends it; with *dry_run* nothing is written.  *progress*
    is told of each update.  The tables catch up at the end, in *stages*; what keeps
    them from it is among the warnings.
    """
    intake = Intake(log, is_open, strict, dry_run)
    for found in find(paths):
        intake.take(found)
        progress(1)
        if intake.is_over:
            break
    intake.flush()
    if not dry_run and (warning := keep_current(log, stages)):
        intake.imported.warned.append(warning)
    return intake.imported


class Intake:
    """Fills batches and keeps the account."""

    def __init__(self, log: Log, is_open: bool, strict: bool, dry_run: bool) -> None:
        self.log = log
        self.imported = Imported()
        self.is_over = False
        self._is_open, self._strict, self._dry_run = is_open, strict, dry_run
        self._batch: list[tuple[Found, Pending]] = []
        self._zones: dict[str, Zone | None] = {}
        self._now = log.now()
        last = log.recorded_at
        if _is_well_before(self._now, last):
            self.imported.warned.append(
                f"the clock says {self._now}, and the last event was recorded at"
                f" {last}: set it, until then events are recorded as of that moment"
            )

    def take(self, found: Found) -> bool:
        """Check one document; return whether it is in the batch now."""
        if found.problem is not None:
            self._refuse(f"{found.file}:{found.line} {found.problem}")
            return False
        try:
            pending = accept(found.document, self._zone_of, is_open=self._is_open)
        except Unacceptable as error:
            for problem in error.problems:
                self._refuse(f"{found.file}:{_line(found, problem.path)} {problem}")
            return False
        if self.is_over:  # what was appended to find a zone had a refusal in it
            return False
        where = f"{found.file}:{_line(found)}"
        self.imported.warned += [
            f"{where} {warning}" for warning in warnings(found.document)
        ]
        published_at = pending.naming.published_at if pending.naming else ""
        if _is_well_before(self._now, published_at):
            self.imported.warned.append(
                f"{where} published_at: it lies after now ({self._now}): correct it, or"
                " set the clock"
            )
        self._batch.append((found, pending))
        if len(self._batch) >= BATCH and not self._dry_run:
            self.flush()
        return True

    def flush(self) -> None:
        """Append the batch."""
        if not self._batch:
            return
        pendings = [pending for _, pending in self._batch]
        outcomes = self.log.append(pendings, strict=self._strict, dry_run=self._dry_run)
        for (found, _), outcome in zip(self._batch, outcomes, strict=False):
            self._account(found, outcome)
        self._batch.clear()

    def _account(self, found: Found, outcome: Outcome) -> None:
        if isinstance(outcome, Appended):
            self.imported.appended.append(outcome.name)
        elif isinstance(outcome, AlreadyKnown):
            self.imported.known.append(outcome.name)
        else:
            self._refuse(f"{found.file}:{_line(found)} {outcome.error}")

    def _refuse(self, message: str) -> None:
        self.imported.refused.append(without_secret_addresses(message))
        self.is_over = self.is_over or self._strict

    def _zone_of(self, incident: str) -> str | None:
        """Return the zone that is described for an incident in the log.

        Where the batch at hand may change it, the batch is appended first; a dry run
        believes it.
        """
        known = self._known_zone(incident)
        for found, pending in self._batch:
            said = _described_zone(found.document, incident)
            if said is None or (known and known[1] == said):
                continue
            if not self._dry_run:
                self.flush()
                self._zones.pop(incident, None)
                return self._zone_of(incident)
            known = max(known or _NO_ZONE, (_order(pending), said))
        return known[1] if known else None

    def _known_zone(self, incident: str) -> Zone | None:
        """Return the latest zone in the log, with what makes it the latest."""
        if incident not in self._zones:
            try:
                updates = self.log.history(incident)
            except IncidentLogError:
                updates = History()
            self._zones[incident] = latest_zone(updates, incident)
        return self._zones[incident]


def _is_well_before(now: str, moment: str) -> bool:
    """Tell whether a moment lies further ahead than clocks may differ; "" does not."""
    return now < moment and seconds_between(now, moment) > TOLERANCE


def _described_zone(document: dict[str, Any], incident: str) -> str | None:
    for each in (document["incident"], *document.get("related_incidents", ())):
        if isinstance(each, dict) and each["id"] == incident and "timezone" in each:
            return str(each["timezone"])
    return None


def _order(pending: Pending) -> Order:
    """Return where an update will stand in the order, if it is appended now."""
    naming = pending.naming
    assert naming is not None
    received = naming.received_at
    known_at = received.latest if received else FOREVER
    return Order(known_at, naming.published_at, pending.stream, naming.id or "")


def _line(found: Found, path: tuple[str | int, ...] = ()) -> int:
    if found.text is None or not path:
        return found.line
    return documents.line_of(found.text, (*found.prefix, *path))
