"""The words of the open lists.  ``import`` warns of others; closed lists refuse them.

Sources: Airwars, Bellingcat, DesInventar and Sendai categories for damage and outages;
CAP, GTD and ACLED for strikes, acts and links (DOMAIN 1.2 to 1.14).
"""

OUTCOMES = (
    *("killed", "injured", "missing", "trapped", "abducted", "displaced", "evacuated"),
    *("affected", "rescued", "casualty_unspecified"),
)
MEASURES = (
    *("total_to_date", "this_reporting_period", "adjustment", "instance", "subset"),
)
STATES = ("out", "reduced", "restored", "partially_restored")
#: The fields of a population; where claims are flat, they stand beside its others.
POPULATION = ("status", "sex", "age_group", "role")
STATUSES = ("civilian", "combatant", "responder", "mixed", "unknown")
SEXES = ("female", "male", "other", "unknown")
AGE_GROUPS = ("infant", "child", "adolescent", "adult", "elderly", "unknown")
ROLES = ("journalist", "medical", "humanitarian", "human_rights_defender", "other")
SIGNALS = (
    *("new", "update", "correction", "clarification", "hold", "release"),
    *("retraction", "resend"),
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: claim type -> field -> the words known for it
OPEN: dict[str, dict[str, frozenset[str]]] = {
    "casualties": {
        "detail": _words(
            "hospitalized treated_on_scene critical died_of_wounds "
            "body_recovered recognised_by_committee"
        ),
    },
    "damage": {
        "object": _words(
            "residential_building dwelling roof commercial_building "
            "office_building industrial administrative health_facility "
            "education_facility religious cultural_heritage diplomatic vehicle "
            "road bridge railway power water gas heating_main telecom military "
            "agricultural unfinished_building infrastructure building window "
            "settlement unspecified"
        ),
        "degree": _words(
            "destroyed damaged damaged_minor damaged_major hit on_fire affected "
            "unspecified_severe none_observed"
        ),
        "cause": _words("direct_hit falling_debris blast_wave fire attack unknown"),
    },
    "outage": {
        "service": _words(
            "heating electricity water gas sewage telecom internet transport "
            "health education"
        ),
    },
    "strike": {
        "phase": _words(
            "launched used intercepted hit missed not_reached_target "
            "still_airborne lost"
        ),
    },
    "target": {
        "kind": _words(
            "military_command arms_industry weapon_system air_defence "
            "security_service military_base airfield energy transport "
            "unspecified"
        ),
    },
    "statement": {
        "act": _words(
            "claim claim_of_responsibility announce confirm deny warn justify "
            "estimate condemn attribute_blame correct withdraw react"
        ),
    },
    "occurrence": {
        "kind": _words(
            "alert_start alert_end warning carrier_takeoff launch interception "
            "blast_heard explosions_start impact debris_fall fire_start "
            "fire_out first_casualty_reported emergency_response evacuation "
            "outage_start outage_end statement policy_change "
            "air_defence_engagement"
        ),
    },
    "link": {
        "relation": _words(
            "part_of has_part duplicate_of split_from in_response_to precedes "
            "same_wave_as related_to"
        ),
    },
    "verification": {
        "verdict": _words(
            "not_verified not_verified_yet could_not_be_verified confirmed disputed "
            "refuted preliminary being_clarified provisional"
        ),
    },
}
#: Fields of every claim.
CHANNELS = _words(
    "telegram_post social_post press_statement statement briefing "
    "interview broadcast official_site direct_observation "
    "unspecified_channels unspecified dataset"
)
