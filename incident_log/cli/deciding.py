"""Commands for editors: correct, retract, hold, assess, link, merge, describe."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from incident_log.cli.options import (
    json_option,
    log_option,
    opened_to_append,
    print_json,
)
from incident_log.decisions import Desk
from incident_log.pending import Appended

Function = TypeVar("Function", bound=Callable[..., Any])


def decision_options(function: Function) -> Function:
    """Add ``--reason``, ``--by``, ``--at-position``, ``--log`` and ``--json``."""
    for option in (
        json_option,
        log_option,
        click.option(
            "--at-position",
            type=click.IntRange(min=0),
            metavar="N",
            help="Refuse if anything about it is newer than position N.",
        ),
        click.option("--by", metavar="AGENT", help="Who decides."),
        click.option("--reason", required=True, help="Why; it is kept for ever."),
    ):
        function = option(function)
    return function


@contextmanager
def _desk(
    log_at: str | None, reason: str, by: str | None, at_position: int | None
) -> Iterator[Desk]:
    with opened_to_append(log_at) as log:
        desk = Desk(log, reason=reason, by=by, at_position=at_position)
        yield desk
    if desk.warning:
        click.echo(f"warning: {desk.warning}", err=True)


def _done(outcome: Appended, as_json: bool) -> None:
    if as_json:
        print_json({"position": outcome.position, "name": outcome.name})
    else:
        click.echo(f"appended at position {outcome.position}")


@click.command("correct")
@click.argument("claim")
@click.option("--count", help="The right count: 9, or words like 'at least 9'.")
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="FIELD=VALUE",
    help="Any other field of the claim; VALUE is JSON or plain text.",
)
@decision_options
def _correct(
    claim: str,
    count: str | None,
    fields: tuple[str, ...],
    as_json: bool,
    **desk: Any,
) -> None:
    """Put a claim right; its voice and as_of stay.

    \b
    Example:
        incident-log correct wire/2#c1 --count 9 --reason "agency corrected 90"
    """
    changes = {} if count is None else {"count": _value(count)}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise click.UsageError(f"--set {field!r}: write FIELD=VALUE")
        changes[name] = _value(value)
    with _desk(**desk) as editor:
        _done(editor.correct(claim, changes), as_json)


def _value(given: str) -> Any:
    """Read a value as JSON; what is no JSON is plain text."""
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return given


@click.command("retract")
@click.argument("reference")
@decision_options
def _retract(reference: str, as_json: bool, **desk: Any) -> None:
    """Take a report, an update or a claim out of all figures.

    \b
    Example:
        incident-log retract wire/2#c1 --reason "the agency withdrew it"
    """
    with _desk(**desk) as editor:
        _done(editor.retract(reference), as_json)


@click.command("hold")
@click.argument("reference")
@decision_options
def _hold(reference: str, as_json: bool, **desk: Any) -> None:
    """Stop using a report, an update or a claim while it is checked.

    \b
    Example:
        incident-log hold wire/2 --reason "photograph is being checked"
    """
    with _desk(**desk) as editor:
        _done(editor.hold(reference), as_json)


@click.command("release")
@click.argument("reference")
@decision_options
def _release(reference: str, as_json: bool, **desk: Any) -> None:
    """Use a report, an update or a claim again in its original form.

    \b
    Example:
        incident-log release wire/2 --reason "photograph is genuine"
    """
    with _desk(**desk) as editor:
        _done(editor.release(reference), as_json)


@click.command("assess")
@click.argument("claim")
@click.option("--verdict", required=True, help="confirmed, disputed, refuted ...")
@decision_options
def _assess(claim: str, verdict: str, as_json: bool, **desk: Any) -> None:
    """Record what a check of a claim found.

    \b
    Example:
        incident-log assess wire/2#c4 --verdict confirmed --by desk \\
            --reason "seen on two videos"
    """
    with _desk(**desk) as editor:
        _done(editor.assess(claim, verdict), as_json)


@click.command("link")
@click.argument("incident")
@click.argument("relation")
@click.argument("to")
@decision_options
def _link(incident: str, relation: str, to: str, as_json: bool, **desk: Any) -> None:
    """Relate two incidents.

    \b
    Example:
        incident-log link kyiv-2024-12-20 in_response_to rostov-2024-12 \\
            --reason "both sides say so"
    """
    with _desk(**desk) as editor:
        _done(editor.link(incident, relation, to), as_json)


@click.command("merge")
@click.argument("incident")
@click.option("--into", required=True, metavar="INCIDENT", help="What it is part of.")
@decision_options
def _merge(incident: str, into: str, as_json: bool, **desk: Any) -> None:
    """Let one incident count as part of another; nothing is summed.

    \b
    Example:
        incident-log merge kyiv-blasts --into kyiv-2024-12-20 --reason "the same"
    """
    with _desk(**desk) as editor:
        _done(editor.merge(incident, into), as_json)


@click.command("unmerge")
@click.argument("incident")
@decision_options
def _unmerge(incident: str, as_json: bool, **desk: Any) -> None:
    """Undo a merge; everything is as if it had not been.

    \b
    Example:
        incident-log unmerge kyiv-blasts --reason "two attacks after all"
    """
    with _desk(**desk) as editor:
        _done(editor.unmerge(incident), as_json)


@click.command("close")
@click.argument("incident")
@decision_options
def _close(incident: str, as_json: bool, **desk: Any) -> None:
    """Note that no more reports are expected.

    \b
    Example:
        incident-log close kyiv-2024-12-20 --reason "toll final since January"
    """
    with _desk(**desk) as editor:
        _done(editor.close(incident), as_json)


@click.command("reopen")
@click.argument("incident")
@decision_options
def _reopen(incident: str, as_json: bool, **desk: Any) -> None:
    """Note that reports are expected again.

    \b
    Example:
        incident-log reopen kyiv-2024-12-20 --reason "a victim died of wounds"
    """
    with _desk(**desk) as editor:
        _done(editor.reopen(incident), as_json)


@click.command("describe")
@click.argument("incident")
@click.option("--title", help="What it is called.")
@click.option("--kind", help="What kind of incident.")
@click.option("--place", help="The place of claims that name none.")
@click.option("--timezone", help="The zone of times that name none.")
@click.option("--occurred", help="When it happened: a date or time.")
@decision_options
def _describe(
    incident: str,
    title: str | None,
    kind: str | None,
    place: str | None,
    timezone: str | None,
    occurred: str | None,
    as_json: bool,
    **desk: Any,
) -> None:
    """Describe an incident, or put its description right.

    \b
    Example:
        incident-log describe kyiv-2024-12-20 --timezone Europe/Kyiv --reason "set up"
    """
    given = {
        "title": title,
        "kind": kind,
        "place": place,
        "timezone": timezone,
        "occurred": occurred,
    }
    fields = {name: value for name, value in given.items() if value is not None}
    with _desk(**desk) as editor:
        _done(editor.describe(incident, fields), as_json)


COMMANDS = {
    command.name: command
    for command in (
        *(_correct, _retract, _hold, _release, _assess, _link, _merge, _unmerge),
        *(_close, _reopen, _describe),
    )
}
