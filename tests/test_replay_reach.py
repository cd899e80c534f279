"""A replay reads what the incident rests on, however much else is in the log.

The log holds 100,000 updates about 100,000 other incidents: a shared feed, reprints of
one agency, reprints of one wire story, and a bulletin that corrects itself each time.
Work is counted in stored events decoded and in steps of SQLite, not in seconds.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from incident_log.accepting import accept
from incident_log.answer import answer
from incident_log.log import Log
from incident_log.pending import Appended, Pending
from incident_log.replay import replay
from tests.given import ZONE, Document, claim, killed, update

EACH = 25_000


def template(report: str, **said: Any) -> Pending:
    """Prepare an update about an incident of its own."""
    told = update(report, killed(1), heard="09:00", incident="this-one", **said)
    return accept(told | {"id": "this-one"}, lambda _: ZONE)


def renamed(value: Any, this: str, last: str) -> Any:
    """Return a copy of what was prepared, with other names."""
    if isinstance(value, str):
        return value.replace("this-one", this).replace("last-one", last)
    if isinstance(value, bytes):
        return renamed(value.decode(), this, last).encode()
    if isinstance(value, tuple | frozenset):
        return type(value)(renamed(each, this, last) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        again = {name: renamed(getattr(value, name), this, last) for name in names}
        return replace(value, **again)
    return value


def crowd() -> Iterator[Pending]:
    corrects: Any = {"signal": "correction", "corrects": ["bulletin/last-one"]}
    templates = [
        template("feed"),
        template("reprint-this-one", derived_from="agency"),
        template("copy-this-one", derived_from="wire"),
        template("bulletin", **corrects),
    ]
    for n in range(EACH):
        for kind, prepared in zip("abcd", templates, strict=True):
            yield renamed(prepared, f"{kind}-{n}", f"{kind}-{n - 1}")


class Work:
    """What a replay costs."""

    def __init__(self) -> None:
        self.events = 0  #: stored events decoded
        self.steps = 0  #: instructions of SQLite, in hundreds

    def decode(self, text: Any, **how: Any) -> Any:
        self.events += isinstance(text, bytes)
        return DECODE(text, **how)

    def connect(self, *place: Any, **how: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = CONNECT(*place, **how)
        connection.set_progress_handler(self._step, 100)
        return connection

    def _step(self) -> int:
        self.steps += 1
        return 0


DECODE, CONNECT = json.loads, sqlite3.connect


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log.create(tmp_path_factory.mktemp("crowd") / "log") as log:
        log.append(list(crowd()))
        yield log


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    work = Work()
    monkeypatch.setattr(json, "loads", work.decode)
    monkeypatch.setattr(sqlite3, "connect", work.connect)
    return work


def test_the_crowd_is_in_the_log(log: Log) -> None:
    correction = log.update("bulletin", "d-7")

    assert log.position >= 4 * EACH
    assert correction.concerns == {"d-7"}
    assert correction.corrects == ("bulletin/d-6",)
    assert len(log.incidents()) >= 4 * EACH


def small(report: str, n: int, slug: str, **fields: Any) -> Document:
    """Tell update *n* about the incident that is asked for."""
    toll = killed(2 + n)
    told = update(report, toll, heard=f"09:0{n}", incident=slug, **fields)
    return told | {"id": f"{slug}-{n}"}


VERDICT = {"verdict": "confirmed", "of": ["feed/a-7#c1"]}

STORIES: dict[str, list[Document]] = {
    "in-the-feed": [small("feed", 1, "in-the-feed")],
    "of-the-agency": [small("page", 1, "of-the-agency", derived_from="agency")],
    "the-wire-itself": [small("wire", 1, "the-wire-itself")],
    "a-copy-of-the-wire": [small("mine", 1, "a-copy-of-the-wire", derived_from="wire")],
    "corrected-in-the-feed": [
        small("feed", 0, "corrected-in-the-feed"),
        small(
            *("feed", 1, "corrected-in-the-feed"),
            signal="correction",
            corrects=["feed/corrected-in-the-feed-0#c1"],
        ),
    ],
    "corrected-by-a-bare-word": [
        small("feed", 0, "corrected-by-a-bare-word"),
        small(
            *("feed", 1, "corrected-by-a-bare-word"),
            signal="correction",
            corrects=["corrected-by-a-bare-word-0"],
        ),
    ],
    "corrected-by-the-id-of-its-claim": [
        small("feed", 0, "corrected-by-the-id-of-its-claim"),
        small(
            *("feed", 1, "corrected-by-the-id-of-its-claim"),
            signal="correction",
            corrects=["c1"],
        ),
    ],
    "a-copy-of-the-feed": [small("its", 1, "a-copy-of-the-feed", derived_from="feed")],
    "a-verdict-on-the-feed": [
        update(
            *("desk", killed(3), claim("verification", **VERDICT)),
            heard="09:00",
            incident="a-verdict-on-the-feed",
        )
    ],
    "in-the-bulletin": [small("bulletin", 1, "in-the-bulletin")],
}


@pytest.mark.parametrize("slug", STORIES)
def test_a_small_incident_is_replayed_with_little_work(
    log: Log, slug: str, work: Work
) -> None:
    outcomes = log.append([accept(d, lambda _: ZONE) for d in STORIES[slug]])

    with Log.open(log.directory) as again:
        figures = answer(replay(again, slug))["casualties"]

    assert [type(outcome) for outcome in outcomes] == [Appended] * len(STORIES[slug])
    assert [figure["best"] for figure in figures] == [3]
    assert work.events <= 10
    assert work.steps <= 50
