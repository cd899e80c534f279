"""What an article leads with, and so is about."""

from incident_log.drafting.prose.article import Article

#: The sentences that say how far an attack went.
LEAD = 3


def leads_with(article: Article, *tags: str) -> bool:
    """Tell whether the first sentences have one of *tags*."""
    lead = article.sentences[:LEAD]
    return any(article.has_any(s.first, s.last, *tags) for s in lead)
