"""Appending to a log in PostgreSQL, beside one in files; how late a follower sees it.

The server flushes to the disk, on this machine.  What is appended is made and checked
before the clock runs, in processes of their own that begin together.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benching.making import updates, written
from benching.running import Run
from incident_log.log import Log
from incident_log.log.servers import postgres

ROOT = Path(__file__).parents[2]
WRITERS = (1, 2, 4)

#: When a position was reached, in seconds.
Seen = dict[str, float]

#: Updates appended at once, and how many there are of them in all.
SIZES = {"in batches of 500": (500, 6_000), "one by one": (1, 600)}

_WRITE = """
import json, sys, time
from pathlib import Path
from incident_log.accepting import accept
from incident_log.log import Log

directory, address, file, me, writers, size, pause = sys.argv[1:]
me, writers, size = int(me), int(writers), int(size)
lines = Path(file).read_text().splitlines()[me::writers]
waiting = [accept(json.loads(line), lambda _: None) for line in lines]
print("ready", flush=True)
sys.stdin.readline()
seen = {}
with Log.open(Path(directory), address=address or None) as log:
    for start in range(0, len(waiting), size):
        log.append(waiting[start : start + size])
        seen[log.position] = time.time()
        time.sleep(float(pause))
print(json.dumps(seen))
"""

_FOLLOW = """
import json, sys, time
from functools import partial
from pathlib import Path
from threading import Event
from incident_log.cli.caring import _idle
from incident_log.log import Log
from incident_log.projecting.following import follow

stopped, seen, until = Event(), {}, int(sys.argv[3])

def moved(position):
    seen[position] = time.time()
    if position >= until:
        stopped.set()

print("ready", flush=True)
sys.stdin.readline()
with Log.open(Path(sys.argv[1]), address=sys.argv[2]) as log:
    follow(log, idle=partial(_idle, log, stopped), moved=moved, failed=print)
print(json.dumps(seen))
"""


def ask(run: Run) -> None:
    """Let 1, 2 and 4 writers append the same to either; let one follow."""
    sys.path.insert(0, str(ROOT))
    from tests.servers import served

    run.telling.part("PostgreSQL, flushed, on this machine; beside SQLite")
    home = run.room("postgres")
    with served(is_flushed=True) as server:
        for how, (size, most) in SIZES.items():
            file = written(home, updates(min(most, run.largest // 3)), f"{size}")
            for writers in WRITERS:
                throughput(run, file, (how, size, writers), server.address())
        follow(run, home, server.address())


def throughput(run: Run, file: Path, what: tuple[str, int, int], address: str) -> None:
    """Append a file by several writers, to files and to the server."""
    how, size, writers = what
    directory = file.parent / f"files-{size}-{writers}"
    with Log.create(directory):
        postgres().made(address)
    number = len(file.read_text().splitlines())
    speeds = []
    for place in ("", address):
        words = [
            (_WRITE, directory, place, file, me, writers, size, 0)
            for me in range(writers)
        ]
        seconds, _ = _together(words)
        speeds.append(number / seconds)
    files, server = speeds
    name = f"{writers} writer{'s' if writers > 1 else ''} {how}"
    run.telling.row(f"{name}, updates a second", server)
    run.telling.row("  in files, by SQLite", files)
    run.telling.row("  PostgreSQL / SQLite", server / files)


def follow(run: Run, home: Path, address: str) -> None:
    """Let two append one by one, twenty a second each, and one follow."""
    postgres().made(address)
    number = min(400, run.largest // 3)
    file = written(home, updates(number), "followed")
    writing = [(_WRITE, home, address, file, me, 2, 1, 0.05) for me in range(2)]
    _, said = _together([*writing, (_FOLLOW, home / "desk", address, number)])
    *written_at, followed_at = ({int(k): v for k, v in each.items()} for each in said)
    late = []
    for position, at in (item for each in written_at for item in each.items()):
        late.append(min(t for p, t in followed_at.items() if p >= position) - at)
    run.telling.row(
        "a follower sees an update after, median, s", statistics.median(late)
    )
    run.telling.row("  at worst, s", max(late))


def _together(
    words: Sequence[tuple[object, ...]],
) -> tuple[float, list[Seen]]:
    """Run programs that begin together; return the seconds, and what they say."""
    with ExitStack() as stack:
        children = []
        for source, *rest in words:
            child = subprocess.Popen(
                [sys.executable, "-c", str(source), *map(str, rest)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(child.kill)
            children.append(child)
        for child in children:
            assert child.stdout is not None and child.stdout.readline() == "ready\n"
        begun = time.perf_counter()
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        said = [child.communicate()[0] for child in children]
        seconds = time.perf_counter() - begun
    return seconds, [json.loads(each) for each in said]
