"""Times before the incident: what is told at them is not of this incident.

"In 2019", "last month" and "on 3 March" in an article of 20 March are other incidents;
"since February" is a total.  What is a few days old may still be this incident.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from incident_log.drafting.dates.timing import TimeMention
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.moments import DAYS
from incident_log.drafting.setting.going_on import BEGINNING
from incident_log.drafting.setting.leading import leads_with
from incident_log.drafting.setting.reaching import BEHIND, NEAR, SENTENCE, Cue

#: A disaster is told for days, so that only what is older is another incident; and
#: what has been counted "since" a few weeks ago is this one.
_DAYS, _SINCE = timedelta(days=3), timedelta(days=60)
#: An article's own time stands in its first sentences.
_LEAD = 4


def past_times(
    article: Article, times: Iterable[TimeMention], published: date | None
) -> Iterator[Cue]:
    """Yield a cue for every time before the incident."""
    told = list(times)
    story = _story_day(told) or published
    current = {time.sentence for time in told if _is_current(time, story)}
    lead = _lead_day(article, told)
    for time in told:
        if time.item is None or time.sentence is None or time.role == "stamp":
            continue
        if _dates_something_else(article, time.item):
            continue
        counted = article.moment(time.item)
        parts = counted.parts if counted else {}
        words = " ".join(article.text[time.start : time.end].split())
        if parts.get("direction") == "earlier":
            if not article.has(time.item - 1, "number"):  # "up from 18 a day earlier"
                yield Cue(time.item, time.item + 1, f"another day: {words}", NEAR)
        elif not (
            _is_past(time, story, parts.get("unit", ""))
            or (story is None and _is_long_past(article, time))
            or _is_before(article, time, lead)
        ):
            continue
        elif time.role == "since":
            yield from _since(article, time.item, words)
        else:
            first = article.sentences[time.sentence].first
            alone = time.item < first + BEGINNING or time.sentence not in current
            reach = SENTENCE if alone else NEAR
            names_day = time.resolved.day is not None
            why = f"another time: {words}"
            yield Cue(time.item, time.item + 1, why, reach, is_sure=names_day)


def _story_day(times: list[TimeMention]) -> date | None:
    """Return the day that the article's first sentences tell of."""
    days = [
        time.resolved.day
        for time in times
        if time.sentence is not None and time.sentence < _LEAD and time.role != "since"
    ]
    return next((day for day in days if day is not None), None)


def _lead_day(article: Article, times: Iterable[TimeMention]) -> date | None:
    """Return the first day on which the lead says that something happened.

    What is told of a flood or a storm happened on many days.
    """
    lead = [t for t in times if t.sentence is not None and t.sentence < _LEAD]
    if leads_with(article, "upheaval"):
        return None
    days = [
        t.resolved.day
        for t in lead
        if t.role == "occurred" and _names_day(t) and not _looks_back(article, t)
    ]
    return min((day for day in days if day is not None), default=None)


def _looks_back(article: Article, time: TimeMention) -> bool:
    """Tell whether a day is told by another: "on Monday, a day after the raid"."""
    behind = (time.item or 0) + 1 + article.has((time.item or 0) + 1, "comma")
    near = range(behind + 1, behind + 3)  # "a day after", "days after"
    return any(article.has(i, "after") and article.has(i - 1, "unit") for i in near)


def _names_day(time: TimeMention) -> bool:
    return time.rule.removeprefix("times.") in DAYS


def _is_before(article: Article, time: TimeMention, lead: date | None) -> bool:
    """Tell whether a time is before what the lead tells of.

    A sentence that begins with "On Monday" is about that; other words may tell how an
    attack began, so that they need to be some days before.
    """
    day, item, sentence = time.resolved.day, time.item, time.sentence
    if lead is None or day is None or item is None or sentence is None:
        return False
    begins = item < article.sentences[sentence].first + BEGINNING
    apart = _APART if not begins else timedelta(days=1)
    return time.role == "occurred" and _names_day(time) and lead - day >= apart


#: So far before the day of the lead another incident may be told in passing.
_APART = timedelta(days=2)


def _dates_something_else(article: Article, item: int) -> bool:
    """Tell whether a time dates no harm: "built in 1975", "seized power in 2021"."""
    return article.has_any(max(0, item - 3), item, "founded")


def _since(article: Article, item: int, words: str) -> Iterator[Cue]:
    """Yield what is told of a time since: a total, and what happened at that time.

    That follows in "the deadliest raid since 2023, when nine people died".
    """
    if article.word(item + 1 + article.has(item + 1, "comma")) == "when":
        yield Cue(item, item + 1, f"another time: {words}", BEHIND, is_sure=True)
    yield Cue(item - 1, item + 1, f"a total since {words}", NEAR)


def _is_current(time: TimeMention, story: date | None) -> bool:
    day = time.resolved.day
    return day is not None and story is not None and day >= story - _DAYS


def _is_long_past(article: Article, time: TimeMention) -> bool:
    """Tell whether a time is a year or its month, where no day of the story is known.

    The title of an old report may say when all of it happened.
    """
    if time.value is None or time.resolved.precision not in ("year", "month"):
        return False
    return time.role == "since" or not _is_in_title(article, time)


def _is_in_title(article: Article, time: TimeMention) -> bool:
    (_, end), *others = article.paragraphs
    return bool(others) and time.end <= end and article.text[end - 1] not in _CLOSES


_CLOSES = '.!?"”'


def _is_past(time: TimeMention, story: date | None, unit: str) -> bool:
    value, precision = time.value, time.resolved.precision
    if time.rule == "times.ago" and unit in ("week", "month", "year"):
        return True  # whenever the story is
    if value is None or story is None:
        return False
    if precision in ("year", "month"):  # "this year" makes a total of its own
        return value <= story.isoformat()[: len(value)]
    if precision == "week":
        year, week, _ = story.isocalendar()
        return value < f"{year}-W{week:02d}"
    day = time.resolved.day
    return day is not None and day < story - (_SINCE if time.role == "since" else _DAYS)
