"""A file that is read again and again: only what differs is parsed.

Revisions of one file share nearly all of their records.  A record is handled as the
text it is written in, so that one that did not change costs one comparison.
"""

import csv
import io
from collections.abc import Collection
from typing import Any, Protocol

from incident_log import documents
from incident_log.documents import LARGEST
from incident_log.errors import UnreadableInput
from incident_log.exchange.columns import Row
from incident_log.exchange.csv_rows import fitted, once
from incident_log.exchange.rows import as_row, decoded, delimiter, form_of, pointer
from incident_log.exchange.walking import Walk

#: A record as it is written: JSON text, or the cells of a line and their header.
Raw = Any


class Reading(Protocol):
    """Reads the records of one revision after another."""

    def records(self, content: bytes) -> list[Raw]:
        """Return the records; raise :exc:`UnreadableInput` for a malformed file."""

    def lines(self, wanted: Collection[Raw]) -> dict[Raw, int]:
        """Return on which lines of the last file some records begin."""

    def row(self, raw: Raw) -> Row:
        """Parse a record; raise :exc:`UnreadableInput`."""


def reading(path: str, spec: dict[str, Any]) -> Reading:
    """Return what reads the revisions of a file; *spec* is the mapping's ``rows``."""
    form = form_of(path, spec)
    if form == "csv":
        return _Tables(path, spec)
    return _Lists(spec) if form == "json" else _Lines(spec)


class _Lists:
    """Records in a list of a JSON document."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._encoding = spec.get("encoding", "utf-8-sig")
        self._pointer = pointer(spec)
        self._walk = Walk("")

    def records(self, content: bytes) -> list[Raw]:
        text = decoded(content, self._encoding)
        start = documents.place(text, self._pointer)
        if text[start : start + 1] != "[":
            documents.loads(text)
            raise UnreadableInput(_NO_LIST)
        walk = Walk(text, self._walk)
        end = walk.from_(start + 1)
        documents.loads(f"{text[:start]}[]{text[end:]}")
        self._walk = walk
        return walk.raws

    def lines(self, wanted: Collection[Raw]) -> dict[Raw, int]:
        walk, line, before = self._walk, 1, 0
        met = zip(walk.raws, walk.places, strict=True)
        found = {}
        for raw, at in [each for each in met if each[0] in wanted]:
            line += walk.text.count("\n", before, at)
            found[raw], before = line, at
        return found

    def row(self, raw: Raw) -> Row:
        return as_row(documents.loads(raw))


_NO_LIST = "has no list of records: let the mapping's rows.at point to it"


class _Lines:
    """JSON lines."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._encoding = spec.get("encoding", "utf-8-sig")
        self._all: list[str] = []

    def records(self, content: bytes) -> list[Raw]:
        self._all = [
            line.strip() for line in decoded(content, self._encoding).split("\n")
        ]
        return [line for line in self._all if line]

    def lines(self, wanted: Collection[Raw]) -> dict[Raw, int]:
        return {raw: n for n, raw in enumerate(self._all, start=1) if raw in wanted}

    def row(self, raw: Raw) -> Row:
        return as_row(documents.loads(raw))


class _Tables:
    """Lines of a CSV; the last of a record's cells is the number of its header."""

    def __init__(self, path: str, spec: dict[str, Any]) -> None:
        self._encoding = spec.get("encoding", "utf-8-sig")
        self._delimiter = delimiter(path, spec)
        self._headers: list[list[str]] = []
        self._lines: list[tuple[Raw, int]] = []

    def records(self, content: bytes) -> list[Raw]:
        text = decoded(content, self._encoding)
        csv.field_size_limit(LARGEST)
        reader = csv.reader(
            io.StringIO(text, newline=""), strict=True, delimiter=self._delimiter
        )
        try:
            number = self._number(once(next(reader, [])))
            line = reader.line_num + 1
            found = []
            for cells in reader:
                if cells:
                    found.append(((*cells, number), line))
                line = reader.line_num + 1
        except csv.Error as error:
            raise UnreadableInput(f"is no CSV ({error}): it is left out") from error
        self._lines = found
        return [raw for raw, _ in found]

    def _number(self, header: list[str]) -> int:
        """Return the number of a header, of all that were seen."""
        if not header:
            raise UnreadableInput("is empty: it is left out")
        if header not in self._headers:
            self._headers.append(header)
        return self._headers.index(header)

    def lines(self, wanted: Collection[Raw]) -> dict[Raw, int]:
        return {raw: line for raw, line in self._lines if raw in wanted}

    def row(self, raw: Raw) -> Row:
        *cells, number = raw
        row = fitted(cells, self._headers[number])
        documents.check(cells, 1)
        return row
