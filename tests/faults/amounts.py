"""How much is done, and by which chance: a little in CI, in full by scripts/torture."""

import os
from random import Random


def amount(name: str, few: int) -> int:
    """Return the number that ``INCIDENT_LOG_<name>`` gives, else *few*."""
    return int(os.environ.get(f"INCIDENT_LOG_{name}", few))


def chance() -> Random:
    """Return the same chance each time; ``INCIDENT_LOG_SEED`` makes it another."""
    seed = amount("SEED", 20241220)
    print(f"INCIDENT_LOG_SEED={seed} repeats this")
    return Random(seed)
