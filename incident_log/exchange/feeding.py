"""Feeds and alerts into the log, from files and addresses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from incident_log import documents
from incident_log.errors import UnreadableInput, visible
from incident_log.exchange import visits
from incident_log.exchange.alerts import cancellations, document_of, left_out
from incident_log.exchange.cap import is_cap, messages, read_alert
from incident_log.exchange.chains import Chains
from incident_log.exchange.feeds import read_feed
from incident_log.exchange.fetching import fetch
from incident_log.exchange.identifying import digest
from incident_log.exchange.pages import (
    Given,
    Page,
    Read,
    expanded,
    is_address,
    read,
)
from incident_log.exchange.revisions import content_hash, revision
from incident_log.exchange.visits import Visit
from incident_log.inputs import Found
from incident_log.intake import Imported, Intake
from incident_log.log import Log
from incident_log.progress import Progress, Stages, unshown
from incident_log.projecting.keeping import keep_current


@dataclass
class Fed(Imported):
    """What became of everything that was read."""

    unchanged: list[str] = field(default_factory=list)  #: addresses with nothing new
    left_out: list[str] = field(default_factory=list)  #: tests, and not for the public


def import_feeds(
    log: Log,
    places: Iterable[str],
    given: Given,
    *,
    is_open: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    stages: Stages = unshown,
) -> Fed:
    """Append the entries and alerts at *places*: files, folders, addresses or ``-``.

    An address is asked for what is new since it was last read without a refusal.
    """
    feeding = _Feeding(log, given)
    every = list(expanded(places))
    progress = stages("reading", "places", len(every))
    intake = Intake(log, is_open, strict, dry_run)
    for found in feeding.found(every, progress):
        intake.take(found)
        if intake.is_over:
            break
    intake.flush()
    imported = intake.imported
    if not dry_run:
        feeding.remember(imported.refused)
        if warning := keep_current(log, stages):
            imported.warned.append(warning)
    imported.warned[:0] = feeding.warned
    return Fed(**vars(imported), unchanged=feeding.unchanged, left_out=feeding.left_out)


class _Feeding:
    """Reads one place after the other."""

    def __init__(self, log: Log, given: Given) -> None:
        self.warned: list[str] = []
        self.unchanged: list[str] = []
        self.left_out: list[str] = []
        self._log, self._given = log, given
        self._chains = Chains(log)
        self._visits = visits.load(log.directory)
        self._new: dict[str, tuple[str, Visit]] = {}  #: by question: name and answer

    def found(self, places: Iterable[str], progress: Progress) -> Iterator[Found]:
        """Yield every entry and message as an update document."""
        for place in places:
            name = "<stdin>" if place == "-" else visible(place)
            try:
                page = self._page(place)
                if page is None:
                    self.unchanged.append(name)
                else:
                    yield from self._read(place, replace(page, name=name))
            except UnreadableInput as error:
                yield Found(name, 1, problem=visible(str(error)))
            progress(1)

    def remember(self, refused: list[str]) -> None:
        """Keep what addresses showed, except where something of it was refused."""
        for question, (name, visit) in self._new.items():
            if not any(line.startswith(f"{name}:") for line in refused):
                self._visits[question] = visit
        if self._new:
            try:
                visits.save(self._log.directory, self._visits)
            except OSError as error:
                self.warned.append(
                    f"{visits.FILE} cannot be written ({error}): all of it will be read"
                    " again"
                )

    def _page(self, place: str) -> Page | None:
        if not is_address(place):
            return read(place)
        last = self._visit(place)
        return fetch(place, etag=last.etag, modified=last.modified)

    def _visit(self, place: str) -> Visit:
        return self._visits.get(self._question(place), Visit())

    def _question(self, place: str) -> str:
        """Return what was asked, by hash: an address may have a secret in it."""
        given = self._given
        return digest(
            place,
            *(each or "" for each in (given.incident, given.source, given.timezone)),
        )

    def _read(self, place: str, page: Page) -> Iterator[Found]:
        shown: dict[str, list[str]] = {}
        if is_cap(page.content):
            reads = self._alerts(page)
        else:
            reads = self._entries(page, self._visit(place), shown)
        for each in reads:
            if each.warning:
                warning = f"{page.name}:{each.line} {each.warning}"
                self.warned.append(visible(warning))
            if each.problem:
                yield Found(page.name, each.line, problem=visible(each.problem))
            elif each.document:
                yield _checked(page, each)
        if is_address(place):
            visit = Visit(page.etag, page.modified, shown)
            self._new[self._question(place)] = page.name, visit

    def _entries(
        self, page: Page, last: Visit, shown: dict[str, list[str]]
    ) -> Iterator[Read]:
        """Yield entries with the ids of their revisions; note what was shown."""
        for each in read_feed(page, self._given):
            if each.document is None:
                yield each
                continue
            report, content = each.document["report"]["id"], content_hash(each.document)
            shown.setdefault(report, []).append(content)
            was = last.shown.get(report, ())
            own = {"id": revision(self._log, report, content, was)}
            yield replace(each, document=each.document | own)

    def _alerts(self, page: Page) -> Iterator[Read]:
        for element in messages(page.content):
            try:
                alert = read_alert(element)
                if reason := left_out(alert):
                    self.left_out.append(visible(f"{page.name}:{alert.line} {reason}"))
                    continue
                yield Read(alert.line, document_of(alert, self._given, self._chains))
                for more in cancellations(alert, self._chains):
                    yield Read(alert.line, more)
            except UnreadableInput as error:
                yield Read(element.line, problem=str(error))


def _checked(page: Page, each: Read) -> Found:
    """Hand on a document, if its words can be kept as they are."""
    try:
        documents.check(each.document, 1)
    except UnreadableInput as error:
        return Found(page.name, each.line, problem=visible(str(error)))
    return Found(page.name, each.line, each.document)
