"""A quick yes for the shape of an update document, compiled from the shapes.

Made from marshmallow's schemas, so that no field is listed twice.  Only its yes
counts: what is refused here may be fine, and marshmallow says what is wrong with it.
A document is what JSON is read as: plain dicts, lists, words and numbers.
"""

from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from marshmallow import Schema, ValidationError, fields
from msgspec import Meta

from incident_log.counts import MOST
from incident_log.references import ID
from incident_log.references import PATTERN as REFERENCE
from incident_log.schemas.fields import (
    Counted,
    Degrees,
    Few,
    Flag,
    Id,
    Name,
    Occurred,
    OccurredSchema,
    OneOf,
    Text,
    Time,
    Verbatim,
    Whole,
)
from incident_log.schemas.shapes import (
    CLAIMS,
    SIGNAL_OF,
    UPDATE,
    ClaimOfAnyType,
    Incident,
    IncidentSchema,
)


def is_update(document: dict[str, Any]) -> bool:
    """Tell whether a document surely has the shape of an update."""
    try:
        update = msgspec.convert(document, _update(), dec_hook=_ask)
    except (msgspec.ValidationError, ValidationError):
        return False
    return all(
        getattr(update, name) is None or update.signal == signal
        for name, signal in SIGNAL_OF.items()
    )


class _Asked:
    """A value that its own field is asked about, if it is no plain number."""

    field: ClassVar[fields.Field[Any]]
    most: ClassVar[int]  #: whole numbers from 0 to this need no asking


def _ask(kind: type[_Asked], value: Any) -> _Asked:
    """Let the field judge; whether it may be negative depends on other fields."""
    if type(value) is int and value < 0:
        raise ValidationError("is negative")
    if type(value) is not int or value > kind.most:
        kind.field.deserialize(value)
    return kind()


def _asked(field: Any) -> Any:
    most = MOST if isinstance(field, Counted) else -1
    return type(type(field).__name__, (_Asked,), {"field": field, "most": most})


@cache
def _update() -> Any:
    return _struct(UPDATE)


def _struct(schema: Schema, **tag: Any) -> Any:
    """Return a type that holds what *schema* accepts; ``None`` where nothing is given.

    A *tag* stands in place of the field that it is found by.
    """
    kinds: list[Any] = [
        (name, _kind(field)) if field.required else (name, _kind(field), None)
        for name, field in schema.fields.items()
        if name != tag.get("tag_field")
    ]
    return msgspec.defstruct(
        type(schema).__name__, kinds, forbid_unknown_fields=True, kw_only=True, **tag
    )


def _kind(field: Any) -> Any:
    return next(make(field) for kind, make in _MAKERS if isinstance(field, kind))


def _claim() -> Any:
    kinds = (_struct(each, tag_field="type", tag=kind) for kind, each in CLAIMS.items())
    return reduce(or_, kinds)


def _list(field: Any) -> Any:
    kind: Any = GenericAlias(list, (_kind(field.inner),))
    for length in field.validators:
        low, high = length.equal or length.min, length.equal or length.max
        kind = Annotated[kind, Meta(min_length=low, max_length=high)]
    return kind


_ID: Any = Annotated[str, Meta(pattern=rf"\A{ID}\Z")]
_NAME: Any = Annotated[str, Meta(pattern=rf"\A(?:{REFERENCE})\Z")]

_MAKERS: list[tuple[type, Callable[[Any], Any]]] = [
    (OneOf, lambda f: Literal[f.words]),
    (Id, lambda f: _ID),
    (Text, lambda f: Annotated[str, Meta(max_length=f.longest)]),
    (Name, lambda f: _NAME),
    (Time, lambda f: str),
    (Verbatim, lambda f: bool | Literal["partial"]),
    (Incident, lambda f: _ID | _struct(IncidentSchema())),
    (ClaimOfAnyType, lambda f: _claim()),
    (Occurred, lambda f: str | _struct(OccurredSchema())),
    (Degrees, lambda f: Annotated[float, Meta(ge=-f.most, le=f.most)]),
    (Flag, lambda f: bool),
    (Whole, lambda f: Annotated[int, Meta(ge=0, le=f.most)]),
    # msgspec 0.22 breaks the heap over patterned words in one union with a list.
    (Counted, _asked),
    (Few, _asked),
    (fields.List, _list),
    (fields.Nested, lambda f: _struct(f.schema)),
]
