"""Whose words are quoted: his who is named behind them, before them, or earlier."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from incident_log.drafting.prose.article import Article
from incident_log.drafting.speech.attributions import Attribution
from incident_log.drafting.speech.quotations import Quotation

#: An attribution with the items that it governs, and its place among all of them.
Told = tuple[int, Attribution, tuple[int, int]]
#: Fewer words than these are hardly what somebody said without being named.
_LONG = 5
#: How many paragraphs back the speaker of a quotation may be named.
_REACH = 2
#: So many words behind "called" or "CNN's" are the name of something.
_TITLE = 6
#: Within how many quotations a headline's is repeated.
_SOON = 12
#: How many items before a quotation, and behind it, somebody may be named with it.
_FARTHEST = 300


def speakers_of(
    article: Article,
    quotations: Sequence[Quotation],
    told: Sequence[Attribution],
    governs: Sequence[tuple[int, int]],
) -> list[tuple[Quotation, int]]:
    """Return each quotation that is speech, with the index of its attribution."""
    paragraphs: dict[int, list[Told]] = defaultdict(list)
    for n, each in enumerate(told):
        paragraph = article.sentences[each.sentence].paragraph
        paragraphs[paragraph].append((n, each, governs[n]))
    found: list[tuple[Quotation, int]] = []
    unknown: list[Quotation] = []
    for quotation in quotations:
        speaker = _named(article, quotation, paragraphs[quotation.paragraph])
        if speaker is None and _is_speech(article, quotation):
            speaker = _before(article, quotation, found, paragraphs)
        if speaker is None:
            unknown.append(quotation)
        else:
            found.append((quotation, speaker))
    return sorted(
        [*found, *_repeated(article, unknown, found)], key=lambda each: each[0].start
    )


def _named(article: Article, quotation: Quotation, here: list[Told]) -> int | None:
    """Return who is named with the quotation, in its sentence or right behind it."""
    if not _is_speech(article, quotation):
        return None
    sentence = article.sentence_at(quotation.first)
    here = _around(here, quotation.first - _FARTHEST, quotation.last + _FARTHEST)
    leading = [
        n for n, a, _ in here if a.sentence == sentence and a.last <= quotation.first
    ]
    behind = quotation.last + article.has(quotation.last, "stop", "comma")
    behind += article.has(behind, "dash")
    closed = bool(leading) and article.has(quotation.last, "stop")  # “...”. Moroz said
    if quotation.ended and not closed:
        for n, attribution, _ in here:
            if _leads_up(article, behind, attribution.first):
                return n
    governing = [n for n, _, (a, b) in here if a <= quotation.first < b]
    return next(reversed(leading or governing), None)


def _around(here: list[Told], first: int, last: int) -> list[Told]:
    """Return those whose verb is one of items [first, last)."""
    low = bisect_left(here, first, key=_verb)
    return here[low : bisect_left(here, last, lo=low, key=_verb)]


def _verb(told: Told) -> int:
    return told[1].verb


def _leads_up(article: Article, behind: int, first: int) -> bool:
    """Tell whether only more of him comes first: "their friend and driver Lys said"."""
    words = range(behind, first)
    is_near = behind <= first < behind + _ROLE
    return is_near and all(article.has(i, *_ROLES) for i in words)


#: A role before "and" has fewer words.
_ROLE = 5
_ROLES = ("the", "a", "person", "speaker", "word", "and")


def _is_told(article: Article, quotation: Quotation) -> bool:
    """Tell whether somebody is named behind it, even if no rule knows whom."""
    near = range(quotation.last, min(quotation.last + 5, len(article.tags)))
    return any(article.has(i, "say") for i in near)


def _before(
    article: Article,
    quotation: Quotation,
    found: list[tuple[Quotation, int]],
    paragraphs: dict[int, list[Told]],
) -> int | None:
    """Return who speaks on: whom the quotation before had, or who was named last."""
    if not quotation.ended and not quotation.goes_on:
        return None
    if found:
        last, speaker = found[-1]
        if last.paragraph == quotation.paragraph or last.goes_on:
            return speaker
    if quotation.words < _LONG or _is_told(article, quotation):
        return None
    for back in range(_REACH + 1):
        told = paragraphs[quotation.paragraph - back]
        near = reversed(_around(told, 0, quotation.first))
        named = (n for n, each, _ in near if each.last <= quotation.first)
        if (nearest := next(named, None)) is not None:
            return nearest
    return None


def _is_speech(article: Article, quotation: Quotation) -> bool:
    """Tell what somebody is quoted with from words that are held at a distance."""
    if article.has(quotation.first - 1, "so-called", "possessive"):
        return quotation.goes_on or quotation.words > _TITLE
    return quotation.ended or quotation.goes_on or quotation.words > 1


def _repeated(
    article: Article, unknown: list[Quotation], found: list[tuple[Quotation, int]]
) -> Iterator[tuple[Quotation, int]]:
    """Yield the quotations of headlines that are quoted in full soon after."""
    starts = [quotation.start for quotation, _ in found]
    for quotation in unknown:
        words = article.quote(quotation.first, quotation.last).rstrip(".,")
        begin = bisect_left(starts, quotation.start)
        for other, speaker in found[begin : begin + _SOON]:
            if quotation.words > 2 and words in article.text[other.start : other.end]:
                yield quotation, speaker
                break
