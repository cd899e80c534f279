"""Checking and appending without tables: many in a batch, and one by one."""

import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benching.making import growing, updates, written
from benching.running import Run
from benching.timing import fsync, percentiles, timed
from incident_log import IncidentLog
from incident_log.accepting import accept
from incident_log.inputs import find
from incident_log.intake import Intake
from incident_log.log import Log
from incident_log.pending import Pending


def ask(run: Run) -> None:
    """Check, append in batches, append one by one; one update with its tables."""
    run.telling.part("Append: validated and appended durably, without tables")
    number = min(10_000, run.largest // 3)
    home = run.room("append")
    validate(run, number)
    append(run, home, number)
    append_one_by_one(run, home, min(1_000, number))
    extend(run, run.room("extend"), min(500, number))


def validate(run: Run, number: int) -> None:
    """Check updates, and make the events of them."""
    documents = list(updates(number))
    seconds = timed(lambda: [accept(each, _no_zone) for each in documents])
    run.telling.row("validated alone, updates a second", number / seconds)


def append(run: Run, home: Path, number: int) -> None:
    """Read, check and append a file in batches."""
    file = written(home, updates(number))

    def job() -> None:
        with Log.create(home / "log") as log:
            intake = Intake(log, is_open=False, strict=False, dry_run=False)
            for found in find([file]):
                intake.take(found)
            intake.flush()
            assert len(intake.imported.appended) == number, intake.imported.refused[:3]

    run.telling.row("in batches, updates a second", number / timed(job), ">= 7,000")


def append_one_by_one(run: Run, home: Path, number: int) -> None:
    """Append one update a transaction, each followed by a write that the disk keeps."""
    row = run.telling.row
    pendings = [accept(each, _no_zone) for each in updates(number)]
    with Log.create(home / "single") as log:
        appends, syncs = _by_turns(log, pendings, home / "synced")
    (half, most), (disk, slowest) = percentiles(appends), percentiles(syncs)
    row("one by one, updates a second", number / sum(appends))
    row("  one append, p50, ms", half * 1e3)
    row("  one append, p99, ms", most * 1e3, "<= 5 ms above the disk's own")
    row("  the disk's own fsync of 4 kB, p50, ms", disk * 1e3)
    row("  the disk's own fsync of 4 kB, p99, ms", slowest * 1e3)


def _by_turns(
    log: Log, pendings: list[Pending], beside: Path
) -> tuple[list[float], list[float]]:
    appends, syncs = [], []
    for pending in pendings:
        appends.append(timed(partial(log.append, [pending])))
        syncs.append(fsync(beside))
    return appends, syncs


def extend(run: Run, home: Path, number: int) -> None:
    """Add to one incident that has many updates already, and bring its tables along."""
    row = run.telling.row
    with IncidentLog(home / "log") as log:
        log.import_updates([written(home, growing(0, number))])
        files = [
            written(home, growing(n, n + 1), f"{n}") for n in range(number, number + 9)
        ]
        times = [timed(partial(log.import_updates, [file])) for file in files]
        row(
            f"one update more, incident of {number}, with its tables, ms",
            statistics.median(times) * 1e3,
        )
        late = next(growing(3, 4)) | {"id": "late"}
        file = written(home, iter([late]), "late")
        row(
            "  one that comes late, ms", timed(lambda: log.import_updates([file])) * 1e3
        )
        retract: Callable[[], object] = partial(
            log.desk(reason="test").retract, "big-4/u4"
        )
        row("  a retraction, ms", timed(retract) * 1e3)


def _no_zone(_: str) -> None:
    return None
