"""All revisions of a file in a git repository into the log, and later only new ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from incident_log.exchange import bookmarks
from incident_log.exchange.bookmarks import Bookmark
from incident_log.exchange.commit_times import SHORT, Revision, oddities
from incident_log.exchange.file_columns import FileColumns
from incident_log.exchange.identifying import digest
from incident_log.exchange.importing import LISTED, Account, import_vintages
from incident_log.exchange.mappings import MappingFor
from incident_log.exchange.repository import Repository
from incident_log.exchange.rereading import reading
from incident_log.exchange.scraped import Scraped
from incident_log.exchange.vintage import Vintage
from incident_log.inputs import Found
from incident_log.log import Log
from incident_log.progress import Progress, Stages, unshown


@dataclass
class Taken:
    """What became of the revisions of a file."""

    account: Account
    revisions: int
    read: int  #: those that were new
    left_out: int  #: those of them that could not be read
    unmet: list[str]  #: columns that the mapping names and none of all revisions has


def import_git(
    log: Log,
    repository: Repository,
    mapping_for: MappingFor,
    *,
    rows: Mapping[str, Any],
    key: str,
    is_open: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    examples: int = 0,
    stages: Stages = unshown,
) -> Taken:
    """Append what is new in the revisions of a file.

    *rows* says how the file is read, as a mapping does; *key* has to be another one
    where the mapping is.  The options are those of
    :func:`~incident_log.exchange.importing.import_vintages`.
    """
    place = str(repository.directory.resolve())
    name = digest(place, repository.path, repository.branch, key)
    every = repository.revisions(log.clock())
    revisions = _Revisions(repository, every, mapping_for, dict(rows))
    new = revisions.go_on_from(bookmarks.load(log, name))
    account = import_vintages(
        log,
        revisions.vintages(stages("reading", "revisions", new)),
        is_open=is_open,
        strict=strict,
        dry_run=dry_run,
        examples=examples,
        stages=stages,
    )
    account.warned = [*revisions.warnings(), *account.warned]
    if not dry_run and account.refused == revisions.scraped.problems:
        account.warned += revisions.put_bookmark(log, name)
    left_out = revisions.scraped.left_out
    unmet = list(mapping_for.warnings() if revisions.are_all_new else ())
    return Taken(account, len(revisions.all), revisions.read, left_out, unmet)


class _Revisions:
    """Goes through the revisions that are new."""

    def __init__(
        self,
        repository: Repository,
        every: list[Revision],
        mapping_for: MappingFor,
        rows: dict[str, Any],
    ) -> None:
        self.repository = repository
        self.all = every
        self.read = 0
        self._rewritten = ""  #: where the last commit was that is gone
        self._mapping_for, self._rows = mapping_for, rows
        self._start()

    def _start(self) -> None:
        path = self.repository.path
        self.scraped = Scraped(
            path,
            reading(path, self._rows),
            FileColumns(self._rows.get("inside")),
            self._mapping_for,
        )
        self._new = self.all
        self._blob: str | None = None  #: what was read last, and could be
        self._done: tuple[str, str] | None = None

    def go_on_from(self, bookmark: Bookmark | None) -> int:
        """Leave out what was taken in before; return how many revisions remain.

        All remain where the commit is no longer in the branch, where git has lost it,
        and where a clone has got more of its past.
        """
        if bookmark is None:
            return len(self._new)
        self._mapping_for.columns.update(bookmark.columns)
        commits = [revision.commit for revision in self.all]
        if bookmark.commit not in commits:
            self._rewritten = f"{self.repository.path}@{bookmark.commit[:SHORT]}:1"
        elif bookmark.first == commits[0]:
            last = commits.index(bookmark.commit)
            (content,) = self.repository.contents([bookmark.blob])
            for _ in self.scraped.vintages(self.all[last], content):
                self.scraped.problems = 0  # it was told when it was new
            if self.scraped.left_out:
                self._start()
            else:
                self._new, self._blob = self.all[last + 1 :], bookmark.blob
        return len(self._new)

    @property
    def are_all_new(self) -> bool:
        """Whether it began at the first one."""
        return len(self._new) == len(self.all)

    def vintages(self, progress: Progress) -> Iterator[Vintage | Found]:
        """Yield what each new revision says."""
        contents = self.repository.contents(
            each.blob for each in self._new if each.blob
        )
        for revision in self._new:
            content = next(contents) if revision.blob else None
            if revision.blob is None or revision.blob != self._blob:
                yield from self._vintages(revision, content)
            if self._blob and self.scraped.is_settled:
                self._done = (revision.commit, self._blob)
            progress(1)

    def _vintages(
        self, revision: Revision, content: bytes | None
    ) -> Iterator[Vintage | Found]:
        before = self.scraped.left_out
        yield from self.scraped.vintages(revision, content)
        self.read += 1
        if self.scraped.left_out == before:
            self._blob = revision.blob

    def put_bookmark(self, log: Log, name: str) -> Iterator[str]:
        """Remember how far this came; yield what keeps it from that."""
        if self._done is None:
            return
        try:
            bookmarks.save(
                log,
                name,
                first=self.all[0].commit,
                commit=self._done[0],
                blob=self._done[1],
                columns=self._mapping_for.columns,
            )
        except OSError as error:
            yield (
                f"{bookmarks.FILE} cannot be written ({error.strerror}): all revisions"
                " will be read again"
            )

    def warnings(self) -> Iterator[str]:
        """Yield what is unusual about the repository and its revisions."""
        if self.repository.is_shallow:
            yield (
                f"{str(self.repository.directory)!r} is a shallow clone: what was known"
                " before it begins is missing, git fetch --unshallow brings it"
            )
        if self._rewritten:
            yield (
                f"{self._rewritten} was read last and is no longer in the branch: all"
                " is read from the start, what only such commits showed still stands"
            )
        yield from oddities(self.repository.path, self._new)
        yield from self.scraped.warned[:LISTED]
