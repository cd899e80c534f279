"""Who speaks: agents as an update describes them, and who of them speaks for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

#: Kinds of agents that speak for a whole party to a conflict.
STATES = ("state", "state_metonym")
#: Kinds that strike, and say what they aimed at.
STRIKERS = ("ministry", "armed_forces", "armed_group", *STATES)
#: Kinds of speakers that are people, but hold no office.
PRIVATE = frozenset(
    "witness resident relative activist medic volunteer worker expert person".split()
)
_LONGEST = 128
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who is named as saying something; never an id from a private name."""

    id: str
    name: str
    kind: str = ""
    party: str = ""
    origin: str = ""
    #: one human being, whom "he" or "she" can mean
    personal: bool = False

    def described(self) -> dict[str, Any]:
        """Return the agent as an update's ``agents`` have it."""
        fields = {"kind": self.kind, "party": self.party, "origin": self.origin}
        known = {name: value for name, value in fields.items() if value}
        return {"id": self.id, "name": self.name} | known


def with_origins(agents: Iterable[Agent], source: str, day: str) -> Iterator[Agent]:
    """Yield each agent once, with what counts once for those who speak for one another.

    Officials without a name are known to the *source* only: the report, or the agency
    whose text it carries; private people are each their own origin.
    What "Moscow" and "Russia" say in an article that quotes the defence ministry is
    what the ministry said that *day*.
    """
    once = {agent.id: agent for agent in agents}
    ministries = {
        agent.party: agent.id
        for agent in once.values()
        if agent.party and agent.id == f"{agent.party}-mod"
    }
    for agent in once.values():
        if agent.kind == "official_unnamed" and source:
            yield replace(agent, origin=f"{source}-unnamed-officials")
        elif agent.party in ministries and _speaks_for(agent, ministries[agent.party]):
            said = filter(None, (ministries[agent.party], day))
            yield replace(agent, origin="-".join(said))
        else:
            yield agent


def scoped(agent: Agent, report: str) -> Agent:
    """Put the *report* before the id of somebody private: no other report knows him."""
    if not report or agent.kind not in PRIVATE:
        return agent
    room = _LONGEST - len(agent.id) - 1
    if len(report) > room:
        digest = sha256(report.encode()).hexdigest()[:_DIGEST]
        report = f"{report[: room - _DIGEST - 1]}-{digest}"
    return replace(agent, id=f"{report}-{agent.id}")


def _speaks_for(agent: Agent, ministry: str) -> bool:
    return agent.id == ministry or agent.kind in STATES
