"""What claims rest on, for the reviewer: times, voices, places, and other weapons."""

from collections.abc import Iterable, Iterator
from typing import Any

from incident_log.drafting.dates.timing import TimeMention
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.setting.places import PlaceMention
from incident_log.drafting.speech.voices import Voice

Document = dict[str, Any]


def mentions_of(
    article: Article,
    times: Iterable[TimeMention],
    voices: Iterable[Voice],
    places: Iterable[PlaceMention],
    weapons: Iterable[Finding],
) -> list[Document]:
    """Return all mentions as rows of a draft, by their place in the text."""
    rows = [
        *_times(article, times),
        *_voices(article, voices),
        *_places(article, places),
        *_weapons(article, weapons),
    ]
    return sorted(rows, key=lambda row: (row["span"], row["type"]))


def _row(
    article: Article, kind: str, span: tuple[int, int], rule: str, **more: Any
) -> Document:
    start, end = span
    return {
        "type": kind,
        "span": [start, end],
        "quote": article.text[start:end],
        "rule": rule,
        **more,
    }


def _times(article: Article, times: Iterable[TimeMention]) -> Iterator[Document]:
    for time in times:
        span = time.start, time.end
        row = _row(article, "time", span, time.rule, value=time.value, role=time.role)
        if time.flags:
            row["flags"] = sorted(time.flags)
        yield row


def _voices(article: Article, voices: Iterable[Voice]) -> Iterator[Document]:
    """Yield attributions; who is only "it" or "he" there is called as he was before."""
    called: dict[str, str] = {}
    for voice in voices:
        name = voice.speaker
        if name.lower() in _PRONOUNS:
            name = called.get(voice.agent.id, name)
        called[voice.agent.id] = name
        yield _row(
            article,
            "statement",
            voice.span,
            voice.rule,
            speaker=name,
            said_by=voice.agent.id,
            mode=voice.mode,
            channel=voice.channel or None,
        )


_PRONOUNS = ("it", "he", "she", "they", "who", "which")


def _places(article: Article, places: Iterable[PlaceMention]) -> Iterator[Document]:
    for place in places:
        span = article.span(place.first, place.last)
        yield _row(article, "place", span, place.rule, id=place.id, name=place.name)


def _weapons(article: Article, weapons: Iterable[Finding]) -> Iterator[Document]:
    for weapon in weapons:
        span = article.span(weapon.first, weapon.last)
        yield _row(article, "weapon", span, weapon.rule, **weapon.fields)
