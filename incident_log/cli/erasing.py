"""The command that lets words go for ever: erase."""

import sys
from collections.abc import Iterable
from typing import Any

import click

from incident_log.cli.bars import Bars
from incident_log.cli.options import json_option, log_option, opened, print_json
from incident_log.cli.serving import write_public
from incident_log.doctor.files import FOR_THE_WORLD
from incident_log.erasing.acts import Grounds, erase
from incident_log.erasing.names import named
from incident_log.erasing.plans import Passage, Plan, planned
from incident_log.erasing.traces import remove_traces
from incident_log.errors import IncidentLogError, NothingToErase, TooMuchErased, visible
from incident_log.log import Log
from incident_log.projecting.keeping import path_of

#: Names of events that are listed before it is enough.
_MOST = 5

_COPIES = (
    "copies made before still hold them: backups, exports, evidence, prepared folders"
)


@click.command("erase")
@click.argument("reference", required=False)
@click.argument("path", required=False)
@click.option(
    "--words",
    "phrases",
    multiple=True,
    metavar="WORDS",
    help="Only what holds these words; several times for several spellings.",
)
@click.option("--everywhere", is_flag=True, help="Insist, where no REFERENCE is given.")
@click.option("--dry-run", is_flag=True, help="Show what would go, erase nothing.")
@click.option("--reason", help="Why, without the words themselves; it is kept.")
@click.option("--rule", help="What obliges you: 'GDPR Art. 17'; it is kept.")
@click.option("--by", metavar="AGENT", help="Who decides.")
@click.option(
    "--at-position",
    type=click.IntRange(min=0),
    metavar="N",
    help="Refuse if anything about it is newer than position N.",
)
@log_option
@json_option
def _erase(
    reference: str | None,
    path: str | None,
    phrases: tuple[str, ...],
    everywhere: bool,
    dry_run: bool,
    reason: str | None,
    at_position: int | None,
    log_at: str | None,
    as_json: bool,
    **grounds: str | None,
) -> None:
    """Erase words of a claim, an update, a report or an incident, for ever.

    What was counted, by whom and when stays; so do all proofs.  PATH is text, label,
    report.title, quote, claims[0].quote, agents[0].name ...; without it all words go
    but editors' reasons.  A decision is named as in report:wire@3.

    \b
    Example:
        incident-log erase --words "Jane Doe" --dry-run
        incident-log erase wire/2 --words "Jane Doe" --rule "GDPR Art. 17" \\
            --reason "she asked to be forgotten"
    """
    if reference is None and not phrases:
        raise click.UsageError("say what to erase: a REFERENCE, or --words")
    if reason is None and not dry_run:
        raise click.UsageError("say why: --reason")
    with opened(log_at) as log:
        seen = log.position if at_position is None else at_position
        plan = planned(log, named(log, reference), path, phrases)
        if not (plan.going or plan.gone or plan.fixed):
            raise NothingToErase(reference or "the log")
        if dry_run:
            _tell_plan(plan, as_json)
            return
        if reference is None and not everywhere:
            streams = {passage.stream for passage in plan.going}
            raise TooMuchErased(len(plan.going), len(streams))
        why = Grounds(reason=reason or "", phrases=phrases, **grounds)
        is_insisted = at_position is not None
        appended = erase(log, plan, why, seen=seen, is_insisted=is_insisted)
        with Bars(is_hidden=as_json) as bars:
            unfinished = [*remove_traces(log, bars), *_published(log)]
    _tell(plan, [event.position for event in appended], unfinished, as_json)
    if unfinished or plan.fixed:
        sys.exit(1)


def _published(log: Log) -> Iterable[str]:
    """Write the folder anew that ``serve --public`` shows, if there is one."""
    folder = log.directory / FOR_THE_WORLD
    if (folder / "incidents.db").is_file():
        try:
            write_public(path_of(log), folder)
        except IncidentLogError as error:
            yield str(error)


def _tell_plan(plan: Plan, as_json: bool) -> None:
    if as_json:
        print_json({"would_erase": [_row(each, shown=True) for each in plan.going]})
        return
    for passage in plan.going:
        words = visible(" ".join(str(passage.words).split()))
        brief = words if len(words) <= 60 else f"{words[:57]}..."
        click.echo(f"{passage.name} {passage.path}: {brief}")
    click.echo(f"{_counted(plan.going)} would be erased")
    _tell_rest(plan)


def _tell(
    plan: Plan, positions: list[int], unfinished: list[str], as_json: bool
) -> None:
    if as_json:
        print_json(
            {
                "positions": positions,
                "erased": [_row(each, shown=False) for each in plan.going],
                "already_erased": [_row(each, shown=False) for each in plan.gone],
                "staying": [_row(each, shown=False) for each in plan.staying],
                "fixed": plan.fixed,
                "unfinished": unfinished,
            }
        )
        return
    for passage in plan.going:
        click.echo(f"{passage.name} {passage.path}")
    if plan.going:
        places = ", ".join(map(str, positions))
        click.echo(f"{_counted(plan.going)} erased, told at position {places}")
        click.echo(_COPIES)
    elif plan.gone:
        click.echo(f"already erased: {_counted(plan.gone)}; no others hold such words")
    _tell_rest(plan)
    for message in unfinished:
        click.echo(f"not finished: {message}", err=True)
    if unfinished:
        click.echo(_UNFINISHED, err=True)


_UNFINISHED = (
    "the words are erased from the log, but old copies of them may be left in its"
    " files: erase the same again once that is mended"
)


def _tell_rest(plan: Plan) -> None:
    staying = [f"{each.name} {each.path}" for each in plan.staying]
    for what, names in (
        ("the same words stay in", staying),
        ("warning: an id or a name that cannot be erased holds them in", plan.fixed),
    ):
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        if names:
            click.echo(f"{what} {', '.join(names[:_MOST])}{more}", err=True)


def _counted(passages: list[Passage]) -> str:
    return f"{len(passages)} passage{'' if len(passages) == 1 else 's'}"


def _row(passage: Passage, *, shown: bool) -> dict[str, Any]:
    row = passage._asdict()
    if not shown:
        del row["words"]
    return row


COMMANDS = {"erase": _erase}
