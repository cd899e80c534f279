"""The command and scripts as programs, to be killed, traced and starved."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

#: Nothing of the shell's that a program would obey, or write files for.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("COVERAGE_", "INCIDENT_LOG"))
}

#: What makes root obey the modes of files, as everybody else does.
_HUMBLY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")

Done = subprocess.CompletedProcess[str]


def command(log: Path, *words: str | Path) -> list[str]:
    """Return the words that run the command on a log."""
    return [sys.executable, "-m", "incident_log", "-l", str(log), *map(str, words)]


def script(source: str, *words: str | Path | int) -> list[str]:
    """Return the words that run a script."""
    return [sys.executable, "-c", source, *map(str, words)]


def run(words: Sequence[str], *before: str, shell: str = "") -> Done:
    """Run a program to its end, behind others that run it, or after words of a shell.

    It gets no input.
    """
    whole = [*before, *words]
    if shell:
        whole = ["bash", "-c", f'{shell}; exec "$@"', "bash", *whole]
    return subprocess.run(
        whole,
        env=ENVIRONMENT,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=600,
    )


def begin(words: Sequence[str]) -> subprocess.Popen[str]:
    """Start a program, to talk with it."""
    return subprocess.Popen(
        words,
        env=ENVIRONMENT,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def humbly() -> tuple[str, ...]:
    """Return what runs a program that the modes of files hold for; skip without."""
    if os.geteuid() != 0:
        return ()
    found = shutil.which(_HUMBLY[0])
    if found is None or subprocess.run([*_HUMBLY, "true"]).returncode:
        pytest.skip("root is not held by the modes of files, and there is no setpriv")
    return _HUMBLY


def in_one_line(done: Done, *, code: int = 1) -> str:
    """Check that a program says in one line what went wrong; return that line."""
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
    assert ": " in done.stderr
    return done.stderr.strip()
