"""What a number counts, by the words around it: things, or years, money, metres."""

from typing import NamedTuple

from incident_log.drafting.prose.items import Items, number_tags
from incident_log.drafting.prose.lexicon import Lexicon
from incident_log.drafting.prose.moments import read_moment
from incident_log.drafting.prose.numerals import Number, read_number
from incident_log.drafting.prose.tokens import Tokens

#: Tags of those whose age may follow: "Ivan Petrenko, 34, ...", "a girl, 8, ...".
_PEOPLE = frozenset(
    "name person infant child adolescent elderly female male responder medical"
    " journalist combatant civilian".split()
)
_CLOSING = (",", ".", ")", ";")
#: Tags of what stands just before an age or a label.
_TELLING = ("labelling", "aged", "comma", "and", "open")


class Figure(NamedTuple):
    """Tokens up to *end* that are one number, or what only looks like a count."""

    end: int
    tags: frozenset[str]
    number: Number | None = None


def figure_at(
    tokens: Tokens, i: int, last: int, before: Items, lexicon: Lexicon
) -> Figure | None:
    """Read the number that begins with token *i*, *last* ends its paragraph.

    *before* are the items so far.
    """
    found = read_number(tokens, i)
    if found is None:
        is_measure = tokens.words[i][0].isdigit()
        return Figure(i + 1, frozenset({"measure"})) if is_measure else None
    number, end = found
    if number.digits[0] > tokens.starts[i] and read_moment(
        tokens.text, number.digits[0], tokens.end(last - 1)
    ):
        return None  # "around 4 p.m.", "the 2018 floods"
    return Figure(end, _tags(tokens, number, end, before, lexicon), number)


def money_at(tokens: Tokens, i: int, last: int) -> Figure | None:
    """Read the amount that begins with the sign of a currency."""
    if i + 1 == last:
        return None
    found = read_number(tokens, i + 1)
    return Figure(found[1] if found else i + 2, frozenset({"money"}))


def _tags(
    tokens: Tokens, number: Number, end: int, before: Items, lexicon: Lexicon
) -> frozenset[str]:
    """Tell counts from ages, measures, money and labels by the words around."""
    behind = lexicon.find(tokens, end)
    for tag, kind in (("currency", "money"), ("unit", "measure")):
        if behind and tag in behind[0].tags:
            return frozenset({kind})
    nearest = before.characters[-1]
    if nearest not in lexicon.any_of(*_TELLING) and before.words[-1] != "both":
        return number_tags(number)
    about = [*map(lexicon.tags, before.characters[-2:])]
    if "labelling" in about[-1]:
        return frozenset({"label"})
    follows = tokens.words[end] or "."
    is_age = _may_be_age(number) and (
        _is_listed_age(about, follows)
        or (tokens.text[number.start].isdigit() and _is_apposed(about, follows))
        or (follows in _CLOSING and _is_of_all(before, definite=number.definite))
    )
    if "aged" in about[-1] or is_age:
        return frozenset({"age"})
    return number_tags(number)


def _may_be_age(number: Number) -> bool:
    return number.low == number.high and (number.low or 0) <= 120 and not number.more


def _is_of_all(before: Items, *, definite: bool) -> bool:
    """Tell whether an age is that of all: "two pupils, both 14, ...", "all 14"."""
    *_, earlier, word = before.words[-2:]
    return (definite and word == "," != earlier) or (word == "both" and earlier == ",")


def _is_listed_age(about: list[frozenset[str]], follows: str) -> bool:
    """Tell whether an age goes on in a list: "ages 24, 25 and 41"."""
    if "age" not in about[0] or not about[1] & {"comma", "and"}:
        return False
    return follows in (",", "and", ".", ")") or "comma" in about[1]


def _is_apposed(about: list[frozenset[str]], follows: str) -> bool:
    """Tell whether it stands behind somebody, between commas or in brackets."""
    if follows not in _CLOSING or not about[0] & _PEOPLE:
        return False
    return bool(about[1] & {"comma", "open"})
