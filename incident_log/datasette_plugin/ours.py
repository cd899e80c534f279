"""Which databases are tables of a log, and what is noted of them at start."""

from typing import Any

#: Tables that tell a file of ours from any other.
_SIGNS = {"projection", "incidents", "casualties"}


async def find(datasette: Any) -> list[str]:
    """Return the names of the databases that are tables of a log."""
    return [
        name
        for name, database in list(datasette.databases.items())
        if set(await database.table_names()) >= _SIGNS
    ]


def note(datasette: Any, metadata: dict[str, Any]) -> None:
    """Keep, with the Datasette it is about, what is said of our databases."""
    datasette.incident_log_metadata = metadata


def noted(datasette: Any) -> dict[str, Any]:
    """Return what was noted at start; nothing before."""
    found: dict[str, Any] = getattr(datasette, "incident_log_metadata", {})
    return found


def is_ours(datasette: Any, database: str | None) -> bool:
    """Tell whether a database is tables of a log."""
    return database in noted(datasette).get("databases", {})
