"""Where: places that the text names, and the nearest one to what was found there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from incident_log.drafting.prose.article import Article, InOrder
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import fits
from incident_log.drafting.prose.plurals import singular
from incident_log.drafting.prose.slugs import UNNAMED, slug
from incident_log.drafting.prose.tagged import tagged

#: What a kind of place adds to the id of a name, and the level that it has.
_KINDS = {
    "district-word": ("", "adm2"),
    "region-word": ("-region", "adm1"),
    "settlement-word": ("", "city"),
    "capital-word": ("", "city"),
}
#: What a mention weighs when the main place is sought.
_WEIGHTS = {"city": 1.0, "adm1": 1.0, "country": 0.2}
#: How many mentions count more, and how much more.
_FIRST, _MORE = 3, 3
#: How many items a place may stand behind what happened there.
_NEAR = 12


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as the text names it: items [first, last)."""

    first: int
    last: int
    id: str
    name: str
    level: str
    part_of: str | None
    rule: str
    located: bool  #: something is said to be or to happen there


def places_in(article: Article) -> list[PlaceMention]:
    """Return all mentions of places, in order; a name has one mention."""
    found = {m.first: m for m in (*_known(article), *_by_kind(article))}
    return [found[first] for first in sorted(found)]


def _known(article: Article) -> Iterator[PlaceMention]:
    for i in tagged(article, "place"):
        place = article.names(i).get("place")
        if place:
            yield PlaceMention(
                first=i,
                last=i + 1,
                id=place["id"],
                name=place["name"],
                level=place.get("level", "city"),
                part_of=place.get("part_of"),
                rule="places.gazetteer",
                located=_is_located(article, i),
            )


def _by_kind(article: Article) -> Iterator[PlaceMention]:
    for rule in article.rulebook.of("places"):
        for match in fits(article, rule):
            group = "list" if "list" in match.re.groupindex else "name"
            kind = match.start("kind") if "kind" in match.re.groupindex else None
            for i in range(*match.span(group)):
                if article.has(i, "name") and _names_place(article, i, kind):
                    yield _of_kind(article, i, kind, rule.name)


def _names_place(article: Article, i: int, kind: int | None) -> bool:
    """ "The Marna Fire Department" is no place, and not every name makes an id."""
    named = i if kind is None else kind
    is_office = article.word(named) == "department" and article.is_capital(named)
    return not is_office and slug(article.quote(i, i + 1)) != UNNAMED


def _of_kind(article: Article, i: int, kind: int | None, rule: str) -> PlaceMention:
    """Return the place of a name, and of the word for its kind if it has one."""
    name = whole = article.quote(i, i + 1)
    suffix = level = ""
    if kind is not None:
        word = singular(article.word(kind))
        suffix, level = next(
            (known for tag, known in _KINDS.items() if article.has(kind, tag)),
            (f"-{slug(word)}", "adm1"),
        )
        whole = f"{name} {word}" if kind > i else name
    return PlaceMention(
        first=i,
        last=i + 1,
        id=slug(f"{name}{suffix}"),
        name=whole if level in ("adm1", "adm2") else name,
        level=level,
        part_of=None,
        rule=rule,
        located=True,
    )


def _is_located(article: Article, i: int) -> bool:
    """Tell whether something happens there: "in Kyiv", "hit Kyiv", "capital Kyiv".

    What happens in a list of places happens in each of them.
    """
    before = i - 1
    while before > i - _LONGEST and (
        article.has(before, *_LEADING)
        or (article.has(before, "comma", "and") and article.has(before - 1, *_LISTED))
    ):
        before -= 1
    return (
        article.has(before, "in-words", "struck")
        or article.has(i - 1, "capital-word")
        or _heads(article, i)
    )


def _heads(article: Article, i: int) -> bool:
    """Tell whether a place heads a line of a list: "Sumy Oblast: two killed"."""
    first = i - 1
    if article.word(first) in _BULLETS:
        first -= 1
    behind = i + 1 + article.has(i + 1, *_KINDS)
    return article.has(first, "stop") and article.has(behind, "colon", "dash")


#: Items of a list of places that are looked back through; more is no sentence.
_LONGEST = 200

#: What a line of a list may begin with.
_BULLETS = ("•", "·", "-", "–", "—", "*", "▪", "●", "■")
_LISTED = ("place", "name")
_LEADING = (*_LISTED, "the", "capital-word", "possessive")


def main_place(mentions: Iterable[PlaceMention]) -> PlaceMention | None:
    """Return the place that an article is about, if it locates anything anywhere.

    It is the one where most is located, what comes first counting more, and countries
    less.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    first: dict[str, PlaceMention] = {}
    for n, mention in enumerate(m for m in mentions if m.located):
        first.setdefault(mention.id, mention)
        weight = _WEIGHTS.get(mention.level, 0.5)
        weights[mention.id] += weight * (_MORE if n < _FIRST else 1)
    return first[max(weights, key=lambda place: weights[place])] if weights else None


def elsewhere(
    article: Article, mentions: InOrder[PlaceMention], main: str, item: int
) -> str:
    """Return the place that an item's sentence is about, if it is not the main one.

    Only towns and regions that are known count, and only if it is one.
    """
    first, last, _ = article.sentences[article.sentence_at(item)]
    here = {
        mention.id
        for mention in mentions.within(first, last)
        if mention.located
        and mention.level in ("city", "adm1")
        and mention.rule == "places.gazetteer"
    }
    return here.pop() if len(here) == 1 and main not in here else ""


def place_findings(
    article: Article,
    findings: Iterable[Finding],
    mentions: list[PlaceMention],
    main: PlaceMention | None,
) -> None:
    """Give each finding the place nearest to it in its sentence, where there is one.

    A sentence that names no place happens where the one before it in the paragraph
    did; such a place is flagged ``place-carried-over``.  What is said of several places
    at once has the main one; a country is a place only if it is the main one.
    """
    located = InOrder([m for m in mentions if m.located])
    narrow = InOrder(
        [
            m
            for m in located.all
            if main is None or m.level != "country" or m.id == main.id
        ]
    )
    for finding in findings:
        if "place" in finding.fields:
            continue
        own = {m.id for m in narrow.within(finding.first, finding.last)}
        if len(own) > 1:
            finding.fields["place"] = main.id if main else None
            continue
        here = article.sentence_at(finding.first)
        nearest = _nearest(article, finding, narrow, here)
        if nearest is None and not (
            finding.background or _within(article, located, here)
        ):
            nearest = _carried(article, narrow, here)
            if nearest is not None:
                finding.flags.add("place-carried-over")
        if nearest is not None:
            finding.fields["place"] = nearest.id


def _within(
    article: Article, mentions: InOrder[PlaceMention], sentence: int
) -> Sequence[PlaceMention]:
    first, last, _ = article.sentences[sentence]
    return mentions.within(first, last)


def _nearest(
    article: Article,
    finding: Finding,
    mentions: InOrder[PlaceMention],
    sentence: int,
) -> PlaceMention | None:
    def distance(mention: PlaceMention) -> tuple[int, int]:
        if mention.first >= finding.last:
            return mention.first - finding.last, 0
        return max(0, finding.first - mention.last), 1

    here = [
        mention
        for mention in _within(article, mentions, sentence)
        if _is_open_to(article, finding, mention)
    ]
    if not here:
        return None
    behind = [m for m in here if 0 <= m.first - finding.last <= _NEAR]
    before = [m for m in here if m.first < finding.last and not finding.background]
    own = [m for m in here if finding.first <= m.first < finding.last]
    own = own or [m for m in behind if _counted_there(article, m) == finding.at]
    return min(own or behind[:1] + before[-1:], key=distance, default=None)


def _is_open_to(article: Article, finding: Finding, mention: PlaceMention) -> bool:
    """Tell whether a place may be a finding's: not one that goes with another number.

    In "nine died, six in Lae" and in "nine died, after six had died in Lae" the six
    died there.
    """
    _, last, _ = article.sentences[article.sentence_at(finding.first)]
    for i in range(finding.last, mention.first - 1):
        if article.has(i, "comma") and article.has(i + 1, "conjunction"):
            return not article.has_any(i, last, "number")
    owner = _counted_there(article, mention)
    return owner is None or owner == finding.at


def _counted_there(article: Article, mention: PlaceMention) -> int | None:
    """Return the number of "six in Lae", which nothing else stands between."""
    i = mention.first - 1
    while article.has(i, "the", "word", "name", "of"):
        i -= 1
    if not article.has(i, "in"):
        return None
    i -= 1 + article.has(i - 1, "other")
    return i if article.has(i, "number") else None


def _carried(
    article: Article, mentions: InOrder[PlaceMention], sentence: int
) -> PlaceMention | None:
    """Return the one place of the sentence before, in the same paragraph."""
    here, before = article.sentences[sentence], article.sentences[sentence - 1]
    if not sentence or here.paragraph != before.paragraph:
        return None
    named = _within(article, mentions, sentence - 1)
    return named[0] if len({m.id for m in named}) == 1 else None
