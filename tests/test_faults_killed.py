"""An import that is killed again and again, and run again, loses and doubles nothing.

The command is killed (SIGKILL) while it starts, while it appends and while the tables
catch up.  ``INCIDENT_LOG_IMPORT_KILLS`` and ``INCIDENT_LOG_IMPORT_UPDATES`` say how
often, and how long the import is.
"""

import json
import subprocess
import time
from pathlib import Path
from random import Random

from incident_log.intake import BATCH
from tests.faults.amounts import amount, chance
from tests.faults.feeds import (
    has_tables_of_a_rebuild,
    holds_exactly,
    names,
    reached,
    updates,
    write,
)
from tests.faults.programs import ENVIRONMENT, ROOT, command, run

KILLS = amount("IMPORT_KILLS", 6)
UPDATES = amount("IMPORT_UPDATES", 3_000)


def test_an_import_that_is_killed_at_random_is_finished_by_the_same_command(
    tmp_path: Path,
) -> None:
    feed = write(tmp_path / "feed.jsonl", updates(UPDATES))
    words = command(tmp_path / "log", "import", "--json", feed)
    drawn = chance()

    kept = 0
    for n in range(KILLS):
        acknowledged = killed(words, tmp_path / "log", *moment(n, drawn))
        before, kept = kept, reached(tmp_path / "log")
        print(f"kill {n}: {acknowledged} seen, {kept} kept")
        assert kept >= max(before, acknowledged)
        assert kept % BATCH == 0 or kept == UPDATES
    last, again = (run(words) for _ in range(2))

    everything = names(updates(UPDATES))
    account = json.loads(last.stdout)
    assert sorted([*account["appended"], *account["known"]]) == everything
    assert len(account["known"]) == kept
    assert (account["refused"], account["warned"]) == ([], [])
    assert sorted(json.loads(again.stdout)["known"]) == everything
    holds_exactly(tmp_path / "log", everything)
    has_tables_of_a_rebuild(tmp_path / "log")


def moment(n: int, drawn: Random) -> tuple[int, float]:
    """Draw the position after which to kill, and how many seconds after.

    Every fourth program is killed while it starts, the last eighth at the tables.
    """
    if n % 4 == 0:
        return 0, drawn.random()
    if n >= KILLS - max(KILLS // 8, 1):
        return UPDATES, drawn.random() * UPDATES / 5_000
    share = UPDATES // KILLS
    return n * share + drawn.randrange(share), drawn.random() / 4


def killed(words: list[str], log: Path, after: int, wait: float) -> int:
    """Kill a program; return the position that was seen before."""
    child = subprocess.Popen(
        words, env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    while child.poll() is None and reached(log) < after:
        time.sleep(0.005)
    try:
        child.wait(wait)
    except subprocess.TimeoutExpired:
        seen = reached(log)
        child.kill()
    else:
        seen = reached(log)
    assert child.wait() in (0, -9)
    return seen
