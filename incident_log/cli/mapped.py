"""What import does with a mapping: rows in, and what became of them told."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import print_json, tell_problems
from incident_log.exchange.importing import Account, import_vintages
from incident_log.exchange.mapping import load
from incident_log.exchange.records import count, vintages
from incident_log.exchange.unmet import Unmet
from incident_log.log import Log

#: Updates that a dry run shows.
SHOWN = 3

#: Fields that a line about a claim shows by themselves.
_ELSEWHERE = ("id", "type", "count", "value")


def import_mapped(
    log: Log,
    paths: tuple[str, ...],
    mapping: str,
    *,
    is_open: bool,
    strict: bool,
    dry_run: bool,
    silent: bool,
    as_json: bool,
) -> None:
    """Append what is new in the rows of files; end with 1 if any was refused."""
    meaning = load(Path(mapping))
    unmet = Unmet(meaning.document)
    with Bars(is_hidden=silent) as bars:
        number = count(paths, meaning) if bars.are_shown else None
        account = import_vintages(
            log,
            vintages(paths, meaning, unmet.look),
            is_open=is_open,
            strict=strict,
            dry_run=dry_run,
            examples=SHOWN if dry_run else 0,
            progress=bars("importing", "rows", number),
            stages=bars,
        )
    account.warned += unmet.warnings()
    _tell(account, dry_run=dry_run, silent=silent, as_json=as_json)


def _tell(account: Account, *, dry_run: bool, silent: bool, as_json: bool) -> None:
    if as_json:
        print_json(vars(account) | {"dry_run": dry_run})
    else:
        tell_problems(account.problems, account.warned, silent=silent)
        if dry_run:
            for update in account.examples:
                click.echo("\n".join(_lines(update)))
            for name, times in account.claims.items():
                click.echo(f"  {name}: in {times} updates")
        click.echo(
            f"{account.appended} {'would be ' if dry_run else ''}appended,"
            f" {account.known} already known, {account.unchanged} unchanged,"
            f" {account.refused} refused"
        )
    if account.refused:
        sys.exit(1)


def _lines(update: dict[str, Any]) -> Iterator[str]:
    """Yield an update in lines, a claim each."""
    incident = update["incident"]
    about = incident if isinstance(incident, str) else incident["id"]
    since = f", known at {update['received_at']}" if "received_at" in update else ""
    yield f"{update['report']['id']}/{update['id']} about {about}{since}"
    for claim in update.get("claims", ()):
        figure = claim.get("count", claim.get("value", ""))
        rest = [f"{k}={v}" for k, v in claim.items() if k not in _ELSEWHERE]
        yield " ".join(["   ", claim["id"], claim["type"], str(figure), *rest])
