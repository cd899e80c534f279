"""The JSON Schema of an update document, made from the shapes."""

from typing import Any

from marshmallow import Schema, fields

from incident_log.references import ID
from incident_log.references import PATTERN as REFERENCE
from incident_log.schemas.fields import (
    SHORT,
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
from incident_log.schemas.mappings import (
    GIVEN_CLAIMS,
    KINDS,
    MAPPING,
    WORDINGS,
    Anything,
    Claims,
    ConditionSchema,
    Given,
    Number,
    Table,
    WordSchema,
)
from incident_log.schemas.shapes import (
    CLAIMS,
    SIGNAL_OF,
    UPDATE,
    ClaimOfAnyType,
    Incident,
    IncidentSchema,
)
from incident_log.times import ISO

JsonSchema = dict[str, Any]


def json_schema() -> JsonSchema:
    """Return the JSON Schema (draft 2020-12) of an update document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "incident_log update document",
        **_object(UPDATE),
        "anyOf": [
            {"required": ["claims"]},
            {"required": ["text"]},
            {
                "properties": {"signal": {"enum": sorted(SIGNAL_OF.values())}},
                "required": ["signal"],
            },
        ],
        "allOf": [_with_signal(name, signal) for name, signal in SIGNAL_OF.items()],
    }


def mapping_json_schema() -> JsonSchema:
    """Return the JSON Schema (draft 2020-12) of a mapping document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "incident_log mapping document",
        **_object(MAPPING),
        "$defs": {schema.__name__: _object(schema()) for schema in _COLUMNS},
    }


_COLUMNS: list[type[Schema]] = [ConditionSchema, *(schema for _, _, schema in KINDS)]


def _with_signal(name: str, signal: str) -> JsonSchema:
    """A list of references goes with its signal."""
    return {
        "if": {"required": [name]},
        "then": {"properties": {"signal": {"const": signal}}, "required": ["signal"]},
    }


def _object(schema: Schema) -> JsonSchema:
    required = sorted(name for name, field in schema.fields.items() if field.required)
    return {
        "type": "object",
        "properties": {name: _field(f) for name, f in schema.fields.items()},
        "additionalProperties": False,
    } | ({"required": required} if required else {})


def _field(field: Any) -> JsonSchema:
    make = next(make for kind, make in _MAKERS if isinstance(field, kind))
    shape: JsonSchema = make(field)
    return shape


def _claim(_: Any) -> JsonSchema:
    return {"oneOf": [_claim_of(kind, schema) for kind, schema in CLAIMS.items()]}


def _claim_of(kind: str, schema: Schema) -> JsonSchema:
    shape = _object(schema)
    shape["properties"]["type"] = {"const": kind}
    if "count" in schema.fields:
        # Only an adjustment takes back.
        shape["if"] = {
            "properties": {"measure": {"const": "adjustment"}},
            "required": ["measure"],
        }
        shape["else"] = {"properties": {"count": {"minimum": 0}}}
    return shape


def _list(field: Any) -> JsonSchema:
    shape: JsonSchema = {"type": "array", "items": _field(field.inner)}
    for length in field.validators:
        low, high = length.equal or length.min, length.equal or length.max
        shape |= {"minItems": low} if low else {}
        shape |= {"maxItems": high} if high else {}
    return shape


def _count(field: Counted) -> JsonSchema:
    whole = "[0-9]{1,10}"
    number = rf"{whole}(?:\.[0-9]{{1,9}})?" if field.decimals else whole
    words = (
        rf"^(?:(?:at least|up to|about) {number}|more than {whole}"
        rf"|fewer than (?!0+$){whole}|{number} to {number}"
        "|several|some|none|unknown)$"
    )
    kind = "number" if field.decimals else "integer"
    most = 10**18 if field.decimals else 10**9
    return {
        "anyOf": [
            {"type": kind, "minimum": -most, "maximum": most},
            {"type": "string", "pattern": words},
        ]
    }


def _given(field: Given) -> JsonSchema:
    words = {"type": "string", "pattern": r"\{[^{}]+\}", "maxLength": SHORT}
    columns = {"$ref": f"#/$defs/{field.schema.__name__}"}
    return {"anyOf": [_field(field.of), words, columns]}


def _given_claim(_: Any) -> JsonSchema:
    found = []
    for kind, schema in GIVEN_CLAIMS.items():
        shape = _object(schema)
        shape["properties"]["type"] = {"const": kind}
        found.append(shape)
    return {"oneOf": found}


def _wording(_: Any) -> JsonSchema:
    words = {"$ref": f"#/$defs/{WordSchema.__name__}"}
    return {"anyOf": [{"enum": list(WORDINGS)}, words]}


def _nested(field: Any) -> JsonSchema:
    if isinstance(field.schema, ConditionSchema):
        return {"$ref": f"#/$defs/{ConditionSchema.__name__}"}
    return _object(field.schema)


_ID: JsonSchema = {"type": "string", "pattern": f"^{ID}$"}
_NAME: JsonSchema = {"type": "string", "pattern": f"^{REFERENCE}$"}
_TIME: JsonSchema = {"type": "string", "pattern": f"^{ISO}$"}

_MAKERS: list[tuple[type, Any]] = [
    (Given, _given),
    (Claims, _given_claim),
    (Anything, lambda f: {"type": ["string", "number", "boolean", "null"]}),
    (Number, lambda f: {"type": "number"}),
    (Table, lambda f: {"type": "object", "additionalProperties": _field(f.of)}),
    (OneOf, lambda f: {"enum": list(f.words)}),
    (Id, lambda f: _ID),
    (Text, lambda f: {"type": "string", "maxLength": f.longest}),
    (Name, lambda f: _NAME),
    (Time, lambda f: _TIME),
    (Counted, _count),
    (Verbatim, lambda f: {"enum": [True, False, "partial"]}),
    (Incident, lambda f: {"anyOf": [_ID, _object(IncidentSchema())]}),
    (ClaimOfAnyType, _claim),
    (Occurred, lambda f: {"anyOf": [_TIME, _object(OccurredSchema())]}),
    (
        Few,
        lambda f: {"anyOf": [_field(f.of), {"type": "array", "items": _field(f.of)}]},
    ),
    (Degrees, lambda f: {"type": "number", "minimum": -f.most, "maximum": f.most}),
    (Flag, lambda f: {"type": "boolean"}),
    (Whole, lambda f: {"type": "integer", "minimum": 0, "maximum": f.most}),
    (fields.Raw, _wording),
    (fields.List, _list),
    (fields.Nested, _nested),
]
