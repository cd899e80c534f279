"""Notices that a shared log is not the one that was followed: restored, or forked.

Beside the tables lies how far they were followed, and the root of the log then.
"""

from incident_log import beside
from incident_log.errors import NotFollowed, TablesUnusable
from incident_log.log import Log
from incident_log.merkle import Frontier

FILE = "followed.json"


class Watch:
    """Remembers what a log was, and looks whether it still is.

    The leaves that were seen are asked for again at the beginning and after the server
    was lost; in between only the last one is.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._path = log.directory / FILE
        self._seen = Frontier()
        self._last = ""  #: the leaf at the end of what was seen
        self._is_sure = False

    def check(self) -> None:
        """Raise :exc:`NotFollowed` where the log is not the one that was followed."""
        kept = beside.load(self._path)
        if not kept:
            self._is_sure = True
            return
        log, position = self._log, kept["position"]
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
        try:
            beside.save(self._path, kept)
        except OSError as error:
            raise TablesUnusable(str(self._path), error.strerror) from error

    def _see(self, position: int) -> None:
        for leaf in self._log.leaves(after=self._seen.size, until=position):
            self._seen.add(leaf)
            self._last = leaf.hex()
