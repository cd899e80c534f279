"""The language of rules: what each of its signs finds, and what it refuses."""

import re

import pytest

from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.patterns import Compiler
from incident_log.errors import BadRule

TAGS = "number be killed injured comma word stop and".split()
CLASSES = {
    "harmed": "killed | injured",
    "listed": "number comma?",
    "endless": "killed endless",
    "round": "round | killed",
}


def language() -> tuple[Lexicon, Compiler]:
    lexicon = Lexicon()
    for tag in TAGS:
        lexicon.character({tag})
    lexicon.character({"number", "word"})
    return lexicon, Compiler(lexicon, CLASSES, frozenset((*TAGS, "unused")))


def find(pattern: str, tags: str) -> tuple[int, int] | None:
    """Return the items that *pattern* finds in items with these *tags*."""
    lexicon, compiler = language()
    items = "".join(lexicon.character(set(tag.split("+"))) for tag in tags.split())
    match = compiler.compile(pattern).search(items)
    return match.span() if match else None


@pytest.mark.parametrize(
    ("pattern", "tags", "span"),
    [
        ("number be killed", "word number be killed", (1, 4)),
        ("number be killed", "number killed", None),
        ("number", "word number+word", (1, 2)),
        ("number be? killed", "number killed", (0, 2)),
        ("number word{0,2} killed", "number word word killed", (0, 4)),
        ("number word{2} killed", "number word killed", None),
        ("number word* killed", f"number{' word' * 12} killed", (0, 14)),
        ("number word* killed", f"number{' word' * 13} killed", None),
        ("number word+ killed", "number killed", None),
        ("number any killed", "number comma killed", (0, 3)),
        ("number any killed", "number stop killed", None),
        ("number (be|comma) killed", "number comma killed", (0, 3)),
        ("number harmed", "number injured", (0, 2)),
        ("listed listed be", "number comma number be", (0, 4)),
        ("number ~be", "number killed", (0, 2)),
        ("number ~be", "number be", None),
        ("number ~(be|killed)", "number killed", None),
        ("number ~(be|killed)", "number stop", None),
        ("number ~harmed", "number injured", None),
        ("be ~(number comma)", "be number be", (0, 2)),
        ("be ~(number comma)", "be number comma", None),
        ("number !be any", "number be", None),
        ("number !(be|killed) any", "number word", (0, 2)),
        ("unused", "number be", None),
        ("  number  be  ", "number be", (0, 2)),
    ],
)
def test_signs(pattern: str, tags: str, span: tuple[int, int] | None) -> None:
    assert find(pattern, tags) == span


def test_groups_have_names() -> None:
    lexicon, compiler = language()
    items = "".join(lexicon.character({tag}) for tag in ("number", "be", "killed"))

    match = compiler.compile("<many: number> be <effect: harmed>").search(items)

    assert match is not None
    assert (match.span("many"), match.span("effect")) == ((0, 1), (2, 3))


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("number wounded", "has wounded, which is no tag and no class"),
        ("number ?? =", "has '='"),
        ("(number", "is no pattern"),
        ("number ~", "has ~ without a tag behind it"),
        ("number ~(be|wounded)", "has wounded, which is no tag and no class"),
        ("endless", "has the class endless, which names itself"),
        ("round", "has the class round, which names itself"),
    ],
)
def test_what_cannot_be_understood_is_refused(pattern: str, found: str) -> None:
    _, compiler = language()

    with pytest.raises(BadRule, match=re.escape(found)):
        compiler.compile(pattern)
