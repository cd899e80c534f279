"""The times of an article: what each means, and what it is said for."""

from dataclasses import dataclass

from incident_log.drafting.dates.days_told import DaysTold
from incident_log.drafting.dates.heads import head_end
from incident_log.drafting.dates.live_pages import days_of_entries, entries_of
from incident_log.drafting.dates.spots import spots_of
from incident_log.drafting.dates.time_values import Context, Resolved
from incident_log.drafting.prose.article import Article


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time in the text with what it means; *item* is ``None`` in what was dropped."""

    start: int
    end: int
    value: str | None
    role: str  #: "occurred", "as_of", "by", "until", "since", "said", "entry", ...
    rule: str  #: "times.weekday"
    flags: frozenset[str]
    resolved: Resolved
    item: int | None
    sentence: int | None


def times_in(article: Article, context: Context) -> list[TimeMention]:
    """Return the times of *article* in the order of the text."""
    text = article.text
    spots = spots_of(article, head_end(text, article.paragraphs))
    entries = entries_of(text, article.paragraphs)
    openings = {entry.clock.start for entry in entries}
    told = DaysTold(
        text,
        context,
        days_of_entries(entries, len(article.paragraphs), context),
    )
    found = []
    for n, spot in enumerate(spots):
        resolved = told.resolve(spot, spots[n + 1 : n + 3])
        moment = spot.moment
        found.append(
            TimeMention(
                start=moment.start,
                end=moment.end,
                value=resolved.value,
                role="entry" if moment.start in openings else spot.role,
                rule=f"times.{moment.kind}",
                flags=resolved.flags,
                resolved=resolved,
                item=spot.item,
                sentence=spot.sentence,
            )
        )
    return found
