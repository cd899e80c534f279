"""The name of a person among the words for a speaker, and the words for his role."""

from collections.abc import Callable

from incident_log.drafting.prose.article import Article
from incident_log.drafting.speech.roles import PEOPLE, Items

_LINKS = ("of", "for", "from", "with", "preposition", "relative", "named-as")
_TITLES = ("speaker", "honorific", *PEOPLE)
NOTHING = range(0)

#: The words for a role: "head", and "of the city administration" behind it.
Role = tuple[Items, Items]


def split(article: Article, items: Items) -> Role:
    """Part "head of the city administration" into its core and what follows."""
    first, last = items.start, items.stop
    if article.has(first, "number", "no") and article.has(first + 1, "of"):
        first += 2  # "one of the survivors"
    while first < last and article.has(first, "the", "a", "number", "honorific"):
        first += 1
    middle = next((i for i in range(first, last) if article.has(i, *_LINKS)), last)
    return range(first, middle), range(middle, last)


def is_role(article: Article, role: Role) -> bool:
    """Tell whether there are words for somebody's role at all."""
    return any(article.has(i, "speaker", *PEOPLE) for i in role[0])


def name_and_role(
    article: Article,
    role: Role,
    asides: tuple[Items, ...],
    knows: Callable[[str], bool],
) -> tuple[Items, Role]:
    """Return the items of a person's name, none if there is none, and of the role.

    *knows* tells whether somebody with a surname is named in the article.
    """
    core, tail = _with_last_name(article, *role)
    given = _given(article, (core, tail, *asides))
    if given:
        return given, (core, NOTHING)
    if core and _names_a_person(article, core, knows):
        begin = _begin(article, core)
        before = core[: begin - core.start]
        while before and article.has(before[-1], "honorific"):
            before = before[:-1]
        roles = [(before, NOTHING), *(split(article, aside) for aside in asides)]
        held = next((r for r in roles if is_role(article, r)), roles[0])
        return range(begin, core.stop), held
    for part in asides:
        if _is_name(article, part):
            return range(_begin(article, part), part.stop), (core, tail)
    return NOTHING, (core, tail)


def _with_last_name(article: Article, core: Items, tail: Items) -> Role:
    """Let "Department of Public Safety spokesman Ivan Hrub" end with a core."""
    if tail and article.has(tail[-1], "name"):
        links = [i for i in tail if article.has(i, *_LINKS)]
        last = range(links[-1] + 1, tail.stop)
        if any(article.has(i, *_TITLES) for i in last):
            return last, NOTHING
    return core, tail


def _given(article: Article, parts: tuple[Items, ...]) -> Items:
    """Return the name behind "who gave his name as"."""
    for part in parts:
        for i in part[:-1]:
            if article.has(i, "named-as"):
                return range(i + 1, i + 2)
    return NOTHING


def _begin(article: Article, part: Items) -> int:
    """Return where a name begins that a place or an initial parts: "K. Aden Moroz"."""
    begin = part[-1]
    for i in reversed(part[:-1]):
        if article.has(i, "name"):
            begin = i
        elif not article.has(i, "place"):
            break
    return begin


def _names_a_person(
    article: Article, core: Items, knows: Callable[[str], bool]
) -> bool:
    """Tell "Inna Moroz" from "the Lypky Five": a person's name makes no id."""
    if not article.has(core[-1], "name"):
        return False
    titled = any(article.has(i, *_TITLES) for i in core[:-1])
    known = knows(article.word(core[-1]))
    return titled or known or not article.has(core.start - 1, "the")


def _is_name(article: Article, part: Items) -> bool:
    """Tell whether an aside is a name, perhaps with a title: "Dr Inna Moroz"."""
    named = bool(part) and article.has(part[-1], "name")
    return named and all(article.has(i, "name", *_TITLES) for i in part)
