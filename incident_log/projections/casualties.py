"""Killed, injured, missing: people harmed, by what each origin says."""

from incident_log.projections.counted import counted
from incident_log.tables.spec import text

CASUALTIES = counted(
    "casualties",
    "Casualties",
    "What each origin says about the people harmed.",
    (
        text("outcome", "killed, injured, missing, trapped, abducted ..."),
        text("detail", "hospitalized, died_of_wounds ..."),
        text("status", "civilian, combatant, responder, mixed, unknown"),
        text("sex", "female, male, other, unknown"),
        text("age_group", "infant, child, adolescent, adult, elderly, unknown"),
        text("role", "JSON list: journalist, medical, humanitarian ..."),
        text("measure", "total_to_date (with its increments), instance or subset"),
        text("subset_of", "Of a subset: the outcome of the whole"),
        text("counter", "The name of a count that was started again"),
    ),
    facets=("outcome", "said_by", "ended_by"),
)
