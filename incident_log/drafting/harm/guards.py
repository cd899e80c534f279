"""All guards: what a number is when it does not count people who were harmed."""

from incident_log.drafting.harm import bystanders, miscounts, singles, unreal
from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article

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


def why_not(article: Article, reading: Reading) -> str:
    """Return what speaks against a reading; nothing if all guards let it pass."""
    return next((why for guard, why in _GUARDS.items() if guard(article, reading)), "")
