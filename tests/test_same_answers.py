"""Ten questions about the day in Kyiv, each answered the same in five ways.

By ``replay --json``, by SQL in sqlite3 alone, by the table page at T and K, by a stored
query, and by the JSON of the incident page: which claims stand, and what the figure is.
"""

import json
import sqlite3
from contextlib import closing
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

from incident_log.answer import answer
from incident_log.demonstration import loaded
from incident_log.log import Log
from incident_log.queries import STORED
from incident_log.replay import replay
from tests import served

KYIV, ROSTOV = "kyiv-2024-12-20", "rostov-2024-12"


class Question(NamedTuple):
    """What stands of one noun where a field has a value, as of T, known at K."""

    incident: str
    noun: str
    field: str
    value: str
    as_of: str
    known_at: str

    @property
    def moment(self) -> tuple[str, str]:
        """Both times as they are stored; Kyiv is two hours ahead."""
        return (
            f"2024-12-20T{self.as_of}:00.000000Z",
            f"2024-12-20T{self.known_at}:00.000000Z",
        )


QUESTIONS = (
    Question(KYIV, "casualties", "outcome", "killed", "06:20", "06:20"),
    Question(KYIV, "casualties", "outcome", "killed", "07:00", "07:00"),
    Question(KYIV, "casualties", "outcome", "killed", "07:00", "20:00"),
    Question(KYIV, "casualties", "outcome", "injured", "09:00", "09:15"),
    Question(KYIV, "casualties", "outcome", "injured", "20:00", "20:00"),
    Question(KYIV, "outages", "service", "heating", "09:00", "09:00"),
    Question(KYIV, "strikes", "phase", "launched", "20:00", "20:00"),
    Question(KYIV, "statements", "said_by", "ru-mod", "12:00", "12:00"),
    Question(KYIV, "damage", "object", "roof", "12:00", "20:00"),
    Question(ROSTOV, "strikes", "phase", "used", "20:00", "20:00"),
)

STORED_AS = {
    "casualties": "casualties_as_of",
    "damage": "damage_as_of",
    "outages": "outages_as_of",
    "strikes": "strikes_as_of",
    "statements": "statements_as_of",
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with loaded(tmp_path_factory.mktemp("day")) as (log, _):
        yield log


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: "-".join(q[1:]))
def test_five_ways_give_one_answer(question: Question, log: Log) -> None:
    ds = served.datasette()

    replayed = by_replay(question, log)

    assert by_sqlite(question, log) == replayed
    assert by_table_page(question, ds) == replayed
    assert by_stored_query(question, ds) == replayed
    assert by_incident_page(question, ds) == replayed
    assert replayed


def standing(found: dict[str, Any], question: Question) -> set[str]:
    """Return the claims that stand in an answer of the program's."""
    rows = [r for r in found[question.noun] if r[question.field] == question.value]
    if question.noun == "statements":
        return {row["claim"] for row in rows}
    outvoted = {
        each["claim"] for r in rows for each in r["lost"] if each["why"] == "outvoted"
    }
    return outvoted | {claim for row in rows for claim in row["claims"]}


def by_replay(question: Question, log: Log) -> set[str]:
    as_of, known_at = question.moment
    view = replay(log, question.incident, as_of=as_of, known_at=known_at)
    return standing(answer(view), question)


def claims_of(rows: Any) -> set[str]:
    return {claim for row in rows for claim in json.loads(row)}


def by_sqlite(question: Question, log: Log) -> set[str]:
    as_of, known_at = question.moment
    with closing(sqlite3.connect(log.directory / "incidents.db")) as database:
        found = database.execute(
            f"SELECT claims FROM {question.noun}"
            f' WHERE incident = ? AND "{question.field}" = ?'
            " AND as_of_from <= ? AND ? < as_of_to"
            " AND known_from <= ? AND ? < known_to",
            (*(question.incident, question.value), *(as_of,) * 2, *(known_at,) * 2),
        )
        return claims_of(row[0] for row in found)


def asked(ds: Any, path: str, **arguments: str) -> Any:
    found = served.get(ds, f"{path}?{urlencode(arguments)}")
    assert found.status_code == 200, found.text[:300]
    return found.json()


def by_table_page(question: Question, ds: Any) -> set[str]:
    as_of, known_at = question.moment
    rows = asked(
        ds,
        f"/incidents/{question.noun}.json",
        _shape="array",
        _as_of=as_of,
        _known_at=known_at,
        incident=question.incident,
        **{question.field: question.value},
    )
    return claims_of(row["claims"] for row in rows)


def by_stored_query(question: Question, ds: Any) -> set[str]:
    as_of, known_at = question.moment
    name = STORED_AS[question.noun]
    assert name in {query.name for query in STORED}
    rows = asked(
        ds,
        f"/incidents/{name}.json",
        _shape="array",
        incident=question.incident,
        as_of=as_of,
        known_at=known_at,
    )
    return claims_of(
        row["claims"] for row in rows if row[question.field] == question.value
    )


def by_incident_page(question: Question, ds: Any) -> set[str]:
    as_of, known_at = question.moment
    path = f"/incidents/-/incident/{question.incident}.json"
    return standing(asked(ds, path, _as_of=as_of, _known_at=known_at), question)
