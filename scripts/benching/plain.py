"""The same updates kept by plain eventsourcing aggregates, one save an update."""

from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benching.making import updates
from benching.running import Run
from benching.timing import timed
from incident_log.accepting import accept
from incident_log.log import Log


class Story(Aggregate):
    """An incident as a tutorial would write it."""

    @event("Opened")
    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.updates: list[dict[str, Any]] = []

    @event("Told")
    def tell(self, update: dict[str, Any]) -> None:
        """Keep an update."""
        self.updates.append(update)


def ask(run: Run) -> None:
    """Save updates one by one; the aggregates stay in memory, which favours them."""
    run.telling.part("Plain eventsourcing: aggregates in SQLite, one save an update")
    number = min(2_000, run.largest // 3)
    home = run.room("plain")
    theirs = timed(lambda: save(home, number))
    own = timed(lambda: append(home, number))
    run.telling.row("eventsourcing, updates a second", number / theirs)
    run.telling.row("incident-log, validated, one append an update", number / own)
    run.telling.row("  times as many", theirs / own)


def save(home: Path, number: int) -> None:
    """Keep each incident as an aggregate."""
    settings = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(home / "plain.db"),
    }
    stories: dict[str, Story] = {}
    with Application[UUID](env=settings) as application:
        for update in updates(number):
            slug = update["incident"]["id"]
            story = stories.setdefault(slug, Story(slug))
            story.tell(update)
            application.save(story)


def append(home: Path, number: int) -> None:
    """Check each update, and append it in a transaction of its own."""
    with Log.create(home / "log") as log:
        for update in updates(number):
            log.append([accept(update, lambda _: None)])
