"""The two real articles give the views that were coded from them by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log.answer import answer
from incident_log.intake import import_updates
from incident_log.log import Log
from incident_log.replay import replay

SHARED = Path(__file__).parents[2] / "shared"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the real articles, which are not ours to ship"
)

EVENING = "2024-12-21T00:00:00+02:00"
#: Views left out: "any" is no outcome, the districts are told of two places (a set
#: without names, and the city), the order is the timeline's.
LEFT_OUT = ("any", "debris_districts", "timeline_order")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log.create(tmp_path_factory.mktemp("examples") / "log") as log:
        first = import_updates(log, [SHARED / "examples"])
        again = import_updates(log, [SHARED / "examples"])
        assert (len(first.appended), first.refused) == (2, [])
        assert (len(again.appended), len(again.known)) == (0, 2)
        yield log


def views() -> list[dict[str, Any]]:
    if not SHARED.is_dir():
        return []
    found = json.loads((SHARED / "domain/seed_claims.json").read_text())
    return [
        view
        for view in found["expected_views"]
        if view["view"] not in LEFT_OUT and view.get("outcome") not in LEFT_OUT
    ]


def bare(value: Any) -> Any:
    """Take the prefixes of the hand-made coding (inc:, plc:, wpn:) off."""
    if isinstance(value, list):
        return [bare(each) for each in value]
    return value.partition(":")[2] if str(value)[3:4] == ":" else value


def rows(found: dict[str, Any], view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of an answer that a view is about."""
    if view["view"] == "blasts_heard":
        return [
            row
            for row in found["observed"]
            if row["kind"] == "blast_heard" and row["place"] == bare(view["place"])
        ]
    named = ("place", "outcome", "service", "object", "degree", "phase", "weapons")
    wanted = {name: bare(view[name]) for name in named if name in view}
    return [
        row
        for row in found[view["view"]]
        if all(row[name] == value for name, value in wanted.items())
    ]


def claims(row: dict[str, Any]) -> list[str]:
    return sorted(name.partition("#")[2] for name in row["claims"])


@pytest.mark.parametrize("view", views(), ids=lambda view: str(view["view"]))
def test_the_articles_say_what_a_reader_coded(log: Log, view: dict[str, Any]) -> None:
    incident = bare(view.get("incident", "inc:kyiv-2024-12-20"))
    found = answer(replay(log, incident, as_of=EVENING))

    if view["view"] == "links":
        (row,) = found["links"]
        assert (row["relation"], row["to"]) == (view["rel"], bare(view["to"]))
        assert (row["status"], claims(row)) == (view["status"], view["claims"])
    elif view["view"] == "verification":
        said = [*found["statements"], *found["targets"]]
        noted = [
            row["claim"].partition("#")[2]
            for row in said
            for verdict in row["verification"]
            if (verdict["verdict"], verdict["said_by"]) == ("not_verified", "ap")
        ]
        assert sorted(noted) == view["claims"]
    elif "rows" in view:
        assert len(rows(found, view)) == view["rows"]
    else:
        (row,) = rows(found, view)
        expected = {n: view[n] for n in ("low", "best", "high") if n in view}
        assert {name: row[name] for name in expected} == expected
        assert claims(row) == view["claims"]
        assert row["origins"] == view.get("independent_origins", row["origins"])
        assert row["contested"] == view.get("contradiction", False)


def test_at_nine_the_injured_total_is_not_yet_known(log: Log) -> None:
    found = answer(replay(log, "kyiv-2024-12-20", as_of="2024-12-20T09:00:00+02:00"))

    outcomes = {row["outcome"] for row in found["casualties"]}
    assert outcomes == {"casualty_unspecified"}


def test_the_patriot_sentence_is_a_claimed_target(log: Log) -> None:
    found = answer(replay(log, "kyiv-2024-12-20", as_of=EVENING))

    aimed_at = {row["claim"].partition("#")[2]: row["kind"] for row in found["targets"]}
    assert aimed_at["a031"] == "air_defence"
    assert not any(row["object"] == "air_defence" for row in found["damage"])
