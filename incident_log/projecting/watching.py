"""Notices that a shared log is not the one that was followed: restored, or forked.

Beside the tables lies how far they were followed, and the root of the log then.
"""

from pathlib import Path
from typing import Any

from incident_log import beside
from incident_log.errors import NotFollowed, TablesUnusable
from incident_log.log import Log
from incident_log.merkle import Frontier
from incident_log.projecting.alone import path_of
from incident_log.tables import Tables

FILE = "followed.json"


class Watch:
    """Remembers what a log was, and looks whether it still is.

    The leaves that were seen are asked for again at the beginning and after the server
    was lost; in between only the last one is.  Where that file is lost, what the tables
    say of themselves is held against the log.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._path = log.directory / FILE
        self._seen = Frontier()
        self._last = ""  #: the leaf at the end of what was seen
        self._is_sure = False
        self._kept: dict[str, Any] = {}

    def check(self) -> None:
        """Raise :exc:`NotFollowed` where the log is not the one that was followed."""
        log = self._log
        # Another follower of this directory may have gone further meanwhile.
        kept = self._kept if self._is_sure else _load(self._path) or self._kept
        if not kept:
            self._check_tables()
            self._is_sure = True
            return
        position = kept["position"]
        if log.origin != kept["origin"]:
            raise NotFollowed(str(log.directory), f"it is {log.origin}")
        if log.position < position:
            raise NotFollowed(str(log.directory), f"it ends at {log.position}")
        if not self._is_sure:
            self._seen = Frontier()
            self._see(position)
            if self._seen.root().hex() != kept["root"]:
                raise NotFollowed(str(log.directory), "its events are others")
            self._is_sure = True
        elif log.leaf(position) != self._last:
            raise NotFollowed(str(log.directory), f"its event {position} is another")

    def _check_tables(self) -> None:
        """Look whether the tables, if there are any, were made of this log."""
        if not path_of(self._log).is_file():
            return
        try:
            with Tables(path_of(self._log)) as tables:
                state = tables.state
            position, leaf = int(state["position"]), state["leaf"]
        except (TablesUnusable, KeyError, ValueError):
            return
        if state["origin"] != self._log.origin or self._log.leaf(position) != leaf:
            raise NotFollowed(str(self._log.directory), "its tables show others")

    def doubt(self) -> None:
        """Look at everything again next time: the server was lost meanwhile."""
        self._is_sure = False

    def take(self, position: int) -> None:
        """Remember the log up to a position that the tables have reached."""
        if position == self._seen.size and self._path.is_file():
            return
        self._see(position)
        root = self._seen.root().hex()
        kept = {"origin": self._log.origin, "position": position, "root": root}
        self._kept = kept
        try:
            beside.save(self._path, kept)
        except OSError as error:
            raise TablesUnusable(str(self._path), error.strerror) from error

    def _see(self, position: int) -> None:
        for leaf in self._log.leaves(after=self._seen.size, until=position):
            self._seen.add(leaf)
            self._last = leaf.hex()


def _load(path: Path) -> dict[str, Any]:
    """Return what was remembered; nothing if it is lost or damaged."""
    kept = beside.load(path)
    kinds = {"origin": str, "position": int, "root": str}
    is_whole = all(isinstance(kept.get(name), kind) for name, kind in kinds.items())
    return kept if is_whole else {}
