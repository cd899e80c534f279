"""Guards: people who did it, saw it, speak of it, or could have been harmed."""

from incident_log.drafting.harm.harmed import HUMAN, noun_of
from incident_log.drafting.harm.readings import Reading
from incident_log.drafting.prose.article import Article

#: What follows a verb whose subject did the harm: its object.
_OBJECTS = ("a", "the", "another", "number", "name", "pronoun", "him", "no")
#: Verbs that are alike in "was killed" and "killed".
_BOTH = (
    *("kills", "injures", "shot", "rescues", "abducts", "evacuates", "traps"),
    "displaces",
)
_STATES = (
    *("dead", "died", "succumbed", "hurt", "hospitalized", "critical", "missing"),
    *("trapped", "rescued", "evacuated", "displaced", "abducted", "affected"),
)
_AUXILIARY = ("be", "have", "modal", "not", "adverb", "reported", "to")
#: A modal that reports what is not sure, not what did not happen.
_POSSIBLE = ("may", "might", "may have", "might have")
#: How far behind people the verb may be that makes them speakers.
_REACH = 10


def did_it(article: Article, reading: Reading) -> bool:
    """In "two men shot a guard" the two are those who shot."""
    group, (first, behind) = reading.group, reading.effect
    if first < group.last or not article.has(first, *_BOTH):
        return False
    if article.has_any(group.last, first, "be"):
        return False
    if article.has(behind, "adverb"):
        behind += 1
    if not article.has(behind, "number"):
        return article.has(behind, *_OBJECTS)
    # "2 killed 5 injured" is a headline with two counts.
    behind += 1
    while article.has(behind, *HUMAN, "other", "word"):
        behind += 1
    return not article.has(behind, *_STATES)


def was_done_to_another(article: Article, reading: Reading) -> bool:
    """In "he was killed two days later" nobody was killed by him."""
    first = reading.effect[0]
    if first >= reading.group.first or not article.has(first, *_BOTH):
        return False
    before = first - 1
    while article.has(before, "adverb", "reported"):
        before -= 1
    return article.has(before, "be")


def is_supposed(article: Article, reading: Reading) -> bool:
    """Nobody was harmed by what could, would or did not happen."""
    group, first = reading.group, reading.effect[0]
    before = first - 1
    if first >= group.last:
        while before >= group.last and article.has(before, *_AUXILIARY):
            if _is_unreal(article, before):
                return True
            before -= 1
        return False
    if isinstance(group.count, str) and group.number is None:
        return False
    if reading.rule.sets.get("sure"):
        return _is_forecast(article, reading.effect[1], group.at)
    return _is_only_meant(article, before)


def _is_only_meant(article: Article, before: int) -> bool:
    """Tell whether a verb behind *before* says what may be: "to kill", "could kill"."""
    while article.has(before, "adverb"):
        before -= 1
    if article.has(before, "stop", "comma"):
        return False
    if article.has(before, "to"):
        return not article.has(before - 1, "able")  # "managed to save 12 people"
    return any(
        _is_unreal(article, i) or article.word(i) in ("without", "if")
        for i in (before, before - 1)
    )


def _is_forecast(article: Article, first: int, last: int) -> bool:
    """Tell whether a toll may yet come: "the toll is expected to pass 50"."""
    return any(
        article.has(i, "modal")
        or article.word(i) == "will be"
        or (article.has(i, "likely") and article.has(i + 1, "to"))
        for i in range(first, last)
    )


def _is_unreal(article: Article, i: int) -> bool:
    word = article.word(i)
    if article.has(i, "modal"):
        return word not in _POSSIBLE
    return article.has(i, "not") or word == "will be"


def is_noun(article: Article, reading: Reading) -> bool:
    """In "one ribbon for each of the dead" the dead are no ribbons."""
    first, group = reading.effect[0], reading.group
    before = first - 1
    is_named = article.has(before, "own") or article.word(before) == "those"
    return (
        first >= group.last
        and article.has(first, *_STATES)
        and is_named
        and not article.has(group.last, "of")
    )


def speaks(article: Article, reading: Reading) -> bool:
    """In "killing five, a police officer said" the officer is alive and speaks."""
    start = reading.group.first
    if article.has(start - 1, "according"):
        return True
    if start <= reading.effect[1] or not article.has(start - 1, "comma"):
        return False
    for i in range(start, start + _REACH):
        if article.has(i, "stop", "comma", "say"):
            return article.has(i, "say")
    return False


def does_something_else(article: Article, reading: Reading) -> bool:
    """ "Two of them were arrested"; "12 soldiers came, nine men died"."""
    group, first = reading.group, reading.effect[0]
    if article.has(first, "of_them") and article.has(group.last, "be", "have"):
        return not article.has_any(group.last + 1, group.last + 4, *HUMAN)
    noun = noun_of(article, group.first, group.last)
    is_listed = group.last < first and article.has(group.last, "comma")
    if not is_listed or noun is None or noun + 1 >= group.last:
        return False
    goes_on = article.has(group.last + 1, "number", "a")
    return goes_on and article.has(noun + 1, "word")


def is_listed_apart(article: Article, reading: Reading) -> bool:
    """In "12 died, including two boys, and nine were hurt" no boy was hurt."""
    group, first = reading.group, reading.effect[0]
    is_part = article.has(group.first - 1, "including", "among_them")
    return is_part and article.has_any(group.last, first, "number")


def was_spared(article: Article, reading: Reading) -> bool:
    """One who "suffered no injuries" says nothing of all the others."""
    is_none = reading.group.count == "none"
    own = article.has(reading.group.first - 1, "suffers")
    return is_none and own and article.has(reading.effect[0], "injury")
