"""Finds which updates of a report share the words that go, before they do."""

from hashlib import sha256

from incident_log.erasing.plans import Passage
from incident_log.events import Alike
from incident_log.likeness import COMPARED
from incident_log.log import Log


def alike(log: Log, stream: str, going: list[Passage]) -> list[Alike]:
    """Return the updates in a stream that share words which are *going*."""
    paths = {each.path for each in going} & {*COMPARED}
    if not paths or not stream.startswith("report:"):
        return []
    found: dict[tuple[str, bytes], list[int]] = {}
    for event in log.sealed(stream):
        for path in paths & event.openings.keys():
            words = sha256(event.openings[path][1].encode()).digest()
            found.setdefault((path, words), []).append(event.position)
    return [Alike(path, tuple(ns)) for (path, _), ns in found.items() if len(ns) > 1]
