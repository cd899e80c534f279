"""Counted weapons in a list, and what the gazetteer knows of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from incident_log.drafting.attacks.things import is_unsaid
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.numerals import Number

#: How the gazetteer names a class of weapons, as "missile (unspecified)".
_CLASS = "(unspecified)"
#: "Two rockets carrying cluster warheads" are two of one type.
_LOAD = ("carrying", "with")


@dataclass(frozen=True, slots=True)
class Arms:
    """One count with its weapons; "five Iskander-M and KN-23" is one, of two types."""

    first: int
    last: int
    at: int  #: the item that carries the number, or "a"
    count: int | str
    ids: list[str]
    kinds: frozenset[str]


def arms_in(article: Article, first: int, last: int) -> Iterator[Arms]:
    """Yield the counted weapons among items [first, last)."""
    starts = [
        i
        for i in range(first, last)
        if article.has(i, "number", "a") and not is_unsaid(article, i)
    ]
    for at, behind in zip(starts, [*starts[1:], last], strict=False):
        end = next((i for i in range(at, behind) if article.has(i, *_LOAD)), behind)
        number = article.number(at)
        groups = [
            group
            for group in groups_in(article, at, end)
            if _are_weapons(article, group[1] - 1, number)
        ]
        groups = groups if number else groups[:1]  # "a missile", whatever follows
        if groups:
            ids = [name for group in groups for name in ids_of(article, *group)]
            kinds = frozenset(
                described(article, i)["kind"]
                for group in groups
                for i in range(*group)
                if article.has(i, "weapon")
            )
            count = 1 if number is None else number.words
            yield Arms(at, groups[-1][1], at, count, list(dict.fromkeys(ids)), kinds)


def groups_in(article: Article, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield [first, last) of words that name one weapon: "Iskander-M missiles".

    What is "known as" something between commas still is the same weapon.
    """
    at = first
    while at < last:
        if not article.has(at, "weapon"):
            at += 1
            continue
        end = at + 1
        while end < last and (
            article.has(end, "weapon", "known_as")
            or (article.has(end, "fashion") and article.has(end + 1, "weapon"))
            or _is_renamed(article, end, last)
        ):
            end += 1
        yield at, end
        at = end


def ids_of(article: Article, first: int, last: int) -> list[str]:
    """Return the weapons that items name: types, or the class if there is no type."""
    known = [
        described(article, i) for i in range(first, last) if article.has(i, "weapon")
    ]
    types = [row["id"] for row in known if _CLASS not in row["name"]]
    return list(dict.fromkeys(types or [row["id"] for row in known[:1]]))


def described(article: Article, item: int) -> dict[str, str]:
    """Return the row of the gazetteer that describes a weapon."""
    return {"kind": "", **article.names(item)["weapon"]}


def _are_weapons(article: Article, item: int, number: Number | None) -> bool:
    """Tell "two missiles" from "two missile strikes" and "two HIMARS launchers"."""
    many = number is not None and number.words != 1
    is_plural = any(word.endswith("s") for word in article.word(item).split())
    if many and not is_plural and _CLASS in article.names(item)["weapon"]["name"]:
        return False
    return is_plural or not article.has(item + 1, "assault_noun", "object_military")


def _is_renamed(article: Article, at: int, last: int) -> bool:
    """Tell the comma of ", known as ATACMS," from that of a list."""
    if not article.has(at, "comma"):
        return False
    opens = at + 1 < last and article.has(at + 1, "known_as")
    return opens or (at > 1 and article.has(at - 2, "known_as"))
