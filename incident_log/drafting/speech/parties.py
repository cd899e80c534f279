"""Whose "the defence ministry" is: states and parties, as an article names them."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.tagged import tagged
from incident_log.drafting.speech.agents import STATES, Agent

Row = Mapping[str, Any]

#: Roles whose owner is whoever of these kinds spoke last.
_BARE = {"group": ("armed_group", "ngo", "organisation"), "ministry": ("ministry",)}


class Parties:
    """What an article has said of parties, up to the voice that is being read."""

    def __init__(self, article: Article, place: str) -> None:
        self._article = article
        self._known = article.rulebook.lexicon.described
        self.home = self.of_place(place)
        self._mentions = self._named()
        self._roles: dict[str, str] = {}  #: role -> the party it had last
        self._latest: dict[str, Agent] = {}  #: kind -> who of it spoke last
        self._speaking = ""  #: the party of the state or army that spoke last
        self.body: Agent | None = None  #: who spoke last and is no person

    def heard(self, agent: Agent) -> None:
        """Note who speaks: "the group" and "the army" may mean him later."""
        self._latest[agent.kind] = agent
        if not agent.personal:
            self.body = agent
        if agent.kind in (*STATES, "armed_forces"):
            self._speaking = agent.party

    def bare(self, row: Row) -> Agent | None:
        """Return who is meant by a role that says nothing by itself: "the group"."""
        kinds = _BARE.get(row["id"], ())
        return next(
            (self._latest[kind] for kind in kinds if kind in self._latest), None
        )

    def of_place(self, place: str | None) -> str:
        """Return the party of the country that a place lies in."""
        row: Row = {}
        seen: set[str] = set()
        while place and place not in seen and ("place", place) in self._known:
            seen.add(place)
            row = self._known["place", place]
            place = row.get("part_of")
        return str(self._known.get(("agent", row.get("id", "")), {}).get("party", ""))

    def of_role(self, row: Row, party: str, at: int) -> str:
        """Return the party of a role at item *at*: *party* where it is said there.

        It is the one that the role had before, else that of whoever spoke last for a
        state, or was named last.
        """
        if not party:
            party = self._roles.get(row["id"], "") or self._nearest(row, at)
        self._roles[row["id"]] = party
        return party

    def _nearest(self, row: Row, at: int) -> str:
        if row["prefix"] == "home" and self.home:
            return self.home
        before = self._mentions[: bisect_left(self._mentions, (at, ""))]
        named = before[-1][1] if before else self.home
        return named if row["prefix"] == "home" else self._speaking or named

    def _named(self) -> list[tuple[int, str]]:
        found = []
        for i in tagged(self._article, "nationality", "agent"):
            names = self._article.names(i)
            if "nationality" in names:
                found.append((i, names["nationality"]["id"]))
            elif names["agent"].get("kind") in STATES:
                found.append((i, names["agent"]["party"]))
        return found
