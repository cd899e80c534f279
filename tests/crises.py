"""Figures that others labelled: ten crises of NIST's TREC track, and MUC-4's attacks.

Only recall means something here: both leave out much that a text says.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from incident_log.counts import Count
from incident_log.drafting.drafts import Given, draft
from tests.articles import Score

_OUTCOMES = {"DEATH": "killed", "INJURY": "injured"}


def scores(data: Path) -> Iterator[tuple[str, Score]]:
    """Yield the score of each collection that lies in *data*."""
    for name, read, path in (
        ("trec_ts", _crises, data / "trec_ts" / "dev_gold_figures.jsonl"),
        ("muc4", _attacks, data / "muc4" / "dev_muc4.jsonl.gz"),
    ):
        if path.is_file():
            yield name, _score(read(path))


Figure = tuple[str, int]  #: outcome, least number


def _score(texts: Iterator[tuple[str, set[Figure]]]) -> Score:
    score = Score()
    for text, figures in texts:
        found = _figures(text)
        score.found += len(figures & found)
        score.missed += [f"    - {f}: {text[:200]!r}" for f in figures - found]
    return score


def _figures(text: str) -> set[Figure]:
    made = draft(text, Given("2013-01-01", "UTC"))
    found = set()
    for claim in (*made["claims"], *made["background"]):
        if claim["type"] == "casualties":
            count = Count.parse(claim["count"])
            for number in (count.range.low, count.value):
                if number is not None:
                    found.add((claim["outcome"], int(number)))
    return found


def _crises(path: Path) -> Iterator[tuple[str, set[Figure]]]:
    for line in path.read_text().splitlines():
        figure = json.loads(line)
        if figure["metric"] in ("killed", "injured", "missing") and figure["min"]:
            more = figure["qualifier"] == "more_than"
            yield figure["text"], {(figure["metric"], figure["min"] + more)}


def _attacks(path: Path) -> Iterator[tuple[str, set[Figure]]]:
    with gzip.open(path, "rt") as lines:
        for line in lines:
            report = json.loads(line)
            figures = {f for t in report["templates"] for f in _of_template(t)}
            if figures:
                yield report["text"], figures


def _of_template(template: dict[str, Any]) -> Iterator[Figure]:
    """Yield the numbers above one that a template gives killed or injured people."""
    for number in template.get("hum_number", ()):
        for effect in template.get("hum_effect", ()):
            same = set(number["refs"]) & set(effect["refs"])
            if same and effect["value"] in _OUTCOMES and _many(number["value"]):
                yield _OUTCOMES[effect["value"]], int(number["value"])


def _many(value: str | None) -> bool:
    return value is not None and value.isdigit() and int(value) > 1
