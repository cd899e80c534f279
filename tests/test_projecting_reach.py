"""Which incidents an event reaches beside those it is about."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from incident_log.log import Log
from incident_log.projecting.keeping import path_of
from incident_log.projecting.reach import Reach
from incident_log.tables import Tables
from tests.given import (
    Document,
    act,
    casualties,
    claim,
    clock,
    held,
    injured,
    killed,
    tell,
    update,
)


def about(incident: str, report: str, *claims: Document, **fields: str) -> Document:
    """A report about one of several incidents, as of nine."""
    told = {"heard": "09:00", "id": "1", **fields}
    return update(report, *claims, at="08:00", incident=incident, **told)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """A live page about two incidents, a copy of it about a third, and others."""
    with Log.create(tmp_path, clock=lambda: clock("06:00")) as log:
        tell(
            log,
            about("first", "live", killed(1, id="dead"), id="a"),
            about("second", "live", injured(2, id="hurt"), id="b"),
            about("copied", "copy", killed(1), derived_from="live"),
            about("again", "echo", killed(1), derived_from="copy"),
            about("alone", "other", killed(5)),
        )
        yield log


def reached(log: Log, *items: Document) -> set[str]:
    """Return the incidents that are reached by the last of *items*."""
    tell(log, *items)
    event = log.events(after=log.position - 1)[-1]
    with Tables(path_of(log)) as tables:
        return set(Reach(tables, log).incidents([event]))


def test_updates_that_come_together_do_not_reach_each_other(log: Log) -> None:
    tell(
        log,
        about("first", "live", killed(2), heard="09:30", id="c"),
        about("second", "live", injured(3), heard="09:40", id="d"),
    )
    events = log.events(after=log.position - 2)
    with Tables(path_of(log)) as tables:
        found = Reach(tables, log).incidents(events)

    assert found == {"first": [events[0]], "second": [events[1]]}


HEARD = {"heard": "10:00", "id": "z"}


@pytest.mark.parametrize(
    ("item", "incidents"),
    [
        (about("alone", "other", killed(6), **HEARD), {"alone"}),
        (about("alone", "live", killed(6), **HEARD), {"alone"}),
        (
            about("alone", "live", signal="retraction", **HEARD),
            {"alone", "first", "second", "copied", "again"},
        ),
        (
            about("alone", "live", signal="hold", **HEARD),
            {"alone", "first", "second", "copied", "again"},
        ),
        (
            about("alone", "live", **HEARD)
            | {"signal": "retraction", "retracts": ["b"]},
            {"alone", "second"},
        ),
        (
            about("alone", "live", **HEARD)
            | {"signal": "correction", "corrects": ["hurt"]},
            {"alone", "second"},
        ),
        (
            about("alone", "live", **HEARD) | {"signal": "hold", "holds": ["live/a"]},
            {"alone", "first"},
        ),
        (
            about("alone", "other", **HEARD)
            | {"signal": "hold", "holds": ["live/b#hurt"]},
            {"alone", "second"},
        ),
        (
            about("alone", "other", killed(6, corrects=["live/a#dead"]), **HEARD),
            {"alone", "first"},
        ),
        (
            about(
                "alone",
                "other",
                claim("verification", verdict="disputed", of=["live/b#hurt"]),
                **HEARD,
            ),
            {"alone", "second"},
        ),
        (
            about("alone", "live", killed(6), source="page", **HEARD),
            {"alone", "copied", "again"},
        ),
        (
            about("alone", "live", killed(6), derived_from="agency", **HEARD),
            {"alone", "copied", "again"},
        ),
    ],
    ids=[
        *("nothing further", "its report's last word", "whole report retracted"),
        *("whole report held", "one update retracted", "one claim corrected"),
        *("one update held", "another's claim held", "another's claim corrected"),
        *("another's claim judged", "other source", "other origin"),
    ],
)
def test_an_update_reaches_what_it_acts_on(
    log: Log, item: Document, incidents: set[str]
) -> None:
    assert reached(log, item) == incidents


@pytest.mark.parametrize(
    ("item", "incidents"),
    [
        (act("retract", "10:00", ref="live/b"), {"second"}),
        (act("hold", "10:00", ref="live/a#dead"), {"first"}),
        (act("retract", "10:00", ref="live"), {"first", "second", "copied", "again"}),
        (act("release", "10:00", ref="copy"), {"copied", "again"}),
        (act("assess", "10:00", claim="live/a#dead", verdict="disputed"), {"first"}),
        (
            act("correct", "10:00", claim="live/b#hurt", changes={"count": 3}),
            {"second"},
        ),
        (act("close", "10:00", incident="first"), {"first"}),
        (act("describe", "10:00", incident={"id": "first", "place": "x"}), {"first"}),
        (
            act("link", "10:00", incident="first", relation="part_of", to="alone"),
            {"first"},
        ),
        (act("merge", "10:00", incident="first", into="alone"), {"first", "alone"}),
    ],
    ids=[
        *("update retracted", "claim held", "report retracted", "report released"),
        *("assessed", "corrected", "closed", "described", "linked", "merged"),
    ],
)
def test_a_decision_reaches_what_it_is_about(
    log: Log, item: Document, incidents: set[str]
) -> None:
    assert reached(log, item) == incidents


def test_what_undoes_an_act_reaches_what_that_acted_on(log: Log) -> None:
    tell(
        log,
        about("alone", "desk", heard="09:30")
        | {"signal": "retraction", "retracts": ["live/b"]},
    )

    found = reached(log, act("retract", "10:00", ref="desk/1"))

    assert found == {"alone", "second"}
    assert held(log, "casualties", "low", "incident = 'second'") == [
        (2, "08:00-", "09:00-09:30", "retracted"),
        (2, "08:00-", "10:00-", None),
    ]


def test_acts_in_a_circle_are_followed_once(log: Log) -> None:
    ring = {"signal": "retraction"}
    tell(
        log,
        about("first", "x", heard="09:30") | ring | {"retracts": ["y"]},
        about("second", "y", heard="09:40") | ring | {"retracts": ["x"]},
    )

    found = reached(log, act("hold", "10:00", ref="x"))

    assert found == {"first", "second"}


def test_merged_incidents_are_reached_together_even_after_they_parted(log: Log) -> None:
    tell(
        log,
        act("merge", "09:30", incident="first", into="alone"),
        act("unmerge", "09:40", incident="first"),
        act("merge", "09:50", incident="second", into="first"),
    )

    found = reached(log, about("alone", "other", killed(6), **HEARD))

    assert found == {"alone", "first", "second"}


def test_a_late_update_reaches_who_comes_after_it_and_who_carries_it(log: Log) -> None:
    late = about("alone", "live", killed(6), heard="08:30", id="early")

    assert reached(log, late) == {"alone", "first", "copied", "again"}


def test_a_late_update_reaches_all_who_may_mean_it_by_a_word(log: Log) -> None:
    words = {"signal": "correction", "corrects": ["early"]}
    tell(log, about("second", "live", injured(3), heard="09:30", id="c") | words)

    late = about("alone", "live", killed(6), heard="08:30", id="early")
    found = reached(log, late)

    assert found == {"alone", "first", "second", "copied", "again"}


def test_a_late_update_that_nobody_means_reaches_no_further(log: Log) -> None:
    other = casualties("killed", 1, measure="subset", subset_of="live/a#dead")
    tell(log, about("second", "live", other, heard="09:30", id="c"))

    late = about("alone", "live", killed(6, id="late"), heard="09:10", id="early")

    assert reached(log, late) == {"alone", "second", "copied", "again"}


def test_reports_that_carry_each_other_are_followed_once(log: Log) -> None:
    tell(
        log,
        about("first", "p", killed(1), derived_from="q"),
        about("second", "q", killed(1), derived_from="p"),
    )

    assert reached(log, act("retract", "10:00", ref="p")) == {"first", "second"}


@pytest.mark.parametrize("awaited", ["late", "late/1", "late/1#c1"])
def test_what_was_waited_for_reaches_who_waits(log: Log, awaited: str) -> None:
    waits = {"signal": "retraction", "retracts": [awaited]}
    tell(log, about("first", "wire", heard="09:30") | waits)

    tell(log, about("alone", "late", killed(6, id="c1"), heard="10:00"))

    assert held(log, "remarks", "flags, waits_for", "update_ref = 'wire/1'") == [
        (
            '["waiting"]',
            f'["{awaited.partition("#")[0]}"]',
            "-",
            "09:30-10:00",
            "redescribed",
        ),
        ("[]", "[]", "-", "10:00-", None),
    ]


def test_who_waits_for_something_else_waits_on(log: Log) -> None:
    waits = {"signal": "retraction", "retracts": ["late/2"]}
    tell(log, about("first", "wire", heard="09:30") | waits)

    tell(log, about("alone", "late", killed(6), heard="10:00"))

    assert held(log, "remarks", "flags, waits_for", "update_ref = 'wire/1'") == [
        ('["waiting"]', '["late/2"]', "-", "09:30-", None)
    ]
