"""What the tables are called and mean, as Datasette's metadata."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from incident_log.projections import NOUNS, TABLES
from incident_log.queries import VIEWS
from incident_log.tables.spec import Table

#: What Datasette 1.0 calls configuration: how a table behaves.
CONFIGURATION = (
    *("hidden", "sort", "sort_desc", "label_column", "facets"),
    *("fts_table", "fts_pk"),
)

_TITLE = "What was reported about incidents"
_ABOUT = Markup(
    "<p>Every row says what was reported, <strong>as of</strong> the moment it speaks"
    " about, and <strong>known at</strong> the moment the log learnt it; nothing is"
    " ever overwritten. Ask for both times, on any table or on the page of an incident,"
    " and you see what could be said then: begin with the"
    ' <a href="{}">incidents</a>.</p>'
)

#: Views that are not a history table at the latest moment: title, what they say.
_OTHER_VIEWS = {
    "figures_now": (
        "Figures now",
        "Low, best and high of every figure as of the latest T, known at the latest K.",
    ),
    "changes": (
        "Changes",
        "Each change of a figure as the log learnt more, and why it moved.",
    ),
    "feed": (
        "Feed",
        "One entry an update and incident, for datasette-atom and datasette-ics.",
    ),
}


def described(databases: Iterable[str], incidents: str) -> dict[str, Any]:
    """Return the metadata of *databases*; *incidents* is where their page is."""
    return {
        "databases": {
            name: {
                "title": _TITLE,
                "description_html": str(_ABOUT.format(incidents)),
                "tables": {**_tables(), **_views()},
            }
            for name in databases
        }
    }


def _tables() -> dict[str, dict[str, Any]]:
    return {table.name: _table(table) for table in TABLES}


def _table(table: Table) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": table.title,
        "description": table.says,
        "columns": {column.name: column.says for column in table.columns},
        "label_column": table.label,
        "facets": list(table.facets),
        "sort": table.sort,
        "sort_desc": table.sort_desc,
        "hidden": table.is_hidden,
    }
    return {name: value for name, value in said.items() if value}


def _views() -> dict[str, dict[str, Any]]:
    found = {}
    for name in VIEWS:
        noun = NOUNS.get(name.removesuffix("_now"))
        if noun is not None:
            found[name] = _now(noun.table)
        else:
            title, says = _OTHER_VIEWS[name]
            found[name] = {"title": title, "description": says}
    return found


def _now(table: Table) -> dict[str, Any]:
    """Describe the view of what holds at the latest moment like its table."""
    says = table.says.partition(" Filter with ")[0]
    now = replace(table, title=f"{table.title} now", says=f"{says} What holds now.")
    searched = {"fts_table": f"{table.name}_fts", "fts_pk": "id"}
    return _table(now) | (searched if table.searched else {})


def queries(stored: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Return the stored queries as Datasette 0.65 takes them."""
    return {
        query.name: {
            "sql": query.sql,
            "title": query.title,
            "description": query.description,
            "params": list(query.parameters),
        }
        for query in stored
    }


def configuration(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a table's metadata is configuration for 1.0."""
    return {name: said[name] for name in CONFIGURATION if name in said}
