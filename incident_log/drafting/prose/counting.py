"""What a number counts, by the words around it: things, or years, money, metres."""

import re
from typing import NamedTuple

from incident_log.drafting.prose.bounds import begins_number
from incident_log.drafting.prose.items import Item, number_tags
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.moments import read_moment
from incident_log.drafting.prose.numerals import Number, read_number
from incident_log.drafting.prose.tokens import Token

_AGE = re.compile(r"(?:\d+|[a-z]+(?:-[a-z]+)?)-(?:year|month|week|day)s?-olds?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_CURRENCIES = frozenset("$€£₴₽¥₹")
#: Tags of those whose age may follow: "Ivan Petrenko, 34, ...", "a girl, 8, ...".
_PEOPLE = frozenset(
    "name person infant child adolescent elderly female male responder medical"
    " journalist combatant civilian".split()
)
_CLOSING = (",", ".", ")", ";")


class Figure(NamedTuple):
    """Tokens up to *end* that are one number, or what only looks like a count."""

    end: int
    tags: frozenset[str]
    number: Number | None = None


def figure_at(
    text: str, tokens: list[Token], i: int, before: list[Item], lexicon: Lexicon
) -> Figure | None:
    """Read the number that begins with token *i*; *before* are the items so far."""
    word = tokens[i].word
    is_number = begins_number(word)
    if not (is_number or word in _CURRENCIES or "-" in word):
        return None
    if word in _CURRENCIES and i + 1 < len(tokens):
        found = read_number(text, tokens, i + 1)
        return Figure(found[1] if found else i + 2, frozenset({"money"}))
    if _AGE.fullmatch(word):
        return Figure(i + 1, frozenset({"age"}))
    if _ORDINAL.fullmatch(word):
        return Figure(i + 1, frozenset({"ordinal"}))
    found = read_number(text, tokens, i) if is_number else None
    if found is None:
        return Figure(i + 1, frozenset({"measure"})) if word[0].isdigit() else None
    number, end = found
    if number.digits[0] > tokens[i].start and read_moment(
        text, number.digits[0], tokens[-1].end
    ):
        return None  # "around 4 p.m.", "the 2018 floods"
    return Figure(end, _tags(text, tokens, number, end, before, lexicon), number)


def _tags(
    text: str,
    tokens: list[Token],
    number: Number,
    end: int,
    before: list[Item],
    lexicon: Lexicon,
) -> frozenset[str]:
    """Tell counts from ages, measures, money and labels by the words around."""
    about = [lexicon.tags(item.character) for item in before[-2:]]
    nearest = about[-1] if about else frozenset[str]()
    behind = lexicon.find(text, tokens, end) if end < len(tokens) else None
    for tag, kind in (("currency", "money"), ("unit", "measure")):
        if behind and tag in behind[0].tags:
            return frozenset({kind})
    if "labelling" in nearest:
        return frozenset({"label"})
    follows = tokens[end].word if end < len(tokens) else "."
    is_age = _may_be_age(number) and (
        _is_listed_age(about, follows)
        or (text[number.start].isdigit() and _is_apposed(about, follows))
        or (follows in _CLOSING and _is_of_all(before, definite=number.definite))
    )
    if "aged" in nearest or is_age:
        return frozenset({"age"})
    return number_tags(number)


def _may_be_age(number: Number) -> bool:
    return number.low == number.high and (number.low or 0) <= 120 and not number.more


def _is_of_all(before: list[Item], *, definite: bool) -> bool:
    """Tell whether an age is that of all: "two pupils, both 14, ...", "all 14"."""
    if len(before) < 2:
        return False
    word = before[-1].word
    return (definite and word == ",") or (word == "both" and before[-2].word == ",")


def _is_listed_age(about: list[frozenset[str]], follows: str) -> bool:
    """Tell whether an age goes on in a list: "ages 24, 25 and 41"."""
    if len(about) < 2 or "age" not in about[0] or not about[1] & {"comma", "and"}:
        return False
    return follows in (",", "and", ".", ")") or "comma" in about[1]


def _is_apposed(about: list[frozenset[str]], follows: str) -> bool:
    """Tell whether it stands behind somebody, between commas or in brackets."""
    if len(about) < 2 or not about[0] & _PEOPLE:
        return False
    return follows in _CLOSING and bool(about[1] & {"comma", "open"})
