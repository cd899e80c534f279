"""Notes that something was not verified, and whose claims are meant."""

from bisect import bisect_right
from collections.abc import Sequence

from incident_log.drafting.prose.article import Article, InOrder
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import fits
from incident_log.drafting.speech.attribution import attribute
from incident_log.drafting.speech.voices import Voice

#: What a note may be about; nobody verifies a link or another note.
_CLAIMS = (
    *("casualties", "damage", "outage", "strike", "target", "statement", "occurrence"),
    "indicator",
)
#: How many sentences back a note may mean.
_BACK = 60
#: Words that mean the claims of more than one speaker.
_SEVERAL = ("neither", "none", "both", "these", "those", "their")


def verifications_in(
    article: Article, voices: list[Voice], findings: list[Finding]
) -> list[Finding]:
    """Return what an article says was not verified; ``of`` has the findings meant."""
    claims = InOrder(
        sorted((f for f in findings if f.type in _CLAIMS), key=lambda f: f.first)
    )
    found: dict[int, Finding] = {}
    for rule in article.rulebook.of("verification"):
        for match in fits(article, rule):
            at = match.start("verdict")
            first, last, _ = article.sentences[article.sentence_at(at)]
            meant = _meant(article, voices, claims, match.start())
            fields = {**rule.sets, "of": meant}
            found.setdefault(
                at, Finding("verification", fields, first, last, at, rule.name)
            )
    notes = [found[at] for at in sorted(found)]
    attribute(article, [v for v in voices if v.mode == "direct"], notes)
    return notes


def _meant(
    article: Article, voices: list[Voice], claims: InOrder[Finding], item: int
) -> list[Finding]:
    """Return the claims of the last speaker, or of the last two ("neither account")."""
    here = article.sentence_at(item)
    first, last, _ = article.sentences[here]
    words = {article.word(i) for i in range(first, item + 1)}
    several = not words.isdisjoint(_SEVERAL)
    speakers: list[str] = []
    for n in range(
        bisect_right(voices, item, key=lambda voice: voice.first) - 1, -1, -1
    ):
        if voices[n].agent.id not in speakers:
            speakers.append(voices[n].agent.id)
        if len(speakers) == 1 + several:
            break
    back = article.sentences[max(0, here - _BACK)].first
    near = claims.within(back, last)
    return [f for speaker in speakers for f in _latest(article, near, speaker)]


def _latest(article: Article, claims: Sequence[Finding], speaker: str) -> list[Finding]:
    """Return what a speaker claims, from his last words back to somebody else's."""
    own = [f for f in claims if f.fields.get("said_by") == speaker]
    if not own:
        return []
    paragraphs = {article.paragraph_at(f.at) for f in own}
    begin = end = max(paragraphs)
    while begin - 1 in paragraphs:
        begin -= 1
    return [f for f in own if begin <= article.paragraph_at(f.at) <= end]
