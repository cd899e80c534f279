"""The revisions of a scraped file become vintages; later runs read only new ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incident_log import intake
from incident_log.answer import answer
from incident_log.exchange import bookmarks
from incident_log.exchange import scraped as scraped_files
from incident_log.exchange.commit_times import Revision
from incident_log.exchange.file_columns import FileColumns
from incident_log.exchange.git import Taken, import_git
from incident_log.exchange.importing import import_vintages
from incident_log.exchange.mapping import Mapping
from incident_log.exchange.mappings import for_revisions
from incident_log.exchange.repository import Repository
from incident_log.exchange.rereading import reading
from incident_log.exchange.scraped import Scraped
from incident_log.exchange.vintage import Vintage
from incident_log.inputs import Found
from incident_log.log import Log
from incident_log.times import FOREVER
from incident_log.view import view
from tests.onlooking import Onlooker
from tests.repositories import Made

MAPPING: dict[str, Any] = {
    "format": "incident-log/mapping/1",
    "report": {"id": "fires.{name}", "source": "fire-service"},
    "incident": {"id": "fire-{name}", "title": "Fire {name}"},
    "claims": [
        {
            "type": "indicator",
            "id": "acres",
            "name": "acres_burned",
            "unit": "acres",
            "value": {"column": "acres"},
        },
        {
            "type": "casualties",
            "id": "injured",
            "outcome": "injured",
            "count": {"column": "hurt"},
        },
    ],
}


def fire(name: str, acres: Any = None, **columns: Any) -> dict[str, Any]:
    return {"name": name, "acres": acres, **columns}


ASH, BAY = fire("ash", 10), fire("bay", 20)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "history")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log") as log:
        yield log


def taken(log: Log, made: Made, changed: Any = None, **options: Any) -> Taken:
    """Import the repository by the mapping, or by one with something changed."""
    mapping = Mapping(MAPPING | (changed or {}))
    return import_git(
        log,
        Repository(made.directory, made.path),
        for_revisions(mapping),
        rows=mapping.rows,
        key=json.dumps(mapping.document),
        **options,
    )


def told(log: Log, name: str) -> list[tuple[Any, ...]]:
    """Return the updates of a fire: clock, signal, and what each claim states."""
    updates = log.told(f"fires.{name}", after=("", "", ""), limit=100)
    return [
        (
            each.known_at[11:16],
            each.signal,
            {
                claim.id: (getattr(claim, "value", None) or claim.count).text  # type: ignore[attr-defined]
                for claim in each.claims
            },
        )
        for each in updates
    ]


def acres(log: Log, name: str, known_at: str = "") -> Any:
    """Return the best figure of acres burned, as known at a time of the day."""
    known = f"2024-12-20T{known_at}:00.000000Z" if known_at else FOREVER
    incident = f"fire-{name}"
    seen = view(
        log.history(incident),
        incident,
        as_of=FOREVER,
        known_at=known,
        policy="latest",
        position=0,
    )
    found = [row["best"] for row in answer(seen)["indicators"]]
    return found[0] if found else None


def test_only_what_a_commit_changed_is_told(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [ASH, fire("bay", 25)])
    made.commit("12:00:00", [fire("ash", 9), fire("bay", 25)])

    found = taken(log, made)

    assert told(log, "ash") == [
        ("10:00", "new", {"acres": "10"}),
        ("12:00", "update", {"acres": "9"}),
    ]
    assert told(log, "bay") == [
        ("10:00", "new", {"acres": "20"}),
        ("11:00", "update", {"acres": "25"}),
    ]
    assert (found.revisions, found.read, found.account.appended) == (3, 3, 4)
    assert found.account.unchanged == 0
    assert [acres(log, "bay", at) for at in ("10:59", "11:00", "13:00")] == [20, 25, 25]


def test_an_update_bears_the_id_of_its_commit(log: Log, made: Made) -> None:
    first = made.commit("10:00:00", [ASH])
    second = made.commit("10:00:00", [fire("ash", 11)])

    taken(log, made)

    assert log.updates_of("fires.ash") == [
        f"20241220t100000z-{first[:12]}",
        f"20241220t100000.000001z-{second[:12]}",
    ]
    assert acres(log, "ash") == 11


def test_a_record_that_disappears_is_withdrawn_and_returns_when_it_reappears(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [BAY])
    made.commit("12:00:00", [BAY, ASH])

    taken(log, made)

    assert [each[:2] for each in told(log, "ash")] == [
        ("10:00", "new"),
        ("11:00", "retraction"),
        ("12:00", "retraction"),
    ]
    assert [acres(log, "ash", at) for at in ("10:30", "11:30", "12:30")] == [
        10,
        None,
        10,
    ]
    assert [acres(log, "bay", at) for at in ("10:30", "11:30", "12:30")] == [20] * 3


def test_a_figure_that_became_null_is_unknown_and_never_0(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [fire("ash"), BAY])
    made.commit("12:00:00", [{"name": "ash"}, fire("bay", 21)])

    taken(log, made)

    assert told(log, "ash")[1:] == [("11:00", "update", {"acres": "unknown"})]


def test_a_record_that_lost_a_column_the_others_have_says_nothing_there(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [{"name": "ash"}, BAY])

    assert taken(log, made).account.warned == []
    assert told(log, "ash")[1:] == [("11:00", "update", {"acres": "unknown"})]


def test_a_column_that_the_whole_file_has_lost_leaves_its_figures_and_is_reported(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [fire("ash", 10, hurt=1), BAY])
    commit = made.commit(
        "11:00:00",
        [{"name": "ash", "hurt": 2, "size": 10}, {"name": "bay", "size": 20}],
    )
    made.commit("12:00:00", [fire("ash", 12, hurt=2), BAY])

    found = taken(log, made)

    assert told(log, "ash")[1:] == [
        ("11:00", "update", {"injured": "2"}),
        ("12:00", "update", {"acres": "12"}),
    ]
    assert [each[0] for each in told(log, "bay")] == ["10:00"]
    where = f"fires.json@{commit[:12]}:1"
    assert found.account.warned[:2] == [
        f"{where} has a new column 'size'",
        f"{where} has no more column 'acres'",
    ]


def test_columns_that_come_and_go_are_reported_once(log: Log, made: Made) -> None:
    for hour in range(10, 16):
        made.commit(f"{hour}:00:00", [ASH | ({"note": "x"} if hour % 2 else {})])

    assert [each.partition(" ")[2] for each in taken(log, made).account.warned] == [
        "has a new column 'note'",
        "has no more column 'note'",
    ]


def test_a_malformed_revision_is_left_out_and_withdraws_nothing(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    broken = [
        made.commit("10:10:00", '[\n {"name": "ash"}, {"na'),
        made.commit("10:20:00", "<html>no service</html>"),
        made.commit("10:30:00", b"\xff\xfe"),
        made.commit("10:40:00", ""),
        made.commit("10:50:00", {"error": "no service"}),
    ]
    made.commit("11:00:00", [ASH, fire("bay", 21)])

    found = taken(log, made)

    assert (found.read, found.left_out, found.account.refused) == (7, 5, 0)
    assert [each[0] for each in told(log, "ash") + told(log, "bay")] == [
        "10:00",
        "10:00",
        "11:00",
    ]
    for commit, warning in zip(broken, found.account.warned, strict=True):
        assert warning.startswith(f"fires.json@{commit[:12]}:1 ")
        assert "left out" in warning or ": " in warning


def test_a_commit_without_the_file_withdraws_nothing(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH])
    made.git("rm", "-q", "fires.json")
    made.committed("11:00:00")
    made.commit("12:00:00", [fire("ash", 11)])

    found = taken(log, made)

    assert [each[0] for each in told(log, "ash")] == ["10:00", "12:00"]
    (warning,) = found.account.warned
    assert warning.endswith("has no such file: it is left out, nothing is withdrawn")


def test_a_record_that_cannot_be_read_keeps_the_others_from_being_withdrawn(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    commit = made.commit("11:00:00", '[{"name": "bay", "acres": 21},\n"ash, 10"]')
    made.commit("12:00:00", [fire("bay", 22)])

    found = taken(log, made)

    assert told(log, "ash")[1:] == [("12:00", "retraction", {})]
    assert [each[0] for each in told(log, "bay")] == ["10:00", "11:00", "12:00"]
    (problem,) = found.account.problems
    assert problem.startswith(f"fires.json@{commit[:12]}:2 is no object with columns")


def test_a_record_whose_figure_cannot_be_read_still_stands(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH])
    made.commit("11:00:00", [fire("ash", "ten or so, or not")])
    made.commit("12:00:00", [fire("ash", 12)])

    found = taken(log, made)

    assert [each[:2] for each in told(log, "ash")] == [
        ("10:00", "new"),
        ("12:00", "update"),
    ]
    assert (found.account.refused, found.left_out) == (1, 0)


def test_rows_that_are_no_ones_or_not_wanted_are_no_records(
    log: Log, made: Made
) -> None:
    only = {"rows": {"only": [{"column": "kind", "is": ["fire"]}]}}
    made.commit(
        "10:00:00", [fire("ash", 1, kind="fire"), fire("lake", 7, kind="flood")]
    )
    made.commit("11:00:00", [fire("", 2, kind="fire")])

    found = taken(log, made, only)

    assert log.reports() == ["fires.ash"]
    assert [each[:2] for each in told(log, "ash")] == [
        ("10:00", "new"),
        ("11:00", "retraction"),
    ]
    assert found.account.refused == 1


def test_a_column_of_names_that_is_called_otherwise_withdraws_nothing(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    renamed = [{"title": "ash", "acres": 11}, {"title": "bay", "acres": 21}]
    made.commit("11:00:00", renamed)
    made.commit("12:00:00", renamed[:1])
    made.commit("13:00:00", [fire("ash", 12), *renamed])

    account = taken(log, made).account

    assert account.refused == 3
    assert [each[0] for each in told(log, "ash")] == ["10:00", "13:00"]
    assert told(log, "bay")[1:] == [("13:00", "retraction", {})]


def test_a_lost_column_that_tells_what_is_wanted_withdraws_nothing(
    log: Log, made: Made
) -> None:
    only = {"rows": {"only": [{"column": "kind", "is": ["fire"]}]}}
    flood = fire("lake", 7, kind="flood")
    made.commit("10:00:00", [fire("ash", 1, kind="fire"), flood])
    made.commit("11:00:00", [fire("ash", 2), fire("lake", 7)])
    made.commit("12:00:00", [flood])

    taken(log, made, only)

    assert [each[:2] for each in told(log, "ash")] == [
        ("10:00", "new"),
        ("12:00", "retraction"),
    ]


def test_of_two_records_of_one_report_the_first_counts_and_the_other_takes_over(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH, fire("ash", 99)])
    made.commit("11:00:00", [ASH, fire("ash", 99), BAY])
    made.commit("12:00:00", [fire("ash", 99), BAY])

    found = taken(log, made)

    assert [each[::2] for each in told(log, "ash")] == [
        ("10:00", {"acres": "10"}),
        ("12:00", {"acres": "99"}),
    ]
    (problem,) = found.account.problems
    assert ":6 is a second record of 'fires.ash', the first counts" in problem


def test_the_same_again_appends_nothing_and_reads_nothing(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [BAY])
    taken(log, made)
    position = log.position

    again = taken(log, made)

    assert (again.revisions, again.read) == (2, 0)
    assert log.position == position


def test_of_one_commit_more_only_that_one_is_read(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("10:30:00", "not json")
    taken(log, made)
    made.commit("11:00:00", [fire("ash", 11)])

    looking = Onlooker()
    found = taken(log, made, stages=looking)

    assert looking.seen[0] == ("reading", "revisions", 1, [1])
    assert looking.seen[1][:3] == ("taking in", "events", 2)
    assert (found.revisions, found.read, found.left_out) == (3, 1, 0)
    assert found.account.appended == 2
    assert told(log, "ash")[-1] == ("11:00", "update", {"acres": "11"})
    assert told(log, "bay")[-1] == ("11:00", "retraction", {})


@pytest.mark.parametrize("damage", ["lost", "no JSON", "a list", "of another log"])
def test_without_its_bookmark_all_is_read_and_nothing_appended(
    log: Log, made: Made, damage: str
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [BAY])
    made.commit("12:00:00", [fire("ash", 12), BAY])
    taken(log, made)
    position = log.position
    file = log.directory / bookmarks.FILE
    if damage == "lost":
        file.unlink()
    elif damage == "of another log":
        (name,) = json.loads(file.read_text())
        found = bookmarks.load(log, name)
        assert found is not None
        other = {name: {**json.loads(file.read_text())[name], "leaf": "00"}}
        file.write_text(json.dumps(other))
    else:
        file.write_text("[]" if damage == "a list" else "{")

    again = taken(log, made)

    assert (again.read, again.account.appended) == (3, 0)
    assert again.account.known == 4
    assert log.position == position


def test_records_that_were_there_before_withdraw_nothing_without_their_names(
    log: Log, made: Made
) -> None:
    nameless = {"acres": 20}
    made.commit("10:00:00", [ASH, nameless])
    taken(log, made)
    made.commit("11:00:00", [nameless])

    taken(log, made)

    assert acres(log, "ash", "12:00") == 10


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first", None),
        ("commit", None),
        ("blob", ""),
        ("blob", "0\n1"),
        ("columns", None),
        ("columns", ["acres"]),
        ("origin", 1),
        ("leaf", None),
        ("position", "1"),
        ("position", []),
        ("position", 10**30),
        ("position", -(10**30)),
    ],
)
def test_a_bookmark_in_which_anything_was_damaged_does_not_count(
    log: Log, made: Made, field: str, value: Any
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    taken(log, made)
    file = log.directory / bookmarks.FILE
    ((name, found),) = json.loads(file.read_text()).items()
    file.write_text(json.dumps({name: {**found, field: value}}))

    again = taken(log, made)

    assert (again.read, again.account.known, again.account.warned) == (1, 2, [])


def test_a_changed_mapping_reads_everything_again_and_appends_what_it_adds(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [fire("ash", 10, crews=3)])
    taken(log, made)
    more = [
        *MAPPING["claims"],
        {
            "type": "indicator",
            "id": "crews",
            "name": "crews",
            "value": {"column": "crews"},
        },
    ]
    made.commit("11:00:00", [fire("ash", 11, crews=4)])

    found = taken(log, made, {"claims": more})

    assert found.read == 2
    assert told(log, "ash")[-1] == ("11:00", "update", {"acres": "11", "crews": "4"})


def test_a_rewritten_branch_is_read_from_the_start(log: Log, made: Made) -> None:
    old = made.commit("10:00:00", [ASH])
    taken(log, made)
    made.git("checkout", "-q", "--orphan", "new")
    made.git("branch", "-q", "-D", "main")
    made.git("checkout", "-q", "-b", "main")
    made.commit("11:00:00", [fire("ash", 11)])

    found = taken(log, made)

    assert found.read == 1
    assert found.account.warned == [
        f"fires.json@{old[:12]}:1 was read last and is no longer in the branch: all is"
        " read from the start, what only such commits showed still stands"
    ]
    assert told(log, "ash")[-1] == ("11:00", "update", {"acres": "11"})


def test_where_git_lost_what_was_read_last_all_counts_again(
    log: Log, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.commit("10:00:00", [ASH])
    taken(log, made)
    file = log.directory / bookmarks.FILE
    ((name, found),) = json.loads(file.read_text()).items()
    file.write_text(json.dumps({name: {**found, "blob": "1" * 40}}))

    again = taken(log, made)

    assert (again.read, again.account.known, again.account.warned) == (1, 1, [])


def test_a_blob_that_the_clone_lacks_is_left_out(
    log: Log, made: Made, tmp_path: Path
) -> None:
    made.commit("10:00:00", [ASH])
    made.commit("11:00:00", [fire("ash", 11)])
    first = Repository(made.directory, "fires.json").revisions()[0].blob
    assert first is not None
    (made.directory / ".git" / "objects" / first[:2] / first[2:]).unlink()

    found = taken(log, made)

    assert (found.read, found.left_out) == (2, 1)
    assert "is missing in this clone: it is left out" in found.account.warned[0]
    assert [each[0] for each in told(log, "ash")] == ["11:00"]


def test_a_renamed_file_tells_nothing_twice(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH], path="old.json")
    made.git("mv", "old.json", "fires.json")
    made.committed("11:00:00")

    found = taken(log, made)

    assert (found.revisions, found.read, found.account.appended) == (2, 1, 1)
    assert taken(log, made).read == 0


def test_what_is_unusual_about_the_commits_is_said(
    log: Log, made: Made, tmp_path: Path
) -> None:
    made.commit("10:00:00", [ASH])
    made.commit("11:00:00", [BAY])
    late = made.commit("09:00:00", [ASH, BAY])
    clone = Made(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth", "2", f"file://{made.directory}", "main")
    clone.git("reset", "-q", "--hard", "FETCH_HEAD")

    shallow, late_ones = taken(log, clone).account.warned

    assert "is a shallow clone: what was known before it begins is missing" in shallow
    assert late_ones.startswith(f"fires.json@{late[:12]}:1 bears an earlier time")


def test_a_commit_of_the_future_is_known_with_the_next_one(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH])
    for content, year in ((11, "2099"), (12, "2098")):
        made.commit("10:00:00", [fire("ash", content)])
        dated = f"{year}-12-20T10:00:00Z"
        made.git("commit", "-q", "--amend", "--no-edit", "--date", dated, at=dated)
    ahead = made.git("rev-parse", "HEAD~1")
    made.commit("13:00:00", [fire("ash", 13)])
    made.commit("14:00:00", [fire("ash", 14), BAY])

    found = taken(log, made)

    assert (found.account.appended, found.account.refused) == (6, 0)
    assert [acres(log, "ash", at) for at in ("10:30", "13:30", "14:30")] == [10, 13, 14]
    (warning,) = found.account.warned
    assert warning == (
        f"fires.json@{ahead[:12]}:1 bears a time after now, as do 1 others: each counts"
        " as known just before the next one"
    )


def test_a_last_commit_of_the_future_waits_for_its_time(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH])
    made.commit("11:00:00", [fire("ash", 11)])
    dated = "2099-12-20T11:00:00Z"
    made.git("commit", "-q", "--amend", "--no-edit", "--date", dated, at=dated)

    account = taken(log, made).account

    assert (account.appended, account.refused) == (1, 1)
    assert (
        "received_at 2099-12-20T11:00:00.000000Z lies after now" in account.problems[0]
    )


def test_what_a_clone_got_later_of_its_past_is_read(
    log: Log, made: Made, tmp_path: Path
) -> None:
    for clock, dead in (("10:00:00", 7), ("11:00:00", None), ("12:00:00", 9)):
        made.commit(clock, [fire("ash", 10, hurt=dead), BAY])
    clone = Made(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth", "2", f"file://{made.directory}", "main")
    clone.git("reset", "-q", "--hard", "FETCH_HEAD")
    taken(log, clone)
    clone.git("fetch", "-q", "--unshallow", f"file://{made.directory}", "main")

    found = taken(log, clone)

    assert (found.read, found.account.appended, found.account.refused) == (3, 3, 0)
    assert [each[2].get("injured") for each in told(log, "ash")] == [
        "7",
        None,
        "unknown",
        "9",
    ]
    assert taken(log, clone).read == 0


def test_a_dry_run_leaves_log_and_bookmark_alone(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [BAY])

    found = taken(log, made, dry_run=True, examples=1)

    assert (found.account.appended, log.position) == (3, 0)
    assert [each["report"]["id"] for each in found.account.examples] == ["fires.ash"]
    assert not (log.directory / bookmarks.FILE).exists()
    assert taken(log, made).read == 2


def test_strict_stops_and_the_next_run_meets_the_same_record(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH])
    made.commit("11:00:00", [fire("ash", "a lot"), BAY])
    made.commit("12:00:00", [fire("ash", 12), BAY])

    first = taken(log, made, strict=True)
    second = taken(log, made, strict=True)

    assert (first.account.refused, second.account.refused) == (1, 1)
    assert [each[0] for each in told(log, "ash")] == ["10:00"]
    assert told(log, "bay") == []


def test_what_the_log_refuses_is_tried_again(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH])
    made.commit("11:00:00", [fire("ash", 11)])
    present, log.clock = log.clock, lambda: "2024-12-20T10:30:00.000000Z"

    early = taken(log, made)
    log.clock = present
    later = taken(log, made)

    assert (early.read, early.account.appended, early.account.refused) == (2, 1, 1)
    assert (later.read, later.account.appended, later.account.refused) == (2, 1, 0)
    assert told(log, "ash")[1:] == [("11:00", "update", {"acres": "11"})]


def test_a_bookmark_that_cannot_be_written_is_no_failure(log: Log, made: Made) -> None:
    made.commit("10:00:00", [ASH])
    (log.directory / bookmarks.FILE).mkdir()

    found = taken(log, made)

    (warning,) = found.account.warned
    assert warning.startswith(
        "repositories.json cannot be written (Is a directory): all"
    )
    assert found.account.appended == 1


def test_a_last_revision_in_which_not_all_is_seen_is_read_again(
    log: Log, made: Made
) -> None:
    made.commit("10:00:00", [ASH, BAY])
    made.commit("11:00:00", [BAY, "ash?"])
    taken(log, made)
    made.commit("12:00:00", [BAY])

    found = taken(log, made)

    assert found.read == 2
    assert told(log, "ash")[1:] == [("12:00", "retraction", {})]


def test_only_unreadable_revisions_leave_no_bookmark(log: Log, made: Made) -> None:
    made.commit("10:00:00", "not json")

    found = [taken(log, made) for _ in range(2)]

    assert [(each.read, each.left_out) for each in found] == [(1, 1), (1, 1)]


def test_records_that_say_themselves_that_they_are_gone(log: Log, made: Made) -> None:
    gone = {"rows": {"gone": [{"column": "state", "is": ["deleted"]}]}}
    made.commit("10:00:00", [fire("ash", 10, state="active")])
    made.commit("11:00:00", [fire("ash", 10, state="deleted")])
    made.commit("12:00:00", [])

    taken(log, made, gone)

    assert [each[:2] for each in told(log, "ash")] == [
        ("10:00", "new"),
        ("11:00", "retraction"),
    ]


def test_a_csv_and_json_lines_are_followed_too(tmp_path: Path) -> None:
    for name, first, second in (
        ("fires.csv", "name,acres\nash,10\nbay,20\n", "name,acres,hurt\nash,11,\n"),
        (
            "fires.jsonl",
            '{"name": "ash", "acres": 10}\n{"name": "bay", "acres": 20}\n',
            '{"name": "ash", "acres": 11}',
        ),
    ):
        made = Made(tmp_path / name, name)
        made.commit("10:00:00", first)
        made.commit("11:00:00", second)
        with Log.create(tmp_path / f"{name}.log") as log:
            found = taken(log, made)

            assert told(log, "ash")[1:] == [("11:00", "update", {"acres": "11"})]
            assert told(log, "bay")[1:] == [("11:00", "retraction", {})]
            assert found.account.refused == 0


def test_columns_inside_an_object_are_completed_and_followed_there(
    log: Log, made: Made
) -> None:
    inside = {"rows": {"at": "/features", "inside": "properties"}}

    def file(*rows: dict[str, Any]) -> dict[str, Any]:
        return {"features": [{"properties": row} for row in rows], "type": "all"}

    made.commit("10:00:00", file(ASH, fire("bay", 20, hurt=1)))
    made.commit("11:00:00", file({"name": "ash"}, fire("bay", 20, hurt=1)))
    made.commit("12:00:00", file({"name": "ash"}, {"name": "bay", "hurt": 2}))
    commit = made.commit(
        "13:00:00", {"features": [{"type": "empty"}, *file(ASH)["features"]]}
    )

    found = taken(log, made, inside)

    assert told(log, "ash")[1:] == [
        ("11:00", "update", {"acres": "unknown"}),
        ("13:00", "update", {"acres": "10"}),
    ]
    assert told(log, "bay")[1] == ("12:00", "update", {"injured": "2"})
    assert f"fires.json@{commit[:12]}:1 has a new column 'type'" in found.account.warned


def test_killed_on_the_way_and_run_again_it_is_the_log_that_would_have_been(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    for minute in range(10):
        rows = [fire(name, minute // (n + 1)) for n, name in enumerate("abcd")]
        made.commit(f"10:{minute:02}:00", rows[minute % 3 :])
    with Log.create(tmp_path / "whole") as whole, Log.create(tmp_path / "cut") as cut:
        taken(whole, made)

        for until in (2, 5, 8):
            with pytest.raises(KeyboardInterrupt):
                taken(cut, made, stages=Onlooker(_Killed(until)))
        taken(cut, made)

        assert [told(cut, name) for name in "abcd"] == [
            told(whole, name) for name in "abcd"
        ]
        assert cut.position == whole.position


class _Killed:
    """Ends the import after so many revisions."""

    def __init__(self, until: int) -> None:
        self._left = until

    def __call__(self, _: int) -> None:
        self._left -= 1
        if not self._left:
            raise KeyboardInterrupt


NAMES = st.sampled_from("abc")
FIGURES = st.none() | st.integers(0, 3)
FILE = st.lists(st.tuples(NAMES, FIGURES), max_size=4) | st.none()


@settings(max_examples=50, deadline=None)
@given(st.lists(FILE, min_size=1, max_size=6), st.sampled_from([0, 1, 10]))
@example([[("a", 1)], [("a", 2), ("a", 1)], [("a", 1)]], 0)
@example([[("a", 1)], [("a", 1), ("a", 2)], [("b", 0), ("a", 2)]], 0)
def test_what_a_revision_shows_is_what_was_known_from_then_on(
    files: list[list[tuple[str, int | None]] | None], many: int
) -> None:
    """A file is figures by name, of which the first counts; ``None``: unreadable."""
    with (
        TemporaryDirectory() as directory,
        Log.create(Path(directory)) as log,
        patch.object(scraped_files, "MANY", many),
    ):
        mapping = Mapping(MAPPING)
        scraped = Scraped(
            "fires.json",
            reading("fires.json", {}),
            FileColumns(None),
            for_revisions(mapping),
        )
        import_vintages(
            log, (v for n, file in enumerate(files) for v in _shown(scraped, n, file))
        )

        shown: dict[str, int | None] = {}
        for n, file in enumerate(files):
            shown = shown if file is None else dict(reversed(file))
            for name in "abc":
                if f"fires.{name}" in log.reports():
                    known = acres(log, name, f"{10 + n}:30")
                    assert known == shown.get(name), (name, n)


def test_of_a_file_that_is_new_no_more_is_made_than_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All that a large file says would not go into memory."""
    named: list[str] = []
    vintage = Mapping.vintage

    def noted(mapping: Mapping, row: dict[str, Any], **how: Any) -> Vintage | None:
        named.append(row["name"])
        return vintage(mapping, row, **how)

    monkeypatch.setattr(Mapping, "vintage", noted)
    scraped = Scraped(
        "fires.json",
        reading("fires.json", {}),
        FileColumns(None),
        for_revisions(Mapping(MAPPING)),
    )
    told = _shown(scraped, 0, [("a", 1), ("b", 2), ("c", 3)])

    next(told)

    assert named == ["a"]
    assert len(list(told)) == 2


def _shown(
    scraped: Scraped, n: int, file: list[tuple[str, int | None]] | None
) -> Iterator[Vintage | Found]:
    rows = None if file is None else [fire(*each) for each in file]
    revision = Revision(f"{n:040}", f"2024-12-20T{10 + n}:00:00.000000Z", "blob")
    return scraped.vintages(
        revision, b"<" if rows is None else json.dumps(rows).encode()
    )
