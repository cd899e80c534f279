"""Buildings and things destroyed, damaged, hit or on fire."""

from incident_log.projections.counted import counted
from incident_log.tables.spec import integer, text

DAMAGE = counted(
    "damage",
    "Damage",
    "What each origin says about things destroyed, damaged, hit or on fire.",
    (
        text("object", "residential_building, education_facility, vehicle ..."),
        text("degree", "destroyed, damaged, hit, on_fire ..."),
        text("composite", "JSON list of the kinds that one count covers"),
        text("counter", "The name of a count that was started again"),
    ),
    further=(
        text("cause", "direct_hit, falling_debris, blast_wave ..."),
        integer("areas", "In how many areas, where that is said"),
    ),
    values=lambda claim: (claim.cause, claim.areas),
    facets=("object", "degree", "said_by"),
)
