"""A large incident is learnt page by page: the same rows, and nothing piles up."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.accepting import accept
from incident_log.history import History
from incident_log.log import Log
from incident_log.pending import Appended
from incident_log.projecting import paging
from incident_log.projecting.making import Made, made_anew, part_of, read
from incident_log.projecting.paging import large, made_in_parts
from incident_log.projections import NOUNS
from incident_log.projections.chronicle import Chronicle
from incident_log.projections.nouns import Noun
from incident_log.projections.walking import Forgotten
from tests.given import (
    INCIDENT,
    ZONE,
    Document,
    act,
    casualties,
    claim,
    clock,
    injured,
    killed,
    more,
    story,
    tell,
    update,
)
from tests.histories import backfilled_logs, logs
from tests.meddling import meddle
from tests.news import news
from tests.test_laws import record
from tests.test_projecting_laws import rarely


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log", clock=lambda: clock("06:00")) as log:
        yield log


@contextmanager
def paged(page: int, moments: int) -> Iterator[None]:
    """Let pages and the horizon be as small as that, and every incident large."""
    with patch.multiple(paging, PAGE=page, MOMENTS=moments, MANY=0):
        yield


def joined(parts: Sequence[Made]) -> Made:
    """Return the parts as one."""
    return replace(
        parts[-1],
        rows=[row for part in parts for row in part.rows],
        flags=[row for part in parts for row in part.flags],
    )


def said(made: Made) -> dict[str, Any]:
    """Return what there is to write, in an order of its own."""
    assert not (made.closed or made.removed or made.corrections)
    return {
        "known_at": made.known_at,
        "state": (made.state, made.merged_into),
        "rows": sorted(made.rows, key=repr),
        "flags": sorted(made.flags, key=repr),
    }


def in_parts(log: Log, incident: str = INCIDENT, *, page: int, moments: int) -> int:
    """Check that parts say what the whole says; return how many there are."""
    with paged(page, moments):
        found = large(log, incident, log.position)
        assert found is not None
        parts = list(made_in_parts(found))
    assert said(joined(parts)) == said(made_anew(log.history(incident), incident))
    return len(parts)


# -- the law -------------------------------------------------------------------------


@rarely
@given(
    logs() | news() | news() | backfilled_logs(), st.integers(1, 4), st.integers(1, 4)
)
def test_parts_say_what_the_whole_says(
    items: list[dict[str, Any]], page: int, moments: int
) -> None:
    with TemporaryDirectory() as directory:
        now = iter([item["recorded_at"] for item in items])
        with Log.create(Path(directory), clock=lambda: str(next(now))) as disk:
            for item in items:
                record(disk, item)
            for incident in disk.incidents():
                with suppress(Forgotten):
                    in_parts(disk, incident, page=page, moments=moments)


# -- what is read in pages -----------------------------------------------------------


def feed(log: Log, *items: Document) -> None:
    for item in items:
        log.clock = partial(str, clock("23:00"))
        (outcome,) = log.append([accept(item, lambda _: ZONE)])
        assert isinstance(outcome, Appended), outcome


def hourly(*claims: Document, **fields: Any) -> list[Document]:
    """The same page, told again every ten minutes of five hours."""
    return [
        update(
            fields.get("report", "wire"),
            *({**one, "count": n} if "count" in one else one for one in claims),
            at=f"{8 + n // 6:02}:{n % 6}0",
            heard=f"{8 + n // 6:02}:{n % 6}5",
            id=f"{n:02}",
            **{name: value for name, value in fields.items() if name != "report"},
        )
        for n in range(30)
    ]


FEEDS: dict[str, list[Document]] = {
    "totals": hourly(injured(0), killed(0)),
    "increments": hourly(more(injured(0))),
    "ties": [*hourly(injured(0)), *hourly(injured(0), source="wire", report="copy")],
    "two voices": hourly(injured(0), injured(0, said_by="mayor", place="podil")),
    "what was said": hourly(
        claim("statement", act="warn"),
        claim("target", kind="airfield"),
        claim("link", relation="part_of", to="raid"),
        injured(0, id="all"),
        claim("verification", verdict="disputed", of=["all"]),
        casualties("injured", 0, measure="subset", subset_of="all"),
        related_incidents=[{"id": "raid", "title": "The raid"}],
    ),
    "moments": hourly(
        claim("occurrence", kind="blast_heard", count=0, occurred="2024-12-20T07:00"),
        claim("occurrence", kind="alert_end"),
    ),
    "silent edits": [
        one | {"text": f"Text {n // 3}", "as_of": "2024-12-20T08:00"}
        for n, one in enumerate(hourly(injured(0)))
    ],
    "known out of order": hourly(injured(0))[::-1],
    "places": hourly(
        injured(0, place="podil"), places=[{"id": "podil", "part_of": "kyiv"}]
    ),
    "agents": hourly(
        injured(0, said_by="chief"), agents=[{"id": "chief", "origin": "police"}]
    ),
    "backwards along T": [
        one | {"as_of": f"2024-12-20T07:{30 - n:02}"}
        for n, one in enumerate(hourly(injured(0)))
    ][:3]
    + hourly(injured(0))[3:],
}


@pytest.mark.parametrize("about", FEEDS)
def test_a_feed_is_made_in_parts(log: Log, about: str) -> None:
    feed(log, *FEEDS[about])

    assert in_parts(log, page=4, moments=3) > 5


def test_what_is_known_at_the_same_time_is_on_one_page(log: Log) -> None:
    same = [one | {"received_at": "2024-12-20T20:00"} for one in hourly(injured(0))]
    feed(log, *same)

    assert in_parts(log, page=4, moments=3) == 1


def test_what_comes_late_but_not_too_late_is_taken_in(log: Log) -> None:
    late = update("desk", injured(3, place="podil"), at="11:35", heard="13:30")
    feed(log, *hourly(injured(0, place="podil")), late)

    assert in_parts(log, page=4, moments=9) > 5


# -- what is read whole --------------------------------------------------------------

LATE = update("wire", injured(3), at="08:05", heard="13:30", id="late")

WHOLE: dict[str, list[Document]] = {
    "what comes too late": [LATE],
    "a correction": [update("wire", injured(3), heard="13:30", signal="correction")],
    "a retraction elsewhere": [
        update("wire", heard="13:30", incident="raid", id="gone")
        | {"signal": "retraction", "retracts": ["03"]}
    ],
    "a judgement elsewhere": [
        update(
            "desk",
            claim("verification", verdict="disputed", of=["wire/03#c1"]),
            heard="13:30",
            incident="raid",
        )
    ],
    "what says of others": [
        update("wire", injured(3, restates=["wire/03#c1"]), heard="13:30")
    ],
    "another title": [
        update("wire", injured(3), heard="13:30")
        | {"incident": {"id": INCIDENT, "title": "Otherwise"}}
    ],
    "a text of others": [
        update("page", injured(3), heard="13:30", derived_from="agency")
    ],
}


@pytest.mark.parametrize("why", WHOLE)
def test_an_incident_is_read_whole_for_whatever_does_more(log: Log, why: str) -> None:
    feed(log, *hourly(injured(0)), *WHOLE[why])

    with pytest.raises(Forgotten):
        in_parts(log, page=4, moments=3)


@pytest.mark.parametrize(
    "words",
    [
        {"claims": [injured(3, restates=["page/1"])]},
        {"signal": "correction", "corrects": ["page/1"]},
    ],
    ids=["restates", "corrects"],
)
def test_words_for_what_is_elsewhere_are_looked_for(log: Log, words: Document) -> None:
    elsewhere = update("page", killed(1), heard="07:00", incident="raid")
    feed(log, elsewhere, update("desk", heard="07:30", **words), *hourly(injured(0)))

    with pytest.raises(Forgotten):
        in_parts(log, page=4, moments=3)


def test_an_incident_that_an_editor_described_is_read_whole(log: Log) -> None:
    feed(log, *hourly(injured(0)))
    described = {"id": INCIDENT, "title": "Otherwise"}
    tell(log, act("describe", "23:30", incident=described))

    with pytest.raises(Forgotten):
        in_parts(log, page=4, moments=3)


@pytest.mark.file
def test_an_incident_of_which_an_event_is_lost_is_read_whole(log: Log) -> None:
    feed(log, *hourly(injured(0)))
    for statement in (
        "DROP TRIGGER no_delete_of_stored_events",
        "DELETE FROM stored_events WHERE rowid IN (9, 10, 11, 12, 14)",
    ):
        meddle(log, statement)

    with pytest.raises(Forgotten):
        in_parts(log, page=4, moments=3)


def test_words_that_were_erased_are_compared_as_they_were(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(log, *(one | {"text": "a text"} for one in hourly(injured(0))))
    monkeypatch.setattr("incident_log.projections.plain.ERASED", "a text")

    with pytest.raises(Forgotten):
        in_parts(log, page=4, moments=3)


def test_a_moment_told_again_after_long_is_not_known_any_more(log: Log) -> None:
    blasts = [
        one | {"claims": [claim("occurrence", kind="blast", occurred=one["as_of"])]}
        for one in hourly()
    ]
    again = blasts[0] | {"received_at": "2024-12-20T14:00", "id": "again"}
    feed(log, *blasts)

    assert in_parts(log, page=4, moments=3) > 5
    feed(log, again)
    with pytest.raises(Forgotten):
        in_parts(log, page=4, moments=3)


def test_a_page_that_may_have_changed_after_long_is_not_known_any_more(
    log: Log,
) -> None:
    pages = [
        one | {"report": {"id": f"page-{n}", "source": "wire"}}
        for n, one in enumerate(hourly(injured(0)))
    ]
    again = pages[0] | {"received_at": "2024-12-20T14:00", "id": "again"}
    feed(log, *pages)

    assert in_parts(log, page=4, moments=3) > 5
    feed(log, again | {"as_of": "2024-12-20T13:30"})
    with pytest.raises(Forgotten):
        in_parts(log, page=4, moments=3)


# -- how much is held ----------------------------------------------------------------


def minutely(hours: int) -> Iterator[Document]:
    """A page that says the same kinds of things every minute, from many voices."""
    for n in range(60 * hours):
        minute = f"{n // 60:02}:{n % 60:02}"
        yield update(
            "wire",
            injured(n, id="all"),
            killed(n, said_by=f"voice-{n % 3}", place="podil"),
            claim("statement", act="warn"),
            claim("occurrence", kind="alert", occurred=f"2024-12-20T{minute}"),
            claim("verification", verdict="disputed", of=["all"]),
            at=minute,
            heard=minute,
            text=f"Text {n}",
        )
        yield update(f"page-{n}", injured(n), at=minute, heard=minute, source="page")


def objects(root: object) -> int:
    """Count what an object holds; not its class, nor numbers or text."""
    # Each time it ceases to track some of what holds nothing but text, from inside out:
    # how much it has found when it is asked first depends on when it last looked.
    for _ in range(4):
        gc.collect()
    seen, waiting = {id(root)}, [root]
    for each in waiting:
        for other in gc.get_referents(each):
            is_held = gc.is_tracked(other) and not isinstance(other, NOTHING)
            if is_held and id(other) not in seen:
                seen.add(id(other))
                waiting.append(other)
    return len(waiting)


NOTHING = (type, ModuleType, FunctionType, BuiltinFunctionType, Noun)


def held_after(hours: int) -> int:
    """Return how much is held when a feed of so many hours was learnt in pages."""
    updates = story(*minutely(hours)).updates
    chronicle = read(History.of(updates[:40]), INCIDENT)
    for start in range(40, len(updates), 40):
        part_of(chronicle, 20)
        assert chronicle.extend(updates[start : start + 40])
    part_of(chronicle, 20)
    return objects(chronicle)


@pytest.mark.file
def test_of_what_was_read_whole_no_more_is_held() -> None:
    linked = update("desk", claim("link", relation="part_of", to="raid"), heard="03:00")
    told = story(*minutely(2), linked)
    *_, last, link = told.updates
    resumed = Chronicle(told.at(last.known_at), INCIDENT, NOUNS, known_at=last.known_at)
    assert resumed.extend([link])

    for chronicle in (read(told, INCIDENT), resumed):
        part_of(chronicle, 20)
        assert objects(chronicle) < 1.1 * held_after(2)


@pytest.mark.file
def test_what_is_held_does_not_grow_with_the_number_of_updates() -> None:
    a_few, four_times_as_many = held_after(2), held_after(8)

    # What Python's collector tracks of the same things may differ by one or two.
    assert four_times_as_many < 1.01 * a_few
