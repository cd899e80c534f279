"""A PostgreSQL server of the tests' own, in a folder that is taken away again.

``INCIDENT_LOG_FLUSHED`` makes it write to the disk as a real one does.
"""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

import pytest

#: Where Debian and its like keep the programs of a server.
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
_QUICK = ("fsync=off", "full_page_writes=off")

#: It looks at its tables all the time, and slowly, as the server of a large log may.
_BUSY = (
    "autovacuum_naptime=1s",
    "autovacuum_analyze_threshold=0",
    "autovacuum_vacuum_cost_delay=2",
    "autovacuum_vacuum_cost_limit=5",
)


def programs() -> Path:
    """Return the folder of initdb and postgres; skip the test where there is none."""
    found = [Path(shutil.which("initdb") or "/nowhere/initdb").resolve().parent]
    for place in _PLACES:
        found += sorted(Path("/").glob(place[1:]), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    if os.environ.get("CI"):
        pytest.fail("CI has no PostgreSQL: install it")
    return pytest.skip("no PostgreSQL server is installed")


def schema_of(address: str) -> str:
    """Return the schema that an address of ours names."""
    return address.rpartition("search_path%3D")[2]


class Server:
    """One that listens on a socket in its folder."""

    def __init__(self, folder: Path, *, is_flushed: bool = False) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._programs = programs()
        self._settings = () if is_flushed else (*_QUICK, *_BUSY)
        self._numbers = count(1)

    def begin(self) -> None:
        """Make it, and start it."""
        words = ("--auth=trust", "--username=postgres", "--encoding=UTF8")
        # Not the order of bytes, so that a column that forgets it is found out.
        self.run("initdb", "-D", str(self.data), "--locale=C.UTF-8", *words)
        self.start()

    def begin_behind(self, primary: "Server") -> None:
        """Make it of another one's files, and let it follow what that one does."""
        words = ("-h", str(primary.folder), "-U", "postgres", "-D", str(self.data))
        self.run("pg_basebackup", *words, "--write-recovery-conf", "--checkpoint=fast")
        self.start()

    def start(self) -> None:
        listen = f"-c listen_addresses='' -c unix_socket_directories={self.folder}"
        settings = " ".join((*(f"-c {each}" for each in self._settings), listen))
        log = str(self.folder / "server.txt")
        self.run(
            "pg_ctl", "-w", "-D", str(self.data), "-l", log, "-o", settings, "start"
        )

    def stop(self, how: str = "fast") -> None:
        self._control("-m", how, "stop")

    def _control(self, *words: str) -> None:
        self.run("pg_ctl", "-w", "-D", str(self.data), *words)

    def run(self, program: str, *words: str) -> None:
        """Run one of its programs, not as root, which a server refuses to be."""
        place = [str(self._programs / program), *words]
        if getpass.getuser() == "root":
            place = ["runuser", "-u", "postgres", "--", *place]
        done = subprocess.run(
            place,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout

    def address(self, schema: str = "", *, role: str = "postgres") -> str:
        """Return the address of a log in a schema of its own."""
        schema = schema or f"log{next(self._numbers)}"
        options = quote(f"-csearch_path={schema}", safe="")
        host = quote(str(self.folder), safe="")
        return f"postgresql://{role}@/postgres?host={host}&options={options}"


@contextmanager
def served(
    *, is_flushed: bool = False, primary: Server | None = None
) -> Iterator[Server]:
    """Run a server for as long as it is needed: a new one, or a standby of another."""
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    try:
        if getpass.getuser() == "root":
            shutil.chown(folder, "postgres")
        server = Server(folder, is_flushed=is_flushed)
        if primary is None:
            server.begin()
        else:
            server.begin_behind(primary)
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
