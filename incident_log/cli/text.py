"""Answers as text for reading: short, aligned, in the incident's zone."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import click

from incident_log.answer import links, update_flags
from incident_log.claims import Claim, Occurrence, Statement, Target
from incident_log.counts import Number
from incident_log.events import UpdateReceived
from incident_log.explain import Evidence, Explanation, name
from incident_log.figures import Figure
from incident_log.placing import Placed
from incident_log.times import FOREVER, Span, in_zone
from incident_log.view import View

TABLES = ("casualties", "damage", "outages", "strikes", "indicators", "occurrences")

_HEADINGS = {"occurrences": "observed"}


def print_incidents(rows: Sequence[dict[str, Any]]) -> None:
    """Print the list of incidents."""
    _columns(
        (
            row["incident"],
            row["state"],
            f"{row['updates']} update{'' if row['updates'] == 1 else 's'}",
            "known " + _when(row["last_known_at"], row["timezone"])
            if row["last_known_at"]
            else "",
            _safe(row["title"] or ""),
        )
        for row in rows
    )


def print_view(view: View) -> None:
    """Print the whole incident at one (T, K)."""
    _print_head(view)
    print_figures(view, TABLES)
    for title, kind in (
        ("statements", Statement),
        ("targets", Target),
        ("timeline", Occurrence),
    ):
        claims = view.shown(kind)
        if claims:
            click.echo(f"\n{title}")
            _columns(_claim_line(claim, view) for claim in claims)
    rows = links(view)
    if rows:
        click.echo("\nlinks")
        _columns(_link_line(row, view) for row in rows)
    click.echo("\nupdates")
    _columns(
        (
            "  " + _when(update.known_at, view.reading.zone),
            update.reference,
            update.report.source,
            _safe(update.label or update.signal),
            ", ".join(_flags(update, view)),
        )
        for update in view.updates
    )


def _flags(update: UpdateReceived, view: View) -> list[str]:
    """Say what is remarkable about an update; that it is backfilled is not."""
    flags = update_flags(update, view)
    return [flag.replace("_", " ") for flag in flags if flag != "backfilled"]


def _link_line(row: dict[str, Any], view: View) -> tuple[str, ...]:
    verdicts = {verdict["verdict"] for verdict in row["verification"]}
    status = [row["status"]] if row["status"] != "claimed" else []
    words = _safe(row["quote"] or "")
    return (
        "  " + _when(row["as_of"], view.reading.zone),
        f"{row['relation']} {row['to']}",
        row["said_by"] or "an editor",
        f"“{words}”" if words else "",
        ", ".join(status + sorted(verdicts)),
    )


def print_figures(view: View, tables: Iterable[str]) -> None:
    """Print the figures of some tables, those of the incident's own place first."""
    own = view.reading.incidents.get(view.reading.incident, {}).get("place")
    for table in tables:
        figures = sorted(
            (figure for figure in view.figures if figure.table == table),
            key=lambda figure: figure.place != own,
        )
        if figures:
            click.echo(f"\n{_HEADINGS.get(table, table)}")
            _columns(
                (
                    "  " + name(figure).removeprefix(table).strip(),
                    how_many(figure),
                    _span(figure.as_of, view.reading.zone),
                    _remarks(figure),
                )
                for figure in figures
            )


def print_changes(before: View, after: View, changes: Sequence[dict[str, Any]]) -> None:
    """Print what changed between two moments."""
    _print_head(before)
    _print_head(after)
    if not changes:
        click.echo("\nnothing changed")
    for change in changes:
        click.echo()
        if "claim" in change:
            verb = "now shown" if change["after"] else "no longer shown"
            click.echo(
                f"{change['table']} {change['claim']}: {verb}, {change['cause']}"
            )
            _quote(change["quote"])
            continue
        about = " ".join(
            "+".join(v) if isinstance(v, list) else str(v)
            for k, v in change.items()
            if k not in ("place", "before", "after", "cause", "because")
            and v not in (None, "total_to_date")
        )
        where = f" @ {change['place']}" if change["place"] else ""
        click.echo(
            f"{about}{where}: {_brief(change['before'])} -> {_brief(change['after'])}"
            f"  [{change['cause']}]"
        )
        for each in change["because"]:
            by = f" by {each['by']}" if each["by"] else ""
            known = _when(each["known_at"], after.reading.zone)
            click.echo(
                f"  {each['cause']}{by}: {each['said_by']}"
                f" {_says(each)}, known {known} ({each['claim']})"
            )
            _quote(each["quote"])


def _says(because: dict[str, Any]) -> str:
    if because.get("denied"):
        return f"denies {because['count'] or 'it'}"
    return f"says {because['count'] or 'so'}"


def print_explanations(view: View, explanations: Sequence[Explanation]) -> None:
    """Print figures with every claim behind them."""
    _print_head(view)
    for explanation in explanations:
        figure = explanation.figure
        remarks = _remarks(figure)
        click.echo(f"\n{name(figure)}: {how_many(figure)}")
        click.echo(f"  policy {figure.policy}" + (f"; {remarks}" if remarks else ""))
        click.echo("  decided by")
        for evidence in explanation.deciding:
            _print_evidence(evidence, view)
        if explanation.lost:
            click.echo("  lost")
        for evidence in explanation.lost:
            _print_evidence(evidence, view)


def print_timeline(view: View, rows: Sequence[dict[str, Any]]) -> None:
    """Print moments in order."""
    _print_head(view)
    click.echo()
    zone = view.reading.zone
    _columns(
        (
            _period(row["from"], row["to"], zone),
            row["what"],
            row["kind"],
            row["place"] or "",
            row["said_by"],
            _safe(row["words"] or ""),
        )
        for row in rows
    )


def how_many(figure: Figure) -> str:
    """Write a figure in a few words.

    One number where everybody agrees, else the best one with its bounds.
    """
    return _number(figure.low, figure.best, figure.high)


def _brief(said: dict[str, Any] | None) -> str:
    if said is None:
        return "nothing"
    how = _number(said["low"], said["best"], said["high"])
    return f"{how}, contested" if said["contested"] else how


def _number(low: Number | None, best: Number | None, high: Number | None) -> str:
    if low is None and high is None:
        return "not stated" if best is None else f"about {best}"
    if low == high:
        return str(low)
    if high is None:
        bounds = f"at least {low}"
    elif low is None:
        bounds = f"up to {high}"
    else:
        bounds = f"{low} to {high}"
    return (
        bounds if best is None or bounds == f"at least {best}" else f"{best} ({bounds})"
    )


def _remarks(figure: Figure) -> str:
    words = ["contested"] if figure.contested else []
    if figure.origins > 1:
        words.append(f"{figure.origins} origins")
    words += [flag.replace("_", " ") for flag in figure.flags]
    return ", ".join(words)


def _print_head(view: View) -> None:
    reading = view.reading
    title = reading.incidents.get(reading.incident, {}).get("title")
    click.echo(f"{reading.incident}  {_safe(title or '')}".rstrip())
    click.echo(
        f"as of {_moment(view.as_of, reading.zone)},"
        f" known at {_moment(view.known_at, reading.zone)},"
        f" policy {view.policy}, position {view.position}"
    )


def _claim_line(claim: Placed, view: View) -> tuple[str, ...]:
    said = claim.claim
    occurred = said.occurred
    zone = view.reading.zone
    when = (
        _period(occurred.earliest, occurred.latest, zone, occurred.text)
        if occurred
        else _span(claim.as_of, zone)
    )
    names = (claim.name, claim.name.original)
    verdicts = {v.verdict for name in names for v in view.verdicts.get(name, ())}
    words = _safe(said.quote or "")
    return (
        f"  {when}",
        _what(said),
        claim.said_by,
        f"“{words}”" if words else "",
        ", ".join(sorted(verdicts)),
    )


def _what(said: Claim) -> str:
    return said.act if isinstance(said, Statement) else str(getattr(said, "kind", ""))


def _print_evidence(evidence: Evidence, view: View) -> None:
    claim = evidence.claim
    zone = view.reading.zone
    count = "denied" if claim.claim.is_denied else claim.claim.number.text or "no count"
    why = f"{evidence.why}: " if evidence.why else ""
    by = f" by {claim.hidden_by}" if claim.hidden_by else ""
    spoken = "" if claim.origin == claim.said_by else f" (origin {claim.origin})"
    click.echo(f"    {why}{count}{by}, {claim.said_by}{spoken}")
    click.echo(
        f"      as of {_span(claim.as_of, zone)}, known {_when(claim.known_at, zone)},"
        f" position {claim.update.position}, {claim.name}"
    )
    if claim.claim.quote is not None:
        quote = f"{evidence.before}[{claim.claim.quote}]{evidence.after}"
        click.echo(f"      {_safe(quote)}")


def _quote(words: str | None) -> None:
    if words is not None:
        click.echo(f"    “{_safe(words)}”")


def _moment(moment: str, zone: str | None) -> str:
    return "latest" if moment == FOREVER else _when(moment, zone, with_zone=True)


def _when(moment: str, zone: str | None, *, with_zone: bool = False) -> str:
    local = in_zone(moment, zone)
    shape = "%d %b %Y %H:%M %Z" if with_zone else "%d %b %H:%M"
    return local.strftime(shape)


def _span(span: Span, zone: str | None) -> str:
    shapes = {"year": "%Y", "month": "%b %Y", "day": "%d %b", "hour": "%d %b %H h"}
    if span.precision in shapes:
        return in_zone(span.earliest, zone).strftime(shapes[span.precision])
    return _when(span.earliest, zone)


def _period(
    start: str | None, end: str | None, zone: str | None, words: str | None = None
) -> str:
    """Write when something happened, as short as it stays clear."""
    if start is None:
        return f"until {_when(end, zone)}" if end else _safe(words or "?")
    if end is None:
        return f"from {_when(start, zone)}"
    first, last = in_zone(start, zone), in_zone(end, zone)
    if (last - first).total_seconds() <= 60:
        return _when(start, zone)
    if first.hour == first.minute == last.hour == last.minute == 0:
        days = first.strftime("%d %b"), (last - timedelta(days=1)).strftime("%d %b")
        return "-".join(dict.fromkeys(days))
    shape = "%H:%M" if last.date() == first.date() else "%d %b %H:%M"
    return f"{_when(start, zone)}-{last.strftime(shape)}"


def _columns(rows: Iterable[tuple[str, ...]]) -> None:
    """Print rows with their columns aligned; the last one runs free."""
    table = list(rows)
    widths = (
        [max(len(row[n]) for row in table) for n in range(len(table[0]))]
        if table
        else []
    )
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


#: Bidirectional controls, which could make text read as something else.
_UNSAFE = {n: f"\\u{n:04x}" for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_UNSAFE |= {n: f"\\x{n:02x}" for n in (*range(32), *range(127, 160))}


def _safe(words: str) -> str:
    """Show words on one line, with control characters made visible (I11)."""
    return " ".join(words.split()).translate(_UNSAFE)
