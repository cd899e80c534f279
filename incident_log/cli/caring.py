"""Commands that care for the log: rebuild, follow."""

import signal
import sys
import time
from threading import Event
from types import FrameType

import click

from incident_log.cli.options import json_option, log_option, opened, print_json
from incident_log.projecting.following import follow
from incident_log.projecting.keeping import catch_up, path_of, rebuild


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


COMMANDS = {"rebuild": _rebuild, "follow": _follow}
