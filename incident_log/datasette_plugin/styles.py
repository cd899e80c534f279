"""The style of tables of ours in Datasette's own pages."""

from typing import Any

from incident_log.datasette_plugin import ours
from incident_log.datasette_plugin.hooks import hookimpl


@hookimpl
def extra_css_urls(database: Any, table: Any, datasette: Any) -> Any:
    if table is None or not ours.is_ours(datasette, database):
        return []
    return [datasette.urls.static_plugins("incident-log", "tables.css")]
