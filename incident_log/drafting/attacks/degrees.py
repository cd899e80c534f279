"""How badly things were damaged, by what, and in how many places."""

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.matching import (
    Found,
    clause_tags,
    meaning,
    sentence_of,
)

#: Items among which "in three districts" follows damage.
_NEAR = 4
#: Tag -> cause of damage, the most telling one first.
_CAUSES = {
    "debris": "falling_debris",
    "blast_wave": "blast_wave",
    "direct_hit": "direct_hit",
}


def degree_of(article: Article, found: Found) -> str:
    """Return the degree of an effect; of two ("destroyed or damaged") it is either."""
    kinds = {
        meaning(article, effect, "degree_") or meaning(article, effect, "harm_")
        for effect, _ in found.groups("effect")
    }
    if len(kinds) == 2:
        return "affected"
    return next(iter(kinds), None) or found.sets("degree", "hit")


def is_active(article: Article, counted: tuple[int, int], effects: list[int]) -> bool:
    """Tell "one of the planes that had been bombing" from planes that were bombed."""
    if not effects or effects[0] < counted[0]:
        return False
    word = article.word(effects[-1])
    return word.endswith("ing") and word != "burning"


def cause_of(article: Article, first: int, last: int) -> str | None:
    """Return the cause that the clause around items [first, last) names."""
    tags = clause_tags(article, first, last)
    return next((cause for tag, cause in _CAUSES.items() if tag in tags), None)


def areas_of(article: Article, behind: int) -> tuple[int | str, int] | None:
    """Read "in three districts" soon after: how many, and the item behind it."""
    _, end = sentence_of(article, behind - 1)
    for at in range(behind, min(behind + _NEAR, end - 2)):
        number = article.number(at + 1)
        if article.has(at, "comma"):
            break
        if number and article.has(at, "in") and article.has(at + 2, "area"):
            return number.words, at + 3
    return None
