"""How often something was noticed: blasts heard, by each observer."""

from incident_log.projections.counted import counted
from incident_log.tables.spec import text

OBSERVED = counted(
    "observed",
    "Observed",
    "What each origin says about how often something was noticed: blasts heard.",
    (
        text("kind", "blast_heard, interception ..."),
        text("counter", "The name of a count that was started again"),
    ),
    facets=("kind", "said_by"),
)
