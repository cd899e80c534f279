"""Events that somebody made up: examined without a traceback, whatever they say.

Some hundreds in CI; ``INCIDENT_LOG_HOSTILE`` says how many otherwise, and
``INCIDENT_LOG_SEED`` which.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from incident_log.log.untrusted import Stored
from incident_log.merkle import leaf
from incident_log.references import Reference
from incident_log.verifying.events import Beside, examine
from tests.faults.amounts import amount, chance

HOSTILE = amount("HOSTILE", 1500)
GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))

#: What may stand in place of anything.
ANYTHING: list[Any] = [
    *(None, True, 0, -1, 10**400, 1.5, float("nan"), "", "x", "\ud800", "\0", "~"),
    *("2024-12-20", "9" * 5000, [], [[]], ["x"], {}, {"sha256": "0" * 64}, {"x": 1}),
    *({"id": []}, [None], [{}], "page/1#c1", "a/b/c", {"sha256": 7}, [{"id": "c1"}]),
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in a JSON value: what it is in, and where."""
    keys = value if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def made_up(rng: Random) -> tuple[Any, Any]:
    """Change a golden event, or what opens it, in one place or a few."""
    golden = json.loads(rng.choice(GOLDEN).read_text())
    state, openings = golden["state"], golden["openings"]
    for _ in range(rng.choice((1, 1, 2, 5))):
        holder, key = rng.choice([*places(state), *places(openings)])
        if rng.random() < 0.2:
            del holder[key]
        else:
            holder[key] = deepcopy(rng.choice(ANYTHING))
    return state, openings


def incident_of(claim: Reference) -> str:
    return {"c1": "harbour"}[str(claim.claim)]


def test_no_event_is_so_odd_that_it_ends_the_examination() -> None:
    rng = chance()
    found = set()
    for _ in range(HOSTILE):
        said, openings = made_up(rng)
        state = json.dumps(said).encode()
        words = json.dumps(openings, ensure_ascii=False)
        position = said.get("position") or 1
        stream, version, topic = map(said.get, ("stream", "version", "topic"))
        stored = Stored(position, stream, version, topic, state)

        examined = examine(stored, Beside(leaf(state), words), "", incident_of)

        found.add(examined.problem.partition(" (")[0])
        assert examined.problem or examined.entry

    assert len(found) > 10, found
