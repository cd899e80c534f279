"""The wire agency whose text an article carries, as its credits or its dateline say."""

from collections.abc import Iterator

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.itemizing import itemize
from incident_log.drafting.prose.lexicon import Names

_AGENCY = "wire_agency"
#: A dateline stands at the beginning: "KYIV, Ukraine (AP) -- ...".
_HEAD = 4
#: A credit is a line or two.
_CREDIT = 200


def agency_of(article: Article) -> str | None:
    """Return the id of the agency credited, if there is exactly one."""
    found = {name for name in (*_credited(article), *_in_dateline(article)) if name}
    return found.pop() if len(found) == 1 else None


def _credited(article: Article) -> Iterator[str | None]:
    """Yield agencies named in what was dropped: "Follow AP's coverage of ..."."""
    lexicon = article.rulebook.lexicon
    stretches = [
        (zone.start, zone.end)
        for zone in article.dropped
        if zone.end - zone.start <= _CREDIT
    ]
    items = itemize(article.text, stretches, lexicon)
    for words, character in zip(items.words, items.characters, strict=True):
        yield _agency(lexicon.names(words, character))


def _in_dateline(article: Article) -> Iterator[str | None]:
    for first, last, _ in article.sentences[:_HEAD]:
        for i in range(first + 1, last - 1):
            if article.has(i - 1, "open") and article.has(i + 1, "close"):
                yield _agency(article.names(i))


def _agency(names: Names) -> str | None:
    agent = names.get("agent", {})
    return str(agent["id"]) if agent.get("kind") == _AGENCY else None
