"""Whose claim it is: each finding gets the voice that governs its words, or none."""

from bisect import bisect_right
from collections.abc import Iterable

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.speech.agents import STRIKERS
from incident_log.drafting.speech.voices import Voice

#: How many paragraphs further a claimed target is still that of the last voice.
_REACH = 2


def attribute(
    article: Article, voices: list[Voice], findings: Iterable[Finding]
) -> None:
    """Set ``said_by``, and ``channel`` where one is named.

    A finding of the report's own voice is left as it is.
    """
    voices = sorted(voices, key=lambda voice: voice.governs[0])
    begins = [voice.governs[0] for voice in voices]
    strikers = [voice for voice in voices if voice.agent.kind in STRIKERS]
    for finding in findings:
        before = bisect_right(begins, finding.at)
        voice = _governing(voices[max(before - _ENOUGH, 0) : before], finding.at)
        if voice is None and finding.type == "target":
            voice = _striker(article, strikers, finding)
        if voice is None or "said_by" in finding.fields:
            continue
        finding.fields["said_by"] = voice.agent.id
        if voice.channel:
            finding.fields.setdefault("channel", voice.channel)
        if finding.type == "casualties" and _is_denied(article, voice, finding):
            finding.fields["denied"] = True


def _governing(before: list[Voice], item: int) -> Voice | None:
    """Return the voice whose words the item is among; a quotation goes before."""
    there = [voice for voice in reversed(before) if item < voice.governs[1]]
    return next((v for v in there if v.mode == "direct"), there[0] if there else None)


#: What is governed by a voice begins no more than so many voices before it.
_ENOUGH = 12


def _striker(article: Article, strikers: list[Voice], finding: Finding) -> Voice | None:
    """Return the army that spoke last: nobody else knows what it aimed at."""
    here = article.paragraph_at(finding.at)
    n = bisect_right(strikers, finding.at, key=lambda voice: voice.governs[0])
    last = strikers[n - 1] if n else None
    near = last is not None and here - article.paragraph_at(last.first) <= _REACH
    return last if near else None


def _is_denied(article: Article, voice: Voice, finding: Finding) -> bool:
    """Tell "the army denied that nine people were killed" from what it confirms.

    In "the army denies aiming at towns, but nine people were killed" nobody denies it.
    """
    first, last = voice.verb + 1, finding.at
    is_contrast = article.has_any(first, last, "contrast")
    return article.has(voice.verb, "act-deny") and first < last and not is_contrast
