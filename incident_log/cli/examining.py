"""The command that checks what a log depends on: doctor."""

import sys
from dataclasses import asdict

import click

from incident_log.cli.options import json_option, log_option, print_json, where
from incident_log.doctor import checks
from incident_log.doctor.checks import WRONG


@click.command("doctor")
@log_option
@json_option
def _doctor(log_at: str | None, as_json: bool) -> None:
    """Check what the log depends on: SQLite, files, disk, clock, tables.

    Whether the events are as they were written, verify tells.

    \b
    Example:
        incident-log doctor
    """
    found = list(checks(where(log_at)))
    if as_json:
        print_json([asdict(check) for check in found])
    else:
        for check in found:
            click.echo(str(check))
    if any(check.verdict == WRONG for check in found):
        sys.exit(1)


COMMANDS = {"doctor": _doctor}
