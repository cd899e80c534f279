"""Services that somebody is without, or has back.  Never damage."""

from typing import Any

from incident_log.projections.counted import counted
from incident_log.projections.nouns import Values
from incident_log.tables.spec import text


def _further(claim: Any) -> Values:
    since, until = claim.since, claim.until
    return (
        claim.cause,
        since.earliest if since else None,
        until.latest if until else None,
    )


OUTAGES = counted(
    "outages",
    "Outages",
    "What each origin says about services that are out, reduced or restored.",
    (
        text("service", "heating, electricity, water, gas, telecom ..."),
        text("state", "out, reduced, restored, partially_restored"),
        text("object", "What is without it: residential_building ..."),
        text("composite", "JSON list of the kinds that one count covers"),
        text("counter", "The name of a count that was started again"),
    ),
    further=(
        text("cause", "Why, as it was said"),
        text("since", "Since when, at the earliest"),
        text("until", "Until when, at the latest"),
    ),
    values=_further,
    facets=("service", "state", "said_by"),
)
