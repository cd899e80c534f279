"""Headers that keep a page from doing what it was not written to do.

Only where Datasette is told to, as ``serve`` does, by its plugin configuration
``{"plugins": {"incident-log": {"headers": true}}}``: in somebody's own Datasette other
plugins may need what this forbids.

No script runs but those that a template was written with: these get a nonce when the
template is read, before anything is filled into it, so that a script which comes with
the data has none.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from jinja2.ext import Extension

from incident_log.datasette_plugin.hooks import hookimpl

#: The hash of ``openColumnChooser()``, the one handler that Datasette 1.0 has inline.
_HANDLER = "'sha256-+l3zeDxxnrQy0aouZ6fIDwi+bFJ9b3COj5bWIKEUFYU='"

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'nonce-{nonce}'",
        f"script-src-attr 'unsafe-hashes' {_HANDLER}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_SCRIPT = re.compile(r"<script\b")

#: The nonce of the answer that is being made; error pages are given nothing else.
_NONCE: ContextVar[str] = ContextVar("nonce", default="")

App = Callable[..., Any]


def is_guarded(datasette: Any) -> bool:
    """Tell whether Datasette was told to send the headers."""
    return bool((datasette.plugin_config("incident-log") or {}).get("headers"))


class Nonces(Extension):
    """Gives the scripts of a template their nonce."""

    def preprocess(
        self, source: str, name: str | None, filename: str | None = None
    ) -> str:
        return _SCRIPT.sub('<script nonce="{{ csp_nonce() }}"', source)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> Any:
    if is_guarded(datasette):
        env.add_extension(Nonces)
        env.globals["csp_nonce"] = _NONCE.get


def guarded(app: App) -> App:
    """Return an application that sends the headers with everything."""

    async def answered(scope: dict[str, Any], receive: App, send: App) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(18)

        async def sent(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = completed(message.get("headers", ()), nonce)
            await send(message)

        _NONCE.set(nonce)
        await app(scope, receive, sent)

    return answered


def completed(
    sent: Iterable[tuple[bytes, bytes]], nonce: str
) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with ours; what it says itself stays."""
    ours = {"Content-Security-Policy": _POLICY.format(nonce=nonce), **_ALWAYS}
    sent = list(sent)
    said = {name.lower() for name, _ in sent}
    wanted = ((name.lower().encode(), text.encode()) for name, text in ours.items())
    return [*sent, *(header for header in wanted if header[0] not in said)]
