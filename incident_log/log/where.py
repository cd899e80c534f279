"""Where a log is: in a directory, or in a database that many machines share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from incident_log.errors import NotPossible
from incident_log.log.servers import is_address, postgres
from incident_log.log.store import Log
from incident_log.log.untrusted import Source, file_of


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a log, and of what this machine makes of it."""

    directory: Path
    address: str | None = None

    def __str__(self) -> str:
        if self.address is None:
            return str(self.directory)
        shown: str = postgres().shown(self.address)
        return shown

    @classmethod
    def named(cls, log: Path | str, directory: Path | str) -> Self:
        """Return where *log* says: it is a directory, or an address.

        What is made of a shared one is in *directory*.
        """
        if is_address(str(log)):
            return cls(Path(directory), str(log))
        return cls(Path(log))

    @property
    def source(self) -> Source:
        """What it is read from by those who trust nothing; raise :exc:`NoLog`."""
        return file_of(self.directory) if self.address is None else self.address

    def open(self) -> Log:
        """Open the log; raise :exc:`NoLog`, :exc:`NoSharedLog`."""
        self.check_apart()
        return Log.open(self.directory, address=self.address)

    def create(self) -> Log:
        """Open the log, making it where there is none; a shared one is not made so."""
        return Log.create(self.directory) if self.address is None else self.open()

    def check_apart(self) -> None:
        """Refuse to put what is made of a shared log beside a log in files."""
        if self.address is not None and (self.directory / "events.db").exists():
            raise NotPossible(
                f"{str(self.directory)!r} has a log of its own: name another directory"
                " for what is made of the shared one, with --directory"
            )
