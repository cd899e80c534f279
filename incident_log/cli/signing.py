"""The command that signs what the log is: checkpoint."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from incident_log.cli.options import json_option, log_option, opened, print_json
from incident_log.errors import WouldReplace
from incident_log.log import Log
from incident_log.proofs import checkpoints, files, signing, timestamps
from incident_log.proofs.strict_base64 import encode

Function = TypeVar("Function", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)

key_option = click.option(
    "--private-key",
    "key_file",
    type=PATH,
    envvar="INCIDENT_LOG_PRIVATE_KEY",
    metavar="FILE",
    help="The log's private key; also from INCIDENT_LOG_PRIVATE_KEY."
    "  [default: among your settings, not in the log]",
)


def output_options(what: str) -> Callable[[Function], Function]:
    """Add ``--output`` and ``--force``; *what* says where it goes by default."""
    options = (
        click.option("-o", "--output", metavar="FILE", help=what),
        click.option("--force", is_flag=True, help="Write over another file."),
    )

    def add(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@click.command("checkpoint")
@click.option("--new-key", is_flag=True, help="Make the log's own key first.")
@key_option
@output_options("Where a copy goes; - prints it.")
@click.option(
    "--timestamp-request",
    is_flag=True,
    help="Write what a time-stamp authority is asked (RFC 3161).",
)
@click.option(
    "--timestamp-response",
    "answer",
    type=PATH,
    metavar="FILE",
    help="Keep an authority's answer; sign nothing.",
)
@click.option(
    "--certificate",
    "certificates",
    type=PATH,
    multiple=True,
    metavar="FILE",
    help="Certificates of the authority, PEM, that its answer is held against.",
)
@log_option
@json_option
def _checkpoint(
    answer: Path | None,
    certificates: tuple[Path, ...],
    log_at: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Sign what the log is now, for others to keep.

    A checkpoint is three lines and a signature.  Whoever has one can tell whether
    anything before it was changed since: mail it, print it, publish it.  A log that
    contradicts what it signed before is not signed again.

    The private key is not in the log, so that copies of the log do not give it away.

    \b
    Example:
        incident-log checkpoint --new-key
        incident-log checkpoint -o - | mail -s checkpoint archive@example.org
        incident-log checkpoint --timestamp-request
    """
    with opened(log_at) as log:
        if answer is not None:
            _keep(log, answer, certificates, as_json)
        elif certificates:
            raise click.UsageError("--certificate goes with --timestamp-response")
        else:
            _sign(log, as_json=as_json, **options)


def key_path(log: Log, key_file: Path | None) -> Path:
    """Return where the private key of a log is."""
    settings = Path(click.get_app_dir("incident-log"))
    return key_file or signing.key_path(settings / "keys", log)


def write_out(output: str, data: bytes, *, force: bool) -> None:
    """Write a file, or to standard output; raise :exc:`WouldReplace`."""
    if output == "-":
        click.echo(data, nl=False)
        return
    path = Path(output)
    if not force and path.exists() and files.read(path) != data:
        raise WouldReplace(output)
    files.write(path, data)


def _sign(
    log: Log,
    *,
    new_key: bool,
    key_file: Path | None,
    output: str | None,
    force: bool,
    timestamp_request: bool,
    as_json: bool,
) -> None:
    path = key_path(log, key_file)
    if new_key:
        signing.make_key(log, path)
    signed = signing.sign(log, path)
    request = timestamps.request(signed.path) if timestamp_request else None
    if output is not None:
        write_out(output, signed.checkpoint.data, force=force)
    told = {
        "checkpoint": str(signed.path),
        "is_new": signed.is_new,
        "origin": signed.checkpoint.origin,
        "size": signed.checkpoint.size,
        "root": encode(signed.checkpoint.root),
        "keys": [str(each) for each in checkpoints.known(log.directory)],
        "private_key": str(path),
        "timestamp_request": request and str(request),
    }
    if as_json and output != "-":
        print_json(told)
    elif output != "-":
        _tell(told, is_key_new=new_key)


def _tell(told: dict[str, Any], *, is_key_new: bool) -> None:
    if is_key_new:
        click.echo(
            f"the private key is in {told['private_key']}: keep it secret\n"
            f"the public key, to be published: {told['keys'][-1]}"
        )
    events = f"{told['size']} event{'' if told['size'] == 1 else 's'}"
    is_new = "signed" if told["is_new"] else "were signed before"
    click.echo(f"{events} {is_new}: {told['checkpoint']}, root {told['root']}")
    if told["timestamp_request"]:
        click.echo(f"to be sent to a time-stamp authority: {told['timestamp_request']}")
    if told["is_new"]:
        click.echo("send a copy to somebody else: only there it proves anything")


def _keep(
    log: Log, answer: Path, certificates: tuple[Path, ...], as_json: bool
) -> None:
    kept = timestamps.keep(log.directory, answer, certificates)
    if as_json:
        print_json(
            {
                "timestamp": str(kept.path),
                "checkpoint": kept.checkpoint,
                "time": kept.time,
                "is_verified": kept.is_verified,
            }
        )
        return
    click.echo(f"{kept.checkpoint} was seen at {kept.time}: {kept.path}")
    if not kept.is_verified:
        click.echo(
            "warning: who says so was not checked: give --certificate FILE", err=True
        )


COMMANDS = {"checkpoint": _checkpoint}
