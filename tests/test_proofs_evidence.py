"""What a claim or a figure rests on, and which of its words belong."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from incident_log.commitments import seal
from incident_log.decisions import Desk
from incident_log.errors import DamagedEvent, UnknownFigure, UnknownReference
from incident_log.log import Log
from incident_log.proofs.evidence import Exhibit, Wanted, of_claim, of_figure, words_of
from incident_log.references import parse
from incident_log.replay import replay
from tests.given import INCIDENT, killed, tell, update
from tests.signed import told


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """Three reports of the injured; an editor corrected the second one twice."""
    with told(tmp_path / "log", 3) as log:
        desk = Desk(log, reason="the hospital called", by="desk", at_position=None)
        desk.correct("wire-2/1#c1", {"count": 20})
        desk.correct("wire-1/1#c1", {"count": 10})
        desk.correct("wire-2/1#c1", {"note": "checked"})
        yield log


def shown(wanted: Wanted) -> dict[int, list[str]]:
    return {n: list(exhibit.claims) for n, exhibit in sorted(wanted.exhibits.items())}


def test_a_claim_rests_on_its_update(log: Log) -> None:
    wanted = of_claim(log, "wire-2/1#c2")

    assert wanted.asked == "wire-2/1#c2"
    assert shown(wanted) == {2: ["wire-2/1#c2"]}
    assert wanted.figures == []


def test_a_corrected_claim_rests_on_its_corrections_too(log: Log) -> None:
    once, twice = of_claim(log, "wire-2/1#c1~1"), of_claim(log, "wire-2/1#c1~2")

    assert shown(once) == {2: ["wire-2/1#c1"], 4: ["wire-2/1#c1~1"]}
    assert shown(twice) == shown(once) | {6: ["wire-2/1#c1~2"]}


def test_the_only_claim_of_an_update_rests_on_its_corrections(tmp_path: Path) -> None:
    with Log.create(tmp_path / "single") as log:
        tell(log, update("wire", killed(2), heard="09:00"))
        desk = Desk(log, reason="the hospital called", by="desk", at_position=None)
        desk.correct("wire/1#c1", {"count": 3})

        wanted = of_claim(log, "wire/1#c1~1")

    assert shown(wanted) == {1: ["wire/1#c1"], 2: ["wire/1#c1~1"]}


def test_a_claim_that_decides_twice_is_named_once(log: Log) -> None:
    wanted = of_claim(log, "wire-2/1#c1~2")
    once = shown(wanted)

    decisions = log.history(INCIDENT).decisions
    wanted.add(parse("wire-2/1#c1~1"), log.update("wire-2", "1"), decisions)

    assert shown(wanted) == once


@pytest.mark.parametrize(
    "name",
    [
        "wire-2",
        "wire-2/1",
        "wire-2/9#c1",
        "wire-9/1#c1",
        "wire-2/1#c9",
        "wire-2/1#c9~1",
        "wire-2/1#c1~3",
        "wire-3/1#c1~1",
    ],
)
def test_a_claim_that_is_not_there_is_refused(name: str, log: Log) -> None:
    with pytest.raises(UnknownReference, match=name.partition("#")[0]):
        of_claim(log, name)


def test_a_correction_that_is_to_come_is_refused_with_the_last_there_is(
    log: Log,
) -> None:
    with pytest.raises(UnknownReference, match="wire-2/1#c1~2"):
        of_claim(log, "wire-2/1#c1~3")


def test_a_figure_rests_on_the_claims_that_decided_it(log: Log) -> None:
    view = replay(log, INCIDENT, as_of="2024-12-20T09:00")

    wanted = of_figure(view, "injured")

    (figure,) = wanted.figures
    assert figure["figure"] == "casualties injured @ kyiv"
    assert wanted.asked == f"{INCIDENT} injured"
    claims = [claim for each in shown(wanted).values() for claim in each]
    assert set(figure["claims"]) <= set(claims)
    assert wanted.moment == {
        "as_of": "2024-12-20T07:00:00.000000Z",
        "known_at": "latest",
        "policy": "latest",
        "position": 6,
    }
    latest = of_figure(replay(log, INCIDENT, known_at="2024-12-21"), "injured").moment
    assert latest["as_of"] == "latest"
    assert latest["known_at"] != "latest"


def test_a_figure_of_a_corrected_claim_rests_on_the_correction_too(
    tmp_path: Path,
) -> None:
    with told(tmp_path / "another", 1) as log:
        desk = Desk(log, reason="the hospital called", by="desk", at_position=None)
        desk.correct("wire-1/1#c1", {"count": 10})
        view = replay(log, INCIDENT, as_of="2024-12-20T09:00")

        wanted = of_figure(view, "injured")

    assert shown(wanted) == {1: ["wire-1/1#c1"], 2: ["wire-1/1#c1~1"]}


def test_a_figure_that_is_not_there_is_refused(log: Log) -> None:
    with pytest.raises(UnknownFigure):
        of_figure(replay(log, INCIDENT), "killed")


# -- words ---------------------------------------------------------------------------


def words(log: Log, reference: str) -> dict[int, tuple[dict[str, str], list[str]]]:
    """Return what is opened of each event, and what was erased."""
    found = {}
    for position, exhibit in of_claim(log, reference).exhibits.items():
        opened, erased = words_of(position, *log.stored(position), exhibit)
        found[position] = {path: value for path, (_, value) in opened.items()}, erased
    return found


def test_only_the_words_of_the_claim_and_of_the_report_s_head_are_opened(
    log: Log,
) -> None:
    assert words(log, "wire-2/1#c1") == {
        2: (
            {
                "label": "As of 2",
                "claims[0].quote": "2 people were hurt",
                "claims[0].note": "a nurse on ward 2",
            },
            [],
        )
    }


@pytest.mark.parametrize(
    ("path", "belongs"),
    [
        ("label", True),
        ("report.title", True),
        ("report.url", True),
        ("reason", True),
        ("claims[1].quote", True),
        ("claims[1].occurred.text", True),
        ("claims[10].quote", False),
        ("text", False),
        ("incident.title", False),
        ("agents[1].name", False),
    ],
)
def test_what_the_report_is_called_belongs_to_every_claim_of_it(
    path: str, belongs: bool
) -> None:
    exhibit = Exhibit(["wire/1#c2"], {"claims[1]"})

    assert exhibit.holds(path) is belongs


def test_an_editor_s_reason_belongs_to_his_correction(log: Log) -> None:
    opened, _ = words(log, "wire-2/1#c1~2")[6]

    assert opened["reason"] == "the hospital called"
    assert opened["claims[0].note"] == "checked"


def test_erased_words_are_told(log: Log) -> None:
    with closing(sqlite3.connect(log.directory / "events.db")) as raw:
        select = "SELECT words FROM openings WHERE position = 2"
        left = json.loads(raw.execute(select).fetchone()[0])
        del left["claims[0].note"], left["claims[1].note"], left["text"]
        raw.execute(
            "UPDATE openings SET words = ? WHERE position = 2", (json.dumps(left),)
        )
        raw.commit()

    opened, erased = words(log, "wire-2/1#c1")[2]

    assert set(opened) == {"label", "claims[0].quote"}
    assert erased == ["claims[0].note"]


@pytest.mark.parametrize(
    "opening",
    [
        ("00" * 32, "9 hurt"),
        ("no hex", "8 hurt"),
        ("00" * 32, 8),
        ("00" * 32,),
        {"salt": 1},
        None,
    ],
)
def test_words_that_are_not_the_event_s_are_not_given_out(opening: object) -> None:
    state = {"claims": [{"quote": "8 hurt"}]}
    seal(state, bytes)
    openings = {"claims[0].quote": opening}

    with pytest.raises(DamagedEvent, match="position 3"):
        words_of(
            3,
            json.dumps(state).encode(),
            openings,  # type: ignore[arg-type]
            Exhibit(prefixes={"claims[0]"}),
        )
