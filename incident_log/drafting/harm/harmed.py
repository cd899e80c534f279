"""Who is counted in a stretch of text: groups with a number, and single persons.

"A child, three women and a man" are three groups; "two of the five drivers" is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.numerals import Number
from incident_log.drafting.prose.tagged import tagged

_POPULATION = {
    "civilian": ("status", "civilian"),
    "combatant": ("status", "combatant"),
    "responder": ("status", "responder"),
    "female": ("sex", "female"),
    "male": ("sex", "male"),
    "infant": ("age_group", "infant"),
    "child": ("age_group", "child"),
    "adolescent": ("age_group", "adolescent"),
    "elderly": ("age_group", "elderly"),
    "journalist": ("role", "journalist"),
    "medical": ("role", "medical"),
    "humanitarian": ("role", "humanitarian"),
}
#: Tags of nouns for people, in the singular or the plural.
HUMAN = (*_POPULATION, "person", "family")
_STARTS = ("number", "a", "another", "own", *HUMAN)
_THINGS = frozenset(("no_person", "weapon", "measure", "money"))
#: What leads from the noun that is counted to where and of what it is.
_BEHIND = ("of", "of_them", "from", "with", "preposition", "participle")
#: Plurals that do not end in an s.
_PLURALS = frozenset(
    "people men women children police troops personnel staff crew firemen policemen"
    " policewomen servicemen fishermen gunmen militiamen crewmen elderly".split()
)


@dataclass(frozen=True, slots=True)
class Group:
    """Some people: items [first, last), of whom the words up to *noun* are the core."""

    first: int
    last: int
    at: int  #: the item of the number, or the noun of a single person
    count: int | str
    number: Number | None = None  #: ``None`` for "a man", "nobody"


def groups_in(article: Article, first: int, last: int) -> Iterator[Group]:
    """Yield the groups of people that items [first, last) speak of."""
    likely = tagged(article, *_STARTS, first=first, last=last)
    starts = [i for i in likely if _begins(article, i, first)]
    for start, behind in pairwise([*starts, last]):
        end = behind
        while end - 1 > start and article.has(end - 1, "comma", "and", "or", "own"):
            end -= 1
        number = article.number(start)
        if number is not None and article.has(start, "number"):
            yield Group(start, end, start, number.words, number)
            continue
        noun = noun_of(article, start, end)
        if noun is not None and (
            article.has(start, "a", "another") or not is_plural(article, noun)
        ):
            yield Group(start, end, noun, _worth(article, noun))


def _worth(article: Article, noun: int) -> int:
    """Return how many "a man" and "a married couple" are."""
    return 2 if article.word(noun).endswith("couple") else 1


def _begins(article: Article, i: int, first: int) -> bool:
    """Tell whether a group begins here; "the five" of "two of the five" is none."""
    if not article.has(i, "number"):
        if i > first and not article.has(i - 1, "and", "or", "comma"):
            return False
        begins = article.has(i, "a", "another", "own") or _is_second(article, i, first)
        is_aside = article.has(i + 1, "age") and article.has(i + 2, "comma", "close")
        return begins and not is_aside  # "two pupils, both 14, died"
    before = i - 1
    while before > first and article.has(before, "own", "the"):
        before -= 1
    return before <= first or article.has(before, "and", "or", "comma")


def _is_second(article: Article, i: int, first: int) -> bool:
    """Tell whether this is the "daughter" of "his wife and daughter"."""
    follows = article.has(i, *HUMAN) and article.has(i - 1, "and")
    return follows and article.has_any(max(first, i - 4), i - 2, "own")


def is_plural(article: Article, noun: int) -> bool:
    """Tell whether a noun for people is one for several."""
    word = article.word(noun)
    return word.endswith("s") or word in _PLURALS


def has_uncounted(article: Article, first: int, last: int) -> bool:
    """Tell whether people are listed without a number: "a man and his sons"."""
    return any(
        article.has(i, "and")
        and article.has(i + 1, "own")
        and article.has(i + 2, *HUMAN)
        and is_plural(article, i + 2)
        for i in range(first, last - 2)
    )


def core_end(article: Article, group: Group) -> int:
    """Return where the noun ends that is counted: "seven members" of a family."""
    for i in range(group.at + 1, group.last):
        if article.has(i, *_BEHIND) and i > group.first + 1:
            return i
    return group.last


def names_things(article: Article, i: int) -> bool:
    """Tell whether an item names what is counted and cannot be harmed."""
    tags = article.rulebook.lexicon.tags(article.tags[i])
    return bool(tags & _THINGS) or any(tag.startswith("object_") for tag in tags)


def noun_of(article: Article, first: int, last: int) -> int | None:
    """Return the item that names the people, the last one that does."""
    for i in range(last - 1, first - 1, -1):
        if article.has(i, *HUMAN, "age", "ordinal_word", "another"):
            return i
    return None


def population_of(article: Article, group: Group) -> dict[str, Any]:
    """Return what the words for a group tell of everyone in it."""
    found: dict[str, Any] = {}
    if not article.has_any(group.first, group.last, *_POPULATION):
        return found
    for i in range(group.last - 1, group.first - 1, -1):
        if article.has(i, *_POPULATION):
            for tag, (field, value) in _POPULATION.items():
                if article.has(i, tag):
                    found.setdefault(field, value)
    return found
