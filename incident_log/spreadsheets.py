"""Reading updates from a CSV of one claim a row.

The header names the columns: those of ``COLUMNS`` are about the update, every other one
is a field of the claim.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from incident_log.documents import LARGEST, check
from incident_log.errors import UnreadableInput
from incident_log.vocabulary import POPULATION

#: Column -> the place of its value in an update document.
COLUMNS: dict[str, tuple[str, ...]] = {
    "report": ("report", "id"),
    "source": ("report", "source"),
    "derived_from": ("report", "derived_from"),
    "language": ("report", "language"),
    "update": ("id",),
    "signal": ("signal",),
    "label": ("label",),
    "published_at": ("published_at",),
    "received_at": ("received_at",),
    "timezone": ("timezone",),
    "incident": ("incident", "id"),
    "incident_title": ("incident", "title"),
    "incident_place": ("incident", "place"),
    "incident_timezone": ("incident", "timezone"),
}
NEEDED = ("report", "source", "incident", "type")

_LISTS = ("weapons", "composite", "of", "about", "restates", "role", "corrects")
_NUMBERS = ("count", "value", "areas")
_BOOLEANS = ("denied", "verbatim")

Cells = dict[str, str]
Row = tuple[int, dict[str, Any] | UnreadableInput]


def rows(text: str) -> Iterator[Row]:
    """Yield line and document of every update.

    Rows one after another with the same ``report`` and ``update`` are the claims of
    one update; what they leave empty of it the first one says.  For a row that cannot
    be read, yield why; an update with such a row is left out whole.  Raise
    :exc:`UnreadableInput` where nothing can be read.
    """
    first: Cells = {}
    claims: list[dict[str, Any]] = []
    start, is_broken, is_after_gap = 0, False, False
    for line, cells in _cells(text):
        if isinstance(cells, UnreadableInput):
            is_after_gap = True
            yield line, cells
            continue
        own = {name: value for name, value in cells.items() if name in COLUMNS}
        if "update" in own and _is_same(own, first):
            is_broken = is_broken or is_after_gap
            other = [name for name in own if own[name] != first.get(name)]
            if other:
                is_broken = True
                yield line, _contradiction(other[0], own, first)
            claims.append(_claim(cells))
        else:
            if claims and not is_broken:
                yield start, _update(first) | {"claims": claims}
            first, claims, start, is_broken = own, [_claim(cells)], line, False
        is_after_gap = False
    if claims and not is_broken:
        yield start, _update(first) | {"claims": claims}


def _cells(text: str) -> Iterator[tuple[int, Cells | UnreadableInput]]:
    """Yield every row's filled cells by column, and the line on which it begins."""
    check(text, 1)
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = _header(next(reader, []))
        line = reader.line_num + 1
        for values in reader:
            if len(values) != len(header) and any(values):
                yield (
                    line,
                    UnreadableInput(
                        f"has {len(values)} values for {len(header)} columns:"
                        " quote values that contain commas"
                    ),
                )
            elif any(values):
                filled = {n: v for n, v in zip(header, values, strict=True) if v}
                yield line, filled
            line = reader.line_num + 1
    except csv.Error as error:
        yield (
            line,
            UnreadableInput(f"is no CSV ({error}): check its quotes from here on"),
        )


def _header(names: list[str]) -> list[str]:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableInput(f"column {twice[0]!r} appears twice: rename one")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise UnreadableInput(
            f"the header has no column {missing[0]!r}: name the columns report,"
            " source, incident, type and the fields of a claim"
        )
    return names


def _is_same(own: Cells, first: Cells) -> bool:
    return all(own.get(name) == first.get(name) for name in ("report", "update"))


def _contradiction(name: str, own: Cells, first: Cells) -> UnreadableInput:
    return UnreadableInput(
        f"column {name!r} has {own[name]!r}, the first row of the same update"
        f" {first.get(name, '')!r}: give it an update of its own, or the same words"
    )


def _update(cells: Cells) -> dict[str, Any]:
    """Return an update document without its claims."""
    update: dict[str, Any] = {"format": "incident-log/update/1"}
    for name, value in cells.items():
        here = update
        for key in COLUMNS[name][:-1]:
            here = here.setdefault(key, {})
        here[COLUMNS[name][-1]] = value
    if update.get("incident", {}).keys() == {"id"}:
        update["incident"] = update["incident"]["id"]
    return update


def _claim(cells: Cells) -> dict[str, Any]:
    claim: dict[str, Any] = {}
    for name, text in cells.items():
        if name in POPULATION:
            claim.setdefault("population", {})[name] = _value(name, text)
        elif name not in COLUMNS:
            claim[name] = _value(name, text)
    return claim


def _value(name: str, text: str) -> Any:
    """Read a cell as what its column holds; a list has ``;`` between its words."""
    if name in _LISTS:
        return [part.strip() for part in text.split(";") if part.strip()]
    if name in _NUMBERS and re.fullmatch(r"-?\d{1,19}", text, re.ASCII):
        return int(text)
    if name == "value" and re.fullmatch(r"-?\d{1,15}\.\d{1,9}", text, re.ASCII):
        return float(text)
    if name in _BOOLEANS and text in ("true", "false"):
        return text == "true"
    return text
