"""The shape of an update document; all that knows marshmallow.

Strict: unknown fields are refused, numbers are numbers, closed lists are closed
(DESIGN 4).  What a document means is not decided here.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from marshmallow import ValidationError

from incident_log.schemas.drafts import DRAFT, UNREVIEWED
from incident_log.schemas.json_schema import json_schema, mapping_json_schema
from incident_log.schemas.mappings import MAPPING, kind_of
from incident_log.schemas.rules import RULES
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
    "DRAFT",
    "FORMAT",
    "SIGNAL_OF",
    "Path",
    "claim_problems",
    "draft_problems",
    "incident_problems",
    "json_schema",
    "kind_of",
    "mapping_json_schema",
    "mapping_problems",
    "problems",
    "rule_problems",
]

Path = tuple[str | int, ...]

#: Updates that are checked by marshmallow alone: compiling takes as long as these.
FEW = 25
_checked = count()


def problems(document: Any) -> list[tuple[Path, str]]:
    """Say what is wrong with the shape of an update document, with the paths."""
    if not isinstance(document, dict):
        return [((), "is not an update: write one JSON object {...}")]
    if document.get("format") == DRAFT:
        return [(("format",), _IS_DRAFT)]
    if next(_checked) >= FEW and _is_surely_update(document):
        return []
    return list(_flat(UPDATE.validate(document), ()))


def _is_surely_update(document: dict[str, Any]) -> bool:
    from incident_log.schemas.compiled import is_update

    return is_update(document)


def draft_problems(document: Any) -> list[tuple[Path, str]]:
    """Say what is wrong with the shape of a draft."""
    if not isinstance(document, dict):
        return [((), "is not a draft: write one JSON object {...}")]
    if document.get("format") == FORMAT:
        return [(("format",), _IS_UPDATE)]
    return list(_flat(UNREVIEWED.validate(document), ()))


def mapping_problems(document: Any) -> list[tuple[Path, str]]:
    """Say what is wrong with the shape of a mapping."""
    if not isinstance(document, dict):
        return [((), "is not a mapping: write one JSON object {...}")]
    return list(_flat(MAPPING.validate(document), ()))


def rule_problems(document: dict[str, Any]) -> list[tuple[Path, str]]:
    """Say what is wrong with the shape of a file of rules."""
    return list(_flat(RULES.validate(document), ()))


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


_IS_DRAFT = (
    "is a draft, not yet reviewed: make an update of it with 'incident-log review'"
)
_IS_UPDATE = "is an update, no draft: append it with 'incident-log import'"

_PLAIN = {
    "Unknown field.": "unknown field: remove it or correct its name",
    "Missing data for required field.": "is missing: add it",
    "Field may not be null.": "is null: leave the field out",
    "Not a valid integer.": "is not a whole number: write digits without quotes",
    "Not a valid list.": "is not a list: write [...]",
    "Not a valid mapping type.": "is not an object: write {...}",
    "Invalid input type.": "is not an object: write {...}",
}
