"""The command that takes in scraped repositories: import-git."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.repositories import Made
from tests.test_cli import refusal, run
from tests.test_exchange_scraped import ASH, BAY, MAPPING, fire


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = Made(tmp_path / "fire-history")
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [fire("bay", 21)])
    return made


def taken(made: Made, *options: str, log: str = "log") -> Result:
    """Run the command on the repository, with a log beside it."""
    arguments = (str(made.directory), made.path, *options)
    return run("import-git", *arguments, log=made.directory.parent / log)


def mapped(made: Made, document: Any = None) -> tuple[str, str]:
    """Write a mapping beside the repository; return the option that names it."""
    file = made.directory.parent / "fires.map.json"
    file.write_text(json.dumps(document or MAPPING))
    return "--map", str(file)


def shown(made: Made, incident: str) -> Any:
    """Return the replay of an incident."""
    log = made.directory.parent / "log"
    return json.loads(run("replay", incident, "--json", log=log).stdout)


def indicators(made: Made, incident: str, log: str) -> list[tuple[str, Any]]:
    found = run("replay", incident, "--json", log=made.directory.parent / log).stdout
    return [(each["name"], each["best"]) for each in json.loads(found)["indicators"]]


def test_every_revision_is_taken_in_once(made: Made) -> None:
    first = taken(made, *mapped(made))
    again = taken(made, *mapped(made))

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout == (
        "2 of 2 revisions read, 0 left out:"
        " 4 appended, 0 already known, 0 unchanged, 0 refused\n"
    )
    assert again.stdout.startswith("0 of 2 revisions read, 0 left out: 0 appended, ")
    (acres,) = shown(made, "fire-bay")["indicators"]
    assert (acres["name"], acres["best"]) == ("acres_burned", 21)
    assert shown(made, "fire-ash")["indicators"] == []


def test_without_a_mapping_numbers_are_indicators(made: Made) -> None:
    result = taken(made, "--id", "name")

    assert result.exit_code == 0, result.stderr
    (acres,) = shown(made, "fires-bay")["indicators"]
    assert (acres["name"], acres["best"]) == ("acres", 21)
    (update, _) = shown(made, "fires-bay")["updates"]
    assert (update["report"], update["source"]) == ("fires.bay", "fire-history")


def test_what_a_column_holds_was_decided_when_it_was_first_seen(made: Made) -> None:
    made.commit("12:00:00", [{"x-y": 1, "x y": 100} | fire("ash", "unknown"), BAY])
    taken(made, "--id", "name")
    made.commit("13:00:00", [{"x y": 101, "x-y": 2} | fire("ash", "unknown"), BAY])
    made.commit("14:00:00", [fire("ash", "unknown"), fire("bay", 25, **{"x y": 3})])
    taken(made, "--id", "name")

    taken(made, "--id", "name", log="in one run")

    for log in ("log", "in one run"):
        ash = [("acres", None), ("x_y", 2), ("x_y_887fcea6", None)]
        assert indicators(made, "fires-ash", log) == ash
        assert indicators(made, "fires-bay", log) == [
            ("acres", 25),
            ("x_y_887fcea6", 3),
        ]


def test_one_incident_its_source_and_where_the_records_are(made: Made) -> None:
    made.commit("12:00:00", {"type": "all", "features": [fire("bay", 22)]})

    result = taken(
        made,
        *("--id", "name", "--at", "/features", "--incident", "the-fires"),
        *("--source", "fire-service"),
    )

    assert result.stdout.startswith("3 of 3 revisions read, 2 left out: 1 appended")
    (acres,) = shown(made, "the-fires")["indicators"]
    assert (acres["place"], acres["best"]) == ("bay", 22)
    assert shown(made, "the-fires")["updates"][0]["source"] == "fire-service"


def test_a_file_that_was_never_readable_is_not_said_to_be_imported(made: Made) -> None:
    result = taken(made, "--id", "name", "--at", "/features")

    assert result.exit_code == 1
    assert result.stdout.startswith("2 of 2 revisions read, 2 left out: 0 appended")
    assert len(result.stderr.splitlines()) == 2


def test_a_dry_run_shows_the_first_updates_and_appends_nothing(made: Made) -> None:
    result = taken(made, *mapped(made), "--dry-run")

    assert '"id": "fires.ash",' in result.stdout
    assert result.stdout.endswith(
        ": 4 would be appended, 0 already known, 0 unchanged, 0 refused\n"
    )
    assert not (made.directory.parent / "log").exists()


def test_problems_and_warnings_name_file_commit_and_line(made: Made) -> None:
    commit = made.commit("12:00:00", [fire("bay", "a lot", note="x")])
    option = mapped(made, MAPPING | {"claims": MAPPING["claims"][:1]})
    where = f"fires.json@{commit[:12]}:"

    result = taken(made, *option)
    silent = taken(made, *option, "--silent", log="other")

    assert (result.exit_code, silent.exit_code) == (1, 1)
    problem, warning = result.stderr.splitlines()
    assert problem.startswith(f"{where}2 claims[0].value: ")
    assert warning == f"warning: {where}1 has a new column 'note'"
    assert silent.stderr.splitlines() == [problem]


def test_columns_that_no_revision_has_are_told_when_all_are_read(made: Made) -> None:
    made.commit("12:00:00", [fire("bay", 22, hurt=0)])
    claim = MAPPING["claims"][0] | {"value": {"column": "acers"}}
    option = mapped(made, MAPPING | {"claims": [claim]})

    first, again = taken(made, *option), taken(made, *option)

    assert first.stderr.splitlines()[0] == (
        "warning: no row has the column 'acers': correct its name in the mapping"
    )
    assert again.stderr == ""


def test_json_has_all_of_it(made: Made) -> None:
    found = json.loads(taken(made, *mapped(made), "--json").stdout)

    assert (found["revisions"], found["read"], found["left_out"]) == (2, 2, 0)
    assert (found["account"]["appended"], found["dry_run"]) == (4, False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "nothing tells the records apart: name a mapping with --map, or a column"),
        (("--map", "x.json", "--id", "name"), "--map says it all: leave --id, --at,"),
        (
            ("--id", "name", "--at", "rows"),
            "--at 'rows' leads nowhere: begin it with /",
        ),
    ],
)
def test_what_the_columns_mean_is_said_once(
    made: Made, options: tuple[str, ...], message: str
) -> None:
    result = taken(made, *options)

    assert result.exit_code == 2
    assert message in result.stderr


def test_no_repository_no_file_and_no_mapping_are_refused(made: Made) -> None:
    option = mapped(made)
    parent = made.directory.parent

    assert "not a git repository" in refusal(
        run("import-git", str(parent), "x.json", *option, log=parent / "log")
    )
    assert "has a file 'x.json': name a file" in refusal(
        run("import-git", str(made.directory), "x.json", *option, log=parent / "log")
    )
    assert "cannot be read" in refusal(taken(made, "--map", str(parent / "none.json")))
