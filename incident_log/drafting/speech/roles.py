"""From the words for a role to an agent: "the city administration", "army spokesman".

A role's id has the place or the party that it belongs to before it, so that the same
office has the same id in every report; people without an office have none.
"""

import re
from collections.abc import Iterator, Sequence

from incident_log.drafting.prose.article import Article, InOrder
from incident_log.drafting.prose.slugs import slug
from incident_log.drafting.setting.places import PlaceMention, elsewhere
from incident_log.drafting.speech.agents import PRIVATE, STATES, Agent
from incident_log.drafting.speech.parties import Parties, Row

Items = range

#: Tags of words for people.
PEOPLE = ("person", "medical", "responder", "journalist", "female", "male")
#: Kinds that belong to the country where they are, unless something else is said.
_LOCAL = frozenset(
    "official official_unnamed local_authority ministry armed_forces police authority"
    " rescue_service health_authority prosecutor state company wire_agency".split()
)
_OFFICES = ("official", "official_unnamed")
_OF_A_STATE = ("ministry", "armed_forces")  #: kinds that are named after it
_MANY = ("police", "staff", "crew")
_REGION = re.compile(r"-(?:region|province|oblast|state)$")
_LONGEST = 128


class Roles:
    """The roles of one article, by the places and the parties that it names."""

    def __init__(
        self, article: Article, place: str, places: Sequence[PlaceMention]
    ) -> None:
        self._article = article
        self._places = InOrder(places)
        self._known = article.rulebook.lexicon.described
        self._place = place
        self.parties = Parties(article, place)

    def agent(self, core: Items, tail: Items) -> Agent | None:
        """Return the agent of a role: "head" in *core*, "of the council" in *tail*."""
        if not core or self._has(core[-1], "nobody"):
            return None
        listed = self._article.names(core[-1]).get("agent")
        if listed:
            return self.listed(listed)
        heads = [i for i in core if self._has(i, "speaker")]
        if heads and not self._has(core[-1], "body", "name"):
            return self._of_speaker(core, tail, heads[-1])
        if self._has(core[-1], *PEOPLE):
            return self._private(core, core[-1], "person")
        return self._organisation(core)

    def listed(self, row: Row) -> Agent:
        """Return an agent of the gazetteer."""
        kind, party = row.get("kind", ""), row.get("party", "")
        return Agent(row["id"], row["name"], kind, party, personal=kind == "official")

    def elsewhere(self, item: int) -> str:
        """Return the place that a sentence is about, if not the article's."""
        return elsewhere(self._article, self._places, self._place, item)

    def words(self, items: Items) -> str:
        """Return the words of items as one line."""
        return " ".join(self._article.quote(items.start, items.stop).split())

    def _private(self, core: Items, head: int, kind: str) -> Agent:
        word = self._article.word(head)
        alone = not word.endswith("s") and word not in _MANY
        return Agent(f"{slug(word)}-unnamed", self.words(core), kind, personal=alone)

    def _of_speaker(self, core: Items, tail: Items, head: int) -> Agent:
        row = self._article.names(head)["speaker"]
        kind = row.get("kind", "")
        if kind in PRIVATE:
            return self._private(core, head, kind)
        bare = self.parties.bare(row) if len(core) == 1 else None
        if bare:
            return bare
        before = range(core.start, head)
        owner, party = self._owner(row, before, tail, head)
        middle = [*self._middle(before, owner)] if kind in _OFFICES else []
        name = "-".join(filter(None, (owner, *middle, row["id"])))[:_LONGEST]
        listed = self._known.get(("agent", name))
        if listed:
            return self.listed(listed)
        plain = kind != "official_unnamed" or self._is_plain(core)
        is_local = kind in _LOCAL and plain
        return Agent(
            id=name,
            name=self._name(row, core, tail, party, owner),
            kind=kind,
            party=party or (self.parties.home if is_local else ""),
            personal=kind == "official"
            or (kind == "official_unnamed" and self._is_one(core)),
        )

    def _is_plain(self, core: Items) -> bool:
        """Tell officials of the place itself from Western ones."""
        return all(self._has(i, "filler") for i in core[:-1])

    def _is_one(self, core: Items) -> bool:
        """Tell "an official", whom "he" may mean, from "officials"."""
        return self._has(core.start - 1, "a") and core.start > 0

    def _middle(self, before: Items, owner: str) -> Iterator[str]:
        """Yield the words of an office: "emergency" of an emergency coordinator."""
        for i in before:
            begins = self._has(i - 1, "stop")
            word = slug(self._article.word(i))
            if (
                self._is_unknown(i)
                and word != owner
                and (begins or not self._article.is_capital(i))
            ):
                yield word

    def _name(self, row: Row, core: Items, tail: Items, party: str, owner: str) -> str:
        known = self._known.get(("nationality", party))
        unnamed = "(unnamed)" in row["name"]
        if known and (row.get("kind") in _OF_A_STATE or (unnamed and owner == party)):
            return f"{known['name']} {row['name']}"
        if unnamed:
            return f"{self.words(core)} (unnamed)" if owner else str(row["name"])
        written = self.words(range(core.start, (tail or core).stop))
        return f"the {written}" if self._has(core.start - 1, "the") else written

    def _owner(self, row: Row, before: Items, tail: Items, at: int) -> tuple[str, str]:
        """Return what goes before a role's id, and its party."""
        owner = self._body(tail, at) or self._body(before, at) or self._its(before)
        if owner:
            return owner
        names = [self._article.names(i) for i in (*before, *tail)]
        parties = [n["nationality"]["id"] for n in names if "nationality" in n]
        agents = [n["agent"] for n in names if "agent" in n]
        parties += [a["party"] for a in agents if a.get("kind") in STATES]
        party = next(iter(parties), "")
        places = [n["place"] for n in names if "place" in n]
        place = next((p["id"] for p in places if p.get("level") != "country"), "")
        if row.get("prefix") == "place":
            place = place or self._place_named(*before, *tail)
            place = place or self.elsewhere(at) or self._place
            return _REGION.sub("", place), party or self.parties.of_place(place)
        if row.get("prefix"):
            party = self.parties.of_role(row, party, at)
            return party, party
        return party or place, party

    def _its(self, before: Items) -> tuple[str, str] | None:
        """Return who is meant by "its spokesman"."""
        whose = self._article.word(before.start - 1)
        body = self.parties.body if whose in ("its", "their") else None
        return (body.id, body.party) if body else None

    def _body(self, around: Items, at: int) -> tuple[str, str] | None:
        """Return the body whose role it is: "head of the city council"."""
        for i in reversed(around):
            names = self._article.names(i)
            agent, speaker = names.get("agent", {}), names.get("speaker", {})
            if agent and agent.get("kind") not in (*STATES, "official"):
                return agent["id"], agent.get("party", "")
            if speaker and speaker.get("kind") not in ("official", *PRIVATE):
                bare = self.parties.bare(speaker)
                if bare:
                    return bare.id, bare.party
                rest, behind = range(around.start, i), range(i + 1, around.stop)
                owner, party = self._owner(speaker, rest, behind, at)
                return "-".join(filter(None, (owner, speaker["id"]))), party
            if self._has(i, "body"):
                made = self._named(self._up_to(around, i))
                return made.id, self.parties.home
        return None

    def _up_to(self, around: Items, body: int) -> Items:
        """Return the words of a body, without "of the" before them."""
        small = ("of", "for", "from", "with", "in", "preposition", "the", "a")
        first = body
        while first > around.start and not self._has(first - 1, *small):
            first -= 1
        return range(first, body + 1)

    def _place_named(self, *items: int) -> str:
        """Return a place that no gazetteer knows: "the governor of Lypky"."""
        for i in items:
            if self._has(i, "name") or (
                self._is_unknown(i) and self._article.is_capital(i)
            ):
                return slug(self._article.word(i))
        return ""

    def _organisation(self, core: Items) -> Agent | None:
        """Return an organisation; None where nothing says that it is one."""
        the = self._has(core.start - 1, "the")
        if not self._has(core[-1], "body") and not (
            the and self._has(core[-1], "name")
        ):
            return None
        return self._named(core)

    def _named(self, core: Items) -> Agent:
        """Name an organisation: its id may have its own name, but not a person's."""
        core = self._without_owner(core)
        written = self.words(core)
        named = any(self._has(i, "name", "agent", "place") for i in core)
        is_local = not named and not self._has(core.start, "nationwide")
        prefix = f"{self._place}-" if is_local and self._place else ""
        plain = written.replace("'s", "s").replace("\u2019s", "s")
        return Agent(f"{prefix}{slug(plain)}"[:_LONGEST], written, "organisation")

    def _without_owner(self, core: Items) -> Items:
        """Let "the town's council" be "council", but not "Syria's council"."""
        for i in core[:-1]:
            if self._has(i, "agent", "place"):
                break
            if self._has(i, "possessive"):
                return core[i + 1 - core.start :]
        return core

    def _is_unknown(self, i: int) -> bool:
        plain = self._has(i, "word") and not self._has(i, "filler")
        return plain and not self._article.names(i)

    def _has(self, item: int, *tags: str) -> bool:
        return self._article.has(item, *tags)
