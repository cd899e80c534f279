"""Names of agents, places and weapons, from CSV files that anyone can add to.

One row names one thing: ``type`` (agent, place or weapon), ``id``, ``name``,
``aliases`` separated by semicolons, and any field that an update may describe it with.
A ``speaker`` is a role that many have ("mayor", "defence ministry"): whose role it is
comes before its id, a place or a party where ``prefix`` says so.  A ``nationality``
("Russian") has the id of its party.
An alias in small letters is found in capitals too; a proper name is not found in small
letters.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.errors import BadGazetteer
from incident_log.references import ID

TYPES = ("agent", "speaker", "nationality", "place", "weapon")


def add_names(lexicon: Lexicon, path: str, content: bytes) -> None:
    """Add the names of a CSV file; raise :exc:`BadGazetteer` with its line."""
    for row in _rows(path, content):
        aliases = [alias.strip() for alias in row.pop("aliases", "").split(";")]
        kind = row.pop("type")
        if not any(aliases) and "(" not in row["name"]:
            aliases = [row["name"]]
        for alias in filter(None, aliases):
            proper = any(c.isupper() for c in alias)
            for form in (alias, f"{alias}s") if kind == "weapon" else (alias,):
                lexicon.add(form, kind, row, proper=proper)


def _rows(path: str, content: bytes) -> Iterator[dict[str, Any]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True)
        for given in reader:
            row: Mapping[str, Any] = {
                key: value.strip() for key, value in given.items() if key and value
            }
            if row.get("type") not in TYPES or "id" not in row or "name" not in row:
                raise BadGazetteer(path, reader.line_num, "names nothing")
            if not re.fullmatch(ID, row["id"]):
                raise BadGazetteer(path, reader.line_num, f"has the id {row['id']!r}")
            yield dict(row)
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadGazetteer(path, 1, f"is not CSV in UTF-8 ({error})") from error
