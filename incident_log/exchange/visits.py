"""What each address showed last time, so that only what is new is asked for.

The file beside the log may be lost at any time: that costs one full answer.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from incident_log import beside

FILE = "feeds.json"


@dataclass(frozen=True, slots=True)
class Visit:
    """One answer of an address."""

    etag: str = ""
    modified: str = ""
    #: report -> hashes of what its entries said
    shown: Mapping[str, list[str]] = field(default_factory=dict)


def load(directory: Path) -> dict[str, Visit]:
    """Return the last visits, by the hash of the question; none if they are lost."""
    found = beside.load(directory / FILE)
    return {name: Visit(**visit) for name, visit in found.items() if _is_sound(visit)}


def _is_sound(visit: Any) -> bool:
    """Tell whether what was read is a visit, whole and undamaged."""
    if not isinstance(visit, dict) or visit.keys() != _FIELDS:
        return False
    shown = visit["shown"]
    return (
        isinstance(visit["etag"], str)
        and isinstance(visit["modified"], str)
        and isinstance(shown, dict)
        and all(isinstance(each, list) for each in shown.values())
    )


_FIELDS = {each.name for each in fields(Visit)}


def save(directory: Path, visits: Mapping[str, Visit]) -> None:
    """Write all visits; raise :exc:`OSError` where they cannot be written."""
    found = {name: asdict(visit) for name, visit in visits.items()}
    beside.save(directory / FILE, found)
