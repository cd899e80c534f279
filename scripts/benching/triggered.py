"""The same revisions kept by sqlite-history: rows overwritten, triggers remember."""

from functools import partial
from pathlib import Path

from benching.making import updates, written
from benching.running import Run
from benching.timing import timed
from incident_log.accepting import accept
from incident_log.documents import loads
from incident_log.log import Log


def ask(run: Run) -> None:
    """Keep every revision of every report."""
    run.telling.part("sqlite-history: rows overwritten, triggers keep what they were")
    if run.peers is None:
        run.telling.note("left out: it needs the peers")
        return
    number = min(10_000, run.largest // 3)
    home = run.room("triggered")
    file = written(home, updates(number))
    for batch in (500, 1):
        database = home / f"{batch}.db"
        theirs = run.peers.program("with_sqlite_history", file, database, f"{batch}")
        own = timed(partial(append, home / f"log-{batch}", file, batch))
        run.telling.row(
            f"sqlite-history, {batch} a transaction, revisions a second",
            number / theirs["seconds"],
        )
        run.telling.row("  incident-log, validated and appended", number / own)
        run.telling.row("  times as many", theirs["seconds"] / own)


def append(directory: Path, file: Path, batch: int) -> None:
    """Check updates and append them, so many in a transaction."""
    with Log.create(directory) as log, file.open() as lines:
        pendings = []
        for line in lines:
            pendings.append(accept(loads(line), lambda _: None))
            if len(pendings) == batch:
                log.append(pendings)
                pendings.clear()
        log.append(pendings)
