"""How long a job takes, in this process or in one of its own; there also its memory."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Where the commands of this environment are.
BIN = Path(sys.executable).parent

#: The words before a command that let it meet another disk than there is.
Disk = tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What a command took."""

    seconds: float
    peak: float  #: memory in MB, of the largest process
    said: str


def timed(job: Callable[[], object]) -> float:
    """Return how many seconds a job takes."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def median(job: Callable[[], object], times: int = 20) -> float:
    """Return the median time of a job, in seconds."""
    return statistics.median(timed(job) for _ in range(times))


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Return p50 and p99."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]


def command(*words: str | Path) -> Done:
    """Run a command to its end; what it refuses ends the bench."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen([*map(str, words)], stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            sys.exit(
                f"{words[0]} ended with {process.returncode}: {err.read()[-800:]!r}"
            )
        return Done(seconds, used.ru_maxrss / 1024, out.read().decode())


def ours(*words: str | Path, disk: Disk = ()) -> Done:
    """Run ``incident-log`` with *words*, as if on a *disk*."""
    return command(*disk, BIN / "incident-log", *words)


def slow(milliseconds: float) -> Disk:
    """Return a disk that takes so much longer to keep what is written; by strace."""
    calls = "fsync,fdatasync"
    delay = f"inject={calls}:delay_exit={round(1000 * milliseconds)}"
    words = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull)
    return (*words, "-e", f"trace={calls}", "-e", delay)


def fsync(path: Path) -> float:
    """Return how many seconds the disk takes to keep 4 kB."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.write(handle, bytes(4096))
        return timed(lambda: os.fsync(handle))
    finally:
        os.close(handle)
