"""What Datasette 1.0 is told of a database, once; what its user says goes first."""

import asyncio
from collections.abc import Mapping
from typing import Any

from incident_log.datasette_plugin import metadata
from incident_log.queries import STORED


async def tell(datasette: Any, name: str, said: Mapping[str, Any]) -> None:
    """Tell it what the database means and can be asked."""
    known = await datasette.get_database_metadata(name)
    for key in ("title", "description_html"):
        if key not in known:
            await datasette.set_database_metadata(name, key, said[key])
    for table, about in said["tables"].items():
        await _tell_table(datasette, name, table, about)
        await _tell_columns(datasette, name, table, about.get("columns", {}))
        _configure(datasette.config, name, table, about)
    for query in STORED:
        await datasette.add_query(
            name,
            query.name,
            query.sql,
            title=query.title,
            description=query.description,
            parameters=list(query.parameters),
            is_trusted=True,
        )


async def _tell_table(
    datasette: Any, database: str, table: str, said: Mapping[str, Any]
) -> None:
    known = await datasette.get_resource_metadata(database, table)
    for key in ("title", "description"):
        if key not in known:
            await datasette.set_resource_metadata(database, table, key, said[key])


async def _tell_columns(
    datasette: Any, database: str, table: str, columns: Mapping[str, str]
) -> None:
    """Tell it all columns at once: there are hundreds, each a task for its threads."""

    async def told(column: str, text: str) -> None:
        if not await datasette.get_column_metadata(database, table, column):
            await datasette.set_column_metadata(
                database, table, column, "description", text
            )

    await asyncio.gather(*(told(column, text) for column, text in columns.items()))


def _configure(
    configuration: dict[str, Any], database: str, table: str, said: Mapping[str, Any]
) -> None:
    """Say how a table behaves, where its user does not."""
    for step in ("databases", database, "tables", table):
        configuration = configuration.setdefault(step, {})
    for key, value in metadata.configuration(said).items():
        configuration.setdefault(key, value)
