"""The laws: rules against an oracle, order of arrival, late knowledge."""

import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incident_log.accepting import accept
from incident_log.answer import answer
from incident_log.decisions import Desk
from incident_log.errors import NotKnownYet, UnknownIncident
from incident_log.log import Log
from incident_log.pending import Appended
from incident_log.policies import POLICIES
from incident_log.replay import replay
from incident_log.times import FOREVER, read_span
from incident_log.view import View, view
from tests import oracle
from tests.given import history_of
from tests.histories import INCIDENTS, backfilled_logs, logs, moments, shuffled

#: Histories for each law; scripts/torture asks for more.
HISTORIES = int(os.environ.get("INCIDENT_LOG_HISTORIES", "150"))

lawful = settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

FIGURES = ("casualties", "damage", "outages", "strikes", "indicators", "observed")
ROWS = ("statements", "targets", "links", "occurrences")


def told(
    log: list[dict[str, Any]],
    incident: str,
    as_of: str | None,
    known_at: str | None,
    policy: str,
) -> dict[str, Any]:
    """Return the program's answer, as far as the oracle gives one."""
    return short(
        view(
            history_of(log),
            incident,
            as_of=as_of or FOREVER,
            known_at=known_at or FOREVER,
            policy=policy,
            position=0,
        )
    )


def short(view: View) -> dict[str, Any]:
    """Return the part of an answer that the oracle gives."""
    found = answer(view)
    rows = {
        name: sorted(claim for row in found[name] for claim in _claims(row))
        for name in ROWS
    }
    return {"incident": found["incident"], **{n: found[n] for n in FIGURES}, **rows}


def _claims(row: dict[str, Any]) -> list[str]:
    claims: list[str] = row.get("claims") or [row["claim"]]
    return [claim for claim in claims if "@" not in claim]


@pytest.mark.file
@lawful
@given(
    logs(),
    st.sampled_from(INCIDENTS),
    moments(),
    moments(),
    st.sampled_from([*POLICIES]),
)
def test_the_rules_agree_with_the_oracle(
    log: list[dict[str, Any]],
    incident: str,
    as_of: str | None,
    known_at: str | None,
    policy: str,
) -> None:
    expected = oracle.answer(
        log, incident, as_of=as_of, known_at=known_at, policy=policy
    )

    assert told(log, incident, as_of, known_at, policy) == expected


@pytest.mark.file
@lawful
@given(backfilled_logs(), st.randoms(use_true_random=False), moments(), moments())
def test_the_order_of_import_changes_nothing(
    log: list[dict[str, Any]], random: Random, as_of: str | None, known_at: str | None
) -> None:
    order = list(range(len(log)))
    random.shuffle(order)
    again = shuffled(log, order)

    for incident in INCIDENTS:
        before = told(log, incident, as_of, known_at, "latest")
        after = told(again, incident, as_of, known_at, "latest")
        assert before == after


@pytest.mark.file
@lawful
@given(logs(), st.sampled_from(INCIDENTS), moments(), st.integers(1, 14))
def test_nothing_recorded_later_changes_what_was_known(
    log: list[dict[str, Any]], incident: str, as_of: str | None, until: int
) -> None:
    earlier, later = log[:until], log[until:]
    heard = [_heard(item) for item in later]
    known_at = min(heard, default=FOREVER)
    before_that = min(known_at, earlier[-1]["recorded_at"])
    if before_that == known_at:
        return

    then = told(earlier, incident, as_of, before_that, "latest")
    now = told(log, incident, as_of, before_that, "latest")

    assert then == now


def _heard(item: dict[str, Any]) -> str:
    """Return the earliest K at which an item can be known."""
    received = item.get("update", {}).get("received_at")
    if received is None:
        return str(item["recorded_at"])
    zone = item["update"].get("timezone", "Europe/Kyiv")
    return min(read_span(received, zone).earliest, str(item["recorded_at"]))


@settings(parent=lawful, max_examples=max(HISTORIES // 5, 10))
@given(logs(), st.sampled_from(INCIDENTS), moments(), moments(), st.integers(1, 14))
def test_the_log_on_disk_answers_as_the_rules_do(
    log: list[dict[str, Any]],
    incident: str,
    as_of: str | None,
    known_at: str | None,
    until: int,
) -> None:
    with TemporaryDirectory() as directory:
        now = iter([item["recorded_at"] for item in log])
        with Log.create(Path(directory), clock=lambda: str(next(now))) as disk:
            for item in log:
                record(disk, item)
            try:
                found = short(
                    replay(
                        disk,
                        incident,
                        as_of=as_of,
                        known_at=known_at,
                        at_position=min(until, len(log)),
                    )
                )
            except (UnknownIncident, NotKnownYet):
                found = NOTHING | {"incident": incident}

    assert found == told(log[:until], incident, as_of, known_at, "latest")


NOTHING: dict[str, Any] = {name: [] for name in (*FIGURES, *ROWS)}


def record(disk: Log, item: dict[str, Any]) -> None:
    """Append an update or an editor's act to a log on disk."""
    if "update" in item:
        (outcome,) = disk.append([accept(item["update"], lambda _: "Europe/Kyiv")])
        assert isinstance(outcome, Appended), outcome
        return
    desk = Desk(disk, reason="because", by=None, at_position=None)
    what = {key: value for key, value in item.items() if key not in _HEAD}
    if item["act"] == "describe":
        incident = dict(what["incident"])
        desk.describe(incident.pop("id"), incident)
    else:
        getattr(desk, item["act"])(*what.values())


_HEAD = ("position", "recorded_at", "act")
