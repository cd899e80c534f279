"""The laws of the tables: however the log grew, they are what a rebuild makes."""

from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from incident_log import decisions
from incident_log.log import Log
from incident_log.projecting import describing, paging
from incident_log.projecting.keeping import catch_up, path_of, rebuild
from incident_log.projecting.recent import Recent
from incident_log.projections import NOUNS, TABLES
from incident_log.tables import Tables
from incident_log.verifying.tables import verify
from tests.histories import backfilled_logs, logs
from tests.news import news
from tests.test_laws import HISTORIES, lawful, record

#: From which size on incidents are read in pages, and what of them is kept.
USUAL = {name: getattr(paging, name) for name in ("PAGE", "MOMENTS", "MANY", "HUGE")}

rarely = settings(parent=lawful, max_examples=max(HISTORIES // 5, 10))


def dump(log: Log) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but for the numbers that rows are given.

    Check that full-text search looks into these rows and no others.
    """
    with Tables(path_of(log)) as tables:
        for table in TABLES:
            if table.searched:
                index = f"{table.name}_fts"
                check = f"INSERT INTO {index} ({index}, rank) VALUES (?, 1)"
                tables.write(check, [("integrity-check",)])
        return {
            table.name: sorted(
                (
                    row[1:] if table.name in (*NOUNS, "figure_changes") else row
                    for row in tables.rows(f"SELECT * FROM {table.name}")
                ),
                key=repr,
            )
            for table in TABLES
            if table.name != "reached"  # tells how far it grew, not what it became
        }


@rarely
@given(
    logs() | news() | backfilled_logs(),
    st.lists(st.booleans(), min_size=14, max_size=14),
    st.booleans(),
    st.sampled_from([USUAL, USUAL, {"PAGE": 1, "MOMENTS": 1, "MANY": 0, "HUGE": 0}]),
)
def test_tables_that_grew_are_those_of_a_rebuild(
    log: list[dict[str, Any]],
    stops: list[bool],
    is_followed: bool,
    size: dict[str, int],
) -> None:
    recent = Recent() if is_followed else None
    # An editor's decision catches up as well, which a follower would notice.
    alone = patch.object(decisions, "keep_current", return_value=None)
    with (
        TemporaryDirectory() as directory,
        alone if is_followed else nullcontext(),
        patch.dict(vars(paging), size),
    ):
        now = iter([item["recorded_at"] for item in log])
        with Log.create(Path(directory), clock=lambda: str(next(now))) as disk:
            catch_up(disk)
            for item, stop in zip(log, [*stops, *stops], strict=False):
                record(disk, item)
                if stop:
                    catch_up(disk, recent=recent)
            catch_up(disk, recent=recent)
            grown = dump(disk)
            # As in a log of many things, of which only a few are held at once.
            with patch.object(describing, "MOST", 1):
                rebuild(disk)
            made = dump(disk)

    assert grown == made


@rarely
@given(logs() | news() | backfilled_logs())
def test_replay_and_tables_agree_at_every_moment(log: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as directory:
        now = iter([item["recorded_at"] for item in log])
        with Log.create(Path(directory), clock=lambda: str(next(now))) as disk:
            for item in log:
                record(disk, item)
            catch_up(disk)
            with Tables(path_of(disk)) as tables:
                verified = verify(disk, tables)

    assert verified.disagreements == []
