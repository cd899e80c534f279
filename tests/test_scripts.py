"""The scripted import: a folder swept, twice at once, or watched; and the bench."""

import json
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from incident_log.log import Log
from tests.faults.tracing import strace
from tests.given import Document, injured, update

SCRIPT = Path(__file__).parent.parent / "scripts" / "import-updates"


def command(folder: Path, log: Path, *options: str) -> list[str]:
    return [sys.executable, str(SCRIPT), str(folder), "--log", str(log), *options]


def put(folder: Path, name: str, document: Document) -> None:
    """Move a finished file into the folder, as a careful sender does."""
    folder.mkdir(exist_ok=True)
    draft = folder.parent / name
    draft.write_text(json.dumps(document))
    draft.rename(folder / name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in range(20):
        told = update(f"report-{n}", injured(n), at="09:00", heard="09:10")
        put(tmp_path / "updates", f"{n:02}.json", told)
    return tmp_path / "updates"


def test_a_sweep_takes_what_is_there_and_a_second_one_nothing(
    folder: Path, tmp_path: Path
) -> None:
    sweep = command(folder, tmp_path / "log")

    first = subprocess.run(sweep, capture_output=True, text=True)
    second = subprocess.run(sweep, capture_output=True, text=True)

    assert (first.returncode, first.stdout) == (
        0,
        "20 appended, 0 already known, 0 refused\n",
    )
    assert (second.returncode, second.stdout) == (
        0,
        "0 appended, 20 already known, 0 refused\n",
    )


def test_two_sweeps_at_once_append_everything_once(
    folder: Path, tmp_path: Path
) -> None:
    sweep = command(folder, tmp_path / "log")

    both = [subprocess.Popen(sweep, stdout=subprocess.PIPE, text=True) for _ in "12"]
    said = [process.communicate()[0] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert sum(int(words.split()[0]) for words in said) == 20
    with Log.open(tmp_path / "log") as log:
        assert log.position == 20


def test_a_bad_update_is_named_and_the_rest_is_taken(
    folder: Path, tmp_path: Path
) -> None:
    put(folder, "bad.json", {"incident": "nobody-described-it"})

    done = subprocess.run(
        command(folder, tmp_path / "log"), capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stdout == "20 appended, 0 already known, 1 refused\n"
    assert "bad.json:1 report: is missing: add it" in done.stderr


def test_a_file_that_is_moved_away_meanwhile_is_named(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = ModuleType("import_updates")
    SourceFileLoader("import_updates", str(SCRIPT)).exec_module(script)
    here, gone = folder / "00.json", folder / "gone.json"
    monkeypatch.setattr(script, "listed", lambda _: [here, gone])

    code = script.sweep(folder, tmp_path / "log", {})

    told = capsys.readouterr()
    assert (code, told.out) == (1, "1 appended, 0 already known, 1 refused\n")
    assert told.err == f"{gone}:1 is no file or folder: check the name\n"


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = subprocess.run(
        command(tmp_path / "nowhere", tmp_path / "log"), capture_output=True, text=True
    )

    assert done.returncode == 2
    assert "is no folder: check the name" in done.stderr


@pytest.mark.parametrize("words", ["-1", "nan", "inf", "soon"])
def test_a_watch_that_looks_at_no_such_times_is_wrong_usage(
    folder: Path, tmp_path: Path, words: str
) -> None:
    done = subprocess.run(
        command(folder, tmp_path / "log", f"--watch={words}"),
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{words} is no such time: name 0 to 86400 seconds" in done.stderr
    assert not (tmp_path / "log").exists()


def test_a_watched_folder_is_read_as_files_come(folder: Path, tmp_path: Path) -> None:
    watch = command(folder, tmp_path / "log", "--watch", "0.05")
    process = subprocess.Popen(watch, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        put(folder, "late.json", update("late", injured(1), at="10:00", heard="10:10"))
        second = process.stdout.readline()
    finally:
        process.terminate()
        process.communicate()

    assert first == "20 appended, 0 already known, 0 refused\n"
    assert second == "1 appended, 0 already known, 0 refused\n"


# -- scripts/bench ---------------------------------------------------------------------

BENCH = [sys.executable, str(SCRIPT.with_name("bench"))]


def test_the_bench_measures_every_question_without_the_peers(tmp_path: Path) -> None:
    table = tmp_path / "bench.rst"
    words = ("--no-peers", "--sizes", "600", "900", "--rst", str(table))

    done = subprocess.run([*BENCH, *words], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    told = table.read_text()
    titles = [line for line in told.splitlines() if line.startswith("**")]
    assert len(titles) == 12  # all but sqlite-history, which is a peer
    for what in (
        "900 claims, updates a second",
        "incident-log --help, times sqlite-utils --help",
        "slope of the memory (1 is linear)",
        "300 records, 9 commits, 1% change: versions",
    ):
        assert f"\n{what}" in told
    assert "git-history is left out" in done.stdout


def test_the_bench_can_be_asked_one_question(tmp_path: Path) -> None:
    words = ("replay", "--no-peers", "--sizes", "600")

    done = subprocess.run([*BENCH, *words], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert "incident of 100 updates, ms" in done.stdout
    assert "Import" not in done.stdout


def test_the_bench_lets_a_disk_be_slow(tmp_path: Path) -> None:
    strace()
    words = ("git", "--no-peers", "--sizes", "600", "--sync", "1")

    done = subprocess.run([*BENCH, *words], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.partition("The same on a disk that takes 1 ms longer")[2]
    assert "200 records, 6 commits, 10% change: versions" in told


def test_the_bench_lets_no_disk_be_slow_without_strace(tmp_path: Path) -> None:
    done = subprocess.run(
        [*BENCH, "git", "--sync", "1"], capture_output=True, text=True, env={"PATH": ""}
    )

    assert done.returncode == 2
    assert "--sync needs strace: install it" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["speed"], "speed is no question: ask import, replay, "),
        (["--sizes", "10"], "10 is no size: name 600 or more"),
        (["--sizes", "many"], "many is no size: name 600 or more"),
        (["git", "--sync=-5"], "-5 is no such time: name 0 to 1000"),
        (["git", "--sync", "nan"], "nan is no such time: name 0 to 1000"),
        (["git", "--sync", "fast"], "fast is no such time: name 0 to 1000"),
    ],
)
def test_the_bench_asked_amiss_says_what_it_can_be_asked(
    words: list[str], says: str
) -> None:
    done = subprocess.run([*BENCH, *words], capture_output=True, text=True)

    assert done.returncode == 2
    assert says in done.stderr


# -- scripts/mutate --------------------------------------------------------------------

MUTATE = [sys.executable, str(SCRIPT.with_name("mutate"))]


def test_a_small_change_of_a_rule_is_seen_by_its_tests() -> None:
    line = 1 + lines_of("merkle.py").index("def leaf(state: bytes) -> bytes:") + 2

    done = subprocess.run(
        [*MUTATE, f"merkle.py:{line}", "--goal", "100"], capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["merkle.py", "3", "of", "3", "seen,", "100.0", "%"]


def lines_of(module: str) -> list[str]:
    path = SCRIPT.parent.parent / "incident_log" / module
    return path.read_text().splitlines()


def test_what_nobody_knows_how_to_test_is_wrong_usage() -> None:
    done = subprocess.run([*MUTATE, "rules.py"], capture_output=True, text=True)

    assert done.returncode == 2
    assert "rules.py is none of standing.py, " in done.stderr


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("low < 9", ["low <= 9", "low < 10"]),
        ("a is b or c", ["a is b and c", "a is not b or c"]),
        ("not a", ["a"]),
        ("min(a, key=b)", ["max(a, key=b)", "min(a)"]),
        ("sorted(a)", ["list(a)"]),
        ("'said' + b''", ["'said' - b''", "'' + b''", "'said' + b'other'"]),
        ("[a for a in b if a]", ["[a for a in b if not a]"]),
        ("a if b else c", ["a if not b else c"]),
    ],
)
def test_a_mutant_differs_in_one_small_thing(
    source: str, others: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(SCRIPT.parent)
    from mutating.mutants import mutants

    made = [mutant.after for mutant in mutants(f"x = {source}")]

    assert made == [f"x = {other}" for other in others]


def test_what_a_statement_does_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(SCRIPT.parent)
    from mutating.mutants import mutants

    source = '''
@cache(size=1)
def once(self, a: "A") -> "B":
    """Say what it does."""
    self.a = a
    if a:
        raise a
    return a
'''
    made = [(each.line, each.after.strip()) for each in mutants(source)]

    assert made == [
        (5, "pass"),
        (6, "if not a:"),
        (7, "pass"),
        (8, "return None"),
    ]
    assert list(mutants(source, ["once"])) == []
