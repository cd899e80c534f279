"""The command on a shared log, as several roles and from several machines."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from click.testing import CliRunner, Result

from incident_log.cli import incident_log
from incident_log.log.postgres.connecting import connected
from incident_log.log.servers import postgres
from incident_log.patience import tries
from tests.servers import Server
from tests.test_cli import refusal


@dataclass(frozen=True)
class Machine:
    """One that has a directory of its own, and reaches a log as a role."""

    address: str
    directory: Path

    def run(self, *words: str | Path, given: str | None = None) -> Result:
        """Run the command here."""
        settings = str(self.directory.parent / "settings")
        runner = CliRunner(env={"INCIDENT_LOG": None, "XDG_CONFIG_HOME": settings})
        before = ["--log", self.address, "--directory", str(self.directory)]
        return runner.invoke(
            incident_log,
            [*before, *map(str, words)],
            prog_name="incident-log",
            input=given,
        )

    def done(self, *words: str | Path) -> str:
        """Run the command, which does what it should; return what it says."""
        result = self.run(*words)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    def refused(self, *words: str | Path) -> str:
        """Run the command, which does not; return the one line in which it says so."""
        return refusal(self.run(*words))

    def ask(self, statement: str, *values: Any) -> list[Any]:
        """Ask the server, or tell it something, with the rights of the role."""
        return asked(self.address, statement, *values)


def at_desk(server: Server, folder: Path) -> Machine:
    """Return a machine that uses a new, empty log of a server."""
    address = server.address()
    postgres().made(address)
    return Machine(address, folder / "desk")


def comes(is_so: Callable[[], bool], seconds: float) -> bool:
    """Look again and again whether something is so; tell whether it came to be."""
    return any(is_so() for _ in tries(seconds, 0.02, 0.02))


def asked(address: str, statement: str, *values: Any) -> list[Any]:
    """Ask a server, or tell it something."""
    with closing(connected(address)) as connection:
        cursor = connection.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def is_refused(address: str, statement: str) -> bool:
    """Tell whether the server does not let a role do something."""
    try:
        asked(address, statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


@contextmanager
def locked(address: str) -> Iterator[psycopg.Connection[Any]]:
    """Hold the lock of the writers of a log, taken as soon as the server is asked."""
    with closing(connected(address)) as connection:
        connection.execute("BEGIN; SELECT position FROM log FOR UPDATE")
        yield connection
        connection.execute("ROLLBACK")
