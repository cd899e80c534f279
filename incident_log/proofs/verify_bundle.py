"""Check a bundle of evidence from a log of incidents.  Python 3.8 is all it needs.

    python3 verify.py [KEY]

Run it in the unzipped folder.  KEY is the log's public key as its owner published it;
without it the one in key.txt is believed.  It says what holds, and ends with 1 and
the name of what does not.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from collections.abc import Callable
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any, NamedTuple

# -- Ed25519 (RFC 8032, section 5.1), checking only ------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE = (4 * pow(5, P - 2, P) % P).to_bytes(32, "little")


class Point(NamedTuple):
    """A point of the curve in extended coordinates: x/z, y/z, and t = xy/z."""

    x: int
    y: int
    z: int
    t: int


def point(encoded: bytes) -> Point | None:
    """Return the point that 32 bytes stand for, if they stand for one."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else P - x
    return Point(x, y, 1, x * y % P)


def add(one: Point, two: Point) -> Point:
    a = (one.y - one.x) * (two.y - two.x)
    b = (one.y + one.x) * (two.y + two.x)
    c, d = 2 * one.t * two.t * D, 2 * one.z * two.z
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, base: Point) -> Point:
    found = Point(0, 1, 1, 0)
    for bit in bin(number)[2:]:
        found = add(found, found)
        if bit == "1":
            found = add(found, base)
    return found


def is_signed(key: bytes, signature: bytes, text: bytes) -> bool:
    """Tell whether the owner of a public key signed these bytes."""
    factor = int.from_bytes(signature[32:], "little")
    owner, base = point(key), point(BASE)
    if len(key) != 32 or len(signature) != 64 or factor >= ORDER or not owner:
        return False
    assert base
    hashed = int.from_bytes(sha512(signature[:32] + key + text).digest(), "little")
    minus = owner._replace(x=P - owner.x, t=P - owner.t)
    x, y, z, _ = add(times(factor, base), times(hashed % ORDER, minus))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# -- What is in a bundle ---------------------------------------------------------------


def check_list(read: Callable[[str], bytes], files: list[str]) -> str:
    """Check that all files are as they were listed."""
    listed = read("SHA256SUMS").decode().splitlines()
    for line in listed:
        if line != f"{sha256(read(line[66:])).hexdigest()}  {line[66:]}":
            raise ValueError(line[66:] + " is not what it was")
    if read("SHA256SUMS").decode() != "".join(line + "\n" for line in listed):
        raise ValueError("the list is not what it was")
    missing = set(files) - {line[66:] for line in listed}
    if missing:
        raise ValueError("not listed: " + ", ".join(sorted(missing)))
    return f"{len(listed)} files are as listed"


def check_note(note: bytes, keys: str) -> str:
    """Check who signed a checkpoint (c2sp.org/signed-note)."""
    text, _, lines = note.rpartition(b"\n\n")
    signers = []
    for key in keys.split():
        name, number, data = key.split("+", 2)
        public = base64.b64decode(data)
        if sha256(name.encode() + b"\n" + public).hexdigest()[:8] != number:
            raise ValueError(key + " is no key")
        for line in lines.decode().splitlines():
            dash, signer, signature = line.split(" ")
            found = base64.b64decode(signature)
            if (dash, signer, found[:4].hex()) == ("\u2014", name, number):
                if public[:1] != b"\1" or not is_signed(
                    public[1:], found[4:], text + b"\n"
                ):
                    raise ValueError("the signature is not by " + key)
                signers.append(key)
    if not signers:
        raise ValueError("not signed with the key " + keys)
    return f"the log's first {int(text.split()[1])} events, signed by {signers[0]}"


def check_proof(proof: bytes, note: bytes, event: bytes) -> str:
    """Check that an event is in the log that was signed (RFC 9162, 2.1.3.2)."""
    head, _, checkpoint = proof.partition(b"\n\n")
    kind, index, *path = head.decode().split("\n")
    if kind != "c2sp.org/tlog-proof@v1" or checkpoint != note:
        raise ValueError("its proof is for another checkpoint")
    size, root = note.decode().split("\n")[1:3]
    here, last = int(index[len("index ") :]), int(size) - 1
    said = json.loads(event)
    if said["position"] != here + 1 or here > last:
        raise ValueError("its proof is for another position")
    found = sha256(b"\0" + event).digest()
    for beside in map(base64.b64decode, path):
        is_right = here & 1 or here == last
        pair = beside + found if is_right else found + beside
        found = sha256(b"\1" + pair).digest()
        while is_right and here and not here & 1:
            here, last = here >> 1, last >> 1
        here, last = here >> 1, last >> 1
    if last or found != base64.b64decode(root):
        raise ValueError("it is not in the log that was signed")
    return f"is in the log, in {said['stream']}, recorded at {said['recorded_at']}"


def committed(event: bytes, path: str) -> str:
    """Return the hash that an event holds in the place of words."""
    here: Any = json.loads(event)
    for name, number in re.findall(r"([a-z_]+)|\[([0-9]+)\]", path):
        here = here[name] if name else here[int(number)]
    return str(here["sha256"])


def check_words(event: bytes, path: str, salt: str, words: str) -> str:
    """Check that words are those that the event commits to."""
    text = bytes.fromhex(salt) + path.encode() + b"\0" + words.encode()
    if len(salt) != 64 or sha256(text).hexdigest() != committed(event, path):
        raise ValueError("not the event's words")
    return repr(words)


def check_erased(event: bytes, path: str, openings: dict[str, Any]) -> str:
    """Check that an event held words that are not there any more."""
    if not committed(event, path) or path in openings:
        raise ValueError("the words are there")
    return "these words were erased from the log"


def check_stamp(stamp: bytes, note: bytes) -> str:
    """Check that a time-stamp token is about this checkpoint."""
    if sha256(note).digest() not in stamp:
        raise ValueError("about something else")
    return "about this checkpoint; README.txt says how to see by whom, and when"


class Report:
    """Says of each thing whether it holds."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def check(self, what: str, rule: Callable[..., str], *given: Any) -> None:
        try:
            sys.stdout.write(f"holds  {what}: {rule(*given)}\n")
        except Exception as error:
            self.failed.append(what)
            sys.stdout.write(f"FAILS  {what}: {type(error).__name__}, {error}\n")


def check_all(folder: Path, keys: str) -> list[str]:
    """Check the bundle in a folder; return what does not hold."""
    report = Report()

    def read(name: str) -> bytes:
        return (folder / name).read_bytes()

    def check() -> str:
        bundle, note = json.loads(read("evidence.json")), read("checkpoint.txt")
        files = "README.txt checkpoint.txt evidence.json key.txt verify.py".split()
        files += bundle["timestamps"]
        for each in bundle["events"]:
            event, openings = read(each["event"]), json.loads(read(each["words"]))
            files += [each["event"], each["words"], each["proof"]]
            proof = read(each["proof"])
            report.check(each["event"], check_proof, proof, note, event)
            for path, opening in openings.items():
                report.check(f"  {path}", check_words, event, path, *opening)
            for path in each["erased"]:
                report.check(f"  {path}", check_erased, event, path, openings)
        trusted = keys or read("key.txt").decode()
        report.check("checkpoint.txt", check_note, note, trusted)
        for name in bundle["timestamps"]:
            report.check(name, check_stamp, read(name), note)
        report.check("SHA256SUMS", check_list, read, files)
        return "was checked to its end"

    report.check("the bundle", check)
    return report.failed


def main(keys: str) -> None:
    """Check the bundle that this file lies in."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    failed = check_all(Path(__file__).resolve().parent, keys)
    if failed:
        sys.exit("does not hold: " + ", ".join(failed))


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
