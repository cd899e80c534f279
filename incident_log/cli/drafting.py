"""The command that drafts updates from articles: draft."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from incident_log.cli.draft_text import told
from incident_log.cli.options import log_option, opened
from incident_log.decisions import check_id
from incident_log.drafting.against import set_against
from incident_log.drafting.drafts import Given, draft
from incident_log.drafting.inputs import STDIN, names, read
from incident_log.drafting.pages import Page
from incident_log.drafting.prose.slugs import own_slug
from incident_log.drafting.review.documents import dumps
from incident_log.drafting.review.files import write
from incident_log.errors import (
    NotInstalled,
    NotPossible,
    UnreadableInput,
)
from incident_log.replay import replay
from incident_log.schemas.drafts import DRAFT
from incident_log.view import View

Document = dict[str, Any]
Drafted = tuple[str, Document]

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("draft")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--published", metavar="TIME", help="When it was published, if known.")
@click.option("--timezone", metavar="ZONE", help="Of its clock times: Europe/Kyiv.")
@click.option("--incident", metavar="SLUG", help="The incident that it is about.")
@click.option("--report", metavar="ID", help="The report.  [default: the file's name]")
@click.option("--source", metavar="SLUG", help="Who publishes it.")
@click.option("--url", help="Its address.")
@click.option(
    "--against",
    metavar="INCIDENT",
    help="Compare it with what the log holds of an incident.",
)
@click.option(
    "--gazetteer",
    "gazetteers",
    type=_file,
    multiple=True,
    help="A CSV of more agents, places and weapons.",
)
@click.option(
    "--rules", type=_file, multiple=True, help="A TOML file of more words and rules."
)
@click.option(
    *("-o", "--output"),
    metavar="FILE",
    help="Where the draft goes; a folder for several.  [default: standard output]",
)
@click.option("--nl", is_flag=True, help="One draft a line, as JSON lines.")
@click.option("--force", is_flag=True, help="Write over another draft.")
@click.option("--silent", is_flag=True, help="No summary on standard error.")
@log_option
def _draft(
    articles: tuple[str, ...],
    against: str | None,
    gazetteers: tuple[Path, ...],
    rules: tuple[Path, ...],
    output: str | None,
    nl: bool,
    force: bool,
    silent: bool,
    log_at: str | None,
    **given: str | None,
) -> None:
    """Draft an update from the text of an article; a person reviews it.

    Reads plain text, HTML (with the extra html), folders of both, and - (standard
    input).  Every claim has the words it rests on and the rule that found it; what was
    left out, and numbers that no rule claimed, are listed.

    \b
    Example:
        incident-log draft article.txt --published 2024-12-20 \\
            --timezone Europe/Kyiv -o article.draft.json
    """
    files = names(articles)
    is_many = list(files.values()) != [articles[0]]
    _check(given, len(files))
    view = None if against is None else _view(log_at, against)
    if view is not None:
        given["timezone"] = given["timezone"] or view.reading.zone
    refused: list[str] = []

    def drafted() -> Iterator[Drafted]:
        for name, page in _pages(files, refused):
            own = None if files[name] == STDIN else name
            made = draft(page.text, _given(own, page, given), rules, gazetteers)
            made = made if view is None else set_against(made, view)
            if not silent:
                for line in told(files[name], made):
                    click.echo(line, err=True)
            yield name, made

    _write(drafted(), output, is_many=is_many, nl=nl, force=force)
    if refused:
        sys.exit(1)


def _check(given: dict[str, str | None], articles: int) -> None:
    for option in ("incident", "report", "source"):
        word = given[option]
        if word is not None:
            check_id(f"--{option}", word)
    for option in ("report", "url"):
        if given[option] is not None and articles > 1:
            raise NotPossible(
                f"--{option} is of one article, not of {articles}: draft them apart, or"
                " leave it out"
            )


def _view(log_at: str | None, incident: str) -> View:
    with opened(log_at) as log:
        return replay(log, incident)


def _pages(files: dict[str, str], refused: list[str]) -> Iterator[tuple[str, Page]]:
    """Yield the articles that can be read; say why others cannot."""
    for name, path in files.items():
        try:
            yield name, read(path)
        except (UnreadableInput, NotInstalled) as error:
            click.echo(f"Error: {error}", err=True)
            refused.append(path)


def _given(name: str | None, page: Page, options: dict[str, str | None]) -> Given:
    """Say of an article what the options say, else what its own page says.

    Standard input has no name to call a report by, nor has a name without a Latin
    letter: one id for all such reports would make each a revision of the last.
    """
    return Given(
        published=options["published"] or page.published,
        timezone=options["timezone"],
        incident=options["incident"],
        report=options["report"] or own_slug(name),
        source=options["source"] or own_slug(page.site),
        url=options["url"] or page.url,
        title=page.title,
    )


def _write(
    drafts: Iterable[Drafted],
    output: str | None,
    *,
    is_many: bool,
    nl: bool,
    force: bool,
) -> None:
    """Write drafts as they are made: to a folder, a file, or standard output."""
    if output is None or output == "-":
        written = _line if nl or is_many else dumps
        for _, made in drafts:
            click.echo(written(made))
    elif nl:
        lines = "".join(f"{_line(made)}\n" for _, made in drafts)
        _save(Path(output), lines, is_forced=force)
    else:
        is_folder = is_many or Path(output).is_dir()
        for name, made in drafts:
            path = Path(output, f"{name}.draft.json") if is_folder else Path(output)
            path.parent.mkdir(parents=True, exist_ok=True)
            _save(path, f"{dumps(made)}\n", is_forced=force)


def _save(path: Path, text: str, *, is_forced: bool) -> None:
    """Write drafts; --force writes over other drafts, never over an article."""
    if is_forced and path.is_file() and DRAFT not in path.read_text("utf-8", "replace"):
        raise NotPossible(f"{path} is no draft, so it stays: name another file with -o")
    write(path, text.encode(), is_forced=is_forced)


def _line(made: Document) -> str:
    return json.dumps(made, ensure_ascii=False)


COMMANDS = {"draft": _draft}
