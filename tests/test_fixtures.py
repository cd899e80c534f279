"""Every folder of fixtures replays to its expected answers; no code to add one."""

import json
from pathlib import Path
from typing import Any

import pytest

from incident_log.answer import answer
from incident_log.intake import import_updates
from incident_log.log import Log
from incident_log.replay import replay

FIXTURES = Path(__file__).parent.parent / "fixtures"
DAY = FIXTURES / "kyiv-2024-12-20"
EXPECTED = sorted((DAY / "expected").glob("*.json"))
ERRORS = sorted(p for p in (FIXTURES / "errors").iterdir() if p.suffix != ".message")
#: What tells figures apart where a row of the fixture does not name it.
SAYS = ("low", "best", "high", "contested", "claims")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("day") / "log"
    with Log.create(directory) as log:
        imported = import_updates(log, sorted(DAY.glob("*.json")))
    assert imported.refused == []
    return directory


def named(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Tell whether a row answers to the fields that name a figure."""
    fields = {k: v for k, v in wanted.items() if k not in (*SAYS, "table")}
    return all(row.get(name) == value for name, value in fields.items()) and all(
        row[name] in (None, [], "total_to_date")
        for name in row.keys() & SUBJECT - fields.keys()
    )


SUBJECT = {
    *("detail", "status", "sex", "age_group", "role", "measure", "subset_of"),
    *("counter", "composite", "unit"),
}


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: str(path.stem))
def test_the_day_replays_to_what_was_derived_by_hand(day: Path, path: Path) -> None:
    expected = json.loads(path.read_text())
    question = expected["question"]
    with Log.open(day) as log:
        found = answer(
            replay(
                log,
                question["incident"],
                as_of=question["as_of"],
                known_at=question["known_at"],
                policy=question["policy"],
            )
        )

    for wanted in expected["figures"]:
        rows = [row for row in found[wanted["table"]] if named(row, wanted)]
        assert len(rows) == 1, (wanted, found[wanted["table"]])
        said = {name: rows[0][name] for name in SAYS if name in wanted}
        assert said == {name: wanted[name] for name in SAYS if name in wanted}, wanted
    for absent in expected.get("absent", ()):
        fields = {k: v for k, v in absent.items() if k != "table"}
        assert not [
            row
            for row in found[absent["table"]]
            if all(row.get(name) == value for name, value in fields.items())
        ], absent


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: str(path.stem))
def test_a_bad_update_is_refused_in_words_that_help(path: Path, tmp_path: Path) -> None:
    fragments = path.with_suffix(".message").read_text().split("\n")

    with Log.create(tmp_path / "log") as log:
        imported = import_updates(log, [path])

    (message,) = imported.refused
    assert all(fragment.strip('"') in message for fragment in fragments), message
    assert "\n" not in message
