"""The law of verify: whatever was said and decided, nothing is wrong with the log."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given

from incident_log.archiving.exporting import exported
from incident_log.archiving.importing import restore
from incident_log.log import Log
from incident_log.verifying.log import verify_log
from tests.histories import backfilled_logs, logs
from tests.news import news
from tests.test_laws import record
from tests.test_projecting_laws import rarely


@rarely
@given(logs() | news() | backfilled_logs())
def test_a_log_that_grew_is_sound_and_so_is_what_is_made_of_its_lines(
    log: list[dict[str, Any]],
) -> None:
    with TemporaryDirectory() as directory:
        now = iter([item["recorded_at"] for item in log])
        first, second = Path(directory) / "first", Path(directory) / "second"
        with Log.create(first, clock=lambda: str(next(now))) as disk:
            for item in log:
                record(disk, item)
            position = disk.position
        verified = verify_log(first / "events.db")
        lines = list(exported(first / "events.db"))
        with (Path(directory) / "lines").open("wb+") as file:
            file.writelines(lines)
            file.seek(0)
            again = restore(file, "lines", second).log

        assert (verified.findings.kept, verified.position) == ([], position)
        assert (again.position, again.root) == (position, verified.root)
        assert list(exported(second / "events.db")) == lines
