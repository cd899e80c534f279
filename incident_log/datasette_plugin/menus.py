"""Ways to the incidents and to moments, in the menus that Datasette has."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from incident_log.datasette_plugin import ours
from incident_log.datasette_plugin.filters import ARGUMENTS, is_history
from incident_log.datasette_plugin.hooks import hookimpl
from incident_log.datasette_plugin.instants import worded
from incident_log.datasette_plugin.permissions import may_view
from incident_log.times import now

_JUMP = """
select 'incident' as type, coalesce(title, id) as label, 'Incident' as description,
    :prefix || replace(id, '.', '~2E') as url,
    coalesce(title, '') || ' ' || id as search_text, null as display_name
from incidents
"""


@hookimpl
def menu_links(datasette: Any) -> Any:
    if not ours.noted(datasette).get("databases"):
        return []
    return [{"href": datasette.urls.path("/-/incidents"), "label": "Incidents"}]


@hookimpl
def table_actions(datasette: Any, database: Any, table: Any, request: Any) -> Any:
    if request is None or not is_history(datasette, database, table):
        return []
    path, present = datasette.urls.table(database, table), now()
    kept = others(request.query_string)
    latest = dict.fromkeys(ARGUMENTS, "latest")
    fixed = dict.fromkeys(ARGUMENTS, present)
    return [
        {"href": at(path, kept, latest), "label": "Only what holds now"},
        {
            "href": at(path, kept, fixed),
            "label": f"As of {worded(present)}, to be cited",
        },
        {"href": at(path, kept, {}), "label": "The whole history"},
    ]


def others(query: str) -> list[tuple[str, str]]:
    """Return the arguments of a query string that choose no moment and no page."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return [(name, text) for name, text in pairs if name not in (*ARGUMENTS, "_next")]


def at(path: str, kept: list[tuple[str, str]], moment: dict[str, str]) -> str:
    """Return the address of a table at a moment, with all else that was asked for."""
    query = urlencode([*kept, *moment.items()])
    return f"{path}?{query}" if query else path


@hookimpl
def jump_items_sql(datasette: Any, actor: Any) -> Any:
    """Let the jump menu, which only 1.0 has, find incidents by title."""
    from datasette.jump import JumpSQL

    async def found() -> list[Any]:
        return [
            JumpSQL(
                sql=_JUMP,
                params={"prefix": f"{datasette.urls.database(name)}/-/incident/"},
                database=name,
            )
            for name in ours.noted(datasette).get("databases", {})
            if await may_view(datasette, actor, name)
        ]

    return found
