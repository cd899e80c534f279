"""The revisions of a scraped file: what each says of its records, as vintages.

A record is known from the time of the commit that first shows it, changed when a
commit shows it otherwise, and withdrawn when a commit no longer shows it.  What cannot
be known is not guessed:

* a revision that cannot be read says nothing, nor does one without the file;
* a revision with a record that cannot be read withdraws nothing: it may be that one;
  nor does one that has lost the columns by which its records are named or wanted;
* a column that the whole file has lost leaves what it said last as it was; one that
  only some records have lost says nothing of those any more.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter

from incident_log.errors import IncidentLogError, UnreadableInput, visible
from incident_log.exchange.columns import Row
from incident_log.exchange.commit_times import Revision
from incident_log.exchange.file_columns import Columns, FileColumns
from incident_log.exchange.identifying import moment_id
from incident_log.exchange.mapping import Mapping
from incident_log.exchange.mappings import MappingFor
from incident_log.exchange.rereading import Raw, Reading
from incident_log.exchange.vintage import Vintage
from incident_log.inputs import Found


@dataclass(slots=True)
class _Record:
    """A record as it is written in a file."""

    columns: Columns = frozenset()
    report: str | None = None  #: ``None``: it is no one's, or not wanted
    is_readable: bool = True


@dataclass
class Scraped:
    """Compares each revision of a file with the last one that could be read."""

    path: str
    reading: Reading
    columns: FileColumns
    mapping_for: MappingFor
    warned: list[str] = field(default_factory=list)  #: FILE@COMMIT:LINE what
    left_out: int = 0  #: revisions that could not be read
    problems: int = 0  #: records that could not be taken
    known: dict[Raw, _Record] = field(default_factory=dict)
    standing: dict[str, Raw] = field(default_factory=dict)  #: report -> its record
    has_seconds: bool = False  #: whether two records of the last one are of one report
    is_settled: bool = True  #: whether the last readable revision shows all that stand

    def vintages(
        self, revision: Revision, content: bytes | None
    ) -> Iterator[Vintage | Found]:
        """Yield what a revision says that was not said before it.

        *content* is ``None`` where there is no such file, or git does not have it.
        """
        where = visible(f"{self.path}@{revision.short}")
        try:
            if content is None:
                is_gone = revision.blob is None
                raise UnreadableInput(_GONE if is_gone else _MISSING)
            raws = self.reading.records(content)
            for each in _Comparison(self, revision, where).of(raws):
                self.problems += isinstance(each, Found)
                yield each
        except UnreadableInput as error:
            self.left_out += 1
            self.warned.append(f"{where}:1 {error}")


#: Where one of so many records is new, the others are passed by.  What new ones say is
#: all made beforehand then, for two may be of one report, and else one by one.
MANY = 10

#: What a record says, why it cannot be taken, or nothing where it is not wanted.
_Made = Vintage | Found | None

_IS_READABLE = attrgetter("is_readable")
_GONE = "has no such file: it is left out, nothing is withdrawn"
_MISSING = "is missing in this clone: it is left out, fetch it and import again"


class _Comparison:
    """One revision beside all that was said before it."""

    _mapping: Mapping

    def __init__(self, scraped: Scraped, revision: Revision, where: str) -> None:
        self.scraped = scraped
        self.where = where
        known_at = revision.known_at
        update_id = f"{moment_id(known_at)}-{revision.short}"
        self._named = {"known_at": known_at, "update_id": update_id}
        self._rows: dict[Raw, Row] = {}  #: of the new records
        self._lines: dict[Raw, int] = {}
        self._columns: Columns = frozenset()

    def of(self, raws: list[Raw]) -> Iterator[Vintage | Found]:
        """Yield what records say that are new, and which ones are gone."""
        scraped, before = self.scraped, self.scraped.known
        known = {raw: before.get(raw) or _Record() for raw in raws}
        new = known.keys() - before.keys()
        if new:
            self._lines = scraped.reading.lines(new)
            yield from self._parsed(known)
        self._columns = self._columns.union(*{each.columns for each in known.values()})
        self._mapping = scraped.mapping_for(self._rows.values())
        scraped.warned += [
            f"{self.where}:1 {change}"
            for change in scraped.columns.changes(self._columns)
        ]
        yield from self._differing(known)
        scraped.known = known

    def _differing(self, known: dict[Raw, _Record]) -> Iterator[Vintage | Found]:
        """Yield what records say otherwise than before, and which ones are gone."""
        scraped, had_seconds = self.scraped, self.scraped.has_seconds
        if len(known) < MANY * len(self._rows):
            yield from self._compared(known, partial(self._new, known))
            current = self._reports(known)
        else:
            made = {raw: self._new(known, raw) for raw in self._rows}
            current = self._reports(known)
            if not had_seconds and not scraped.has_seconds:
                # Those that were there before still stand.
                looked_at = {raw: known[raw] for raw in made}
            else:
                looked_at = known
            yield from self._compared(looked_at, made.get)
        is_told = all(map(_IS_READABLE, known.values()))
        if is_told and (current or not any(map(self._is_nameless, known))):
            yield from self._gone(scraped.standing.keys() - current)
        scraped.is_settled = len(scraped.standing) == len(current)

    def _reports(self, known: dict[Raw, _Record]) -> set[str]:
        """Return whose records there are; take note whether a report has several."""
        reports = [each.report for each in known.values() if each.report is not None]
        current = set(reports)
        self.scraped.has_seconds = len(reports) > len(current)
        return current

    def _new(self, known: dict[Raw, _Record], raw: Raw) -> _Made:
        """Return what a record says, if it is new."""
        rows = self._rows
        return self._made(raw, rows[raw], known[raw]) if raw in rows else None

    def _parsed(self, known: dict[Raw, _Record]) -> Iterator[Found]:
        """Parse the new records, in the order of their lines."""
        for raw in self._lines:
            record = known[raw]
            try:
                row = self._rows[raw] = self.scraped.reading.row(raw)
                record.columns = self.scraped.columns.of(row)
            except UnreadableInput as error:
                record.is_readable = False
                yield self._problem(raw, error)

    def _compared(
        self, records: dict[Raw, _Record], new: Callable[[Raw], _Made]
    ) -> Iterator[Vintage | Found]:
        """Yield what differs; of two records of one report the first counts."""
        standing, rows, met = self.scraped.standing, self._rows, set[str]()
        for raw, record in records.items():
            made = new(raw)
            if isinstance(made, Found):
                yield made
            report = record.report
            if report is None:
                continue
            if report not in met:
                met.add(report)
                if standing.get(report) != raw:
                    yield from self._stands(report, raw, record, made)
            elif raw in rows or standing[report] in rows:
                yield self._problem(raw, _SECOND.format(report))

    def _stands(
        self, report: str, raw: Raw, record: _Record, made: _Made
    ) -> Iterator[Vintage]:
        """Yield what stands from now on; it may have been the second one until now."""
        self.scraped.standing[report] = raw
        if raw not in self._rows:
            made = self._made(raw, self.scraped.reading.row(raw), record)
            self.scraped.problems += isinstance(made, Found)  # told when it was new
        if isinstance(made, Vintage):
            yield made

    def _made(self, raw: Raw, row: Row, record: _Record) -> _Made:
        """Return what a record says, or why it cannot be taken; find whose it is."""
        row = self.scraped.columns.completed(row, self._columns)
        line = self._lines.get(raw, 1)
        try:
            vintage = self._mapping.vintage(
                row, **self._named, file=self.where, line=line
            )
        except IncidentLogError as error:
            record.report = self._owner(row)
            return self._problem(raw, error)
        if vintage is None:
            return None
        record.report = vintage.telling.report["id"]
        return vintage

    def _is_nameless(self, raw: Raw) -> bool:
        """Tell whether the file lacks columns that tell whose a record is."""
        row = self.scraped.reading.row(raw)
        return self._mapping.lacks_names(
            self.scraped.columns.completed(row, self._columns)
        )

    def _owner(self, row: Row) -> str | None:
        """Return the report of a row that cannot be taken."""
        try:
            owner: str = self._mapping.gone(row, **self._named).telling.report["id"]
        except IncidentLogError:
            return None
        return owner

    def _gone(self, reports: Iterable[str]) -> Iterator[Vintage]:
        for report in sorted(reports):
            row = self.scraped.reading.row(self.scraped.standing.pop(report))
            gone = self._mapping.gone(row, **self._named)
            yield replace(gone, file=self.where, line=1)

    def _problem(self, raw: Raw, problem: object) -> Found:
        return Found(self.where, self._lines.get(raw, 1), problem=str(problem))


_SECOND = (
    "is a second record of {!r}, the first counts: let the mapping's report.id name"
    " more columns"
)
