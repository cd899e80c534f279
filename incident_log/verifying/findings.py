"""What is wrong with a log, the first bad event first."""

from bisect import insort
from dataclasses import dataclass, field

from incident_log.errors import visible

#: Findings that are kept; the others are counted.
KEPT = 1000

#: Characters of one that are shown.
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and with which event."""

    what: str
    position: int | None = None  #: none where it is not about one event
    stream: str = ""
    version: int | None = None

    def __str__(self) -> str:
        if self.position is None:
            return self.what
        version = "" if self.version is None else f", version {self.version}"
        name = f" ({self.stream}{version})" if self.stream else ""
        return f"position {self.position}{name}: {self.what}"

    @property
    def order(self) -> tuple[bool, int]:
        """What is about the file as a whole comes last."""
        return self.position is None, self.position or 0


@dataclass
class Findings:
    """The first findings, and how many there are."""

    kept: list[Finding] = field(default_factory=list)
    number: int = 0

    @property
    def first(self) -> int | None:
        """The position of the first bad event; none where no event is bad."""
        return self.kept[0].position if self.kept else None

    def add(
        self,
        what: str,
        position: int | None = None,
        stream: object = "",
        version: object = None,
    ) -> None:
        """Take a finding in; words of the log in it are made fit for one line."""
        found = Finding(
            _brief(what),
            position,
            _brief(stream) if isinstance(stream, str) else "",
            version if isinstance(version, int) else None,
        )
        self.number += 1
        insort(self.kept, found, key=lambda each: each.order)
        del self.kept[KEPT:]


def _brief(text: str) -> str:
    text = visible(text)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
