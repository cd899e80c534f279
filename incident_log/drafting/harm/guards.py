"""All guards: what a number is when it does not count people who were harmed."""

from collections.abc import Callable
from functools import lru_cache

from incident_log.drafting.harm import bystanders, miscounts, singles, unreal
from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article

Guard = Callable[[Article, Reading], bool]

#: What a number counts that is no count of people.
THINGS = "things, not people"
AGE = "an age"
UNTOLD = "no rule tells what befell them"
UNREAL = "harm that did not happen"

#: Guard -> what the number is instead.
_GUARDS = {
    miscounts.counts_things: THINGS,
    miscounts.counts_affected_things: THINGS,
    miscounts.counts_anything: THINGS,
    miscounts.counts_one_thing: THINGS,
    miscounts.counts_weapons: THINGS,
    miscounts.counts_nobody_else: UNTOLD,
    miscounts.says_how_many: "some of so many",
    miscounts.is_rise: UNTOLD,
    miscounts.counts_no_crowd: UNTOLD,
    miscounts.counts_others: UNTOLD,
    miscounts.counts_no_disease: THINGS,
    miscounts.is_age: AGE,
    miscounts.is_bare_part: AGE,
    singles.is_counted_already: AGE,
    singles.is_no_single_person: UNTOLD,
    singles.was_named: UNTOLD,
    singles.is_no_headline: UNTOLD,
    bystanders.did_it: "those who did it, not those who were harmed",
    bystanders.was_done_to_another: UNTOLD,
    bystanders.is_supposed: "what may come or did not happen",
    bystanders.is_noun: UNTOLD,
    bystanders.speaks: "those who speak of it",
    bystanders.does_something_else: UNTOLD,
    bystanders.is_listed_apart: UNTOLD,
    bystanders.was_spared: "one who was spared",
    unreal.is_made_up: UNREAL,
    unreal.is_played: UNREAL,
    unreal.was_close: UNREAL,
    unreal.counts_animals: THINGS,
    unreal.counts_some: "some of so many",
    unreal.leaves_out: "all of so many but some",
    unreal.explains: UNTOLD,
}


#: Guards that only judge what rules with a flag read.
_FLAGS = {
    miscounts.is_rise: "earlier",
    miscounts.counts_no_crowd: "crowd",
    miscounts.counts_no_disease: "disease",
    singles.is_no_single_person: "definite",
    singles.was_named: "named",
    singles.is_no_headline: "headline",
    unreal.explains: "definite",
}
#: Guards that only judge readings of a number.
_OF_NUMBERS = (
    miscounts.counts_things,
    miscounts.counts_affected_things,
    miscounts.counts_anything,
    miscounts.counts_weapons,
    miscounts.counts_nobody_else,
    miscounts.says_how_many,
    miscounts.is_rise,
    miscounts.is_age,
    miscounts.is_bare_part,
    unreal.counts_animals,
    unreal.counts_some,
)


def why_not(article: Article, reading: Reading) -> str:
    """Return what speaks against a reading; nothing if all guards let it pass."""
    guards = _guards(reading.rule.flags, has_number=reading.group.number is not None)
    return next((why for guard, why in guards if guard(article, reading)), "")


@lru_cache(maxsize=256)
def _guards(flags: frozenset[str], *, has_number: bool) -> list[tuple[Guard, str]]:
    """Return the guards that may have something to say, in their order."""
    return [
        (guard, why)
        for guard, why in _GUARDS.items()
        if (guard not in _FLAGS or _FLAGS[guard] in flags)
        and (has_number or guard not in _OF_NUMBERS)
    ]
