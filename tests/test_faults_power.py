"""After a power cut nothing that was acknowledged is lost, and the log goes on.

The system calls of a writing program are recorded, and the disks made that a cut at any
moment could leave.  ``INCIDENT_LOG_POWER_STATES`` says how many.  With a weaker setting
of SQLite some must lose something: that shows that such a loss would be seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory

import pytest

from incident_log.accepting import accept
from incident_log.log import Log
from incident_log.verifying.log import verify_log
from tests.faults.amounts import amount, chance
from tests.faults.disks import WAYS, Disk
from tests.faults.feeds import states
from tests.faults.programs import script
from tests.faults.tracing import Call, recorded
from tests.given import ZONE, killed, update

STATES = amount("POWER_STATES", 200)

#: Where files are in memory, so that many disks can be looked at.
MEMORY = Path("/dev/shm")

WRITE = """
import os, sys
from pathlib import Path
from incident_log.accepting import accept
from incident_log.log import Log
from incident_log.log.sqlite import Pool
from tests.given import ZONE, killed, update

connect = Pool._create_connection

def connected(pool):
    connection = connect(pool)
    if len(sys.argv) > 2:
        connection._sqlite_conn.execute(f"PRAGMA synchronous={sys.argv[2]}")
    connection._sqlite_conn.execute("PRAGMA wal_autocheckpoint=25")
    return connection

Pool._create_connection = connected
for session in range(3):
    with Log.create(Path(sys.argv[1])) as log:
        for n in range(12):
            told = [
                update(f"r{k}", killed(n), heard="09:00", text="words " * 200 * k)
                for k in range(n % 4 + 1)
            ]
            for each in told:
                each["id"] = f"{session}-{n}"
            log.append([accept(each, lambda _: ZONE) for each in told])
            os.write(1, b"position %d" % log.position)
"""


@dataclass
class Writing:
    """What a program did to a log, and the events it left there."""

    calls: list[Call]
    folder: Path
    events: list[bytes]

    def disks(self, many: int, drawn: Random) -> Iterator[tuple[int, dict[str, bytes]]]:
        """Yield what may be found after cuts, and what was acknowledged before each."""
        moments = sorted(drawn.choices(range(len(self.calls) + 1), k=many))
        disk, done, acknowledged = Disk(self.folder), 0, 0
        for moment, way in zip(moments, cycle(WAYS), strict=False):
            for call in self.calls[done:moment]:
                if call.content.startswith(b"position "):
                    acknowledged = int(call.content.split()[1])
                disk.take(call)
            done = moment
            yield acknowledged, disk.after_a_cut(way, drawn)


def written(directory: Path, *level: str) -> Writing:
    """Let a program write a log, and record how; at another *level* than ours."""
    folder = directory.resolve() / "log"
    calls = recorded(script(WRITE, folder, *level), directory / "trace")
    assert sum(call.content.startswith(b"position ") for call in calls) == 36
    return Writing(calls, folder, states(folder))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder for many small files that need not last."""
    inside = MEMORY if MEMORY.is_dir() else tmp_path
    with TemporaryDirectory(dir=inside) as folder:
        yield Path(folder)


def test_no_cut_loses_what_was_acknowledged(tmp_path: Path, memory: Path) -> None:
    writing, drawn = written(tmp_path), chance()

    for n, (acknowledged, found) in enumerate(writing.disks(STATES, drawn)):
        log = laid_out(memory / "log", found)
        if acknowledged:
            assert wrong(log) == [], f"disk {n}"
        with Log.create(log) as opened:
            position = opened.position
            assert position >= acknowledged, f"disk {n}"
            assert states(log) == writing.events[:position]
            more = accept(update("more", killed(1), heard="09:00"), lambda _: ZONE)
            opened.append([more])
            assert opened.position == position + 1
        assert wrong(log) == [], f"disk {n}"


def test_a_weaker_setting_is_seen_to_lose_something(
    tmp_path: Path, memory: Path
) -> None:
    writing, drawn = written(tmp_path, "NORMAL"), chance()

    lost = 0
    for acknowledged, found in writing.disks(STATES, drawn):
        log = laid_out(memory / "log", found)
        with Log.create(log) as opened:
            lost += opened.position < acknowledged
            assert states(log) == writing.events[: opened.position]
    print(f"{lost} of {STATES} states lost something")
    assert lost


def laid_out(folder: Path, files: dict[str, bytes]) -> Path:
    """Write what was found after a cut; the index of the WAL is never."""
    if folder.is_dir():
        rmtree(folder)
    folder.mkdir()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    return folder


def wrong(log: Path) -> list[str]:
    """Return what verification finds."""
    return [str(each) for each in verify_log(log / "events.db").findings.kept]
