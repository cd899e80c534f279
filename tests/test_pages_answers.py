"""The JSON of a page is what ``replay --json`` says of the same moment."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_log.answer import answer
from incident_log.answering import fetching
from incident_log.answering.asking import ask
from incident_log.answering.moments import Moment
from incident_log.datasette_plugin.pages.stops import as_of_stops, known_stops
from incident_log.demonstration import loaded
from incident_log.errors import NotKnownYet, UnknownIncident
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up, path_of
from incident_log.replay import replay
from incident_log.times import LATEST
from tests.given import (
    Document,
    act,
    casualties,
    claim,
    clock,
    injured,
    killed,
    update,
)
from tests.histories import INCIDENTS as INCIDENTS_TOLD
from tests.histories import backfilled_logs, logs, moments
from tests.tabled import answered, tabled
from tests.test_laws import HISTORIES, lawful, record

INCIDENTS = ("kyiv-2024-12-20", "rostov-2024-12", "ukraine-2024-12-20")


def comparable(found: Document) -> Document:
    """Leave out what the tables do not have: why claims lost, and what waits."""
    rows = {name: value for name, value in found.items() if isinstance(value, list)}
    told: Document = {}
    for name, value in found.items():
        told[name] = value
        if name in rows:
            told[name] = [
                {key: field for key, field in row.items() if key != "lost"}
                for row in value
            ]
    for row in told["updates"]:
        row["flags"] = [flag for flag in row["flags"] if flag != "waiting"]
    return told


def corners(connection: sqlite3.Connection, slug: str) -> Iterator[Moment]:
    """Yield every T with every K at which anything of an incident changes."""
    for as_of in [*sorted(as_of_stops(connection, slug)), LATEST]:
        for known_at in [*sorted(known_stops(connection, slug)), LATEST]:
            yield Moment(as_of, known_at)


@pytest.mark.parametrize("slug", INCIDENTS)
def test_page_and_replay_agree_at_every_corner_of_the_day(
    slug: str, tmp_path: Path
) -> None:
    with loaded(tmp_path / "log") as (log, _):
        catch_up(log)
        with sqlite3.connect(path_of(log)) as connection:
            incident = fetching.incident(connection, slug)
            pages, replays = [], []
            for moment in corners(connection, slug):
                pages.append(ask(connection, incident, moment).answer)
                replays.append(answer(replay(log, slug, **_asked(moment))))

    assert len(pages) > 3
    assert [*map(comparable, pages)] == [*map(comparable, replays)]


def _asked(moment: Moment) -> dict[str, Any]:
    return {
        name: "latest" if time == LATEST else time
        for name, time in (("as_of", moment.as_of), ("known_at", moment.known_at))
    }


def agree(tmp_path: Path, *items: Document, incident: str = "kyiv-2024-12-20") -> None:
    """Assert that page and replay agree about a story at every corner of it."""
    tables = tabled(tmp_path / "log", *items)
    with Log.open(tmp_path / "log") as log, sqlite3.connect(tables) as connection:
        about = fetching.incident(connection, incident)
        for moment in corners(connection, incident):
            page = ask(connection, about, moment).answer
            try:
                told = answer(replay(log, incident, **_asked(moment)))
            except NotKnownYet:
                continue
            assert comparable(page) == comparable(told), moment


def test_page_and_replay_agree_about_what_editors_do(tmp_path: Path) -> None:
    agree(
        tmp_path,
        update("wire", injured(9), killed(1), at="10:00", heard="10:10", id="a"),
        update("mayor", injured(12), at="11:00", heard="11:10", id="a"),
        act("correct", "11:20", claim="wire/a#c1", changes={"count": 8}),
        act("hold", "11:30", ref="mayor/a"),
        act("assess", "11:35", claim="wire/a#c2", verdict="confirmed"),
        act("release", "11:40", ref="mayor/a"),
        act("retract", "11:50", ref="wire/a"),
    )


def test_page_and_replay_agree_about_statements_links_and_verdicts(
    tmp_path: Path,
) -> None:
    agree(
        tmp_path,
        update(
            "wire",
            claim(
                "statement", act="claim", text="hit", about=["c2"], said_by="ministry"
            ),
            claim(
                "statement", act="deny", verbatim=False, occurred={"text": "at night"}
            ),
            claim("statement", act="warn", verbatim="partial", speaker="mayor"),
            claim("target", kind="airfield", organisation="army", quote="an airfield"),
            claim("link", relation="in_response_to", to="raid", said_by="ministry"),
            claim("occurrence", kind="blast_heard", count="about 9"),
            claim("verification", verdict="not_verified", of=["c1", "c4"]),
            at="10:00",
            heard="10:10",
            related_incidents=[{"id": "raid", "title": "The raid"}],
        ),
        update(
            "post",
            claim("link", relation="in_response_to", to="raid", said_by="mayor"),
            claim("link", relation="in_response_to", to="raid", said_by="ministry"),
            at="11:00",
            heard="11:10",
        ),
        act("link", "11:30", incident="kyiv-2024-12-20", relation="part_of", to="raid"),
    )


def test_one_moment_told_twice_at_once_is_two_rows_each_in_its_words(
    tmp_path: Path,
) -> None:
    siren = {"kind": "alert_start", "occurred": "2024-12-20T06:40", "said_by": "mayor"}
    tables = tabled(
        tmp_path / "log",
        update(
            "wire",
            claim("occurrence", **siren, quote="sirens"),
            claim("occurrence", **siren, quote="the alarm"),
            at="10:00",
            heard="10:10",
        ),
    )

    rows = answered(tables)["occurrences"]

    assert [(row["claim"], row["quote"]) for row in rows] == [
        ("wire/1#c1", "sirens"),
        ("wire/1#c2", "the alarm"),
    ]
    agree(
        tmp_path / "again",
        update(
            "wire",
            claim("occurrence", **siren, quote="sirens"),
            claim("occurrence", **siren, quote="the alarm"),
            at="10:00",
            heard="10:10",
        ),
    )


def test_the_reasons_why_claims_lost_are_those_of_replay(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update("a", injured(9), at="10:00", heard="10:10"),
        update("b", injured(12), at="11:00", heard="11:10"),
        update("a", injured(10), at="10:30", heard="11:20"),
        update("c", injured(99), at="11:00", heard="11:30", id="x"),
        act("retract", "11:40", ref="c/x"),
        update("d", injured(50), at="11:00", heard="11:45", id="x"),
        act("hold", "11:50", ref="d/x"),
    )

    (row,) = answered(tables)["casualties"]

    assert row["best"] == 12
    assert row["lost"] == [
        {"claim": "a/1#c1", "why": "superseded"},
        {"claim": "a/2#c1", "why": "outvoted"},
        {"claim": "c/x#c1", "why": "retracted"},
        {"claim": "d/x#c1", "why": "held"},
    ]


def test_what_lost_at_the_moment_it_became_known_has_lost(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update("a", injured(9), at="10:00", heard="10:10"),
        update("b", injured(5), at="08:00", heard="11:10"),
    )

    (row,) = answered(tables, "", "11:10")["casualties"]

    assert row["lost"] == [{"claim": "b/1#c1", "why": "outvoted"}]


def test_a_verdict_on_a_claim_is_one_on_its_correction(tmp_path: Path) -> None:
    told = (
        update(
            "wire", claim("target", kind="depot"), at="10:00", heard="10:10", id="x"
        ),
        act("assess", "10:20", claim="wire/x#c1", verdict="disputed"),
        act("correct", "10:30", claim="wire/x#c1", changes={"kind": "barracks"}),
    )

    (row,) = answered(tabled(tmp_path / "log", *told))["targets"]

    assert (row["claim"], row["kind"]) == ("wire/x#c1~1", "barracks")
    assert [verdict["verdict"] for verdict in row["verification"]] == ["disputed"]
    agree(tmp_path / "again", *told)


def test_a_claim_that_an_editor_corrected_lost_for_that_reason(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update("a", injured(9), at="10:00", heard="10:10", id="x"),
        act("correct", "10:20", claim="a/x#c1", changes={"count": 8}),
    )

    (row,) = answered(tables)["casualties"]

    assert (row["best"], row["claims"]) == (8, ["a/x#c1~1"])
    assert row["lost"] == [{"claim": "a/x#c1", "why": "corrected"}]


def test_figures_stand_in_the_order_of_an_answer(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update(
            "wire",
            killed(1, place="podil"),
            casualties("injured", 9, population={"role": ["medical"]}),
            injured(3),
            killed(2),
            heard="10:10",
            at="10:00",
        ),
    )

    rows = answered(tables)["casualties"]

    assert [(r["place"], r["outcome"], r["role"]) for r in rows] == [
        ("kyiv", "injured", None),
        ("kyiv", "injured", ["medical"]),
        ("kyiv", "killed", None),
        ("podil", "killed", None),
    ]


def test_an_update_is_flagged_only_from_when_it_was_retracted(tmp_path: Path) -> None:
    tables = tabled(
        tmp_path / "log",
        update("wire", injured(9), at="10:00", heard="10:10", id="a"),
        act("hold", "10:20", ref="wire/a"),
        act("release", "10:30", ref="wire/a"),
        act("retract", "10:40", ref="wire/a"),
    )

    def flags(heard: str) -> Any:
        return answered(tables, "", heard)["updates"][0]["flags"]

    assert flags("10:15") == ["backfilled"]
    assert flags("10:20") == flags("10:25") == ["backfilled", "held"]
    assert flags("10:30") == flags("10:35") == ["backfilled"]
    assert flags("10:45") == flags("") == ["backfilled", "retracted"]


def test_a_slug_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    tables = tabled(tmp_path / "log", update("wire", injured(9), heard="10:10"))

    with pytest.raises(UnknownIncident, match="nearest: kyiv-2024-12-20"):
        answered(tables, incident="kyiv-2024")


def test_before_anything_was_known_an_answer_is_empty(tmp_path: Path) -> None:
    tables = tabled(tmp_path / "log", update("wire", injured(9), heard="10:10"))

    found = answered(tables, "", "09:00")

    assert found["known_at"] == clock("09:00")
    assert (found["casualties"], found["updates"]) == ([], [])


rarely = settings(parent=lawful, max_examples=max(HISTORIES // 10, 10))


@rarely
@given(
    backfilled_logs() | logs(), st.sampled_from(INCIDENTS_TOLD), moments(), moments()
)
def test_page_and_replay_agree_about_any_history(
    told: list[dict[str, Any]], slug: str, as_of: str | None, known_at: str | None
) -> None:
    now = iter([item["recorded_at"] for item in told])
    moment = Moment(as_of or LATEST, known_at or LATEST)
    with (
        TemporaryDirectory() as directory,
        Log.create(Path(directory), clock=lambda: str(next(now))) as log,
    ):
        for item in told:
            record(log, item)
        catch_up(log)
        with sqlite3.connect(path_of(log)) as connection:
            try:
                replayed = answer(replay(log, slug, **_asked(moment)))
                page = _page(connection, slug, moment)
            except (NotKnownYet, UnknownIncident):
                return

    assert figures_and_rows(page) == figures_and_rows(replayed)


def _page(connection: sqlite3.Connection, slug: str, moment: Moment) -> Document:
    about = fetching.incident(connection, slug)
    if fetching.is_merged(connection, about, moment.known_at):
        about = fetching.incident(connection, fetching.survivor(connection, slug))
    return ask(connection, about, moment).answer


def figures_and_rows(found: Document) -> Document:
    """Leave out titles and updates, which the tables only have as of now."""
    told = comparable(found)
    return {name: told[name] for name in told if name not in ("title", "updates")}
