"""What each address showed last time, so that only what is new is asked for.

The file beside the log may be lost at any time: that costs one full answer.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

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
    try:
        return {name: Visit(**visit) for name, visit in found.items()}
    except TypeError:
        return {}


def save(directory: Path, visits: Mapping[str, Visit]) -> None:
    """Write all visits; raise :exc:`OSError` where they cannot be written."""
    found = {name: asdict(visit) for name, visit in visits.items()}
    beside.save(directory / FILE, found)
