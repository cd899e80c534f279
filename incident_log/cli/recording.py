"""The command that records: import."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import (
    import_options,
    print_json,
    tell_problems,
    where,
)
from incident_log.inputs import count
from incident_log.intake import Imported, import_updates
from incident_log.log import Log, Where
from incident_log.verifying.lost import check_nothing_lost


@click.command("import")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--map",
    "mapping",
    metavar="MAPPING",
    help="Read rows of other people's data: what the columns mean, a JSON file.",
)
@import_options("update")
def _import(
    paths: tuple[str, ...],
    mapping: str | None,
    dry_run: bool,
    strict: bool,
    is_open: bool,
    silent: bool,
    log_at: str | None,
    as_json: bool,
) -> None:
    """Append updates from files, folders or standard input (-).

    Reads JSON, JSON lines and CSV.  The same update again appends nothing, so it is
    safe to run twice, or twice at once.  With --map rows of any columns are read, also
    packed with gzip, and only what is new in each record is appended.

    \b
    Example:
        incident-log import updates/ late-report.json
        incident-log import --map fires.map.json --dry-run fires.jsonl.gz
    """
    if mapping is not None:
        from incident_log.cli.mapped import import_mapped

        with written(where(log_at), dry_run=dry_run) as log:
            import_mapped(
                log,
                paths,
                mapping,
                is_open=is_open,
                strict=strict,
                dry_run=dry_run,
                silent=silent,
                as_json=as_json,
            )
        return
    with written(where(log_at), dry_run=dry_run) as log, Bars(is_hidden=silent) as bars:
        number = count(paths) if bars.are_shown else None
        imported = import_updates(
            log,
            paths,
            is_open=is_open,
            strict=strict,
            dry_run=dry_run,
            progress=bars("importing", "updates", number),
            stages=bars,
        )
    _report(imported, dry_run=dry_run, silent=silent, as_json=as_json)


@contextmanager
def written(place: Where, *, dry_run: bool) -> Iterator[Log]:
    """Open the log to write to; a dry run leaves no new one behind.

    What ends the writing early learns how far it got.
    """
    is_there = place.address or (place.directory / "events.db").is_file()
    if not dry_run or is_there:
        with place.create() as log:
            check_nothing_lost(log)
            try:
                yield log
            except KeyboardInterrupt as stop:
                with place.open() as again:  # the other may be in the midst
                    stop.add_note(f" at position {again.position}")
                raise
        return
    with TemporaryDirectory() as elsewhere, Log.create(Path(elsewhere)) as log:
        yield log


def _report(imported: Imported, *, dry_run: bool, silent: bool, as_json: bool) -> None:
    if as_json:
        print_json(vars(imported) | {"dry_run": dry_run})
    else:
        tell_problems(imported.refused, imported.warned, silent=silent)
        click.echo(
            f"{len(imported.appended)} {'would be ' if dry_run else ''}appended,"
            f" {len(imported.known)} already known, {len(imported.refused)} refused"
        )
    if imported.refused:
        sys.exit(1)


COMMANDS = {"import": _import}
