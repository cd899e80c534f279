"""Made-up data, the same in every run: updates, and scraped repositories."""

import json
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def updates(number: int) -> Iterator[Json]:
    """Yield updates of three claims: many incidents, one of 100, one shared feed."""
    for n in range(number):
        slug, report = f"incident-{n % max(number // 20, 1)}", f"report-{n // 3}"
        if n < 100:
            slug, report = "small", f"small-{n % 5}"
        elif n % 4 == 0:
            report, slug = "shared-feed", "feed" if n < 140 else slug
        moment = f"2024-12-{n * 20 // number + 1:02}T{n % 24:02}:{n % 60:02}Z"
        yield {
            "incident": described(slug),
            "report": {"id": report, "source": "wire", "title": f"Update {n}"},
            "id": f"u{n}",
            "as_of": moment,
            "received_at": moment,
            "text": f"{n} people were injured, officials said. {n % 7} died.",
            "claims": claims(n),
        }


def later(number: int, incidents: int, name: str) -> Iterator[Json]:
    """Yield updates that come after those of :func:`updates`, in no order."""
    for n in range(number):
        yield {
            "incident": described(f"incident-{n % incidents}"),
            "report": {"id": f"{name}-{n // 3}", "source": "agency"},
            "id": f"u{n}",
            "as_of": f"2025-01-{n * 20 // number + 1:02}T{n % 24:02}:{n % 60:02}Z",
            "claims": claims(n),
        }


def growing(start: int, end: int, slug: str = "big") -> Iterator[Json]:
    """Yield updates of one incident, by seven reports, each known a minute later."""
    for n in range(start, end):
        moment = f"2024-12-{n // 1440 + 1:02}T{n // 60 % 24:02}:{n % 60:02}Z"
        yield {
            "incident": described(slug),
            "report": {"id": f"{slug}-{n % 7}", "source": f"source-{n % 7}"},
            "id": f"u{n}",
            "as_of": moment,
            "received_at": moment,
            "claims": claims(n),
        }


def described(slug: str) -> Json:
    """Return a description of an incident."""
    return {"id": slug, "title": slug, "place": "kyiv", "timezone": "UTC"}


def claims(n: int) -> list[Json]:
    """Return three claims."""
    return [
        {"type": "casualties", "outcome": "injured", "count": n},
        {"type": "casualties", "outcome": "killed", "count": f"at least {n % 7}"},
        {"type": "damage", "object": "roof", "degree": "damaged", "count": n % 9},
    ]


def written(home: Path, documents: Iterator[Json], name: str = "all") -> Path:
    """Write documents as JSON lines; return the file."""
    file = home / f"{name}.jsonl"
    with file.open("w") as lines:
        lines.writelines(json.dumps(each) + "\n" for each in documents)
    return file


@dataclass(frozen=True)
class Shape:
    """A file of records that is scraped into git again and again."""

    records: int
    commits: int
    share: float  #: of the records, how many change from one commit to the next

    def __str__(self) -> str:
        return (
            f"{self.records:,} records, {self.commits:,} commits,"
            f" {self.share:.0%} change"
        )


def repository(directory: Path, shape: Shape) -> Path:
    """Make a repository with ``fires.json``, and check it out."""
    directory.mkdir()
    git = ("git", "-C", str(directory))
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    stream = b"".join(_commits(shape))
    subprocess.run([*git, "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run([*git, "reset", "-q", "--hard", "main"], check=True)
    return directory


def _commits(shape: Shape) -> Iterator[bytes]:
    chance = random.Random(20241220)
    fires: list[Json] = [
        {"id": f"fire-{n}", "name": f"Fire {n}", "county": f"county-{n % 58}"}
        | {"acres": chance.randrange(1000), "contained": 0, "personnel": n % 90}
        for n in range(shape.records)
    ]
    for n in range(shape.commits):
        if n:
            for fire in chance.sample(fires, max(1, int(len(fires) * shape.share))):
                fire["acres"] += chance.randrange(1, 50)
                fire["personnel"] = chance.randrange(500)
        content = json.dumps(fires, indent=1).encode()
        who = f"scraper <scraper@example.org> {1_700_000_000 + 1200 * n} +0000"
        yield f"commit refs/heads/main\ncommitter {who}\ndata 7\nscraped\n".encode()
        yield b"M 644 inline fires.json\ndata %d\n%b\n" % (len(content), content)
