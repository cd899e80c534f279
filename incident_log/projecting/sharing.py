"""A second interpreter that makes rows of incidents, for the second core.

Both take incidents from one list by turns.  What the second makes goes through a file,
which the first reads while it grows: neither waits for the other, and memory holds one
incident at a time, of a large one only some pages.  Whatever becomes of the second, the
first makes what is missing.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from incident_log.errors import NotKnownYet
from incident_log.garbage import seldom_collecting
from incident_log.log import Log
from incident_log.projecting import paging
from incident_log.projecting.making import Made, made_anew
from incident_log.projecting.paging import Large
from incident_log.projecting.parts import Parts
from incident_log.projections.walking import Forgotten

#: A log with fewer events is read almost as soon as an interpreter starts.
FEW = 1000

#: The variable that tells the helper the address of a shared log.
ADDRESS = "INCIDENT_LOG_ADDRESS"

#: Bytes that the number of a turn takes in its file.
_NUMBER = 8

#: What the name of the folder begins with that both use.
_FOLDER = ".rows-"

#: The file of what the helper made.
HELPED = "helped"


class Sharing:
    """The rows of all incidents of a log, made together with a helper if there is one.

    It begins as soon as it is made; *made* may be asked later.
    """

    def __init__(self, log: Log, until: int, folder: Path, *, is_alone: bool) -> None:
        self._log = log
        self._until = until
        self.incidents = log.incidents()
        self.turns = _opened(folder / "turns")
        self._helped = Parts(folder / HELPED)
        self._own = Parts(folder / "own")
        self.helper = None
        if not is_alone:
            self.helper = _start(log, until, folder, self.incidents)

    def made(self) -> Iterator[Made]:
        """Yield what there is to write of each incident, in no order.

        What the helper has made comes first, so that it is never far ahead.
        """
        missing = dict.fromkeys(self.incidents)
        while (turn := take_turn(self.turns)) < len(self.incidents):
            for made in self._helped.read():
                missing.pop(made.incident, None)
                yield made
            incident = self.incidents[turn]
            del missing[incident]
            yield from self._made(incident)
        if self.helper is not None and missing:  # some of its turns are not read yet
            self.helper.wait()
            for made in self._helped.read():
                missing.pop(made.incident, None)
                yield made
        for incident in missing:  # if the helper was killed, or could not start
            yield from self._made(incident)

    def _made(self, incident: str) -> Iterator[Made]:
        """Yield what there is to write of one incident."""
        large = paging.large(self._log, incident, self._until)
        if large is None:
            return make(self._log, incident, self._until)
        make_large_into(self._own, large)
        return self._own.read()

    def close(self) -> None:
        """Stop the helper, and let go of the files."""
        if self.helper is not None:
            self.helper.kill()
            self.helper.wait()
        self.turns.close()
        self._helped.close()
        self._own.close()


@contextmanager
def shared(log: Log, until: int) -> Iterator[Sharing]:
    """Begin to make the rows of all incidents up to a position of the log.

    Who does so is the one projector: nobody else needs a folder like this one.
    """
    is_alone = until < FEW or (os.cpu_count() or 1) < 2
    for left in log.directory.glob(f"{_FOLDER}*"):  # by one that was killed
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=_FOLDER, dir=log.directory) as name:
        sharing = Sharing(log, until, Path(name), is_alone=is_alone)
        try:
            with log.reading_many(until):
                yield sharing
        finally:
            sharing.close()


def make(log: Log, incident: str, until: int) -> Iterator[Made]:
    """Yield what there is to write of one incident, if the log knew it by then."""
    with suppress(NotKnownYet):
        yield made_anew(log.history(incident, at_position=until), incident)


def make_into(parts: Parts, log: Log, incident: str, until: int) -> None:
    """Add one incident, if the log knew it by then."""
    large = paging.large(log, incident, until)
    if large is None:
        parts.write(make(log, incident, until))
    else:
        make_large_into(parts, large)


def make_large_into(parts: Parts, large: Large) -> None:
    """Add an incident page by page; whole where it has to be read so."""
    with suppress(Forgotten):
        parts.write(paging.made_in_parts(large))
        return
    parts.write(make(large.log, large.incident, large.until))


def _opened(path: Path) -> BinaryIO:
    path.touch(mode=0o600)
    return path.open("rb+", buffering=0)


def take_turn(turns: BinaryIO) -> int:
    """Return the next turn: 0, 1 and so on, each to one of the two."""
    fcntl.lockf(turns, fcntl.LOCK_EX)
    turns.seek(0)
    turn = int.from_bytes(turns.read(_NUMBER))
    turns.seek(0)
    turns.write((turn + 1).to_bytes(_NUMBER))
    fcntl.lockf(turns, fcntl.LOCK_UN)
    return turn


def _start(
    log: Log, until: int, folder: Path, incidents: Sequence[str]
) -> subprocess.Popen[bytes] | None:
    # A process of its own, not a fork: SQLite must not be carried into one, and the
    # program that calls us may have threads.
    (folder / "incidents").write_text("\n".join(incidents))
    # -P: nothing is imported from the folder that one happens to be in.
    words = [
        "-P",
        "-m",
        "incident_log.projecting.sharing",
        str(log.directory.absolute()),
    ]
    words += [str(until), str(folder.absolute())]
    with suppress(OSError):  # no interpreter of that name: then alone
        return subprocess.Popen(  # noqa: S603 - arguments, never a shell
            [sys.executable or "", *words],
            # Others of this machine see the words of a command, and not this.
            env={**os.environ, ADDRESS: log.address or ""},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return None


def help_out(directory: Path, until: int, folder: Path) -> None:
    """Take turns with the process that started this one, until it is gone."""
    parent = os.getppid()
    incidents = (folder / "incidents").read_text().split("\n")
    with ExitStack() as stack:
        stack.enter_context(seldom_collecting())
        address = os.environ.get(ADDRESS) or None
        log = stack.enter_context(Log.open(directory, address=address))
        stack.enter_context(log.reading_many(until))
        turns = stack.enter_context((folder / "turns").open("rb+", buffering=0))
        parts = stack.enter_context(Parts(folder / HELPED))
        while (turn := take_turn(turns)) < len(incidents) and os.getppid() == parent:
            make_into(parts, log, incidents[turn], until)


if __name__ == "__main__":
    help_out(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
