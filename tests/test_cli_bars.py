"""A terminal shows how far a long job is, how fast it goes, and how long yet."""

import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from incident_log.cli import bars
from incident_log.cli.bars import Bars
from incident_log.cli.mapped import import_mapped
from incident_log.log import Log
from tests.test_cli_mapping import FIRES, MAP


class Terminal(io.StringIO):
    """A terminal that remembers what it showed."""

    def isatty(self) -> bool:
        return True

    @property
    def lines(self) -> list[str]:
        """What each bar looked like one after the other, without its signs."""
        plain = re.sub(r"\x1b\[[?0-9]*[a-zA-Z]", "", self.getvalue())
        shown = re.split(r"[\r\n]+", plain)
        return [re.sub(r"\s+", " ", line).strip() for line in shown if line.strip()]


class Clock:
    """A clock that somebody else moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    terminal = Terminal()
    monkeypatch.setattr(bars, "sys", SimpleNamespace(stderr=terminal))
    return terminal


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(bars, "monotonic", clock)
    monkeypatch.setattr("time.time", clock)
    return clock


def test_a_bar_shows_how_far_a_job_is_how_fast_and_how_long_yet(
    terminal: Terminal, clock: Clock
) -> None:
    with Bars() as shown:
        progress = shown("importing", "rows", 10_000)
        for _ in range(4):
            clock.seconds += 2
            progress(2500)

    assert terminal.lines == [
        "importing [#########---------------------------] 25% 00:00:06 1,250 rows/s",
        "importing [##################------------------] 50% 00:00:04 1,250 rows/s",
        "importing [###########################---------] 75% 00:00:02 1,250 rows/s",
        "importing [####################################] 100% 1,250 rows/s",
    ]


def test_a_bar_is_looked_at_now_and_then_and_at_the_end(
    terminal: Terminal, clock: Clock
) -> None:
    with Bars() as shown:
        progress = shown("importing", "rows", 1000)
        clock.seconds += 1
        for _ in range(1000):
            progress(1)

    assert [line.partition("] ")[2] for line in terminal.lines] == [
        "0% 00:16:39 1 rows/s",
        "100% 1,000 rows/s",
    ]


def test_one_stage_comes_after_the_other(terminal: Terminal, clock: Clock) -> None:
    with Bars() as shown:
        for doing in ("reading", "making tables"):
            progress = shown(doing, "events", 4)
            clock.seconds += 1
            progress(4)

    assert terminal.lines == [
        "reading [####################################] 100% 4 events/s",
        "making tables [####################################] 100% 4 events/s",
    ]
    assert terminal.getvalue().count("\n") == 2


def test_where_nobody_knows_how_many_there_are_they_are_counted(
    terminal: Terminal, clock: Clock
) -> None:
    with Bars() as shown:
        progress = shown("copying", "events", None)
        clock.seconds += 2
        progress(3000)

    assert [line.partition("] ")[2] for line in terminal.lines] == [
        "3000 1,500 events/s"
    ]


def test_what_ends_at_once_needs_no_bar(terminal: Terminal, clock: Clock) -> None:
    with Bars() as shown:
        progress = shown("importing", "rows", 2)
        progress(1)
        clock.seconds += bars.DELAY / 2
        progress(1)
        shown("making tables", "incidents", 1)

    assert terminal.getvalue() == ""


def test_a_job_that_is_stopped_leaves_its_bar_as_it_was(
    terminal: Terminal, clock: Clock
) -> None:
    with pytest.raises(KeyboardInterrupt), Bars() as shown:
        progress = shown("importing", "rows", 4)
        clock.seconds += 1
        progress(2)
        raise KeyboardInterrupt

    assert terminal.lines[-1].startswith("importing [##################------")
    assert terminal.getvalue().endswith("\n")


@pytest.mark.parametrize("is_hidden", [True, False])
def test_whoever_does_not_look_is_shown_nothing(
    is_hidden: bool, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Terminal() if is_hidden else io.StringIO()
    monkeypatch.setattr(bars, "sys", SimpleNamespace(stderr=place))

    with Bars(is_hidden=is_hidden) as shown:
        progress = shown("importing", "rows", 2)
        clock.seconds += 10
        progress(2)

    assert (shown.are_shown, place.getvalue()) == (False, "")


def test_an_import_shows_its_rows_and_then_its_tables(
    tmp_path: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bars, "DELAY", -1)
    monkeypatch.setattr(bars, "PAUSE", -1)

    with Log.create(tmp_path / "log") as log:
        import_mapped(
            *(log, (FIRES,), MAP),
            is_open=False,
            strict=False,
            dry_run=False,
            silent=False,
            as_json=True,
        )

    ends = [line for line in terminal.lines if "100%" in line]
    assert [(line.split(" [")[0], line.rpartition(" ")[2]) for line in ends] == [
        ("importing", "rows/s"),
        ("reading", "events/s"),
        ("making tables", "incidents/s"),
    ]
