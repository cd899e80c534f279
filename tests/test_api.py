"""An event-sourced timeline of what was reported about an incident, from Python."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import incident_log
from incident_log import IncidentLog, IncidentLogError
from incident_log.answer import answer
from incident_log.demonstration import INCIDENT as DEMONSTRATED
from incident_log.demonstration import MOMENTS, loaded
from incident_log.log import Log
from incident_log.replay import replay
from tests.given import INCIDENT, claim, killed, update

SAID = claim("statement", act="confirms", text="Five are dead.")
FIVE = update("wire", killed(5), SAID, at="09:00", heard="09:05", id="1")
SIX = update("wire", killed(6), at="10:00", heard="10:05", id="2")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/1.json").write_text(json.dumps(FIVE))
    (tmp_path / "in/2.json").write_text(json.dumps(SIX))
    return tmp_path / "in"


# -- names ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", incident_log.__all__)
def test_every_public_name_is_a_class_each_time_it_is_asked_for(name: str) -> None:
    first, again = getattr(incident_log, name), getattr(incident_log, name)

    assert isinstance(first, type)
    assert again is first


def test_there_are_few_public_names() -> None:
    assert incident_log.__all__ == ["IncidentLog", "IncidentLogError"]


def test_a_name_that_is_not_there_is_named() -> None:
    name = "Incident"

    with pytest.raises(AttributeError, match="'incident_log' has no attribute 'Inc"):
        getattr(incident_log, name)


def test_importing_the_package_loads_nothing_that_is_not_needed() -> None:
    script = (
        "import sys, incident_log; print(sorted({'eventsourcing', 'marshmallow',"
        " 'pendulum', 'sqlite_utils', 'click'} & set(sys.modules)))"
    )

    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert told.stdout == "[]\n"


# -- one object, the same words ------------------------------------------------------


def test_a_log_is_imported_listed_replayed_and_explained(
    tmp_path: Path, files: Path
) -> None:
    with IncidentLog(str(tmp_path / "log")) as log:
        imported = log.import_updates([files])
        (listed,) = log.incidents()
        (figure,) = log.replay(INCIDENT)["casualties"]
        (explained,) = log.explain(INCIDENT, "killed")
        entries = log.timeline(INCIDENT)

    assert imported.appended == ["wire/1", "wire/2"]
    assert (listed["incident"], listed["updates"]) == (INCIDENT, 2)
    assert (figure["best"], figure["claims"]) == (6, ["wire/2#c1"])
    assert explained["figure"]["best"] == 6
    assert [each["claim"] for each in explained["deciding"]] == ["wire/2#c1"]
    assert len(entries) == 3


def test_moments_are_written_as_on_the_command_line(
    tmp_path: Path, files: Path
) -> None:
    with IncidentLog(tmp_path / "log") as log:
        log.import_updates([files])
        early = log.replay(INCIDENT, as_of="2024-12-20T09:30", policy="interval")
        first = log.replay(INCIDENT, at_position=1)
        moves = log.diff(INCIDENT, {"as_of": "2024-12-20T09:30"}, {})

    assert [row["best"] for row in early["casualties"]] == [5]
    assert [row["best"] for row in first["casualties"]] == [5]
    assert len(moves) == 1


def test_a_log_is_there_the_next_time(tmp_path: Path, files: Path) -> None:
    with IncidentLog(tmp_path / "log") as log:
        log.import_updates([files], dry_run=True)
        log.import_updates([files / "1.json"], strict=True, is_open=True)

    again = IncidentLog(tmp_path / "log")
    (row,) = again.incidents()
    again.close()

    assert row["updates"] == 1


def test_an_editor_decides_at_a_desk(tmp_path: Path, files: Path) -> None:
    with IncidentLog(tmp_path / "log") as log:
        log.import_updates([files])
        log.desk(reason="misheard", by="chief").retract("wire/2")
        (figure,) = log.replay(INCIDENT)["casualties"]

        with pytest.raises(IncidentLogError, match="has moved on since position 2"):
            log.desk(reason="misheard", at_position=2).retract("wire/1")

    assert figure["best"] == 5


# -- the demonstration ---------------------------------------------------------------


def test_the_incident_of_the_demonstration_is_loaded_once(tmp_path: Path) -> None:
    with loaded(tmp_path / "demo") as (_, first):
        pass
    with loaded(tmp_path / "demo") as (log, again):
        position = log.position

    assert len(first.appended) == position > 10
    assert (first.refused, first.warned, again.appended) == ([], [], [])
    assert len(again.known) == position


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("demonstration") / "log"
    with loaded(directory):
        return directory


@pytest.mark.parametrize(
    ("moment", "place", "outcome", "expected"),
    [
        (0, "holosiivskyi", "killed", (0, None, 1, True)),
        (1, "kyiv", "killed", (1, 1, 1, False)),
        (2, "kyiv", "injured", (9, 13, 13, False)),
    ],
)
def test_the_demonstration_shows_what_it_says(
    demonstration: Path,
    moment: int,
    place: str,
    outcome: str,
    expected: tuple[Any, ...],
) -> None:
    as_of, known_at, _ = MOMENTS[moment]
    with Log.open(demonstration) as log:
        view = replay(log, DEMONSTRATED, as_of=as_of, known_at=known_at)
        rows = answer(view)["casualties"]

    found = {
        (row["place"], row["outcome"]): tuple(row[name] for name in SHOWN)
        for row in rows
        if row["detail"] is None
    }

    assert found[place, outcome] == expected


SHOWN = ("low", "best", "high", "contested")
