"""How far the revisions of a file were taken in, so that only later ones are read.

The file beside the log may be lost at any time: that costs one reading of them all.
A bookmark counts only in the log it was made for, as long as that still has what it
had then: one restored from a backup is read into from the start.
"""

import re
from dataclasses import asdict, dataclass

from incident_log import beside
from incident_log.log import Log

FILE = "repositories.json"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The last revision that was taken in."""

    first: str  #: the commit of the first revision that there was
    commit: str
    blob: str  #: what it showed
    columns: dict[str, bool]  #: of each that was met, whether it is of numbers
    origin: str
    position: int
    leaf: str


def load(log: Log, name: str) -> Bookmark | None:
    """Return the bookmark of that name, if it still counts."""
    try:
        found = Bookmark(**beside.load(log.directory / FILE)[name])
    except (KeyError, TypeError):
        return None
    if not (_is_sound(found) and 0 <= found.position <= log.position):
        return None
    is_same = (found.origin, found.leaf) == (log.origin, log.leaf(found.position))
    return found if is_same else None


def _is_sound(found: Bookmark) -> bool:
    """Tell whether a bookmark that was read holds what such a one holds."""
    words = (found.first, found.commit, found.blob, found.origin, found.leaf)
    return (
        all(isinstance(each, str) for each in words)
        and re.fullmatch("[0-9a-f]+", found.blob) is not None
        and isinstance(found.columns, dict)
        and type(found.position) is int
    )


def save(
    log: Log,
    name: str,
    *,
    first: str,
    commit: str,
    blob: str,
    columns: dict[str, bool],
) -> None:
    """Put a bookmark; raise :exc:`OSError` where it cannot be written."""
    position = log.position
    made = Bookmark(
        first, commit, blob, columns, log.origin, position, log.leaf(position)
    )
    path = log.directory / FILE
    beside.save(path, beside.load(path) | {name: asdict(made)})
