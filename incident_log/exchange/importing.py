"""Vintages of records into the log, in batches; what each of them came to.

The account keeps numbers and a few examples, so that memory does not grow with the
number of rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from incident_log.errors import IncidentLogError
from incident_log.exchange.telling import Document
from incident_log.exchange.vintage import Vintage
from incident_log.exchange.vintages import Vintages
from incident_log.inputs import Found
from incident_log.intake import Intake
from incident_log.log import Log
from incident_log.progress import Progress, Stages, unseen, unshown
from incident_log.projecting.keeping import keep_current

#: Refusals and warnings that are kept word by word.
LISTED = 1_000


@dataclass
class Account:
    """What became of all vintages."""

    appended: int = 0
    known: int = 0  #: in the log before
    unchanged: int = 0  #: nothing new in them, nothing appended
    refused: int = 0
    claims: dict[str, int] = field(default_factory=dict)  #: of each id, in new updates
    problems: list[str] = field(default_factory=list)  #: FILE:LINE what: to do
    warned: list[str] = field(default_factory=list)  #: each kind once
    examples: list[Document] = field(default_factory=list)  #: the first updates


def import_vintages(
    log: Log,
    given: Iterable[Vintage | Found],
    *,
    is_open: bool = False,
    strict: bool = False,
    dry_run: bool = False,
    examples: int = 0,
    progress: Progress = unseen,
    stages: Stages = unshown,
) -> Account:
    """Append what is new in vintages; a :class:`Found` is a row with a problem.

    With *is_open* updates may speak about incidents that nobody has described; with
    *strict* the first refusal ends it; with *dry_run* nothing is written.  The first
    *examples* updates are in the account.  *progress* is told of each that is given.
    The tables catch up at the end, in *stages*.
    """
    importing = _Importing(log, Intake(log, is_open, strict, dry_run), examples)
    importing.vintages = Vintages(log, None if dry_run else importing.settle)
    for each in given:
        importing.take(each)
        progress(1)
        if importing.intake.is_over:
            break
    importing.settle()
    if not dry_run and (warning := keep_current(log, stages)):
        importing.account.warned.append(warning)
    return importing.account


class _Importing:
    """Puts vintages through the intake, and keeps the account."""

    vintages: Vintages

    def __init__(self, log: Log, intake: Intake, examples: int) -> None:
        self.log = log
        self.intake = intake
        self.account = Account()
        self._examples = examples
        self._seen: set[str] = set()

    def take(self, given: Vintage | Found) -> None:
        """Append what is new in one vintage, or note what is wrong with it."""
        if isinstance(given, Found):
            self.intake.take(given)
            self._settled()
            return
        where = (given.file, given.line)
        try:
            document = self.vintages.update(given)
        except IncidentLogError as error:
            self.intake.take(Found(*where, problem=str(error)))
            self._settled()
            return
        if document is None:
            self.account.known += self.vintages.is_known
            self.account.unchanged += not self.vintages.is_known
        elif self.intake.take(Found(*where, document)):
            self.vintages.keep()
            for claim in document.get("claims", ()):
                name = claim["id"]
                self.account.claims[name] = self.account.claims.get(name, 0) + 1
            if len(self.account.examples) < self._examples:
                self.account.examples.append(document)
        self._settled()

    def settle(self) -> None:
        """Append what is waiting."""
        self.intake.flush()
        self._settled()

    def _settled(self) -> None:
        """Take over the intake's account, which would grow."""
        imported, account = self.intake.imported, self.account
        account.appended += len(imported.appended)
        account.known += len(imported.known)
        account.refused += len(imported.refused)
        account.problems += imported.refused[: LISTED - len(account.problems)]
        for warning in imported.warned:
            kind = warning.partition("claims[")[2].partition("]")[2]
            if kind not in self._seen and len(self._seen) < LISTED:
                self._seen.add(kind)
                account.warned.append(warning)
        for listed in vars(imported).values():
            listed.clear()
