"""What everything is called that a page speaks of."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from incident_log.answering import fetching
from incident_log.datasette_plugin.pages.subjects import Names

Row = Mapping[str, Any]


def names_in(connection: sqlite3.Connection, *many: Iterable[Row]) -> Names:
    """Return what everything is called that these rows speak of."""
    slugs = {
        value
        for rows in many
        for row in rows
        for name in _NAMED
        if isinstance(value := row.get(name), str)
    }
    subjects = {row["subject"] for rows in many for row in rows if "subject" in row}
    for subject in map(json.loads, subjects):
        slugs |= {subject["actor"]} if "actor" in subject else set()
        slugs |= set(subject.get("weapons", ()))
    return Names(fetching.names(connection, slugs))


_NAMED = ("place", "said_by", "speaker", "source", "origin", "to", "id", "merged_into")
