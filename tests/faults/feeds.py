"""Long files of updates, and the check that a log has all of them once."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from incident_log.log import Log
from incident_log.projecting.keeping import catch_up, rebuild
from incident_log.verifying.log import verify_log
from tests.given import Document, killed, update
from tests.test_projecting_laws import dump
from tests.test_races import whole


def updates(many: int) -> Iterator[Document]:
    """Yield updates of many reports about many incidents, each with a name of its own.

    An incident has about thirty, a report about ten.
    """
    for n in range(many):
        yield update(
            f"report-{n % (many // 10 + 1)}",
            killed(n % 1000),
            heard="09:00",
            incident=f"incident-{n % (many // 30 + 1)}",
            id=f"u{n}",
        )


def names(documents: Iterator[Document]) -> list[str]:
    """Return what updates are called in a log."""
    return sorted(f"{each['report']['id']}/{each['id']}" for each in documents)


def write(file: Path, documents: Iterator[Document]) -> Path:
    """Write updates one a line."""
    with file.open("w") as lines:
        lines.writelines(f"{json.dumps(each)}\n" for each in documents)
    return file


def reached(directory: Path) -> int:
    """Return the position of a log, which may not be there, as another program does."""
    try:
        address = f"file:{directory / 'events.db'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as db:
            return int(db.execute(_POSITION).fetchone()[0])
    except (sqlite3.OperationalError, TypeError):
        return 0


_POSITION = "SELECT value FROM log WHERE name = 'position'"


def states(directory: Path) -> list[bytes]:
    """Return the exact bytes of all events, by position."""
    with closing(sqlite3.connect(directory / "events.db")) as db:
        rows = db.execute("SELECT rowid, state FROM stored_events ORDER BY rowid")
        positions, found = [], []
        for position, state in rows:
            positions.append(position)
            found.append(state)
    assert positions == [*range(1, len(found) + 1)]
    return found


def root(leaves: list[bytes]) -> bytes:
    """Return the root of a Merkle tree as RFC 6962, 2.1 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def holds_exactly(directory: Path, expected: list[str]) -> None:
    """Check that a log has these updates, each once, and is sound."""
    with Log.open(directory) as log:
        whole(log)
        assert log.position == len(expected)
    stored = [json.loads(state) for state in states(directory)]
    told = [f"{each['report']['id']}/{each['update']}" for each in stored]
    assert sorted(told) == expected
    is_sound(directory)


def has_tables_of_a_rebuild(directory: Path) -> None:
    """Check that the tables are those that a rebuild makes."""
    with Log.open(directory) as log:
        catch_up(log)
        grown = dump(log)
        rebuild(log)
        assert grown == dump(log)


def is_sound(directory: Path) -> None:
    """Check that a log verifies, and that its root is that of its events."""
    verified = verify_log(directory / "events.db")
    assert [str(each) for each in verified.findings.kept] == []
    leaves = [sha256(b"\0" + state).digest() for state in states(directory)]
    assert verified.root == root(leaves)
