"""What Datasette adds: the tables at any T and K, described, linked and guarded.

One source for Datasette 0.65 and 1.0: a hook that a version does not know is ignored
there.
"""

from incident_log.datasette_plugin.asgi import asgi_wrapper
from incident_log.datasette_plugin.cells import render_cell
from incident_log.datasette_plugin.filters import filters_from_request
from incident_log.datasette_plugin.menus import (
    jump_items_sql,
    menu_links,
    table_actions,
)
from incident_log.datasette_plugin.routes import register_routes
from incident_log.datasette_plugin.security import prepare_jinja2_environment
from incident_log.datasette_plugin.starting import (
    canned_queries,
    get_metadata,
    prepare_connection,
    startup,
)
from incident_log.datasette_plugin.styles import extra_css_urls
from incident_log.datasette_plugin.timebar import extra_body_script, top_table

__all__ = [
    "asgi_wrapper",
    "canned_queries",
    "extra_body_script",
    "extra_css_urls",
    "filters_from_request",
    "get_metadata",
    "jump_items_sql",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
    "startup",
    "table_actions",
    "top_table",
]
