"""What is called how, and what a figure counts, in words."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]

#: What a figure is about, besides what is counted; read after it.
_PEOPLE = ("age_group", "sex", "status")


class Names:
    """What slugs are called; one that nobody described is its own name."""

    def __init__(self, known: Mapping[str, Mapping[str, str]]) -> None:
        self._known = known

    def agent(self, slug: str | None) -> str:
        """Name a voice or a source."""
        if slug is None:
            return "an editor"
        agents, sources = self._known.get("agents", {}), self._known.get("sources", {})
        name = agents.get(slug, slug)
        return sources.get(slug, slug) if name == slug else name

    def place(self, slug: str | None) -> str:
        """Name a place."""
        return self._name("places", slug) if slug else "place not stated"

    def weapon(self, slug: str) -> str:
        """Name a weapon."""
        return self._name("weapons", slug)

    def incident(self, slug: str) -> str:
        """Name an incident by its title."""
        return self._name("incidents", slug)

    def _name(self, noun: str, slug: str) -> str:
        return self._known.get(noun, {}).get(slug, slug)


def plain(slug: object) -> str:
    """Write a slug of an open list as words."""
    return str(slug).replace("_", " ")


def about(noun: str, subject: Row, names: Names) -> str:
    """Say what a figure counts: "injured, hospitalized", "heating out: school"."""
    told = _TOLD[noun](subject, names)
    counter = subject.get("counter")
    return f"{told} ({plain(counter)})" if counter else told


def _casualties(subject: Row, _: Names) -> str:
    of = [plain(subject["outcome"])]
    if subject["outcome"] == "casualty_unspecified":
        of = ["killed or injured (not said which)"]
    if subject.get("detail"):
        of.append(plain(subject["detail"]))
    of += [plain(subject[name]) for name in _PEOPLE if subject.get(name)]
    of += [plain(role) for role in subject.get("role") or ()]
    told = ", ".join(of)
    if subject.get("measure") == "subset":
        return f"{told} (part of the {plain(subject.get('subset_of') or 'whole')})"
    return f"{told} (single cases)" if subject.get("measure") == "instance" else told


def _damage(subject: Row, _: Names) -> str:
    kinds = subject.get("composite") or [subject["object"]]
    degree = plain(subject["degree"]) if subject.get("degree") else "damage"
    what = " and ".join(map(plain, kinds))
    return degree if what == "unspecified" else f"{what}: {degree}"


def _outages(subject: Row, _: Names) -> str:
    kinds = subject.get("composite") or filter(None, [subject.get("object")])
    what = " and ".join(map(plain, kinds))
    told = f"{plain(subject['service'])} {plain(subject['state'])}"
    return f"{told}: {what}" if what else told


def _strikes(subject: Row, names: Names) -> str:
    weapons = " and ".join(names.weapon(each) for each in subject.get("weapons") or ())
    told = f"{weapons or 'strikes'} {plain(subject.get('phase') or '')}".strip()
    actor = subject.get("actor")
    return f"{told}, by {names.agent(actor)}" if actor else told


def _indicators(subject: Row, _: Names) -> str:
    unit = subject.get("unit")
    told = plain(subject["name"])
    return f"{told}, in {plain(unit)}" if unit and unit not in told else told


def _observed(subject: Row, _: Names) -> str:
    return plain(subject["kind"])


_TOLD = {
    "casualties": _casualties,
    "damage": _damage,
    "outages": _outages,
    "strikes": _strikes,
    "indicators": _indicators,
    "observed": _observed,
}
