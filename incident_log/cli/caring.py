"""Commands that care for the log: rebuild, follow, verify."""

import signal
import sys
import time
from dataclasses import asdict
from threading import Event
from types import FrameType

import click

from incident_log.cli.options import json_option, log_option, opened, print_json
from incident_log.projecting.following import follow
from incident_log.projecting.keeping import catch_up, path_of, rebuild
from incident_log.tables import Tables
from incident_log.verifying import Verified, brief, verify

#: Moments of one incident that are verified, if it has more.
MOST = 2000


@click.command("rebuild")
@log_option
@json_option
def _rebuild(directory: str | None, as_json: bool) -> None:
    """Make the tables again from the log.

    Those who read them see the old ones until the new ones are there.

    \b
    Example:
        incident-log rebuild
    """
    is_shown = sys.stderr.isatty() and not as_json
    with opened(directory) as log:
        begun = time.monotonic()
        with click.progressbar(
            length=log.position, file=sys.stderr, label="reading", hidden=not is_shown
        ) as bar:
            position = rebuild(log, progress=bar.update)
        seconds = round(time.monotonic() - begun, 1)
        place = str(path_of(log))
    if as_json:
        print_json({"tables": place, "position": position, "seconds": seconds})
    else:
        click.echo(f"{place} made again, at position {position} ({seconds} s)")


@click.command("follow")
@click.option("--once", is_flag=True, help="Catch up, then stop.")
@log_option
def _follow(once: bool, directory: str | None) -> None:
    """Keep the tables current while others append, until stopped.

    \b
    Example:
        incident-log follow
    """
    if once:
        with opened(directory) as log:
            click.echo(f"at position {catch_up(log)}")
        return
    stopped = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with opened(directory) as log:
        follow(
            log,
            idle=lambda seconds: not stopped.wait(seconds),
            moved=lambda position: click.echo(f"at position {position}"),
            failed=lambda what: click.echo(f"warning: {what}", err=True),
        )


@click.command("verify")
@click.option("--tables", is_flag=True, help="Hold the tables against the log.")
@click.option(
    "--every",
    is_flag=True,
    help=f"Every moment of large incidents too, not about {MOST:,} of each.",
)
@log_option
@json_option
def _verify(tables: bool, every: bool, directory: str | None, as_json: bool) -> None:
    """Prove that the tables say what a replay of the log says.

    Every incident is replayed at every moment at which anything changed; of one with
    very many moments, at some of them.

    \b
    Example:
        incident-log verify --tables
    """
    if not tables:
        raise click.UsageError("say what to verify: --tables")
    is_shown = sys.stderr.isatty() and not as_json
    with opened(directory) as log:
        position = catch_up(log)
        with (
            Tables(path_of(log)) as made,
            click.progressbar(
                length=len(log.incidents()), file=sys.stderr, hidden=not is_shown
            ) as bar,
        ):
            verified = verify(
                log, made, most=None if every else MOST, progress=bar.update
            )
    if as_json:
        print_json({"position": position, **asdict(verified)})
    else:
        _report(verified, position)
    if verified.disagreements:
        sys.exit(1)


def _report(verified: Verified, position: int) -> None:
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


COMMANDS = {"verify": _verify, "rebuild": _rebuild, "follow": _follow}
