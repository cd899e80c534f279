"""The command that follows feeds: import-feed."""

import sys

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import (
    import_options,
    print_json,
    tell_problems,
    where,
)
from incident_log.cli.recording import written
from incident_log.exchange.feeding import Fed, import_feeds
from incident_log.exchange.pages import Given


@click.command("import-feed")
@click.argument("places", metavar="PATH|URL...", nargs=-1, required=True)
@click.option(
    "--incident",
    metavar="SLUG",
    help="The incident that all is about.  [default: each entry's own]",
)
@click.option("--source", metavar="SLUG", help="Who publishes.  [default: its host]")
@click.option(
    "--timezone", metavar="ZONE", help="Of times without offset: Europe/Kyiv."
)
@import_options("entry")
def _import_feed(
    places: tuple[str, ...],
    incident: str | None,
    source: str | None,
    timezone: str | None,
    dry_run: bool,
    strict: bool,
    is_open: bool,
    silent: bool,
    log_at: str | None,
    as_json: bool,
) -> None:
    """Append the entries of Atom and RSS feeds, and CAP alerts.

    Reads files, folders, addresses and - (standard input).  Atom and RSS need the extra
    feed; an address is asked only for what has changed since the last time.  Entries
    keep their text, for draft.

    \b
    Example:
        incident-log import-feed https://example.org/news.xml alerts/ \\
            --incident kyiv-2024-12-20
    """
    with written(where(log_at), dry_run=dry_run) as log, Bars(is_hidden=silent) as bars:
        fed = import_feeds(
            log,
            places,
            Given(incident, source, timezone),
            is_open=is_open,
            strict=strict,
            dry_run=dry_run,
            stages=bars,
        )
    if as_json:
        print_json(vars(fed) | {"dry_run": dry_run})
    else:
        _tell(fed, dry_run=dry_run, silent=silent)
    if fed.refused:
        sys.exit(1)


def _tell(fed: Fed, *, dry_run: bool, silent: bool) -> None:
    tell_problems(fed.refused, (*fed.warned, *fed.left_out), silent=silent)
    click.echo(
        f"{len(fed.appended)} {'would be ' if dry_run else ''}appended,"
        f" {len(fed.known)} already known, {len(fed.refused)} refused,"
        f" {len(fed.left_out)} left out"
    )
    for address in fed.unchanged:
        click.echo(f"{address} has nothing new")


COMMANDS = {"import-feed": _import_feed}
