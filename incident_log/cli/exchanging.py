"""The command that takes in scraped repositories: import-git."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import (
    import_options,
    print_json,
    tell_problems,
    where,
)
from incident_log.cli.recording import written
from incident_log.exchange.automatic import Automatic
from incident_log.exchange.cleaning import slug
from incident_log.exchange.git import Taken, import_git
from incident_log.exchange.mapping import load
from incident_log.exchange.mappings import MappingFor, for_revisions
from incident_log.exchange.repository import Repository

#: Updates that a dry run shows.
SHOWN = 3


@click.command("import-git")
@click.argument("repo", metavar="REPO")
@click.argument("path", metavar="PATH")
@click.option(
    "--map", "mapped", metavar="MAPPING", help="What the columns mean, a JSON file."
)
@click.option(
    "--id",
    "ids",
    metavar="COLUMN",
    multiple=True,
    help="Without a mapping: tells records apart; several do so together.",
)
@click.option(
    "--at",
    metavar="POINTER",
    help="Without a mapping: leads to the records, /features.",
)
@click.option(
    "--incident",
    metavar="SLUG",
    help="Without a mapping: what all is about.  [default: each record's own]",
)
@click.option(
    "--source",
    metavar="SLUG",
    help="Without a mapping: who publishes.  [default: the name of REPO]",
)
@click.option(
    "--branch", default="HEAD", metavar="NAME", help="Whose commits.  [default: HEAD]"
)
@import_options("record", "Show the first updates, append nothing.")
def _import_git(
    repo: str,
    path: str,
    branch: str,
    dry_run: bool,
    strict: bool,
    is_open: bool,
    silent: bool,
    log_at: str | None,
    as_json: bool,
    **meaning: Any,
) -> None:
    """Append every revision of a file that is kept in git.

    Reads JSON, JSON lines and CSV, without a checkout.  A record is known from its
    commit on; what did not change appends nothing, what is gone is withdrawn.  Later
    runs read only new commits.  Without a mapping each column of numbers becomes an
    indicator.

    \b
    Example:
        incident-log import-git fires-history fires.json --map fires.map.json
    """
    repository = Repository(Path(repo), path, branch)
    mapping_for, rows, key = _meaning(repository, **meaning)
    with written(where(log_at), dry_run=dry_run) as log, Bars(is_hidden=silent) as bars:
        taken = import_git(
            log,
            repository,
            mapping_for,
            rows=rows,
            key=key,
            is_open=is_open,
            strict=strict,
            dry_run=dry_run,
            examples=SHOWN if dry_run else 0,
            stages=bars,
        )
    _tell(taken, dry_run=dry_run, silent=silent, as_json=as_json)


def _meaning(
    repository: Repository,
    mapped: str | None,
    ids: tuple[str, ...],
    at: str | None,
    incident: str | None,
    source: str | None,
) -> tuple[MappingFor, dict[str, Any], str]:
    """Return what finds the mapping, how the file is read, and a key of both."""
    if mapped is not None:
        if ids or at or incident or source:
            raise click.UsageError(
                "--map says it all: leave --id, --at, --incident and --source out"
            )
        mapping = load(Path(mapped))
        return for_revisions(mapping), mapping.rows, json.dumps(mapping.document)
    if not ids:
        raise click.UsageError(
            "nothing tells the records apart: name a mapping with --map, or a column"
            " with --id"
        )
    if at and not at.startswith("/"):
        raise click.UsageError(f"--at {at!r} leads nowhere: begin it with /")
    name = slug(Path(repository.path).stem)
    source = source or slug(repository.directory.resolve().name.removesuffix(".git"))
    automatic = Automatic(ids, name=name, source=source, incident=incident)
    key = json.dumps([ids, at, name, source, incident])
    return automatic, {"at": at} if at else {}, key


def _tell(taken: Taken, *, dry_run: bool, silent: bool, as_json: bool) -> None:
    account = taken.account
    if as_json:
        print_json(vars(taken) | {"account": vars(account), "dry_run": dry_run})
    else:
        for update in account.examples:
            click.echo(json.dumps(update, ensure_ascii=False, indent=2))
        warned = (*taken.unmet, *account.warned)
        tell_problems(account.problems, warned, silent=silent)
        click.echo(
            f"{taken.read} of {taken.revisions} revisions read, {taken.left_out} left"
            f" out: {account.appended} {'would be ' if dry_run else ''}appended,"
            f" {account.known} already known, {account.unchanged} unchanged,"
            f" {account.refused} refused"
        )
    is_unread = taken.left_out == taken.revisions
    if account.refused or is_unread:
        sys.exit(1)


COMMANDS = {"import-git": _import_git}
