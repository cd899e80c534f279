"""What a party says it aimed at; never damage."""

from typing import Any

from incident_log.projections.nouns import CHANNEL, NOTE, OCCURRED, Values, occurred
from incident_log.projections.single import single
from incident_log.tables.spec import text


def _values(claim: Any) -> Values:
    own = (claim.kind, claim.organisation, claim.channel, claim.note)
    return (*own, *occurred(claim))


TARGETS = single(
    "targets",
    "Targets",
    "What a party says it aimed at; that is no damage.",
    (
        text("kind", "What kind of thing was named as the target"),
        text("organisation", "Whose it was said to be"),
        CHANNEL,
        NOTE,
        *OCCURRED,
    ),
    values=_values,
    facets=("kind", "said_by"),
)
