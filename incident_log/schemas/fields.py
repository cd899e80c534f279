"""The kinds of values in an update document, each as strict as it must be."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from incident_log.counts import Count
from incident_log.errors import UnclearCount, UnclearReference, nearest
from incident_log.references import ID, parse

#: Code points of an article, and of a name or other short text.
LONG, SHORT = 200_000, 2_000


class Text(fields.String):
    """Words of a bounded length."""

    def __init__(self, longest: int = SHORT, **kwargs: Any) -> None:
        super().__init__(
            validate=validate.Length(max=longest, error="too long: cut it to {max}"),
            error_messages={"invalid": "is not text: put it in quotation marks"},
            **kwargs,
        )
        self.longest = longest


class Id(fields.String):
    """An id or a word of a list: lower-case ASCII, at most 128 characters."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if type(value) is not str or not re.fullmatch(ID, value):
            raise ValidationError(
                "is no id: use lower-case letters, digits, '.', '_', '-'"
                " (at most 128, beginning with a letter or digit)"
            )
        return value


class OneOf(Id):
    """A word of a closed list."""

    def __init__(self, words: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if value not in self.words:
            near = nearest(value, self.words) if type(value) is str else ""
            raise ValidationError(f"unknown{near}: use {', '.join(self.words)}")
        return str(value)


class Name(fields.Field[str]):
    """A reference: an id, ``report/update`` or ``report/update#claim``."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        try:
            parse(value if type(value) is str else "")
        except UnclearReference as error:
            raise ValidationError(
                "is no reference: write an id, REPORT/UPDATE or REPORT/UPDATE#CLAIM"
            ) from error
        return str(value)


class Time(fields.Field[str]):
    """A date or time; it is resolved later, when its zone is known."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if type(value) is not str:
            raise ValidationError("is no time: write 2024-12-20T11:00+02:00")
        return value


class Occurred(fields.Field[Any]):
    """A time, or ``{from, to, text}``."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, dict):
            problems = OccurredSchema().validate(value)
            if problems:
                raise ValidationError(problems)
        elif type(value) is not str:
            raise ValidationError("is no time: write 2024-12-20 or {from, to, text}")
        return value


class OccurredSchema(Schema):
    """A period whose ends may be unknown, with the words for it."""

    # "from" is a keyword of Python, hence this way of naming the fields.
    locals().update({"from": Time(), "to": Time(), "text": Text()})


class Counted(fields.Field[Any]):
    """A number or words like "at least 9"."""

    def __init__(self, *, decimals: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.decimals = decimals

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        try:
            Count.parse(value, decimals=self.decimals)
        except UnclearCount as error:
            raise ValidationError(
                f"is no count: {str(error).rpartition(': ')[2]}"
            ) from error
        return value


class Whole(fields.Integer):
    """A whole number from 0 to *most*, written as one."""

    def __init__(self, most: int) -> None:
        super().__init__(
            strict=True,
            validate=validate.Range(0, most, error="is out of bounds: use 0 to {max}"),
        )
        self.most = most


class Flag(fields.Field[bool]):
    """True or false, and not 1 or 0."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if value is not True and value is not False:
            raise ValidationError("write true or false")
        return value


class Verbatim(fields.Field[Any]):
    """True, false, or "partial"."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if value is not True and value is not False and value != "partial":
            raise ValidationError("write true, false or 'partial'")
        return value


class Few(fields.Field[Any]):
    """One value or a list of them."""

    def __init__(self, of: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of = of
        self.many: fields.List[Any] = fields.List(of)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return (self.many if isinstance(value, list) else self.of).deserialize(value)


class Degrees(fields.Float):
    """Degrees of latitude or longitude."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        if type(value) not in (int, float) or not -self.most <= value <= self.most:
            raise ValidationError(f"is no coordinate: give degrees up to {self.most}")
        return float(value)
