"""Everything that can go wrong, in words a desk editor can act on."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import incident_log
from incident_log import errors
from incident_log.accepting import Problem, Unacceptable
from incident_log.errors import IncidentLogError, nearest
from incident_log.exchange.cleaning import UnreadableCell
from incident_log.exchange.columns import NoWords, Unfilled
from incident_log.exchange.reading_fields import RowRefused
from incident_log.exchange.stamps import UnreadableStamp

#: One of every kind, with its whole sentence.
GOLDEN = [
    (
        errors.UnclearCount("lots"),
        "cannot read a count from 'lots': write 9, 'at least 9', 'more than 9',"
        " 'up to 9', 'fewer than 9', 'about 9', '9 to 12', 'several', 'some',"
        " 'none' or 'unknown'",
    ),
    (
        errors.UnclearTime("11 a.m."),
        "cannot read a time from '11 a.m.': write 2024-12-20, 2024-12-20T11:00 or"
        " 2024-12-20T11:00+02:00",
    ),
    (
        errors.NoZone("2024-12-20T11:00"),
        "'2024-12-20T11:00' has no offset and no timezone is named: add one (+02:00)"
        " or give the update a timezone (Europe/Kyiv)",
    ),
    (
        errors.UnknownZone("Kyiv"),
        "no time zone is called 'Kyiv': use a name like Europe/Kyiv",
    ),
    (
        errors.NoSuchWallTime("2025-03-30T03:30", "Europe/Kyiv"),
        "'2025-03-30T03:30' does not exist in Europe/Kyiv (clocks went forward):"
        " correct it or write it with its offset",
    ),
    (
        errors.TwoSuchWallTimes("2024-10-27T03:30", "Europe/Kyiv"),
        "'2024-10-27T03:30' happens twice in Europe/Kyiv (clocks went back):"
        " write it with its offset",
    ),
    (
        errors.BackwardsTime("2024-12-20", "2024-12-19"),
        "the period ends at 2024-12-19, before it begins at 2024-12-20: swap them",
    ),
    (
        errors.UnclearReference("wire#1"),
        "'wire#1' names nothing: write REPORT, REPORT/UPDATE or REPORT/UPDATE#CLAIM",
    ),
    (
        errors.UnreadableInput("is nested too deeply: use at most 32 levels"),
        "is nested too deeply: use at most 32 levels",
    ),
    (
        errors.NoLog("incident-log"),
        "no log in 'incident-log': import an update first, try 'incident-log demo',"
        " or name another directory with --log",
    ),
    (
        errors.LogUnusable("incident-log", "disk I/O error"),
        "cannot use the log in 'incident-log' (disk I/O error): check the path, its"
        " rights, free space and other programs using it",
    ),
    (
        errors.LogDamaged("incident-log", "file is not a database"),
        "the log in 'incident-log' is damaged (file is not a database): see"
        " 'incident-log verify', and restore it from a backup",
    ),
    (
        errors.LogLost("incident-log", "checkpoints"),
        "'incident-log' has the checkpoints of a log, and no events.db: restore that"
        " from a backup, or name a new directory",
    ),
    (
        errors.LogShortened("incident-log", 18, 19),
        "the log in 'incident-log' has 18 events, and 19 were signed: restore a later"
        " backup, or move its newer checkpoints away to go on without what is missing",
    ),
    (
        errors.NotAsShown("incident-log", 19, 18),
        "the log in 'incident-log' has 18 events, and not the event 19 that its tables"
        " show: restore a later backup, or run 'incident-log rebuild' to go on without"
        " what is missing",
    ),
    (
        errors.LogBusy("incident-log", 60),
        "another process has kept the log in 'incident-log' locked for 60 seconds:"
        " wait for it, 'incident-log doctor' says which one it is",
    ),
    (
        errors.LogWaiting("incident-log"),
        "the log in 'incident-log' was not closed, and nothing can be written there:"
        " copy the directory to where you can write, and read that",
    ),
    (
        errors.DamagedEvent(3),
        "the event at position 3 is damaged and cannot be read: restore the log from a"
        " backup",
    ),
    (
        errors.UnknownEvent("claims-split", 2, 17),
        "event 17 is a 'claims-split' of version 2, newer than this program:"
        " upgrade incident-log",
    ),
    (
        errors.UnknownIncident("kyiv-2024-12-21", ["kyiv-2024-12-20", "lviv"]),
        "no incident is called 'kyiv-2024-12-21' (nearest: kyiv-2024-12-20):"
        " see 'incident-log incidents'",
    ),
    (
        errors.NotKnownYet("kyiv-2024-12-20"),
        "nothing was known of kyiv-2024-12-20 at that moment: ask for a later"
        " --known-at or --at-position",
    ),
    (
        errors.UndescribedIncident("kyiv", []),
        "incident 'kyiv' is not described yet: correct it, give its id and title as"
        " an object, or import with --open",
    ),
    (
        errors.UnknownReference("wire/2", ["wire/1", "page/1"]),
        "nothing in the log is called 'wire/2' (nearest: wire/1):"
        " see the references in 'incident-log explain'",
    ),
    (
        errors.UnknownPath("qoute", ["text", "quote"]),
        "no words stand at 'qoute' there (nearest: quote): name one of the paths that"
        " --dry-run shows",
    ),
    (
        errors.NothingToErase("wire/1"),
        "wire/1 has no such words: look for them with --words and --dry-run",
    ),
    (
        errors.WordsRepeated("reason"),
        "the reason repeats words that are to be erased: say it without them",
    ),
    (
        errors.TooMuchErased(9, 2),
        "9 passages in 2 reports and incidents hold these words: look at them with"
        " --dry-run, then insist with --everywhere",
    ),
    (
        errors.KeptOpen("events.db"),
        "a program that reads events.db keeps a copy from before alive until it ends:"
        " stop it, then erase the same again",
    ),
    (
        errors.UnknownPolicy("lates", ["latest", "lowest"]),
        "no policy is called 'lates' (nearest: latest): use latest, lowest",
    ),
    (
        errors.UnknownFigure("killed lviv", ["killed kyiv", "injured kyiv"]),
        "no figure matches 'killed lviv': there are killed kyiv; injured kyiv",
    ),
    (
        errors.UnknownFigure(
            "killed kyif",
            [*"abcdefgh", "killed kyiv", "killed lviv"],
        ),
        "no figure matches 'killed kyif': there are killed kyiv; killed lviv and 8"
        " more, see 'incident-log replay'",
    ),
    (
        errors.UnknownFigure("killed", []),
        "no figure matches 'killed': there are none at this moment",
    ),
    (
        errors.IdTaken("wire", "2", 40),
        "update wire/2 is in the log with other content (position 40):"
        " give this revision another id",
    ),
    (
        errors.ReceivedInFuture("2024-12-21", "2024-12-20T09:00:00.000000Z"),
        "received_at 2024-12-21 lies after now (2024-12-20T09:00:00.000000Z):"
        " correct it or leave it out",
    ),
    (
        errors.MovedOn("wire", 40, 42),
        "wire has moved on since position 40 (now 42): look again, then decide with"
        " --at-position",
    ),
    (
        errors.NotThereYet(9, 3),
        "position 9 is not in the log yet: its last one is 3",
    ),
    (
        errors.NotPossible("lviv is not closed: nothing to do"),
        "lviv is not closed: nothing to do",
    ),
    (
        errors.TablesUnusable("log/incidents.db", "database or disk is full"),
        "cannot use the tables in 'log/incidents.db' (database or disk is full): check"
        " rights and free space, then run 'incident-log rebuild'",
    ),
    (
        errors.TablesDamaged("log/incidents.db", "file is not a database"),
        "cannot use the tables in 'log/incidents.db' (file is not a database): check"
        " rights and free space, then run 'incident-log rebuild'",
    ),
    (
        errors.TablesBusy("log/incidents.db"),
        "another process is still writing 'log/incidents.db': wait for it, then run"
        " 'incident-log rebuild' if they are not current",
    ),
    (
        errors.GitRefused("history", "fatal: bad revision 'nowhere'\n"),
        "git cannot read 'history' (bad revision 'nowhere'): name a repository, and a"
        " branch it has",
    ),
    (
        errors.NoRevisions("fires.json", "history"),
        "no commit in 'history' has a file 'fires.json': name a file (no folder), as"
        " seen from there",
    ),
    (
        errors.BadRule("casualties.toml", "is not TOML (no value)"),
        "'casualties.toml' is not TOML (no value): correct the rule file",
    ),
    (
        errors.BadGazetteer("ours.csv", 3, "names nothing"),
        "ours.csv, line 3 names nothing: write a CSV with the columns type (agent,"
        " place or weapon), id, name and aliases (separated by ;)",
    ),
    (
        errors.NotInstalled("page.html is HTML, which needs trafilatura", "html"),
        "page.html is HTML, which needs trafilatura: install it with pip install"
        " 'incident-log[html]'",
    ),
    (
        errors.BadMapping(["rows.form: is no form: write csv or json"]),
        "rows.form: is no form: write csv or json",
    ),
    (
        errors.OutOfOrder("calfire-a1", "2026-07-01", "2026-07-02"),
        "calfire-a1 as known at 2026-07-01 comes after its state of 2026-07-02: sort"
        " the rows of a record by the time they were known",
    ),
    (
        errors.TwoRowsOfOne("calfire-a1"),
        "calfire-a1 has two rows that differ: let the mapping's report.id name more"
        " columns, or its known_at the column that orders them",
    ),
    (
        errors.FileUnusable("log/checkpoints/9.txt", "Permission denied"),
        "cannot use 'log/checkpoints/9.txt' (Permission denied): check the path, its"
        " rights and free space",
    ),
    (
        errors.WouldReplace("injured.zip"),
        "'injured.zip' is there already: name another file, or write over it with"
        " --force",
    ),
    (
        errors.BadKey("it is no Ed25519 key"),
        "this is no key (it is no Ed25519 key): give it as NAME+ID+KEY, or the file it"
        " is in",
    ),
    (
        errors.NoSigner("settings/log.key"),
        "no private key in 'settings/log.key': make one with 'incident-log checkpoint"
        " --new-key', or name it with --private-key",
    ),
    (
        errors.NoCheckpoint(9),
        "no checkpoint covers position 9: sign one with 'incident-log checkpoint'",
    ),
    (
        errors.BadCheckpoint("9.txt", "too many signatures"),
        "'9.txt' is no checkpoint to rely on (too many signatures): get it, and the"
        " key, from where they were published",
    ),
    (
        errors.NotAsSigned("9.txt", "event 7 is not the one that was signed"),
        "the log is not what was signed in '9.txt' (event 7 is not the one that was"
        " signed): see 'incident-log verify', and restore it from a backup",
    ),
    (
        errors.BadProof("7.tlog-proof", "its hashes are none"),
        "'7.tlog-proof' proves nothing (its hashes are none): ask for it again, with"
        " 'incident-log prove'",
    ),
    (
        errors.BadTimestamp("9.tsr", "the authority refused"),
        "'9.tsr' is no time stamp to rely on (the authority refused): send the .tsq"
        " file to the authority again, and name its certificates",
    ),
    (
        errors.NoSharedLog("postgresql://db/news"),
        "no log in 'postgresql://db/news': its administrator makes one with"
        " 'incident-log init'",
    ),
    (
        errors.ServerUnusable("postgresql://db/news", "timeout expired"),
        "cannot use the log at 'postgresql://db/news' (timeout expired): check the"
        " address, the network and the server",
    ),
    (
        errors.NoRight("postgresql://db/news", "permission denied for table log"),
        "the role may not do this with the log in 'postgresql://db/news' (permission"
        " denied for table log): its administrator grants what is needed with"
        " 'incident-log init'",
    ),
    (
        errors.SharedLogBusy("postgresql://db/news", 60),
        "another process has kept the log at 'postgresql://db/news' locked for 60"
        " seconds: wait for it, the server's pg_stat_activity says which one it is",
    ),
    (
        errors.LogUncertain("postgresql://db/news"),
        "the server of 'postgresql://db/news' was lost when it was to append this:"
        " look with 'incident-log explain' whether it did, before you do it again",
    ),
    (
        errors.NotFollowed("desk", "it ends at 20"),
        "'desk' has followed another log (it ends at 20): the server may have been"
        " restored from a backup; follow this one with another --directory",
    ),
    (
        errors.LogThere("archive"),
        "'archive' is there already, and not empty: name a new directory, or an empty"
        " log",
    ),
    (
        errors.InsideLog("incident-log/copy"),
        "'incident-log/copy' is in the log itself, where it would keep what is erased:"
        " name a place elsewhere",
    ),
    (
        errors.NotSound("incident-log", "position 3: it has no leaf"),
        "the log in 'incident-log' is not as it was written (position 3: it has no"
        " leaf): see 'incident-log verify', and restore it, or save what is good with"
        " 'incident-log export-log --good'",
    ),
    (
        errors.BadExport("log.jsonl", 4, "is cut short"),
        "log.jsonl:4 is cut short: get another copy of it",
    ),
    (
        RowRefused("known_at", "is empty in this row: fill it"),
        "known_at: is empty in this row: fill it",
    ),
    (
        Unfilled("UniqueId"),
        "column 'UniqueId' is empty: the row cannot be named",
    ),
    (
        NoWords(["a"]),
        "\"['a']\" are no words: name the column inside it, or correct it",
    ),
    (
        UnreadableStamp("tomorrow", ["iso", "%d/%m/%Y"]),
        "'tomorrow' is no time of the form iso or %d/%m/%Y: correct it, or let the"
        " mapping's 'format' name its form",
    ),
    (
        UnreadableCell("'lots' is no number: correct it"),
        "'lots' is no number: correct it",
    ),
    (
        Problem(("claims", 0, "count"), "lots", "is no count: write 9"),
        'claims[0].count: "lots" is no count: write 9',
    ),
    (
        Unacceptable([Problem(("id",), None, "is null: leave the field out")] * 2),
        "id: is null: leave the field out; id: is null: leave the field out",
    ),
]


#: Importing these runs or packs something.
APART = ("incident_log.__main__", "incident_log.fixtures")


def kinds(root: type[IncidentLogError]) -> Iterator[type[IncidentLogError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_error_of_the_package_has_its_sentence_here() -> None:
    for module in pkgutil.walk_packages(incident_log.__path__, "incident_log."):
        if not module.name.startswith(APART):
            importlib.import_module(module.name)

    known = {kind.__name__ for kind in kinds(IncidentLogError)}

    assert known == {type(error).__name__ for error, _ in GOLDEN}


@pytest.mark.parametrize(("error", "sentence"), GOLDEN, ids=lambda x: type(x).__name__)
def test_an_error_says_what_was_found_and_what_to_do(
    error: IncidentLogError, sentence: str
) -> None:
    assert str(error) == sentence


@pytest.mark.parametrize("error", [error for error, _ in GOLDEN], ids=lambda e: repr(e))
def test_an_error_is_one_line_with_the_remedy_after_a_colon(
    error: IncidentLogError,
) -> None:
    found, colon, remedy = str(error).partition(": ")

    assert len(str(error).splitlines()) == 1
    assert found.strip() and colon and remedy.strip()
    assert not remedy.endswith(".")


@pytest.mark.parametrize(
    "error",
    [
        errors.UnclearCount("two\nlines"),
        errors.UnclearTime("two\u2028lines"),
        errors.NoZone("two\x85lines"),
        errors.UnknownZone("red\x1b[31m"),
        errors.UnclearReference("nine\u202eelevn"),
        errors.UnknownIncident("two\nlines", ["lines"]),
        errors.UndescribedIncident("two\nlines", ["lines"]),
        errors.UnknownReference("two\nlines", ["lines"]),
        errors.UnknownPolicy("two\nlines", ["latest"]),
        errors.UnknownFigure("two\nlines", ["killed"]),
        errors.NoLog("two\nlines"),
        errors.LogUnusable("two\nlines", "disk full"),
        errors.LogBusy("two\nlines", 60),
        errors.ServerUnusable("two\nlines", "red\x1b[31m"),
        errors.NoRight("two\nlines", "red\x1b[31m"),
        errors.NoSharedLog("two\nlines"),
        errors.SharedLogBusy("two\nlines", 60),
        errors.LogUncertain("two\nlines"),
        errors.NotFollowed("two\nlines", "it ends at 20"),
        errors.LogLost("two\nlines", "checkpoints"),
        errors.LogDamaged("two\nlines", "broken"),
        errors.LogShortened("two\nlines", 1, 2),
        errors.NotAsShown("two\nlines", 2, 1),
        errors.LogWaiting("two\nlines"),
        errors.TablesUnusable("two\nlines", "disk full"),
        errors.TablesBusy("two\nlines"),
        errors.GitRefused("two\nlines", "red\x1b[31m"),
        errors.NoRevisions("two\nlines", "red\x1b[31m"),
        errors.FileUnusable("two\nlines", "red\x1b[31m"),
        errors.WouldReplace("two\nlines"),
        errors.NoSigner("two\nlines"),
        errors.BadCheckpoint("two\nlines", "red\x1b[31m"),
        errors.NotAsSigned("two\nlines", "red\x1b[31m"),
        errors.BadProof("two\nlines", "red\x1b[31m"),
        errors.BadTimestamp("two\nlines", "red\x1b[31m"),
        errors.LogThere("two\nlines"),
        errors.InsideLog("two\nlines"),
        errors.NotSound("two\nlines", "red\x1b[31m"),
        errors.BadExport("two\nlines", 1, "red\x1b[31m"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_foreign_words_are_shown_escaped(error: IncidentLogError) -> None:
    assert str(error).isprintable()


@pytest.mark.parametrize(
    "problem",
    [
        Problem(("two\nlines",), 1, "unknown field: remove it"),
        Problem(("red\x1b[31m",), 1, "unknown field: remove it"),
        Problem(("signal",), "nine\u202eelevn", "unknown: use new"),
        Problem(("signal",), "two\u2028lines", "unknown: use new"),
        Problem(("signal",), "red\x9b31m", "unknown: use new"),
    ],
)
def test_the_words_of_a_document_are_shown_escaped_too(problem: Problem) -> None:
    assert str(problem).isprintable()


def test_a_document_with_several_problems_names_them_all() -> None:
    first = Problem(("id",), "A", "is no id: use a")
    second = Problem(("label",), 9, "is not text: put it in quotation marks")

    error = Unacceptable([first, second])

    assert error.problems == [first, second]
    assert str(error) == (
        'id: "A" is no id: use a; label: 9 is not text: put it in quotation marks'
    )


def test_a_long_value_is_shown_by_its_beginning() -> None:
    problem = Problem(("label",), "x" * 5000, "too long: cut it to 2000")

    assert str(problem) == f'label: "{"x" * 56}... too long: cut it to 2000'


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("dead", ["killed", "injured"], ""),
        ("kiled", ["killed", "injured"], " (nearest: killed)"),
        ("x", [], ""),
    ],
)
def test_only_a_word_that_is_near_is_suggested(
    word: str, known: list[str], said: str
) -> None:
    assert nearest(word, known) == said


def test_all_errors_can_be_caught_as_one() -> None:
    assert issubclass(errors.NotThereYet, incident_log.IncidentLogError)
    assert not issubclass(IncidentLogError, ValueError)
