"""A draft as its reviewer sees it: each claim in its sentence, in few lines."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from incident_log.drafting.review.documents import CLAIMS, Document
from incident_log.drafting.review.finishing import unsaid
from incident_log.drafting.review.verdicts import claims_of, is_background, proposed
from incident_log.errors import visible
from incident_log.schemas.drafts import PROPOSED, REJECTED, plain
from incident_log.sentences import around

#: Fields that are shown otherwise.
_SHOWN = ("id", "type", "span", "quote")


class Screen:
    """Where the reviewer reads and types; beside standard output, if that is taken."""

    def __init__(self, *, err: bool) -> None:
        self._err = err
        stream = sys.stderr if err else sys.stdout
        self._is_coloured = stream.isatty() and "NO_COLOR" not in os.environ

    def say(self, lines: Iterable[str]) -> None:
        """Show some lines."""
        for each in lines:
            click.echo(each, err=self._err)

    def ask(self, question: str) -> str:
        """Return what was typed, without spaces around it."""
        answer: str = click.prompt(
            question, default="", show_default=False, err=self._err
        )
        return answer.strip()

    def mark(self, words: str) -> str:
        """Show that these are the words a claim rests on."""
        if self._is_coloured:
            return click.style(words, bold=True, reverse=True)
        return f"[{words}]"


def head(draft: Document) -> Iterator[str]:
    """Say what the draft is about, and how far its review is."""
    report = draft.get("report", {})
    incident = draft.get("incident", "?")
    slug = incident["id"] if isinstance(incident, dict) else incident
    times = (
        f"{name} {draft[name]}" for name in ("as_of", "published_at") if name in draft
    )
    yield f"{slug}: {report.get('source', '?')} {report.get('id', '?')}"
    about = [draft.get("label", ""), *times]
    yield line(", ".join(words for words in about if words))
    left = len(proposed(draft))
    yield f"{left} of {len(claims_of(draft))} claims to review"
    yield from unsaid(draft)


def claim_lines(draft: Document, claim: Document, screen: Screen) -> Iterator[str]:
    """Show a claim: where it stands, what it says, why it was drafted."""
    ids = [each["id"] for each in claims_of(draft)]
    background = " (background)" if is_background(draft, claim["id"]) else ""
    status = "" if claim["status"] == PROPOSED else f"  {claim['status']}"
    yield (
        f"{ids.index(claim['id']) + 1}/{len(ids)}  {claim['id']}  {claim['type']}"
        f"{background}  by rule {claim['rule']}{status}"
    )
    yield f"  {sentence(draft['text'], claim['span'], screen)}"
    for name, value in plain(claim).items():
        if name not in _SHOWN:
            yield f"    {name:<12} {line(_told(name, value, draft))}"
    for name in ("flags", "why", "proposed", "against"):
        if claim.get(name):
            yield f"    ({name}: {line(_words(_brief(name, claim[name])))})"


def sentence(text: str, span: list[int], screen: Screen) -> str:
    """Show a stretch of the text in its sentence, on one line."""
    start, end = span
    before, after = around(text, start, end)
    return f"{line(before)}{screen.mark(line(text[start:end]))}{line(after)}"


def unclaimed(draft: Document) -> list[Document]:
    """Return the numbers that no rule and no claim accepted since has claimed."""
    spans = [c["span"] for c in draft[CLAIMS] if c["status"] != REJECTED]
    return [
        each
        for each in draft.get("unclaimed", ())
        if not any(s <= each["span"][0] and each["span"][1] <= e for s, e in spans)
    ]


def left_over(draft: Document, screen: Screen) -> Iterator[str]:
    """Show what no claim came of: numbers, what is old, gone or dropped."""
    numbers = unclaimed(draft)
    if numbers:
        yield "numbers that nothing claims:"
    for n, each in enumerate(numbers, start=1):
        why = f"  ({line(each['why'])})" if "why" in each else ""
        yield f"  {n}  {sentence(draft['text'], each['span'], screen)}{why}"
    if "unchanged" in draft:
        yield f"as in the earlier revision: {len(draft['unchanged'])} claims"
    gone = draft.get("gone", ())
    if gone:
        yield "said by the earlier revision, and no longer:"
    for each in gone:
        yield f"  {line(_words(each))}"
    zones = draft.get("dropped", ())
    if zones:
        rules = ", ".join(dict.fromkeys(zone["rule"] for zone in zones))
        length = sum(zone["span"][1] - zone["span"][0] for zone in zones)
        yield f"dropped: {len(zones)} zones, {length} characters ({rules})"


def line(words: str) -> str:
    """Show words on one line, with nothing in them that a terminal would obey."""
    return visible(re.sub(r"\s+", " ", words))


def _told(name: str, value: Any, draft: Document) -> str:
    """Write the value of a field; of a voice also who it is and how it was told."""
    words = _words(value)
    if name not in ("said_by", "speaker"):
        return words
    agents = [agent for agent in draft.get("agents", ()) if agent["id"] == value]
    names = [agent["name"] for agent in agents if "name" in agent]
    told = [
        f"“{each['quote']}”"
        for each in draft.get("mentions", ())
        if each["type"] == "statement" and each.get("said_by") == value
    ]
    return ", ".join([words, *names, *dict.fromkeys(told)])


def _brief(name: str, value: Any) -> Any:
    if name != "proposed":
        return value
    return {k: v for k, v in value.items() if k not in _SHOWN}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_words(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    return str(value)
