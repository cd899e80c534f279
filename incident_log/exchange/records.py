"""Records in files and folders, each as the vintage that a mapping makes of it."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from incident_log.errors import IncidentLogError, UnreadableInput, visible
from incident_log.exchange.columns import Row
from incident_log.exchange.mapping import Mapping
from incident_log.exchange.rows import FORMS, form_of, opened, rows, suffix
from incident_log.exchange.vintage import Vintage
from incident_log.inputs import Found


def vintages(
    paths: Iterable[str], mapping: Mapping, look: Callable[[Row], None] = lambda _: None
) -> Iterator[Vintage | Found]:
    """Yield what every row of files, folders or ``-`` says by a mapping.

    A row that cannot be read is a :class:`~incident_log.intake.Found` that says why;
    *look* is shown all others.
    """
    for name in paths:
        for file in _files(name):
            if isinstance(file, Found):
                yield file
                continue
            for line, row in rows(file, mapping.rows):
                try:
                    if isinstance(row, UnreadableInput):
                        raise row
                    look(row)
                    found = mapping.vintage(row, file=file, line=line)
                except IncidentLogError as error:
                    yield Found(file, line, problem=str(error))
                    continue
                if found is not None:
                    yield found


def count(paths: Iterable[str], mapping: Mapping) -> int:
    """Guess how many rows there are, for a progress bar: the lines of the files."""
    total = 0
    for name in paths:
        for file in _files(name):
            if isinstance(file, str) and file != "-":
                total += _lines_in(file, mapping.rows)
    return total


def _lines_in(file: str, spec: dict[str, Any]) -> int:
    if form_of(file, spec) == "json":
        return 1
    try:
        with opened(file) as stream:
            return sum(1 for _ in stream)
    except (OSError, EOFError, zlib.error, UnreadableInput):
        return 1


def _files(name: str) -> Iterator[str | Found]:
    path = Path(name)
    if name == "-" or (path.exists() and not path.is_dir()):
        yield name
    elif name and path.is_dir():
        inside = (each for each in path.rglob("*") if suffix(each) in FORMS)
        yield from sorted(str(each) for each in inside if not each.is_dir())
    else:
        problem = "is no file or folder: check the name"
        yield Found(visible(name), 1, problem=problem)
