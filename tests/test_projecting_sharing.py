"""A second interpreter makes rows of incidents, and may fail as it likes."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from incident_log.log import Log
from incident_log.projecting import paging, sharing
from incident_log.projecting.keeping import rebuild
from incident_log.projecting.making import Made
from incident_log.projecting.parts import Parts
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


def written(parts: Iterable[Made]) -> list[str]:
    return sorted(repr(row) for part in parts for row in part.rows)


def by_incident(given: sharing.Sharing) -> dict[str, Made]:
    found = list(given.made())
    assert len(found) == len(SLUGS)
    return {each.incident: each for each in found}


def test_a_rebuild_by_two_gives_the_same_rows(log: Log) -> None:
    before = held(log, "casualties", "incident, low, claims")

    rebuild(log)

    assert held(log, "casualties", "incident, low, claims") == before
    assert len(before) == len(SLUGS)


def test_what_a_rebuild_that_was_killed_left_is_taken_away(log: Log) -> None:
    left = log.directory / ".rows-killed"
    left.mkdir()
    (left / sharing.HELPED).write_bytes(b"rows")

    rebuild(log)

    assert list(log.directory.glob(".rows-*")) == []


def test_the_helper_can_make_them_all(log: Log) -> None:
    with sharing.shared(log, log.position) as given:
        assert given.helper is not None
        assert given.helper.wait() == 0

        found = by_incident(given)

    assert found == made(log)


def test_a_large_incident_is_made_in_parts_by_either(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4, 9):
        # What comes late has to be read whole.
        late = update("wire", killed(n), at=f"08:0{9 - n}", heard=f"10:0{n}")
        tell(log, update("wire", killed(n), heard=f"10:0{n}", incident="fire"))
        tell(log, late | {"incident": "flood"})
    whole = written(made(log).values())
    for name, small in {"MANY": 2, "PAGE": 2, "MOMENTS": 1}.items():
        monkeypatch.setattr(paging, name, small)

    given = sharing.Sharing(log, log.position, tmp_path, is_alone=True)
    parts = list(given.made())
    given.close()
    assert len(parts) > len(SLUGS)
    assert written(parts) == whole

    with Parts(tmp_path / "other") as other:
        for incident in SLUGS:
            sharing.make_into(other, log, incident, log.position)
        assert written(other.read()) == whole


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
    (tmp_path / sharing.HELPED).write_bytes((1000).to_bytes(8) + b"half of it")

    found = by_incident(given)

    given.close()
    assert found == made(log)


def test_a_helper_that_came_too_late_is_not_waited_for(
    log: Log, tmp_path: Path
) -> None:
    given = sharing.Sharing(log, log.position, tmp_path, is_alone=True)
    asleep = "import time; time.sleep(600)"
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
