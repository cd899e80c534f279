"""Options that several commands share, with one spelling and one meaning."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from incident_log.log import Log, Where
from incident_log.policies import POLICIES
from incident_log.verifying.lost import check_nothing_lost

Function = TypeVar("Function", bound=Callable[..., Any])

AS_OF = "Moment the claims speak about (T): 2024-12-20T11:00, a day, or 'latest'."
KNOWN_AT = "Moment the log knew them (K); default: latest."

log_option = click.option(
    *("-l", "--log", "log_at"),
    metavar="LOG",
    help="The log's directory or address (default: INCIDENT_LOG or incident-log).",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON for machines."
)
policy_option = click.option(
    "--policy",
    type=click.Choice(list(POLICIES)),
    default="latest",
    show_default=True,
    help="How 'best' is chosen among the claims that stand.",
)
position_option = click.option(
    "--at-position",
    type=click.IntRange(min=0),
    metavar="N",
    help="Use only the log's first N events, as it was then.",
)


def moment_options(function: Function) -> Function:
    """Add ``--as-of``, ``--known-at``, ``--policy`` and ``--at-position``."""
    for option in (
        position_option,
        policy_option,
        click.option("--known-at", metavar="K", help=KNOWN_AT),
        click.option("--as-of", metavar="T", help=AS_OF),
    ):
        function = option(function)
    return function


def import_options(
    what: str, dry_run: str = "Check everything, append nothing."
) -> Callable[[Function], Function]:
    """Add what every import has: ``--dry-run``, ``--strict``, ``--open``, ``--silent``.

    And the log's directory, and JSON.  *what* is read one by one.
    """
    options = (
        click.option("--dry-run", is_flag=True, help=dry_run),
        click.option("--strict", is_flag=True, help=f"Stop at the first bad {what}."),
        click.option(
            "--open",
            "is_open",
            is_flag=True,
            help="Accept incidents that nobody has described.",
        ),
        click.option("--silent", is_flag=True, help="No progress bar, no warnings."),
        log_option,
        json_option,
    )

    def add(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@contextmanager
def opened(log_at: str | None) -> Iterator[Log]:
    """Open the log that a command was pointed at."""
    with where(log_at).open() as log:
        yield log


@contextmanager
def opened_to_append(log_at: str | None) -> Iterator[Log]:
    """Open a log that something is to be appended to, if it is all there."""
    with opened(log_at) as log:
        check_nothing_lost(log)
        yield log


def where(log_at: str | None) -> Where:
    """Return where the log is: what the command says, else what the program was told.

    What is made of a shared one is in the program's ``--directory``.
    """
    said, directory = click.get_current_context().find_root().obj
    name = said if log_at is None else log_at
    if not name or not directory:
        raise click.UsageError("--log or --directory is empty: name a directory")
    return Where.named(name, directory)


def tell_problems(
    refused: Iterable[str], warned: Iterable[str], *, silent: bool
) -> None:
    """Say on standard error what an import refused, and what it warns of."""
    for message in refused:
        click.echo(message, err=True)
    for message in () if silent else warned:
        click.echo(f"warning: {message}", err=True)


def print_json(value: Any) -> None:
    """Print a value as JSON that is good to read and to pipe."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
