"""How events are appended: numbered, dated, hashed, and once only.

Everything is recorded at 14:00 in Kyiv, unless the clock of a story says otherwise.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from incident_log.accepting import accept
from incident_log.decisions import Desk
from incident_log.errors import DamagedEvent, LogUnusable
from incident_log.log import Log
from incident_log.log.known import MANY
from incident_log.pending import AlreadyKnown, Appended, Outcome, Pending, Refused
from tests.given import INCIDENT, ZONE, Document, clock, killed, update
from tests.meddling import REFUSALS, meddle, rows

NOW = "2024-12-20T12:00:00.000000Z"

FIVE = update("wire", killed(5), at="09:00", heard="09:05")
SIX = update("wire", killed(6), at="10:00", heard="10:05")
LIVE = {name: value for name, value in FIVE.items() if name != "received_at"}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: NOW) as log:
        yield log


def pending(document: Document, *, is_open: bool = False) -> Pending:
    return accept(document, lambda _: ZONE, is_open=is_open)


def take(log: Log, *documents: Document, **how: bool) -> list[Outcome]:
    return log.append([pending(document) for document in documents], **how)


def message(outcome: Outcome) -> str:
    assert isinstance(outcome, Refused)
    return str(outcome.error)


# -- once is enough ------------------------------------------------------------------


def test_the_same_update_again_appends_nothing(log: Log) -> None:
    backwards = json.loads(json.dumps(FIVE), object_pairs_hook=lambda p: dict(p[::-1]))

    first = take(log, FIVE)
    again = take(log, FIVE, backwards)

    assert first == [Appended(1, "wire/1")]
    assert again == [AlreadyKnown(1, "wire/1"), AlreadyKnown(1, "wire/1")]
    assert log.position == 1


def test_the_same_update_twice_in_one_batch_is_appended_once(log: Log) -> None:
    outcomes = take(log, FIVE, SIX, FIVE)

    assert outcomes == [
        Appended(1, "wire/1"),
        Appended(2, "wire/2"),
        AlreadyKnown(1, "wire/1"),
    ]


def test_the_same_words_in_another_report_are_another_update(log: Log) -> None:
    reprint = FIVE | {"report": {"id": "page", "source": "wire"}}

    outcomes = take(log, FIVE, reprint)

    assert outcomes == [Appended(1, "wire/1"), Appended(2, "page/1")]


def test_an_update_is_known_also_after_its_words_were_erased(log: Log) -> None:
    take(log, FIVE)
    meddle(log, "DELETE FROM openings")

    again = take(log, FIVE)

    assert again == [AlreadyKnown(1, "wire/1")]


def test_the_key_of_a_content_cannot_be_guessed_from_outside(
    log: Log, tmp_path: Path
) -> None:
    take(log, FIVE)
    with Log.create(tmp_path / "other", clock=lambda: NOW) as other:
        take(other, FIVE)

        here = rows(log, "SELECT content_key FROM updates")
        there = rows(other, "SELECT content_key FROM updates")

    assert here != there
    assert here != [(sha256(pending(FIVE).content or b"").digest(),)]


def test_the_same_id_with_other_content_is_refused(log: Log) -> None:
    take(log, FIVE | {"id": "0905"})

    (outcome,) = take(log, SIX | {"id": "0905"})

    assert message(outcome) == (
        "update wire/0905 is in the log with other content (position 1):"
        " give this revision another id"
    )
    assert log.position == 1


def test_a_page_that_goes_back_to_its_first_words_is_three_vintages(log: Log) -> None:
    back = FIVE | {"received_at": "2024-12-20T11:05"}

    outcomes = take(log, FIVE, SIX, back)

    assert outcomes == [Appended(n, f"wire/{n}") for n in (1, 2, 3)]


def test_without_received_at_the_first_words_again_are_known(log: Log) -> None:
    take(log, LIVE, SIX)

    outcomes = take(log, LIVE)

    assert outcomes == [AlreadyKnown(1, "wire/1")]


def test_a_running_number_goes_past_an_id_that_was_given_by_hand(log: Log) -> None:
    third = update("wire", killed(7), at="11:00", heard="11:05")

    outcomes = take(log, FIVE | {"id": "2"}, SIX, third)

    assert outcomes == [Appended(n, f"wire/{m}") for n, m in ((1, 2), (2, 3), (3, 4))]


# -- numbered, dated, hashed ---------------------------------------------------------


def test_recorded_at_and_positions_never_go_back_though_the_clock_does(
    tmp_path: Path,
) -> None:
    hands = iter([clock("12:00"), clock("11:00"), clock("12:30")])
    with Log.create(tmp_path / "log", clock=lambda: next(hands)) as log:
        take(log, FIVE)
        take(log, SIX, FIVE | {"report": {"id": "page", "source": "wire"}})
        take(log, LIVE)

        told = log.events()

    assert [event.position for event in told] == [1, 2, 3, 4]
    assert [event.recorded_at for event in told] == [
        *[clock("12:00")] * 3,
        clock("12:30"),
    ]


@pytest.mark.file
def test_the_state_says_the_same_as_the_columns(log: Log) -> None:
    take(log, FIVE, SIX)
    Desk(log, reason="checking", by="desk", at_position=None).hold("wire/2")

    found = rows(
        log,
        "SELECT rowid, originator_id, originator_version, topic,"
        " json_extract(cast(state AS text), '$.position'),"
        " json_extract(cast(state AS text), '$.stream'),"
        " json_extract(cast(state AS text), '$.version'),"
        " json_extract(cast(state AS text), '$.topic'),"
        " json_extract(cast(state AS text), '$.recorded_at') FROM stored_events",
    )

    assert [row[:4] for row in found] == [
        (1, "report:wire", 1, "update-received"),
        (2, "report:wire", 2, "update-received"),
        (3, "report:wire", 3, "claims-held"),
    ]
    assert [row[:4] for row in found] == [row[4:8] for row in found]
    assert [row[8] for row in found] == [NOW, NOW, NOW]


def test_every_leaf_is_the_hash_of_the_stored_bytes(log: Log) -> None:
    take(log, FIVE, SIX)
    Desk(log, reason="checking", by=None, at_position=None).retract("wire")

    found = rows(log, "SELECT rowid, state FROM stored_events")
    leaves = rows(log, "SELECT position, hash FROM leaves")

    assert len(leaves) == 3
    assert leaves == [(n, sha256(b"\x00" + state).digest()) for n, state in found]


@pytest.mark.file
def test_a_person_reads_the_state_with_sqlite_alone(log: Log) -> None:
    take(log, FIVE | {"weapons": [{"id": "kh-59", "name": "Ракета"}]})

    found = rows(
        log,
        "SELECT json_extract(cast(state AS text), '$.claims[0].count'),"
        " cast(state AS text) LIKE '%\"Ракета\"%' FROM stored_events",
    )

    assert found == [(5, 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET topic = 'x'",
        "DELETE FROM stored_events",
        "UPDATE leaves SET hash = hash",
        "DELETE FROM leaves",
    ],
)
def test_nobody_changes_or_deletes_an_event_or_a_leaf(log: Log, statement: str) -> None:
    take(log, FIVE)

    with pytest.raises(REFUSALS, match="the log is append-only"):
        meddle(log, statement)


# -- all or nothing ------------------------------------------------------------------


def test_a_batch_that_fails_leaves_nothing_behind(log: Log) -> None:
    meddle(log, "INSERT INTO leaves VALUES (?, ?)", (2, b"in its way"))

    with pytest.raises(LogUnusable, match="leaves"):
        take(log, FIVE, SIX)

    assert log.position == 0
    assert log.events() == []
    assert take(log, FIVE) == [Appended(1, "wire/1")]


def test_a_refused_update_does_not_keep_the_others_out(log: Log) -> None:
    outcomes = take(log, FIVE | {"id": "1"}, SIX | {"id": "1"}, SIX)

    assert [type(outcome) for outcome in outcomes] == [Appended, Refused, Appended]
    assert log.position == 2


def test_strictly_the_first_refusal_ends_it(log: Log) -> None:
    outcomes = take(log, FIVE | {"id": "1"}, SIX | {"id": "1"}, SIX, strict=True)

    assert [type(outcome) for outcome in outcomes] == [Appended, Refused]
    assert log.position == 1


def test_a_batch_of_any_size_is_one_batch(log: Log) -> None:
    reports = [update(f"wire-{n}", killed(n), heard="09:05") for n in range(MANY)]
    bare = update("page", killed(5), heard="09:05") | {"incident": "kyiv"}
    described = update("post", killed(5), heard="09:05", incident="kyiv")
    same, other = reports[0], update("wire-0", killed(9), heard="09:05", id="1")

    first = take(log, *reports, bare, same, other, described, bare)

    assert [type(outcome) for outcome in first[:MANY]] == [Appended] * MANY
    assert message(first[MANY]).startswith("incident 'kyiv' is not described yet")
    assert first[MANY + 1] == AlreadyKnown(1, "wire-0/1")
    assert "update wire-0/1 is in the log with other content" in message(
        first[MANY + 2]
    )
    assert first[MANY + 3 :] == [
        Appended(MANY + 1, "post/1"),
        Appended(MANY + 2, "page/1"),
    ]
    assert rows(log, "SELECT position FROM described ORDER BY incident") == [
        (MANY + 1,),
        (1,),
    ]


def test_the_nearest_incident_may_be_described_in_the_same_batch(log: Log) -> None:
    (described, bare) = take(log, FIVE, FIVE | {"incident": "kyiv-2024-12-21"})

    assert isinstance(described, Appended)
    assert f"(nearest: {INCIDENT})" in message(bare)


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(log: Log) -> None:
    take(log, FIVE)
    before = (log.position, log.recorded_at)

    outcomes = take(log, FIVE, SIX, dry_run=True)
    after = (log.position, log.recorded_at)

    assert outcomes == [AlreadyKnown(1, "wire/1"), Appended(2, "wire/2")]
    assert after == before
    assert len(log.events()) == 1
    assert take(log, SIX) == [Appended(2, "wire/2")]


# -- what must be true ---------------------------------------------------------------


def test_an_incident_that_nobody_described_is_refused_with_the_nearest(
    log: Log,
) -> None:
    take(log, FIVE)

    (outcome,) = take(log, SIX | {"incident": "kyiv-2024-12-02"})

    assert message(outcome) == (
        "incident 'kyiv-2024-12-02' is not described yet (nearest: kyiv-2024-12-20):"
        " correct it, give its id and title as an object, or import with --open"
    )


def test_a_bare_slug_is_accepted_once_it_is_described(log: Log) -> None:
    outcomes = take(log, FIVE, SIX | {"incident": INCIDENT})

    assert outcomes == [Appended(1, "wire/1"), Appended(2, "wire/2")]


def test_an_open_import_takes_a_slug_that_nobody_described(log: Log) -> None:
    bare = pending(SIX | {"incident": "elsewhere"}, is_open=True)

    outcomes = log.append([bare])

    assert outcomes == [Appended(1, "wire/1")]
    assert log.incidents() == ["elsewhere"]


def test_nothing_was_received_after_now(log: Log) -> None:
    (outcome,) = take(log, FIVE | {"received_at": "2024-12-20T14:01"})

    assert message(outcome) == (
        "received_at 2024-12-20T14:01 lies after now (2024-12-20T12:00:00.000000Z):"
        " correct it or leave it out"
    )


def test_what_was_received_today_is_not_known_before_tonight_or_now(log: Log) -> None:
    take(log, FIVE | {"received_at": "2024-12-20"})
    take(log, SIX | {"received_at": "2024-12-19"})

    told = log.events()

    assert [event.known_at for event in told] == [NOW, "2024-12-19T22:00:00.000000Z"]


def test_openings_that_were_damaged_are_told_with_their_position(log: Log) -> None:
    take(log, FIVE)
    meddle(log, "UPDATE openings SET words = '{' WHERE position = 1")

    with pytest.raises(DamagedEvent, match="position 1 is damaged"):
        log.update("wire", "1")


def test_who_waits_for_what_does_not_come_waits_no_longer(log: Log) -> None:
    log.wait(0.01)

    assert log.position == 0


def test_the_librarys_own_way_in_is_closed(log: Log) -> None:
    with pytest.raises(NotImplementedError, match=r"appended with Recorder\.append"):
        log._library.recorder.insert_events([])
