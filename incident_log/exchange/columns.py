"""Columns of a row: found by name, at any depth, and put into words.

A column is named as in the data; what lies deeper is reached with ``/``
(``verified/killed``; a slash in a name is written ``~1``, a tilde ``~0``).
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from incident_log.errors import IncidentLogError

Row = dict[str, Any]


class _Absent:
    """The row does not have the column: in a row of changes, nothing changed."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()

#: Finds the value of a column in a row: ``ABSENT``, ``None`` or what is there.
Getter = Callable[[Row], Any]


def cells(get: Getter, read: Callable[[Any], Any]) -> Getter:
    """Return what reads the cells that *get* finds; an empty one says nothing."""

    def find(row: Row) -> Any:
        raw = get(row)
        if raw is ABSENT or raw is None or raw == "":
            return raw if raw is ABSENT else None
        return read(raw)

    return find


class Unfilled(IncidentLogError):
    """Words need a column that says nothing in this row."""

    def __init__(self, column: str) -> None:
        super().__init__(f"column {column!r} is empty: the row cannot be named")


def column(names: str | list[str], inside: str | None = None) -> Getter:
    """Return what finds a column; of several the first that says anything.

    Columns are looked for in the object *inside* first, where the rows have one.  An
    object that is there says everything about what lies in it: a deeper column that
    it lacks is ``None``, not ``ABSENT``.
    """
    if isinstance(names, list):
        return _first([column(name, inside) for name in names])
    top, *deeper = [unescaped(part) for part in names.split("/")]
    if inside is None and not deeper:
        return lambda row: row.get(top, ABSENT)

    def find(row: Row) -> Any:
        here = row
        if inside is not None:
            own = row.get(inside)
            if isinstance(own, dict) and top in own:
                here = own
        value = here.get(top, ABSENT)
        for part in deeper:
            if value is ABSENT:
                return ABSENT
            value = value.get(part) if isinstance(value, dict) else None
        return value

    return find


def escaped(name: str) -> str:
    """Write the name of a column as a part of a path: ``/`` in it is ``~1``."""
    return name.replace("~", "~0").replace("/", "~1")


def unescaped(part: str) -> str:
    """Return the name that a part of a path stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def _first(getters: list[Getter]) -> Getter:
    def find(row: Row) -> Any:
        found: Any = ABSENT
        for get in getters:
            value = get(row)
            if value is not ABSENT:
                if value is not None and value != "":
                    return value
                found = value
        return found

    return find


_COLUMN = re.compile(r"\{([^{}]+)\}")


def names_in(words: str) -> list[str]:
    """Return the columns in braces in *words*."""
    return _COLUMN.findall(words)


def filled(words: str, inside: str | None = None) -> Getter:
    """Return what fills the columns in braces into *words*.

    Raise :exc:`Unfilled` for a row in which one of them says nothing.
    """
    parts = _COLUMN.split(words)
    getters = [(name, column(name, inside)) for name in parts[1::2]]
    texts = parts[::2]

    def fill(row: Row) -> str:
        found = [texts[0]]
        for (name, get), text in zip(getters, texts[1:], strict=True):
            value = get(row)
            if value is ABSENT or value is None or value == "":
                raise Unfilled(name)
            found += [written(value).strip(), text]
        return "".join(found)

    return fill


class NoWords(IncidentLogError):
    """A cell that has to say something in words holds a list or an object."""

    def __init__(self, found: Any) -> None:
        super().__init__(
            f"{str(found)[:60]!r} are no words: name the column inside it, or correct"
            " it"
        )


def written(value: Any) -> str:
    """Write the value of a cell; a whole number has no ``.0``.

    Raise :exc:`NoWords` for what is no single value.
    """
    if isinstance(value, list | dict):
        raise NoWords(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


Condition = Callable[[Row], bool]


def condition(given: dict[str, Any], inside: str | None = None) -> Condition:
    """Return what tells whether a column has, or has not, one of some values."""
    get = column(given["column"], inside)
    is_wanted = "is" in given
    values = [_plain(value) for value in given["is" if is_wanted else "is_not"]]
    return lambda row: (_plain(get(row)) in values) is is_wanted


def every(given: Iterable[dict[str, Any]], inside: str | None = None) -> Condition:
    """Return what tells whether all conditions hold."""
    conditions = [condition(each, inside) for each in given]
    if not conditions:
        return lambda _: True
    return lambda row: all(holds(row) for holds in conditions)


def _plain(value: Any) -> Any:
    """Let a cell without a value, and an empty one, be the same as null."""
    if value is ABSENT or value == "":
        return None
    is_compared_so = isinstance(value, bool | list | dict) or value is None
    return value if is_compared_so else written(value)
