"""A second interpreter makes rows of incidents, and may fail as it likes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from incident_log.log import Log
from incident_log.projecting import sharing
from incident_log.projecting.keeping import rebuild
from incident_log.projecting.making import Made
from tests.given import clock, held, killed, tell, update

SLUGS = ["fire", "flood", "raid"]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A log of three incidents, with its tables."""
    with Log.create(tmp_path / "log", clock=lambda: clock("06:00")) as log:
        for n, slug in enumerate(SLUGS):
            tell(log, update("wire", killed(n), heard="09:00", incident=slug))
        yield log


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share the work however little there is."""
    monkeypatch.setattr(sharing, "FEW", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def made(log: Log) -> dict[str, Made]:
    """Return what one makes alone."""
    until = log.position
    return {m.incident: m for s in SLUGS for m in sharing.make(log, s, until)}


def by_incident(given: sharing.Sharing) -> dict[str, Made]:
    found = list(given.made())
    assert len(found) == len(SLUGS)
    return {each.incident: each for each in found}


def test_a_rebuild_by_two_gives_the_same_rows(log: Log) -> None:
    before = held(log, "casualties", "incident, low, claims")

    rebuild(log)

    assert held(log, "casualties", "incident, low, claims") == before
    assert len(before) == len(SLUGS)


def test_the_helper_can_make_them_all(log: Log) -> None:
    with sharing.shared(log, log.position) as given:
        assert given.helper is not None
        assert given.helper.wait() == 0

        found = by_incident(given)

    assert found == made(log)


@pytest.mark.parametrize("name", ["/nowhere/python", sys.executable + "-not", None])
def test_without_an_interpreter_one_makes_them_alone(
    log: Log, name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", name)

    with sharing.shared(log, log.position) as given:
        assert given.helper is None
        assert by_incident(given) == made(log)


def test_what_a_killed_helper_leaves_is_made_by_the_other(
    log: Log, tmp_path: Path
) -> None:
    given = sharing.Sharing(log, log.position, tmp_path, is_alone=True)
    sharing.take_turn(given.turns)
    (tmp_path / "made").write_bytes((1000).to_bytes(8) + b"half of it")

    found = by_incident(given)

    given.close()
    assert found == made(log)


def test_a_helper_that_came_too_late_is_not_waited_for(
    log: Log, tmp_path: Path
) -> None:
    given = sharing.Sharing(log, log.position, tmp_path, is_alone=True)
    asleep = "import time; time.sleep(20)"
    given.helper = subprocess.Popen([sys.executable, "-c", asleep])

    found = by_incident(given)

    assert given.helper.poll() is None
    given.close()
    assert found == made(log)


def test_a_helper_stops_when_the_one_it_helps_is_gone(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = sharing.Sharing(log, log.position, tmp_path, is_alone=True)
    (tmp_path / "incidents").write_text("\n".join(SLUGS))
    parents = iter([1, 1, 2])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(Log, "open", lambda *_, **__: nullcontext(log))

    sharing.help_out(log.directory, log.position, tmp_path)

    found = by_incident(given)
    given.close()
    assert found == made(log)


def test_an_incident_that_is_heard_of_later_is_left_out(log: Log) -> None:
    before = log.position
    tell(log, update("wire", killed(3), heard="09:00", incident="quake"))

    assert list(sharing.make(log, "quake", before)) == []
