"""Where rules see words of another incident, and where these only compare."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.matching import fits
from incident_log.drafting.prose.tagged import tagged
from incident_log.drafting.setting.leading import LEAD, leads_with
from incident_log.drafting.setting.reaching import ARTICLE, Cue

#: The sentences that say what an article is about.
_HEAD = 2
#: A cue says nothing of another incident if it compares: "the deadliest since 2022".
_COMPARING = 9


def cues_in(article: Article) -> Iterator[Cue]:
    """Yield the cues that the rules of scope find."""
    home = cache(partial(_home, article))
    leads = cache(partial(leads_with, article))
    for rule in article.rulebook.of("scope"):
        for match in fits(article, rule):
            # A rule may begin with the stop before its sentence.
            first, sets = match.start() + article.has(match.start(), "stop"), rule.sets
            if sets.get("abroad") and not _is_abroad(article, first + 1, home):
                continue
            if "unless" in sets and leads(sets["unless"]):
                continue
            if _is_early_enough(article, first, sets):
                sure = sets.get("sure", False)
                yield Cue(first, match.end(), sets["why"], sets["reach"], sure)


def _is_early_enough(article: Article, first: int, sets: Mapping[str, Any]) -> bool:
    """Tell whether a cue stands where it says something: a "later" one not in the lead.

    What sends a whole article to the background begins it.
    """
    sentence = article.sentence_at(first)
    if sets.get("later"):
        return sentence >= LEAD
    return sets["reach"] != ARTICLE or sentence < _HEAD


def _is_abroad(article: Article, item: int, home: Callable[[], str]) -> bool:
    """Tell whether a place is a country, and not that of the article."""
    place = article.names(item).get("place", {})
    return place.get("level") == "country" and place["id"] != home()


def _home(article: Article) -> str:
    """Return the country of most places that an article names."""
    named = (article.names(i)["place"]["id"] for i in tagged(article, "place"))
    return Counter(_country(article, place) for place in named).most_common(1)[0][0]


def _country(article: Article, place: str) -> str:
    """Return the country that a place of the gazetteer lies in."""
    known = article.rulebook.lexicon.described
    seen = {place}
    while whole := known.get(("place", place), {}).get("part_of"):
        if whole in seen:
            break
        seen.add(place := whole)
    return place


def compares(article: Article, cue: Cue) -> bool:
    """Tell whether a cue compares, or tells of the rest: "the other five elsewhere"."""
    if cue.is_sure:
        return False
    sentence = article.sentences[article.sentence_at(cue.first)]
    start = max(sentence.first, cue.first - _COMPARING)
    words = ("superlative", "rest") if _is_elsewhere(article, cue) else ("superlative",)
    return article.has_any(start, cue.last, *words)


def _is_elsewhere(article: Article, cue: Cue) -> bool:
    """In "the remaining five died elsewhere" all are of one incident."""
    return article.has(cue.first, "elsewhere")
