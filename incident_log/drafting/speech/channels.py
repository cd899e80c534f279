"""By what way somebody said something: "in a statement", "on Telegram"."""

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.tagged import tagged
from incident_log.drafting.speech.attributions import Attribution

_CHANNELS = (
    *("telegram_post", "social_post", "press_statement", "briefing", "interview"),
    *("broadcast", "official_site", "statement"),
)
#: How far behind a speaker his channel may be named.
_NEAR = 14
_TAGS = tuple(f"channel-{channel}" for channel in _CHANNELS)
_WAYS = ("on ", "by ", "over ")


def channel_of(article: Article, told: Attribution, kind: str) -> str:
    """Return a word of ``vocabulary.CHANNELS``, or nothing; *kind* is the agent's."""
    if article.has(told.last, "own-hearing") and kind in (
        "journalist_group",
        "witness",
    ):
        return "direct_observation"
    first, end, _ = article.sentences[told.sentence]
    near = min(told.last + _NEAR, end)
    behind = tagged(article, *_TAGS, first=told.last, last=near)
    before = [*tagged(article, *_TAGS, first=first, last=told.first)]
    for i in (*behind, *reversed(before)):
        if _is_way(article, i):
            return next(c for c in _CHANNELS if article.has(i, f"channel-{c}"))
    return "unspecified_channels" if kind == "monitor_unnamed" else ""


def _is_way(article: Article, i: int) -> bool:
    """Tell "in a statement" and "by phone" from a statement that is spoken of."""
    return article.word(i).startswith(_WAYS) or any(
        article.has(j, "in", "preposition", "to") for j in range(max(0, i - 4), i)
    )
