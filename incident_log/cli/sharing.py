"""Commands for logs that many machines share: init, copy-log."""

import click

from incident_log.archiving.copying import copy
from incident_log.cli.bars import Bars
from incident_log.cli.keeping import tell
from incident_log.cli.options import json_option, log_option, where
from incident_log.log.servers import postgres


@click.command("init")
@click.option(
    "--writers", metavar="ROLE", help="A role that may append, decide and verify."
)
@click.option("--readers", metavar="ROLE", help="A role that may read and follow.")
@log_option
def _init(writers: str | None, readers: str | None, log_at: str | None) -> None:
    """Make an empty log, where there is none; of a shared one, grant rights, too.

    A shared log is made by a role that may create a schema in the database.  It owns
    the tables, and only it can erase.  Roles are those of the server; they are let into
    the schema, and into nothing else; 'public' is everybody.  To grant rights later,
    run it again.

    \b
    Example:
        incident-log init --log postgresql://admin@db.example.org/news \\
            --writers desk --readers newsroom
    """
    place = where(log_at)
    if place.address is not None:
        postgres().made(place.address, readers=readers, writers=writers)
    elif readers or writers:
        raise click.UsageError("rights are granted on a log with an address only")
    with place.create() as log:
        click.echo(f"{place} is a log of {log.position} events, {log.origin}")


@click.command("copy-log")
@click.argument("from_", metavar="FROM")
@click.argument("to")
@json_option
def _copy(from_: str, to: str, as_json: bool) -> None:
    """Copy a log between a directory and a database: the same, byte for byte.

    TO is a new directory, or a database where 'init' made an empty log.  Both logs are
    verified.  Append to one of the two only: what is signed for one would contradict
    the other.

    \b
    Example:
        incident-log copy-log incident-log postgresql://admin@db.example.org/news
        incident-log copy-log postgresql://desk@db.example.org/news backup
    """
    target = where(to)
    with Bars(is_hidden=as_json) as bars:
        progress = bars("copying", "events", None)
        restored = copy(where(from_), target, progress=progress)
    tell(restored.log, str(target), as_json)


COMMANDS = {"init": _init, "copy-log": _copy}
