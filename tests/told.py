"""What a family of rules finds in a text, in words short enough for a rule file."""

from collections.abc import Callable
from typing import Any

from incident_log.drafting.prose.article import Article, read_article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.rule import Rule
from incident_log.drafting.prose.rulebook import rulebook

Reader = Callable[[Article], list[Finding]]

#: type of claim -> the fields that tell it, in order
FIELDS = {
    "damage": ("count", "degree", "object", "composite"),
    "outage": ("count", "service", "state", "composite"),
    "strike": ("count", "phase", "weapons"),
    "target": ("kind",),
    "occurrence": ("count", "kind", "place"),
}


def found(text: str, reader: Reader) -> list[Finding]:
    """Read *text* with the rules of the package."""
    return reader(read_article(text, rulebook()))


def told(text: str, reader: Reader, *, rule: str = "") -> list[str]:
    """Tell what *reader* finds in *text*; only what *rule* finds, if it is given."""
    return [_told(f) for f in found(text, reader) if not rule or f.rule == rule]


def quoted(text: str, reader: Reader) -> list[str]:
    """Return the words that each finding rests on."""
    article = read_article(text, rulebook())
    return [article.quote(f.first, f.last) for f in reader(article)]


def keeps_its_word(rule: Rule, reader: Reader) -> None:
    """Check a rule against its own example and counter-example."""
    assert told(rule.example, reader, rule=rule.name) == rule.gives
    assert told(rule.counter_example, reader, rule=rule.name) == []


def _told(finding: Finding) -> str:
    words = [_word(finding.fields.get(name)) for name in FIELDS[finding.type]]
    return " ".join(word for word in words if word not in ("", "out"))


def _word(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    return "" if value is None else str(value)
