"""Sentences that go on about the other incident that the one before them told."""

from incident_log.drafting.prose.article import Article, InOrder, Sentence
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.setting.reaching import BEHIND, SENTENCE, Cue

#: A sentence is all about what its first items name.
BEGINNING = 4
#: Why a finding of such a sentence is background.
GOES_ON = "goes on about another incident"


_THOSE = ("that", "those", "these")


def is_of_those(article: Article, finding: Finding, cues: InOrder[Cue]) -> bool:
    """Tell whether it begins with "Those raids", of which the sentence before told.

    "It was the 29th raid this year.  Those have killed nine people."
    """
    here = article.sentence_at(finding.first)
    first, _, paragraph = article.sentences[here]
    word = article.word(first)
    if word not in _THOSE:
        return False
    before = article.sentences[here - 1]
    if not here or before.paragraph != paragraph:
        return False
    if word == "that":
        return article.has(first + 1, "event", "toll") and _tells(before, cues)
    is_many = article.has(first + 1, "event", "have")
    return is_many and (_tells(before, cues) or _is_series(article, before))


def _tells(sentence: Sentence, cues: InOrder[Cue]) -> bool:
    return bool(cues.within(sentence.first, sentence.last))


def _is_series(article: Article, sentence: Sentence) -> bool:
    """ "The 21st strike on a school" and "the deadliest raid" are each one of many."""
    one_of = ("ordinal", "ordinal_word", "superlative")
    return article.has_any(sentence.first, sentence.last, *one_of)


def goes_on(
    article: Article,
    finding: Finding,
    findings: InOrder[Finding],
    cues: InOrder[Cue],
) -> bool:
    """Tell whether its sentence goes on about what the one before it told.

    Both are of one paragraph, and it begins with "It", or tells of nothing that is so
    now.
    """
    here = article.sentence_at(finding.first)
    first, last, paragraph = article.sentences[here]
    before = article.sentences[here - 1]
    if not here or before.paragraph != paragraph:
        return False
    told = cues.within(before.first, before.last)
    harm = findings.within(before.first, before.last)
    if not all(other.background for other in harm):
        return False
    if article.word(first) == "it" and (harm or _is_of_war(article, before)):
        return True
    is_other = any(other.background == GOES_ON for other in harm) or any(
        cue.reach == SENTENCE
        or (cue.reach == BEHIND and harm and cue.first < before.first + BEGINNING)
        for cue in told
    )
    return is_other and not _is_now(article, first, last)


def _is_of_war(article: Article, sentence: Sentence) -> bool:
    """ "The war began in May.  It has killed thousands." """
    subject = range(sentence.first, min(sentence.first + BEGINNING, sentence.last))
    return any(article.has(i, "war") for i in subject)


def _is_now(article: Article, first: int, last: int) -> bool:
    """Tell whether a sentence has words of what is so now, or a time of its own."""
    return any(
        article.has(i, "time", "current") or article.word(i) in _PRESENT
        for i in range(first, last)
    )


_PRESENT = ("is", "are", "has", "have", "has been", "have been")
