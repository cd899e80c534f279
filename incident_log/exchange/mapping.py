"""A mapping: how rows of somebody's data say what update documents say.

The mapping document has the format ``incident-log/mapping/1``; its JSON Schema is
printed by ``incident-log schema --mapping``, examples are in ``fixtures/mappings``.
It is read once into functions, so that a row costs little.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from incident_log import documents, files, schemas
from incident_log.accepting import Unacceptable, refuse
from incident_log.errors import BadMapping, UnreadableInput
from incident_log.exchange.columns import ABSENT, Row, column, every
from incident_log.exchange.reading_fields import (
    Around,
    Document,
    Field,
    RowRefused,
    document_of,
)
from incident_log.exchange.row_claims import claim_of_row
from incident_log.exchange.telling import DESCRIBED, Telling
from incident_log.exchange.vintage import Vintage
from incident_log.times import read_span

#: What the update says beside its claims, row by row and always.
_BY_ROW, _ALWAYS = ("label", "as_of", "published_at"), ("timezone", "signal")


class Mapping:
    """Turns rows into vintages.

    *document* is a mapping document.  Raise :exc:`~incident_log.accepting.Unacceptable`
    with all that is wrong with it.
    """

    def __init__(self, document: Any) -> None:
        refuse(document, schemas.mapping_problems(document))
        self.document: Document = document
        self.rows: Document = document.get("rows", {})
        zone = document.get("timezone")
        inside = self.rows.get("inside")
        self._zone = zone
        self._around = around = Around(inside, zone)
        self._report = around.section("report", document["report"], "report")
        self._incident = around.section("incident", document["incident"], "incident")
        self._by_row = [
            around.field(name, document[name]) for name in _BY_ROW if name in document
        ]
        self._always = {name: document[name] for name in _ALWAYS if name in document}
        self._known_at = self._optional("known_at")
        self._id = self._optional("id")
        self._described = {
            name: [
                around.section(name, each, f"{name}[{n}]")
                for n, each in enumerate(document[name])
            ]
            for name in DESCRIBED
            if name in document
        }
        self._claims = [
            claim_of_row(around, each, f"claims[{n}]")
            for n, each in enumerate(document["claims"])
        ]
        only = self.rows.get("only", ())
        self._is_wanted = every(only, inside)
        self._wanted_by = [column(each["column"], inside) for each in only]
        self._is_gone = every(self.rows.get("gone", (_NEVER,)), inside)
        whole = () if self.rows.get("say") != "changes" else (_NEVER,)
        self._is_whole = every(self.rows.get("whole", whole), inside)

    @property
    def claims(self) -> list[str]:
        """The ids of the claims that it can make."""
        return [claim.id for claim in self._claims]

    def vintage(
        self,
        row: Row,
        *,
        known_at: str | None = None,
        update_id: str | None = None,
        file: str = "",
        line: int = 0,
    ) -> Vintage | None:
        """Return what a row says, or ``None`` for a row that is not wanted.

        *known_at* (UTC text as the log prints it) and *update_id* go before those of
        the mapping.  Raise :exc:`RowRefused` where a field cannot be read.
        """
        if not self._is_wanted(row):
            return None
        if known_at is None:
            known_at = self._known(row)
        if update_id is None and self._id is not None:
            update_id = self._id.value(row) or None
        is_gone = self._is_gone(row)
        telling = self._named(row) if is_gone else self.telling(row)
        return Vintage(telling, known_at, update_id, is_gone, file, line)

    def gone(self, row: Row, *, known_at: str, update_id: str | None = None) -> Vintage:
        """Return the vintage that says that the record of *row* has disappeared."""
        return Vintage(self._named(row), known_at, update_id, is_gone=True)

    def lacks_names(self, row: Row) -> bool:
        """Tell whether a row has not all columns that tell whose it is.

        Or, of one that is not wanted, those that tell whether it is.
        """
        if self._is_wanted(row):
            return self._report.lacks(row) or self._incident.lacks(row)
        return any(get(row) is ABSENT for get in self._wanted_by)

    def telling(self, row: Row) -> Telling:
        """Return what a row says of its record."""
        named = self._named(row)
        is_whole = self._is_whole(row)
        told = ((each.id, each.told(row, is_whole=is_whole)) for each in self._claims)
        return Telling(
            named.report,
            named.incident,
            {name: claim for name, claim in told if claim is not ABSENT},
            self._always | document_of(self._by_row, row),
            {name: list(self._of(row, name)) for name in self._described},
            is_whole,
        )

    def _named(self, row: Row) -> Telling:
        """Return the report and the incident of a row."""
        report, incident = self._report.document(row), self._incident.document(row)
        for found, section, name in (
            (report, "report", "id"),
            (report, "report", "source"),
            (incident, "incident", "id"),
        ):
            if name not in found:
                given = self.document[section][name]
                raise RowRefused(
                    f"{section}.{name}",
                    f"nothing in the columns of {given!r}: fill them, or leave the row"
                    " out with rows.only",
                )
        return Telling(report, incident)

    def _of(self, row: Row, name: str) -> Iterator[Document]:
        for section in self._described[name]:
            found = section.document(row)
            if "id" in found:
                yield found

    def _known(self, row: Row) -> str | None:
        if self._known_at is None:
            return None
        given = self._known_at.value(row)
        if given is None or given is ABSENT:
            raise RowRefused("known_at", "is empty in this row: fill it")
        return read_span(given, self._zone).latest

    def _optional(self, name: str) -> Field | None:
        given = self.document.get(name)
        return None if given is None else self._around.field(name, given)


#: A condition that holds in no row.
_NEVER: Document = {"column": "", "is": []}


def load(path: Path) -> Mapping:
    """Read a mapping from a JSON file; raise :exc:`BadMapping` with all its faults."""
    try:
        text = documents.decode(files.content(path))
        document = documents.loads(text)
    except OSError as error:
        raise BadMapping(
            [f"{path} cannot be read ({error.strerror}): check its name"]
        ) from error
    except UnreadableInput as error:
        raise BadMapping([f"{path} {error}"]) from error
    try:
        return Mapping(document)
    except Unacceptable as error:
        lines = [documents.line_of(text, problem.path) for problem in error.problems]
        raise BadMapping(
            f"{path}:{line} {problem}"
            for line, problem in zip(lines, error.problems, strict=True)
        ) from error
