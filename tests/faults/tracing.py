"""strace: what system calls a program makes on files, and how it takes failing ones."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.programs import run

#: The calls that change files, or see to it that changes last.
CALLS = "pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename,openat"

_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_HANDLE = re.compile(r"\d+<((?:\\x[0-9a-f]{2})*)(?:\(deleted\))?>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Call(NamedTuple):
    """A system call that was made, and did what it was to do."""

    name: str
    path: Path  #: of the file it was made on
    content: bytes = b""  #: what was written
    number: int = 0  #: where to, or how long the file became
    is_new: bool = False  #: an opening that may make the file


@cache
def strace() -> str:
    """Return where strace is; skip where it is not, or may not trace."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("there is no strace")
    if subprocess.run(
        [found, "-o", "/dev/null", "true"], capture_output=True
    ).returncode:
        pytest.skip("strace may not trace here")
    return found


def recorded(words: list[str], trace: Path) -> list[Call]:
    """Run a program, and return the calls it made."""
    options = ("-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}")
    done = run(words, strace(), *options, "-o", str(trace))
    assert done.returncode == 0, done.stderr
    with trace.open() as lines:
        return [call for line in lines if (call := _read(line)) is not None]


def failing(fault: str, trace: Path, *files: Path) -> tuple[str, ...]:
    """Return what runs a program one of whose calls on *files* fails.

    *fault* is strace's: ``fdatasync:error=EIO:when=3``; *trace* tells if it came to it.
    """
    call = fault.partition(":")[0]
    paths = [word for file in files for word in ("-P", str(file))]
    rest = ("-e", f"trace={call}", "-e", f"inject={fault}", "-o", str(trace))
    return (strace(), "-f", "-qq", *paths, *rest)


def _read(line: str) -> Call | None:
    found = _LINE.match(line)
    if found is None:
        assert "+++" in line or "---" in line or "= ?" in line, line
        return None
    name, given, result = found.groups()
    if int(result) < 0:
        return None
    texts = [_unescaped(text) for text in _TEXT.findall(given)]
    if name in ("unlink", "openat"):
        return Call(name, Path(texts[0].decode()), is_new="O_CREAT" in given)
    if name == "rename":
        return Call(name, Path(texts[1].decode()))
    held = _HANDLE.match(given)
    assert held is not None, line
    path = Path(_unescaped(held[1]).decode())
    if name == "ftruncate":
        return Call(name, path, number=int(given.rpartition(",")[2]))
    if name == "pwrite64":
        return Call(name, path, texts[0], int(given.rpartition(",")[2]))
    return Call(name, path, texts[0] if name == "write" else b"")


def _unescaped(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
