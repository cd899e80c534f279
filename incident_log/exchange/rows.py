"""Rows of other people's files: CSV, JSON and JSON lines, packed with gzip or not.

CSV and JSON lines are read as they come, so a file may be as long as it likes; a JSON
document has to be seen whole.
"""

import gzip
import sys
import zlib
from contextlib import AbstractContextManager, nullcontext
from errno import EBADF
from pathlib import Path
from typing import Any, BinaryIO

from incident_log import documents, files
from incident_log.documents import LARGEST
from incident_log.errors import UnreadableInput
from incident_log.exchange.columns import Row, unescaped
from incident_log.exchange.csv_rows import Numbered, table

#: Suffix -> the form of what is in the file; ``.gz`` may come after it.
FORMS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".geojson": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def rows(file: str, spec: dict[str, Any]) -> Numbered:
    """Yield the rows of a file, or of standard input (``-``); *spec* is the mapping's.

    What cannot be read is yielded as :exc:`UnreadableInput`, and the rest goes on
    where there is a rest.
    """
    form = form_of(file, spec)
    try:
        with opened(file) as stream:
            if form == "csv":
                encoding = spec.get("encoding", "utf-8-sig")
                yield from table(stream, encoding, delimiter(file, spec))
            elif form == "jsonl":
                yield from _lines(stream, spec)
            else:
                yield from _document(files.whole(stream), spec)
    except UnreadableInput as error:
        yield 1, error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield 1, UnreadableInput(f"is no whole gzip file ({error}): fetch it again")
    except OSError as error:
        yield 1, UnreadableInput(f"cannot be read ({error.strerror}): check it")


def form_of(file: str, spec: dict[str, Any]) -> str:
    """Return the form of a file: what the mapping says, or its name."""
    return spec.get("form") or FORMS.get(suffix(Path(file)), "jsonl")


def pointer(spec: dict[str, Any]) -> list[str]:
    """Return the keys that lead to the records of a JSON document."""
    parts = spec.get("at", "").split("/")[1:]
    return [unescaped(part) for part in parts]


def delimiter(file: str, spec: dict[str, Any]) -> str:
    """Return what stands between the cells of a file."""
    is_tabbed = suffix(Path(file)) == ".tsv"
    return spec.get("delimiter") or ("\t" if is_tabbed else ",")


def _lines(stream: BinaryIO, spec: dict[str, Any]) -> Numbered:
    encoding = spec.get("encoding", "utf-8-sig")
    number, is_rest = 0, False
    while line := stream.readline(LARGEST + 2):
        was_rest, is_rest = is_rest, not line.endswith(b"\n")
        if was_rest:
            continue
        number += 1
        if len(line) > LARGEST:
            yield (
                number,
                UnreadableInput(
                    f"the record has more than {LARGEST} characters: split it"
                ),
            )
        elif line.strip():
            is_rest = False
            try:
                yield number, as_row(documents.loads(decoded(line, encoding)))
            except UnreadableInput as error:
                yield number, error


def _document(content: bytes, spec: dict[str, Any]) -> Numbered:
    try:
        text = decoded(content, spec.get("encoding", "utf-8-sig"))
        for line, element in documents.elements(text, pointer(spec)):
            try:
                yield line, as_row(documents.loads(element))
            except UnreadableInput as error:
                yield line, error
    except UnreadableInput as error:
        yield 1, error


def as_row(value: Any) -> Row:
    """Return a record as a row; raise :exc:`UnreadableInput` if it is no object."""
    if not isinstance(value, dict):
        raise UnreadableInput(
            "is no object with columns: let the mapping's rows.at point to the list of"
            " records"
        )
    return value


def decoded(content: bytes, encoding: str) -> str:
    """Return bytes as text; raise :exc:`UnreadableInput`."""
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise UnreadableInput(
            f"is not {encoding.removesuffix('-sig')} ({error}): save it as UTF-8, or"
            " let the mapping's rows.encoding name what it is"
        ) from error


def suffix(path: Path) -> str:
    """Return the suffix of a file without that of its packing."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def opened(file: str) -> AbstractContextManager[Any]:
    """Open a file, or standard input, and unpack it."""
    if file == "-":
        if sys.stdin is None:
            raise OSError(EBADF, "standard input is closed")
        return nullcontext(sys.stdin.buffer)
    files.check(Path(file))
    if file.lower().endswith(".gz"):
        return gzip.open(file, "rb")
    return Path(file).open("rb")
