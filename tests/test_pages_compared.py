"""Two moments of an incident side by side: each figure before, after, and why."""

import sqlite3
from pathlib import Path
from random import Random
from typing import Any

import pytest

from incident_log.answering import fetching
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages.compared import Change, compared
from incident_log.datasette_plugin.pages.stops import as_of_stops, known_stops
from incident_log.demonstration import loaded
from incident_log.diff import diff
from incident_log.projecting.keeping import catch_up, path_of
from incident_log.replay import replay
from incident_log.times import LATEST
from tests.given import (
    INCIDENT,
    Document,
    act,
    claim,
    denied,
    injured,
    killed,
    more,
    update,
)
from tests.tabled import moment, tabled


def changes(path: Path, before: Moment, after: Moment) -> list[Change]:
    with sqlite3.connect(path) as connection:
        incident = fetching.incident(connection, INCIDENT)
        found, _ = compared(connection, incident, before, after)
        return found


def only(path: Path, before: Moment, after: Moment) -> Change:
    (found,) = changes(path, before, after)
    return found


def why(change: Change) -> list[tuple[str, str]]:
    return [(each["cause"], each["id"]) for each in change.because]


def test_a_later_count_is_named_with_its_claim(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path,
        update("wire", injured(9), killed(1), at="10:00", heard="10:10"),
        update("wire", injured(12), at="11:00", heard="11:10"),
    )

    change = only(tables, moment("", "10:30"), moment("", "11:30"))

    assert (change.title, change.place) == ("injured", "kyiv")
    assert (change.before, change.after, change.cause) == ("9", "12", "Later count")
    assert why(change) == [("later count", "wire/2#c1")]


def test_nothing_between_two_moments_is_no_change(tmp_path: Path) -> None:
    tables = tabled(tmp_path, update("wire", injured(9), at="10:00", heard="10:10"))

    assert changes(tables, moment("", "10:30"), moment("", "11:30")) == []


@pytest.mark.parametrize(
    ("later", "cause"),
    [
        (update("b", injured(12), at="09:00", heard="11:10"), "late report"),
        (
            update("b", more(injured(2)), at="11:00", heard="11:10", source="a"),
            "new harm",
        ),
        (
            update(
                "b",
                injured(12, occurred="2024-12-20T10:50"),
                at="11:00",
                heard="11:10",
            ),
            "new harm",
        ),
        (
            update(
                "a",
                injured(12),
                at="10:00",
                heard="11:10",
                signal="correction",
                corrects=["x"],
            ),
            "correction",
        ),
        (
            act("correct", "11:10", claim="a/x#c1", changes={"count": 12}),
            "correction",
        ),
        (act("retract", "11:10", ref="a/x"), "retraction"),
        (act("hold", "11:10", ref="a/x"), "hold"),
    ],
)
def test_why_a_figure_moved(tmp_path: Path, later: Document, cause: str) -> None:
    tables = tabled(
        tmp_path, update("a", injured(9), at="10:00", heard="10:10", id="x"), later
    )

    change = only(tables, moment("", "10:30"), moment("", "11:30"))

    assert change.plain["cause"] == cause


def test_a_claim_about_a_later_moment_comes_with_that_moment(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path,
        update("wire", injured(9), at="10:00", heard="10:10"),
        update("wire", injured(12), at="11:00", heard="11:10"),
    )

    change = only(tables, moment("10:30"), moment("11:30"))

    assert why(change) == [("later count", "wire/2#c1")]


def test_going_back_in_time_nothing_was_learnt(tmp_path: Path) -> None:
    tables = tabled(tmp_path, update("wire", injured(9), at="10:00", heard="10:10"))

    change = only(tables, moment("11:00"), moment("09:00"))

    assert (change.before, change.after) == ("9", "nothing")
    assert (change.cause, why(change)) == ("Speaks about a later moment", [])


def test_a_claim_that_decides_again_is_no_news(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path,
        update("a", injured(9), at="10:00", heard="10:10"),
        update("b", injured(12), at="11:05", heard="11:10", id="x"),
        act("retract", "11:20", ref="b/x"),
    )

    change = only(tables, moment("", "11:15"), moment("", "11:30"))

    assert (change.before, change.after) == ("12 (9 to 12)", "9")
    assert why(change) == [("retraction", "b/x#c1")]


def test_places_described_anew_move_figures_without_a_claim(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path,
        update("a", killed(1), killed(3, place="podil"), at="10:00", heard="10:10"),
        update(
            "b",
            claim("statement", act="announce", quote="x"),
            places=[{"id": "podil", "part_of": "kyiv"}],
            at="10:00",
            heard="11:10",
        ),
    )

    change = only(tables, moment("", "10:30"), moment("", "11:30"))

    assert (change.before, change.after) == ("1", "3")
    assert change.plain["cause"] == "description"


def test_a_denial_says_so(tmp_path: Path) -> None:
    tables = tabled(tmp_path, update("a", denied(killed(1)), at="10:00", heard="10:10"))

    change = only(tables, moment("", "09:00"), moment())

    assert change.plain["because"][0]["denied"] is True


def test_page_and_command_agree_about_any_two_moments_of_the_day(
    tmp_path: Path,
) -> None:
    with loaded(tmp_path / "log") as (log, _):
        catch_up(log)
        with sqlite3.connect(path_of(log)) as connection:
            incident = fetching.incident(connection, INCIDENT)
            corners = [
                Moment(as_of, known_at)
                for as_of in [*as_of_stops(connection, INCIDENT), LATEST]
                for known_at in [*known_stops(connection, INCIDENT), LATEST]
            ]
            pairs = [Random(n).sample(sorted(corners, key=repr), 2) for n in range(40)]
            pages = [
                [change.plain for change in compared(connection, incident, *pair)[0]]
                for pair in pairs
            ]
            told = [diff(*(_view(log, each) for each in pair)) for pair in pairs]

    assert [_ordered(page) for page in pages] == [
        _ordered(change for change in changes if "claim" not in change)
        for changes in told
    ]


def _view(log: Any, at: Moment) -> Any:
    as_of, known_at = (
        "latest" if time == LATEST else time for time in (at.as_of, at.known_at)
    )
    return replay(log, INCIDENT, as_of=as_of, known_at=known_at)


def _ordered(changes: Any) -> list[Any]:
    return sorted(changes, key=repr)
