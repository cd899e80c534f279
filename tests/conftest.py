"""Runs what is told of a log on SQLite and on PostgreSQL, from the same tests."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from psycopg import sql

from incident_log.log import Log
from incident_log.log.postgres.connecting import connected
from incident_log.log.postgres.tables import NAMES
from incident_log.log.servers import postgres
from incident_log.log.untrusted import Source
from tests.servers import Server, schema_of, served

#: The modules that do not care where a log is kept; a test of theirs that does is
#: marked ``file``.
EITHER = {
    "test_decisions",
    "test_decisions_refused",
    "test_erasing",
    "test_following",
    "test_intake",
    "test_intake_clock",
    "test_intake_modes",
    "test_intake_refused",
    "test_laws",
    "test_listing",
    "test_log",
    "test_log_finding",
    "test_projecting",
    "test_projecting_laws",
    "test_projecting_paging",
    "test_projecting_reach",
    "test_projecting_registers",
    "test_projecting_sharing",
    "test_replay",
    "test_verifying_log",
}


class Kept:
    """Where the logs of a test are."""

    def __init__(self, server: Server | None) -> None:
        self.server = server
        self.addresses: dict[Path, str] = {}

    def create(self, directory: Path, **how: Any) -> Log:
        if directory not in self.addresses:
            self._make(directory)
        return self.open(directory, **how)

    def open(self, directory: Path, **how: Any) -> Log:
        return _open(directory, **how | {"address": self.addresses[directory]})

    def source(self, directory: Path) -> Source:
        """Return what those read who do not trust a log."""
        return self.addresses.get(directory) or directory / "events.db"

    def copy(self, source: Path, target: Path) -> None:
        """Copy a log that nobody writes, with all that lies beside it."""
        copytree(source, target)
        if source not in self.addresses:
            return
        schemas = (schema_of(self.addresses[source]), schema_of(self._make(target)))
        with closing(connected(self.addresses[target])) as db, db.transaction():
            db.execute("DELETE FROM log")
            for table in ("log", *NAMES):
                names = (f"{schema}.{table}" for schema in schemas)
                old, new = (sql.SQL(name) for name in names)
                db.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(new, old))

    def _make(self, directory: Path) -> str:
        assert self.server is not None
        self.addresses[directory] = self.server.address()
        postgres().made(self.addresses[directory])
        return self.addresses[directory]


_open = Log.open


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    name = metafunc.module.__name__.rpartition(".")[2]
    if name in EITHER:
        metafunc.parametrize("kept", ["SQLite", "PostgreSQL"], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what would tell of files on PostgreSQL, or of a server on SQLite."""

    def is_told(item: pytest.Item) -> bool:
        is_on_server = "[PostgreSQL" in item.name
        return not item.get_closest_marker("file" if is_on_server else "server")

    items[:] = filter(is_told, items)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with served() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    """See to it that ``Log.create`` makes a log where this test wants it."""
    if getattr(request, "param", "SQLite") == "SQLite":
        yield Kept(None)
        return
    kept = Kept(request.getfixturevalue("server"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Log, "create", kept.create)
        patch.setattr(Log, "open", kept.open)
        yield kept
