"""The two real articles: what an expert read in them, and what the program reads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log import IncidentLog
from incident_log.counts import Count
from incident_log.drafting.drafts import Given, draft
from incident_log.drafting.review.finishing import finish
from incident_log.drafting.review.verdicts import accept_all

SHARED = Path(__file__).parent.parent.parent / "shared"
SEEDS = {
    "000": ("000_e69f6aa0709d75c9.txt", "independent-2024-12-20", "independent"),
    "001": ("001_2467eb6faea92215.txt", "kyivpost-44197", "kyiv-post"),
}
KYIV = "kyiv-2024-12-20"
Json = dict[str, Any]

pytestmark = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(), reason="needs ../shared/seeds"
)


def drafted(seed: str) -> Json:
    name, report, source = SEEDS[seed]
    text = (SHARED / "seeds" / name).read_bytes().decode()
    given = Given("2024-12-20", "Europe/Kyiv", KYIV, report=report, source=source)
    return draft(text, given)


def gold() -> Iterator[tuple[str, Json]]:
    labels = json.loads((SHARED / "domain" / "seed_draft_gold.json").read_text())
    for seed, entries in labels.items():
        yield from ((seed, entry) for entry in entries)


def overlaps(one: Json, label: Json) -> bool:
    start, end = one["span"]
    return bool(start < label["end"] and label["start"] < end)


def is_found(made: Json, label: Json) -> bool:
    """Tell whether a draft has what an expert has labelled, wherever it belongs."""
    claims = [c for c in (*made["claims"], *made["background"]) if overlaps(c, label)]
    mentions = [m for m in made["mentions"] if overlaps(m, label)]
    bounds = (label.get("lo"), label.get("hi"))
    kind = label["type"]
    if kind == "boilerplate":
        return any(overlaps(zone, label) for zone in made["dropped"])
    if kind == "time":
        return any(m["type"] == kind and m["value"] == label["value"] for m in mentions)
    if kind == "place":
        return any(m["type"] == kind and label["name"] in m["name"] for m in mentions)
    if kind == "statement":
        speaker = label["speaker"].removeprefix("the ").removeprefix("The ")
        return any(m["type"] == kind and speaker in m["speaker"] for m in mentions)
    if kind == "verification":
        return any(claim["type"] == kind for claim in claims)
    if kind == "weapon" and label.get("role") == "platform":
        return any(m.get("role") == "platform" for m in mentions)
    types = {
        "casualty": ("casualties",),
        "explosion": ("occurrence",),
        "weapon": ("strike",),
        "damage": ("damage", "outage", "target", "occurrence"),
    }[kind]
    if label.get("kind") == "claimed target":
        return any(claim["type"] == "target" for claim in claims)
    return any(
        bounds == Count.parse(claim.get("count")).range
        or (
            bounds in ((2, None), (1, 1), (None, None)) and claim.get("count") == "some"
        )
        or bounds == (claim.get("areas"), claim.get("areas"))
        for claim in claims
        if claim["type"] in types
    )


def test_nearly_all_that_an_expert_read_is_found() -> None:
    made = {seed: drafted(seed) for seed in SEEDS}
    labels = list(gold())

    missed = [
        label["text"] for seed, label in labels if not is_found(made[seed], label)
    ]

    assert len(labels) == 81
    assert len(missed) <= 3, missed


def test_all_seven_casualty_counts_are_found_and_no_other() -> None:
    counts = [
        (claim["outcome"], claim["count"])
        for seed in SEEDS
        for made in [drafted(seed)]
        for claim in (*made["claims"], *made["background"])
        if claim["type"] == "casualties"
    ]

    assert counts == [
        ("killed", "at least 1"),
        ("killed", "at least 1"),
        ("injured", 9),
        ("killed", "at least 1"),
        ("injured", 9),
        ("casualty_unspecified", 1),
        ("injured", 1),
    ]


def test_nothing_is_drafted_from_what_is_no_part_of_an_article() -> None:
    for seed in SEEDS:
        made = drafted(seed)
        claims = (*made["claims"], *made["background"])
        for start, end in (zone["span"] for zone in made["dropped"]):
            assert not any(c["span"][0] < end and start < c["span"][1] for c in claims)


def test_drafts_accepted_as_they_are_replay_as_the_hand_made_updates(
    tmp_path: Path,
) -> None:
    for seed in SEEDS:
        update = finish(accept_all(drafted(seed))).update
        (tmp_path / f"{seed}.json").write_text(json.dumps(update))
    examples = sorted((SHARED / "examples").glob("*.json"))
    with (
        IncidentLog(tmp_path / "drafted") as ours,
        IncidentLog(tmp_path / "by-hand") as theirs,
    ):
        assert not ours.import_updates(sorted(tmp_path.glob("*.json"))).refused
        assert not theirs.import_updates(examples).refused
        drafts, by_hand = ours.replay(KYIV), theirs.replay(KYIV)

    for noun in ("casualties", "outages"):
        assert [figure(row) for row in drafts[noun]] == [
            figure(row) for row in by_hand[noun]
        ]
    said = {(row["said_by"], row["act"]) for row in by_hand["statements"]}
    assert {(row["said_by"], row["act"]) for row in drafts["statements"]} | {
        # One quotation of two sentences is one statement, told for its news.
        ("ru-mod", "justify"),
        # What a report says in its own voice needs no voice.
        ("ap", "react"),
    } == said | {("independent", "react")}


def figure(row: Json) -> Json:
    """Return a figure without the names of its claims."""
    return {k: v for k, v in row.items() if k not in ("claims", "lost")}
