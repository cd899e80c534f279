"""Counted things in a list: "12 houses, a school and three shops"."""

from collections.abc import Iterator
from dataclasses import dataclass

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.matching import meaning
from incident_log.drafting.prose.plurals import singular

#: Nouns that are their own plural.
_PLURAL = frozenset(
    "people aircraft equipment infrastructure machinery glass crops barracks glazing"
    " technicals".split()
)

#: What is not counted with houses and cars: "three cars and power lines".
_LINES = (
    *("object_power", "object_gas", "object_water", "object_heating_main"),
    *("object_road", "object_railway", "object_telecom", "object_infrastructure"),
)


@dataclass(frozen=True, slots=True)
class Thing:
    """One number with its noun; "30 schools and kindergartens" is one, of two kinds."""

    first: int
    last: int
    at: int  #: the item that carries the number, or "a"
    count: int | str
    noun: int  #: the item of its (first) noun
    others: tuple[int, ...] = ()  #: further nouns that share the number


def things_in(
    article: Article, first: int, last: int, *prefixes: str
) -> Iterator[Thing]:
    """Yield the counted things among items [first, last).

    A noun is an item with a tag ``prefix_X``.  A noun without a number is of the number
    before it if only "and" stands between them.
    """
    at = first
    while at < last:
        inside = at > first and article.has(at - 1, "preposition", "of")
        if _begins(article, at) and not inside and not is_unsaid(article, at):
            thing = _thing(article, at, last, prefixes)
            if thing is not None and agrees(article, thing.noun, thing.count):
                yield thing
            at = thing.last if thing else at + 1
        else:
            at += 1


def kinds_of(article: Article, thing: Thing) -> dict[str, list[str]]:
    """Return the kinds of what one number counts together, as a claim has them."""
    if not thing.others:
        return {}
    words = [article.word(noun) for noun in (thing.noun, *thing.others)]
    return {"composite": list(dict.fromkeys(map(singular, words)))}


def is_unsaid(article: Article, at: int) -> bool:
    """Tell "how many houses" and "all but two" from "many houses" and "two"."""
    return article.word(at - 1) in ("how", "all but")


def agrees(article: Article, noun: int, count: int | str) -> bool:
    """Tell "12 houses" from "two warehouse workers" and "12 school children"."""
    words = article.word(noun).split()
    plural = any(word.endswith("s") or word in _PLURAL for word in words)
    return count == 1 or plural


def _begins(article: Article, at: int) -> bool:
    return article.has(at, "number", "a")


def _is_noun(article: Article, at: int, prefixes: tuple[str, ...]) -> bool:
    return any(meaning(article, at, prefix) for prefix in prefixes)


def _thing(
    article: Article, at: int, last: int, prefixes: tuple[str, ...]
) -> Thing | None:
    """Read one thing from its number on; ``None`` if another number comes first."""
    noun = at + 1
    while noun < last and not _is_noun(article, noun, prefixes):
        if _begins(article, noun) and not article.has(noun - 1, "of"):
            return None
        noun += 1
    if noun >= last:
        return None
    while noun + 1 < last and _is_noun(article, noun + 1, prefixes):
        noun += 1
    number = article.number(at)
    count = 1 if number is None else number.words
    others = tuple(_joined(article, noun, last, prefixes)) if number else ()
    return Thing(at, (others or (noun,))[-1] + 1, at, count, noun, others)


def _joined(
    article: Article, noun: int, last: int, prefixes: tuple[str, ...]
) -> Iterator[int]:
    """Yield the noun behind "and" that has no number of its own."""
    if noun + 2 >= last + 1 or not article.has(noun + 1, "and"):
        return
    for other in range(noun + 2, min(noun + 4, last)):
        if article.has(other, "number", "a", "the"):
            return
        if _is_noun(article, other, prefixes):
            is_line = article.has(other, *_LINES) and not article.has(noun, *_LINES)
            if agrees(article, other, "several") and not is_line:
                yield other
            return
