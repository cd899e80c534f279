"""The revisions of one file in a git repository: read, never checked out.

One ``git log`` finds them and one ``git cat-file --batch`` gives their contents.

* Of a merge the first parent counts: it is what the branch showed before it.
* A file that was renamed is followed; what it was copied from is another file.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO

from incident_log.errors import GitRefused, NoRevisions, NotPossible
from incident_log.exchange.commit_times import Change, Revision, in_order
from incident_log.times import LATEST

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


@dataclass(frozen=True, slots=True)
class Repository:
    """One file of a repository, as a branch has it."""

    directory: Path
    path: str  #: from *directory*
    branch: str = "HEAD"

    def revisions(self, now: str = LATEST) -> list[Revision]:
        """Return all revisions, the first one first.

        Raise :exc:`GitRefused`, and :exc:`NoRevisions` for a file that never was.
        """
        where = ("--end-of-options", self.branch, "--", self.path)
        found = list(_changes(self._git(*_LOG, *where)))
        if not found or _name(found[0].path) != _name(self.path):
            raise NoRevisions(self.path, str(self.directory))
        return in_order(found, now)

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


def _changes(printed: str) -> Iterator[Change]:
    """Read what ``git log -z`` printed, the last commit first."""
    words = iter(printed.split("\0"))
    commit, second = "", 0
    for word in words:
        if word.startswith("\n:"):
            *_, blob, status = word.split()
            path = next(words)
            if status[0] in "CR":
                path = next(words)
            yield Change(commit, second, blob, status, path)
            if status.startswith("C"):
                return
        elif word:
            commit, _, text = word.partition(" ")
            second = int(text)


def _name(path: str) -> str:
    """Return the name of a file, without its folders."""
    return PurePosixPath(path).name


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
