"""The objects of an update document, and which fields they may have (DESIGN 4)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from incident_log import vocabulary
from incident_log.errors import nearest
from incident_log.schemas.fields import (
    LONG,
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

#: The format that an update document names.
FORMAT = "incident-log/update/1"

#: The lists of references, and the signal that each goes with.
SIGNAL_OF = {
    "corrects": "correction",
    "holds": "hold",
    "releases": "release",
    "retracts": "retraction",
}


class Shape(Schema):
    """What all objects of a document share: no unknown fields, no nulls."""

    error_messages = {"type": "is not an object: write {...}"}


class AgentSchema(Shape):
    id = Id(required=True)
    name = Text()
    kind = Id()
    party = Id()
    origin = Id()


class PlaceSchema(Shape):
    id = Id(required=True)
    name = Text()
    level = Id()
    part_of = Id()
    latitude = Degrees(90)
    longitude = Degrees(180)


class WeaponSchema(Shape):
    id = Id(required=True)
    name = Text()
    kind = Id()
    aliases = fields.List(Text())
    broader = Id()


class IncidentSchema(Shape):
    id = Id(required=True)
    title = Text()
    kind = Id()
    place = Id()
    timezone = Text()
    occurred = Occurred()


class Incident(fields.Field[Any]):
    """A slug, or an object that describes the incident."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, dict):
            problems = IncidentSchema().validate(value)
            if problems:
                raise ValidationError(problems)
            return value
        return Id().deserialize(value)


class ReportSchema(Shape):
    id = Id(required=True)
    source = Id(required=True)
    url = Text()
    title = Text()
    language = Text(35)
    derived_from = Id()


class PopulationSchema(Shape):
    status = OneOf(vocabulary.STATUSES)
    sex = OneOf(vocabulary.SEXES)
    age_group = OneOf(vocabulary.AGE_GROUPS)
    role = Few(OneOf(vocabulary.ROLES))


class ClaimSchema(Shape):
    """What every claim may say."""

    type = Id(required=True)
    id = Id()
    incident = Id()
    said_by = Id()
    as_of = Time()
    as_of_text = Text()
    occurred = Occurred()
    place = Id()
    channel = Id()
    note = Text()
    quote = Text(LONG)
    span = fields.List(
        Whole(LONG),
        validate=validate.Length(equal=2, error="is no span: write [start, end]"),
    )
    restates = Few(Name())
    corrects = Few(Name())


class CountedSchema(ClaimSchema):
    count = Counted()
    counter = Id()

    @validates_schema
    def check_count(self, data: Mapping[str, Any], **_: Any) -> None:
        count = data.get("count")
        if type(count) is int and count < 0 and data.get("measure") != "adjustment":
            raise ValidationError(
                "is negative: only a claim with measure adjustment may be", "count"
            )


class CasualtiesSchema(CountedSchema):
    outcome = OneOf(vocabulary.OUTCOMES, required=True)
    measure = OneOf(vocabulary.MEASURES)
    population = fields.Nested(PopulationSchema)
    detail = Id()
    subset_of = Name()
    denied = Flag()


class DamageSchema(CountedSchema):
    object = Id(required=True)
    degree = Id()
    cause = Id()
    areas = Whole(10**9)
    composite = Few(Id())


class OutageSchema(CountedSchema):
    service = Id(required=True)
    state = OneOf(vocabulary.STATES, required=True)
    object = Id()
    since = Time()
    until = Time()
    cause = Id()
    composite = Few(Id())


class StrikeSchema(CountedSchema):
    weapons = fields.List(Id())
    phase = Id()
    actor = Id()
    launched_from = Id()
    carrier = Id()


class TargetSchema(ClaimSchema):
    kind = Id(required=True)
    organisation = Text()


class StatementSchema(ClaimSchema):
    act = Id(required=True)
    speaker = Id()
    verbatim = Verbatim()
    text = Text(LONG)
    about = Few(Name())


class OccurrenceSchema(CountedSchema):
    kind = Id(required=True)


class LinkSchema(ClaimSchema):
    relation = Id(required=True)
    to = Id(required=True)


class IndicatorSchema(ClaimSchema):
    name = Id(required=True)
    value = Counted(decimals=True)
    unit = Id()
    counter = Id()


class VerificationSchema(ClaimSchema):
    verdict = Id(required=True)
    of = Few(Name(), required=True)


CLAIMS: dict[str, Schema] = {
    "casualties": CasualtiesSchema(),
    "damage": DamageSchema(),
    "outage": OutageSchema(),
    "strike": StrikeSchema(),
    "target": TargetSchema(),
    "statement": StatementSchema(),
    "occurrence": OccurrenceSchema(),
    "link": LinkSchema(),
    "indicator": IndicatorSchema(),
    "verification": VerificationSchema(),
}


class ClaimOfAnyType(fields.Field[Any]):
    """A claim, of the shape that its type asks for: those of *shapes*, by type."""

    shapes: Mapping[str, Schema] = CLAIMS

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if not isinstance(value, dict):
            raise ValidationError("is not an object: write {...}")
        kind = value.get("type")
        if type(kind) is not str or kind not in self.shapes:
            near = nearest(kind, CLAIMS) if type(kind) is str else ""
            raise ValidationError({"type": [f"unknown{near}: use {', '.join(CLAIMS)}"]})
        problems = self.shapes[kind].validate(value)
        if problems:
            raise ValidationError(problems)
        return value


class UpdateSchema(Shape):
    """One revision of one report."""

    format = OneOf((FORMAT,))
    id = Id()
    incident = Incident(required=True)
    related_incidents = fields.List(fields.Nested(IncidentSchema))
    report = fields.Nested(ReportSchema, required=True)
    signal = OneOf(vocabulary.SIGNALS)
    corrects = fields.List(Name())
    holds = fields.List(Name())
    releases = fields.List(Name())
    retracts = fields.List(Name())
    label = Text()
    as_of = Time()
    published_at = Time()
    received_at = Time()
    timezone = Text(64)
    text = Text(LONG)
    agents = fields.List(fields.Nested(AgentSchema))
    places = fields.List(fields.Nested(PlaceSchema))
    weapons = fields.List(fields.Nested(WeaponSchema))
    claims = fields.List(
        ClaimOfAnyType(),
        validate=validate.Length(
            max=10_000, error="has too many: split it (at most {max})"
        ),
    )

    @validates_schema
    def check_signal(self, data: Mapping[str, Any], **_: Any) -> None:
        for name, signal in SIGNAL_OF.items():
            if name in data and data.get("signal") != signal:
                raise ValidationError(f"goes with signal {signal!r}: add it", name)


UPDATE = UpdateSchema()
