"""One rule: a pattern, and what it says beside the words that it fits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
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
