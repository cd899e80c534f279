"""The incident-log command.  A command's module is imported when it is used."""

import io
import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import Any, cast

import click

from incident_log.errors import IncidentLogError

#: command -> (module, one line of help); the order of ``--help``.
COMMANDS = {
    "demo": ("trying", "Load the bundled incident and replay it at three moments."),
    "import": (
        "recording",
        "Append updates from files, folders or standard input (-).",
    ),
    "import-feed": (
        "feeding",
        "Append the entries of Atom and RSS feeds, and CAP alerts.",
    ),
    "import-git": (
        "exchanging",
        "Append every revision of a file that is kept in git.",
    ),
    "incidents": ("asking", "List the incidents."),
    "replay": ("asking", "Show an incident as of T, as known at K."),
    "diff": ("asking", "Show what changed between two moments, and why."),
    "explain": ("asking", "Trace a figure down to the quoted words."),
    "timeline": ("asking", "Show occurrences, statements and updates in order."),
    "draft": (
        "drafting",
        "Draft an update from the text of an article; a person reviews it.",
    ),
    "review": (
        "reviewing",
        "Go through a draft claim by claim, and make an update of it.",
    ),
    "correct": ("deciding", "Put a claim right; its voice and as_of stay."),
    "retract": ("deciding", "Take a report, an update or a claim out of all figures."),
    "hold": (
        "deciding",
        "Stop using a report, an update or a claim while it is checked.",
    ),
    "release": (
        "deciding",
        "Use a report, an update or a claim again in its original form.",
    ),
    "assess": ("deciding", "Record what a check of a claim found."),
    "link": ("deciding", "Relate two incidents."),
    "merge": (
        "deciding",
        "Let one incident count as part of another; nothing is summed.",
    ),
    "unmerge": ("deciding", "Undo a merge; everything is as if it had not been."),
    "close": ("deciding", "Note that no more reports are expected."),
    "reopen": ("deciding", "Note that reports are expected again."),
    "describe": ("deciding", "Describe an incident, or put its description right."),
    "erase": (
        "erasing",
        "Erase words of a claim, an update, a report or an incident, for ever.",
    ),
    "rebuild": ("caring", "Make the tables again from the log."),
    "follow": ("caring", "Keep the tables current while others append, until stopped."),
    "verify": (
        "verifying",
        "Prove that nothing in the log was changed, and name the first that was.",
    ),
    "checkpoint": ("signing", "Sign what the log is now, for others to keep."),
    "prove": (
        "proving",
        "Prove that an event is in the log, or that the log only grew.",
    ),
    "evidence": (
        "proving",
        "Pack what a claim or a figure rests on, for others to check.",
    ),
    "doctor": (
        "examining",
        "Check what the log depends on: SQLite, files, disk, clock, tables.",
    ),
    "backup": ("keeping", "Copy the log to a new directory, and verify the copy."),
    "export-log": (
        "keeping",
        "Write the log as lines of JSON, from which it can be made again.",
    ),
    "import-log": (
        "keeping",
        "Make a new log of what export-log wrote: the same, byte for byte.",
    ),
    "init": (
        "sharing",
        "Make an empty log, where there is none; of a shared one, grant rights, too.",
    ),
    "copy-log": (
        "sharing",
        "Copy a log between a directory and a database: the same, byte for byte.",
    ),
    "serve": ("serving", "Show the tables in a browser, with Datasette."),
    "schema": ("trying", "Print the JSON Schema of an update document."),
}


class Commands(click.Group):
    """Finds commands by name, without importing those that are not used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"incident_log.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except IncidentLogError as error:
            raise click.ClickException(str(error)) from error
        except UnicodeEncodeError as error:
            raise click.ClickException(
                "an argument is not UTF-8: write it so"
            ) from error
        except MemoryError as error:
            raise click.ClickException(
                "there is not enough memory for this: split it, or close other programs"
            ) from error
        except KeyboardInterrupt as error:
            where = "".join(getattr(error, "__notes__", ()))
            click.echo(
                f"interrupted{where}: what was appended stays, run it again", err=True
            )
            number = getattr(error, "number", signal.SIGINT)
            raise click.exceptions.Exit(128 + number) from error
        except BrokenPipeError as error:
            # A reader who has seen enough, as in "| head", is no error.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from error
        except OSError as error:
            raise click.ClickException(
                f"cannot write the answer ({error.strerror}): check where it goes"
            ) from error
        return result


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="incident-log")
@click.option(
    *("-l", "--log", "log"),
    metavar="LOG",
    envvar="INCIDENT_LOG",
    default="incident-log",
    show_default=True,
    help="The log's directory, or the address of a shared one: postgresql://...;"
    " also from INCIDENT_LOG.",
)
@click.option(
    *("-d", "--directory"),
    metavar="DIR",
    envvar="INCIDENT_LOG_DIRECTORY",
    default="incident-log",
    show_default=True,
    help="Where this machine keeps what it makes of a shared log: tables, checkpoints;"
    " also from INCIDENT_LOG_DIRECTORY.",
)
@click.pass_context
def incident_log(ctx: click.Context, log: str, directory: str) -> None:
    """Keep what was reported about incidents, and replay it as of any time."""
    ctx.obj = (log, directory)


class Stopped(KeyboardInterrupt):
    """Another program wants this one to end; it ends as with Ctrl-C."""

    def __init__(self, number: int) -> None:
        self.number = number


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped(number)


def main() -> None:
    """Run the command; signs that a terminal cannot show are written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # it is when a service closed it
            cast(io.TextIOWrapper, stream).reconfigure(errors="backslashreplace")
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # it is ignored under nohup
            signal.signal(number, _stop)
    incident_log(prog_name="incident-log")
