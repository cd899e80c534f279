"""What became of weapons: launched, used, intercepted, lost, or they hit."""

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import Found, meaning, sentence_of

#: What begins the object of an active verb.
_OBJECTS = ("the", "a", "number", "word", "name", "place")


def phase_of(article: Article, found: Found, before: list[Finding]) -> str:
    """Return the phase that the words of a rule tell, or what was found before them."""
    if "phase" in found.rule.sets:
        return found.sets("phase")
    phase = found.group("phase")
    if phase is None:
        return before[0].fields["phase"] if before else ""
    if _are_subject(article, found, phase[0]):
        return "hit"
    if before and _goes_on(article, found, phase[0], before[0]):
        return str(before[0].fields["phase"])
    return meaning(article, phase[0], "phase_") or "hit"


def is_in_store(article: Article, first: int) -> bool:
    """Tell weapons that were seized, bought or promised from those that were used."""
    for item in range(first - 1, max(first - 4, -1), -1):
        if meaning(article, item, "phase_"):
            return False  # "discovered and destroyed"
        if article.has(item, "stock"):
            return True
    return False


def _are_subject(article: Article, found: Found, phase: int) -> bool:
    """Tell "two bombs destroyed the plant" from "two bombs were destroyed"."""
    volley = found.group("volley")
    return (
        volley is not None
        and volley[1] <= phase
        and meaning(article, phase, "degree_") is not None
        and not article.has(phase - 1, "be", "have", "adverb")
        and (
            article.has(phase + 1, *_OBJECTS)
            or meaning(article, phase + 1, "object_") is not None
        )
    )


def _goes_on(article: Article, found: Found, phase: int, before: Finding) -> bool:
    """Tell whether "destroyed" holds for "14 drones and five of the nine launched"."""
    first, _ = sentence_of(article, found.first)
    is_behind = found.group("many") is not None and phase > found.first + 1
    launched = meaning(article, phase, "phase_") == "launched"
    return is_behind and launched and before.at >= first
