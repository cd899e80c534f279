"""Where the pages of ours are found."""

from typing import Any

from incident_log.datasette_plugin.hooks import hookimpl
from incident_log.datasette_plugin.pages import served


@hookimpl
def register_routes() -> Any:
    return served.ROUTES
