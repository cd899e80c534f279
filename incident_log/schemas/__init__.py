"""The shape of an update document.  The only room that knows marshmallow.

Strict: unknown fields are refused, numbers are numbers, closed lists are closed
(DESIGN 4).  What a document means is not decided here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from incident_log.schemas.json_schema import json_schema
from incident_log.schemas.shapes import (
    CLAIMS,
    FORMAT,
    SIGNAL_OF,
    UPDATE,
    ClaimOfAnyType,
    IncidentSchema,
)

__all__ = [
    "CLAIMS",
    "FORMAT",
    "SIGNAL_OF",
    "Path",
    "claim_problems",
    "incident_problems",
    "json_schema",
    "problems",
]

Path = tuple[str | int, ...]


def problems(document: Any) -> list[tuple[Path, str]]:
    """Say what is wrong with the shape of an update document, with the paths."""
    if not isinstance(document, dict):
        return [((), "is not an update: write one JSON object {...}")]
    return list(_flat(UPDATE.validate(document), ()))


def claim_problems(claim: dict[str, Any]) -> list[tuple[Path, str]]:
    """Say what is wrong with one claim."""
    try:
        ClaimOfAnyType().deserialize(claim)
    except ValidationError as error:
        return list(_flat(error.messages, ()))
    return []


def incident_problems(incident: dict[str, Any]) -> list[tuple[Path, str]]:
    """Say what is wrong with the description of an incident."""
    return list(_flat(IncidentSchema().validate(incident), ()))


def _flat(messages: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        for message in messages:
            yield from _flat(message, path)
    else:
        yield path, _PLAIN.get(str(messages), str(messages))


_PLAIN = {
    "Unknown field.": "unknown field: remove it or correct its name",
    "Missing data for required field.": "is missing: add it",
    "Field may not be null.": "is null: leave the field out",
    "Not a valid integer.": "is not a whole number: write digits without quotes",
    "Not a valid list.": "is not a list: write [...]",
    "Invalid input type.": "is not an object: write {...}",
}
