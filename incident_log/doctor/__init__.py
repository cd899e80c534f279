"""Looks at what a log depends on: SQLite, the files, the disk, the clock."""

from collections.abc import Iterator
from pathlib import Path

from incident_log.doctor import files, machine, server, state
from incident_log.doctor.checks import Check, wrong
from incident_log.errors import LogUnusable, NoLog
from incident_log.log import Where
from incident_log.log.untrusted import file_of
from incident_log.times import Clock, now

__all__ = ["Check", "checks"]


def checks(place: Where, *, clock: Clock = now) -> Iterator[Check]:
    """Yield what was found out about a log, and the machine that is asked."""
    yield machine.version()
    yield machine.library()
    yield machine.zones()
    if place.address is None:
        yield from _of_directory(place.directory, clock)
    else:
        yield from server.checks(place, clock=clock)


def _of_directory(directory: Path, clock: Clock) -> Iterator[Check]:
    try:
        file_of(directory)
    except NoLog:
        yield wrong(
            "log", f"there is none in {str(directory)!r}", "name one with --log"
        )
        return
    except LogUnusable as error:
        what, _, remedy = str(error).partition(": ")
        yield wrong("log", what, remedy)
        return
    yield files.modes(directory)
    yield files.system(directory)
    yield files.space(directory)
    yield files.foreign(directory)
    for name in ("events.lock", "incidents.lock"):
        yield files.lock(directory / name)
    yield state.settings(directory)
    yield state.time(directory, clock())
    yield state.tables(directory)
