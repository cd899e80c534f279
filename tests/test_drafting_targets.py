"""Targets: what a party says it aimed at is a claim of its own, and no damage."""

import pytest

from incident_log.drafting.attacks.damage import damage_in
from incident_log.drafting.attacks.targets import targets_in
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook
from tests.told import found, keeps_its_word, quoted, told

STRIKE = (
    "The ministry said it carried out a strike with “long-range weapons” on the command"
    " center of the border guard agency and another location where drones are designed"
    " and produced."
)


@pytest.mark.parametrize("rule", rulebook().of("targets"), ids=lambda rule: rule.name)
def test_rules_of_targets_keep_their_word(rule: Rule) -> None:
    keeps_its_word(rule, targets_in)


def test_each_part_of_a_list_is_a_target() -> None:
    assert quoted(STRIKE, targets_in) == [
        "the command center of the border guard agency",
        "another location where drones are designed and produced",
    ]


def test_a_target_belongs_to_somebody() -> None:
    command, factory = found(STRIKE, targets_in)

    assert command.fields == {
        "kind": "military_command",
        "organisation": "the border guard agency",
    }
    assert factory.fields == {"kind": "arms_industry"}


def test_a_security_service_is_its_own_organisation() -> None:
    text = "Moscow said it targeted arms industry and security service targets in Kyiv."

    _, service = found(text, targets_in)

    assert service.fields == {
        "kind": "security_service",
        "organisation": "security service",
    }
    assert quoted(text, targets_in) == [
        "targeted arms industry",
        "security service targets",
    ]


def test_a_target_is_no_damage() -> None:
    assert told(STRIKE, damage_in) == []


def test_a_target_is_found_once() -> None:
    text = "The aim was targeting the airfield, and barracks."

    assert told(text, targets_in) == ["airfield", "military_base"]


@pytest.mark.parametrize(
    "text",
    [
        "The attack did not target the barracks.",
        "It has not targeted the barracks.",
        "The offer targeted, and found, young readers.",
        "Strikes on pay, parking and pensions go on.",
    ],
)
def test_what_is_no_target(text: str) -> None:
    assert told(text, targets_in) == []
