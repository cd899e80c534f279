"""The incident page: what a reader sees of an incident at one moment."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from incident_log.answering import fetching
from incident_log.answering.asking import Asked, ask
from incident_log.answering.evidence import Key
from incident_log.answering.moments import Moment, written
from incident_log.datasette_plugin.pages import lists, stops, words
from incident_log.datasette_plugin.pages.cards import (
    MOST,
    Card,
    Ground,
    card,
    is_main,
    order,
)
from incident_log.datasette_plugin.pages.lists import Line, Related, Report
from incident_log.datasette_plugin.pages.naming import names_in
from incident_log.datasette_plugin.pages.running import levels
from incident_log.datasette_plugin.pages.steps import Step, shown, steps
from incident_log.datasette_plugin.pages.subjects import Names
from incident_log.times import LATEST

Row = Mapping[str, Any]

#: The groups of further figures, in the order of the page.
GROUPS = (
    ("casualties", "Places, parts and single cases"),
    ("damage", "Damage"),
    ("outages", "Outages"),
    ("strikes", "Strikes"),
    ("indicators", "Other figures"),
    ("observed", "Seen and heard"),
)


@dataclass(frozen=True)
class Desk:
    """Everything on the page."""

    incident: Row
    place: str
    zone: str
    moment: Moment
    position: int
    as_of: str
    known_at: str
    as_of_steps: Sequence[Step]
    known_steps: Sequence[Step]
    summary: str
    main: Sequence[Card]
    groups: Sequence[tuple[str, str, Sequence[Card]]]
    statements: Sequence[Line]
    targets: Sequence[Line]
    timeline: Sequence[Line]
    reports: Sequence[Report]
    more_reports: int
    related: Sequence[Related]


def desk(connection: sqlite3.Connection, incident: Row, moment: Moment) -> Desk:
    """Make the page of an incident at one moment."""
    asked = ask(connection, incident, moment)
    ground = _ground(connection, asked)
    cards = _cards(asked, ground)
    main = [each for each in cards if is_main(each.key, incident["place"])]
    if not main:
        main = [each for each in cards if each.figure][:2]
    answer = asked.answer
    zone = asked.zone
    return Desk(
        incident=incident,
        place=ground.names.place(incident["place"]),
        zone=zone or "UTC",
        moment=moment,
        position=asked.position,
        as_of=shown(moment.as_of, zone),
        known_at=shown(moment.known_at, zone),
        as_of_steps=_as_of_steps(connection, asked, ground.names),
        known_steps=_known_steps(connection, asked, ground.names),
        summary=_summary(main, moment, zone),
        main=main,
        groups=_groups(cards, main),
        statements=[lists.line(row, "act", ground) for row in answer["statements"]],
        targets=[lists.target(row, ground) for row in answer["targets"]],
        timeline=[lists.line(row, "kind", ground) for row in answer["occurrences"]],
        reports=lists.reports(asked, ground.names),
        more_reports=max(0, len(asked.updates) - lists.MOST_UPDATES),
        related=lists.related(connection, asked, answer["links"], ground.names),
    )


def _ground(connection: sqlite3.Connection, asked: Asked) -> Ground:
    slug = asked.incident["id"]
    changes = fetching.changes(connection, slug)
    by_key: dict[Key, list[Row]] = {}
    for row in changes:
        by_key.setdefault(Key.of(row), []).append(row)
    claims = fetching.claims(connection, _behind(asked.figures.values()))
    told = [row for rows in asked.told.values() for row in rows]
    spoken = sorted(stops.as_of_stops(connection, slug)) or [asked.moment.known_at]
    return Ground(
        moment=asked.moment,
        zone=asked.zone,
        start=spoken[0],
        end=max(spoken[-1], asked.incident["last_known_at"] or ""),
        names=names_in(
            connection,
            [asked.incident],
            changes,
            asked.figures.values(),
            claims.values(),
            asked.updates,
            told,
        ),
        claims=claims,
        levels=levels(connection, slug, asked.moment),
        changes=by_key,
    )


def _behind(figures: Iterable[Row]) -> set[str]:
    """Return the claims that are shown behind figures."""
    found: set[str] = set()
    for figure in figures:
        found.update(json.loads(figure["claims"]))
        found.update(each["claim"] for each in figure["lost"][:MOST])
    return found


def _cards(asked: Asked, ground: Ground) -> list[Card]:
    """Make a card of every figure there is, and of the toll there will be."""
    place = asked.incident["place"]
    toll = [key for key in ground.changes if is_main(key, place)]
    keys = sorted({*asked.figures, *toll}, key=lambda key: order(key, place))
    made = [
        card(key, _read(asked.figures.get(key)), asked.history.get(key, ()), ground)
        for key in keys
    ]
    return [
        each if each.figure else replace(each, elsewhere=_elsewhere(each.key, made))
        for each in made
    ]


def _elsewhere(key: Key, cards: Iterable[Card]) -> list[str]:
    """Say what is known of the same thing in other places."""
    return [
        f"{words.bounded(other.figure)}, in {other.place}"
        for other in cards
        if other.figure
        and (other.key.noun, other.key.subject) == (key.noun, key.subject)
    ]


def _read(figure: Row | None) -> Row | None:
    """Return a figure with its lists read."""
    if figure is None:
        return None
    lists = {name: json.loads(figure[name]) for name in ("claims", "flags")}
    return {**figure, **lists}


def _groups(
    cards: Sequence[Card], main: Sequence[Card]
) -> list[tuple[str, str, list[Card]]]:
    groups = []
    for noun, title in GROUPS:
        found = [c for c in cards if c.key.noun == noun and c not in main]
        if found:
            groups.append((noun, title, found))
    return groups


def _summary(main: Sequence[Card], moment: Moment, zone: str | None) -> str:
    """Say the toll in one sentence, which is read out when it changes."""
    told = [
        f"{each.title} {said}"
        for each in main
        for said in ([words.bounded(each.figure)] if each.figure else each.elsewhere)
    ]
    as_of, known_at = shown(moment.as_of, zone), shown(moment.known_at, zone)
    return f"As of {as_of}, known at {known_at}: {'; '.join(told) or 'no figures yet'}."


def _as_of_steps(
    connection: sqlite3.Connection, asked: Asked, names: Names
) -> list[Step]:
    notes = dict.fromkeys(stops.as_of_stops(connection, asked.incident["id"]), "")
    for update in asked.updates:
        if update["speaks_from"] in notes:
            notes[update["speaks_from"]] = names.agent(update["source"])
    return steps(notes, asked.moment.as_of, asked.zone)


def _known_steps(
    connection: sqlite3.Connection, asked: Asked, names: Names
) -> list[Step]:
    known = stops.known_stops(connection, asked.incident["id"])
    notes = dict.fromkeys(known, "an editor decided")
    notes |= {row["known_at"]: names.agent(row["source"]) for row in asked.updates}
    return steps(notes, asked.moment.known_at, asked.zone)


def cited(moment: Moment, last_known_at: str | None) -> Moment:
    """Return a moment that stays: the latest K becomes that of the last update."""
    known_at = moment.known_at
    if known_at >= LATEST and last_known_at:
        known_at = last_known_at
    return Moment(moment.as_of, known_at)


def as_argument(moment: Moment) -> str:
    """Write a moment as ``T@K``, as the comparison of two moments takes it."""
    return f"{written(moment.as_of)}@{written(moment.known_at)}"
