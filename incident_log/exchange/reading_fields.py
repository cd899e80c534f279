"""From the fields that a mapping names to functions that read them from a row."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from incident_log.errors import IncidentLogError, visible
from incident_log.exchange import cleaning, figures, stamps
from incident_log.exchange.columns import (
    ABSENT,
    Getter,
    Row,
    Unfilled,
    column,
    filled,
    names_in,
)
from incident_log.exchange.wordings import wording
from incident_log.schemas import kind_of

Document = dict[str, Any]


class RowRefused(IncidentLogError):
    """A field of a row cannot be read."""

    def __init__(self, path: str, why: object) -> None:
        super().__init__(visible(f"{path}: {why}"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field that a row gives."""

    name: str
    path: str  #: in the mapping, for messages
    get: Getter

    def value(self, row: Row) -> Any:
        """Return ``ABSENT``, ``None`` or its value; raise :exc:`RowRefused`."""
        try:
            return self.get(row)
        except Unfilled:
            return None
        except IncidentLogError as error:
            raise RowRefused(self.path, error) from error


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for all columns of a mapping."""

    inside: str | None  #: the object in a row that holds the record's own columns
    zone: str | None

    def fields(self, of: tuple[str, ...], given: Document, path: str) -> list[Field]:
        """Return the fields of a section of the mapping, or of a claim type."""
        return [
            Field(name, where, self.getter((*of, name), value, where))
            for name, value in given.items()
            for where in (f"{path}.{name}",)
        ]

    def section(self, name: str, given: Document, path: str) -> "Section":
        """Return what makes a document of a section of the mapping."""
        columns = [column(each, self.inside) for each in columns_of(given)]
        return Section(self.fields((name,), given, path), columns)

    def field(self, name: str, given: Any) -> Field:
        """Return a field of the update itself."""
        return Field(name, name, self.getter((name,), given, name))

    def getter(self, of: tuple[str, ...], given: Any, path: str) -> Getter:
        """Return what reads the field *of* (a section and names) from a row."""
        if is_plain(given):
            return lambda _: given
        kind = kind_of(of)
        if kind == "object":
            inner = self.fields(of, given, path)
            return lambda row: document_of(inner, row) or None
        spec = {} if isinstance(given, str) else given
        if isinstance(given, str):
            get = filled(given, self.inside)
        else:
            get = column(given["column"], self.inside)
        if kind == "figure":
            before = wording(spec.get("wording"), self.inside)
            return figures.figure(spec, get, before, decimals=of[-1] == "value")
        if kind == "time":
            return stamps.stamp(spec, get, self.zone)
        if kind in ("id", "text"):
            plain = cleaning.slug if kind == "id" else str.strip
            return cleaning.words(spec, get, plain)
        read = _OTHER[kind]
        return read(spec, get)


_OTHER: dict[str, Callable[[dict[str, Any], Getter], Getter]] = {
    "number": figures.number,
    "flag": cleaning.flag,
    "list": cleaning.listed,
}


def is_plain(given: Any) -> bool:
    """Tell whether a field is the same in every row."""
    if isinstance(given, dict):
        return "column" not in given and all(map(is_plain, given.values()))
    return not (isinstance(given, str) and "{" in given)


class Section:
    """Makes documents that are the same in many rows, each of them once.

    What it returns is shared between rows, and so not to be changed.
    """

    def __init__(self, fields: list[Field], columns: list[Getter]) -> None:
        self._fields = fields
        self._columns = columns
        self._made: dict[tuple[Any, ...], Document] = {}

    def lacks(self, row: Row) -> bool:
        """Tell whether a row has not all of its columns."""
        return any(get(row) is ABSENT for get in self._columns)

    def document(self, row: Row) -> Document:
        """Return what a row gives for the section."""
        cells = [get(row) for get in self._columns]
        key = (*cells, *map(type, cells))  # 1 and true are equal, but not the same
        try:
            found = self._made.get(key)
        except TypeError:  # a list in a cell
            return document_of(self._fields, row)
        if found is None:
            if len(self._made) >= _MADE:
                self._made.clear()
            found = self._made[key] = document_of(self._fields, row)
        return found


#: Documents of a section that are kept.
_MADE = 4_096


def columns_of(given: Any) -> list[str | list[str]]:
    """Return the columns that a field or a section is made of."""
    if isinstance(given, str):
        return [*names_in(given)]
    if not isinstance(given, dict):
        return []
    if "column" in given:
        return [given["column"], *columns_of(given.get("wording"))]
    return [name for each in given.values() for name in columns_of(each)]


def document_of(fields: Iterable[Field], row: Row) -> Document:
    """Return what a row gives for some fields; those it says nothing about are left."""
    return dict(_said(fields, row))


def _said(fields: Iterable[Field], row: Row) -> Iterator[tuple[str, Any]]:
    for field in fields:
        value = field.value(row)
        if value is not ABSENT and value is not None:
            yield field.name, value
