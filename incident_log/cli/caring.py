"""Commands that care for the log: rebuild, follow."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event
from types import FrameType

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import json_option, log_option, opened, print_json
from incident_log.errors import IncidentLogError
from incident_log.log import Log
from incident_log.projecting.following import INTERVAL, follow, watched
from incident_log.projecting.keeping import catch_up, path_of, rebuild
from incident_log.projecting.watching import Watch
from incident_log.times import seconds_between
from incident_log.verifying.lost import check_nothing_lost

#: Seconds after which a server is asked that has told nothing.
LISTENING = 0.5


@click.command("rebuild")
@log_option
@json_option
def _rebuild(log_at: str | None, as_json: bool) -> None:
    """Make the tables again from the log.

    Those who read them see the old ones until the new ones are there.

    \b
    Example:
        incident-log rebuild
    """
    with opened(log_at) as log:
        begun = time.monotonic()
        with Bars(is_hidden=as_json) as bars:
            position = rebuild(log, stages=bars)
        seconds = time.monotonic() - begun
        place = str(path_of(log))
    if as_json:
        took = round(seconds, 3)
        print_json({"tables": place, "position": position, "seconds": took})
    else:
        click.echo(f"{place} made again, at position {position} ({seconds:.1f} s)")


@click.command("follow")
@click.option("--once", is_flag=True, help="Catch up, then stop.")
@log_option
def _follow(once: bool, log_at: str | None) -> None:
    """Keep the tables current while others append, until stopped.

    Of a shared log they are in the program's --directory.  There they show what was
    appended within a second; a server that went away is waited for, and a log that is
    not the one they were made of is refused.

    \b
    Example:
        incident-log follow
        incident-log --directory desk follow --log postgresql://db.example.org/news
    """
    if once:
        with _followed(log_at) as log, Bars() as bars:
            if log.address is None:
                position = catch_up(log, stages=bars)
            else:
                position = watched(log, Watch(log), stages=bars)
        click.echo(f"at position {position}")
        return
    stopped = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with _followed(log_at) as log:
        follow(
            log,
            idle=partial(_idle, log, stopped),
            moved=partial(_moved, log),
            failed=lambda what: click.echo(f"warning: {what}", err=True),
        )


@contextmanager
def _followed(log_at: str | None) -> Iterator[Log]:
    """Open a log whose tables are gone on with; of a shared one a watch sees more."""
    with opened(log_at) as log:
        if log.address is None:
            check_nothing_lost(log)
        yield log


def _idle(log: Log, stopped: Event, seconds: float) -> bool:
    """Wait; a server that there is no trouble with tells when to look again."""
    if log.address is None or seconds > INTERVAL:
        stopped.wait(seconds)
    elif not stopped.is_set():
        with suppress(IncidentLogError):  # catching up says what is wrong
            log.wait(LISTENING)
    return not stopped.is_set()


def _moved(log: Log, position: int) -> None:
    if log.address is None:
        click.echo(f"at position {position}")
        return
    with suppress(IncidentLogError):
        behind, now = log.position - position, log.now()
        late = seconds_between(now, log.recorded_at or now)
        click.echo(f"at position {position}, {behind} behind, {late:.1f} s later")


COMMANDS = {"rebuild": _rebuild, "follow": _follow}
