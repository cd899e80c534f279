"""What the drafter must find in the articles that it was developed on.

``scripts/bench-draft`` prints the same scores, also for the articles that were never
looked at.
"""

import functools

import pytest

from tests.articles import Score, articles, labelled, scores

#: What is least of each kind: precision, recall.
BARS = {
    "casualties": (0.97, 0.93),
    "damage and outages": (0.90, 0.90),
    "strikes": (0.90, 0.85),
    "times": (1.0, 0.95),
    "quotes": (1.0, 0.90),
    "boilerplate": (1.0, 1.0),
}


@functools.cache
def developed() -> dict[str, Score]:
    return scores(articles("development"))


def test_there_are_enough_articles() -> None:
    assert len(articles("development")) >= 60
    assert len(articles("unseen")) >= 20


@pytest.mark.parametrize("kind", BARS)
def test_what_an_expert_reads_is_found(kind: str) -> None:
    score = developed()[kind]
    precision, recall = BARS[kind]

    assert score.precision >= precision, "\n".join(score.wrong)
    assert score.recall >= recall, "\n".join(score.missed)


def test_a_score_counts_what_is_missed_and_what_is_found_in_vain() -> None:
    text = "Nine people were killed. Three houses were destroyed."
    gold = {
        "published": "2024-12-20",
        "timezone": "Europe/Kyiv",
        "claims": [
            {
                "type": "casualties",
                "outcome": "killed",
                "count": 8,
                "quote": "Nine people",
            },
            {"type": "damage", "object": "house", "count": 3, "quote": "Three houses"},
        ],
        "background": [],
        "times": [],
        "quotes": [],
        "boilerplate": [],
    }

    found = scores([labelled("made-up", text, gold)])

    assert found["damage and outages"] == Score(found=1)
    (missed,), (wrong,) = found["casualties"].missed, found["casualties"].wrong
    assert "killed 8" in missed
    assert "killed 9" in wrong
