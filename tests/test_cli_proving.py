"""The commands prove and evidence: what they give out, check, and refuse."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from incident_log.log import Log
from incident_log.proofs import checkpoints
from incident_log.proofs.verify_bundle import check_all
from tests.given import INCIDENT
from tests.signed import PETER, told
from tests.test_cli import refusal
from tests.test_cli_signing import answered, hear, run


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The directory of a log of five reports, signed when it had two and four."""
    with told(tmp_path / "log", 2):
        pass
    log = tmp_path / "log"
    assert run("--new-key", log=log).exit_code == 0
    hear(log, 3, 4)
    assert run(log=log).exit_code == 0
    hear(log, 5)
    return log


def note(log: Path, size: int) -> str:
    return str(log / "checkpoints" / f"{size}.txt")


def proved(log: Path, *args: str) -> str:
    """Return the file of a proof."""
    path = log.parent / "proof"
    result = run(*args, "-o", str(path), "--force", log=log, command="prove")
    assert (result.exit_code, result.output) == (0, "")
    return str(path)


def key(log: Path) -> str:
    return str(checkpoints.known(log)[0])


# -- prove ---------------------------------------------------------------------------


def test_an_event_is_proved_to_the_last_checkpoint(log: Path) -> None:
    result = run("3", log=log, command="prove")

    assert result.exit_code == 0
    assert result.stdout.startswith("c2sp.org/tlog-proof@v1\nindex 2\n")
    assert result.stdout_bytes.endswith(Path(note(log, 4)).read_bytes())


def test_a_proof_is_told_to_machines(log: Path) -> None:
    told = answered("1", "--checkpoint", note(log, 2), log=log, command="prove")

    assert (told["position"], told["index"], told["size"]) == (1, 0, 2)
    assert len(told["path"]) == 1
    assert told["root"] == Path(note(log, 2)).read_text().split("\n")[2]


def test_growth_is_proved_since_a_checkpoint(log: Path) -> None:
    result = run("--since", note(log, 2), log=log, command="prove")

    assert result.stdout.startswith("old 2\n")
    told = answered("--since", note(log, 2), log=log, command="prove")
    assert (told["since"], told["size"]) == (2, 4)


def test_a_proof_of_an_event_is_checked_with_the_log_or_without(
    log: Path, tmp_path: Path
) -> None:
    proof = proved(log, "3")
    with Log.open(log) as opened:
        (tmp_path / "event.json").write_bytes(opened.stored(3)[0])
    nowhere = tmp_path / "nowhere"

    here = run("--check", proof, log=log, command="prove")
    elsewhere = run(
        *("--check", proof, "--event", str(tmp_path / "event.json")),
        *("--key", PETER, "--key", key(log)),
        log=nowhere,
        command="prove",
    )

    assert here.stdout == elsewhere.stdout
    assert here.stdout == (
        "the event at position 3 is in the log, of which the first 4 were signed by"
        f" {key(log)}\n"
    )
    told = answered("--check", proof, log=log, command="prove")
    assert (told["position"], told["keys"]) == (3, [key(log)])


def test_a_proof_of_growth_is_checked_against_the_older_checkpoint(log: Path) -> None:
    proof = proved(log, "--since", note(log, 2))
    check = ("--check", proof, "--since")

    right = run(*check, note(log, 2), log=log, command="prove")

    assert right.stdout.startswith(
        "the log only grew from its first 2 events, of which"
    )
    told = answered(*check, note(log, 2), log=log, command="prove")
    assert (told["since"], told["keys"]) == (2, [key(log)])
    said = refusal(run(*check, note(log, 4), log=log, command="prove"))
    assert "it is not true that the log only grew from its first 2 events" in said


def test_a_proof_of_another_event_or_by_another_key_is_refused(
    log: Path, tmp_path: Path
) -> None:
    proof = proved(log, "3")
    (tmp_path / "event.json").write_text("{}")

    other = ("--check", proof, "--event", str(tmp_path / "event.json"))

    said = refusal(run(*other, log=log, command="prove"))
    assert "it is not true that the event at position 3 is in the log" in said
    said = refusal(run("--check", proof, "--key", PETER, log=log, command="prove"))
    assert "no key that is known has signed it" in said
    proof = proved(log, "--since", note(log, 2))
    old = ("--since", note(log, 2), "--key", PETER)
    said = refusal(run("--check", proof, *old, log=log, command="prove"))
    assert "no key that is known has signed it" in said


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ((), "name one thing"),
        (("1", "--since", "note.txt"), "name one thing"),
        (("0",), "0 is not in the range"),
        (("1", "--check", "proof"), "leave the rest out"),
        (("--check", "proof", "-o", "other"), "leave the rest out"),
        (("--check", "proof", "--checkpoint", "note.txt"), "leave the rest out"),
    ],
)
def test_one_thing_is_proved_at_a_time(
    args: tuple[str, ...], why: str, log: Path
) -> None:
    result = run(*args, log=log, command="prove")

    assert result.exit_code == 2
    assert why in result.stderr


def test_what_the_log_grew_from_has_to_be_named(log: Path) -> None:
    proof = proved(log, "--since", note(log, 2))

    result = run("--check", proof, log=log, command="prove")

    assert result.exit_code == 2
    assert "--since CHECKPOINT" in result.stderr


def test_an_event_that_nobody_signed_yet_is_not_proved(log: Path) -> None:
    said = refusal(run("5", log=log, command="prove"))

    assert "no checkpoint covers position 5: sign one" in said


# -- evidence ------------------------------------------------------------------------


def unpacked(data: bytes, folder: Path) -> Path:
    with ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder / "evidence"


def test_the_evidence_for_a_claim_is_signed_and_packed(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = run("wire-5/1#c1", log=log, command="evidence")

    assert result.stdout == (
        f"1 event, proved to {note(log, 5)}: evidence-wire-5-1-c1.zip; unpack it and"
        " run 'python3 verify.py'\n"
    )
    packed = tmp_path / "evidence-wire-5-1-c1.zip"
    assert packed.stat().st_mode & 0o777 == 0o600
    assert check_all(unpacked(packed.read_bytes(), tmp_path / "out"), key(log)) == []


def test_the_evidence_for_a_figure_is_told_to_machines(
    log: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "out.zip")

    told = answered(
        *(INCIDENT, "injured", "kyiv", "--as-of", "2024-12-20T09:00", "-o", out),
        log=log,
        command="evidence",
    )

    assert told["asked"] == f"{INCIDENT} injured kyiv"
    assert (told["file"], told["checkpoint"]) == (out, note(log, 5))
    assert (told["events"], told["timestamps"]) == ([1], 0)
    assert told["claims"] == ["wire-1/1#c1"]


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_evidence_goes_to_standard_output(more: tuple[str, ...], log: Path) -> None:
    result = run("wire-1/1#c1", "-o", "-", *more, log=log, command="evidence")

    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"PK")


def test_evidence_for_several_events_says_so(log: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out.zip")

    args = (INCIDENT, "injured", "--policy", "interval", "-o", out)

    result = run(*args, log=log, command="evidence")

    assert result.stdout.startswith("5 events, proved to ")


def test_without_its_key_a_log_gives_evidence_up_to_its_last_checkpoint(
    log: Path, tmp_path: Path
) -> None:
    (tmp_path / "settings").rename(tmp_path / "elsewhere")
    out = str(tmp_path / "out.zip")

    told = answered("wire-4/1#c1", "-o", out, log=log, command="evidence")
    said = refusal(run("wire-5/1#c1", "-o", out, log=log, command="evidence"))

    assert told["checkpoint"] == note(log, 4)
    assert "no checkpoint covers position 5" in said


def test_evidence_can_be_proved_to_an_older_checkpoint(
    log: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.zip"
    older = ("--checkpoint", note(log, 2), "-o", str(out))

    told = answered("wire-1/1#c1", *older, log=log, command="evidence")

    assert told["checkpoint"] == note(log, 2)
    bundle = unpacked(out.read_bytes(), tmp_path / "out")
    assert json.loads((bundle / "evidence.json").read_text())["size"] == 2


def test_a_checkpoint_that_another_key_signed_is_refused(
    log: Path, tmp_path: Path
) -> None:
    (log / "checkpoints" / "keys.txt").write_text(f"{PETER}\n")
    older = ("--checkpoint", note(log, 2), "-o", str(tmp_path / "out.zip"))

    said = refusal(run("wire-1/1#c1", *older, log=log, command="evidence"))

    assert "no key that is known has signed it" in said


def test_a_key_that_is_named_has_to_be_there(log: Path, tmp_path: Path) -> None:
    named = ("--private-key", str(tmp_path / "none"))

    said = refusal(run("wire-1/1#c1", *named, log=log, command="evidence"))

    assert "no private key in" in said


def test_a_claim_has_no_moment(log: Path) -> None:
    args = ("wire-1/1#c1", "--as-of", "2024-12-20")

    result = run(*args, log=log, command="evidence")

    assert result.exit_code == 2
    assert "the same at every moment" in result.stderr


def test_what_is_neither_claim_nor_figure_is_refused(log: Path) -> None:
    said = refusal(run(INCIDENT, log=log, command="evidence"))

    assert f"nothing in the log is called '{INCIDENT}'" in said
