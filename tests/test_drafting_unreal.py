"""Figures of harm that did not happen, that was denied, or that is not the whole."""

import pytest

from incident_log.drafting.drafts import draft


def claimed(text: str) -> list[tuple[str, object]]:
    return _told(text, "claims")


def left_out(text: str) -> list[tuple[str, object]]:
    return _told(text, "background")


def _told(text: str, where: str) -> list[tuple[str, object]]:
    rows = draft(text)[where]
    return [(c["outcome"], c["count"]) for c in rows if c["type"] == "casualties"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("In the new film, 30 people are killed.", "harm that did not happen"),
        ("The exercise simulated 60 casualties.", "harm that did not happen"),
        ("They mock a blast that killed 60 people.", "harm that did not happen"),
        ("The beam nearly killed four people.", "harm that did not happen"),
        ("Four people almost died.", "harm that did not happen"),
        ("Half of the 50 guests died.", "some of so many"),
        ("Most of 50 guests died.", "some of so many"),
        ("All 90 guests were killed except two.", "all of so many but some"),
    ],
)
def test_what_a_person_has_to_read(text: str, why: str) -> None:
    found = draft(text)

    assert claimed(text) == []
    assert found["background"] == []
    assert why in [row["why"] for row in found["unclaimed"]]


def test_who_is_left_out_lives() -> None:
    assert claimed("All 90 guests except for a boy were killed.") == []


def test_animals_are_no_people() -> None:
    assert claimed("Vets looked after 17 injured animals.") == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("In the film studio 30 people were killed.", [30]),
        ("After the drill, which simulated rain, 12 people died.", [12]),
        ("They simulated rain. Twelve people died.", [12]),
        ("The beam killed nearly 40 people.", ["about 40"]),
        ("Of the 50 guests 12 died.", [12]),
        ("Half of the 50 guests killed were old.", [50]),
        ("In the game, two players were injured.", [2]),
        ("Twelve of the 50 guests died.", [12]),
        ("The fire killed 12 guests except on the ground.", [12]),
        ("Twelve guests were killed. Except two, all were old.", [12]),
        ("The fire killed a man, except two dogs it hurt nobody.", [1]),
        ("The bus hit a wall and its driver, a woman, died.", [1]),
    ],
)
def test_what_did_happen(text: str, counts: list[object]) -> None:
    assert [count for _, count in claimed(text)][: len(counts)] == counts


def test_who_they_were_stands_between_them_and_what_befell_them() -> None:
    killed = draft("Two people, a woman and her son, were killed.")["claims"]

    assert [(row["count"], row.get("measure")) for row in killed] == [
        (2, None),
        (1, "subset"),
        (1, "subset"),
    ]


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("A claim that 70 people died is false.", [], [70]),
        ("Reports that 70 people died were untrue.", [], [70]),
        ("It was not true that nine people died.", [], [9]),
        ("Police initially said nine people died.", [], [9]),
        (
            "First reports said 30 people died. The mayor later put the toll at 14.",
            [14],
            [30],
        ),
        ("The toll was put at 24 dead but later revised down to 18.", [18], [24]),
        ("A toll of 24 dead was later lowered to 18.", [18], [24]),
        ("A claim that 70 people died is new.", [70], []),
        ("First reports said 30 people died.", [30], []),
    ],
)
def test_figures_that_were_denied_or_passed(
    text: str, now: list[int], before: list[int]
) -> None:
    assert [count for _, count in claimed(text)] == now
    assert [count for _, count in left_out(text)] == before
