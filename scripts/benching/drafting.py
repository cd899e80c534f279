"""Drafts from the text of articles: how many a second."""

import time
from pathlib import Path

from benching.running import Run
from incident_log.drafting.drafts import Given, draft

_ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles" / "development"


def ask(run: Run) -> None:
    """Draft the articles of the fixtures."""
    run.telling.part("Drafting")
    texts = [path.read_text() for path in sorted(_ARTICLES.glob("*.txt"))]
    seconds(texts[:1])  # the rules are read once
    size = sum(map(len, texts)) / len(texts)
    what = f"articles of {size:,.0f} characters a second"
    run.telling.row(what, len(texts) / seconds(texts), ">= 50")


def seconds(texts: list[str]) -> float:
    """Return how long it takes to draft texts."""
    start = time.perf_counter()
    for text in texts:
        draft(text, Given("2025-01-15", "UTC"))
    return time.perf_counter() - start
