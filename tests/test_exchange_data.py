"""Questions about real data, answered as of T and as known at K, through mappings.

The data are not part of the package; without them these tests are skipped.
"""

import gzip
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from incident_log.exchange.importing import import_vintages
from incident_log.exchange.mapping import load
from incident_log.exchange.records import vintages
from incident_log.exchange.vintage import Vintage
from incident_log.exchange.vintages import Vintages
from incident_log.log import Log
from incident_log.projecting.keeping import path_of
from incident_log.times import LATEST, in_utc
from tests.mapped import FIXTURES, Document

DATA = Path(__file__).parents[2] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")

HOLDS = "as_of_from <= ? AND ? < as_of_to AND known_from <= ? AND ? < known_to"
POPULATION = ("status", "sex", "age_group", "role")


def imported(directory: Path, mapping: str, file: str) -> sqlite3.Connection:
    """Import a file; return its tables."""
    with Log.create(directory) as log:
        meaning = load(FIXTURES / f"{mapping}.json")
        account = import_vintages(log, vintages([str(DATA / file)], meaning))
        assert account.problems == []
        return sqlite3.connect(path_of(log))


def questions(name: str) -> list[Document]:
    """Return the questions that come with some data."""
    text = (DATA / name).read_text()
    return [json.loads(line) for line in text.splitlines()]


def known(question: Document) -> str:
    return in_utc(datetime.fromisoformat(question["known_at"]))


def the_value(rows: list[tuple[Any, ...]]) -> Any:
    """Return the one figure that stands; ``None`` where it is unknown or missing."""
    assert len(rows) <= 1, rows
    low, high = rows[0][:2] if rows else (None, None)
    return low if low == high else None


# -- wildfires: one voice, captured again and again ------------------------------------

#: Column of the feed -> the table and the row it became.
FIRES = {
    "AcresBurned": ("indicators", "name = 'acres_burned'"),
    "PercentContained": ("indicators", "name = 'percent_contained'"),
    "PersonnelInvolved": ("indicators", "name = 'personnel_involved'"),
    "StructuresThreatened": ("indicators", "name = 'structures_threatened'"),
    "StructuresDestroyed": ("damage", "degree = 'destroyed'"),
    "StructuresDamaged": ("damage", "degree = 'damaged'"),
    "Fatalities": ("casualties", "outcome = 'killed'"),
    "Injuries": ("casualties", "outcome = 'injured'"),
}


def test_every_question_about_the_fires_is_right(tmp_path: Path) -> None:
    asked = questions("ca_fires/dev_asof_queries.jsonl")

    wrong = []
    with closing(
        imported(tmp_path, "ca_fires", "ca_fires/dev_revisions.jsonl.gz")
    ) as db:
        for question in asked:
            table, where = FIRES[question["field"]]
            incident, at = f"fire-{question['incident_id']}", known(question)
            rows = db.execute(
                f"SELECT low, high FROM {table}"
                f" WHERE incident = ? AND {where} AND {HOLDS}",
                (incident, LATEST, LATEST, at, at),
            ).fetchall()
            if the_value(rows) != question["expect"]:
                wrong.append((question, rows))

    assert len(asked) == 221
    assert wrong == []


# -- daily tolls: two moments, two voices ----------------------------------------------


class Toll:
    """The tables of a daily toll, asked by the columns they were made of."""

    def __init__(self, db: sqlite3.Connection, series: str) -> None:
        mapping = json.loads((FIXTURES / f"gaza_daily_{series}.json").read_text())
        self.db = db
        self.series = series
        self.zone = ZoneInfo(mapping["timezone"])
        self.incident = mapping["incident"]["id"]
        self.claims = {claim["id"]: claim for claim in mapping["claims"]}

    def answer(self, question: Document) -> Any:
        """Answer as of the end of a day, as known at K."""
        day, known_at = question["report_date"], known(question)
        if not self.is_there(f"{self.series}-{day}", known_at):
            return "NO_ROW"
        field = question["field"]
        if field in self.claims:
            return self.value(self.claims[field], day, known_at)
        found = {
            name.removeprefix(f"{field}_"): self.value(claim, day, known_at)
            for name, claim in self.claims.items()
            if name.startswith(f"{field}_")
        }
        return {k: v for k, v in found.items() if v is not None} or None

    def is_there(self, report: str, known_at: str) -> bool:
        """Tell whether the record had appeared, and had not been withdrawn last."""
        signals = self.db.execute(
            "SELECT signal FROM updates WHERE report = ? AND known_at <= ?"
            " ORDER BY known_at DESC, update_id DESC LIMIT 1",
            (report, known_at),
        ).fetchone()
        return signals is not None and signals[0] != "retraction"

    def value(self, claim: Document, day: str, known_at: str) -> Any:
        """Return what stands of the report of a day at the end of that day."""
        midnight = datetime.fromisoformat(day) + timedelta(days=1)
        end = in_utc(midnight.replace(tzinfo=self.zone).astimezone(UTC))
        where, values = self.subject(claim)
        rows = self.db.execute(
            f"SELECT low, high, claim FROM casualties WHERE incident = ?"
            f" AND {where} AND {HOLDS}",
            (self.incident, *values, end, end, known_at, known_at),
        ).fetchall()
        report = f"{self.series}-{day}/"
        return the_value([row for row in rows if row[2].startswith(report)])

    def subject(self, claim: Document) -> tuple[str, list[Any]]:
        """Return what finds the rows of a claim of the mapping."""
        population = claim.get("population", {})
        fields = {name: population.get(name) for name in POPULATION}
        if "role" in population:
            fields["role"] = json.dumps([population["role"]])
        fields |= {"outcome": claim["outcome"], "counter": claim.get("counter")}
        if isinstance(claim["said_by"], str):
            fields["said_by"] = claim["said_by"]
        where = " AND ".join(f"{name} IS ?" for name in fields)
        return where, list(fields.values())


@pytest.mark.parametrize("series", ["gaza", "west_bank"])
def test_every_question_about_the_tolls_is_right(series: str, tmp_path: Path) -> None:
    asked = questions(f"gaza_daily/dev_asof_queries_{series}.jsonl")

    name = f"gaza_daily_{series}"
    with closing(imported(tmp_path, name, f"gaza_daily/{series}.jsonl")) as db:
        toll = Toll(db, series)
        wrong = [
            (question, answer)
            for question in asked
            if (answer := toll.answer(question)) != question["expect"]
        ]

    assert len(asked) == {"gaza": 151, "west_bank": 149}[series]
    assert wrong == []


# -- the others: read without a fault, and again nothing -------------------------------

OTHERS = {
    "fema_shelters": ("fema_shelters/events.jsonl.gz", 14_548),
    "gaza_daily_lebanon": ("gaza_daily/lebanon.jsonl", 315),
    "russia_losses_equipment": ("russia_losses_ua/equipment.jsonl", 1_755),
    "russia_losses_personnel": ("russia_losses_ua/personnel.jsonl", 1_740),
    "russia_losses_correction": ("russia_losses_ua/equipment_correction.json", 28),
    "ukraine_missile_attacks": (
        "ukraine_missile_attacks/dev_around_2024-12-20.csv",
        21,
    ),
}


def updates(given: Iterable[Any]) -> Iterator[Document]:
    """Yield the updates that rows come to."""
    compared = Vintages(None)
    for vintage in given:
        assert isinstance(vintage, Vintage), vintage
        update = compared.update(vintage)
        if update is not None:
            compared.keep()
            yield update


@pytest.mark.parametrize("name", OTHERS)
def test_other_data_become_updates_without_a_fault(name: str) -> None:
    file, expected = OTHERS[name]
    given = vintages([str(DATA / file)], load(FIXTURES / f"{name}.json"))

    assert sum(1 for _ in updates(given)) == expected


def test_buildings_below_zero_are_refused_and_the_rest_goes_on() -> None:
    meaning = load(FIXTURES / "gaza_daily_infrastructure.json")
    given = vintages([str(DATA / "gaza_daily" / "gaza_infrastructure.jsonl")], meaning)

    found = list(given)

    problems = [str(each.problem) for each in found if not isinstance(each, Vintage)]
    assert (len(found), len(problems)) == (999, 3)
    assert problems[0].startswith("claims[9].count: -186 is negative")


def test_the_seed_attack_was_shot_down_in_full() -> None:
    file, _ = OTHERS["ukraine_missile_attacks"]
    meaning = load(FIXTURES / "ukraine_missile_attacks.json")
    attack = "air-attack-2024-12-20-07-00"

    (update,) = [
        each
        for each in updates(vintages([str(DATA / file)], meaning))
        if each["incident"]["id"] == attack
    ]

    counts = {claim["phase"]: claim["count"] for claim in update["claims"]}
    assert counts == {"launched": 5, "intercepted": 5}
    assert update["claims"][0]["weapons"] == ["iskander-m", "kn-23"]


def test_outages_become_one_update_a_change() -> None:
    file = DATA / "fpl_outages" / "changes.csv.gz"
    with gzip.open(file, "rt") as rows:
        expected = sum(1 for _ in islice(rows, 1, 20_001))

    given = islice(vintages([str(file)], load(FIXTURES / "fpl_outages.json")), 20_000)

    assert sum(1 for _ in updates(given)) == expected == 20_000
