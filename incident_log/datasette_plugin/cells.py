"""Cells that lead somewhere: incidents, claims; times that can be read.

Nothing that a report says is taken as HTML: every value is escaped as it goes in.
"""

import json
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup

from incident_log.datasette_plugin import ours
from incident_log.datasette_plugin.hooks import hookimpl
from incident_log.datasette_plugin.instants import INSTANT, worded
from incident_log.projections import TABLES
from incident_log.times import FOREVER

#: Columns that hold the id of an incident: (table, column); in a query, column.
_INCIDENTS = {
    (table.name, column.name)
    for table in TABLES
    for column in table.columns
    if column.references == "incidents"
} | {("incidents", "id"), (None, "incident")}

#: Columns that hold a JSON list of claims.
_CLAIMS = ("claims", "of")

_TIME = Markup('<time datetime="{0}" title="{0}">{1}</time>')
_OPEN = Markup('<span title="{}: nothing has ended it yet">open</span>')
_LINK = Markup('<a href="{}">{}</a>')
_LABELLED = Markup('<a href="{}">{}</a>&nbsp;<em>{}</em>')


@hookimpl
def render_cell(
    row: Any, value: Any, column: Any, table: Any, database: Any, datasette: Any
) -> Any:
    if not ours.is_ours(datasette, database):
        return None
    if (table, column) in _INCIDENTS:
        return _incident(value, datasette.urls, database)
    if (table, column) == ("incidents", "title") and value:
        return _LINK.format(_page(datasette.urls, database, row["id"]), value)
    if not isinstance(value, str):
        return None
    if column in _CLAIMS:
        return _claims(value, datasette.urls, database)
    return _time(value)


def _incident(value: Any, urls: Any, database: str) -> Markup | None:
    """Link to the incident's page; Datasette gives the label of the row if it can."""
    if not value:
        return None
    if isinstance(value, dict):
        page = _page(urls, database, value["value"])
        return _LABELLED.format(page, value["label"], value["value"])
    return _LINK.format(_page(urls, database, value), value)


def _page(urls: Any, database: str, slug: str) -> str:
    return f"{urls.database(database)}/-/incident/{tilde_encode(slug)}"


def _claims(value: str, urls: Any, database: str) -> Markup | None:
    """Link each claim of a JSON list to its row."""
    try:
        names = json.loads(value)
    except ValueError:
        return None
    if not isinstance(names, list):
        return None
    return Markup("<br>").join(
        _LINK.format(urls.row(database, "claims", tilde_encode(str(name))), name)
        for name in names
    )


def _time(value: str) -> Markup | None:
    if value == FOREVER:
        return _OPEN.format(value)
    if INSTANT.fullmatch(value):
        return _TIME.format(value, worded(value))
    return None
