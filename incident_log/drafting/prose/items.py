"""Items: what rules take for one thing, be it a word, a number, a time or a name."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from incident_log.drafting.prose.moments import Moment
from incident_log.drafting.prose.numerals import Number


class Item(NamedTuple):
    """One thing in the text; *start* and *end* count code points."""

    start: int
    end: int
    character: str  #: stands for its tags
    word: str  #: in lower case, as the lexicon has it
    number: Number | None = None
    moment: Moment | None = None
    #: tag -> the description that a gazetteer has of what is named
    names: Mapping[str, Mapping[str, Any]] = {}


def number_tags(number: Number) -> frozenset[str]:
    """Return the tags of a number: rules may ask whether it is one "more"."""
    extra = {"more": number.more, "definite": number.definite, "vague": number.vague}
    return frozenset({"number", *(tag for tag, is_so in extra.items() if is_so)})


def all_number_tags() -> Iterator[frozenset[str]]:
    """Yield every set of tags that a number can have."""
    for chosen in product((True, False), repeat=3):
        extra = zip(("more", "definite", "vague"), chosen, strict=True)
        yield frozenset({"number", *(tag for tag, is_so in extra if is_so)})
