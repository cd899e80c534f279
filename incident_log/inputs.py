"""Update documents as they come: in files, folders and on standard input.

What cannot be read is said in place of a document, and the rest goes on.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from incident_log import documents, files, spreadsheets
from incident_log.errors import UnreadableInput, visible

LINES = (".jsonl", ".ndjson")
SUFFIXES = (".json", *LINES, ".csv")

#: Bytes of a line that are read at once: more than the largest record can have.
_LONGEST = 4 * documents.LARGEST + 2
_TOO_LONG = f"the record has more than {documents.LARGEST} characters: split it"


@dataclass(frozen=True, slots=True)
class Found:
    """One update document, or what kept it from being read."""

    file: str
    line: int
    document: Any = None
    problem: str | None = None
    text: str | None = None  #: the JSON it was read from, to find lines in
    prefix: tuple[str | int, ...] = ()


def count(paths: Iterable[Path | str]) -> int:
    """Guess how many updates there are, for a progress bar: lines or files."""
    total = 0
    for path in paths:
        is_folder = str(path) != "-" and Path(path).is_dir()
        for file in listed(Path(path)) if is_folder else [Path(path)]:
            total += _count(file) if file.is_file() else 0
    return total


def listed(folder: Path) -> list[Path]:
    """Return the update files in a folder, at any depth, by name."""
    inside = files.inside(folder, SUFFIXES)
    return [each for each in inside if isinstance(each, Path) and each.is_file()]


def _count(file: Path) -> int:
    if file.suffix not in LINES:
        return 1
    with suppress(OSError), file.open("rb") as lines:
        return sum(1 for _ in lines)
    return 0


def find(paths: Iterable[Path | str]) -> Iterator[Found]:
    """Yield every update document in files and folders, in the order of their names."""
    for path in paths:
        if str(path) == "-" and sys.stdin is not None:
            yield from _stream("<stdin>", sys.stdin.buffer)
            continue
        try:
            is_folder, is_there = Path(path).is_dir(), Path(path).exists()
        except OSError:
            is_folder, is_there = False, False
        if is_folder and str(path):
            yield from _folder(Path(path))
        elif is_there and str(path):
            yield from _file(Path(path))
        else:
            problem = "is no file or folder: check the name"
            yield Found(visible(str(path)), 1, problem=problem)


def _folder(folder: Path) -> Iterator[Found]:
    for each in files.inside(folder, SUFFIXES):
        if isinstance(each, OSError):
            yield Found(str(each.filename), 1, problem=_unreadable(each))
        else:
            yield from _file(each, folder)


def _file(file: Path, folder: Path | None = None) -> Iterator[Found]:
    name = visible(str(file))
    try:
        files.check(file)
        if folder is not None:
            files.check_inside(file, folder)
        if file.suffix in LINES:
            with file.open("rb") as lines:
                yield from _lines(name, _pieces(lines))
        elif file.suffix == ".csv":
            yield from _table(name, files.content(file))
        else:
            yield from _document(name, files.content(file))
    except UnreadableInput as error:
        yield Found(name, 1, problem=str(error))
    except OSError as error:
        yield Found(name, 1, problem=_unreadable(error))


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror}, check it"


def _stream(name: str, stream: BinaryIO) -> Iterator[Found]:
    """Read JSON lines, one document or a list of them, whichever comes in.

    Lines are read as they come; anything else has to be seen whole.
    """
    head = []
    for line in _pieces(stream):
        head.append(line)
        if line.strip():
            break
    if head and head[-1].lstrip().startswith(b"{") and _is_json(head[-1]):
        yield from _lines(name, chain(head, _pieces(stream)))
        return
    try:
        content = b"".join(head) + files.whole(stream)
    except UnreadableInput as error:
        yield Found(name, 1, problem=str(error))
        return
    lines = content.splitlines()
    if _is_json(content) or not any(map(_is_json, lines)):
        yield from _document(name, content)
    else:
        yield from _lines(name, lines)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines; of a line that no record can have, so many bytes at a time."""
    return iter(lambda: stream.readline(_LONGEST), b"")


def _is_json(content: bytes) -> bool:
    try:
        documents.loads(documents.decode(content))
    except UnreadableInput:
        return False
    return True


def _lines(name: str, lines: Iterable[bytes]) -> Iterator[Found]:
    """Read documents from lines, or from pieces of lines, which are refused."""
    number, is_rest = 0, False
    for line in lines:
        was_rest, is_rest = is_rest, len(line) == _LONGEST and line[-1:] != b"\n"
        if was_rest:
            continue
        number += 1
        if is_rest:
            yield Found(name, number, problem=_TOO_LONG)
        elif line.strip():
            try:
                yield Found(name, number, documents.loads(documents.decode(line)))
            except UnreadableInput as error:
                yield Found(name, number, problem=str(error))


def _document(name: str, content: bytes) -> Iterator[Found]:
    """Read a JSON file: one update, or a list of them."""
    try:
        text = documents.decode(content)
        value = documents.loads(text)
    except UnreadableInput as error:
        yield Found(name, 1, problem=str(error))
        return
    if not isinstance(value, list):
        yield Found(name, 1, value, text=text)
        return
    places = zip(value, documents.lines_of_list(text), strict=True)
    for n, (document, line) in enumerate(places):
        yield Found(name, line, document, text=text, prefix=(n,))


def _table(name: str, content: bytes) -> Iterator[Found]:
    try:
        for line, row in spreadsheets.rows(documents.decode(content)):
            if isinstance(row, UnreadableInput):
                yield Found(name, line, problem=str(row))
            else:
                yield Found(name, line, row)
    except UnreadableInput as error:
        yield Found(name, 1, problem=str(error))
