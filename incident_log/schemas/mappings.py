"""The shape of a mapping: which columns of somebody's rows become which fields.

It has the fields of an update document.  Each is written as it is, as words with
columns in braces (``fire-{UniqueId}``), or as an object that names a column and says
how it is read.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from incident_log.errors import UnknownZone
from incident_log.schemas.fields import (
    SHORT,
    Counted,
    Degrees,
    Few,
    Flag,
    Id,
    Name,
    Occurred,
    OneOf,
    Text,
    Time,
    Verbatim,
    Whole,
)
from incident_log.schemas.shapes import (
    CLAIMS,
    AgentSchema,
    ClaimOfAnyType,
    IncidentSchema,
    PlaceSchema,
    ReportSchema,
    Shape,
    UpdateSchema,
    WeaponSchema,
)
from incident_log.times import check_zone

#: The format that a mapping names.
FORMAT = "incident-log/mapping/1"


class Anything(fields.Field[Any]):
    """A value of a cell: text, a number, true, false or null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_none=True, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, list | dict):
            raise ValidationError("is no plain value: write text, a number or null")
        return value


class Number(fields.Field[float]):
    """A number that something is multiplied by."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        if type(value) not in (int, float) or not 0 < abs(value) < 10**9:
            raise ValidationError("is no factor: write a number that is not 0")
        return float(value)


class Table(fields.Field[dict[str, Any]]):
    """An object with any keys, whose values are all of one kind."""

    def __init__(self, of: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValidationError("is not an object: write {...}")
        problems = {}
        for key, each in value.items():
            try:
                self.of.deserialize(each)
            except ValidationError as error:
                problems[key] = error.messages
        if problems:
            raise ValidationError(problems)
        return value


class ColumnSchema(Shape):
    """A column, or several of which the first that says anything counts."""

    column = Few(
        Text(),
        required=True,
        validate=validate.NoneOf([[]], error="names no column: name one"),
    )


class WordSchema(ColumnSchema):
    """Words, an id, or one of a list; *words* says what is written for each."""

    words = Table(Anything())


class ListSchema(WordSchema):
    separator = Text()


class FlagSchema(ColumnSchema):
    locals().update({"true": fields.List(Anything()), "false": fields.List(Anything())})


class FigureSchema(ColumnSchema):
    """A figure, however it is written."""

    thousands = OneOf((",", ".", " ", "'"))
    decimal = OneOf((".", ","))
    units = Table(Number())
    factor = Number()
    wording = fields.Raw()
    empty = fields.List(Text())
    none = fields.List(Text())
    # A schema has an attribute "unknown" of its own, hence this way of naming.
    locals().update({"unknown": fields.List(Text())})
    otherwise = OneOf(("unknown", "not_stated"))

    @validates_schema
    def check_wording(self, data: Mapping[str, Any], **_: Any) -> None:
        wording = data.get("wording")
        if isinstance(wording, dict):
            problems: Any = WordSchema().validate(wording)
            if problems:
                raise ValidationError(problems, "wording")
        elif wording is not None and wording not in WORDINGS:
            raise ValidationError(
                f"unknown: use {', '.join(WORDINGS)}, or name a column", "wording"
            )
        if data.get("thousands") == data.get("decimal", "."):
            raise ValidationError("is the decimal mark as well: name both", "thousands")


WORDINGS = ("at least", "more than", "up to", "fewer than", "about")


class Form(Text):
    """The form of a time: one with a name, or one of :meth:`datetime.strptime`."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        form: str = super()._deserialize(value, *args, **more)
        if form in FORMS:
            return form
        try:
            datetime.strptime("", form)
        except ValueError as error:
            if "bad directive" in str(error) or "stray %" in str(error):
                raise ValidationError(f"{error}: correct it") from error
        if not any(f"%{sign}" in form for sign in "YyGcx"):
            raise ValidationError(
                f"has no year: write {', '.join(FORMS)}, or a form like %d.%m.%Y %H:%M"
            )
        return form


#: Forms of a time that have a name.
FORMS = ("iso", "unix", "unix-ms")


class Zone(Text):
    """The name of a time zone."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        zone: str = super()._deserialize(value, *args, **more)
        try:
            check_zone(zone)
        except UnknownZone as error:
            raise ValidationError(str(error)) from error
        return zone


class StampSchema(ColumnSchema):
    """A time, however it is written."""

    format = Few(Form())
    zone = Zone(64)
    z_is_local = Flag()
    overlap = OneOf(("first", "second"))


class ConditionSchema(ColumnSchema):
    """Rows in which a column has, or has not, one of some values."""

    locals().update({"is": fields.List(Anything()), "is_not": fields.List(Anything())})

    @validates_schema
    def check_values(self, data: Mapping[str, Any], **_: Any) -> None:
        if ("is" in data) == ("is_not" in data):
            raise ValidationError("has neither 'is' nor 'is_not', or both: write one")


class Pointer(Text):
    """Leads into a JSON document (RFC 6901)."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        pointer: str = super()._deserialize(value, *args, **more)
        if pointer and not pointer.startswith("/"):
            raise ValidationError("leads nowhere: begin it with /")
        return pointer


class RowsSchema(Shape):
    """Where the rows are, and what kinds of rows there are."""

    form = OneOf(("csv", "json", "jsonl"))
    at = Pointer()
    inside = Text()
    delimiter = OneOf((",", ";", "\t", "|"))
    encoding = Text(40)
    say = OneOf(("everything", "changes"))
    whole = fields.List(fields.Nested(ConditionSchema))
    gone = fields.List(fields.Nested(ConditionSchema))
    locals().update({"only": fields.List(fields.Nested(ConditionSchema))})


#: How the values of each kind of field are read, and what says so.
KINDS: list[tuple[type, str, type[ColumnSchema]]] = [
    (OneOf, "id", WordSchema),
    (Id, "id", WordSchema),
    (Text, "text", WordSchema),
    (Name, "text", WordSchema),
    (Time, "time", StampSchema),
    (Occurred, "time", StampSchema),
    (Counted, "figure", FigureSchema),
    (Degrees, "number", FigureSchema),
    (Whole, "number", FigureSchema),
    (Verbatim, "flag", FlagSchema),
    (Flag, "flag", FlagSchema),
    (Few, "list", ListSchema),
    (fields.List, "list", ListSchema),
]


class Given(fields.Field[Any]):
    """A field as it is, words with columns in braces, or an object naming a column."""

    def __init__(self, of: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of
        self.kind, self.schema = next(
            (kind, schema) for cls, kind, schema in KINDS if isinstance(of, cls)
        )

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, dict) and "column" in value:
            problems = self.schema().validate(value)
            if problems:
                raise ValidationError(problems)
        elif isinstance(value, str) and "{" in value:
            Text(SHORT).deserialize(value)
            if set("{}").intersection(re.sub(r"\{[^{}]+\}", "", value)):
                raise ValidationError(
                    "has a brace that names no column: write {COLUMN}, or leave it out"
                )
        else:
            self.of.deserialize(value)
        return value


def _given(shape: type[Schema], *without: str) -> type[Schema]:
    """Return the shape whose fields are given by columns."""
    found: dict[str, Any] = {}
    for name, each in shape().fields.items():
        if name in without:
            continue
        if isinstance(each, fields.Nested):
            inner = _given(type(each.schema))
            found[name] = fields.Nested(inner, required=each.required)
        else:
            found[name] = Given(each, required=each.required)
    return type(f"Given{shape.__name__}", (Shape,), found)


def _claim(shape: Schema) -> Schema:
    given: Any = _given(type(shape), "type", "id", "span", "corrects")
    own = {
        "type": Id(required=True),
        "id": Id(required=True),
        "when": fields.List(fields.Nested(ConditionSchema)),
    }
    found: Schema = type(given.__name__, (given,), own)()
    return found


GIVEN_CLAIMS: dict[str, Schema] = {name: _claim(each) for name, each in CLAIMS.items()}


class Claims(ClaimOfAnyType):
    """A claim of any type, with the rows in which it is made."""

    shapes = GIVEN_CLAIMS


_UPDATE = UpdateSchema().fields


class MappingSchema(Shape):
    """How the rows of somebody's data become updates."""

    format = OneOf((FORMAT,), required=True)
    title = Text()
    note = Text()
    rows = fields.Nested(RowsSchema)
    report = fields.Nested(_given(ReportSchema), required=True)
    incident = fields.Nested(_given(IncidentSchema), required=True)
    id = Given(_UPDATE["id"])
    signal = OneOf(("new", "update", "clarification", "resend"))
    label = Given(_UPDATE["label"])
    known_at = Given(Time())
    published_at = Given(Time())
    as_of = Given(Time())
    timezone = Zone(64)
    agents = fields.List(fields.Nested(_given(AgentSchema)))
    places = fields.List(fields.Nested(_given(PlaceSchema)))
    weapons = fields.List(fields.Nested(_given(WeaponSchema)))
    claims = fields.List(
        Claims(),
        required=True,
        validate=validate.Length(
            1, 1_000, error="has none or too many: name 1 to {max} claims"
        ),
    )

    @validates_schema
    def check_ids(self, data: Mapping[str, Any], **_: Any) -> None:
        ids = [claim["id"] for claim in data["claims"]]
        for n, name in enumerate(ids):
            if name in ids[:n]:
                raise ValidationError(
                    {"claims": {n: {"id": ["is used twice: rename one"]}}}
                )


MAPPING = MappingSchema()


def kind_of(path: tuple[str, ...]) -> str:
    """Return how a field is read: *path* is a claim type or section, then names."""
    fields_here: Any = MAPPING.fields
    if path[0] in GIVEN_CLAIMS:
        fields_here, path = GIVEN_CLAIMS[path[0]].fields, path[1:]
    *outer, name = path
    for each in outer:
        here: Any = fields_here[each]
        here = here.inner if isinstance(here, fields.List) else here
        fields_here = here.schema.fields
    field = fields_here[name]
    return field.kind if isinstance(field, Given) else "object"
