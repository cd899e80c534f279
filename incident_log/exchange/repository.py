"""The revisions of one file in a git repository: read, never checked out.

One ``git log`` finds them and one ``git cat-file --batch`` gives their contents.

* Of a merge the first parent counts: it is what the branch showed before it.
* A file that was renamed is followed; what it was copied from is another file.
* A revision is known at the time of its commit; where that is not after the revision
  before it (a clock that went back, two commits in a second) a microsecond later.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from incident_log.errors import GitRefused, NoRevisions, NotPossible
from incident_log.times import in_utc

#: Signs of a commit's id that are shown.
SHORT = 12

#: What the shell may say that would make git look at another repository.
_ELSEWHERE = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX"),
)

#: Settings of a repository may start programs or change what is printed.
_PLAIN = ("-c", "log.showSignature=false", "-c", "core.fsmonitor=false")

_LOG = (
    *("log", "-z", "--format=%H %ct", "--raw", "--no-abbrev", "--root", "-M"),
    *("--follow", "--first-parent", "--diff-merges=first-parent"),
    *("--no-color", "--no-ext-diff", "--no-textconv"),
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SECOND = 253_402_300_799


@dataclass(frozen=True, slots=True)
class Revision:
    """What one commit made of the file."""

    commit: str
    known_at: str
    blob: str | None  #: names its contents; ``None``: the file is not there
    is_late: bool = False  #: the commit bears an earlier time than the one before it

    @property
    def short(self) -> str:
        """The commit's id as messages show it."""
        return self.commit[:SHORT]


@dataclass(frozen=True, slots=True)
class Repository:
    """One file of a repository, as a branch has it."""

    directory: Path
    path: str  #: from *directory*
    branch: str = "HEAD"

    def revisions(self) -> list[Revision]:
        """Return all revisions, the first one first.

        Raise :exc:`GitRefused`, and :exc:`NoRevisions` for a file that never was.
        """
        where = ("--end-of-options", self.branch, "--", self.path)
        found = list(_changes(self._git(*_LOG, *where)))
        if not found or _name(found[0].path) != _name(self.path):
            raise NoRevisions(self.path, str(self.directory))
        return list(_in_order(reversed(found)))

    @property
    def is_shallow(self) -> bool:
        """Whether its history was cut off when it was cloned."""
        said = self._git("rev-parse", "--is-shallow-repository")
        return said.strip() == "true"

    def contents(self, blobs: Iterable[str]) -> Iterator[bytes | None]:
        """Yield the contents of blobs; ``None`` for one that is not there."""
        with TemporaryFile() as asked:
            asked.writelines(f"{blob}\n".encode() for blob in blobs)
            asked.seek(0)
            with self._answers(asked) as answers:
                while header := answers.readline():
                    _, *kind = header.split()
                    if kind == [b"missing"]:
                        yield None
                        continue
                    yield answers.read(int(kind[1]))
                    answers.read(1)

    @contextmanager
    def _answers(self, asked: IO[bytes]) -> Iterator[IO[bytes]]:
        command = self._command("cat-file", "--batch", "--buffer")
        with (
            _no_git(),
            subprocess.Popen(  # noqa: S603 - arguments, never a shell
                command,
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            ) as process,
        ):
            assert process.stdout is not None
            try:
                yield process.stdout
            finally:
                process.kill()

    def _git(self, *arguments: str) -> str:
        with _no_git():
            done = subprocess.run(  # noqa: S603 - the same
                self._command(*arguments),
                capture_output=True,
                env=_environment(),
                check=False,
            )
        if done.returncode:
            raise GitRefused(str(self.directory), done.stderr.decode(errors="replace"))
        return done.stdout.decode(errors="surrogateescape")

    def _command(self, *arguments: str) -> tuple[str, ...]:
        place = ("git", "-C", str(self.directory), "--no-pager", "--literal-pathspecs")
        return (*place, *_PLAIN, *arguments)


class _Change(NamedTuple):
    """What one commit did."""

    commit: str
    second: int
    blob: str
    status: str
    path: str  #: of the file after it


def _changes(printed: str) -> Iterator[_Change]:
    """Read what ``git log -z`` printed, the last commit first."""
    words = iter(printed.split("\0"))
    commit, second = "", 0
    for word in words:
        if word.startswith("\n:"):
            *_, blob, status = word.split()
            path = next(words)
            if status[0] in "CR":
                path = next(words)
            yield _Change(commit, second, blob, status, path)
            if status.startswith("C"):
                return
        elif word:
            commit, _, text = word.partition(" ")
            second = min(int(text), _LAST_SECOND)


def _name(path: str) -> str:
    """Return the name of a file, without its folders."""
    return PurePosixPath(path).name


def _in_order(changes: Iterable[_Change]) -> Iterator[Revision]:
    """Name revisions, each known after the one before it."""
    before, last = 0, _EPOCH
    for commit, second, blob, status, _ in changes:
        known = max(
            _EPOCH + timedelta(seconds=second), last + timedelta(microseconds=1)
        )
        yield Revision(
            commit,
            in_utc(known),
            None if status == "D" else blob,
            is_late=second < before,
        )
        before, last = second, known


def _environment() -> dict[str, str]:
    """Return the shell's environment without what points elsewhere."""
    kept = {k: v for k, v in os.environ.items() if k not in _ELSEWHERE}
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}


@contextmanager
def _no_git() -> Iterator[None]:
    """Say what to do where there is no git."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotPossible("no git is installed: install it, 2.31 or later") from error
