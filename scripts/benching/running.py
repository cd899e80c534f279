"""What one run of the bench is asked, and the logs that its questions share."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benching.making import updates, written
from benching.peers import Peers
from benching.telling import Telling
from benching.timing import Done, ours

#: Claims of an update.
CLAIMS = 3


@dataclass(frozen=True)
class Built:
    """A log of a size with its tables, made by the command."""

    size: int  #: claims
    updates: int
    file: Path  #: what it was imported from
    directory: Path
    importing: Done

    @property
    def tables(self) -> Path:
        """Where its tables are."""
        return self.directory / "incidents.db"

    def __str__(self) -> str:
        return f"{self.size:,} claims"


@dataclass
class Run:
    """What one run is asked; its questions make their files in *home*."""

    home: Path
    sizes: list[int]
    telling: Telling
    peers: Peers | None
    sync: float | None = None  #: milliseconds that a slow disk takes to keep a write
    _built: dict[int, Built] = field(default_factory=dict)

    @property
    def largest(self) -> int:
        """Claims of the largest log."""
        return max(self.sizes)

    @cached_property
    def times(self) -> int:
        """How often what is quick is done."""
        return 20 if self.largest >= 10_000 else 2

    @property
    def logs(self) -> list[Built]:
        """The log of every size, from small to large."""
        return [self.log(size) for size in sorted(self.sizes)]

    def log(self, size: int) -> Built:
        """Return the log of a size, made when it is first asked for."""
        if size not in self._built:
            number = size // CLAIMS
            file = written(self.home, updates(number), f"{size}")
            directory = self.home / f"log-{size}"
            done = ours("-l", directory, "import", file)
            self._built[size] = Built(size, number, file, directory, done)
        return self._built[size]

    def room(self, name: str) -> Path:
        """Return a new folder for the files of one question."""
        folder = self.home / name
        folder.mkdir()
        return folder
