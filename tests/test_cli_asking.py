"""Commands that ask: what they answer to people, to machines, and when they cannot."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.given import INCIDENT
from tests.test_cli import day, refusal, run

__all__ = ["day"]

NOON = ("--as-of", "2024-12-20T12:00", "--known-at", "2024-12-20T12:00")
MOMENTS = ("--from", "2024-12-20T11:00@2024-12-20T11:15", "--to", "latest")


def answered(day: Path, *args: str) -> Any:
    """Return the JSON that a command prints."""
    result = run(*args, "--json", log=day)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_the_incidents_are_listed_with_what_is_known_of_them(day: Path) -> None:
    found = answered(day, "incidents")

    assert [row["incident"] for row in found] == [
        "kyiv-2024-12-20",
        "rostov-2024-12",
        "ukraine-2024-12-20",
    ]
    assert found[0] == {
        "incident": "kyiv-2024-12-20",
        "title": "Kyiv under missile fire, 20 December 2024",
        "state": "open",
        "updates": 17,
        "first_known_at": "2024-12-20T05:24:00.000000Z",
        "last_known_at": "2024-12-20T19:45:00.000000Z",
        "timezone": "Europe/Kyiv",
    }


def test_a_replay_answers_for_the_moment_that_was_asked(day: Path) -> None:
    found = answered(day, "replay", INCIDENT, *NOON, "--policy", "lowest")

    assert found["as_of"] == found["known_at"] == "2024-12-20T10:00:00.000000Z"
    assert (found["policy"], found["position"]) == ("lowest", 18)
    assert {row["policy"] for row in found["casualties"]} == {"lowest"}
    assert len(found["updates"]) == 11


def test_json_is_good_to_read_in_any_script(day: Path) -> None:
    result = run("replay", INCIDENT, "--json", log=day)

    assert '      "quote": "“All objects are hit”",\n' in result.stdout


@pytest.mark.parametrize(
    ("as_of", "instant"),
    [
        ("2024-12-20T11:00", "2024-12-20T09:00:00.000000Z"),
        ("2024-12-20T11:00+01:00", "2024-12-20T10:00:00.000000Z"),
        ("2024-12-20T11:00Z", "2024-12-20T11:00:00.000000Z"),
        ("2024-12-20", "2024-12-20T22:00:00.000000Z"),
        ("latest", "9999-12-31T23:59:59.999999Z"),
        ("", "9999-12-31T23:59:59.999999Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ("2024-12-20T09:00:00.000000Z", "2024-12-20T09:00:00.000000Z"),
    ],
)
@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_moment_is_read_in_the_zone_of_the_incident(
    name: str, as_of: str, instant: str, day: Path
) -> None:
    option = "--" + name.replace("_", "-")

    found = answered(day, "replay", INCIDENT, option, as_of)

    assert found[name] == instant


def test_a_replay_up_to_a_position_is_the_log_as_it_was(day: Path) -> None:
    found = answered(day, "replay", INCIDENT, "--at-position", "3")

    assert found["position"] == 3
    assert [row["position"] for row in found["updates"]] == [1, 2, 3]


def test_a_position_that_the_log_has_not_reached_is_refused(day: Path) -> None:
    message = refusal(run("replay", INCIDENT, "--at-position", "19", log=day))

    assert message == "position 19 is not in the log yet: its last one is 18"


def test_a_diff_says_what_was_compared_and_what_changed(day: Path) -> None:
    found = answered(day, "diff", INCIDENT, *MOMENTS, "--policy", "interval")

    (injured,) = [row for row in found["changes"] if row.get("outcome") == "injured"]
    assert {name: found[name] for name in found if name != "changes"} == {
        "incident": INCIDENT,
        "from": {
            "as_of": "2024-12-20T09:00:00.000000Z",
            "known_at": "2024-12-20T09:15:00.000000Z",
        },
        "to": {
            "as_of": "9999-12-31T23:59:59.999999Z",
            "known_at": "9999-12-31T23:59:59.999999Z",
        },
        "policy": "interval",
        "position": 18,
    }
    assert (injured["before"]["best"], injured["after"]["best"]) == (9, None)
    assert injured["cause"] == "later count"


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("latest", ("9999", "9999")),
        ("@2024-12-20T11:15", ("9999", "2024")),
        ("2024-12-20T11:15@", ("2024", "9999")),
        ("latest@latest", ("9999", "9999")),
    ],
)
def test_either_half_of_a_moment_may_be_left_out(
    moment: str, ends: tuple[str, str], day: Path
) -> None:
    found = answered(day, "diff", INCIDENT, "--from", moment, "--to", "latest")

    assert (found["from"]["as_of"][:4], found["from"]["known_at"][:4]) == ends


def test_a_diff_up_to_a_position_knows_nothing_newer(day: Path) -> None:
    args = ("diff", INCIDENT, "--from", "2024-12-20T08:00", "--to", "latest")

    found = answered(day, *args, "--at-position", "3")

    assert found["position"] == 3
    assert {row["cause"] for row in found["changes"]} <= {"later count", "new harm"}


def test_an_explanation_leads_down_to_the_quoted_words(day: Path) -> None:
    found = answered(day, "explain", INCIDENT, "injured", "@kyiv", *NOON)

    total = found[0]
    assert (total["figure"]["table"], total["figure"]["best"]) == ("casualties", 9)
    words = {each["claim"]: each["quote"] for each in total["deciding"]}
    assert words["mayor-post-1013/confirmation#injured"] == "nine injured"


def test_a_figure_can_be_asked_for_by_one_of_its_claims(day: Path) -> None:
    claim = "kmva-head-evening-post/evening#one-more"

    found = answered(day, "explain", INCIDENT, claim)

    assert [each["figure"]["best"] for each in found] == [13]


def test_a_timeline_is_a_list_in_order(day: Path) -> None:
    found = answered(day, "timeline", INCIDENT, *NOON)

    assert [row["at"] for row in found] == sorted(row["at"] for row in found)
    assert {row["what"] for row in found} == {
        *("occurrence", "statement", "strike", "update"),
    }


ASKING = [
    ("replay", "{}"),
    ("timeline", "{}"),
    ("explain", "{}", "killed"),
    ("diff", "{}", *MOMENTS),
]


@pytest.mark.parametrize("args", ASKING)
def test_an_unknown_incident_is_answered_with_the_nearest(
    args: tuple[str, ...], day: Path
) -> None:
    message = refusal(run(*(each.format("kiev-2024-12-20") for each in args), log=day))

    assert message == (
        "no incident is called 'kiev-2024-12-20' (nearest: kyiv-2024-12-20):"
        " see 'incident-log incidents'"
    )


def test_a_name_like_no_other_is_answered_without_one(day: Path) -> None:
    message = refusal(run("replay", "xxxx", log=day))

    assert message == "no incident is called 'xxxx': see 'incident-log incidents'"


@pytest.mark.parametrize(
    "moment", [("--known-at", "2024-12-19"), ("--at-position", "0")]
)
def test_an_incident_that_was_not_known_yet_is_not_called_unknown(
    moment: tuple[str, str], day: Path
) -> None:
    message = refusal(run("replay", INCIDENT, *moment, log=day))

    assert f"nearest: {INCIDENT}" not in message


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ("replay", INCIDENT, "--as-of", "noon"),
            "cannot read a time from 'noon': write 2024-12-20, 2024-12-20T11:00 or"
            " 2024-12-20T11:00+02:00",
        ),
        (
            ("replay", INCIDENT, "--as-of", "2024-03-31T03:30"),
            "'2024-03-31T03:30' does not exist in Europe/Kyiv (clocks went forward):"
            " correct it or write it with its offset",
        ),
        (
            ("timeline", INCIDENT, "--known-at", "2024-10-27T03:30"),
            "'2024-10-27T03:30' happens twice in Europe/Kyiv (clocks went back):"
            " write it with its offset",
        ),
        (
            ("diff", INCIDENT, "--from", "a@b", "--to", "latest"),
            "cannot read a time from 'a': write 2024-12-20, 2024-12-20T11:00 or"
            " 2024-12-20T11:00+02:00",
        ),
        (
            ("explain", INCIDENT, "drowned", "--as-of", "2024-12-20T07:30"),
            "no figure matches 'drowned': there are none at this moment",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(
    args: tuple[str, ...], message: str, day: Path
) -> None:
    assert refusal(run(*args, log=day)) == message


@pytest.mark.parametrize("args", ASKING)
def test_asking_changes_nothing(args: tuple[str, ...], day: Path) -> None:
    before = (day / "events.db").read_bytes()

    run(*(each.format(INCIDENT) for each in args), log=day)

    assert (day / "events.db").read_bytes() == before
