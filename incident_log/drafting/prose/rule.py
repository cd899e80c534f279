"""One rule: a pattern, and what it says beside the words that it fits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from incident_log.drafting.prose.lexicon import FULL_STOP
from incident_log.drafting.prose.needs import Need, needs_of, takes


@dataclass(frozen=True)
class Rule:
    """One way of saying something."""

    name: str  #: "casualties.passive": the family, then the rule
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    sets: Mapping[str, Any] = field(default_factory=dict)  #: fields of what it finds
    gives: Any = None  #: what the example must give, for the tests

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Sets of characters; a sentence that it fits has at least one of each.

        The smallest come first: few sentences have these.
        """
        needs = needs_of(self.pattern.pattern)
        return tuple(sorted((n for n in needs if FULL_STOP not in n), key=len))

    @cached_property
    def flags(self) -> frozenset[str]:
        """The names of what it sets to something."""
        return frozenset(name for name, value in self.sets.items() if value)

    @cached_property
    def crosses(self) -> bool:
        """Whether it may go on over the end of a sentence."""
        return takes(self.pattern.pattern, FULL_STOP)
