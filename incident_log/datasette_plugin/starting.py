"""At start: our databases are found, and Datasette is told what they mean.

Datasette 0.65 asks for metadata and queries; 1.0 is told them, once.
"""

from collections.abc import Mapping
from typing import Any

from incident_log.datasette_plugin import metadata, ours
from incident_log.datasette_plugin.hooks import hookimpl
from incident_log.datasette_plugin.telling import tell
from incident_log.queries import STORED
from incident_log.tables.functions import register

#: A table is sorted by one of them.
_SORTS = {"sort", "sort_desc"}


@hookimpl
def prepare_connection(conn: Any) -> Any:
    register(conn)


@hookimpl
def startup(datasette: Any) -> Any:
    async def started() -> None:
        incidents = datasette.urls.path("/-/incidents")
        said = metadata.described(await ours.find(datasette), incidents)
        for name, database in said["databases"].items():
            for table, about in database["tables"].items():
                _give_way(about, _users(datasette, name, table))
        ours.note(datasette, said)
        if _is_newer(datasette):
            for name, database in said["databases"].items():
                await tell(datasette, name, database)

    return started


def _is_newer(datasette: Any) -> bool:
    return hasattr(datasette, "add_query")


def _users(datasette: Any, database: str, table: str) -> Mapping[str, Any]:
    """Return what the user says about how a table behaves."""
    if not _is_newer(datasette):
        found: dict[str, Any] = datasette.metadata(
            database=database, table=table, fallback=False
        )
        return found
    place = datasette.config
    for step in ("databases", database, "tables", table):
        place = place.get(step) or {}
    return dict(place)


def _give_way(said: dict[str, Any], users: Mapping[str, Any]) -> None:
    """Sort a table by one thing: the user's, if there is one."""
    if users.keys() & _SORTS:
        for key in _SORTS:
            said.pop(key, None)


@hookimpl
def get_metadata(datasette: Any) -> Any:
    return ours.noted(datasette)


@hookimpl
def canned_queries(datasette: Any, database: Any) -> Any:
    return metadata.queries(STORED) if ours.is_ours(datasette, database) else {}
