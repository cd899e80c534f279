"""Commands for newcomers: demo and schema."""

from pathlib import Path

import click

from incident_log.cli import text
from incident_log.cli.options import print_json


@click.command("demo")
@click.argument("directory", metavar="[DIR]", default="incident-log-demo")
def _demo(directory: str) -> None:
    """Load the bundled incident and replay it at three moments.

    \b
    Example:
        incident-log demo
    """
    from incident_log.demonstration import INCIDENT, MOMENTS, loaded
    from incident_log.replay import replay

    with loaded(Path(directory)) as (log, imported):
        click.echo(
            f"{len(imported.appended)} updates appended to {directory},"
            f" {len(imported.known)} already known"
        )
        for as_of, known_at, why in MOMENTS:
            click.echo(f"\n{why}\n")
            view = replay(log, INCIDENT, as_of=as_of, known_at=known_at)
            text.print_figures(view, ("casualties",))
    click.echo(
        f"\nNow try (with -l {directory}):\n"
        f"  incident-log -l {directory} explain {INCIDENT} injured @kyiv\n"
        f"  incident-log -l {directory} replay {INCIDENT} --as-of 2024-12-20T11:00\n"
        f"  incident-log -l {directory} diff {INCIDENT}"
        " --from 2024-12-20T11:00@2024-12-20T11:15 --to latest\n"
        f"  incident-log -l {directory} timeline {INCIDENT}\n"
        f"  incident-log -l {directory} serve"
    )


@click.command("schema")
@click.option("--mapping", is_flag=True, help="Of a mapping, for import --map.")
def _schema(mapping: bool) -> None:
    """Print the JSON Schema of an update document.

    \b
    Example:
        incident-log schema > update.schema.json
    """
    from incident_log.schemas import json_schema, mapping_json_schema

    print_json(mapping_json_schema() if mapping else json_schema())


COMMANDS = {"demo": _demo, "schema": _schema}
