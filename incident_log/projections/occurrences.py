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
    stored,
    voice,
)
from incident_log.rectangles import Content
from incident_log.tables import spec


def moment_key(claim: Placed) -> Key:
    """Return what makes two tellings one moment; without a time each is its own."""
    kind = getattr(claim.claim, "kind", None)
    when = occurred(claim.claim)
    if not any(when):
        return (claim.reference,)
    return (claim.origin, claim.place, kind, *when[:2])


class TellingSweep:
    """Lets the newest tellings of one moment stand; all of them, if they tie."""

    def __init__(self, circumstance: Circumstance) -> None:
        self._circumstance = circumstance

    def keep(self, items: list[Placed]) -> list[Placed]:
        """Keep the newest."""
        newest = max(claim.newness for claim in items)
        return [claim for claim in items if claim.newness == newest]

    def content(self, kept: Sequence[Placed]) -> Content:
        """Return what the first of them by reference says."""
        claims = sorted(kept, key=lambda claim: claim.reference)
        members = tuple(claim.reference for claim in claims)
        first = claims[0]
        values = (
            first.place,
            *_values(first.claim),
            stored([_telling(claim) for claim in claims]) if members[1:] else None,
            *voice(first, self._circumstance.reading),
            *source(first, members, first),
        )
        return Content(values, members)


def _telling(claim: Placed) -> dict[str, Any]:
    """Return what one of several tellings that tie says otherwise, by column."""
    said = claim.claim
    return {
        "claim": claim.reference,
        "said_by": claim.said_by,
        "count_text": said.number.text,
        "channel": said.channel,
        "note": said.note,
        "occurred_text": occurred(said)[2],
        "quote": said.quote,
        "as_of_latest": claim.as_of.latest,
    }


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
            spec.text(
                "tellings",
                "JSON list of what each of several that tie says; empty if it is one",
            ),
        ),
        facets=("kind", "said_by"),
    ),
    key_of=_row_key,
    sweep=TellingSweep,
)
