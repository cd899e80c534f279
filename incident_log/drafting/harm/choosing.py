"""Of all readings the likely ones: one for every number, and no effect told twice."""

from collections.abc import Iterable, Sequence

from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article

_SOME_OF = ("of", "of_them", "including", "among_them", "among")


def chosen(
    article: Article, readings: Iterable[Sequence[Reading]]
) -> dict[int, Reading]:
    """Return item of the number -> its reading; *readings* are those of each number.

    Numbers that none of their readings gives an outcome are left out.
    """
    best = []
    for same in readings:
        told = [reading for reading in same if reading.outcome is not None]
        best += [min(told, key=_rank)] if told else []
    by_effect: dict[int, list[Reading]] = {}
    for reading in best:
        by_effect.setdefault(reading.effect[0], []).append(reading)
    return {
        reading.group.at: reading
        for reading in best
        if _keeps(article, reading, by_effect[reading.effect[0]])
    }


def _rank(reading: Reading) -> tuple[bool, int, int]:
    """What is said outright comes first, then the nearest, then the first rule."""
    sets = reading.rule.sets
    is_sure, is_last = bool(sets.get("sure")), bool(sets.get("last"))
    is_late = is_last or reading.is_attribute
    return not is_sure, reading.distance + 99 * is_late, reading.order


def _keeps(article: Article, reading: Reading, sharing: Sequence[Reading]) -> bool:
    """Let only the nearest count have an effect, unless one is part of the other."""
    others = [other for other in sharing if other.match[0] != reading.match[0]]
    nearer = [other for other in others if other.distance < reading.distance]
    is_also = reading.rule.sets.get("also")
    if nearer and not is_also and not _encloses(article, reading, nearer[0]):
        return False
    return not any(_is_whole(article, reading, other) for other in others)


def _encloses(article: Article, reading: Reading, nearer: Reading) -> bool:
    """Tell whether the nearer count is some of the farther, or the other way round."""
    if article.has(nearer.group.last - 1, "family"):
        return True
    return article.has_any(reading.group.at + 1, nearer.group.at, *_SOME_OF)


def _is_whole(article: Article, reading: Reading, part: Reading) -> bool:
    """In "eight of the 12 people on board were killed" the 12 were not."""
    if not part.group.at < reading.group.at < part.group.last:
        return False
    after = range(reading.group.last, reading.effect[0])
    ends = [i for i in after if article.has(i, "be", "have", "relative")]
    return bool(ends) and not any(article.has(i, "relative") for i in ends)
