"""The shape of a file of rules for drafting: words, classes and rules."""

import re
from typing import Any

from marshmallow import ValidationError, fields

from incident_log.schemas.fields import LONG, Text
from incident_log.schemas.shapes import Shape


class RuleName(fields.Field[str]):
    """The family of a rule, a full stop, and its own name."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if type(value) is not str or not re.fullmatch(r"[a-z]+\.[a-z0-9_-]+", value):
            raise ValidationError("is no name of a rule: write it as casualties.mine")
        return value


class RuleSchema(Shape):
    name = RuleName(required=True)
    pattern = Text(LONG, required=True)
    example = Text(LONG, required=True)
    counter_example = Text(LONG, required=True)
    sets = fields.Dict()
    gives = fields.Raw()


class RuleFileSchema(Shape):
    words = fields.Dict(keys=fields.String(), values=Text(LONG))
    classes = fields.Dict(keys=fields.String(), values=Text(LONG))
    rule = fields.List(fields.Nested(RuleSchema))


RULES = RuleFileSchema()
