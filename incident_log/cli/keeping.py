"""Commands that keep a log beyond its machine: backup, export-log, import-log."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

import click

from incident_log.archiving.backup import backup
from incident_log.archiving.exporting import exported
from incident_log.archiving.files import check_outside, new_file
from incident_log.archiving.importing import restore_at
from incident_log.cli.bars import Bars
from incident_log.cli.options import (
    json_option,
    log_option,
    print_json,
    where,
)
from incident_log.errors import FileUnusable, NotPossible
from incident_log.verifying.log import LogVerified


@click.command("backup")
@click.argument("to", type=click.Path(path_type=Path))
@click.option("--tables", is_flag=True, help="Copy the tables, too.")
@log_option
@json_option
def _backup(to: Path, tables: bool, log_at: str | None, as_json: bool) -> None:
    """Copy the log to a new directory, and verify the copy.

    Others may go on appending.  Do not copy the files by other means: what is copied
    so while somebody appends may be broken, or lack what was appended last.

    \b
    Example:
        incident-log backup /media/archive/incident-log-2024-12-20
    """
    place = where(log_at)
    if place.address is not None:
        raise NotPossible(
            "a shared log is backed up by its server, with pg_dump or pg_basebackup:"
            " or copy it to a directory with 'incident-log copy-log'"
        )
    tell(backup(place.directory, to, tables=tables), str(to), as_json)


@click.command("export-log")
@click.argument("file", default="-", type=click.Path(path_type=Path))
@click.option(
    "--good",
    is_flag=True,
    help="Of a damaged log, what is before the first bad event.",
)
@click.option(
    "--without-secret",
    is_flag=True,
    help="So that a copy does not know updates again that come twice.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@log_option
def _export(
    file: Path, good: bool, without_secret: bool, force: bool, log_at: str | None
) -> None:
    """Write the log as lines of JSON, from which it can be made again.

    The file is as private as the log: it holds all words that were not erased, and the
    secret by which the log knows an update again.

    \b
    Example:
        incident-log export-log log.jsonl
        incident-log export-log --good | gzip > good.jsonl.gz
    """
    source = where(log_at).source
    target: AbstractContextManager[IO[bytes]] = click.open_file("-", "wb")
    if str(file) != "-":
        if isinstance(source, Path):
            check_outside(source.parent, file)
        target = new_file(file, is_forced=force)
    with Bars() as bars, target as out:
        lines = exported(
            source,
            is_secret_kept=not without_secret,
            is_good_enough=good,
            progress=bars("verifying", "events", None),
        )
        out.writelines(lines)
    if str(file) != "-":
        click.echo(f"{file} is as private as the log: keep it so")


@click.command("import-log")
@click.argument("file", type=click.Path(path_type=Path))
@log_option
@json_option
def _import(file: Path, log_at: str | None, as_json: bool) -> None:
    """Make a new log of what export-log wrote: the same, byte for byte.

    It has the name of the one that was exported.  Append to one of the two only: what
    is signed for one would contradict the other.

    \b
    Example:
        incident-log import-log log.jsonl --log restored
    """
    place = where(log_at)
    try:
        opened = click.open_file(str(file), "rb")
    except OSError as error:
        raise FileUnusable(str(file), error.strerror) from error
    with opened as lines, Bars(is_hidden=as_json) as bars:
        progress = bars("importing", "events", None)
        restored = restore_at(lines, str(file), place, progress=progress)
    tell(restored.log, str(place), as_json)
    if restored.gone:
        click.echo(
            f"warning: {restored.gone} passages were erased later than the lines"
            f" reach: the last events of {place} say which",
            err=True,
        )


def tell(verified: LogVerified, place: str, as_json: bool) -> None:
    """Say of a copy of a log that it was verified."""
    told = {
        "log": place,
        "origin": verified.origin,
        "position": verified.position,
        "root": verified.root.hex(),
    }
    if as_json:
        print_json(told)
    else:
        click.echo(
            f"{place} is a log of {verified.position} events, verified,"
            f" root {verified.root.hex()}"
        )


COMMANDS = {"backup": _backup, "export-log": _export, "import-log": _import}
