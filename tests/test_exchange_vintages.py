"""From all that a source ever said of a record to updates of only what changed."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_log import accepting
from incident_log.answer import answer
from incident_log.decisions import Desk
from incident_log.errors import OutOfOrder, TwoRowsOfOne
from incident_log.events import UpdateReceived
from incident_log.exchange import importing
from incident_log.exchange.importing import Account, import_vintages
from incident_log.exchange.mapping import Mapping
from incident_log.exchange.records import vintages
from incident_log.exchange.vintage import Vintage
from incident_log.exchange.vintages import Vintages
from incident_log.inputs import Found
from incident_log.log import Log
from incident_log.pending import Appended
from incident_log.replay import replay
from tests.given import history_of
from tests.mapped import Document, acres, document, killed, lines, mapping, seen

NOW = "2024-12-21T12:00:00.000000Z"
FIRES = mapping(acres(), killed())
GONE = mapping(acres(), killed(), rows={"gone": [{"column": "gone", "is": [True]}]})
CHANGES = mapping(
    acres(),
    killed(),
    rows={"say": "changes", "gone": [{"column": "gone", "is": [True]}]},
)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


def row(at: str, fire: str = "a", **fields: Any) -> Document:
    """A row about a fire, known at a clock time of 20 December in Kyiv."""
    return {"fire": fire, "at": f"2024-12-20T{at}", **fields}


def told(
    *rows: Document, by: Mapping = FIRES, compared: Vintages | None = None
) -> list[Document]:
    """Return the updates that rows come to."""
    compared = compared or Vintages(None)
    found = []
    for each in rows:
        update = compared.update(seen(by, each))
        if update is not None:
            compared.keep()
            found.append(update)
    return found


def claims(update: Document) -> dict[str, Any]:
    """Return what an update says, by the ids of its claims."""
    return {
        claim["id"]: claim.get("value", claim.get("count"))
        for claim in update.get("claims", ())
    }


def put(log: Log, *rows: Document, by: Mapping = FIRES, **options: Any) -> Account:
    """Import rows."""
    return import_vintages(log, [seen(by, each) for each in rows], **options)


def stored(log: Log) -> list[Document]:
    """Return all that the log holds, but for the times and the salts of an import."""
    with closing(sqlite3.connect(log.directory / "events.db")) as db:
        states = db.execute("SELECT state FROM stored_events ORDER BY rowid").fetchall()
    found = [json.loads(state) for (state,) in states]
    for state in found:
        state.pop("recorded_at")
        state.pop("content_key")  # it depends on the secret of the log
        if isinstance(state["incident"], dict):
            state["incident"].pop("title")
        for claim in state.get("claims", ()):
            claim.pop("note", None)
    return found


# -- what is new -----------------------------------------------------------------------


def test_the_first_row_tells_everything_and_later_ones_what_changed() -> None:
    first, second = told(
        row("10:00", acres=100, dead=1),
        row("10:20", acres=100, dead=1),
        row("10:40", acres=95, dead=1),
    )

    assert first["incident"] == {"id": "fire-a", "title": "Fire a"}
    assert "signal" not in first
    assert claims(first) == {"acres": 100, "killed": 1}
    assert (second["incident"], second["signal"]) == ("fire-a", "update")
    assert claims(second) == {"acres": 95}
    assert second["received_at"] == "2024-12-20T08:40:00.000000Z"
    assert second["id"] == "20241220t084000z"


def test_a_figure_that_became_null_is_unknown_and_never_zero() -> None:
    _, second, third = told(
        row("10:00", acres=100, dead=None),
        row("10:20", acres=None, dead=None),
        row("10:40", acres="", dead=0),
    )

    assert claims(second) == {"acres": "unknown"}
    assert claims(third) == {"killed": 0}


def test_a_column_that_is_no_longer_there_has_fallen_silent() -> None:
    narrower = mapping(killed())
    compared = Vintages(None)

    told(row("10:00", acres=100, dead=1), compared=compared)
    (second,) = told(row("10:20", dead=1), by=narrower, compared=compared)

    assert claims(second) == {"acres": "unknown"}


def test_a_row_of_changes_leaves_alone_what_it_leaves_out() -> None:
    updates = told(
        row("10:00", acres=100, dead=1),
        row("10:20", acres=None),
        row("10:40", dead=2),
        by=CHANGES,
    )

    assert [claims(update) for update in updates] == [
        *({"acres": 100, "killed": 1}, {"acres": "unknown"}, {"killed": 2})
    ]


def test_a_new_name_of_the_incident_is_news() -> None:
    named = mapping(incident={"id": "fire-{fire}", "title": "{name}"})

    first, second = told(
        row("10:00", name="Creek", acres=1),
        row("10:20", name="Creek Complex", acres=1),
        row("10:40", name="", acres=1),
        by=named,
    )

    assert first["incident"]["title"] == "Creek"
    assert second["incident"]["title"] == "Creek Complex"
    assert claims(second) == {}


def test_agents_are_described_once() -> None:
    first, second = told(
        row("10:00", acres=1),
        row("10:20", acres=2),
        by=mapping(agents=[{"id": "agency", "name": "The agency"}]),
    )

    assert first["agents"] == [{"id": "agency", "name": "The agency"}]
    assert "agents" not in second


def test_two_rows_of_one_moment_are_told_in_their_order() -> None:
    first, second = told(row("10:00", acres=1), row("10:00", acres=2))

    assert (first["id"], second["id"]) == ("20241220t080000z", "20241220t080000z.0002")


def test_of_two_rows_of_one_moment_the_later_one_stands(log: Log) -> None:
    rows = [row("10:00", acres=1, dead=5), row("10:00", acres=2, dead=5)]
    put(log, *rows, row("10:00", acres=2))

    said = answer(replay(log, "fire-a", as_of=NOW, known_at=NOW, policy="latest"))

    (burned,), (dead,) = said["indicators"], said["casualties"]
    assert (burned["low"], burned["best"], burned["high"]) == (2, 2, 2)
    assert (dead["low"], dead["best"], dead["high"]) == (None, None, None)


def test_words_alone_are_compared_where_they_were_said() -> None:
    told_by = mapping(
        {"type": "statement", "id": "said", "act": "announce", "text": "{words}"}
    )

    updates = told(
        row("10:00", words="Leave now."),
        row("10:20", words="Leave now."),
        row("10:40", words="Stay inside."),
        row("11:00", words=None),
        row("11:20", words=None),
        by=told_by,
    )

    said = [[claim["text"] for claim in update["claims"]] for update in updates]
    assert said == [["Leave now."], ["Stay inside."], []]
    assert updates[2]["signal"] == "retraction"
    assert updates[2]["retracts"] == [
        "fire-a/20241220t080000z#said",
        "fire-a/20241220t084000z#said",
    ]


# -- moments and voices ----------------------------------------------------------------

DATED = mapping(acres(), as_of={"column": "as_of"}, published_at={"column": "printed"})
VOICED = mapping(acres(said_by="{by}"), as_of={"column": "as_of"})


def test_a_later_moment_supersedes_by_itself() -> None:
    _, second = told(
        row("10:00", acres=1, as_of="2024-12-20T09:00"),
        row("10:20", acres=2, as_of="2024-12-20T09:20"),
        by=DATED,
    )

    assert "corrects" not in second["claims"][0]


def test_an_earlier_moment_names_what_it_replaces() -> None:
    _, second, third, fourth = told(
        row("10:00", acres=1, as_of="2024-12-20T09:00"),
        row("10:20", acres=2, as_of="2024-12-20T08:00", printed="2024-12-20T10:05"),
        row("10:40", acres=3, as_of="2024-12-20T08:00", printed="2024-12-20T10:05"),
        row("11:00", acres=None, as_of="2024-12-20T08:00", printed="2024-12-20T10:00"),
        by=DATED,
    )

    assert second["claims"][0]["corrects"] == "fire-a/20241220t080000z#acres"
    assert third["claims"][0]["corrects"] == "fire-a/20241220t082000z#acres"
    assert fourth["claims"][0]["corrects"] == "fire-a/20241220t084000z#acres"


def test_another_voice_at_the_same_moment_names_what_it_replaces() -> None:
    day = {"as_of": "2024-12-19"}
    _, second, third = told(
        row("10:00", acres=1, by="ministry", **day),
        row("10:20", acres=1, by="office", **day),
        row("10:40", acres=1, by="ministry", as_of="2024-12-20"),
        by=VOICED,
    )

    assert second["claims"][0]["corrects"] == "fire-a/20241220t080000z#acres"
    assert "corrects" not in third["claims"][0]


def test_a_claim_may_have_a_moment_of_its_own() -> None:
    meaning = mapping(
        killed(
            as_of={"column": "as_of"},
            population={"role": ["medical"]},
            occurred={"column": "when"},
        )
    )
    rows = [
        row("10:00", dead=1, as_of="2024-12-19", when="2024-12-18"),
        row("10:20", dead=1, as_of="2024-12-19", when="2024-12-18"),
        row("10:40", dead=None, as_of="2024-12-19", when="2024-12-18"),
    ]

    _, silent = told(*rows, by=meaning)

    assert silent["claims"] == [
        {
            "id": "killed",
            "type": "casualties",
            "outcome": "killed",
            "as_of": "2024-12-19",
            "population": {"role": ["medical"]},
            "count": "unknown",
        }
    ]


# -- gone and back ---------------------------------------------------------------------


def test_a_record_that_disappears_is_retracted_and_told_anew_when_it_is_back() -> None:
    updates = told(
        row("09:00", gone=True),
        row("10:00", acres=1, dead=1),
        row("10:20", gone=True),
        row("10:40", gone=True),
        row("11:00", acres=1),
        row("11:20", acres=1),
        by=GONE,
    )

    _, gone, back = updates
    assert (gone["signal"], "retracts" in gone, "claims" in gone) == (
        *("retraction", False, False),
    )
    assert (back["signal"], claims(back)) == ("update", {"acres": 1})


def test_a_row_of_changes_lets_stand_again_what_was_said() -> None:
    _, gone, back, again = told(
        row("10:00", acres=1, dead=1),
        row("10:20", gone=True),
        row("10:40", acres=2),
        row("11:00", acres=3),
        by=CHANGES,
    )

    assert (back["signal"], claims(back)) == ("retraction", {"acres": 2})
    assert back["retracts"] == [f"fire-a/{gone['id']}"]
    assert again["signal"] == "update"


def test_the_log_shows_what_stood_when_it_was_gone_and_back(log: Log) -> None:
    rows = [
        row("10:00", acres=1, dead=1),
        row("10:20", gone=True),
        row("10:40", acres=2),
        row("11:00", gone=True),
        row("11:20", dead=3),
    ]
    account = put(log, *rows, by=CHANGES)

    def at(clock: str) -> tuple[Any, ...]:
        known_at = f"2024-12-20T{clock}:00+02:00"
        view = replay(log, "fire-a", as_of="latest", known_at=known_at)
        rows = answer(view)
        return tuple(r["best"] for r in (*rows["indicators"], *rows["casualties"]))

    assert (account.appended, account.refused) == (5, 0)
    assert at("10:10") == (1, 1)
    assert at("10:30") == ()
    assert at("10:50") == (2, 1)
    assert at("11:10") == ()
    assert at("11:30") == (2, 3)


BEGAN = mapping(
    {
        "type": "occurrence",
        "id": "began",
        "kind": "start",
        "occurred": "{began}",
        "note": "{note}",
    },
    acres(),
)


def beginnings(log: Log, at: str = "14:00") -> list[Any]:
    """Return when the fire began, as known at a clock time in Kyiv."""
    known = f"2024-12-20T{at}+02:00"
    said = answer(replay(log, "fire-a", known_at=known))
    return [each["occurred"]["from"][8:16] for each in said["occurrences"]]


def test_a_moment_that_is_told_otherwise_does_not_stand_twice(log: Log) -> None:
    rows = [
        row("10:00", began="2024-12-19T10:00Z"),
        row("10:20", began="2024-12-19T03:00Z", note="by night"),
        row("10:40", began="2024-12-19T03:00Z", note="at night", acres=1),
        row("11:00", began="2024-12-19T04:00Z"),
        row("11:20", began=None),
        row("11:40", began="2024-12-19T10:00Z"),
    ]
    put(log, *rows[:4], by=BEGAN)
    put(log, *rows, by=BEGAN)

    assert [
        beginnings(log, at) for at in ("10:10", "10:50", "11:10", "11:30", "11:50")
    ] == [["19T10:00"], ["19T03:00"], ["19T04:00"], [], ["19T10:00"]]


def test_a_moment_of_an_older_file_does_not_stand_beside_a_newer_one(log: Log) -> None:
    ten = "2024-12-19T10:00Z"
    older = [row("09:00", began="2024-12-19T09:00Z"), row("10:00", began=ten)]
    newer = [row("11:00", began="2024-12-19T03:00Z"), row("12:00", began=None)]
    put(log, *newer[:1], by=BEGAN)
    put(log, *older, by=BEGAN)
    both = beginnings(log)

    first = put(log, *newer, by=BEGAN)
    again = put(log, *older, *newer, by=BEGAN)

    assert both == ["19T03:00", "19T10:00"]
    assert (first.appended, again.appended) == (2, 0)
    assert [beginnings(log, at) for at in ("10:30", "11:30", "12:30")] == [
        ["19T10:00"],
        ["19T03:00"],
        [],
    ]


def test_an_occurrence_at_no_time_stands_once(log: Log) -> None:
    kind = {"type": "occurrence", "id": "alarm", "kind": "alarm", "place": "{where}"}
    by = mapping(kind, places=[{"id": "{where}", "name": "{where}"}])
    put(log, row("10:00", where="north"), row("10:20", where="south"), by=by)

    said = answer(replay(log, "fire-a"))

    assert [each["place"] for each in said["occurrences"]] == ["south"]


# -- against the log -------------------------------------------------------------------

HISTORY = [
    row("10:00", acres=100, dead=None, name="Creek"),
    row("10:20", acres=90, dead=1, name="Creek"),
    row("10:20", acres=91, dead=1, name="Creek"),
    row("10:40", acres=None, dead=1, name="Creek Complex"),
    row("11:00", gone=True, name="Creek Complex"),
    row("11:20", acres=80, dead=2, name="Creek Complex"),
    row("11:40", acres=80, dead=3, name="Creek Complex"),
]
NAMED = mapping(
    acres(),
    killed(said_by="{name}", note="{name}"),
    incident={"id": "fire-{fire}", "title": "{name}"},
    rows={"gone": [{"column": "gone", "is": [True]}]},
    places=[{"id": "valley", "name": "Valley"}],
)


def test_the_same_rows_again_append_nothing(log: Log) -> None:
    first = put(log, *HISTORY, by=NAMED)
    again = put(log, *HISTORY, by=NAMED)

    assert (first.appended, first.refused) == (7, 0)
    assert (again.appended, again.known, again.refused) == (0, 7, 0)


@pytest.mark.parametrize("ends", range(1, len(HISTORY)))
def test_an_import_that_was_killed_goes_on_where_it_ended(
    ends: int, log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_log.exchange.vintages.PAGE", 2)
    with Log.create(tmp_path / "whole", clock=lambda: NOW) as whole:
        put(whole, *HISTORY, by=NAMED)

        put(log, *HISTORY[:ends], by=NAMED)
        put(log, *HISTORY, by=NAMED)

        assert stored(log) == stored(whole)


def test_the_next_file_goes_on_from_what_the_log_has(log: Log) -> None:
    put(log, row("10:00", acres=100, dead=1))
    account = put(log, row("10:20", acres=100, dead=2), examples=5)

    assert [claims(update) for update in account.examples] == [{"killed": 2}]


def test_rows_of_the_past_that_say_nothing_new_are_known(log: Log) -> None:
    rows = [row("10:00", acres=1), row("10:20", acres=2)]

    account = put(log, *rows, *rows, row("10:40", acres=3))

    assert (account.appended, account.known, account.refused) == (3, 2, 0)


def test_rows_out_of_order_are_refused(log: Log) -> None:
    account = put(log, row("10:20", acres=2), row("10:00", acres=1))

    assert (account.appended, account.refused) == (1, 1)
    assert "comes after its state of 2024-12-20T08:20" in account.problems[0]
    compared = Vintages(None, lambda: None)
    told(row("10:20", acres=2), compared=compared)
    with pytest.raises(OutOfOrder):
        told(row("10:00", acres=1), compared=compared)


def test_a_dry_run_refuses_a_table_that_begins_with_its_end_too(log: Log) -> None:
    rows = [row(at, acres=at[1]) for at in ("13:00", "12:00", "11:00")]

    account = put(log, *rows, dry_run=True)
    done = put(log, *rows)
    put(log, *reversed(rows))
    again = put(log, *rows, dry_run=True)

    assert (account.appended, account.refused) == (1, 2)
    assert (done.appended, done.refused) == (1, 2)
    assert (again.known, again.refused) == (3, 0)


def test_a_dry_run_cannot_look_back_on_its_own_rows(log: Log) -> None:
    rows = [row("10:00", acres=1), row("10:20", acres=2), row("10:00", acres=1)]

    account = put(log, *rows, dry_run=True)

    assert (account.appended, account.known, log.position) == (2, 1, 0)


def test_what_was_forgotten_is_read_from_the_log_again(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("incident_log.exchange.vintages.REMEMBERED", 4)
    rows = [
        row(f"1{hour}:00", fire=f"f{n}", acres=n, dead=hour // 2)
        for hour in range(4)
        for n in range(6)
    ]

    account = put(log, *rows)

    assert (account.appended, account.unchanged) == (12, 12)


def standing(log: Log, at: str) -> list[Any]:
    """Return the best figures as known at a clock time in Kyiv."""
    known = f"2024-12-20T{at}+02:00"
    said = answer(replay(log, "fire-a", as_of=NOW, known_at=known, policy="latest"))
    return [each["best"] for each in (*said["indicators"], *said["casualties"])]


def test_an_older_file_that_comes_later_leaves_no_figure_standing_too_long(
    log: Log,
) -> None:
    newer = [row("11:00", acres=3), row("12:00", acres=3, dead=9)]
    older = [row("10:00", acres=1, dead=7)]
    put(log, *newer)
    put(log, *older)

    first = put(log, *newer)
    again = put(log, *older, *newer)

    assert (first.appended, first.known, first.refused) == (1, 1, 0)
    assert (again.appended, again.known, again.refused) == (0, 3, 0)
    assert [standing(log, at) for at in ("10:30", "11:30", "12:30")] == [
        [1, 7],
        [3, None],
        [3, 9],
    ]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ({"as_of": "2024-12-20T09:30"}, {"as_of": "2024-12-20T09:00"}),
        ({"as_of": "2024-12-20", "by": "p"}, {"as_of": "2024-12-20", "by": "q"}),
    ],
)
def test_an_older_file_that_speaks_of_a_later_time_does_not_stand_instead(
    older: Document, newer: Document, log: Log
) -> None:
    first = row("10:00", acres=1, **{"by": "p"} | older)
    last = row("11:00", acres=2, **{"by": "p"} | newer)
    put(log, last, by=VOICED)
    put(log, first, by=VOICED)

    account = put(log, first, last, by=VOICED, examples=1)
    again = put(log, first, last, by=VOICED)

    ((claim,),) = [each["claims"] for each in account.examples]
    assert claim["corrects"] == "fire-a/20241220t080000z#acres"
    assert (again.appended, again.known) == (0, 2)
    assert [standing(log, at) for at in ("10:30", "11:30")] == [[1], [2]]


def test_a_figure_of_an_older_file_does_not_stand_where_it_is_unknown(log: Log) -> None:
    older = row("10:00", acres=1, as_of="2024-12-20T09:30")
    newer = [
        row("11:00", acres=2, as_of="2024-12-20T09:00"),
        row("12:00", acres=None, as_of="2024-12-20T09:00"),
    ]
    put(log, *newer, by=DATED)
    put(log, older, by=DATED)

    put(log, older, *newer, by=DATED)
    again = put(log, older, *newer, by=DATED)

    assert (again.appended, again.known) == (0, 3)
    assert [standing(log, at) for at in ("10:30", "11:30", "12:30")] == [
        [1],
        [2],
        [None],
    ]


def test_a_row_whose_moment_went_back_stands_until_the_next_one(log: Log) -> None:
    rows = [
        row("10:00", acres=1, as_of="2024-12-20T09:30"),
        row("10:20", acres=2, as_of="2024-12-20T09:00"),
        row("10:40", acres=3, as_of="2024-12-20T09:00"),
        row("11:00", acres=4, as_of="2024-12-20T09:10"),
        row("11:20", acres=5, as_of="2024-12-20T09:40"),
    ]
    put(log, *rows[:3], by=DATED)
    put(log, *rows, by=DATED)

    shown = [standing(log, at) for at in ("10:10", "10:30", "10:50", "11:10", "11:30")]
    assert shown == [[1], [2], [3], [4], [5]]


def test_a_row_that_was_printed_earlier_lets_nothing_older_stand(log: Log) -> None:
    printed = mapping(acres(), published_at={"column": "printed"})
    rows = [
        row("10:00", acres=1, printed="2024-12-20T09:30"),
        row("10:20", acres=2, printed="2024-12-20T09:30"),
        row("10:40", acres=3, printed="2024-12-20T09:00"),
        row("11:00", acres=None, printed="2024-12-20T08:30"),
        row("11:20", acres=4, printed="2024-12-20T09:10"),
    ]
    put(log, *rows[:2], by=printed)
    put(log, *rows, by=printed)

    shown = [standing(log, at) for at in ("10:10", "10:30", "10:50", "11:10", "11:30")]
    assert shown == [[1], [2], [3], [None], [4]]


def test_what_a_mended_mapping_adds_is_told_beside_what_was(log: Log) -> None:
    rows = [row("10:00", acres=1, dead=7), row("11:00", acres=2, dead=7)]
    put(log, *rows, by=mapping(acres()))

    first = put(log, *rows, examples=3)
    again = put(log, *rows)

    assert [each["id"] for each in first.examples] == ["20241220t080000z-more1"]
    assert (again.appended, again.known, again.refused) == (0, 2, 0)
    assert [standing(log, at) for at in ("10:30", "11:30")] == [[1, 7], [2, 7]]
    assert put(log, *rows, by=mapping(acres(), killed(), killed(id="x"))).appended == 1


def test_what_was_told_of_a_moment_is_not_told_otherwise(log: Log) -> None:
    put(log, row("10:00", acres=1))
    put(log, row("10:00", acres=1, dead=7))

    for other in (row("10:00", acres=2, dead=7), row("10:00", acres=1, dead=8)):
        (problem,) = put(log, other).problems
        assert "in the log with other content" in problem
    (problem,) = put(log, row("10:00", gone=True), by=GONE).problems
    assert "in the log with other content" in problem


def test_a_moment_at_which_a_record_was_gone_is_not_told_otherwise(log: Log) -> None:
    rows = [row("10:00", acres=1), row("11:00", acres=1, gone=True)]
    there = mapping(acres(), killed(), rows={"say": "changes"})
    put(log, *rows, by=CHANGES)

    other = put(log, *rows, by=there)
    again = put(log, *rows, by=CHANGES)

    assert (other.appended, other.refused) == (0, 1)
    assert "in the log with other content" in other.problems[0]
    assert (again.known, standing(log, "11:30")) == (2, [])


def test_a_moment_may_be_added_to_more_than_nine_times(log: Log) -> None:
    burned = [acres(id=f"c{n}", name=f"acres_{n}") for n in range(13)]

    for n in range(1, 14):
        assert put(log, row("10:00", acres=1), by=mapping(*burned[:n])).appended == 1

    again = put(log, row("10:00", acres=1), by=mapping(*burned))
    assert (again.known, standing(log, "10:30")) == (1, [1] * 13)


@pytest.mark.parametrize("was_printed", [True, False])
def test_what_is_added_may_print_another_time_or_none(
    was_printed: bool, log: Log
) -> None:
    rows = [row("10:00", acres=1, dead=7, printed="2024-12-20T09:00")]
    printed = {"published_at": {"column": "printed"}}
    put(log, *rows, by=mapping(acres(), **(printed if was_printed else {})))
    mended = mapping(acres(), killed(), **({} if was_printed else printed))

    first, again = put(log, *rows, by=mended), put(log, *rows, by=mended)

    assert (first.appended, again.known, again.refused) == (1, 1, 0)
    assert standing(log, "10:30") == [1, 7]


def test_words_that_were_erased_are_not_said_again(log: Log) -> None:
    put(log, *HISTORY[:1], by=NAMED)
    with closing(sqlite3.connect(log.directory / "events.db")) as db, db:
        db.execute("DELETE FROM openings")

    again = put(log, *HISTORY[:1], by=NAMED)
    later = put(log, row("10:10", acres=100, name="Creek"), by=NAMED)

    assert (again.known, later.unchanged) == (1, 1)


def test_what_others_said_in_the_report_counts_as_said(log: Log) -> None:
    own = {
        "incident": {"id": "fire-a", "title": "Fire a"},
        "report": {"id": "fire-a", "source": "agency"},
        "received_at": "2024-12-20T08:10:00Z",
        "as_of": "2024-12-20T08:05:00Z",
        "published_at": "2024-12-20T08:06:00Z",
        "claims": [
            {
                "id": "acres",
                "type": "indicator",
                "name": "acres_burned",
                "value": 5,
                "as_of": "2024-12-20T08:01:00Z",
                "occurred": {"from": "2024-12-19T08:00:00Z"},
                "restates": "x/1",
            },
            {"id": "toll", "type": "casualties", "outcome": "killed"},
        ],
    }
    (outcome,) = log.append([accepting.accept(own, lambda _: None)])
    assert isinstance(outcome, Appended)
    Desk(log, reason="looks right", by=None, at_position=None).describe(
        "fire-a", {"kind": "wildfire"}
    )

    account = put(log, row("10:20", acres=5, dead=None), examples=1)

    (update,) = account.examples
    assert claims(update) == {"acres": 5}
    assert update["retracts"] == ["fire-a/1#toll"]


# -- rows without a moment -------------------------------------------------------------


def undated(**fields: Any) -> Vintage:
    given = document(acres(), killed())
    del given["known_at"]
    return seen(Mapping(given), {"fire": "a", **fields})


def test_a_table_without_moments_is_compared_with_what_the_log_says_now(
    log: Log,
) -> None:
    tables = [undated(acres=1), undated(acres=2), undated(acres=1), undated(acres=1)]

    accounts = [import_vintages(log, [each], examples=1) for each in tables]

    assert [account.appended for account in accounts] == [1, 1, 1, 0]
    assert accounts[2].examples[0]["id"] == "3"
    assert accounts[3].unchanged == 1


def test_two_rows_of_one_record_need_a_moment(log: Log) -> None:
    account = import_vintages(log, [undated(acres=1), undated(acres=1)])
    both = import_vintages(log, [undated(acres=1), undated(acres=2)])

    assert (account.appended, account.unchanged) == (1, 1)
    assert (both.appended, both.refused) == (0, 1)
    assert "has two rows that differ" in both.problems[0]
    compared = Vintages(None)
    compared.update(undated(acres=1))
    compared.keep()
    with pytest.raises(TwoRowsOfOne):
        compared.update(undated(acres=2))


# -- laws ------------------------------------------------------------------------------

ROWS = st.lists(
    st.fixed_dictionaries(
        {"fire": st.sampled_from("ab"), "minutes": st.integers(0, 3)},
        optional={
            "acres": st.one_of(st.none(), st.integers(0, 3)),
            "dead": st.one_of(st.none(), st.sampled_from(["about 2", "several", 1])),
            "gone": st.booleans(),
            "name": st.sampled_from(["x", "y"]),
        },
    ),
    max_size=12,
)


class Remembered:
    """A log that was told *updates* and nothing else."""

    def __init__(self, updates: list[Document]) -> None:
        self.events = history_of({"update": u, "recorded_at": NOW} for u in updates)

    def told(
        self, report: str, *, after: tuple[str, str, str], limit: int
    ) -> list[UpdateReceived]:
        found = [
            each
            for each in self.events.updates
            if each.report.id == report
            and (each.order.known_at, each.order.published_at, each.update) > after
        ]
        return found[:limit]


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(0, 12), st.sampled_from([GONE, CHANGES, NAMED]))
def test_wherever_it_is_killed_it_comes_to_the_same_updates(
    steps: list[Document], ends: int, meaning: Mapping
) -> None:
    minutes, rows = 0, []
    for step in steps:
        minutes += step["minutes"]
        rows.append({"at": f"2024-12-20T10:{minutes:02}Z", "name": "x"} | step)

    whole = told(*rows, by=meaning)
    before = told(*rows[:ends], by=meaning)
    after = told(*rows, by=meaning, compared=Vintages(Remembered(before)))
    again = told(*rows, by=meaning, compared=Vintages(Remembered(whole)))

    assert before + after == whole
    assert again == []


# -- the account -----------------------------------------------------------------------


def test_the_account_tells_what_became_of_every_row(log: Log, tmp_path: Path) -> None:
    path = tmp_path / "fires.jsonl"
    path.write_text(
        lines(
            row("10:00", acres=1, dead=1),
            row("10:20", acres="many"),
            row("10:40", acres=1, dead=2),
            row("11:00", acres=1, dead=2),
        )
    )
    done: list[int] = []

    account = import_vintages(
        log,
        vintages([str(path)], mapping(acres(), killed(detail="burnt"))),
        progress=done.append,
        examples=1,
    )

    assert (account.appended, account.unchanged, account.refused) == (2, 1, 1)
    assert account.problems[0].startswith(f"{path}:2 claims[0].value: cannot read")
    assert [w.partition(" ")[2][:27] for w in account.warned] == [
        "claims[1].detail: 'burnt' i"
    ]
    assert account.claims == {"acres": 1, "killed": 2}
    assert (len(account.examples), done) == (1, [1] * 4)


def test_a_refused_update_is_not_built_on(log: Log) -> None:
    bad = mapping(acres(), killed(), label="{words}")
    long = row("10:00", acres=1, words="x" * 3000)

    account = import_vintages(
        log, [seen(bad, long), seen(FIRES, row("10:20", acres=1))]
    )

    assert (account.appended, account.refused) == (1, 1)
    assert account.claims == {"acres": 1}


def test_strict_ends_with_the_first_refusal(log: Log) -> None:
    bad = Found("fires.csv", 3, problem="is no row")

    account = import_vintages(log, [bad, seen(FIRES, row("10:00"))], strict=True)

    assert (account.appended, account.refused) == (0, 1)


def test_problems_and_warnings_are_listed_up_to_a_bound(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LISTED", 2)
    bad = [Found("fires.csv", n, problem="is no row") for n in range(5)]

    account = import_vintages(log, bad)

    assert (account.refused, len(account.problems)) == (5, 2)


def test_a_wrong_time_is_refused_with_its_line(log: Log) -> None:
    fields = {"as_of": "2024-12-20T09:00"}
    vintage = seen(mapping(as_of="{as_of}"), row("10:00", acres=1, **fields))
    nowhere = Mapping({**document(as_of="2024-03-31T03:30"), "timezone": "Europe/Kyiv"})

    account = import_vintages(log, [vintage, seen(nowhere, row("10:20", acres=2))])

    assert (account.appended, account.refused) == (1, 1)


def test_tables_that_cannot_follow_are_warned_of(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "keep_current", lambda *_: "the tables stay behind")

    assert put(log, row("10:00", acres=1)).warned == ["the tables stay behind"]
