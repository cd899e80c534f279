"""Moments that are asked about: T and K, as people and addresses write them."""

from dataclasses import dataclass

from incident_log.tables.functions import incident_time
from incident_log.times import FOREVER, LATEST


@dataclass(frozen=True)
class Moment:
    """One question: as of T, as known at K."""

    as_of: str
    known_at: str

    @classmethod
    def read(
        cls, as_of: str | None, known_at: str | None, zone: str | None
    ) -> "Moment":
        """Read both as people write them; nothing is the latest."""
        return cls(incident_time(as_of, zone), incident_time(known_at, zone))

    @classmethod
    def read_pair(cls, text: str | None, zone: str | None) -> "Moment":
        """Read ``T@K``, as ``diff`` takes it."""
        as_of, _, known_at = (text or "").partition("@")
        return cls.read(as_of, known_at, zone)

    @property
    def query(self) -> dict[str, str]:
        """The arguments that ask for it in an address; the latest needs none."""
        asked = {"_as_of": written(self.as_of), "_known_at": written(self.known_at)}
        return {name: text for name, text in asked.items() if text}


def written(moment: str) -> str:
    """Write an instant as short as it stays exact; the latest is empty.

    >>> written("2024-12-20T09:00:00.000000Z")
    '2024-12-20T09:00:00Z'
    """
    if moment >= LATEST:
        return ""
    return moment.replace(".000000Z", "Z")


def answered(moment: str) -> str:
    """Return a T or K as answers print it."""
    return FOREVER if moment >= LATEST else moment
