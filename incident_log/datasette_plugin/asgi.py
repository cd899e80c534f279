"""What happens to every request before Datasette sees it, and to every answer after."""

from collections.abc import Callable
from typing import Any

from incident_log.datasette_plugin.addresses import spelled_out
from incident_log.datasette_plugin.formulas import disarmed
from incident_log.datasette_plugin.hooks import hookimpl
from incident_log.datasette_plugin.refusing import refusal
from incident_log.datasette_plugin.security import guarded, is_guarded

App = Callable[..., Any]


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    def wrapped(app: App) -> App:
        app = _asked(app, datasette)
        return guarded(disarmed(app)) if is_guarded(datasette) else app

    return wrapped


def _asked(app: App, datasette: Any) -> App:
    async def answered(scope: dict[str, Any], receive: App, send: App) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        query = spelled_out(scope.get("query_string", b""))
        refused = await refusal(datasette, scope["path"], query.decode("latin-1"))
        if refused is not None:
            await refused.asgi_send(send)
        else:
            await app({**scope, "query_string": query}, receive, send)

    return answered
