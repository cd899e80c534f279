"""The shape of a draft: an update with what its reviewer has to see.

What is only in a draft is as strict as the update that it becomes; the report and
the incident may still be unnamed.
"""

from collections.abc import Mapping
from typing import Any, cast

from marshmallow import ValidationError, fields, validate, validates_schema

from incident_log.schemas.fields import LONG, Counted, Id, Name, OneOf, Text, Whole
from incident_log.schemas.shapes import (
    ClaimOfAnyType,
    Incident,
    ReportSchema,
    Shape,
    UpdateSchema,
)

#: The format that a draft names.
DRAFT = "incident-log/draft/1"

PROPOSED, ACCEPTED, EDITED, REJECTED = "proposed", "accepted", "edited", "rejected"

#: The fields of a claim that only a draft has.
MARKS = ("status", "rule", "flags", "proposed", "against", "why", "reviewed_by")

#: The fields in which a claim names others, of its own update first.  ``corrects``
#: is not among them: it names a claim of an earlier update, whatever its id here.
REFERENCES = ("restates", "about", "subset_of", "of")


class QuotedSchema(Shape):
    """Words of the text, and where they stand in it."""

    span = fields.List(
        Whole(LONG),
        required=True,
        validate=validate.Length(equal=2, error="is no span: write [start, end]"),
    )
    quote = Text(LONG, required=True)


class AgainstSchema(Shape):
    verdict = OneOf(
        ("new", "confirms", "raises", "lowers", "contradicts", "known"), required=True
    )
    claims = fields.List(Name())
    found = Text()


class MarkedSchema(QuotedSchema):
    """What a claim must say, and may say, in a draft only."""

    id = Id(required=True)
    status = OneOf((PROPOSED, ACCEPTED, EDITED, REJECTED), required=True)
    rule = Id(required=True)
    flags = fields.List(Id(), required=True)
    proposed = ClaimOfAnyType()
    against = fields.Nested(AgainstSchema)
    why = Text()
    reviewed_by = Id()

    @validates_schema
    def check_proposed(self, data: Mapping[str, Any], **_: Any) -> None:
        status = data["status"]
        if status == EDITED and "proposed" not in data:
            raise ValidationError("is missing: keep what was proposed", "proposed")
        if status in (PROPOSED, ACCEPTED) and "proposed" in data:
            raise ValidationError(f"goes with status {EDITED!r}: change it", "proposed")


class ClaimOfDraft(ClaimOfAnyType):
    """A claim with its marks."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if not isinstance(value, dict):
            return super()._deserialize(value)
        marked = {k: v for k, v in value.items() if k in _MARKED.fields}
        problems: dict[str, Any] = dict(_MARKED.validate(marked))
        try:
            super()._deserialize(plain(value))
        except ValidationError as error:
            problems |= cast("dict[str, Any]", error.messages)
        if problems:
            raise ValidationError(problems)
        return value


def plain(claim: dict[str, Any]) -> dict[str, Any]:
    """Return a claim of a draft as it would stand in an update."""
    return {name: value for name, value in claim.items() if name not in MARKS}


class UnclaimedSchema(QuotedSchema):
    sentence = Text(LONG)
    why = Text()


class DroppedSchema(QuotedSchema):
    rule = Id(required=True)
    reason = Text()


class MentionSchema(QuotedSchema):
    type = OneOf(("time", "statement", "place", "weapon"), required=True)
    rule = Id(required=True)
    value = Text(allow_none=True)
    role = Id(allow_none=True)
    flags = fields.List(Id())
    speaker = Text(allow_none=True)
    said_by = Id(allow_none=True)
    mode = OneOf(("indirect", "direct"), allow_none=True)
    channel = Id(allow_none=True)
    id = Id(allow_none=True)
    name = Text(allow_none=True)
    count = Counted(allow_none=True)


class UnchangedSchema(QuotedSchema):
    claim = Name(required=True)


class DraftSchema(UpdateSchema):
    """An update that is still to be reviewed."""

    format = OneOf((DRAFT,), required=True)
    incident = Incident()
    report = fields.Nested(ReportSchema(partial=True))
    text = Text(LONG, required=True)
    claims = fields.List(
        ClaimOfDraft(),
        required=True,
        validate=validate.Length(
            max=10_000, error="has too many: split it (at most {max})"
        ),
    )
    background = fields.List(ClaimOfDraft())
    unclaimed = fields.List(fields.Nested(UnclaimedSchema))
    dropped = fields.List(fields.Nested(DroppedSchema))
    mentions = fields.List(fields.Nested(MentionSchema))
    unchanged = fields.List(fields.Nested(UnchangedSchema))
    gone = fields.List(fields.Dict())
    drafted_by = fields.Dict()


_MARKED = MarkedSchema()
UNREVIEWED = DraftSchema()
