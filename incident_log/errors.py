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


class LogDamaged(LogUnusable):
    """The log's file is no database, or a broken one."""

    def __init__(self, place: str, cause: object) -> None:
        IncidentLogError.__init__(
            self,
            f"the log in {place!r} is damaged ({cause}): see 'incident-log verify', and"
            " restore it from a backup",
        )


class NoSharedLog(IncidentLogError):
    """There is no log in a database."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"no log in {place!r}: its administrator makes one with 'incident-log init'"
        )


class ServerUnusable(LogUnusable):
    """The server of a shared log cannot be reached, or does not do what it should."""

    def __init__(self, place: str, cause: object) -> None:
        IncidentLogError.__init__(
            self,
            f"cannot use the log at {place!r} ({visible(str(cause))}): check the"
            " address, the network and the server",
        )


class NotFollowed(IncidentLogError):
    """A shared log is another one than the tables were made of."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"{place!r} has followed another log ({what}): the server may have been"
            " restored from a backup; follow this one with another --directory"
        )


class NoRight(LogUnusable):
    """The server does not let this role do something with a shared log."""

    def __init__(self, place: str, cause: object) -> None:
        IncidentLogError.__init__(
            self,
            f"the role may not do this with the log in {place!r}"
            f" ({visible(str(cause))}): its administrator grants what is needed with"
            " 'incident-log init'",
        )


class LogUncertain(IncidentLogError):
    """The server was lost while a decision was being committed."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"the server of {place!r} was lost when it was to append this: look with"
            " 'incident-log explain' whether it did, before you do it again"
        )


class LogLost(IncidentLogError):
    """The events of a log are gone, and what was beside them is there."""

    def __init__(self, place: str, beside: str) -> None:
        super().__init__(
            f"{place!r} has the {beside} of a log, and no events.db: restore that from"
            " a backup, or name a new directory"
        )


class LogShortened(IncidentLogError):
    """The log has fewer events than were signed."""

    def __init__(self, place: str, events: int, signed: int) -> None:
        super().__init__(
            f"the log in {place!r} has {events} events, and {signed} were signed:"
            " restore a later backup, or move its newer checkpoints away to go on"
            " without what is missing"
        )


class NotAsShown(IncidentLogError):
    """The log is not the one that its tables were made of."""

    def __init__(self, place: str, shown: int, events: int) -> None:
        super().__init__(
            f"the log in {place!r} has {events} events, and not the event {shown} that"
            " its tables show: restore a later backup, or run 'incident-log rebuild' to"
            " go on without what is missing"
        )


class LogBusy(IncidentLogError):
    """Another program has been writing the log for a long time."""

    def __init__(self, place: str, seconds: float) -> None:
        super().__init__(
            f"another process has kept the log in {place!r} locked for {seconds:g}"
            " seconds: wait for it, 'incident-log doctor' says which one it is"
        )


class SharedLogBusy(LogBusy):
    """Another machine has been writing a shared log for a long time."""

    def __init__(self, place: str, seconds: float) -> None:
        IncidentLogError.__init__(
            self,
            f"another process has kept the log at {place!r} locked for {seconds:g}"
            " seconds: wait for it, the server's pg_stat_activity says which one it is",
        )


class LogWaiting(IncidentLogError):
    """The log cannot be read without being written, and that is not possible."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"the log in {place!r} was not closed, and nothing can be written there:"
            " copy the directory to where you can write, and read that"
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


class UnknownPath(IncidentLogError):
    """No words stand at a path of what is to be erased."""

    def __init__(self, path: str, known: Iterable[str]) -> None:
        super().__init__(
            f"no words stand at {path!r} there{nearest(path, known)}: name one of the"
            " paths that --dry-run shows"
        )


class NothingToErase(IncidentLogError):
    """Nothing of what was named has words that could be erased."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} has no such words: look for them with --words and --dry-run"
        )


class WordsRepeated(IncidentLogError):
    """Why words are erased is said in these words."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"the {what} repeats words that are to be erased: say it without them"
        )


class TooMuchErased(IncidentLogError):
    """Words are to go from the whole log, and nobody insisted."""

    def __init__(self, passages: int, streams: int) -> None:
        super().__init__(
            f"{passages} passages in {streams} reports and incidents hold these words:"
            " look at them with --dry-run, then insist with --everywhere"
        )


class KeptOpen(IncidentLogError):
    """A reader keeps the old state of a file alive."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"a program that reads {file} keeps a copy from before alive until it ends:"
            " stop it, then erase the same again"
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


class FileUnusable(IncidentLogError):
    """A file about a log cannot be read or written."""

    def __init__(self, path: str, cause: object) -> None:
        super().__init__(
            f"cannot use {path!r} ({visible(str(cause))}): check the path, its rights"
            " and free space"
        )


class WouldReplace(IncidentLogError):
    """Something else is already where a file is to be written."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} is there already: name another file, or write over it with"
            " --force"
        )


class BadKey(IncidentLogError):
    """Words that are to be a key are none."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"this is no key ({why}): give it as NAME+ID+KEY, or the file it is in"
        )


class NoSigner(IncidentLogError):
    """The private key of a log is not where it is looked for."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"no private key in {path!r}: make one with 'incident-log checkpoint"
            " --new-key', or name it with --private-key"
        )


class NoCheckpoint(IncidentLogError):
    """Nothing that was signed reaches as far as a proof has to."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"no checkpoint covers position {position}: sign one with 'incident-log"
            " checkpoint'"
        )


class BadCheckpoint(IncidentLogError):
    """A file is no checkpoint, or nobody who is known signed it."""

    def __init__(self, path: str, why: object) -> None:
        super().__init__(
            f"{path!r} is no checkpoint to rely on ({visible(str(why))}): get it, and"
            " the key, from where they were published"
        )


class NotAsSigned(IncidentLogError):
    """The log contradicts what was signed."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"the log is not what was signed in {name!r} ({visible(why)}): see"
            " 'incident-log verify', and restore it from a backup"
        )


class BadProof(IncidentLogError):
    """A proof does not prove what it is to prove."""

    def __init__(self, name: str, why: object) -> None:
        super().__init__(
            f"{name!r} proves nothing ({visible(str(why))}): ask for it again, with"
            " 'incident-log prove'"
        )


class BadTimestamp(IncidentLogError):
    """A time stamp is none, or not one of this log's."""

    def __init__(self, path: str, why: object) -> None:
        super().__init__(
            f"{path!r} is no time stamp to rely on ({visible(str(why))}): send the"
            " .tsq file to the authority again, and name its certificates"
        )


class LogThere(IncidentLogError):
    """There is something where a new log is to be."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place!r} is there already, and not empty: name a new directory,"
            " or an empty log"
        )


class InsideLog(IncidentLogError):
    """A copy of a log is to lie in its own directory."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} is in the log itself, where it would keep what is erased: name"
            " a place elsewhere"
        )


class NotSound(IncidentLogError):
    """A log is not as it was written, so that a copy of it would not be, either."""

    def __init__(self, place: str, finding: str) -> None:
        super().__init__(
            f"the log in {place!r} is not as it was written ({visible(finding)}): see"
            " 'incident-log verify', and restore it, or save what is good with"
            " 'incident-log export-log --good'"
        )


class BadExport(IncidentLogError):
    """A line is not one of a log that was exported."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(visible(f"{name}:{line} {what}: get another copy of it"))
