"""Copies a log from a directory to a server, or back: the same, byte for byte."""

from collections.abc import Iterator

from incident_log.archiving.exporting import exported
from incident_log.archiving.importing import Restored, restore_at
from incident_log.log import Where
from incident_log.progress import Progress, unseen


def copy(source: Where, target: Where, *, progress: Progress = unseen) -> Restored:
    """Make *target*, which is new or empty, the log that *source* is.

    Both are verified; nothing is left of a copy that cannot be finished.  Raise
    :exc:`NoLog`, :exc:`NotSound`, :exc:`LogThere`, :exc:`LogUnusable`.
    """
    lines = _Lines(exported(source.source))
    return restore_at(lines, str(source), target, progress=progress)


class _Lines:
    """A file of lines that are made when they are read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines

    def readline(self, _: int, /) -> bytes:
        return next(self._lines, b"")

    def read(self, _: int, /) -> bytes:
        return next(self._lines, b"")
