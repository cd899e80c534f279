"""Where the time of a rebuild goes: stage by stage, in one process."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from benching.running import Built, Run
from benching.timing import timed
from incident_log.garbage import seldom_collecting
from incident_log.log import Log
from incident_log.projecting import keeping, making, sharing
from incident_log.projecting.keeping import rebuild
from incident_log.projecting.writer import Writer
from incident_log.projections import chronicle
from incident_log.projections.chronicle import Chronicle
from incident_log.projections.series import Series
from incident_log.tables import Tables

#: What is done, and the functions that do it.  What one calls of another counts there.
STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "reading the events for the registers": ((Log, "events"),),
    "what they add to the registers": ((keeping, "register"),),
    "reading the history of each incident": ((Log, "history"),),
    "understanding it, where more than claims was added": ((chronicle, "know"),),
    "putting claims in their series": ((Chronicle, "learn"),),
    "what stands there, and its rows": ((Series, "add"), (Series, "learn")),
    "figures": ((chronicle, "weigh"),),
    "changes of figures": ((chronicle, "changed"),),
    "rows as they are written": ((making, "whole"),),
    "writing rows": ((Writer, "flush"),),
    "descriptions": ((Writer, "describe_all"),),
    "indexes": ((Tables, "index"),),
    "what search looks into": ((Tables, "let_search"),),
    "copying over the tables that are read": ((Tables, "copy_over"),),
}


class Stages:
    """How long each stage took, without what it called of another."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._within: list[str] = []
        self._since = 0.0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count meanwhile."""
        with ExitStack() as stack:
            for stage, functions in STAGES.items():
                for owner, name in functions:
                    timed = self._counted(stage, getattr(owner, name))
                    stack.enter_context(patch.object(owner, name, timed))
            yield

    def _counted(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self._pause()
            self._within.append(stage)
            try:
                return function(*args, **named)
            finally:
                self._pause()
                self._within.pop()

        return counted

    def _pause(self) -> None:
        """Count the time since for the stage that it was spent in."""
        now = time.perf_counter()
        if self._within:
            self.seconds[self._within[-1]] += now - self._since
        self._since = now


def ask(run: Run) -> None:
    """Rebuild the tables of the largest log, and tell where the time went."""
    log = run.logs[-1]
    run.telling.part(
        f"Where the time of a rebuild goes ({log}), microseconds an update, one process"
    )
    seconds, stages = rebuilt(run, log)
    for stage, spent in stages.items():
        run.telling.row(stage, spent / log.updates * 1e6)
    rest = seconds - sum(stages.values())
    run.telling.row("everything else", rest / log.updates * 1e6)
    run.telling.row("all", seconds / log.updates * 1e6)


def rebuilt(run: Run, log: Built) -> tuple[float, dict[str, float]]:
    """Return how long a rebuild takes, and each of its stages."""
    directory = run.room("stages") / "log"
    shutil.copytree(log.directory, directory)
    stages = Stages()
    # What the other process does could not be seen.
    with (
        patch.object(sharing, "FEW", log.updates + 1),
        seldom_collecting(),
        Log.open(directory) as copied,
        stages.watching(),
    ):
        seconds = timed(lambda: rebuild(copied))
    return seconds, stages.seconds
