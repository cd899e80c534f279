"""Commands that prove: prove, evidence."""

import re
from pathlib import Path
from typing import Any

import click

from incident_log.cli.options import (
    json_option,
    log_option,
    moment_options,
    opened,
    print_json,
    where,
)
from incident_log.cli.signing import (
    PATH,
    key_option,
    key_path,
    output_options,
    write_out,
)
from incident_log.errors import BadProof
from incident_log.log import Log
from incident_log.merkle import leaf
from incident_log.proofs import checkpoints, files, proving, signing, timestamps
from incident_log.proofs.bundles import Seal, bundle, packed
from incident_log.proofs.evidence import Wanted, of_claim, of_figure
from incident_log.proofs.proving import Consistency, Inclusion
from incident_log.proofs.strict_base64 import encode
from incident_log.replay import replay

checkpoint_option = click.option(
    "--checkpoint",
    "checkpoint",
    type=PATH,
    metavar="FILE",
    help="The checkpoint to prove it to.  [default: the log's last one]",
)


@click.command("prove")
@click.argument("position", required=False, type=click.IntRange(min=1))
@checkpoint_option
@click.option(
    "--since",
    type=PATH,
    metavar="CHECKPOINT",
    help="Prove that the log only grew since then.",
)
@click.option("--check", type=PATH, metavar="FILE", help="Check a proof.")
@click.option(
    "--event",
    type=PATH,
    metavar="FILE",
    help="The bytes of the event that a checked proof is about.  [default: the log's]",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="VERIFIER",
    help="The public key that is trusted, or its file.  [default: the log's own]",
)
@output_options("Where the proof goes.  [default: standard output]")
@log_option
@json_option
def _prove(
    position: int | None,
    checkpoint: Path | None,
    since: Path | None,
    check: Path | None,
    event: Path | None,
    keys: tuple[str, ...],
    output: str | None,
    force: bool,
    log_at: str | None,
    as_json: bool,
) -> None:
    """Prove that an event is in the log, or that the log only grew.

    With POSITION the proof is a C2SP tlog-proof, which needs the event's bytes beside
    it; with --since it is what a C2SP witness takes.  Both end with the checkpoint they
    are for.

    \b
    Example:
        incident-log prove 17 -o 17.tlog-proof
        incident-log prove --check 17.tlog-proof
        incident-log prove --since checkpoint-of-monday.txt
    """
    if check is not None:
        if position is not None or checkpoint is not None or output is not None:
            raise click.UsageError("--check takes a whole proof: leave the rest out")
        _check(check, since, event, keys, log_at, as_json=as_json)
        return
    if (position is None) is (since is None):
        raise click.UsageError("name one thing: POSITION, --since or --check")
    with opened(log_at) as log:
        path = checkpoint or proving.latest(log, position or 0)
        signed = checkpoints.read_file(path)
        proof: Inclusion | Consistency
        if position is not None:
            proof = proving.prove(log, [position], signed)[position]
        else:
            assert since is not None
            proof = proving.prove_since(log, checkpoints.read_file(since), signed)
    if as_json:
        print_json(_row(proof))
    else:
        write_out(output or "-", str(proof).encode(), force=force)


def _check(
    path: Path,
    since: Path | None,
    event: Path | None,
    keys: tuple[str, ...],
    log_at: str | None,
    *,
    as_json: bool,
) -> None:
    """Say what a proof proves; raise :exc:`BadProof` where it is nothing."""
    proof = proving.read_file(path)
    known = checkpoints.trusted(keys, where(log_at).directory)
    if isinstance(proof, Consistency):
        if since is None:
            raise click.UsageError("name what the log grew from: --since CHECKPOINT")
        old = checkpoints.read_file(since)
        checkpoints.check_signed(since, old, known)
        is_right = old.size == proof.old and proof.holds(old.root)
        what = f"the log only grew from its first {proof.old} events"
    else:
        is_right = proof.holds(leaf(_bytes_of(proof, event, log_at)))
        what = f"the event at position {proof.index + 1} is in the log"
    if not is_right:
        raise BadProof(str(path), f"it is not true that {what}")
    signers = checkpoints.check_signed(path, proof.checkpoint, known)
    if as_json:
        print_json(_row(proof) | {"keys": [str(key) for key in signers]})
    else:
        click.echo(
            f"{what}, of which the first {proof.checkpoint.size} were signed by"
            f" {signers[0]}"
        )


def _bytes_of(proof: Inclusion, event: Path | None, log_at: str | None) -> bytes:
    if event is not None:
        return files.read(event)
    with opened(log_at) as log:
        return log.stored(proof.index + 1)[0]


def _row(proof: Inclusion | Consistency) -> dict[str, Any]:
    what = (
        {"position": proof.index + 1, "index": proof.index}
        if isinstance(proof, Inclusion)
        else {"since": proof.old}
    )
    return what | {
        "origin": proof.checkpoint.origin,
        "size": proof.checkpoint.size,
        "root": encode(proof.checkpoint.root),
        "path": [encode(hashed) for hashed in proof.path],
    }


@click.command("evidence")
@click.argument("reference", metavar="REF...", nargs=-1, required=True)
@output_options("The zip file.  [default: evidence-REF.zip]")
@checkpoint_option
@key_option
@moment_options
@log_option
@json_option
def _evidence(
    reference: tuple[str, ...],
    output: str | None,
    force: bool,
    checkpoint: Path | None,
    key_file: Path | None,
    log_at: str | None,
    as_json: bool,
    **moment: Any,
) -> None:
    """Pack what a claim or a figure rests on, for others to check.

    REF is a claim, REPORT/UPDATE#CLAIM, or an incident and a figure as for "explain".
    The zip file has the events, those of their words that belong, proofs that they are
    in the log, its checkpoint, and a program that checks all of it with Python alone.
    The log as it is now is signed for it, if its private key is there.

    \b
    Example:
        incident-log evidence kyiv-post/2#c1
        incident-log evidence kyiv-2024-12-20 injured @kyiv -o injured.zip
    """
    name = re.sub("[^a-z0-9]+", "-", f"evidence {' '.join(reference)}").strip("-")
    output = output or f"{name}.zip"
    with opened(log_at) as log:
        wanted = _wanted(log, reference, moment)
        path = checkpoint or _signed(log, key_file, max(wanted.exhibits))
        signed = checkpoints.read_file(path)
        known = checkpoints.known(log.directory)
        signers = checkpoints.check_signed(path, signed, known)
        seal = Seal(signed, signers, timestamps.tokens(path))
        found = bundle(log, wanted, seal)
    write_out(output, packed(found), force=force)
    told = {
        "file": output,
        "asked": wanted.asked,
        "claims": [c for each in wanted.exhibits.values() for c in each.claims],
        "events": sorted(wanted.exhibits),
        "checkpoint": str(path),
        "timestamps": len(seal.tokens),
    }
    if as_json and output != "-":
        print_json(told)
    elif output != "-":
        many = len(wanted.exhibits)
        click.echo(
            f"{many} event{'' if many == 1 else 's'}, proved to {path}: {output};"
            " unpack it and run 'python3 verify.py'"
        )


def _wanted(log: Log, reference: tuple[str, ...], moment: dict[str, Any]) -> Wanted:
    """Find what was asked for: a claim, or the figures of an incident."""
    if len(reference) > 1:
        return of_figure(replay(log, reference[0], **moment), " ".join(reference[1:]))
    if any(moment[name] is not None for name in ("as_of", "known_at", "at_position")):
        raise click.UsageError("a claim is the same at every moment: name none")
    return of_claim(log, reference[0])


def _signed(log: Log, key_file: Path | None, position: int) -> Path:
    """Sign the log if its private key is there; else return its last checkpoint."""
    key = key_path(log, key_file)
    if key_file is not None or key.exists():
        return signing.sign(log, key).path
    return proving.latest(log, position)


COMMANDS = {"prove": _prove, "evidence": _evidence}
