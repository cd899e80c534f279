"""import --map: rows of other people's data, by a mapping."""

import json
from pathlib import Path

from tests.mapped import FIXTURES, acres, document, killed, lines
from tests.test_cli import run

MAP = str(FIXTURES / "ca_fires.json")
FIRES = str(FIXTURES / "samples" / "ca_fires.jsonl")


def test_rows_are_appended_once(tmp_path: Path) -> None:
    first = run("import", "--map", MAP, FIRES, log=tmp_path / "log")
    again = run("import", "--map", MAP, FIRES, log=tmp_path / "log")

    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == "3 appended, 0 already known, 1 unchanged, 0 refused\n"
    assert again.stdout == "0 appended, 3 already known, 1 unchanged, 0 refused\n"


def test_a_dry_run_shows_the_first_claims_and_counts_them_all(tmp_path: Path) -> None:
    result = run("import", "--map", MAP, "--dry-run", FIRES, log=tmp_path / "log")

    shown = result.stdout.splitlines()
    assert shown[0] == (
        "calfire-a1/20260701t200000z about fire-a1,"
        " known at 2026-07-01T20:00:00.000000Z"
    )
    assert "    acres_burned indicator 120 name=acres_burned unit=acre" in shown
    assert "  acres_burned: in 2 updates" in shown
    assert shown[-1] == "3 would be appended, 0 already known, 1 unchanged, 0 refused"
    assert not (tmp_path / "log").exists()


def test_a_table_without_moments_is_shown_without_them(tmp_path: Path) -> None:
    meaning = document()
    del meaning["known_at"]
    (tmp_path / "map.json").write_text(json.dumps(meaning))
    (tmp_path / "rows.jsonl").write_text(lines({"fire": "a", "acres": 1}))
    paths = (str(tmp_path / "map.json"), "--dry-run", str(tmp_path / "rows.jsonl"))

    result = run("import", "--map", *paths, log=tmp_path / "log")

    assert result.stdout.startswith("fire-a/1 about fire-a\n")


def test_the_account_can_be_json(tmp_path: Path) -> None:
    result = run("import", "--map", MAP, "--json", FIRES, log=tmp_path / "log")

    account = json.loads(result.stdout)
    assert (account["appended"], account["dry_run"]) == (3, False)
    assert account["claims"]["acres_burned"] == 2


def test_bad_rows_and_warnings_are_told(tmp_path: Path) -> None:
    odd = acres(channel="smoke_signal")
    (tmp_path / "map.json").write_text(json.dumps(document(odd)))
    path = tmp_path / "rows.jsonl"
    row = {"fire": "a", "at": "2024-12-20T10:00", "acres": 1}
    path.write_text(lines(row, row | {"acres": "many"}))
    given = ("--map", str(tmp_path / "map.json"), str(path))

    result = run("import", *given, log=tmp_path / "log")
    silent = run("import", *given, "--silent", log=tmp_path / "silent")

    assert result.exit_code == silent.exit_code == 1
    assert f"{path}:2 claims[0].value: cannot read a count from 'many'" in result.stderr
    assert "warning: " in result.stderr
    assert "warning: " not in silent.stderr


def test_columns_that_no_row_has_are_told(tmp_path: Path) -> None:
    meaning = document(
        acres(value={"column": "acers"}),
        killed(count={"column": ["dead", "killed"]}, when=[{"column": "x", "is": [1]}]),
        killed(id="deeper", count={"column": "toll/dead"}),
        killed(id="other", count={"column": "toll/killed"}, note="{toll~1dead}"),
        agents=[{"id": "a", "name": "{agent}"}],
        title="Tolls {of} fires",
    )
    (tmp_path / "map.json").write_text(json.dumps(meaning))
    row = {"fire": "a", "at": "2024-12-20T10:00", "dead": None, "toll": {"dead": 1}}
    (tmp_path / "rows.jsonl").write_text(lines(row))
    (tmp_path / "none.jsonl").write_text("")
    given = ("import", "--map", str(tmp_path / "map.json"))

    result = run(*given, str(tmp_path / "rows.jsonl"), log=tmp_path / "log")
    empty = run(*given, str(tmp_path / "none.jsonl"), log=tmp_path / "log")

    told = [line.removeprefix("warning: ") for line in result.stderr.splitlines()]
    assert told == [
        f"no row has the column {name}: correct its name in the mapping"
        for name in ("'agent'", "'acers'", "'toll/killed'", "'toll~1dead'", "'x'")
    ]
    assert (result.exit_code, empty.stderr) == (0, "")


def test_what_lies_in_an_object_that_is_null_is_not_missed(tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text(
        json.dumps(document(acres(value={"column": "burned/acres"})))
    )
    row = {"fire": "a", "at": "2024-12-20T10:00", "burned": None}
    (tmp_path / "rows.jsonl").write_text(lines(row))
    given = (str(tmp_path / "map.json"), str(tmp_path / "rows.jsonl"))

    assert run("import", "--map", *given, log=tmp_path / "log").stderr == ""


def test_columns_inside_an_object_are_found_there_too(tmp_path: Path) -> None:
    meaning = document(rows={"inside": "now"})
    (tmp_path / "map.json").write_text(json.dumps(meaning))
    row = {"fire": "a", "at": "2024-12-20T10:00", "now": {"acres": 1}}
    (tmp_path / "rows.jsonl").write_text(lines(row, {**row, "now": {}}))
    given = (str(tmp_path / "map.json"), str(tmp_path / "rows.jsonl"))

    assert run("import", "--map", *given, log=tmp_path / "log").stderr == ""


def test_a_bad_mapping_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text('{"format": "incident-log/mapping/1"}')

    result = run("import", "--map", str(path), FIRES, log=tmp_path / "log")

    assert result.exit_code == 1
    assert f"{path}:1 claims: is missing: add it" in result.stderr


def test_the_schema_of_a_mapping_is_printed() -> None:
    schema = json.loads(run("schema", "--mapping").stdout)

    assert schema["title"] == "incident_log mapping document"
    assert "properties" in json.loads(run("schema").stdout)
