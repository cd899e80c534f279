"""A bar above every history table that asks for T and K and keeps all else."""

import json
from typing import Any

from datasette import hookspecs
from markupsafe import Markup

from incident_log.datasette_plugin.filters import is_history
from incident_log.datasette_plugin.hooks import hookimpl
from incident_log.datasette_plugin.menus import at, others

#: 0.65 has no place for it in the page.
_HAS_PLACE = hasattr(hookspecs, "top_table")

_BAR = Markup(
    '<form class="core incident-log-times" method="get" action="{action}">{kept}'
    "<p>{as_of} {known_at}"
    ' <input type="submit" value="Show what held">'
    ' <a href="{whole}">The whole history</a></p></form>'
)
_INPUT = Markup(
    '<label title="{says}">{label} <input type="text" name="{name}" value="{value}"'
    ' size="24"></label>'
)
_KEPT = Markup('<input type="hidden" name="{}" value="{}">')

_AS_OF = "The moment the claims speak about: 2024-12-20T11:00+02:00, or latest"
_KNOWN_AT = "When the log knew them: 2024-12-20T11:15+02:00, or latest"


@hookimpl
def top_table(datasette: Any, request: Any, database: Any, table: Any) -> Any:
    if not is_history(datasette, database, table):
        return None
    return bar(request, datasette.urls.table(database, table))


@hookimpl
def extra_body_script(
    view_name: Any, database: Any, table: Any, request: Any, datasette: Any
) -> Any:
    if _HAS_PLACE or view_name != "table":
        return ""
    return placed(top_table(datasette, request, database, table))


def bar(request: Any, path: str) -> Markup:
    """Return the form, with the moments that the page is at."""
    kept = others(request.query_string)
    fields = {
        name: _INPUT.format(
            name=f"_{name}",
            label=label,
            says=says,
            value=request.args.get(f"_{name}") or "latest",
        )
        for name, label, says in (
            ("as_of", "As of", _AS_OF),
            ("known_at", "known at", _KNOWN_AT),
        )
    }
    return _BAR.format(
        action=path,
        whole=at(path, kept, {}),
        kept=Markup("").join(_KEPT.format(*pair) for pair in kept),
        **fields,
    )


def placed(form: Markup | None) -> str:
    """Return a script that puts the form above the filters."""
    if form is None:
        return ""
    text = json.dumps(str(form)).replace("<", "\\u003c")
    return (
        'document.querySelector("form.filters")'
        f'.insertAdjacentHTML("beforebegin", {text});'
    )
