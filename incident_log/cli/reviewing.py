"""The command that turns drafts into updates: review."""

import json
import re
import shlex
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from incident_log.accepting import Unacceptable
from incident_log.cli.review_dialogue import Dialogue
from incident_log.cli.review_text import Screen
from incident_log.drafting.review import verdicts as reviewing
from incident_log.drafting.review.documents import CLAIMS, Document, check, dumps
from incident_log.drafting.review.files import DraftFile, write
from incident_log.drafting.review.finishing import Finished, finish
from incident_log.errors import IncidentLogError, UnreadableInput
from incident_log.inputs import Found, find
from incident_log.references import ID
from incident_log.schemas.drafts import ACCEPTED, EDITED, REJECTED

#: Files of several drafts, one a line.
LINES = (".jsonl", ".ndjson")


def _slug(context: click.Context, option: click.Parameter, given: str | None) -> Any:
    if given is not None and not re.fullmatch(ID, given):
        raise click.BadParameter(
            f"{given!r} is no id: use lower-case letters, digits, '.', '_', '-'"
        )
    return given


@click.command("review")
@click.argument("draft")
@click.option(
    *("-o", "--output"),
    metavar="UPDATE",
    help="Where the update goes; - is standard output.  [default: beside the draft]",
)
@click.option("--accept-all", is_flag=True, help="Accept what is proposed, unseen.")
@click.option("--source", metavar="SLUG", callback=_slug, help="Who publishes.")
@click.option("--incident", metavar="SLUG", callback=_slug, help="The incident.")
@click.option("--report", metavar="ID", callback=_slug, help="The report.")
@click.option("--by", metavar="AGENT", callback=_slug, help="Who reviews.")
@click.option("--force", is_flag=True, help="Write over another update.")
def _review(
    draft: str,
    output: str | None,
    accept_all: bool,
    by: str | None,
    force: bool,
    **names: str | None,
) -> None:
    """Go through a draft claim by claim, and make an update of it.

    Every verdict is saved in the draft at once: quit at any time, and go on later.
    With --accept-all DRAFT may also be - or a file of JSON lines; these drafts stay
    as they are.

    \b
    Example:
        incident-log review kyivpost-44197.draft.json
    """
    output = output or _beside(draft)
    if draft == "-" or draft.endswith(LINES):
        if not accept_all:
            raise click.UsageError(
                f"{draft} cannot be gone through: name a file of one draft, or add"
                " --accept-all"
            )
        _accept_each(draft, output, by, force, names)
        return
    if output != "-" and Path(output).resolve() == Path(draft).resolve():
        raise click.UsageError(f"-o names the draft itself: {output}")
    file = DraftFile(Path(draft))
    file.save(reviewing.named(file.draft, **names))
    if accept_all:
        file.save(reviewing.accept_all(file.draft, by))
    elif not _gone_through(file, by, err=output == "-"):
        return
    finished = finish(file.draft)
    _note(finished)
    _write(output, dumps(finished.update), force)
    _tell(file.draft, output)


def _gone_through(file: DraftFile, by: str | None, *, err: bool) -> bool:
    """Let a person review; tell whether everything has a verdict."""
    if not _is_terminal():
        if reviewing.proposed(file.draft, background=False):
            raise click.UsageError(
                "there is no terminal to ask on: use one, or add --accept-all"
            )
        return True
    try:
        is_done = Dialogue(file, Screen(err=err), by).run()
    except click.Abort:
        click.echo(err=True)
        _tell_left(file)
        sys.exit(1)
    if not is_done:
        _tell_left(file)
    return is_done


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _accept_each(
    path: str, output: str, by: str | None, force: bool, names: dict[str, str | None]
) -> None:
    """Make an update of every draft that comes in; refuse those that cannot be."""
    updates = []
    is_refused = False
    for found in find([path]):
        try:
            finished = _accepted(found, by, names)
        except IncidentLogError as error:
            click.echo(str(error), err=True)
            is_refused = True
            continue
        _note(finished)
        line = json.dumps(finished.update, ensure_ascii=False)
        if output == "-":
            click.echo(line)
        else:
            updates.append(f"{line}\n")
    if updates:
        write(Path(output), "".join(updates).encode(), is_forced=force)
        _tell_next(output)
    if is_refused:
        sys.exit(1)


def _accepted(found: Found, by: str | None, names: dict[str, str | None]) -> Finished:
    where = f"{found.file}:{found.line}"
    if found.problem is not None:
        raise UnreadableInput(f"{where} {found.problem}")
    try:
        check(found.document)
        draft = reviewing.named(found.document, **names)
        return finish(reviewing.accept_all(draft, by))
    except Unacceptable as error:
        problems = (f"{where} {problem}" for problem in error.problems)
        raise UnreadableInput("\n".join(problems)) from error


def _beside(draft: str) -> str:
    """Name the update of a draft: ``x.draft.json`` becomes ``x.json``."""
    if draft == "-":
        return "-"
    path = Path(draft)
    suffix = path.suffix if path.suffix in LINES else ".json"
    name = path.name.removesuffix(suffix)
    stem = name.removesuffix(".draft")
    return str(path.with_name(f"{stem if stem != name else f'{name}.update'}{suffix}"))


def _write(output: str, text: str, force: bool) -> None:
    if output == "-":
        click.echo(text)
    else:
        write(Path(output), f"{text}\n".encode(), is_forced=force)


def _note(finished: Finished) -> None:
    for note in finished.notes:
        click.echo(f"note: {note}", err=True)


def _tell(draft: Document, output: str) -> None:
    """Say what became of the claims, and what to do with the update."""
    if output == "-":
        return
    verdicts = Counter(claim["status"] for claim in draft[CLAIMS])
    counted = (f"{verdicts[each]} {each}" for each in (ACCEPTED, EDITED, REJECTED))
    click.echo(f"{', '.join(counted)}; update written to {output}")
    _tell_next(output)


def _tell_next(output: str) -> None:
    click.echo(f"next: incident-log import {shlex.quote(output)}")


def _tell_left(file: DraftFile) -> None:
    left = len(reviewing.proposed(file.draft))
    click.echo(
        f"saved, {left} to go: incident-log review {shlex.quote(str(file.path))}",
        err=True,
    )


COMMANDS = {"review": _review}
