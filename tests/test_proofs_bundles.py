"""Evidence packed for strangers, who check it with Python alone."""

import hashlib
import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from incident_log.commitments import commitment
from incident_log.errors import NoCheckpoint
from incident_log.log import Log
from incident_log.proofs import checkpoints, files, notes, timestamps
from incident_log.proofs.bundles import Seal, bundle, packed
from incident_log.proofs.evidence import of_claim, of_figure
from incident_log.proofs.verify_bundle import check_all
from incident_log.replay import replay
from tests.given import INCIDENT
from tests.signed import append, sign, signer, told
from tests.stamping import Authority

#: Bytes that are changed, of the files of a bundle and of its own verifier.
CHANGED = int(os.environ.get("INCIDENT_LOG_CHANGED_BYTES", "400"))

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    """A log of nine reports, signed and stamped; some words of two are erased."""
    with told(tmp_path_factory.mktemp("bundles") / "log", 9) as log:
        with closing(sqlite3.connect(log.directory / "events.db")) as raw:
            for position in (3, 4):
                raw.execute(
                    "UPDATE openings SET words = json_remove(words,"
                    " '$.\"claims[0].note\"') WHERE position = ?",
                    (position,),
                )
            raw.commit()
        yield log


def seal(log: Log, *tokens: bytes) -> Seal:
    signed = sign(log).checkpoint
    known = checkpoints.known(log.directory)
    return Seal(signed, signed.note.signed_by(known), tokens)


@pytest.fixture(scope="module")
def found(log: Log) -> Files:
    """The evidence for one claim."""
    return bundle(log, of_claim(log, "wire-3/1#c1"), seal(log))


def unpacked(found: Files, folder: Path) -> Path:
    for name, data in found.items():
        files.write(folder / name, data)
    return folder


def listed(found: Files) -> Files:
    """List the files again, as somebody who changed some would do."""
    sums = [
        f"{hashlib.sha256(data).hexdigest()}  {name}\n"
        for name, data in sorted(found.items())
        if name != "SHA256SUMS"
    ]
    return found | {"SHA256SUMS": "".join(sums).encode()}


def run(folder: Path, *keys: str, python: str = sys.executable) -> tuple[int, str]:
    """Run the verifier as a stranger does, without anything that is installed."""
    done = subprocess.run(
        [python, "-I", "-S", "verify.py", *keys],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


# -- what is in it -------------------------------------------------------------------


def test_a_bundle_has_all_that_is_needed_and_no_more(found: Files) -> None:
    assert sorted(found) == [
        "README.txt",
        "SHA256SUMS",
        "checkpoint.txt",
        "events/3.json",
        "events/3.tlog-proof",
        "events/3.words.json",
        "evidence.json",
        "key.txt",
        "verify.py",
    ]


def test_a_bundle_says_which_log_it_is_of_and_who_signed(
    log: Log, found: Files
) -> None:
    told = json.loads(found["evidence.json"])
    two = seal(log)
    two = Seal(two.checkpoint, [*two.verifiers, *two.verifiers])

    assert (told["origin"], told["size"]) == (log.origin, 9)
    assert found["evidence.json"].endswith(b"}\n")
    keys = bundle(log, of_claim(log, "wire-3/1#c1"), two)["key.txt"]
    assert keys == 2 * found["key.txt"]


def test_everybody_may_read_what_is_unpacked(found: Files) -> None:
    with ZipFile(io.BytesIO(packed(found))) as archive:
        modes = {entry.external_attr >> 16 for entry in archive.infolist()}

    assert modes == {0o100644}


def test_a_bundle_opens_no_words_that_nobody_asked_for(found: Files) -> None:
    whole = b"".join(found.values()).decode()

    assert "3 people were hurt" in whole
    assert "neighbour" not in whole
    assert "a voice that nobody asked for" not in whole


def test_what_was_asked_for_and_what_was_erased_is_told(found: Files) -> None:
    told = json.loads(found["evidence.json"])

    assert told["format"] == "incident-log/evidence/1"
    assert told["asked"] == "wire-3/1#c1"
    assert "figures" not in told
    assert told["events"] == [
        {
            "position": 3,
            "event": "events/3.json",
            "words": "events/3.words.json",
            "proof": "events/3.tlog-proof",
            "claims": ["wire-3/1#c1"],
            "erased": ["claims[0].note"],
        }
    ]


def test_figures_are_told_with_the_moment_they_are_of(log: Log) -> None:
    view = replay(log, INCIDENT)

    found = bundle(log, of_figure(view, "injured"), seal(log))

    told = json.loads(found["evidence.json"])
    assert told["figures"][0]["figure"] == "casualties injured @ kyiv"
    assert told["moment"]["position"] == 9
    assert f"events/{told['events'][0]['position']}.json" in found


def test_the_readme_names_the_log_and_its_key(log: Log, found: Files) -> None:
    text = found["README.txt"].decode()

    assert log.origin in text
    assert found["key.txt"].decode().strip() in text
    assert "wire-3/1#c1" in text
    assert 'says {"sha256": ...}' in text
    assert all(len(line) < 100 or "+" in line for line in text.splitlines())


def test_the_same_evidence_is_packed_in_the_same_bytes(log: Log, found: Files) -> None:
    again = bundle(log, of_claim(log, "wire-3/1#c1"), seal(log))

    assert packed(again) == packed(dict(reversed(found.items())))
    with ZipFile(io.BytesIO(packed(found))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(f"evidence/{name}") for name in found} == found
        assert {each.date_time for each in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }


def test_a_checkpoint_that_does_not_reach_the_event_is_refused(tmp_path: Path) -> None:
    with told(tmp_path / "log", 1) as log:
        early = seal(log)
        append(log, 2)

        with pytest.raises(NoCheckpoint, match="position 2"):
            bundle(log, of_claim(log, "wire-2/1#c1"), early)


# -- what a stranger sees ------------------------------------------------------------


def test_a_stranger_sees_that_it_holds(found: Files, tmp_path: Path) -> None:
    folder = unpacked(found, tmp_path)

    code, said = run(folder, found["key.txt"].decode().strip())

    assert code == 0, said
    assert "holds  events/3.json: is in the log, in report:wire-3, recorded at" in said
    assert "holds    claims[0].quote: '3 people were hurt'" in said
    assert "holds  checkpoint.txt: the log's first 9 events, signed by" in said
    assert "holds    claims[0].note: these words were erased from the log" in said
    assert "FAILS" not in said
    assert sorted(each.name for each in folder.iterdir()) == sorted(
        {name.partition("/")[0] for name in found}
    )


@pytest.mark.parametrize("version", ["3.8", "3.9", "3.12", "3.13"])
def test_any_python_will_do(version: str, found: Files, tmp_path: Path) -> None:
    python = shutil.which(f"python{version}")
    if python is None or subprocess.run([python, "--version"], check=False).returncode:
        pytest.skip(f"needs Python {version}")

    code, said = run(unpacked(found, tmp_path), python=python)

    assert code == 0, said


def test_a_bundle_of_several_events_with_a_time_stamp_holds(
    log: Log, tmp_path: Path
) -> None:
    authority = Authority(tmp_path / "authority")
    note = sign(log).path
    answer = authority.answer(timestamps.request(note))
    timestamps.keep(log.directory, answer, [authority.certificates])
    wanted = of_figure(replay(log, INCIDENT, as_of="2024-12-20T09:00"), "injured")

    found = bundle(log, wanted, seal(log, *timestamps.tokens(note), b"not about it"))
    folder = unpacked(found, tmp_path / "evidence")
    failed = check_all(folder, "")

    assert failed == ["checkpoint-2.tsr"]
    assert b"checkpoint.tsr, checkpoint-2.tsr" in found["README.txt"]
    authority.openssl(
        f"ts -verify -data {folder}/checkpoint.txt -in {folder}/checkpoint.tsr"
        " -CAfile root.pem"
    )


# -- what a stranger sees where something was changed --------------------------------


def changed(data: bytes, dice: random.Random) -> bytes:
    """Return the same with one byte that is another."""
    place = dice.randrange(len(data))
    other = (data[place] + dice.randrange(1, 256)) % 256
    return data[:place] + bytes([other]) + data[place + 1 :]


def test_a_changed_byte_in_any_file_is_found(
    found: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(22)
    folder = unpacked(found, tmp_path)

    for _ in range(CHANGED):
        name = dice.choice(sorted(found))
        (folder / name).write_bytes(changed(found[name], dice))
        assert check_all(folder, ""), name
        (folder / name).write_bytes(found[name])

    assert check_all(folder, "") == []


def test_a_changed_byte_in_the_verifier_itself_is_found(
    found: Files, tmp_path: Path
) -> None:
    dice = random.Random(23)
    folder = unpacked(found, tmp_path)

    for _ in range(CHANGED // 40):
        (folder / "verify.py").write_bytes(changed(found["verify.py"], dice))
        assert run(folder)[0] != 0


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\0", b""])
def test_a_list_that_ends_otherwise_is_found(
    end: bytes, found: Files, tmp_path: Path
) -> None:
    folder = unpacked(found, tmp_path)

    (folder / "SHA256SUMS").write_bytes(found["SHA256SUMS"][:-1] + end)

    assert check_all(folder, "") == ([] if end == b"\n" else ["SHA256SUMS"])


@pytest.mark.parametrize("name", ["verify.py", "README.txt", "key.txt"])
def test_a_lost_file_is_found(name: str, found: Files, tmp_path: Path) -> None:
    folder = unpacked(found, tmp_path)
    (folder / name).unlink()

    assert check_all(folder, "")
    without = {each: data for each, data in found.items() if each != name}
    assert check_all(unpacked(listed(without), tmp_path / "again"), "")


Change = Callable[[Files], Files]


def swapped(name: str, old: bytes, new: bytes) -> Change:
    """Put other words into a file."""

    def change(found: Files) -> Files:
        assert old in found[name]
        return found | {name: found[name].replace(old, new)}

    return change


def other_words(found: Files) -> Files:
    words = json.loads(found["events/3.words.json"])
    words["claims[0].quote"][1] = "9 people were hurt"
    return found | {"events/3.words.json": json.dumps(words).encode()}


def short_salt(found: Files) -> Files:
    """Move a byte from the salt into the path: the same hash, other words."""
    words = json.loads(found["events/3.words.json"])
    words["claims[0].quote"][0] += "00"
    return found | {"events/3.words.json": json.dumps(words).encode()}


def words_that_are_not_erased(found: Files) -> Files:
    told = json.loads(found["evidence.json"])
    told["events"][0]["erased"].append("claims[0].quote")
    return found | {"evidence.json": json.dumps(told).encode()}


def words_that_never_were(found: Files) -> Files:
    told = json.loads(found["evidence.json"])
    told["events"][0]["erased"].append("claims[0].id")
    return found | {"evidence.json": json.dumps(told).encode()}


def no_events(found: Files) -> Files:
    return found | {"evidence.json": b"{}"}


def own_event(found: Files) -> Files:
    """Replace words and event by others that fit each other."""
    event = json.loads(found["events/3.json"])
    words = {"label": ["00" * 32, "As of 9"]}
    event["label"] = {"sha256": commitment(bytes(32), "label", "As of 9")}
    return found | {
        "events/3.json": json.dumps(event).encode(),
        "events/3.words.json": json.dumps(words).encode(),
    }


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        (other_words, "  claims[0].quote"),
        (short_salt, "  claims[0].quote"),
        (words_that_are_not_erased, "  claims[0].quote"),
        (words_that_never_were, "  claims[0].id"),
        (own_event, "events/3.json"),
        (no_events, "the bundle"),
        (swapped("events/3.json", b'"wire-3"', b'"wire-4"'), "events/3.json"),
        (swapped("events/3.tlog-proof", b"index 2", b"index 3"), "events/3.json"),
        (swapped("events/3.tlog-proof", b"@v1", b"@v2"), "events/3.json"),
        (swapped("checkpoint.txt", b"\n9\n", b"\n8\n"), "checkpoint.txt"),
        (swapped("key.txt", b"+A", b"+B"), "checkpoint.txt"),
        (swapped("key.txt", b"incident-log/", b"another/"), "checkpoint.txt"),
        (swapped("key.txt", b"\n", b"\nno key"), "checkpoint.txt"),
    ],
)
def test_a_forger_who_lists_the_files_again_is_found(
    change: Change, failed: str, found: Files, tmp_path: Path
) -> None:
    folder = unpacked(listed(change(found)), tmp_path)

    assert failed in check_all(folder, "")


def forged(found: Files, log: Log, seed: int) -> Files:
    """Sign the checkpoint anew with a key of one's own."""
    own = signer(log.origin, seed)
    text = found["checkpoint.txt"].decode().partition("\n\n")[0] + "\n"
    note = notes.signed(text, own)
    proof = found["events/3.tlog-proof"].replace(found["checkpoint.txt"], note)
    return listed(
        found
        | {
            "checkpoint.txt": note,
            "events/3.tlog-proof": proof,
            "key.txt": f"{own.verifier}\n".encode(),
        }
    )


def test_only_the_key_from_elsewhere_finds_a_forger_with_a_key(
    log: Log, found: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = unpacked(forged(found, log, 9), tmp_path)

    assert check_all(folder, "") == []
    key = found["key.txt"].decode()
    assert check_all(folder, key) == ["checkpoint.txt"]
    why = f"FAILS  checkpoint.txt: ValueError, not signed with the key {key}"
    assert why in capsys.readouterr().out
    code, said = run(folder, found["key.txt"].decode().strip())
    assert code == 1
    assert said.endswith("does not hold: checkpoint.txt\n")


def test_a_file_that_nobody_listed_is_named(
    found: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = found["SHA256SUMS"].decode().splitlines(keepends=True)
    short = "".join(line for line in lines if not line.endswith(" README.txt\n"))
    folder = unpacked(found | {"SHA256SUMS": short.encode()}, tmp_path)

    assert check_all(folder, "") == ["SHA256SUMS"]
    why = "FAILS  SHA256SUMS: ValueError, not listed: README.txt\n"
    assert why in capsys.readouterr().out
