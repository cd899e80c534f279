"""Scraped repositories: import-git with its tables, beside git-history."""

import sqlite3
import statistics
from pathlib import Path

from benching.making import Shape, repository
from benching.running import Run
from benching.timing import Disk, command, fsync, ours, slow

#: The wordings of git-history's own ways to write.
WAYS = {"git-history, default": (), "git-history --wal": ("--wal",)}

GOALS = {"git-history, default": ">= 100", "git-history --wal": ">= 30"}


def ask(run: Run) -> None:
    """Take repositories in of which few records change, and many."""
    run.telling.part("A scraped repository: import-git with its tables")
    commits = max(2, min(300, run.largest // 100))
    shapes = (
        Shape(min(1_000, run.largest // 3), commits, 0.01),
        Shape(min(300, run.largest // 3), max(2, commits // 5), 0.5),
    )
    home = run.room("scraping")
    for n, shape in enumerate(shapes):
        compare(run, home / f"{n}", shape)
    syncs = [fsync(home / "synced") for _ in range(100)]
    run.telling.row("the disk's own fsync of 4 kB, ms", statistics.median(syncs) * 1e3)
    if run.sync is not None:
        run.telling.part(f"The same on a disk that takes {run.sync:g} ms longer")
        shape = Shape(min(200, run.largest // 3), max(2, min(120, commits)), 0.1)
        compare(run, home / "slow", shape, slow(run.sync))


def compare(run: Run, home: Path, shape: Shape, disk: Disk = ()) -> None:
    """Take one repository in, by us and by them."""
    row = run.telling.row
    home.mkdir()
    scraped = repository(home / "repository", shape)
    words = ("import-git", scraped, "fires.json", "--id", "id")
    times = [ours("-l", home / f"log-{n}", *words, disk=disk).seconds for n in range(3)]
    own = statistics.median(times)
    versions = _count(home / "log-0" / "incidents.db", "updates")
    row(f"{shape}: versions", versions)
    row("  incident-log, seconds", own)
    row("  incident-log, versions a second", versions / own)
    row(
        "  incident-log again (nothing new), seconds",
        ours("-l", home / "log-0", *words, disk=disk).seconds,
    )
    if run.peers is None:
        run.telling.note("git-history is left out: it needs the peers")
        return
    for n, (name, way) in enumerate(WAYS.items()):
        file = home / f"{n}.db"
        theirs = command(
            *disk,
            run.peers.bin / "git-history",
            "file",
            file,
            "fires.json",
            "--repo",
            scraped,
            "--id",
            "id",
            "--silent",
            *way,
        )
        assert _count(file, "item_version") == versions
        row(f"  {name}, seconds", theirs.seconds)
        row("    times as long", theirs.seconds / own, GOALS[name])


def _count(database: Path, table: str) -> int:
    connection = sqlite3.connect(database)
    (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return int(number)
