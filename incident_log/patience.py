"""Tries again, after longer and longer pauses, what others may be in the way of."""

import time
from collections.abc import Iterator


def tries(seconds: float, pause: float, longest: float) -> Iterator[None]:
    """Yield at once, and after each pause, until so many *seconds* have passed.

    The first *pause* is so many seconds, each other one twice as long as the one before
    it, up to the *longest*.
    """
    until = time.monotonic() + seconds
    while True:
        yield
        if time.monotonic() > until:
            return
        time.sleep(pause)
        pause = min(2 * pause, longest)
