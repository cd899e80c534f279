"""Many machines write one log and two follow it, while the server falls over.

``INCIDENT_LOG_SHARED_UPDATES`` says how many updates each of four writers has, and
``INCIDENT_LOG_SHARED_KILLS`` how often one follower is killed and begun again.
"""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from incident_log.log import Log
from incident_log.log.servers import postgres
from incident_log.projecting.keeping import rebuild
from incident_log.verifying.log import verify_log
from incident_log.verifying.lost import shown_if_readable
from tests.faults.amounts import amount, chance
from tests.faults.programs import ENVIRONMENT, ROOT, begin, script
from tests.servers import Server, served
from tests.sharing import asked, comes
from tests.test_projecting_laws import dump

WRITERS = 4
UPDATES = amount("SHARED_UPDATES", 100)
KILLS = amount("SHARED_KILLS", 3)

#: Seconds after which something that does not end is given up.
DEADLINE = 600

#: Half of what a writer has is its own, half is a feed that all of them have.
WRITE = """
import json, sys
from pathlib import Path
from random import Random
from incident_log.accepting import accept
from incident_log.log import Log
from tests.given import ZONE, killed, update

address, me, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

def told(report, n):
    incident = f"incident-{n % (number // 20 + 1)}"
    said = update(report, killed(n), heard="09:00", id=f"u{n}", incident=incident)
    return accept(said, lambda _: ZONE)

waiting = [told(f"own-{me}-{n % 7}", n) for n in range(number // 2)]
waiting += [told(f"feed-{n % 7}", n) for n in range(number - number // 2)]
chance = Random(me)
chance.shuffle(waiting)
acknowledged = {}
with Log.open(Path("unused"), address=address) as log:
    print("ready", flush=True)  # a server that is away is waited for from here on
    sys.stdin.readline()
    while waiting:
        some = [waiting.pop() for _ in range(min(len(waiting), chance.randint(1, 9)))]
        for outcome in log.append(some):
            name = outcome.name
            assert name not in acknowledged, name
            acknowledged[name] = outcome.position
print(json.dumps(acknowledged))
"""


@pytest.fixture(scope="module")
def flushed() -> Iterator[Server]:
    with served(is_flushed=True) as server:
        yield server


class Follower:
    """The command ``follow``, in a directory of its own."""

    def __init__(self, address: str, directory: Path) -> None:
        self.directory = directory
        self.said = directory.with_suffix(".txt")
        self._words = [sys.executable, "-m", "incident_log", "--log", address]
        self._words += ["--directory", str(directory), "follow"]

    def begin(self) -> None:
        with self.said.open("ab") as said:
            self._said_before = said.tell()
            self._child = subprocess.Popen(
                self._words, env=ENVIRONMENT, cwd=ROOT, stdout=said, stderr=said
            )

    def kill(self) -> None:
        self._child.kill()
        assert self._child.wait() == -signal.SIGKILL, self.said.read_text()

    def stop(self) -> None:
        """Stop it once it follows: until then a signal ends it as any program."""
        assert comes(self._has_spoken, DEADLINE)
        self._child.terminate()
        assert self._child.wait(DEADLINE) == 0, self.said.read_text()

    def _has_spoken(self) -> bool:
        assert self._child.poll() is None
        return self.said.stat().st_size > self._said_before

    def give_up(self) -> None:
        self._child.kill()
        self._child.wait()

    @property
    def position(self) -> int:
        return int(shown_if_readable(self.directory).get("position", 0))


@contextmanager
def following(address: str, folder: Path) -> Iterator[list[Follower]]:
    """Let two followers follow a log."""
    with ExitStack() as stack:
        followers = [Follower(address, folder / name) for name in ("one", "other")]
        for follower in followers:
            follower.begin()
            stack.callback(follower.give_up)
        yield followers


def reached(address: str) -> int:
    """Return how far the log is."""
    ((position,),) = asked(address, "SELECT position FROM log")
    return int(position)


def wait_until(what: str, address: str, position: int, *followers: Follower) -> None:
    """Wait until the log, or all of some followers, are at a position."""

    def are_there() -> bool:
        found = [each.position for each in followers] or [reached(address)]
        return min(found) >= position

    assert comes(are_there, DEADLINE), what


def kill_at_random(follower: Follower, drawn: Random, times: int) -> None:
    """Kill a follower while it starts, reads or writes, and begin it again."""
    for _ in range(times):
        time.sleep(drawn.uniform(0.0, 2.0))
        follower.kill()
        follower.begin()


def test_nothing_is_lost_or_doubled_when_the_server_falls_over(
    flushed: Server, tmp_path: Path
) -> None:
    address, drawn = flushed.address(), chance()
    postgres().made(address)
    words = [script(WRITE, address, n, UPDATES) for n in range(WRITERS)]
    own, fed = UPDATES // 2, UPDATES - UPDATES // 2
    everything = WRITERS * own + fed

    with following(address, tmp_path) as (steady, shaken):
        children = [begin(each) for each in words]
        for child in children:
            assert child.stdout is not None and child.stdin is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        wait_until("the writers write", address, everything // 3)
        flushed.stop("immediate")
        flushed.start()
        kill_at_random(shaken, drawn, KILLS)
        said = [child.communicate(timeout=DEADLINE) for child in children]
        assert [error for _, error in said] == [""] * WRITERS
        wait_until("the followers follow", address, everything, steady, shaken)
        steady.stop()
        shaken.stop()

    acknowledged = [json.loads(told) for told, _ in said]
    assert [len(each) for each in acknowledged] == [UPDATES] * WRITERS
    is_whole(address, everything, acknowledged)
    with Log.open(tmp_path / "anew", address=address) as log:
        rebuild(log)
        expected = dump(log)
    for follower in (steady, shaken):
        assert "Traceback" not in follower.said.read_text()
        with Log.open(follower.directory, address=address) as log:
            assert dump(log) == expected


def is_whole(address: str, everything: int, acknowledged: list[dict[str, int]]) -> None:
    """Check that a log has all that was acknowledged, where it was, once, in order."""
    rows = asked(address, "SELECT * FROM stored_events ORDER BY notification_id")
    events = [json.loads(row[4]) for row in rows]
    assert [row[0] for row in rows] == [*range(1, everything + 1)]
    names = [f"{each['report']['id']}/{each['update']}" for each in events]
    assert Counter(names).most_common(1)[0][1] == 1
    positions = {name: position for position, name in enumerate(names, start=1)}
    for each in acknowledged:
        assert each.items() <= positions.items()
    moments = [event["recorded_at"] for event in events]
    assert all(earlier <= later for earlier, later in pairwise(moments))
    verified = verify_log(address)
    assert [str(each) for each in verified.findings.kept] == []
    assert verified.position == everything
