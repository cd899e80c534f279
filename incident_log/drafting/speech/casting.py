"""Who is meant by the words for a speaker: somebody known, a role, or a person.

People without an office are ``resident-unnamed``, ``resident-unnamed-2``: ids stay for
ever, and names need not.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.slugs import slug
from incident_log.drafting.prose.tagged import tagged
from incident_log.drafting.setting.places import PlaceMention
from incident_log.drafting.speech.agents import PRIVATE, Agent
from incident_log.drafting.speech.naming import (
    NOTHING,
    Role,
    is_role,
    name_and_role,
    split,
)
from incident_log.drafting.speech.roles import PEOPLE, Items, Roles

_OWNERS = ("agent", "speaker", "name", "body")
_BEFORE_NAMES = ("name", "speaker", "agent", "place", "nationality", "body", *PEOPLE)
_OFFICES = ("official", "official_unnamed")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words for a speaker, and those between commas that say more of him."""

    first: int
    last: int
    asides: tuple[Items, ...] = ()


class Cast:
    """Everybody who speaks in one article; who is met again is the same agent."""

    def __init__(
        self,
        article: Article,
        places: Sequence[PlaceMention],
        main: PlaceMention | None,
        quoted: Container[int],
    ) -> None:
        self._article = article
        self._quoted = quoted
        self.roles = Roles(article, main.id if main else "", places)
        self._people: dict[str, Agent] = {}  #: by full name, and by surname
        self._numbers: dict[str, int] = {}
        self._nameless: dict[int, Agent] = {}  #: by the item that their words begin at
        self._full = self._full_names()

    def _full_names(self) -> dict[str, int]:
        """Return where each surname first stands with what comes before it."""
        found: dict[str, int] = {}
        for i in tagged(self._article, "name"):
            before, _, surname = self._article.word(i).rpartition(" ")
            if before:
                found.setdefault(surname, i)
        return found

    def knows(self, surname: str) -> bool:
        """Tell whether somebody is called so anywhere in the article."""
        return surname in self._people or surname in self._full

    def agent(self, phrase: Phrase) -> Agent | None:
        """Return who is meant; None for "the report" of nobody in particular."""
        role = split(self._article, range(phrase.first, phrase.last))
        official = self._official(role[0], *phrase.asides)
        if official:
            return official
        if role[0] and self._has(role[0][-1], "document"):
            return self._author(*role)
        name, role = name_and_role(self._article, role, phrase.asides, self.knows)
        if name:
            return self._person(self.roles.words(name), role, at=name.stop)
        held = self.roles.agent(*role)
        if held is None or held.kind not in PRIVATE:
            return held
        return self._without_name(phrase, held)

    def by_surname(self, word: str) -> Agent | None:
        """Return who is called by a surname that begins a sentence."""
        known = word[0].isupper() and self.knows(word.lower())
        return self._person(word, (NOTHING, NOTHING)) if known else None

    def at(self, i: int) -> Agent | None:
        """Return whom the name at item *i* names, with the words around it.

        Whom somebody speaks of in a quotation is not whom the article is about.
        """
        if i in self._quoted:
            return None
        while self._has(i + 1, "name") or (
            self._has(i + 1, "place") and self._has(i + 2, "name")
        ):
            i += 1
        first = i
        while i - first < 6 and self._has(first - 1, *_BEFORE_NAMES):
            first -= 1
        return self.agent(Phrase(first, i + 1, self._asides(i + 1)))

    def _asides(self, at: int) -> tuple[Items, ...]:
        """Return what stands between commas from item *at* on, at most two asides."""
        found: list[Items] = []
        while self._has(at, "comma") and len(found) < 2:
            end = at + 1
            while not self._has(end, "comma", "stop", "say", "colon"):
                end += 1
            found.append(range(at + 1, end))
            at = end
        return tuple(found)

    def _official(self, *parts: Items) -> Agent | None:
        for i in (i for part in parts for i in part):
            row = self._article.names(i).get("agent", {})
            if row.get("kind") == "official":
                return self.roles.listed(row)
        return None

    def _author(self, core: Items, tail: Items) -> Agent | None:
        """Return whose document it is: "a report of the ministry", "its statement"."""
        before = core[:-1]
        while before and not self._has(before[-1], *_OWNERS):
            before = before[:-1]
        if before:
            return self.agent(Phrase(before.start, before.stop))
        behind = split(self._article, tail[1:])[0] if tail else NOTHING
        if any(self._has(i, *_OWNERS) for i in behind):
            return self.agent(Phrase(behind.start, tail.stop))
        return None

    def _person(self, name: str, role: Role, at: int = 0) -> Agent:
        whole, surname = name.lower(), name.lower().rpartition(" ")[2]
        if whole in self._people:
            return self._people[whole]
        full = self._full.pop(surname, None) if surname == whole else None
        met = self.at(full) if full is not None else None
        if met is not None and met.personal:
            return met
        self._people[whole] = agent = self._new(name, role, at)
        self._people.setdefault(surname, agent)
        return agent

    def _new(self, name: str, role: Role, at: int) -> Agent:
        """Return a person, or a body that is named first: "Lypky Aid, a charity,"."""
        core, tail = role
        held = self.roles.agent(core, tail) if is_role(self._article, role) else None
        if held is None:
            unnamed = self._numbered("person-unnamed")
            return Agent(unnamed, name, "person", personal=True)
        is_body = held.kind not in (*_OFFICES, *PRIVATE, "journalist_group")
        if is_body and core.start > at and self._has(core.start - 1, "a", "the"):
            return replace(held, id=slug(name), name=name)
        is_private = held.kind in (*PRIVATE, "journalist_group")
        office = f"{held.id}-official" if is_body else held.id
        office = office.replace("officials-unnamed", "official")
        words = self.roles.words(range(core.start, (tail or core).stop))
        return replace(
            held,
            id=self._numbered(office),
            name=f"{name}, {words}",
            kind=held.kind if is_private else "official",
            personal=True,
        )

    def _without_name(self, phrase: Phrase, held: Agent) -> Agent:
        """Return one of the private people who have no name: "another nurse" is new.

        "The nurse" and plain "residents" are those who spoke before.
        """
        first = phrase.first
        if first not in self._nameless:
            again = self._has(first, "the") or self._has(first, "speaker", *PEOPLE)
            name = held.name.lower()
            before = (a for a in self._nameless.values() if a.name.lower() == name)
            known = next(before, None) if again else None
            self._nameless[first] = known or replace(held, id=self._numbered(held.id))
        return self._nameless[first]

    def _numbered(self, base: str) -> str:
        number = self._numbers[base] = self._numbers.get(base, 0) + 1
        return base if number == 1 else f"{base}-{number}"

    def _has(self, item: int, *tags: str) -> bool:
        return self._article.has(item, *tags)
