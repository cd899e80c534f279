"""Words for mappings in tests: a table of fires, row by row."""

import json
from pathlib import Path
from typing import Any

from incident_log.exchange.mapping import Mapping
from incident_log.exchange.vintage import Vintage

Document = dict[str, Any]

FIXTURES = Path(__file__).parent.parent / "fixtures" / "mappings"


def document(*claims: Document, **fields: Any) -> Document:
    """A mapping of fires: columns ``fire``, ``at`` (known), and what *claims* name."""
    return {
        "format": "incident-log/mapping/1",
        "timezone": "Europe/Kyiv",
        "report": {"id": "fire-{fire}", "source": "agency"},
        "incident": {"id": "fire-{fire}", "title": "Fire {fire}"},
        "known_at": {"column": "at"},
        "claims": list(claims) or [acres()],
        **fields,
    }


def acres(**fields: Any) -> Document:
    """The acres burned, in the column ``acres``."""
    return {
        "type": "indicator",
        "id": "acres",
        "name": "acres_burned",
        "value": {"column": "acres"},
        **fields,
    }


def killed(**fields: Any) -> Document:
    """The dead, in the column ``dead``."""
    return {
        "type": "casualties",
        "id": "killed",
        "outcome": "killed",
        "count": {"column": "dead"},
        **fields,
    }


def mapping(*claims: Document, **fields: Any) -> Mapping:
    """That mapping, read."""
    return Mapping(document(*claims, **fields))


def seen(meaning: Mapping, row: Document, **fields: Any) -> Vintage:
    """What a row says; it is one that is wanted."""
    found = meaning.vintage(row, **fields)
    assert found is not None
    return found


def lines(*rows: Document) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)
