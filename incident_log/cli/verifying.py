"""The command that verifies a log: against itself, checkpoints, and its tables."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import (
    json_option,
    log_option,
    opened,
    print_json,
    where,
)
from incident_log.log.untrusted import Source
from incident_log.projecting.keeping import catch_up, path_of
from incident_log.proofs.checkpoints import Checked, Checking
from incident_log.proofs.files import read as read_file
from incident_log.proofs.keys import Verifier, read_verifiers
from incident_log.tables import Tables
from incident_log.verifying.beside import Kept, kept
from incident_log.verifying.log import LogVerified, verify_log
from incident_log.verifying.lost import lost_from, shown_if_readable
from incident_log.verifying.tables import Verified, brief, verify

#: Moments of one incident that are verified, if it has more.
MOST = 500


@click.command("verify")
@click.option("--tables", is_flag=True, help="Hold the tables against the log, too.")
@click.option(
    "--every",
    is_flag=True,
    help=f"Every moment of large incidents too, not about {MOST} of each.",
)
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    metavar="FILE",
    help="A checkpoint of the log that was kept elsewhere.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    help="A public key to trust, or a file with some (default: those of the log).",
)
@click.option("--all", "is_all", is_flag=True, help="List all that is wrong.")
@log_option
@json_option
def _verify(
    tables: bool,
    every: bool,
    files: tuple[str, ...],
    keys: tuple[str, ...],
    is_all: bool,
    log_at: str | None,
    as_json: bool,
) -> None:
    """Prove that nothing in the log was changed, and name the first that was.

    Every event is held against its leaf, its words against what it commits to, the
    index against the events, and all of them against the checkpoints beside the log.
    Who can write the log can write those, too: a checkpoint kept elsewhere tells.
    Who only reads a shared log is not told its secret, which is left out then.

    \b
    Example:
        incident-log verify
        incident-log verify --checkpoint from-the-notary.txt --key notary.pub
        incident-log verify --tables
    """
    place = where(log_at)
    source = place.source
    beside, shown = kept(place.directory), shown_if_readable(place.directory)
    notes = beside.notes | {name: read_file(Path(name)) for name in files}
    trusted = [*beside.keys, *_trusted(keys)]
    sizes = Checking(notes, "", trusted).sizes
    with Bars(is_hidden=as_json) as bars:
        progress = bars("verifying", "events", None)
        log = verify_log(source, sizes=sizes, progress=progress)
    checked = Checking(notes, log.origin, trusted).against(log.roots)
    _find_beside(log, beside, checked)
    if not log.findings.number:
        _find_lost(log, source, shown)
    found = _verify_tables(log_at, every, as_json) if _is_asked(tables, log) else None
    if as_json:
        print_json(_told(log, checked, found))
    else:
        _report(log, checked, is_all)
        if found is not None:
            _report_tables(*found)
    if log.findings.number or (found is not None and found[0].disagreements):
        sys.exit(1)


def _is_asked(tables: bool, log: LogVerified) -> bool:
    """Tell whether to hold the tables against the log: not against a bad one."""
    return tables and not log.findings.number


def _find_beside(log: LogVerified, beside: Kept, checked: list[Checked]) -> None:
    """Add what is wrong with what lies beside the log, or contradicts it."""
    for problem in beside.problems:
        log.findings.add(problem)
    for each in checked:
        if each.problem is not None:
            log.findings.add(f"checkpoint {each.name} does not hold: {each.problem}")


def _find_lost(log: LogVerified, source: Source, shown: Mapping[str, str]) -> None:
    """Add that a log which is sound is not the one that its tables were made of."""
    lost = lost_from(source, shown, log.origin)
    if lost is not None:
        log.findings.add(
            f"its tables show an event {lost} that it does not have: an older backup"
            " may have been restored"
        )


def _trusted(keys: tuple[str, ...]) -> list[Verifier]:
    """Return the keys that were given, as text or in a file."""
    given = []
    for key in keys:
        lines = [key] if "+" in key else _lines(read_file(Path(key)))
        given += read_verifiers(lines)
    return given


def _lines(content: bytes) -> list[str]:
    return content.decode(errors="replace").split("\n")


def _verify_tables(
    log_at: str | None, every: bool, as_json: bool
) -> tuple[Verified, int]:
    with opened(log_at) as log, Bars(is_hidden=as_json) as bars:
        position = catch_up(log, stages=bars)
        with Tables(path_of(log)) as made:
            progress = bars("verifying", "incidents", len(log.incidents()))
            most = None if every else MOST
            return verify(log, made, most=most, progress=progress), position


def _told(
    log: LogVerified,
    checked: list[Checked],
    found: tuple[Verified, int] | None,
) -> dict[str, Any]:
    """Return what was found as JSON."""
    told = {
        "origin": log.origin,
        "position": log.position,
        "root": log.root.hex(),
        "wrong": log.findings.number,
        "findings": [asdict(each) for each in log.findings.kept],
        "checkpoints": [asdict(each) for each in checked],
    }
    return told if found is None else told | {"tables": asdict(found[0])}


def _report(log: LogVerified, checked: list[Checked], is_all: bool) -> None:
    findings = log.findings
    shown = findings.kept if is_all else findings.kept[:1]
    for each in shown:
        click.echo(str(each))
    if more := findings.number - len(shown):
        click.echo(f"and {more} more" + ("" if is_all else ": see --all"))
    if not findings.number:
        click.echo(
            f"the log is as it was written: {log.position} events,"
            f" root {log.root.hex()}"
        )
    good = [each for each in checked if each.problem is None]
    if good:
        last = max(good, key=lambda each: each.size or 0)
        click.echo(f"last checkpoint that holds: {last.name}, of {last.size} events")
    elif not checked:
        click.echo(
            "no checkpoint says what it was before: see 'incident-log checkpoint'"
        )


def _report_tables(verified: Verified, position: int) -> None:
    for each in verified.disagreements:
        click.echo(
            f"{each.incident} {each.what} as of {each.as_of}, known at {each.known_at}:"
            f" the tables say {brief(each.tables)}, a replay {brief(each.replay)}"
        )
    what = "disagree with" if verified.disagreements else "agree with"
    click.echo(
        f"the tables {what} the log up to position {position}: {verified.incidents}"
        f" incidents, {verified.corners} moments"
        + (f", {verified.left_out} left out (--every)" if verified.left_out else "")
    )


COMMANDS = {"verify": _verify}
