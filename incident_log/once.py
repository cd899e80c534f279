"""Equal JSON makes one thing in memory: updates repeat most of what they say."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")

#: Things that are known again, at most, and characters of the JSON of each.
MOST = 1000
_LONGEST = 1000


class Once(Generic[Made]):
    """Makes frozen things of JSON; of equal JSON the same one, if it was met lately."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self._made: dict[str, Made] = {}

    def __call__(self, given: Any) -> Made:
        """Return what is made of *given*, which must not be changed any more."""
        key = repr(given)  # tells 1, 1.0 and true apart
        made = self._made.get(key)
        if made is None:
            made = self._make(given)
            if len(key) <= _LONGEST:
                if len(self._made) >= MOST:
                    self._made.clear()
                self._made[key] = made
        return made


# Not sys.intern, for what Python 3.12 interns it never lets go: every id of a log.
@lru_cache(maxsize=4 * MOST)
def word(given: Any) -> Any:
    """Return a word, or what stands for none; the same one as was met lately."""
    return given
