"""The tables are held against the log: agreement is told, and every lie is found."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from incident_log.answer import answer
from incident_log.cli import incident_log
from incident_log.demonstration import loaded
from incident_log.log import Log
from incident_log.projecting.keeping import path_of
from incident_log.replay import replay
from incident_log.tables import Tables
from incident_log.times import FOREVER, LATEST
from incident_log.verifying.corners import choice
from incident_log.verifying.tables import brief, verify
from tests.given import INCIDENT, asked, claim, clock, killed, tell, update


@pytest.fixture
def kyiv(tmp_path: Path) -> Path:
    """Return a log with the bundled incident."""
    with loaded(tmp_path) as (log, _):
        return log.directory


def run(directory: Path, *options: str) -> Result:
    return CliRunner().invoke(
        incident_log, ["-l", str(directory), "verify", "--tables", *options]
    )


def change(directory: Path, statement: str) -> None:
    with sqlite3.connect(directory / "incidents.db") as database:
        assert database.execute(statement).rowcount > 0


def test_tables_that_nobody_touched_agree_with_the_log(kyiv: Path) -> None:
    found = run(kyiv)

    assert found.exit_code == 0, found.output
    assert found.output.splitlines()[-1].startswith(
        "the tables agree with the log up to position 18: 3 incidents, "
    )


def test_an_incident_that_counts_as_part_of_another_has_no_figures_there(
    kyiv: Path,
) -> None:
    merged = CliRunner().invoke(
        incident_log,
        [
            *("-l", str(kyiv), "merge", "rostov-2024-12", "--into"),
            *("kyiv-2024-12-20", "--by", "desk", "--reason", "one wave"),
        ],
    )
    assert merged.exit_code == 0, merged.output

    assert run(kyiv).exit_code == 0


def test_a_correction_that_tells_one_moment_twice_has_the_as_of_of_the_first(
    tmp_path: Path,
) -> None:
    moment = {"kind": "blast_heard", "occurred": "2024-12-20T07:00"}
    blast = claim("occurrence", count=1, **moment)
    again = update("wire", blast, {**blast, "quote": "A loud one."}, heard="10:00")
    with Log.create(tmp_path, clock=lambda: clock("06:00")) as log:
        tell(
            log,
            update("wire", blast, at="09:00", heard="09:00"),
            {**again, "signal": "correction", "corrects": ["c1"]},
        )
        with Tables(path_of(log)) as tables:
            assert verify(log, tables).disagreements == []


def test_each_of_several_tellings_that_tie_has_its_own_words_and_end(
    tmp_path: Path,
) -> None:
    seven = "2024-12-20T07:00"
    at_seven = {"from": seven, "to": seven, "text": "at seven"}
    blast = {"type": "occurrence", "kind": "blast_heard", "occurred": seven}
    first = update(
        "wire",
        {**blast, "as_of": "2024-12-20"},
        {**blast, "as_of": "2024-12-20T00:00", "place": "podil"},
        heard="09:00",
    )
    again = update(
        "wire",
        {**blast, "corrects": "c1", "channel": "tv"},
        {**blast, "corrects": "c2", "occurred": at_seven},
        at="09:30",
        heard="10:00",
    )
    with Log.create(tmp_path, clock=lambda: clock("06:00")) as log:
        tell(log, first, again)
        shown = answer(replay(log, INCIDENT))["occurrences"]
        with Tables(path_of(log)) as tables:
            assert verify(log, tables).disagreements == []

    words = [(row["channel"], row["occurred"]["text"]) for row in shown]
    assert words == [("tv", None), (None, "at seven")]
    assert [row.get("as_of_to") for row in shown] == [clock("09:00"), None]


def test_what_a_report_said_elsewhere_of_whom_it_carries_on_is_its_last_word(
    tmp_path: Path,
) -> None:
    elsewhere = {"incident": "raid", "derived_from": "agency"}
    with Log.create(tmp_path, clock=lambda: clock("06:00")) as log:
        tell(
            log,
            update("page", killed(1), heard="09:00"),
            update("page", killed(2), heard="09:10", **elsewhere),
            update("post", killed(3), heard="09:20", derived_from="page"),
            update("page", killed(4), heard="09:30"),
        )
        with Tables(path_of(log)) as tables:
            assert verify(log, tables).disagreements == []


def test_a_report_that_carries_on_itself_speaks_for_its_source(tmp_path: Path) -> None:
    own = update("page", killed(1), heard="09:00", source="desk", derived_from="page")
    with Log.create(tmp_path, clock=lambda: clock("06:00")) as log:
        tell(log, update("wire", killed(2), heard="08:50"), own)
        origins = asked(log, "SELECT origin FROM casualties ORDER BY low")
        assert origins == [("desk",), ("wire",)]
        with Tables(path_of(log)) as tables:
            assert verify(log, tables).disagreements == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE casualties SET high = 8, low = 8 WHERE high = 9 AND place = 'kyiv'",
            "kyiv-2024-12-20 casualties",
        ),
        (
            "UPDATE damage SET known_from = '2024-12-20T20:00:00.000000Z'"
            " WHERE object = 'diplomatic'",
            "kyiv-2024-12-20 damage",
        ),
        (
            "UPDATE statements SET quote = 'It never was' WHERE incident LIKE 'kyiv%'",
            "kyiv-2024-12-20 statements",
        ),
        (
            "DELETE FROM occurrences WHERE kind = 'alert_start'",
            "kyiv-2024-12-20 occurrences",
        ),
        (
            "UPDATE figure_changes SET cause = 'new harm' WHERE cause = 'later count'",
            "kyiv-2024-12-20 changes",
        ),
        (
            "UPDATE updates SET text = NULL WHERE text IS NOT NULL",
            "kyiv-2024-12-20 texts",
        ),
        (
            "UPDATE links SET relation = 'precedes'",
            "kyiv-2024-12-20 links",
        ),
        (
            "UPDATE casualties SET flags = '[]' WHERE flags <> '[]'",
            "kyiv-2024-12-20 casualties",
        ),
        (
            "UPDATE titles SET title = 'A quiet day' WHERE incident LIKE 'kyiv%'",
            "kyiv-2024-12-20 title",
        ),
        (
            "UPDATE remarks SET flags = '[]' WHERE flags LIKE '%silent_edit%'",
            "kyiv-2024-12-20 updates",
        ),
    ],
)
def test_a_row_that_was_altered_is_found(kyiv: Path, statement: str, what: str) -> None:
    change(kyiv, statement)

    found = run(kyiv)

    assert found.exit_code == 1
    assert f"{what} as of " in found.output
    assert "the tables disagree with the log up to position 18" in found.output


def test_a_program_is_told_what_disagrees(kyiv: Path) -> None:
    change(kyiv, "DELETE FROM targets WHERE incident = 'kyiv-2024-12-20'")

    found = run(kyiv, "--json")

    told = json.loads(found.output)
    answer = told["tables"]
    assert found.exit_code == 1
    assert told["position"] == 18
    assert answer["incidents"] == 3
    first = answer["disagreements"][0]
    assert (first["incident"], first["what"]) == ("kyiv-2024-12-20", "targets")
    assert first["tables"] is None
    assert first["replay"]["kind"] == "weapon_system"


def test_a_long_row_is_cut_for_one_line() -> None:
    assert brief({"quote": "none"}) == '{"quote": "none"}'
    assert brief("x" * 300) == '"' + "x" * 196 + "..."


def test_of_many_moments_some_are_looked_at(kyiv: Path) -> None:
    with Log.open(kyiv) as log, Tables(kyiv / "incidents.db") as tables:
        every = verify(log, tables)
        small = verify(log, tables, most=1000)
        some = verify(log, tables, most=60)
        again = verify(log, tables, most=60)
        one = verify(log, tables, most=1)

    assert (every.left_out, small.left_out, some.disagreements) == (0, 0, [])
    assert some.corners + some.left_out == every.corners
    assert 60 < some.corners < every.corners / 3
    assert (again.corners, again.left_out) == (some.corners, some.left_out)
    assert 0 < one.corners < some.corners


def test_what_is_left_out_is_told(kyiv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incident_log.cli.verifying.MOST", 60)

    some = run(kyiv).output.splitlines()[-1]
    every = run(kyiv, "--every").output.splitlines()[-1]

    assert some.endswith(" left out (--every)")
    assert "left out" not in every


KS = [f"k{n:03}" for n in range(30)] + [FOREVER]
TS = [f"t{n:03}" for n in range(40)] + [LATEST]


@given(st.integers(1, 500), st.integers(0, 1200))
def test_about_as_many_corners_are_chosen_as_wanted(third: int, rows: int) -> None:
    corners = [(t, k) for k in KS for t in TS]
    begun = [(t, k) for t, k in sorted(corners) if t != LATEST and k != FOREVER][:rows]

    is_chosen = choice(len(KS), len(TS), begun, third)
    chosen = [corner for corner in corners if is_chosen(*corner)]

    assert len(chosen) <= 3 * third + 1
    assert (LATEST, FOREVER) in chosen
    if third >= len(begun):
        assert {*begun} <= {*chosen}
    if third >= len(corners):
        assert chosen == corners
    inside = [each for each in chosen if each[0] != LATEST and each[1] != FOREVER]
    assert len(chosen) - len(inside) >= min(third, 71) / 2
    assert len(inside) >= min(third, 1200) / 2
