"""Rows of a CSV: cells by the names in its header."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from incident_log.documents import LARGEST
from incident_log.errors import UnreadableInput
from incident_log.exchange.columns import Row

#: Line, and the row on it or why there is none.
Numbered = Iterator[tuple[int, Row | UnreadableInput]]


def table(stream: BinaryIO, encoding: str, mark: str) -> Numbered:
    """Yield the rows of a CSV; *mark* stands between its cells."""
    try:
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    except LookupError as error:
        yield 1, _not_in(error)
        return
    try:
        yield from _cells(text, mark)
    finally:
        text.detach()


def _cells(text: Iterable[str], mark: str) -> Numbered:
    csv.field_size_limit(LARGEST)
    reader = csv.reader(text, strict=True, delimiter=mark)
    line = 1
    try:
        header = once(next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield line, _row(cells, header)
            line = reader.line_num + 1
    except UnreadableInput as error:
        yield 1, error
    except csv.Error as error:
        why = f"is no CSV ({error}): check its quotes from here on"
        yield line, UnreadableInput(why)
    except UnicodeError as error:
        yield line, _not_in(error)


def once(header: list[str]) -> list[str]:
    """Return a header; raise :exc:`UnreadableInput` if it has a name twice."""
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise UnreadableInput(f"column {twice[0]!r} appears twice: rename one")
    return header


def fitted(cells: list[str], header: list[str]) -> Row:
    """Return cells by column; raise :exc:`UnreadableInput` if that does not add up."""
    if len(cells) != len(header):
        raise UnreadableInput(
            f"has {len(cells)} values for {len(header)} columns: quote values that"
            " contain the delimiter"
        )
    return dict(zip(header, cells, strict=True))


def _row(cells: list[str], header: list[str]) -> Row | UnreadableInput:
    try:
        return fitted(cells, header)
    except UnreadableInput as error:
        return error


def _not_in(error: Exception) -> UnreadableInput:
    return UnreadableInput(
        f"is not in the encoding named ({error}): save it as UTF-8, or let the"
        " mapping's rows.encoding name what it is"
    )
