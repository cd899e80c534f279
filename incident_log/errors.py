"""Everything that can go wrong, in words a desk editor can act on.

Each message says what was found, and after the colon what to do about it.
"""

from collections.abc import Iterable
from difflib import get_close_matches


def visible(text: str) -> str:
    """Show foreign words on one line: what does not print is written as an escape."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in text
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant; empty when none is near."""
    match = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (nearest: {match[0]})" if match else ""


class IncidentLogError(Exception):
    """Base of every error this package raises on purpose."""


class UnclearCount(IncidentLogError):
    """A count is neither a number nor words that are understood."""

    def __init__(self, found: object) -> None:
        super().__init__(
            f"cannot read a count from {found!r}: write 9, 'at least 9', 'more than 9',"
            " 'up to 9', 'fewer than 9', 'about 9', '9 to 12', 'several', 'some',"
            " 'none' or 'unknown'"
        )


class UnclearTime(IncidentLogError):
    """A text is not a date or time of ISO 8601."""

    def __init__(self, found: object) -> None:
        super().__init__(
            f"cannot read a time from {found!r}: write 2024-12-20,"
            " 2024-12-20T11:00 or 2024-12-20T11:00+02:00"
        )


class NoZone(IncidentLogError):
    """A wall time came without offset, and nothing names its zone."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"{found!r} has no offset and no timezone is named:"
            " add one (+02:00) or give the update a timezone (Europe/Kyiv)"
        )


class UnknownZone(IncidentLogError):
    """A time zone that the time-zone database does not have."""

    def __init__(self, found: object) -> None:
        super().__init__(
            f"no time zone is called {found!r}: use a name like Europe/Kyiv"
        )


class NoSuchWallTime(IncidentLogError):
    """A wall time that daylight saving skips."""

    def __init__(self, found: str, zone: str) -> None:
        super().__init__(
            f"{found!r} does not exist in {zone} (clocks went forward):"
            " correct it or write it with its offset"
        )


class TwoSuchWallTimes(IncidentLogError):
    """A wall time that daylight saving repeats."""

    def __init__(self, found: str, zone: str) -> None:
        super().__init__(
            f"{found!r} happens twice in {zone} (clocks went back):"
            " write it with its offset"
        )


class BackwardsTime(IncidentLogError):
    """A period that ends before it begins."""

    def __init__(self, start: str, end: str) -> None:
        super().__init__(
            f"the period ends at {end}, before it begins at {start}: swap them"
        )


class UnclearReference(IncidentLogError):
    """A text does not name a report, an update or a claim."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"{found!r} names nothing: write REPORT, REPORT/UPDATE or"
            " REPORT/UPDATE#CLAIM"
        )


class UnreadableInput(IncidentLogError):
    """A file, or a line of one, is not what an update can be read from."""


class NoLog(IncidentLogError):
    """There is no log where one was asked for."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"no log in {place!r}: import an update first, try 'incident-log demo',"
            " or name another directory with --log"
        )


class LogUnusable(IncidentLogError):
    """The log's file cannot be opened, read or written."""

    def __init__(self, place: str, cause: object) -> None:
        super().__init__(
            f"cannot use the log in {place!r} ({cause}):"
            " check the path, its rights, free space and other programs using it"
        )


class DamagedEvent(IncidentLogError):
    """A stored event is not what the log wrote."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"the event at position {position} is damaged and cannot be read:"
            " restore the log from a backup"
        )


class UnknownEvent(IncidentLogError):
    """The log holds an event that this version cannot read."""

    def __init__(self, topic: str, version: int, position: int) -> None:
        super().__init__(
            f"event {position} is a {topic!r} of version {version}, newer than this"
            " program: upgrade incident-log"
        )


class UnknownIncident(IncidentLogError):
    """Nobody has described the incident that was asked for."""

    def __init__(self, slug: str, known: Iterable[str] = ()) -> None:
        super().__init__(
            f"no incident is called {slug!r}{nearest(slug, known)}:"
            " see 'incident-log incidents'"
        )


class NotKnownYet(IncidentLogError):
    """The incident is in the log, and was not at the moment asked for."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"nothing was known of {slug} at that moment: ask for a later --known-at"
            " or --at-position"
        )


class UndescribedIncident(IncidentLogError):
    """An update speaks about an incident that nobody has described yet."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        super().__init__(
            f"incident {slug!r} is not described yet{nearest(slug, known)}: correct it,"
            " give its id and title as an object, or import with --open"
        )


class UnknownReference(IncidentLogError):
    """A decision names a claim, update or report that the log does not have."""

    def __init__(self, found: str, known: Iterable[str] = ()) -> None:
        super().__init__(
            f"nothing in the log is called {found!r}{nearest(found, known)}:"
            " see the references in 'incident-log explain'"
        )


class UnknownPolicy(IncidentLogError):
    """No policy has that name."""

    def __init__(self, policy: str, known: Iterable[str]) -> None:
        names = list(known)
        super().__init__(
            f"no policy is called {policy!r}{nearest(policy, names)}:"
            f" use {', '.join(names)}"
        )


class UnknownFigure(IncidentLogError):
    """No figure of the incident answers to the words given."""

    def __init__(self, words: str, known: Iterable[str]) -> None:
        names = list(known)
        near = names
        if len(names) > 5:
            near = get_close_matches(words, names, n=5, cutoff=0.3) or names[:5]
        others = len(names) - len(near)
        more = f" and {others} more, see 'incident-log replay'" if others else ""
        listed = "; ".join(near) or "none at this moment"
        super().__init__(f"no figure matches {words!r}: there are {listed}{more}")


class IdTaken(IncidentLogError):
    """An update id of a report was used before for another content."""

    def __init__(self, report: str, update: str, position: int) -> None:
        super().__init__(
            f"update {report}/{update} is in the log with other content"
            f" (position {position}): give this revision another id"
        )


class ReceivedInFuture(IncidentLogError):
    """An update claims to have been received after now."""

    def __init__(self, received_at: str, recorded_at: str) -> None:
        super().__init__(
            f"received_at {received_at} lies after now ({recorded_at}):"
            " correct it or leave it out"
        )


class MovedOn(IncidentLogError):
    """The state a decision was taken on is no longer the latest."""

    def __init__(self, subject: str, seen: int, now: int) -> None:
        super().__init__(
            f"{subject} has moved on since position {seen} (now {now}):"
            " look again, then decide with --at-position"
        )


class NotThereYet(IncidentLogError):
    """A position that the log has not reached."""

    def __init__(self, position: int, last: int) -> None:
        super().__init__(
            f"position {position} is not in the log yet: its last one is {last}"
        )


class NotPossible(IncidentLogError):
    """A decision that makes no sense in the present state."""


class TablesUnusable(IncidentLogError):
    """The file of tables cannot be opened, read or written."""

    def __init__(self, place: str, cause: object) -> None:
        super().__init__(
            f"cannot use the tables in {place!r} ({cause}): check rights and free"
            " space, then run 'incident-log rebuild'"
        )


class TablesDamaged(TablesUnusable):
    """The file of tables is no database, or a broken one."""


class TablesBusy(IncidentLogError):
    """Another process has been writing the tables for a long time."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"another process is still writing {place!r}: wait for it, then run"
            " 'incident-log rebuild' if they are not current"
        )


class BadRule(IncidentLogError):
    """A rule file says something that cannot be understood."""

    def __init__(self, where: str, found: str) -> None:
        super().__init__(f"{where!r} {found}: correct the rule file")
        self.where, self.found = where, found


class BadGazetteer(IncidentLogError):
    """A gazetteer has a row that names nothing."""

    def __init__(self, path: str, line: int, found: str) -> None:
        super().__init__(
            f"{path}, line {line} {found}: write a CSV with the columns type (agent,"
            " place or weapon), id, name and aliases (separated by ;)"
        )


class NotInstalled(IncidentLogError):
    """Something needs a package that an extra brings."""

    def __init__(self, found: str, extra: str) -> None:
        super().__init__(
            f"{found}: install it with pip install 'incident-log[{extra}]'"
        )


class BadMapping(IncidentLogError):
    """A mapping document is not what it has to be."""

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__("\n".join(problems))


class OutOfOrder(IncidentLogError):
    """A vintage of a record comes after a later one, and says something else."""

    def __init__(self, report: str, known_at: str, last: str) -> None:
        super().__init__(
            f"{report} as known at {known_at} comes after its state of {last}:"
            " sort the rows of a record by the time they were known"
        )


class TwoRowsOfOne(IncidentLogError):
    """Two rows are the same record, and nothing says which is the later one."""

    def __init__(self, report: str) -> None:
        super().__init__(
            f"{report} has two rows that differ: let the mapping's report.id name more"
            " columns, or its known_at the column that orders them"
        )


class GitRefused(IncidentLogError):
    """Git cannot read what it was asked for."""

    def __init__(self, directory: str, said: str) -> None:
        why = visible(said.strip().partition("\n")[0].removeprefix("fatal: "))
        super().__init__(
            f"git cannot read {directory!r} ({why}): name a repository, and a branch it"
            " has"
        )


class NoRevisions(IncidentLogError):
    """No commit of a repository has a file of that name."""

    def __init__(self, path: str, directory: str) -> None:
        super().__init__(
            f"no commit in {directory!r} has a file {path!r}: name a file (no folder),"
            " as seen from there"
        )
