"""Other figures that are followed: acres burned, magnitude, water level."""

from incident_log.projections.counted import counted
from incident_log.tables.spec import text

INDICATORS = counted(
    "indicators",
    "Indicators",
    "What each origin says about any other figure that is followed.",
    (
        text("name", "acres_burned, percent_contained, magnitude ..."),
        text("unit", "The unit of low, high and value"),
        text("counter", "The name of a count that was started again"),
    ),
    facets=("name", "said_by"),
)
