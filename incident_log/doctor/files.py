"""Checks the files of a log and where they are; opens none that SQLite has open."""

import fcntl
import os
import re
import shutil
from pathlib import Path
from shlex import quote
from stat import S_IMODE

from incident_log.doctor.checks import Check, ok, warning, wrong

#: Where Linux says what is mounted, and who holds locks.
MOUNTS, LOCKS = Path("/proc/mounts"), Path("/proc/locks")

#: File systems whose locks cannot be relied on, and those that may not be.
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "ceph")
_DOUBTFUL = "fuse"

#: How Linux writes a blank in a name.
_OCTAL = re.compile(r"\\([0-7]{3})")

#: Bytes with which one can go on, and which a rebuild needs beside the files.
_LEAST, _SPARE = 10_000_000, 100_000_000

#: The folder that ``serve --public`` makes, for everybody to see.
FOR_THE_WORLD = "public"

#: What SQLite puts beside a database.
_BESIDE = ("-wal", "-shm", "-journal")


def modes(directory: Path) -> Check:
    """Check that nobody but the owner can read the files, but what is for the world."""
    open_to_others = [
        path
        for path in (directory, *sorted(directory.iterdir()))
        if S_IMODE(path.lstat().st_mode) & 0o077
        and not path.is_symlink()
        and path.name != FOR_THE_WORLD
    ]
    if open_to_others:
        names = (p.name if p != directory else "the directory" for p in open_to_others)
        return wrong(
            "rights",
            f"others can use {', '.join(names)}",
            f"chmod go= {' '.join(quote(str(path)) for path in open_to_others)}",
        )
    return ok("rights", "only the owner can use the files")


def system(directory: Path) -> Check:
    """Check that the file system is one of this machine."""
    about = "file system"
    try:
        kind = kind_of(directory.resolve(), MOUNTS.read_text())
    except OSError:
        found = "what it is cannot be told here"
        return warning(about, found, "see that it is not a network file system")
    if kind in _REMOTE:
        return wrong(
            about,
            f"{kind} is shared by machines, and its locks are not to be relied on",
            "move the log to a local disk",
        )
    if kind.startswith(_DOUBTFUL):
        return warning(
            about,
            f"{kind} may not keep locks, nor what was written",
            "move the log to a local disk, unless you know that it does",
        )
    return ok(about, kind or "unknown")


def kind_of(path: Path, mounts: str) -> str:
    """Return the type of the file system that a path is on; empty where none fits."""
    found = Path(), ""
    for line in mounts.splitlines():
        _, place, kind, *_ = line.split(" ")
        mounted = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), place))
        if path.is_relative_to(mounted) and len(mounted.parts) >= len(found[0].parts):
            found = mounted, kind
    return found[1]


def space(directory: Path) -> Check:
    """Check that there is room to go on, to rebuild and to erase."""
    free = shutil.disk_usage(directory).free
    used = sum(path.lstat().st_size for path in directory.glob("*.db*"))
    found = f"{free // 1_000_000:,} MB are free, the files have {used // 1_000_000:,}"
    if free < _LEAST:
        return wrong("disk", found, "free some: soon nothing can be appended")
    if free < used + _SPARE:
        return warning("disk", found, "free as much again for rebuild, erase, backup")
    return ok("disk", found)


def foreign(directory: Path) -> Check:
    """Check that nothing lies beside a database that is not its own."""
    strays = [
        path.name
        for path in sorted(directory.iterdir())
        for suffix in _BESIDE
        if path.name.endswith(suffix)
        and (suffix == "-journal" or not _owner(path, suffix).is_file())
    ]
    if strays:
        return wrong(
            "files beside",
            f"{', '.join(strays)} is not of a database as the log keeps it",
            "find out what put it there, and restore the log from a backup in doubt",
        )
    return ok("files beside", "none but SQLite's own")


def _owner(path: Path, suffix: str) -> Path:
    return path.with_name(path.name.removesuffix(suffix))


def lock(path: Path) -> Check:
    """Check whether somebody holds a lock file of the log now."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return ok(path.name, "nobody has needed it yet")
    except OSError as error:
        found = f"it cannot be opened ({error.strerror})"
        return wrong(path.name, found, "check its rights")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _holder(os.fstat(handle).st_ino)
        return warning(path.name, f"{holder} holds it", "wait for it before you write")
    finally:
        os.close(handle)
    return ok(path.name, "nobody holds it")


def _holder(inode: int) -> str:
    """Say which process holds a lock, as far as Linux tells."""
    try:
        for line in LOCKS.read_text().splitlines():
            words = line.split()
            if words[1] == "FLOCK" and words[5].endswith(f":{inode}"):
                return f"process {words[4]}"
    except (OSError, IndexError):
        pass
    return "another process"
