"""Things that were destroyed, damaged, hit or set on fire, and how many."""

from typing import Any

from incident_log.drafting.attacks.degrees import (
    areas_of,
    cause_of,
    degree_of,
    is_active,
)
from incident_log.drafting.attacks.remembering import Reader
from incident_log.drafting.attacks.things import (
    Thing,
    agrees,
    is_unsaid,
    kinds_of,
    things_in,
)
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import (
    DENIED,
    Found,
    doubt,
    meaning,
    number_at,
)

#: Sentences back that "19 damaged" and "of them" may reach for their noun.
_BACK = 2


def damage_in(article: Article) -> list[Finding]:
    """Return the damage that *article* tells of, in the order of the text."""
    return _Damage(article).all("damage")


class _Damage(Reader):
    """Reads what the rules of damage match."""

    def read(self, found: Found) -> None:
        effects = [first for first, _ in found.groups("effect")]
        self.doubt = max((doubt(self.article, e) for e in effects), default="")
        things, many = found.group("things"), found.group("many")
        counted = things or many
        if any(self.article.has(effect - 1, "blackout") for effect in effects):
            return  # the grid was hit, not the homes
        if self.doubt == DENIED or (
            counted and is_active(self.article, counted, effects)
        ):
            return
        if things:
            self.counted(
                found, effects, list(things_in(self.article, *things, "object_"))
            )
        elif many:
            self.tallied(found, effects, many[0])
        elif no := found.group("no"):
            self.none(found, effects, no[0])
        elif not self.memory.covers(effects[0]):
            self.uncounted(found, effects)

    def counted(self, found: Found, effects: list[int], things: list[Thing]) -> None:
        """Add one finding a thing; the verb's words go with the thing next to it."""
        inherits = "inherits" in found.rule.sets
        before = self.memory.before(found.first, _BACK) if inherits else []
        if inherits and not before:
            return
        degree = (
            before[0].fields["degree"] if before else degree_of(self.article, found)
        )
        flags = {"subset"} if inherits else set()
        for thing in things:
            fields = {"object": self.noun(thing.noun), "degree": degree}
            if fields == {"object": "settlement", "degree": "hit"}:
                continue  # a village is shelled, but what of it is hit?
            if degree == "affected" and self.is_people(effects, thing.noun):
                continue
            fields |= {"count": thing.count, **kinds_of(self.article, thing)}
            words = _with_effect(found, things, thing, effects)
            self.add(found, words, thing.at, fields, flags)

    def tallied(self, found: Found, effects: list[int], many: int) -> None:
        """Add "19 damaged", whose noun stands before, and "houses destroyed: 19"."""
        number = number_at(self.article, many)
        if is_unsaid(self.article, many):
            return
        what = found.group("what")
        before = [] if what else self.memory.before(found.first, _BACK)
        if not (agrees(self.article, what[0], number.words) if what else before):
            return
        noun = self.noun(what[0]) if what else before[0].fields["object"]
        degree = degree_of(self.article, found)
        if before and not effects and "degree" not in found.rule.sets:
            degree = before[0].fields["degree"]
        fields = {"object": noun, "degree": degree}
        words = (found.first, found.last)
        self.add(found, words, many, fields | {"count": number.words}, set())

    def none(self, found: Found, effects: list[int], no: int) -> None:
        """Add "no damage", and "none of the ships were hit"."""
        what = found.group("what")
        degree = degree_of(self.article, found) if what else "none_observed"
        fields = {"object": self.noun(what[0]) if what else "unspecified"}
        fields |= {"degree": degree, "count": "none"}
        self.add(found, (found.first, found.last), no, fields, set())

    def uncounted(self, found: Found, effects: list[int]) -> None:
        """Add damage of which no number tells how much."""
        what = found.group("what")
        degree = degree_of(self.article, found)
        if found.group("severe") or (degree == "destroyed" and not what):
            degree = "unspecified_severe"  # nobody says what was destroyed
        fields: dict[str, Any] = {
            "object": self.noun(what[0]) if what else "unspecified"
        }
        fields |= {"degree": degree, "count": "some"}
        last = found.last
        if areas := areas_of(self.article, last):
            fields["areas"], end = areas
            last = end if end == last + 3 else last
        self.add(found, (found.first, last), effects[0], fields, set())

    def is_people(self, effects: list[int], noun: int) -> bool:
        """Tell the households that a flood "affected" from those that it flooded."""
        served = self.article.has(noun, "served_households")
        return served and any("affect" in self.article.word(e) for e in effects)

    def noun(self, item: int) -> str:
        return meaning(self.article, item, "object_") or "unspecified"

    def add(
        self,
        found: Found,
        words: tuple[int, int],
        at: int,
        fields: dict[str, Any],
        flags: set[str],
    ) -> None:
        if at in self.memory:
            return
        if cause := cause_of(self.article, found.first, found.last):
            fields["cause"] = cause
        flags = flags | ({"composite"} & fields.keys())
        rule = found.rule.name
        self.memory.add(Finding("damage", fields, *words, at, rule, flags, self.doubt))


def _with_effect(
    found: Found, things: list[Thing], thing: Thing, effects: list[int]
) -> tuple[int, int]:
    """Return the items of *thing*, with the effect's if it is the thing next to it."""
    first, last = thing.first, thing.last
    if effects and effects[0] < things[0].first and thing is things[0]:
        first = found.first
    if effects and effects[-1] >= things[-1].last and thing is things[-1]:
        last = found.last
    return first, last
