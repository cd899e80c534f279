"""Weapons launched, used, intercepted; several weapons are one joint count."""

from incident_log.projections.counted import counted
from incident_log.tables.spec import text

STRIKES = counted(
    "strikes",
    "Strikes",
    "What each origin says about weapons launched, used, intercepted or missed.",
    (
        text("weapons", "JSON list; several are one joint count, never split"),
        text("phase", "launched, used, intercepted, hit, missed ..."),
        text("actor", "Who is said to have fired", "agents"),
        text("counter", "The name of a count that was started again"),
    ),
    further=(
        text("launched_from", "From where", "places"),
        text("carrier", "What carried it", "weapons"),
    ),
    values=lambda claim: (claim.launched_from, claim.carrier),
    facets=("phase", "weapons", "said_by"),
)
