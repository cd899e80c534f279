"""Whether tests pass in a copy of the tree, each time in a process of its own.

The processes are forked from one that has loaded what the tests need; what a change
reaches they load again, so that a trial costs little but the tests.
"""

import gc
import importlib
import math
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from mutating import importing

COPIED = ("incident_log", "tests", "fixtures", "scripts")
FILES = ("setup.cfg", "pyproject.toml", "ruff.toml", "README.rst")

#: What tests load beside the package.
LOADED = (
    *("hypothesis.strategies", "hypothesis.internal.conjecture.engine", "pymerkle"),
    *("cryptography.hazmat.primitives.asymmetric.ed25519", "rfc3161_client"),
)

#: What pytest is told: the first failure is enough, and what is loaded is no mistake.
OPTIONS = (
    *"-x -q --tb=no --assert=plain -p no:cacheprovider -p no:xdist -p no:anyio".split(),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)

#: Random histories for each law, as text.
HISTORIES = "40"

#: Bytes of memory that one trial may have.
MEMORY = 4 << 30

#: Seconds of computing that a trial may take, and how many times as long as without a
#: change; how long it may wait for others, who may never come.
PATIENCE, TIMES, WAITING = 2, 3, 300


class Tree:
    """A copy of the checkout in which modules are changed."""

    def __init__(self, checkout: Path, home: Path) -> None:
        self.root = home / "tree"
        for name in COPIED:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(checkout / name, self.root / name, ignore=ignored)
        for name in FILES:
            shutil.copy(checkout / name, self.root / name)

    def write(self, module: str, source: str) -> None:
        """Change a module; what was compiled of it is forgotten."""
        path = self.root / module
        path.write_text(source)
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
            compiled.unlink()

    @contextmanager
    def changed(self, module: str) -> Iterator[str]:
        """Give a module's source, which it has again in the end."""
        source = (self.root / module).read_text()
        try:
            yield source
        finally:
            self.write(module, source)


class Trials:
    """Runs test files in a tree."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._reached: set[str] = set()
        self._imported = importing.imports(root)
        settings.register_profile(
            "mutating",
            database=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
        )
        settings.load_profile("mutating")
        sys.path.insert(0, str(root))
        importing.load(self._imported)
        for name in LOADED:
            importlib.import_module(name)
        gc.freeze()  # else every trial copies all of this to look through it

    def change(self, module: str) -> None:
        """Load from now on again what a change of *module* reaches."""
        name = module.removesuffix(".py").replace("/", ".")
        self._reached = importing.reached(name, self._imported)

    def seconds(self, tests: Sequence[str]) -> float:
        """Return how long tests compute that pass; they are compiled in passing."""
        if not self._passes(tests, limit=WAITING, is_kept=True):
            sys.exit(f"these fail without a change: see {' '.join(tests)}")
        start = _computed()
        self.passes(tests, limit=WAITING)
        return _computed() - start

    def passes(self, tests: Sequence[str], *, limit: float) -> bool:
        """Tell whether tests pass, and with *limit* seconds of computing."""
        return self._passes(tests, limit=limit, is_kept=False)

    def _passes(self, tests: Sequence[str], *, limit: float, is_kept: bool) -> bool:
        child = os.fork()
        if child == 0:
            os._exit(self._run(tests, math.ceil(limit), is_kept))
        end = time.monotonic() + WAITING
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                _end(child)
                return status == 0
            time.sleep(0.01)
        _end(child)
        os.waitpid(child, 0)
        return False

    def _run(self, tests: Sequence[str], limit: int, is_kept: bool) -> int:
        os.setsid()
        os.chdir(self._root)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        sys.dont_write_bytecode = not is_kept
        os.environ["PYTHONPATH"] = str(self._root)
        os.environ["TMPDIR"] = tempfile.tempdir = str(self._root.parent)
        os.environ.setdefault("INCIDENT_LOG_HISTORIES", HISTORIES)
        if not is_kept:
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        importing.forget(self._reached)
        return int(pytest.main([*OPTIONS, *tests]))


def limit(seconds: float) -> float:
    """Return how long a trial may take that takes so long without a change."""
    return PATIENCE + TIMES * seconds


def _computed() -> float:
    """Return how long the trials that ended have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _end(group: int) -> None:
    """End what a trial has left running."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
