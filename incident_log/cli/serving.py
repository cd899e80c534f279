"""The command that shows the tables: serve."""

import json
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import log_option, opened, where
from incident_log.doctor.files import FOR_THE_WORLD
from incident_log.errors import NotPossible
from incident_log.projecting.keeping import catch_up, path_of
from incident_log.projecting.publishing import inspected, publish

HOST = "127.0.0.1"

#: Both ways of serving send the headers of ``datasette_plugin.security``.
METADATA = {"plugins": {"incident-log": {"headers": True}}}

#: On one's own machine a question may take its time.  Facets are ours: to look for
#: others costs seconds on a large table.
SETTINGS: dict[str, Any] = {
    "suggest_facets": False,
    "sql_time_limit_ms": 10_000,
    "facet_time_limit_ms": 1000,
}

#: To the world: stored queries and tables, no SQL of a visitor's own, nothing large.
PUBLIC: dict[str, Any] = {
    "default_allow_sql": False,
    "allow_download": False,
    "allow_csv_stream": False,
    "suggest_facets": False,
    "max_csv_mb": 10,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 200,
}


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--open", "is_open", is_flag=True, help="Open it in a browser.")
@click.option(
    "--public",
    "is_public",
    is_flag=True,
    help="Serve a copy for the world: no article texts, only stored queries.",
)
@click.option(
    "--prepare",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Only write that copy, with all that Datasette needs, into FOLDER.",
)
@log_option
def _serve(
    port: int,
    is_open: bool,
    is_public: bool,
    prepare: Path | None,
    log_at: str | None,
) -> None:
    """Show the tables in a browser, with Datasette.

    \b
    Example:
        incident-log serve --open
        incident-log serve --public --prepare public/
    """
    if prepare is not None and not is_public:
        raise click.UsageError("--prepare writes what is public: add --public")
    with opened(log_at) as log, Bars() as bars:
        catch_up(log, stages=bars)
        tables = path_of(log)
    if not is_public:
        serve({"files": [str(tables)], **live()}, port, is_open=is_open)
        return
    folder = prepare or where(log_at).directory / FOR_THE_WORLD
    write_public(tables, folder)
    click.echo(f"{folder} may be shown to the world; behind a server of yours, run")
    click.echo(f"  datasette {folder} --host {HOST} --port {port}")
    if prepare is None:
        serve({"files": [], "config_dir": folder}, port, is_open=is_open)


def live() -> dict[str, Any]:
    """Return how Datasette serves the tables on one's own machine."""
    return {"settings": dict(SETTINGS), "metadata": METADATA}


def write_public(tables: Path, folder: Path) -> None:
    """Write a folder that ``datasette`` can serve: the copy, and how to serve it.

    0.65 reads its settings from ``settings.json``, 1.0 from ``datasette.json``.
    """
    _check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotPossible(
            f"{str(folder)!r} cannot be made ({error.strerror}): name another folder"
        ) from error
    publish(tables, folder / "incidents.db")
    for name, content in {
        "inspect-data.json": inspected(folder / "incidents.db"),
        "metadata.json": METADATA,
        "settings.json": PUBLIC,
        "datasette.json": {"settings": PUBLIC},
    }.items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")


def _check_folder(folder: Path) -> None:
    """Refuse a folder in which there is something that the world may not see."""
    if (folder / "events.db").exists():
        raise NotPossible(f"{str(folder)!r} is a log: name another folder to show")
    is_prepared = (folder / "inspect-data.json").exists()
    if (folder / "incidents.db").exists() and not is_prepared:
        raise NotPossible(
            f"{str(folder)!r} holds tables that are not prepared to be shown: name"
            " another folder"
        )


def serve(options: dict[str, Any], port: int, *, is_open: bool) -> None:
    """Run Datasette until it is interrupted."""
    app, uvicorn = _application(options)
    with _listening(port) as listener:
        url = f"http://{HOST}:{listener.getsockname()[1]}/-/incidents"
        click.echo(f"{url} (stop with Ctrl+C)")
        if is_open:
            webbrowser.open(url)
        server = uvicorn.Server(uvicorn.Config(app, lifespan="on", log_level="warning"))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def _application(options: dict[str, Any]) -> tuple[Any, Any]:
    try:
        import datasette.app
        import uvicorn
    except ModuleNotFoundError as error:
        raise NotPossible(
            "Datasette is not installed: pip install 'incident-log[datasette]'"
        ) from error
    # With rich installed, Datasette prints every error with all its values: a page that
    # is not there would cost a hundred times one that is.  Its module must not be
    # imported before the app, which then would not find the hook in it.
    import_module("datasette.handle_exception").rich = None  # type: ignore[attr-defined]
    return datasette.app.Datasette(**options).app(), uvicorn


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """Listen before anything is opened, so that a browser finds somebody there."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise NotPossible(
                f"port {port} cannot be used ({error.strerror}): choose another with"
                " --port"
            ) from error
        listener.listen()
        yield listener


COMMANDS: dict[str, click.Command] = {"serve": _serve}
