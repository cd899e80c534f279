"""The command checkpoint: what it signs, where it puts it, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from incident_log.cli import incident_log
from incident_log.log import Log
from incident_log.proofs import checkpoints
from tests.signed import append, told
from tests.stamping import Authority
from tests.test_cli import refusal


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The directory of a log of three reports."""
    with told(tmp_path / "log", 3):
        return tmp_path / "log"


def run(*args: str, log: Path, command: str = "checkpoint", **env: str) -> Result:
    """Run the command as somebody whose settings lie beside the log."""
    settings = {"XDG_CONFIG_HOME": str(log.parent / "settings"), **env}
    runner = CliRunner(env={"INCIDENT_LOG": None, **settings})
    return runner.invoke(
        incident_log, ["-l", str(log), command, *args], prog_name="incident-log"
    )


def answered(*args: str, log: Path, command: str = "checkpoint") -> Any:
    result = run(*args, "--json", log=log, command=command)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return json.loads(result.stdout)


def hear(log: Path, *numbers: int) -> None:
    with Log.open(log) as opened:
        append(opened, *numbers)


def test_a_new_key_is_made_outside_the_log_and_it_is_said_where(log: Path) -> None:
    result = run("--new-key", log=log)

    assert result.exit_code == 0, result.output
    (key,) = (log.parent / "settings" / "incident-log" / "keys").glob("*.key")
    (public,) = checkpoints.known(log)
    lines = result.stdout.splitlines()
    assert lines[0] == f"the private key is in {key}: keep it secret"
    assert lines[1] == f"the public key, to be published: {public}"
    assert lines[2].startswith(f"3 events signed: {log}/checkpoints/3.txt, root ")
    assert lines[3] == "send a copy to somebody else: only there it proves anything"
    assert str(key.read_text()).strip() not in result.stdout


def test_a_checkpoint_is_told_to_machines(log: Path) -> None:
    run("--new-key", log=log)
    hear(log, 4)

    told = answered(log=log)

    note = checkpoints.read_file(Path(told["checkpoint"]))
    assert told["checkpoint"] == f"{log}/checkpoints/4.txt"
    assert (told["size"], told["origin"]) == (4, note.origin)
    assert told["is_new"] is True
    assert told["keys"] == [str(key) for key in checkpoints.known(log)]
    assert Path(told["private_key"]).exists()
    assert told["timestamp_request"] is None
    assert answered(log=log) == told | {"is_new": False}


def test_what_was_signed_before_is_said_to_be(log: Path) -> None:
    run("--new-key", log=log)

    result = run(log=log)

    assert result.stdout.startswith("3 events were signed before: ")
    assert len(result.stdout.splitlines()) == 1


def test_one_event_is_one(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1):
        pass

    assert "\n1 event signed: " in run("--new-key", log=tmp_path / "log").stdout


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_the_note_alone_goes_to_standard_output(
    more: tuple[str, ...], log: Path
) -> None:
    run("--new-key", log=log)

    result = run("-o", "-", *more, log=log)

    assert result.stdout_bytes == (log / "checkpoints" / "3.txt").read_bytes()


def test_a_copy_is_not_put_over_another_file(log: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    assert run("--new-key", "-o", str(copy), log=log).exit_code == 0
    assert copy.read_bytes() == (log / "checkpoints" / "3.txt").read_bytes()
    assert run("-o", str(copy), log=log).exit_code == 0
    hear(log, 4)

    assert "is there already" in refusal(run("-o", str(copy), log=log))
    assert run("-o", str(copy), "--force", log=log).exit_code == 0
    assert copy.read_bytes() == (log / "checkpoints" / "4.txt").read_bytes()


def test_without_a_key_it_says_how_to_make_one(log: Path) -> None:
    said = refusal(run(log=log))

    assert "no private key in" in said
    assert "checkpoint --new-key" in said


def test_a_second_key_is_not_made(log: Path) -> None:
    run("--new-key", log=log)

    assert "File exists" in refusal(run("--new-key", log=log))


def test_the_key_may_lie_elsewhere(log: Path, tmp_path: Path) -> None:
    key = str(tmp_path / "stick" / "key")
    assert run("--new-key", "--private-key", key, log=log).exit_code == 0

    hear(log, 4)
    result = run(log=log, INCIDENT_LOG_PRIVATE_KEY=key)

    assert result.stdout.startswith("4 events signed")
    assert not (tmp_path / "settings").exists()


def test_a_log_that_was_cut_short_is_not_signed(log: Path, tmp_path: Path) -> None:
    run("--new-key", log=log)
    hear(log, 4)
    run(log=log)
    (log / "checkpoints" / "4.txt").rename(tmp_path / "4.txt")
    (tmp_path / "4.txt").write_bytes((log / "checkpoints" / "3.txt").read_bytes())
    (log / "checkpoints" / "3.txt").write_text("no note")

    said = refusal(run(log=log))

    assert "the log is not what was signed in '3.txt'" in said


# -- time stamps ---------------------------------------------------------------------


def test_a_time_stamp_is_asked_for_and_kept(log: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    asked = run("--new-key", "--timestamp-request", log=log)
    request = log / "checkpoints" / "3.tsq"
    assert f"to be sent to a time-stamp authority: {request}" in asked.stdout
    assert answered("--timestamp-request", log=log)["timestamp_request"] == str(request)
    answer = str(authority.answer(request))

    unchecked = run("--timestamp-response", answer, log=log)
    checked = answered(
        *("--timestamp-response", answer),
        *("--certificate", str(authority.certificates)),
        log=log,
    )

    assert unchecked.stdout.startswith("3.txt was seen at ")
    assert "warning: who says so was not checked" in unchecked.stderr
    assert checked == {
        "timestamp": str(request.with_suffix(".tsr")),
        "checkpoint": "3.txt",
        "time": checked["time"],
        "is_verified": True,
    }


def test_a_checked_time_stamp_needs_no_warning(log: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "authority")
    run("--new-key", "--timestamp-request", log=log)
    answer = authority.answer(log / "checkpoints" / "3.tsq")

    result = run(
        *("--timestamp-response", str(answer)),
        *("--certificate", str(authority.certificates)),
        log=log,
    )

    assert (result.exit_code, result.stderr) == (0, "")


def test_what_is_no_time_stamp_is_refused(log: Path, tmp_path: Path) -> None:
    (tmp_path / "answer").write_text("no answer")

    said = refusal(run("--timestamp-response", str(tmp_path / "answer"), log=log))

    assert "is no time stamp to rely on" in said


def test_certificates_are_for_an_answer(log: Path, tmp_path: Path) -> None:
    result = run("--certificate", str(tmp_path / "root.pem"), log=log)

    assert result.exit_code == 2
    assert "goes with --timestamp-response" in result.stderr
