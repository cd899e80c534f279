"""Each time of an article with the sentence it stands in, and what it is said for."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from incident_log.drafting.dates.heads import dateline_end
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.moment_forms import FIRST_WORDS
from incident_log.drafting.prose.moments import Moment, moments_in


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a time stands."""

    moment: Moment
    item: int | None  #: ``None`` in what was dropped
    sentence: int | None
    paragraph: int
    role: str  #: "occurred", "stamp", "range", or a role of _ROLES


def spots_of(article: Article, head_end: int) -> list[Spot]:
    """Return the times of *article* in the order of the text, bylines too."""
    return sorted(
        (*_kept(article, head_end), *_stamps(article)), key=lambda s: s.moment.start
    )


def _kept(article: Article, head_end: int) -> Iterator[Spot]:
    text = article.text
    items = article.items
    longer = [i for i in items.longer if _is_timely(article, i)]
    for i in sorted({*items.moments, *longer}):
        for moment in _of(article, i):
            sentence = article.sentence_at(i)
            paragraph = article.sentences[sentence].paragraph
            role = role_of(text, moment.start, moment.end)
            if moment.start < dateline_end(text, *article.paragraphs[paragraph]):
                role = "stamp"
            elif moment.start < head_end and role in ("occurred", "said"):
                role = _role_in_head(article, paragraph, role)
            yield Spot(moment, i, sentence, paragraph, role)


def _is_timely(article: Article, i: int) -> bool:
    words = article.word(i).split()
    return not FIRST_WORDS.isdisjoint(words) and article.number(i) is None


def _of(article: Article, i: int) -> Iterator[Moment]:
    """Yield the time that an item is, or the times in a phrase ("so far this year")."""
    moment = article.moment(i)
    if moment is not None:
        yield moment
    else:
        yield from moments_in(article.text, *article.span(i, i + 1))


def _stamps(article: Article) -> Iterator[Spot]:
    """Yield the times in dropped credits ("Published in ..., May 5th, 2024")."""
    for zone in article.dropped:
        if zone.rule in _STAMPED:
            paragraph = bisect_right(article.paragraphs, (zone.start, zone.end)) - 1
            for moment in moments_in(article.text, zone.start, zone.end):
                yield Spot(moment, None, None, paragraph, "stamp")


def _role_in_head(article: Article, paragraph: int, role: str) -> str:
    """A short line without a full stop, below the title, tells when it came out."""
    start, end = article.paragraphs[paragraph]
    is_line = end - start <= _LONGEST and not _STOP.search(article.text, start, end)
    return "stamp" if paragraph and is_line else role


def role_of(text: str, start: int, end: int) -> str:
    """Tell by the words around a time what it is said for."""
    before = text[max(0, start - _SEEN) : start]
    words = {*_WORD.findall(before.lower())}
    if _REPORT.match(text, end):
        return "as_of"
    if not words.isdisjoint(_OPENING) and (
        _TO.search(before) or (_FROM.search(before) and _UP_TO.match(text, end))
    ):
        return "range"
    if (
        not words.isdisjoint(_TALLIED) and _TOLL_BEFORE.search(before)
    ) or _TOLL_BEHIND.match(text, end):
        return "as_of"
    for role, telling, pattern in _ROLES:
        if not words.isdisjoint(telling) and pattern.search(before):
            return role
    return "occurred"


def compares(text: str, start: int) -> bool:
    """Tell "the deadliest since 2005" from what was counted since then."""
    return _COMPARED.search(text[max(0, start - _SEEN) : start]) is not None


def led_by(text: str, start: int) -> int:
    """Return where the words begin that lead to a time: "by about 8:30"."""
    match = _LEAD.search(text[max(0, start - _SEEN) : start])
    return start - len(match[0]) if match else start


_SEEN = 60
#: The boilerplate that tells when an article came out.
_STAMPED = ("credits.byline", "credits.staff", "credits.published")
_LONGEST = 150
_STOP = re.compile(r"[.!?][\"')\u201d\u2019]*\s*$")
_ABOUT = r"(?:(?:about|around|approximately|roughly|early|late|the|on)\s+){0,2}$"
_REPORT = re.compile(
    r"\s+(?:\w+\s+)?(?:report|bulletin|update|briefing|tally|sitrep)\b", re.IGNORECASE
)
_OPENING = frozenset(("from", "between"))
_FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
_UP_TO = re.compile(r"\s*(?:to|and|until|through|-|\u2013)\s", re.IGNORECASE)
_TO = re.compile(
    r"\b(?:from|between)\s+[^.;,]{2,30}\s+(?:to|and|until|through)\s+$", re.IGNORECASE
)
_COUNTS = "toll tally count total number figure fatalities deaths".split()
_TALLIED = frozenset((*_COUNTS, "missing", "unaccounted"))
_TOLLS = f"(?:{'|'.join(_COUNTS)})"
_MOVED = (
    r"(?:climb(?:s|ed|ing)?|rose|rises|risen|rising|rais(?:es|ed|ing)|stood|stands"
    r"|reach(?:es|ed|ing)|grew|grown|jumped|mounted|increased|put|puts|putting)"
)
_TOLL = rf"(?:{_TOLLS}\b[^.;,\n]*?\b{_MOVED}|{_MOVED}\b[^.;,\n]*?\b{_TOLLS})\b"
#: "The toll climbed to 94 on", "18 dead or missing on"
_TOLL_BEFORE = re.compile(
    rf"\b{_TOLL}[^.;,\n]*?\s{_ABOUT}"
    r"|\b(?:(?:dead|killed)\s+(?:or|and)\s+missing"
    r"|(?<!went )(?<!gone )(?<!reported )(?:missing|unaccounted\s+for))\s+(?:on\s+)?$",
    re.IGNORECASE,
)
_TOLL_BEHIND = re.compile(rf"\s*,?\s+(?:the\s+)?(?:\w+\s+)?{_TOLL}", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:deadliest|bloodiest|worst|largest|biggest|heaviest|strongest|highest|lowest"
    r"|fiercest|longest|greatest|most|first)\b[^.;\n]*\bsince\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"\b(?:as\s+of|as\s+at|by|since)\s+{_ABOUT}", re.IGNORECASE)
_SAID = (
    "said says saying told announced stated informed wrote posted acknowledged declared"
    " issued"
)
_SAYING = "statement post message video briefing conference interview"
_REPORTED = "reported confirmed recorded registered"
_PLANNED = "scheduled planned due expected will to starting"
_AHEAD = "before for would next"


def _any_of(words: str) -> str:
    return f"(?:{words.replace(' ', '|')})"


#: Role, words of which there is one, and how they lead to the time.
_ROLES = tuple(
    (role, frozenset(words.split()), re.compile(pattern, re.IGNORECASE))
    for role, words, pattern in (
        ("as_of", "as", rf"\bas\s+(?:of|at)\s+{_ABOUT}"),
        ("by", "by", rf"\bby\s+{_ABOUT}"),
        ("until", "until till through", rf"\b(?:until|till|through)\s+{_ABOUT}"),
        ("since", "since", rf"\bsince\s+{_ABOUT}"),
        (
            "said",
            _SAID,
            rf"\b{_any_of(_SAID)}(?:\s+(?!that\b)\w+){{0,3}}?\s+(?:on\s+)?$",
        ),
        (
            "said",
            _SAYING,
            rf"\b{_any_of(_SAYING)}(?:\s+(?:issued|released|published))?\s+(?:on\s+)?$",
        ),
        ("reported", _REPORTED, rf"\b{_any_of(_REPORTED)}\s+(?:on\s+)?$"),
        (
            "planned",
            _PLANNED,
            r"\b(?:scheduled|planned|due|expected|will|to\s+be|starting)\b"
            r"(?:\s+\w+){0,3}\s+$",
        ),
        ("ahead", _AHEAD, rf"\b{_any_of(_AHEAD)}\b(?:\s+\w+){{0,3}}\s+$"),
    )
)
_WORD = re.compile(r"\w+")
