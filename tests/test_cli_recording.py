"""The command that records: import tells what became of everything it read."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import DAY, refusal, run

FIRST, SECOND = str(DAY[0]), str(DAY[1])


def written(path: Path, **changed: Any) -> str:
    """Write the first update of the bundled day, changed, into a file."""
    path.write_text(json.dumps(json.loads(DAY[0].read_text()) | changed))
    return str(path)


def counts(directory: Path) -> int:
    """Return how many updates the log's first incident has."""
    result = run("incidents", "--json", log=directory)
    rows = json.loads(result.stdout) if result.exit_code == 0 else []
    return sum(row["updates"] for row in rows)


def test_the_same_files_again_are_already_known(tmp_path: Path) -> None:
    first = run("import", FIRST, SECOND, log=tmp_path)
    again = run("import", FIRST, SECOND, log=tmp_path)

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout == "2 appended, 0 already known, 0 refused\n"
    assert again.stdout == "0 appended, 2 already known, 0 refused\n"
    assert (first.stderr, again.stderr) == ("", "")


def test_a_folder_and_standard_input_are_read_too(tmp_path: Path) -> None:
    line = json.dumps(json.loads(DAY[0].read_text()))

    folder = run("import", str(DAY[0].parent), log=tmp_path / "folder")
    stream = run("import", "-", log=tmp_path / "stream", given=f"{line}\n{line}\n")

    assert folder.stdout.startswith("18 appended, 0 already known, ")
    assert stream.stdout == "1 appended, 1 already known, 0 refused\n"


def test_a_bad_update_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.json", signal="rumour")

    result = run("import", bad, FIRST, "nowhere.json", log=tmp_path / "log")

    assert result.exit_code == 1
    assert result.stdout == "1 appended, 0 already known, 2 refused\n"
    first, second = result.stderr.splitlines()
    assert first.startswith(f'{bad}:1 signal: "rumour" ')
    assert second == "nowhere.json:1 is no file or folder: check the name"


def test_strict_stops_at_the_first_bad_update(tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.json", signal="rumour")

    result = run("import", "--strict", bad, FIRST, log=tmp_path / "log")

    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert result.stdout == "0 appended, 0 already known, 1 refused\n"


def test_a_dry_run_checks_everything_and_appends_nothing(tmp_path: Path) -> None:
    run("import", FIRST, log=tmp_path)

    result = run("import", "--dry-run", FIRST, SECOND, log=tmp_path)

    assert result.exit_code == 0
    assert result.stdout == "1 would be appended, 1 already known, 0 refused\n"
    assert counts(tmp_path) == 1


def test_a_dry_run_without_a_log_makes_none(tmp_path: Path) -> None:
    result = run("import", "--dry-run", FIRST, log=tmp_path / "log")

    assert result.stdout == "1 would be appended, 0 already known, 0 refused\n"
    assert list(tmp_path.iterdir()) == []


def test_an_incident_that_nobody_described_is_refused_unless_open(
    tmp_path: Path,
) -> None:
    bare = written(tmp_path / "bare.json", incident="kyiv-2024-12-20")

    closed = run("import", bare, log=tmp_path / "log")
    opened = run("import", "--open", bare, log=tmp_path / "log")

    assert closed.exit_code == 1
    assert closed.stderr == (
        f"{bare}:1 incident 'kyiv-2024-12-20' is not described yet: correct it,"
        " give its id and title as an object, or import with --open\n"
    )
    assert opened.stdout == "1 appended, 0 already known, 0 refused\n"


@pytest.mark.parametrize(("option", "warned"), [((), "warning: "), (("--silent",), "")])
def test_an_unknown_word_of_an_open_list_is_warned_of(
    option: tuple[str, ...], warned: str, tmp_path: Path
) -> None:
    claim = {"type": "statement", "act": "whisper", "incident": "kyiv-2024-12-20"}
    odd = written(tmp_path / "odd.json", claims=[claim])

    result = run("import", *option, odd, log=tmp_path / "log")

    assert result.exit_code == 0
    assert result.stderr.startswith(warned)
    assert bool(result.stderr) is bool(warned)


def test_what_became_of_everything_is_told_to_machines(tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.json", signal="rumour")
    run("import", FIRST, log=tmp_path / "log")

    result = run("import", "--json", FIRST, SECOND, bad, log=tmp_path / "log")

    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert list(found) == ["appended", "known", "refused", "warned", "dry_run"]
    assert found["appended"] == ["kmva-first-post/first"]
    assert found["known"] == ["pravda-live-page/stamped-0706"]
    assert found["refused"][0].startswith(f"{bad}:1 signal: ")
    assert found["dry_run"] is False


def test_a_place_where_no_log_can_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    message = refusal(run("import", FIRST, log=tmp_path / "file"))

    assert message.startswith(f"cannot use the log in '{tmp_path / 'file'}' (")
