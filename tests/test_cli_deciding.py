"""Commands for editors: each is appended, has its effect, or is refused in a line."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from incident_log.log import Log
from tests.given import INCIDENT
from tests.test_cli import day, refusal, run

__all__ = ["day"]

WHY = ("--reason", "because")
INJURED = "kmva-head-evening-post/evening#injured"
DENIAL = "mayor-post-denial/denial"


@pytest.fixture
def desk(day: Path, tmp_path: Path) -> Path:
    """A log of one's own with the bundled incident in it, at position 18."""
    return Path(shutil.copytree(day, tmp_path / "log"))


def decided(desk: Path, *args: str) -> dict[str, Any]:
    """Return the JSON that a decision prints."""
    result = run(*args, *WHY, "--json", log=desk)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def replayed(desk: Path, incident: str = INCIDENT, *args: str) -> dict[str, Any]:
    result = run("replay", incident, "--json", *args, log=desk)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def best(desk: Path, outcome: str) -> Any:
    """Return the best number of a toll in the city."""
    (row,) = [
        row
        for row in replayed(desk)["casualties"]
        if (row["outcome"], row["place"], row["detail"]) == (outcome, "kyiv", None)
    ]
    return row["best"]


def position(desk: Path) -> int:
    with Log.open(desk) as log:
        return log.position


def test_a_decision_says_at_which_position_it_is(desk: Path) -> None:
    result = run("retract", DENIAL, *WHY, log=desk)
    found = decided(desk, "release", DENIAL)

    assert (result.exit_code, result.stdout) == (0, "appended at position 19\n")
    assert found == {"position": 20, "name": "report:mayor-post-denial@3"}


@pytest.mark.parametrize(
    "args",
    [
        ("--count", "14"),
        ("--count", "at least 14"),
        ("--set", "count=14"),
        ("--set", 'count="more than 13"'),
        ("--count", "14", "--set", "note=recounted"),
    ],
)
def test_a_corrected_count_counts(args: tuple[str, ...], desk: Path) -> None:
    before = best(desk, "injured")

    decided(desk, "correct", INJURED, *args)

    assert (before, best(desk, "injured")) == (13, 14)
    row = json.loads(run("explain", INCIDENT, INJURED, "--json", log=desk).stdout)[0]
    (lost,) = [each for each in row["lost"] if each["claim"] == INJURED]
    assert (lost["why"], lost["by"]) == ("corrected", f"{INJURED}~1")


def test_retract_hold_and_release_take_a_denial_away_and_give_it_back(
    desk: Path,
) -> None:
    asked = ("--as-of", "2024-12-20T09:00")
    found = []

    for verb in ("hold", "release", "retract"):
        decided(desk, verb, DENIAL)
        (dead,) = [
            row
            for row in replayed(desk, INCIDENT, *asked)["casualties"]
            if row["outcome"] == "killed"
        ]
        found.append((dead["low"], dead["high"], dead["contested"]))

    assert found == [(1, 1, False), (0, 1, True), (1, 1, False)]


def test_a_verdict_stands_beside_its_claim(desk: Path) -> None:
    claim = "kmva-first-post/first#no-information"

    decided(desk, "assess", claim, "--verdict", "confirmed", "--by", "desk")

    (row,) = [r for r in replayed(desk)["statements"] if r["claim"] == claim]
    assert [(v["verdict"], v["said_by"]) for v in row["verification"]] == [
        ("confirmed", "desk")
    ]


def test_a_link_is_made(desk: Path) -> None:
    decided(desk, "link", INCIDENT, "precedes", "rostov-2024-12")

    assert "precedes" in {row["relation"] for row in replayed(desk)["links"]}


def test_a_merged_incident_answers_under_both_names_until_it_is_unmerged(
    desk: Path,
) -> None:
    decided(desk, "merge", "ukraine-2024-12-20", "--into", INCIDENT)
    merged = replayed(desk, "ukraine-2024-12-20")["incident"]
    listed = run("incidents", log=desk).output
    decided(desk, "unmerge", "ukraine-2024-12-20")
    unmerged = replayed(desk, "ukraine-2024-12-20")["incident"]

    assert (merged, unmerged) == (INCIDENT, "ukraine-2024-12-20")
    assert f"merged into {INCIDENT}" in listed


def test_an_incident_is_closed_and_opened_again(desk: Path) -> None:
    found = []

    for verb in ("close", "reopen"):
        decided(desk, verb, INCIDENT)
        rows = json.loads(run("incidents", "--json", log=desk).stdout)
        found.append(rows[0]["state"])

    assert found == ["closed", "open"]


def test_a_description_is_put_right_field_by_field(desk: Path) -> None:
    decided(desk, "describe", INCIDENT, "--title", "Kyiv")
    decided(desk, "describe", INCIDENT, "--timezone", "Europe/Berlin")
    decided(desk, "describe", INCIDENT, "--place", "kyiv", "--kind", "airstrike")

    found = run("replay", INCIDENT, "--as-of", "2024-12-20T11:00", log=desk).output

    assert found.splitlines()[:2] == [
        "kyiv-2024-12-20  Kyiv",
        "as of 20 Dec 2024 11:00 CET, known at latest, policy latest, position 21",
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ("retract", "mayor-post-denail"),
            "nothing in the log is called 'mayor-post-denail'"
            " (nearest: mayor-post-denial): see the references in"
            " 'incident-log explain'",
        ),
        (
            ("hold", "mayor-post-denial/deni"),
            "nothing in the log is called 'mayor-post-denial/deni'"
            " (nearest: mayor-post-denial/denial): see the references in"
            " 'incident-log explain'",
        ),
        (
            ("release", "mayor-post-denial/denial#denie"),
            "nothing in the log is called 'mayor-post-denial/denial#denie'"
            " (nearest: mayor-post-denial/denial#denies): see the references in"
            " 'incident-log explain'",
        ),
        (
            ("retract", "The Mayor"),
            "'The Mayor' names nothing: write REPORT, REPORT/UPDATE or"
            " REPORT/UPDATE#CLAIM",
        ),
        (
            ("correct", INJURED),
            "nothing is changed: change other fields, or retract the claim",
        ),
        (
            ("correct", INJURED, "--set", "quote=other words"),
            "quote stays as it was said: change other fields, or retract the claim",
        ),
        (
            ("correct", INJURED, "--count", "-1"),
            "count: -1 is negative: only a claim with measure adjustment may be",
        ),
        (
            ("merge", INCIDENT, "--into", "kyiv-2024-12-2"),
            "no incident is called 'kyiv-2024-12-2' (nearest: kyiv-2024-12-20):"
            " see 'incident-log incidents'",
        ),
        (
            ("unmerge", INCIDENT),
            "kyiv-2024-12-20 is not merged: see 'incident-log incidents'",
        ),
        (
            ("reopen", INCIDENT),
            "kyiv-2024-12-20 is not closed: nothing to do",
        ),
        (
            ("describe", INCIDENT, "--timezone", "Kyiv"),
            "incident.timezone: no time zone is called 'Kyiv': use a name like"
            " Europe/Kyiv",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    args: tuple[str, ...], message: str, desk: Path
) -> None:
    assert refusal(run(*args, *WHY, log=desk)) == message
    assert position(desk) == 18


def test_a_decision_on_a_state_that_has_moved_is_refused(desk: Path) -> None:
    decided(desk, "hold", DENIAL)

    stale = run("retract", DENIAL, *WHY, "--at-position", "18", log=desk)
    fresh = run("retract", DENIAL, *WHY, "--at-position", "19", log=desk)

    assert refusal(stale) == (
        "mayor-post-denial has moved on since position 18 (now 19):"
        " look again, then decide with --at-position"
    )
    assert (fresh.exit_code, fresh.stdout) == (0, "appended at position 20\n")


def test_a_day_is_described_in_the_zone_of_the_incident(desk: Path) -> None:
    result = run("describe", INCIDENT, "--occurred", "2024-12-20", *WHY, log=desk)

    assert (result.exit_code, result.stderr) == (0, "")


def test_a_description_of_nothing_is_refused(desk: Path) -> None:
    result = run("describe", INCIDENT, *WHY, log=desk)

    assert result.exit_code != 0
    assert position(desk) == 18


@pytest.mark.parametrize(
    "args",
    [
        ("assess", INJURED, "--verdict", "\x1b[31mred"),
        ("assess", INJURED, "--verdict", "confirmed", "--by", "The Desk\n"),
        ("link", INCIDENT, "Responds To", "rostov-2024-12"),
        ("retract", DENIAL, "--by", ""),
    ],
    ids=("verdict", "by", "relation", "nobody"),
)
def test_a_word_that_is_no_id_is_refused(args: tuple[str, ...], desk: Path) -> None:
    refusal(run(*args, *WHY, log=desk))

    assert position(desk) == 18


def test_a_value_that_is_nested_without_end_is_refused(desk: Path) -> None:
    refusal(run("correct", INJURED, "--set", "note=" + "[" * 99_999, *WHY, log=desk))

    assert position(desk) == 18
