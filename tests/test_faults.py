"""What goes wrong around a command ends in one line, never in a traceback."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from incident_log import cli
from incident_log.cli import incident_log
from incident_log.decisions import Desk
from incident_log.errors import (
    DamagedEvent,
    IncidentLogError,
    LogUnusable,
    NotPossible,
    NotThereYet,
)
from incident_log.intake import import_updates
from incident_log.log import Log

DAY = Path(__file__).parent.parent / "fixtures" / "kyiv-2024-12-20"
KYIV = "kyiv-2024-12-20"


@pytest.fixture
def day(tmp_path: Path) -> Path:
    with Log.create(tmp_path / "log") as log:
        import_updates(log, sorted(DAY.glob("*.json")))
    return tmp_path / "log"


def run(shell: str, day: Path, *words: str | bytes) -> subprocess.CompletedProcess[str]:
    """Run the command with its streams as *shell* redirects them."""
    script = f'exec "$0" -m incident_log -l "$1" "${{@:2}}" {shell}'
    return subprocess.run(
        ["bash", "-c", script, sys.executable, str(day), *words],
        capture_output=True,
        text=True,
        errors="replace",
    )


@pytest.mark.parametrize(
    "address", ["postgresql://u:PASS@nowhere.invalid/x", "postgres://u:PASS@h:x/y"]
)
def test_the_password_of_an_address_is_not_repeated(
    address: str, tmp_path: Path
) -> None:
    with pytest.raises(
        LogUnusable, match=r"postgresql://.*: check the address"
    ) as caught:
        Log.open(tmp_path, address=address)

    assert "PASS" not in str(caught.value)


def test_a_name_that_is_too_long_is_told() -> None:
    with pytest.raises(LogUnusable, match="File name too long"):
        Log.open(Path("x" * 300))


def test_a_damaged_event_is_named_by_its_position(day: Path) -> None:
    with sqlite3.connect(day / "events.db") as database:
        database.execute("DROP TRIGGER no_update_of_stored_events")
        database.execute("UPDATE stored_events SET state = x'7b' WHERE rowid = 3")
    database.close()

    with (
        Log.open(day) as log,
        pytest.raises(DamagedEvent, match="position 3 is damaged"),
    ):
        log.history(KYIV)


@pytest.mark.parametrize(
    "words",
    [
        ("replay", KYIV),
        ("timeline", KYIV),
        ("diff", KYIV, "--from", "2024-12-20T11:00", "--to", "latest"),
        ("rebuild",),
    ],
)
def test_a_count_that_was_changed_is_never_shown(
    day: Path, words: tuple[str, ...]
) -> None:
    """JSON as good as before, and not what the log wrote."""
    with sqlite3.connect(day / "events.db") as database:
        database.execute("DROP TRIGGER no_update_of_stored_events")
        changed = database.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
            """ '"count":', '"count":1') AS BLOB) WHERE rowid = 3"""
        )
        assert changed.rowcount == 1
    database.close()

    done = run("", day, *words)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: the event at position 3 is damaged and cannot be read: restore the log"
        " from a backup\n"
    )


@pytest.mark.parametrize(
    ("shell", "words", "code"),
    [
        ("", ("replay", b"\xff"), 1),
        ("", ("hold", "fraza-missile-count", "--reason", b"\xff"), 1),
        (">/dev/full", ("replay", KYIV, "--json"), 1),
        (">&-", ("replay", KYIV, "--json"), 0),
        ("> >(head -c 1 >&2)", ("replay", KYIV, "--json"), 0),
        ("<&-", ("import", "-"), 1),
        ("", ("import", ""), 1),
        ("-l ''", ("incidents",), 2),
    ],
)
def test_no_traceback_reaches_a_user(
    day: Path, shell: str, words: tuple[str | bytes, ...], code: int
) -> None:
    done = run(shell, day, *words)

    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr


class Impatient:
    """Somebody who presses Ctrl-C before anything was typed."""

    @property
    def buffer(self) -> object:
        raise KeyboardInterrupt


def test_an_import_that_is_interrupted_says_what_stays(
    day: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Impatient())

    with pytest.raises(SystemExit) as left:
        incident_log.main(["-l", str(day), "import", "-"])

    assert left.value.code == 130
    assert capsys.readouterr().err == (
        "interrupted at position 18: what was appended stays, run it again\n"
    )


def test_a_program_that_is_ended_by_another_ends_as_one_that_is_interrupted(
    day: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(*_: object) -> None:
        cli._stop(signal.SIGTERM, None)

    monkeypatch.setattr("incident_log.cli.asking.opened", ended)

    with pytest.raises(SystemExit) as left:
        incident_log.main(["-l", str(day), "incidents"])

    assert left.value.code == 143
    assert capsys.readouterr().err == (
        "interrupted: what was appended stays, run it again\n"
    )


@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN])
def test_the_end_of_a_terminal_ends_a_program_unless_that_is_ignored(
    before: signal.Handlers, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Any] = []
    monkeypatch.setattr(cli, "incident_log", lambda **_: found.append(1))
    old = [signal.signal(n, before) for n in (signal.SIGHUP, signal.SIGTERM)]

    cli.main()

    for number, handler in zip((signal.SIGHUP, signal.SIGTERM), old, strict=True):
        found.append(signal.signal(number, handler))
    expected = cli._stop if before is signal.SIG_DFL else before
    assert found == [1, expected, expected]


def test_a_decision_needs_a_reason_and_a_state_that_was_there(day: Path) -> None:
    with Log.open(day) as log:
        with pytest.raises(NotPossible, match="the reason is empty: say why"):
            Desk(log, reason=" ", by=None, at_position=None)
        with pytest.raises(NotThereYet, match="position 999 is not in the log yet"):
            Desk(log, reason="so", by=None, at_position=999)
        desk = Desk(log, reason="so", by=None, at_position=None)
        with pytest.raises(IncidentLogError, match="linked to itself"):
            desk.link(KYIV, "related_to", KYIV)
