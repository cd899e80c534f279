"""An article: what is left of its paragraphs, as sentences of items."""

from incident_log.drafting.prose.article import read_article
from incident_log.drafting.prose.rulebook import rulebook

GLUED = "Your support makes all the difference.A wall fell on two men. One died."


def test_what_was_dropped_has_no_items() -> None:
    article = read_article(f"A wall falls\n\n{GLUED}\n\nSubscribe now.", rulebook())

    assert [article.quote(s.first, s.last) for s in article.sentences] == [
        "A wall falls",
        "A wall fell on two men",
        "One died",
    ]
    assert [s.paragraph for s in article.sentences] == [0, 1, 1]
    assert [zone.rule for zone in article.dropped] == [
        "appeals.support",
        "appeals.subscribe",
    ]


def test_blanks_before_what_was_dropped_are_left() -> None:
    article = read_article("  Subscribe now.\n\nA wall fell.", rulebook())

    assert [article.quote(s.first, s.last) for s in article.sentences] == [
        "A wall fell"
    ]


def test_items_are_asked_for_their_tags_and_their_sentence() -> None:
    article = read_article("A wall fell. Two men died.", rulebook())
    two = article.items.words.index("two")

    assert article.has(two, "word", "number")
    assert not article.has(two, "word")
    assert article.sentence_at(two) == 1
    assert article.sentence_at(0) == -1, "before the first sentence"
    assert article.sentences_having("number", "unknown") == [1]
    assert article.text[slice(*article.span(two, two + 1))] == "Two"
    assert (article.word(two), article.is_capital(two)) == ("two", True)
    assert article.number(two) is not None
    assert article.number(two + 1) is None
    assert article.has_any(two - 2, two + 1, "number", "stop")
    assert not article.has_any(two + 1, two + 2, "number", "stop")
    assert len(article.tags) == len(article.items)


def test_an_article_may_be_empty() -> None:
    article = read_article("", rulebook())

    assert (article.sentences, article.paragraphs, article.dropped) == ([], [], [])
