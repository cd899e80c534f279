"""Items that have a tag, found with one regular expression."""

import re
from collections.abc import Iterator
from functools import lru_cache

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.lexicon import Lexicon


def tagged(
    article: Article, *tags: str, first: int = 0, last: int | None = None
) -> Iterator[int]:
    """Return the items of [first, last) that have one of *tags*, in order."""
    end = len(article.tags) if last is None else last
    pattern = _any_of(article.rulebook.lexicon, tags)
    return map(re.Match.start, pattern.finditer(article.tags, first, end))


@lru_cache(maxsize=64)
def _any_of(lexicon: Lexicon, tags: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(lexicon.characters, tags))}]")
