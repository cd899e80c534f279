"""Whose weapons a strike is made with; the other side's are not of this incident."""

from collections.abc import Iterable, Iterator, Sequence

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import fits
from incident_log.drafting.prose.tagged import tagged

OTHER_SIDE = "weapons of the other side"

#: Those whose weapons others fire too: "Iranian drones" may be anybody's.
_MAKERS = frozenset({"ir", "kp", "us", "gb", "fr", "de", "tr", "cn"})
#: Items behind the weapons among which the "by" of "launched by Russia" stands.
_BEHIND = 3
#: What one does who attacks; the other side brings that down.
_ATTACKS = ("launched", "used", "hit")


def part_sides(article: Article, strikes: Iterable[Finding]) -> None:
    """Send strikes to the background if others made them than the first of the article.

    An article about one side's attack often ends with what the other shot down.
    """
    replies = _answered(article)
    sides = [
        (strike, side)
        for strike, side in _sides(article, strikes)
        if side and strike.at not in replies
    ]
    main = _first(article, sides, replies) if sides else None
    for strike, side in sides:
        if main and side != main and not strike.background:
            strike.background = OTHER_SIDE


def _first(
    article: Article, sides: Sequence[tuple[Finding, str]], replies: set[int]
) -> str | None:
    """Return whose attack the article tells of first, by its weapons or its name.

    What an attack answers says nothing of whose it is; and a sentence that begins with
    the attacks of two sides says nothing of which of them the article is about.
    """
    first, main = sides[0]
    for item in tagged(article, "strike_noun", last=first.at):
        if item not in replies and article.has(item - 1, "nationality"):
            return str(article.names(item - 1)["nationality"]["id"])
    here = article.sentence_at(first.at)
    attackers = {
        side
        for strike, side in sides
        if strike.fields.get("phase") in _ATTACKS
        and article.sentence_at(strike.at) == here
    }
    return main if attackers <= {main} else None


def _answered(article: Article) -> set[int]:
    """Return the items that tell what an attack answers."""
    return {
        item
        for rule in article.rulebook.of("links")
        for match in fits(article, rule)
        for item in range(match.start("cue"), match.end())
    }


def _sides(
    article: Article, strikes: Iterable[Finding]
) -> Iterator[tuple[Finding, str | None]]:
    """Yield each strike with its side; "two of them" are of the side before."""
    rules = article.rulebook.of("strikes")
    inheriting = {rule.name for rule in rules if "inherits" in rule.sets}
    before = None
    for strike in strikes:
        inherits = strike.rule in inheriting
        side = side_of(article, strike) or (before if inherits else None)
        yield strike, side
        before = side


def side_of(article: Article, strike: Finding) -> str | None:
    """Return the party whose weapons they are: "Russian drones", "fired by Hamas"."""
    if "actor" in strike.fields:
        actor = str(strike.fields["actor"])
        described = article.rulebook.lexicon.described["agent", actor]
        return str(described.get("party") or actor)
    for item in range(strike.at, strike.last):
        names = article.names(item)
        if "nationality" in names and names["nationality"]["id"] not in _MAKERS:
            return str(names["nationality"]["id"])
    return _named_before(article, strike) or _named_behind(article, strike.last)


def _named_before(article: Article, strike: Finding) -> str | None:
    """Read the second of "Russia fired missiles and Ukraine fired drones"."""
    is_attack = strike.fields.get("phase") in _ATTACKS
    agent = article.names(strike.first - 1).get("agent", {})
    return str(agent["party"]) if is_attack and agent.get("party") else None


def _named_behind(article: Article, last: int) -> str | None:
    """Read "launched by Russia" behind the weapons, or at their end."""
    for item in range(last, min(last + _BEHIND, len(article.tags) - 1)):
        agent = article.names(item + 1).get("agent")
        is_by = article.has(item, "by") and article.has(item - 1, "phase_launched")
        if agent and is_by:
            return str(agent.get("party") or agent["id"])
    return None
