"""Where rules fit an article: in sentences that have all that they need."""

import re

from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.matching import fits, likely
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook
from tests.articles import articles

RULES = [rule for rules in rulebook().rules.values() for rule in rules]
EXAMPLES = "\n".join(text for r in RULES for text in (r.example, r.counter_example))


def read(text: str) -> Article:
    return read_article(text, rulebook())


def rule(expression: str) -> Rule:
    return Rule("scope.mine", re.compile(expression), "", "")


def one_of(tag: str) -> str:
    return f"[{rulebook().lexicon.characters(tag)}]"


def test_law_rules_fit_where_a_search_of_the_whole_text_finds_them() -> None:
    texts = [article.text for article in articles("development")[:30]]
    for article in map(read, [EXAMPLES, *texts]):
        for each in RULES:
            everywhere = [m.span() for m in each.pattern.finditer(article.tags)]
            assert [m.span() for m in fits(article, each)] == everywhere, each.name


def test_a_rule_without_a_need_is_likely_everywhere() -> None:
    article = read("It rained. Nine men died.")

    assert [*likely(article, rule("[^x]"))] == [0, 1]
    assert [*likely(article, rule(one_of("number")))] == [1]
    assert [*likely(article, rule(one_of("number") + one_of("weapon")))] == []


def test_a_rule_may_go_on_over_the_end_of_a_sentence() -> None:
    article = read("Men died. Nine fell. It rained.")
    crossing = rule("[^x]" + one_of("stop") + one_of("number"))

    assert [m.span() for m in fits(article, crossing)] == [(2, 5)]
    assert [*fits(read("Men died. It rained."), crossing)] == []
