"""Weapons launched, used, intercepted, lost, or that hit; one claim a count."""

from typing import Any

from incident_log.drafting.attacks.arms import Arms, arms_in, groups_in, ids_of
from incident_log.drafting.attacks.launching import (
    FIRING,
    beginning_of,
    way_of,
    who_fired,
)
from incident_log.drafting.attacks.phases import is_in_store, phase_of
from incident_log.drafting.attacks.remembering import Reader
from incident_log.drafting.attacks.sides import part_sides
from incident_log.drafting.attacks.things import is_unsaid
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import (
    DENIED,
    Found,
    doubt,
    meaning,
    number_at,
)
from incident_log.drafting.prose.numerals import Number

#: Sentences back that "41 of them were shot down" may reach for its weapons.
_BACK = 3
#: A party's own aircraft and air defences are lost or deployed, not launched at anyone.
_OWN = frozenset({"carrier_aircraft", "air_defence"})
#: But the missiles of air defences are fired at towns too.
_NO_STRIKES = dict.fromkeys(("launched", "hit"), frozenset({"carrier_aircraft"}))


def strikes_in(article: Article) -> list[Finding]:
    """Return the strikes that *article* tells of, in the order of the text."""
    strikes = _Strikes(article).all("strikes")
    part_sides(article, strikes)
    return strikes


class _Strikes(Reader):
    """Reads what the rules of strikes match."""

    def read(self, found: Found) -> None:
        phase = found.group("phase")
        self.doubt = doubt(self.article, phase[0]) if phase else ""
        if self.doubt == DENIED:
            return
        volley, many = found.group("volley"), found.group("many")
        number = number_at(self.article, many[0]) if many else None
        if volley:
            self.counted(found, list(arms_in(self.article, *volley)), number)
        elif number:
            self.referring(found, number)
        else:
            self.uncounted(found, found.groups("arms")[0])

    def counted(self, found: Found, volley: list[Arms], part: Number | None) -> None:
        """Add one finding a count; of "31 of 44 drones" the 44 were launched."""
        before = self.memory.before(found.first, _BACK)
        phase = phase_of(self.article, found, before)
        if not volley or not phase or is_in_store(self.article, volley[0].first):
            return
        if part is not None:
            place = (found.first, found.last, found.groups("many")[0][0])
            self.add(found, place, volley[0].ids, phase, part.words)
            phase = "launched"
        for arms in volley:
            if arms.kinds <= _NO_STRIKES.get(phase, _OWN):
                continue
            first = found.first if arms is volley[0] and not part else arms.first
            last = found.last if arms is volley[-1] and not part else arms.last
            place = (first, last, arms.at)
            way = way_of(self.article, arms.last)
            self.add(found, place, arms.ids, phase, arms.count, way)

    def referring(self, found: Found, number: Number) -> None:
        """Add a count whose weapons stand elsewhere: before it, behind it, or never."""
        if is_unsaid(self.article, found.groups("many")[0][0]):
            return
        nth = int(found.sets("nth", "1"))
        before = self.memory.before(found.first, _BACK, nth)
        ids = found.rule.sets.get(
            "weapons", before[0].fields["weapons"] if before else None
        )
        arms = found.group("arms")
        if arms and (before or "inherits" not in found.rule.sets):
            ids = ids_of(self.article, *arms)
        if ids is not None:
            phase = phase_of(self.article, found, before)
            place = (found.first, found.last, found.groups("many")[0][0])
            self.add(found, place, ids, phase, number.words)

    def uncounted(self, found: Found, arms: tuple[int, int]) -> None:
        """Add the types that were used, where nobody said how many of each."""
        phase = phase_of(self.article, found, [])
        groups = list(groups_in(self.article, *arms))
        if len(groups) > 1:
            for first, last in groups:
                ids = ids_of(self.article, first, last)
                self.add(found, (first, last, first), ids, phase, "some")
            return
        # "drone strike" may be one phrase, and "strikes" says no weapon at all
        raid = meaning(self.article, arms[0], "raid_")
        ids = ids_of(self.article, *groups[0]) if groups else [raid] if raid else []
        first = beginning_of(self.article, found)
        self.add(found, (first, found.last, arms[0]), ids, phase, "some")

    def add(
        self,
        found: Found,
        place: tuple[int, int, int],
        weapons: list[str],
        phase: str,
        count: int | str,
        way: dict[str, str] | None = None,
    ) -> None:
        if place[2] in self.memory:
            return
        fields: dict[str, Any] = {"weapons": weapons, "phase": phase, "count": count}
        if phase in FIRING and (actor := who_fired(self.article, found, place[2])):
            fields["actor"] = actor
        fields |= way or {}
        rule = found.rule.name
        self.memory.add(Finding("strike", fields, *place, rule, set(), self.doubt))
