"""A command that is told to end does so in order, and says how far it got."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from incident_log.intake import BATCH
from tests.faults.feeds import holds_exactly, names, reached, updates, write
from tests.faults.programs import begin, command, run

#: Some are left over when the last batch is full.
UPDATES = 5 * BATCH + 100


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_an_import_that_is_stopped_takes_its_batch_back(
    tmp_path: Path, number: signal.Signals
) -> None:
    log = tmp_path / "log"
    feed = write(tmp_path / "feed.jsonl", updates(UPDATES))
    words = command(log, "import", feed)
    ignored = signal.signal(number, signal.SIG_DFL)  # as it may be in the background
    child = begin([*words, "-"])  # it is not done before its input ends
    signal.signal(number, ignored)
    stopped_after(BATCH, child, log, number)

    _, said = child.communicate()

    kept = reached(log)
    assert (child.returncode, said) == (
        128 + number,
        f"interrupted at position {kept}: what was appended stays, run it again\n",
    )
    assert 0 < kept < UPDATES
    assert kept % BATCH == 0
    assert run(words).returncode == 0
    holds_exactly(log, names(updates(UPDATES)))


def stopped_after(
    position: int, child: subprocess.Popen[str], log: Path, number: signal.Signals
) -> subprocess.Popen[str]:
    """Send a signal once the log has got so far."""
    while reached(log) < position and child.poll() is None:
        time.sleep(0.005)
    child.send_signal(number)
    return child


def test_what_ignores_the_end_of_its_terminal_goes_on(tmp_path: Path) -> None:
    feed = write(tmp_path / "feed.jsonl", updates(UPDATES))
    ignoring = ["nohup", *command(tmp_path / "log", "import", feed)]
    child = stopped_after(BATCH, begin(ignoring), tmp_path / "log", signal.SIGHUP)

    said, _ = child.communicate()

    assert (child.returncode, said.split(",")[0]) == (0, f"{UPDATES} appended")
