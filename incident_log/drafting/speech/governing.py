"""Which words of a sentence are whose, when somebody speaks in it."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from incident_log.drafting.prose.article import Article
from incident_log.drafting.speech.attributions import Attribution

#: Rules whose speaker stands behind what he says, or before it.
_TRAILING = (
    *("speech.inverted", "speech.passive", "speech.behind-colon"),
    *("speech.reads-inverted", "speech.signed"),
)
_MARKS = ("comma", "semicolon", "conjunction", "dash")
#: What may stand between a trailing speaker and the end of his clause.
_ADJUNCTS = ("time", "adverb", "press")
_CLOSES = (
    *("stop", "comma", "semicolon", "dash", "preposition", "in", "by", "to"),
    "conjunction",
)


def governed(
    article: Article, told: Sequence[Attribution]
) -> Iterator[tuple[int, int]]:
    """Yield the items [first, last) that each attribution governs, in their order."""
    for sentence, some in groupby(told, key=lambda a: a.sentence):
        first, last, _ = article.sentences[sentence]
        here = list(some)
        starts = [first if _has_whole(article, here[0]) else here[0].first]
        starts += [_start(article, *pair) for pair in pairwise(here)]
        for each, a, b in zip(here, starts, [*starts[1:], last], strict=True):
            yield a, _end(article, each, b)


def leads(article: Article, told: Attribution) -> bool:
    """Tell "officials said nine people" from "..., officials said on Friday"."""
    begins = told.first == article.sentences[told.sentence].first
    if told.rule == "speech.according" or told.rule in _TRAILING:
        return begins and told.rule not in _TRAILING
    i = told.last
    while article.has(i, *_ADJUNCTS):
        i += 1
    closed = article.has(told.first - 1, "comma", "stop", "dash", "close")
    return begins or not (closed and article.has(i, *_CLOSES))


def _has_whole(article: Article, told: Attribution) -> bool:
    """Tell whether what stands before a sentence's first speaker is his too."""
    before = told.first - 1
    return not leads(article, told) or article.has(
        before, "comma", "time", "adverb", "stop"
    )


def _start(article: Article, before: Attribution, told: Attribution) -> int:
    if leads(article, told):
        return told.first
    clause = range(told.first - 2, before.last, -1)
    return next((i for i in clause if article.has(i, *_MARKS)), before.last)


def _end(article: Article, told: Attribution, last: int) -> int:
    """Let "nine died, officials say; doctors count seven" part at its semicolon."""
    if leads(article, told):
        return last
    marks = (i for i in range(told.last, last) if article.has(i, "semicolon"))
    return next(marks, last)
