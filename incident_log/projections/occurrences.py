"""Moments on the timeline: alerts, launches, blasts, debris, fires.

One moment that the same origin tells again shows as its newest telling.
"""

from collections.abc import Sequence
from typing import Any

from incident_log.placing import Placed
from incident_log.projections.counted import number
from incident_log.projections.nouns import (
    CHANNEL,
    NOTE,
    OCCURRED,
    Circumstance,
    Key,
    Noun,
    Values,
    history,
    occurred,
    source,
    voice,
)
from incident_log.rectangles import Content
from incident_log.tables import spec


def moment_key(claim: Placed) -> Key:
    """Return what makes two tellings one moment; without a time each is its own."""
    kind = getattr(claim.claim, "kind", None)
    when = occurred(claim.claim)
    if not any(when):
        return (str(claim.name),)
    return (claim.origin, claim.place, kind, *when[:2])


class TellingSweep:
    """Walks along T through the tellings of one moment."""

    def __init__(self, circumstance: Circumstance) -> None:
        self._circumstance = circumstance
        self._newest: list[Placed] = []

    def see(self, items: Sequence[Placed]) -> Content:
        """Let the newest tellings stand; all of them, if they tie."""
        told = [*self._newest, *items]
        newest = max(claim.newness for claim in told)
        self._newest = [claim for claim in told if claim.newness == newest]
        claims = sorted(self._newest, key=lambda claim: str(claim.name))
        members = tuple(str(claim.name) for claim in claims)
        first = claims[0]
        values = (
            first.place,
            *_values(first.claim),
            *voice(first, self._circumstance.reading),
            *source(first, members, first),
        )
        return Content(values, members)


def _values(claim: Any) -> Values:
    low, high, _, words = number(claim)
    own = (claim.kind, low, high, words, claim.channel, claim.note)
    return (*own, *occurred(claim))


def _row_key(row: Any) -> Key:
    if all(row[column.name] is None for column in OCCURRED):
        return (row["claim"],)
    times = (row["occurred_from"], row["occurred_to"])
    return (row["origin"], row["place"], row["kind"], *times)


OCCURRENCES = Noun(
    table=history(
        "occurrences",
        "Occurrences",
        "Moments on the timeline, each told by one origin.",
        (
            spec.text("kind", "alert_start, launch, blast_heard, debris_fall ..."),
            spec.number("low", "The lowest number this telling allows, if it counts"),
            spec.number("high", "The highest number this telling allows"),
            spec.text("count_text", "The count as this telling puts it"),
            CHANNEL,
            NOTE,
            *OCCURRED,
        ),
        facets=("kind", "said_by"),
    ),
    key_of=_row_key,
    sweep=TellingSweep,
)
