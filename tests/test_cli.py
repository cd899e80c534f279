"""The incident-log command: help, exit codes, which log, and errors in one line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from incident_log.cli import COMMANDS, incident_log
from incident_log.intake import import_updates
from incident_log.log import Log
from tests.given import INCIDENT

DAY = sorted((Path(__file__).parents[1] / "fixtures" / INCIDENT).glob("*.json"))

#: What DESIGN 8 promises, as far as it is built.
PROMISED = (
    *("demo", "import", "incidents", "replay", "diff", "explain", "timeline"),
    *("correct", "retract", "hold", "release", "assess", "link", "merge", "unmerge"),
    *("close", "reopen", "describe", "schema"),
)
SHOWING = ("incidents", "replay", "diff", "explain", "timeline")
DECIDING = PROMISED[7:-1]


def run(*args: str, log: Path | None = None, given: str | None = None) -> Result:
    """Run the command, on a log, with something *given* to read."""
    before = () if log is None else ("-l", str(log))
    runner = CliRunner(env={"INCIDENT_LOG": None})
    return runner.invoke(
        incident_log, [*before, *args], prog_name="incident-log", input=given
    )


def refusal(result: Result) -> str:
    """Return the one line in which a command says why it did not."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line.removeprefix("Error: ")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with the bundled incident in it."""
    directory = tmp_path_factory.mktemp("day") / "log"
    with Log.create(directory, clock=lambda: "2024-12-21T00:00:00.000000Z") as log:
        assert import_updates(log, DAY).refused == []
    return directory


def test_a_shell_can_complete_the_commands() -> None:
    with click.Context(incident_log) as context:
        names = incident_log.list_commands(context)

    assert names == list(COMMANDS)


def own(name: str) -> click.Command:
    """Return a command as its module defines it."""
    module = import_module(f"incident_log.cli.{COMMANDS[name][0]}")
    command: click.Command = module.COMMANDS[name]
    return command


def test_every_promised_command_is_there_in_the_promised_order() -> None:
    found = run("--help").output

    places = [found.index(f"\n  {name} ") for name in PROMISED]
    assert places == sorted(places)


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, option: str) -> None:
    result = run(name, option)

    assert result.exit_code == 0
    assert f"Usage: incident-log {name}" in result.output
    assert "  Example:\n" in result.output
    assert f"      incident-log {name}" in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    _, line = COMMANDS[name]

    assert line == (own(name).help or "").partition("\n")[0]


@pytest.mark.parametrize("module", sorted({module for module, _ in COMMANDS.values()}))
def test_no_command_is_defined_that_is_not_listed(module: str) -> None:
    defined = import_module(f"incident_log.cli.{module}").COMMANDS

    assert set(defined) == {name for name, (at, _) in COMMANDS.items() if at == module}


@pytest.mark.parametrize("name", [*SHOWING, *DECIDING, "import"])
def test_what_shows_something_shows_it_to_machines_too(name: str) -> None:
    names = {option for each in own(name).params for option in each.opts}

    assert {"--json", "-l", "--log"} <= names


@pytest.mark.parametrize("name", DECIDING)
def test_every_decision_has_a_reason_and_may_insist_on_its_state(name: str) -> None:
    options = {option: each for each in own(name).params for option in each.opts}

    assert options["--reason"].required
    assert {"--at-position", "--by"} <= set(options)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nonsense",),
        ("--nonsense",),
        ("replay",),
        ("replay", INCIDENT, "--policy", "nonsense"),
        ("replay", INCIDENT, "--at-position", "-1"),
        ("replay", INCIDENT, "two"),
        ("explain", INCIDENT),
        ("diff", INCIDENT, "--from", "latest"),
        ("import",),
        ("correct", "wire/1#c1", "--reason", "r", "--set", "count"),
        ("merge", INCIDENT, "--reason", "r"),
        ("retract", "wire/1"),
    ],
)
def test_a_command_that_is_not_written_right_ends_with_2(args: tuple[str, ...]) -> None:
    result = run(*args)

    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert "Usage: incident-log" in result.stderr + result.stdout


ON_A_LOG = [
    (("incidents",), 0),
    (("replay", INCIDENT), 0),
    (("timeline", INCIDENT), 0),
    (("explain", INCIDENT, "killed"), 0),
    (("diff", INCIDENT, "--from", "2024-12-20T09:00", "--to", "latest"), 0),
]


@pytest.mark.parametrize(("args", "code"), ON_A_LOG)
def test_a_log_is_named_before_or_after_the_command_or_by_the_environment(
    args: tuple[str, ...], code: int, day: Path
) -> None:
    name, *rest = args

    found = [
        run(*args, log=day),
        run(name, "-l", str(day), *rest),
        run(*args, "--log", str(day)),
        CliRunner(env={"INCIDENT_LOG": str(day)}).invoke(incident_log, [*args]),
    ]

    assert [each.exit_code for each in found] == [code] * 4
    assert len({each.output for each in found}) == 1


def test_the_nearest_name_of_a_log_counts(day: Path, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    runner = CliRunner(env={"INCIDENT_LOG": nowhere})

    after = runner.invoke(incident_log, ["-l", nowhere, "incidents", "-l", str(day)])
    before = runner.invoke(incident_log, ["-l", str(day), "incidents"])
    neither = runner.invoke(incident_log, ["incidents"])

    assert (after.exit_code, before.exit_code, neither.exit_code) == (0, 0, 1)


def test_a_log_that_nobody_names_is_in_the_folder_incident_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    made = run("import", *(str(path) for path in DAY))
    found = run("incidents")

    assert (made.exit_code, found.exit_code) == (0, 0)
    assert (tmp_path / "incident-log" / "events.db").is_file()


@pytest.mark.parametrize("args", [args for args, _ in ON_A_LOG])
def test_without_a_log_a_command_says_where_to_get_one(
    args: tuple[str, ...], tmp_path: Path
) -> None:
    message = refusal(run(*args, log=tmp_path / "nowhere"))

    assert message == (
        f"no log in '{tmp_path / 'nowhere'}': import an update first, try"
        " 'incident-log demo', or name another directory with --log"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_log_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "events.db").write_bytes(b"no database at all, but long enough" * 9)

    message = refusal(run("incidents", log=tmp_path))

    assert message.startswith(f"the log in '{tmp_path}' is damaged (")


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").output == "incident-log, version 0.1.0\n"


def test_the_schema_is_json_schema() -> None:
    result = run("schema")

    assert json.loads(result.output)["$schema"].startswith("https://json-schema.org/")


def test_the_demo_can_be_run_twice(tmp_path: Path) -> None:
    first, second = run("demo", str(tmp_path / "d")), run("demo", str(tmp_path / "d"))

    assert first.output.startswith("18 updates appended")
    assert second.output.startswith("0 updates appended")
    assert "18 already known" in second.output


def test_the_demo_goes_into_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run("demo")

    assert result.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["incident-log-demo"]


def python(*args: str, **options: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed package in a process of its own."""
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "incident_log", *args],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env={**os.environ, **options},
    )


LIGHT: list[Callable[[Path], tuple[str, ...]]] = [
    lambda log: ("--help",),
    lambda log: ("-l", str(log), "replay", INCIDENT),
    lambda log: ("-l", str(log), "incidents"),
]


@pytest.mark.parametrize("args", LIGHT, ids=("help", "replay", "incidents"))
def test_a_command_imports_nothing_that_it_does_not_need(
    args: Callable[[Path], tuple[str, ...]], day: Path
) -> None:
    result = python(*args(day))

    assert result.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "incident_log.cli" in loaded
    for_others = {"marshmallow", "msgspec", "pendulum", "sqlite_utils", "datasette"}
    assert loaded & for_others == set()


def test_help_alone_does_not_open_the_door_to_the_log() -> None:
    result = python("--help")

    assert "eventsourcing" not in result.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "koi8-u"])
def test_a_terminal_that_cannot_print_a_sign_gets_another(
    encoding: str, day: Path
) -> None:
    result = python("-l", str(day), "replay", INCIDENT, PYTHONIOENCODING=encoding)

    assert "Traceback" not in result.stderr
    assert result.returncode == 0


def test_a_reader_who_has_seen_enough_is_no_error(day: Path) -> None:
    read, write = os.pipe()
    os.close(read)

    with os.fdopen(write, "wb") as closed:
        result = subprocess.run(
            [sys.executable, "-m", "incident_log", "-l", str(day), "replay", INCIDENT],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (result.returncode, result.stderr) == (0, "")
