"""The whole incident as of T, as the log knew it at K, from the log alone.

Everything is recorded on 21 December, unless a story says otherwise.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.answer import answer
from incident_log.decisions import Desk
from incident_log.errors import IncidentLogError, UnknownIncident, UnknownPolicy
from incident_log.log import Log
from incident_log.pending import Appended
from incident_log.replay import replay, zone_of
from tests.given import (
    INCIDENT,
    ZONE,
    Document,
    claim,
    injured,
    killed,
    more,
    seen,
    story,
    update,
)
from tests.meddling import meddle


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(
        tmp_path / "log", clock=lambda: "2024-12-21T00:00:00.000000Z"
    ) as log:
        yield log


def take(log: Log, *documents: Document) -> None:
    for outcome in log.append([accept(d, lambda _: ZONE) for d in documents]):
        assert isinstance(outcome, Appended), outcome


def told(log: Log, incident: str = INCIDENT, **moment: Any) -> list[tuple[Any, ...]]:
    """Return outcome, best, origins and claims of every figure."""
    rows = answer(replay(log, incident, **moment))["casualties"]
    return [(r["outcome"], r["best"], r["origins"], r["claims"]) for r in rows]


WIRE = update("wire", killed(5), at="09:00", heard="09:05")
ELSEWHERE: Document = {"heard": "12:00", "incident": "elsewhere"}


# -- T, K and position ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "best"),
    [
        ({}, 7),
        ({"as_of": "latest", "known_at": ""}, 7),
        ({"as_of": "2024-12-20"}, 7),
        ({"as_of": "2024-12-20T09:30"}, 5),
        ({"as_of": "2024-12-20T07:30Z"}, 5),
        ({"known_at": "2024-12-20T10:04"}, 5),
        ({"known_at": "2024-12-20T10:05"}, 7),
        ({"as_of": "2024-12-20T10:00", "known_at": "2024-12-20T10:05"}, 7),
        ({"at_position": 1}, 5),
        ({"at_position": 2}, 7),
        ({"policy": "lowest"}, 7),
    ],
)
def test_the_question_names_t_k_and_position(
    log: Log, moment: dict[str, Any], best: int
) -> None:
    later = update("wire", killed(7), at="10:00", heard="10:05")
    take(log, WIRE, later)

    ((_, found, _, _),) = told(log, **moment)

    assert found == best


def test_a_citation_gives_the_same_answer_for_ever(log: Log) -> None:
    take(log, WIRE, update("post", killed(6), at="09:30", heard="09:40"))
    cited = {"as_of": "2024-12-20T10:00", "known_at": "2024-12-20T10:00"}

    before = answer(replay(log, INCIDENT, at_position=2, **cited))
    take(log, update("late", killed(8), at="09:50", heard="09:55"))
    Desk(log, reason="withdrawn", by=None, at_position=None).retract("wire")
    after = answer(replay(log, INCIDENT, at_position=2, **cited))

    assert after == before
    assert (before["position"], before["policy"]) == (2, "latest")


def test_the_position_is_the_logs_last_where_none_is_asked_for(log: Log) -> None:
    take(log, WIRE, update("post", killed(1), **ELSEWHERE))

    assert answer(replay(log, INCIDENT))["position"] == 2


def test_a_position_that_is_not_there_yet_cannot_be_cited(log: Log) -> None:
    take(log, WIRE)

    with pytest.raises(IncidentLogError, match="2"):
        replay(log, INCIDENT, at_position=2)


def test_a_wall_time_is_the_incidents(log: Log) -> None:
    tokyo = {"id": "quake", "title": "Quake", "timezone": "Asia/Tokyo", "place": "sea"}
    take(log, WIRE | {"incident": tokyo, "as_of": "2024-12-20T09:00+09:00"})

    assert zone_of(log, "quake") == "Asia/Tokyo"
    assert told(log, "quake", as_of="2024-12-20T08:59") == []
    assert told(log, "quake", as_of="2024-12-20T09:00")[0][1] == 5


def test_a_policy_that_is_not_there_is_asked_back(log: Log) -> None:
    take(log, WIRE)

    with pytest.raises(UnknownPolicy) as caught:
        replay(log, INCIDENT, policy="majorty")

    assert str(caught.value) == (
        "no policy is called 'majorty' (nearest: majority):"
        " use latest, majority, lowest, corroborated, interval"
    )


def test_an_incident_that_is_not_there_is_asked_back(log: Log) -> None:
    take(log, WIRE)

    with pytest.raises(UnknownIncident, match=r"nearest: kyiv-2024-12-20\)"):
        replay(log, "kyiv-2024-12-02")


@pytest.mark.parametrize(
    "moment", [{"at_position": 0}, {"known_at": "2024-12-20T09:00"}]
)
def test_an_incident_not_yet_described_then_is_not_its_own_nearest(
    log: Log, moment: dict[str, Any]
) -> None:
    take(log, WIRE)

    with pytest.raises(IncidentLogError) as caught:
        replay(log, INCIDENT, **moment)

    assert "nearest" not in str(caught.value)


# -- what one incident rests on ------------------------------------------------------

RETRACTS: Any = {"signal": "retraction", "retracts": ["wire/1#c1"], "claims": []}
REPRINT = update("page", killed(5), at="09:00", heard="10:00", derived_from="wire")
ABOUT_IT = claim("verification", verdict="confirmed", of=["wire/1#c1"])

STORIES: dict[str, tuple[list[Document], list[tuple[Any, ...]]]] = {
    "another incident's update retracts the claim": (
        [WIRE, update("desk", **ELSEWHERE, **RETRACTS)],
        [],
    ),
    "a retraction from elsewhere is itself retracted from elsewhere": (
        [
            WIRE,
            update("desk", **ELSEWHERE, **RETRACTS),
            update(
                *("chief", killed(1)),
                heard="13:00",
                incident="far",
                signal="retraction",
                retracts=["desk"],
            ),
        ],
        [("killed", 5, 1, ["wire/1#c1"])],
    ),
    "another incident's update corrects the claim": (
        [
            WIRE,
            update(
                *("desk", killed(4, corrects="wire/1#c1", incident=INCIDENT)),
                **ELSEWHERE,
                signal="correction",
            ),
        ],
        [("killed", 4, 1, ["desk/1#c1"])],
    ),
    "a reprint of a wire story about another incident counts as the wire": (
        [
            update("wire", killed(1), source="agency", **ELSEWHERE),
            REPRINT,
            update("agency-2", killed(5), at="09:00", heard="10:00", source="agency"),
        ],
        [("killed", 5, 1, ["agency-2/1#c1", "page/1#c1"])],
    ),
    "a word of its own report may name a claim about another incident": (
        [
            WIRE,
            update("wire", killed(9), **ELSEWHERE),
            update(
                *("wire", injured(1)),
                heard="13:00",
                signal="retraction",
                retracts=["c1"],
            ),
        ],
        [("injured", 1, 1, ["wire/3#c1"]), ("killed", 5, 1, ["wire/1#c1"])],
    ),
    "an update about another incident takes a word of its report back": (
        [WIRE, update("wire", **ELSEWHERE, signal="retraction", retracts=["c1"])],
        [],
    ),
    "a word of its own report names the latest claim that has it": (
        [
            WIRE,
            update("wire", killed(9, id="x"), **ELSEWHERE),
            update("wire", heard="13:00", signal="retraction", retracts=["c1"]),
        ],
        [],
    ),
    "a reprint has the voice that the report carried on has had last": (
        [
            update("its", killed(1), source="outlet-a", **ELSEWHERE),
            update("its", killed(2), source="outlet-b", **ELSEWHERE),
            update("page", killed(5), at="09:00", heard="13:00", derived_from="its"),
            update("post", killed(5), at="09:00", heard="13:00", source="outlet-b"),
        ],
        [("killed", 5, 1, ["page/1#c1", "post/1#c1"])],
    ),
    "an increment restated by another report counts once": (
        [
            WIRE,
            update("wire", more(killed(1)), at="10:00", heard="10:05"),
            update(
                *("page", more(killed(1, restates="wire/2#c1"))),
                at="10:30",
                heard="10:35",
                source="wire",
            ),
        ],
        [("killed", 6, 1, ["page/1#c1", "wire/1#c1"])],
    ),
    "a voice described for another incident speaks for itself here": (
        [
            update("page", killed(5, said_by="mayor"), at="09:00", heard="09:05"),
            update("post", killed(5, said_by="city"), at="09:00", heard="09:05"),
            update(
                *("desk", killed(1)),
                **ELSEWHERE,
                agents=[{"id": "mayor", "origin": "city"}],
            ),
        ],
        [("killed", 5, 2, ["page/1#c1", "post/1#c1"])],
    ),
}


@pytest.mark.parametrize("named", STORIES)
def test_an_incident_rests_on_more_than_its_own_updates(log: Log, named: str) -> None:
    documents, expected = STORIES[named]
    take(log, *documents)

    found = replay(log, INCIDENT)

    assert told(log) == expected
    everything = answer(seen(story(*documents)))
    figures = answer(found)
    assert [figures[n] for n in FIGURES] == [everything[n] for n in FIGURES]


FIGURES = ("casualties", "damage", "strikes", "statements", "occurrences", "observed")


def test_a_verdict_given_elsewhere_is_shown_here(log: Log) -> None:
    quoted = claim("statement", act="confirms", text="Five are dead.")
    take(log, update("wire", quoted, heard="09:05"))
    take(log, update("desk", ABOUT_IT, **ELSEWHERE))

    (row,) = answer(replay(log, INCIDENT))["statements"]

    assert [(v["verdict"], v["claim"]) for v in row["verification"]] == [
        ("confirmed", "desk/1#c1")
    ]


def test_a_reprint_of_what_was_withdrawn_is_flagged(log: Log) -> None:
    take(log, update("wire", killed(1), **ELSEWHERE), REPRINT)
    Desk(log, reason="invented", by=None, at_position=None).retract("wire")

    (figure,) = answer(replay(log, INCIDENT))["casualties"]

    assert figure["flags"] == ["origin_retracted"]


def test_a_merged_incident_answers_to_both_ids_until_it_is_unmerged(log: Log) -> None:
    raid = update("post", killed(2), at="09:00", heard="09:05", incident="raid")
    take(log, WIRE, raid)
    apart = (told(log), told(log, "raid"))

    Desk(log, reason="one attack", by=None, at_position=None).merge("raid", INCIDENT)
    merged, as_raid = replay(log, INCIDENT), replay(log, "raid")
    Desk(log, reason="two attacks", by=None, at_position=None).unmerge("raid")

    assert len(merged.updates) == len(as_raid.updates) == 2
    assert answer(as_raid)["incident"] == INCIDENT
    assert answer(as_raid)["casualties"] == answer(merged)["casualties"]
    assert (told(log), told(log, "raid")) == apart


def test_erased_words_are_said_to_be_erased_and_the_figures_stay(log: Log) -> None:
    take(log, update("wire", killed(5, quote="Five are dead."), heard="09:05"))
    before = told(log)
    meddle(log, "DELETE FROM openings")

    after = replay(log, INCIDENT)

    assert told(log) == before
    assert answer(after)["title"] == "(words erased)"
    (received,) = log.history(INCIDENT).updates
    assert received.claims[0].quote == "(words erased)"
