"""Relations between incidents, each asserted by somebody (R18).

Links of one origin, relation and pair of incidents are one row; whether several
origins bear one another out is counted where it is asked.
"""

from collections.abc import Sequence
from typing import Any

from incident_log.claims import Link
from incident_log.events import IncidentLinked
from incident_log.placing import Placed
from incident_log.projections.nouns import (
    CHANNEL,
    NOTE,
    OCCURRED,
    Circumstance,
    Key,
    Noun,
    Steady,
    Values,
    history,
    listed,
    occurred,
    source,
    voice,
)
from incident_log.reading import Reading
from incident_log.rectangles import Content
from incident_log.tables.spec import text

Item = Placed | IncidentLinked


def link_key(item: Item, reading: Reading) -> Key:
    """Return what links have in common that are one."""
    if isinstance(item, IncidentLinked):
        origin = reading.spoken_for(item.by) if item.by else None
        return (origin, item.relation, reading.survivor(item.to))
    said = item.claim
    assert isinstance(said, Link)
    return (item.origin, said.relation, reading.survivor(said.to))


class LinkSweep(Steady):
    """Lets all that one origin says of one relation stand together."""

    def __init__(self, circumstance: Circumstance) -> None:
        self._reading = circumstance.reading

    def content(self, kept: Sequence[Item]) -> Content:
        """Return what the first of them says; reports come before editors."""
        claims = [item for item in kept if not isinstance(item, IncidentLinked)]
        claims.sort(key=lambda claim: claim.reference)
        decisions = [item for item in kept if isinstance(item, IncidentLinked)]
        names = [claim.reference for claim in claims]
        members = (*names, *(decision.reference for decision in decisions))
        if claims:
            return Content(self._said(claims[0], members), members)
        return Content(self._decided(decisions[0], members), members)

    def _said(self, first: Placed, members: Sequence[str]) -> Values:
        _, relation, to = link_key(first, self._reading)
        said = first.claim
        return (
            *(first.place, relation, to, said.channel, said.note),
            *occurred(said),
            *voice(first, self._reading),
            *source(first, members, first),
        )

    def _decided(self, first: IncidentLinked, members: Sequence[str]) -> Values:
        origin, relation, to = link_key(first, self._reading)
        return (
            *(None, relation, to, None, first.reason, None, None, None),
            *(first.by, origin, self._reading.party(first.by)),
            *(None, first.reference, listed(members), None, None),
            *(first.known_at, first.known_at, None, first.known_at),
        )


def _row_key(row: Any) -> Key:
    return (row["origin"], row["relation"], row["to"])


LINKS = Noun(
    table=history(
        "links",
        "Links",
        "How incidents are related, by whose word.",
        (
            text("relation", "in_response_to, part_of, precedes, same_wave_as ..."),
            text("to", "The other incident", "incidents"),
            CHANNEL,
            NOTE,
            *OCCURRED,
        ),
        facets=("relation", "to", "said_by"),
    ),
    key_of=_row_key,
    sweep=LinkSweep,
)
