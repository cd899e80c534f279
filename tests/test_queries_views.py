"""Views: what holds now, each change of a figure, feeds, and what was taken back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from incident_log.log import Log
from incident_log.projecting.keeping import path_of
from incident_log.projections import COUNTED, NOUNS
from incident_log.queries import STORED, VIEWS
from incident_log.queries.counted import SUBJECTS
from incident_log.queries.views import HISTORIES
from incident_log.tables.functions import register
from tests.given import (
    INCIDENT,
    Document,
    act,
    claim,
    clock,
    denied,
    injured,
    killed,
    more,
    tell,
    update,
)

Rows = list[tuple[Any, ...]]
Tells = Callable[..., Callable[..., Rows]]


@pytest.fixture
def told(tmp_path: Path) -> Tells:
    """Tell a story, and ask its tables."""

    def tables_of(*items: Document) -> Callable[..., Rows]:
        with Log.create(tmp_path, clock=lambda: clock("00:00")) as log:
            tell(log, *items)

        def ask(sql: str, **values: str) -> Rows:
            with closing(sqlite3.connect(path_of(log))) as tables:
                register(tables)
                return tables.execute(sql, values).fetchall()

        return ask

    return tables_of


def stored(ask: Callable[..., Rows], name: str, columns: str, **values: str) -> Rows:
    """Return some columns of what a stored query finds."""
    (query,) = (query for query in STORED if query.name == name)
    given = dict.fromkeys(query.parameters, "") | {"incident": INCIDENT} | values
    return ask(f"SELECT {columns} FROM ({query.sql})", **given)


# -- what holds now --------------------------------------------------------------------


def test_what_holds_now_is_what_nothing_has_ended(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("kmva", injured(9), at="10:00", heard="10:10"),
        update("mayor", killed(1), at="08:00", heard="08:20"),
        act("retract", "11:00", ref="mayor"),
    )

    assert ask("SELECT outcome, low FROM casualties_now") == [("injured", 9)]


def test_each_history_table_has_a_view_of_now() -> None:
    shown = [name for name, noun in NOUNS.items() if not noun.table.is_hidden]

    assert shown == [*HISTORIES]
    assert {f"{name}_now" for name in HISTORIES} <= VIEWS.keys()


def test_the_sql_counts_by_the_subjects_of_the_tables() -> None:
    assert list(SUBJECTS) == [noun.name for noun in COUNTED]
    for noun in COUNTED:
        place = noun.own.index("place") + 1
        own = noun.own[place : place + len(SUBJECTS[noun.name])]
        assert own == tuple(SUBJECTS[noun.name])


def test_figures_now_say_since_when_and_why(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("kmva", injured("about 9"), at="10:00", heard="10:10"),
    )

    says = "place, subject, low, best, high, contested, since, cause, claim"
    assert ask(f"SELECT {says} FROM figures_now") == [
        (
            "kyiv",
            '{"outcome":"injured","measure":"total_to_date"}',
            *(None, 9, None, 0),
            *(clock("10:10"), "later count", "kmva/2#c1"),
        )
    ]


def test_a_figure_that_was_taken_back_is_none_now(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("mayor", killed("unknown"), at="08:00", heard="08:20"),
        act("retract", "11:00", ref="kmva"),
    )

    assert ask("SELECT noun, low, best, claim FROM figures_now") == [
        ("casualties", None, None, "mayor/1#c1")
    ]


# -- changes and feed ------------------------------------------------------------------


def test_a_change_has_the_words_that_caused_it(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10", source="city"),
        update("kmva", injured(9, quote="now nine"), at="10:00", heard="10:10"),
    )

    says = "title, best_before, best, cause, said_by, quote, report, source"
    assert ask(f"SELECT {says} FROM changes") == [
        (INCIDENT, 7, 9, "later count", "kmva", "now nine", "kmva", "kmva"),
        (INCIDENT, None, 7, "later count", "city", None, "kmva", "city"),
    ]


def test_the_feed_names_the_figures_that_an_update_changed(told: Tells) -> None:
    ask = told(
        update("kmva", injured("at least 7"), at="08:00", heard="08:10"),
        update("kmva", injured("up to 9"), killed(1), at="10:00", heard="10:10")
        | {
            "label": "As of 10",
            "report": {"id": "kmva", "source": "city", "url": "https://kmva.example"},
        },
    )

    says = (
        "atom_id, atom_title, atom_updated, atom_content, atom_author_name, atom_link"
    )
    assert ask(f"SELECT {says} FROM feed") == [
        (
            f"urn:incident-log:{INCIDENT}:kmva/2",
            f"{INCIDENT}: As of 10",
            clock("10:10"),
            "kyiv, injured: 7 (at least 7) -> 7 to 9; later count\n"
            "kyiv, killed: 1; later count",
            "city",
            "https://kmva.example",
        ),
        (
            f"urn:incident-log:{INCIDENT}:kmva/1",
            f"{INCIDENT}: new",
            clock("08:10"),
            "kyiv, injured: 7 (at least 7); later count",
            "kmva",
            "https://kmva.example",
        ),
    ]


def test_a_denial_is_news_of_nobody(told: Tells) -> None:
    ask = told(update("kmva", denied(killed(1)), at="08:00", heard="08:10"))

    assert ask("SELECT atom_content FROM feed") == [("kyiv, killed: 0; later count",)]


def test_a_feed_links_to_nothing_but_pages(told: Tells) -> None:
    shady = {"id": "kmva", "source": "kmva", "url": "https://kmva.example"}

    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10") | {"report": shady},
        update("mayor", claim("statement", act="confirm"), at="08:00", heard="08:20"),
    )

    assert ask("SELECT atom_link, event_name, event_description FROM feed") == [
        (
            f"urn:incident-log:{INCIDENT}:mayor/1",
            f"{INCIDENT}: new",
            "mayor\nNo figure changed.",
        ),
        (
            "https://kmva.example",
            f"{INCIDENT}: new",
            "kmva\nkyiv, injured: 7; later count",
        ),
    ]


def test_of_updates_heard_together_each_names_its_own_figures(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("mayor", killed(1), at="08:00", heard="08:10"),
    )

    assert ask("SELECT report, atom_content FROM feed") == [
        ("mayor", "kyiv, killed: 1; later count"),
        ("kmva", "kyiv, injured: 7; later count"),
    ]


def test_a_retraction_is_news_of_the_figure_it_takes_away(told: Tells) -> None:
    retraction = {"id": "kmva", "source": "kmva"}
    ask = told(
        update("kmva", injured("5 to 7"), at="08:00", heard="08:10"),
        update("kmva", heard="09:10", signal="retraction") | {"report": retraction},
    )

    assert ask('SELECT "update", atom_content FROM feed LIMIT 1') == [
        ("kmva/2", "kyiv, injured: 5 to 7 -> no figure; retraction")
    ]


def test_a_feed_tells_contested_and_unknown_figures(told: Tells) -> None:
    ask = told(
        update("kmva", injured(5), at="08:00", heard="08:10"),
        update("mayor", injured(9), killed("unknown"), at="08:00", heard="08:20"),
    )

    assert ask("SELECT atom_content FROM feed LIMIT 1") == [
        (
            "kyiv, injured: 5 -> 5 (5 to 9), contested; late report\n"
            "kyiv, killed: unknown; late report",
        )
    ]


# -- what was taken back, and what changed ---------------------------------------------


def test_what_was_taken_back_says_when_and_by_what(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7, quote="seven"), at="08:00", heard="08:10"),
        update("mayor", killed(1), at="08:00", heard="08:20"),
        act("correct", "09:00", claim="kmva/1#c1", changes={"count": 6}),
        act("retract", "11:00", ref="mayor"),
    )

    says = "ended_at, ended_by, noun, said, said_by, quote, claim"
    assert stored(ask, "corrections_and_retractions", says) == [
        (
            *(clock("09:00"), "corrected", "casualties", "7"),
            *("kmva", "seven", "kmva/1#c1"),
        ),
        (clock("11:00"), "retracted", "casualties", "1", "mayor", None, "mayor/1#c1"),
    ]


def test_what_a_newer_count_superseded_was_not_taken_back(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        update("kmva", injured(9), at="09:00", heard="09:10"),
    )

    assert stored(ask, "corrections_and_retractions", "claim") == []


def test_what_was_taken_back_is_not_known_before(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        act("hold", "11:00", ref="kmva"),
    )

    before = clock("10:59")
    assert stored(ask, "corrections_and_retractions", "claim", known_at=before) == []


@pytest.mark.parametrize(
    ("then", "cause", "claim"),
    [
        (act("retract", "10:00", ref="kmva"), "retraction", "kmva/1#c1"),
        (act("hold", "10:00", ref="kmva"), "hold", "kmva/1#c1"),
        (
            act("correct", "10:00", claim="kmva/1#c1", changes={"count": 6}),
            *("correction", "kmva/1#c1"),
        ),
        (
            update("kmva", more(injured(2)), at="10:00", heard="10:10"),
            *("new harm", "kmva/2#c1"),
        ),
        (
            update("kmva", injured(8), at="10:00", heard="10:10"),
            *("later count", "kmva/2#c1"),
        ),
        (
            update("kmva", injured(8), at="08:30", heard="10:10"),
            *("late report", "kmva/2#c1"),
        ),
        (
            update("mayor", injured("up to 8"), at="10:00", heard="10:10"),
            *("later count", "mayor/1#c1"),
        ),
    ],
)
def test_a_changed_figure_has_its_cause(
    told: Tells, then: Document, cause: str, claim: str
) -> None:
    ask = told(update("kmva", injured("at least 7"), at="08:00", heard="08:10"), then)

    known = {"known_a": clock("09:00")}
    assert stored(ask, "what_changed", "cause, claim", **known) == [(cause, claim)]


def test_a_release_lets_a_figure_count_again(told: Tells) -> None:
    ask = told(
        update("kmva", injured(7), at="08:00", heard="08:10"),
        act("hold", "09:00", ref="kmva"),
        act("release", "10:00", ref="kmva"),
    )

    known = {"known_a": clock("09:30")}
    says = "best_before, best, contested_before, contested, cause"
    assert stored(ask, "what_changed", says, **known) == [(None, 7, None, 0, "release")]


def test_nothing_changes_between_a_time_and_itself(told: Tells) -> None:
    ask = told(update("kmva", injured(7), at="08:00", heard="08:10"))

    assert stored(ask, "what_changed", "*") == []
