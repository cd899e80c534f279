"""The words of the open lists.  ``import`` warns of others; closed lists refuse them.

The lists here are copied from DOMAIN 1.2 to 1.14 and DESIGN 4, not from the module.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from incident_log import schemas, vocabulary
from incident_log.accepting import warnings
from tests.given import Document

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("kyiv*/*.json"))
REPORT: Document = {"report": {"id": "post", "source": "wire"}}

#: What a claim needs besides the field in question.
NEEDED: dict[str, Document] = {
    "casualties": {"outcome": "killed"},
    "damage": {"object": "roof"},
    "outage": {"service": "heating", "state": "out"},
    "strike": {},
    "target": {"kind": "energy"},
    "statement": {"act": "deny"},
    "occurrence": {"kind": "impact"},
    "link": {"relation": "precedes", "to": "rostov"},
    "indicator": {"name": "magnitude"},
    "verification": {"verdict": "disputed", "of": "c1"},
}

DOMAIN = [
    (
        "casualties",
        "detail",
        "hospitalized treated_on_scene critical died_of_wounds body_recovered"
        " recognised_by_committee",
    ),
    (
        "damage",
        "object",
        "residential_building dwelling roof commercial_building office_building"
        " industrial administrative health_facility education_facility religious"
        " cultural_heritage diplomatic vehicle road bridge railway power water gas"
        " heating_main telecom military agricultural unfinished_building unspecified"
        " infrastructure",
    ),
    (
        "damage",
        "degree",
        "destroyed damaged hit on_fire affected unspecified_severe none_observed",
    ),
    ("damage", "cause", "direct_hit falling_debris blast_wave fire unknown"),
    (
        "outage",
        "service",
        "heating electricity water gas sewage telecom internet transport health"
        " education",
    ),
    (
        "strike",
        "phase",
        "launched used intercepted hit missed not_reached_target still_airborne lost",
    ),
    (
        "statement",
        "act",
        "claim claim_of_responsibility announce confirm deny warn justify estimate"
        " condemn attribute_blame correct withdraw",
    ),
    (
        "statement",
        "channel",
        "telegram_post press_statement briefing interview broadcast official_site"
        " unspecified direct_observation unspecified_channels",
    ),
    (
        "occurrence",
        "kind",
        "alert_start alert_end warning carrier_takeoff launch interception blast_heard"
        " explosions_start impact debris_fall fire_start fire_out"
        " first_casualty_reported emergency_response evacuation outage_start"
        " outage_end statement policy_change air_defence_engagement",
    ),
    (
        "link",
        "relation",
        "part_of has_part duplicate_of split_from in_response_to precedes"
        " same_wave_as related_to",
    ),
    (
        "verification",
        "verdict",
        "not_verified confirmed disputed refuted could_not_be_verified preliminary"
        " being_clarified provisional",
    ),
]
WORDS = [(type_, field, word) for type_, field, ws in DOMAIN for word in ws.split()]


def claim(type_: str, **fields: Any) -> Document:
    return {"type": type_} | NEEDED[type_] | fields


@pytest.mark.parametrize(("type_", "field", "word"), WORDS)
def test_the_words_of_the_domain_are_known(type_: str, field: str, word: str) -> None:
    document = {"claims": [claim(type_, **{field: word})]}

    assert list(warnings(REPORT | document)) == []


@pytest.mark.parametrize(
    ("type_", "field"), sorted({(type_, field) for type_, field, _ in DOMAIN})
)
def test_another_word_is_taken_with_a_warning(type_: str, field: str) -> None:
    odd = claim(type_, **{field: "odd-word"})

    assert schemas.claim_problems(odd) == []
    (warning,) = warnings(REPORT | {"claims": [claim(type_), odd]})

    assert warning.startswith(
        f"claims[1].{field}: 'odd-word' is not among the known words"
    )


def test_what_is_not_verified_yet_is_a_verdict() -> None:
    document = {"claims": [claim("verification", verdict="not_verified_yet")]}

    assert list(warnings(REPORT | document)) == []


def test_a_warning_says_what_to_do() -> None:
    (warning,) = warnings(REPORT | {"claims": [claim("strike", phase="odd-word")]})

    assert warning.count(": ") == 2


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: str(path.stem))
def test_real_updates_use_known_words(path: Path) -> None:
    document = json.loads(path.read_text())

    assert list(warnings(REPORT | document)) == []


def test_an_update_without_claims_has_nothing_to_warn_of() -> None:
    assert list(warnings(REPORT | {"text": "Nine were hurt."})) == []


@pytest.mark.parametrize(
    ("closed", "words"),
    [
        (
            vocabulary.OUTCOMES,
            "killed injured missing trapped abducted displaced evacuated affected"
            " rescued casualty_unspecified",
        ),
        (
            vocabulary.MEASURES,
            "total_to_date this_reporting_period adjustment instance subset",
        ),
        (vocabulary.STATES, "out reduced restored partially_restored"),
        (vocabulary.STATUSES, "civilian combatant responder mixed unknown"),
        (vocabulary.SEXES, "female male other unknown"),
        (vocabulary.AGE_GROUPS, "infant child adolescent adult elderly unknown"),
        (
            vocabulary.ROLES,
            "journalist medical humanitarian human_rights_defender other",
        ),
        (
            vocabulary.SIGNALS,
            "new update correction clarification hold release retraction resend",
        ),
        (
            tuple(schemas.CLAIMS),
            "casualties damage outage strike target statement occurrence link"
            " indicator verification",
        ),
    ],
)
def test_closed_lists_have_these_words_and_no_others(
    closed: tuple[str, ...], words: str
) -> None:
    assert list(closed) == words.split()
