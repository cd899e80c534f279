"""Commands that ask: incidents, replay, diff, explain, timeline."""

from typing import Any

import click

from incident_log.answer import answer
from incident_log.cli import text
from incident_log.cli.options import (
    json_option,
    log_option,
    moment_options,
    opened,
    policy_option,
    position_option,
    print_json,
)
from incident_log.diff import diff
from incident_log.explain import explain
from incident_log.explain import row as explanation_row
from incident_log.listing import listing
from incident_log.replay import replay
from incident_log.timeline import timeline


@click.command("incidents")
@log_option
@json_option
def _incidents(log_at: str | None, as_json: bool) -> None:
    """List the incidents.

    \b
    Example:
        incident-log incidents
    """
    with opened(log_at) as log:
        found = listing(log)
    if as_json:
        print_json(found)
    else:
        text.print_incidents(found)


@click.command("replay")
@click.argument("incident")
@moment_options
@log_option
@json_option
def _replay(incident: str, log_at: str | None, as_json: bool, **moment: Any) -> None:
    """Show an incident as of T, as known at K.

    \b
    Example:
        incident-log replay kyiv-2024-12-20 --as-of 2024-12-20T11:00
    """
    with opened(log_at) as log:
        view = replay(log, incident, **moment)
    if as_json:
        print_json(answer(view))
    else:
        text.print_view(view)


@click.command("diff")
@click.argument("incident")
@click.option("--from", "before", metavar="T[@K]", required=True, help="One moment.")
@click.option("--to", "after", metavar="T[@K]", required=True, help="The other.")
@policy_option
@position_option
@log_option
@json_option
def _diff(
    incident: str,
    before: str,
    after: str,
    policy: str,
    at_position: int | None,
    log_at: str | None,
    as_json: bool,
) -> None:
    """Show what changed between two moments, and why.

    \b
    Example:
        incident-log diff kyiv-2024-12-20 \\
            --from 2024-12-20T11:00@2024-12-20T11:30 --to 2024-12-20T11:00
    """
    with opened(log_at) as log:
        views = []
        for each in (before, after):
            as_of, _, known_at = each.partition("@")
            views.append(
                replay(
                    log,
                    incident,
                    as_of=as_of,
                    known_at=known_at,
                    policy=policy,
                    at_position=at_position,
                )
            )
    changes = diff(*views)
    if as_json:
        ends = [{"as_of": v.as_of, "known_at": v.known_at} for v in views]
        print_json(
            {
                "incident": views[1].reading.incident,
                "from": ends[0],
                "to": ends[1],
                "policy": policy,
                "position": views[1].position,
                "changes": changes,
            }
        )
    else:
        text.print_changes(views[0], views[1], changes)


@click.command("explain")
@click.argument("incident")
@click.argument("figure", nargs=-1, required=True)
@moment_options
@log_option
@json_option
def _explain(
    incident: str,
    figure: tuple[str, ...],
    log_at: str | None,
    as_json: bool,
    **moment: Any,
) -> None:
    """Trace a figure down to the quoted words.

    FIGURE is any words that name it, or the reference of one of its claims.

    \b
    Example:
        incident-log explain kyiv-2024-12-20 injured @kyiv
    """
    with opened(log_at) as log:
        view = replay(log, incident, **moment)
    explanations = explain(view, " ".join(figure))
    if as_json:
        print_json([explanation_row(each) for each in explanations])
    else:
        text.print_explanations(view, explanations)


@click.command("timeline")
@click.argument("incident")
@moment_options
@log_option
@json_option
def _timeline(incident: str, log_at: str | None, as_json: bool, **moment: Any) -> None:
    """Show occurrences, statements and updates in order.

    \b
    Example:
        incident-log timeline kyiv-2024-12-20 --known-at 2024-12-20T12:00
    """
    with opened(log_at) as log:
        view = replay(log, incident, **moment)
    rows = timeline(view)
    if as_json:
        print_json(rows)
    else:
        text.print_timeline(view, rows)


COMMANDS = {c.name: c for c in (_incidents, _replay, _diff, _explain, _timeline)}
