"""Words for telling in a test what was found in an article, without any rule for it."""

from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.rulebook import rulebook


def read(text: str) -> Article:
    return read_article(text, rulebook())


def harm(article: Article, words: str, type_: str = "casualties") -> Finding:
    """Somebody was harmed, in these words of the article."""
    start = article.text.index(words)
    found = [
        i
        for i, at in enumerate(article.items.starts)
        if article.word(i) and start <= at < start + len(words)
    ]
    first, last = found[0], found[-1] + 1
    return Finding(type_, {}, first, last, first, f"{type_}.plain")
