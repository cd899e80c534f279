"""Input that is made to hang a reader, to run in it, or to be taken for something."""

import json
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.given import INCIDENT, injured, killed, update
from tests.test_cli import refusal, run

#: Seconds after which a command hangs.
PATIENCE = 600

#: Grows to 9^9 words where aliases are resolved.
BOMB = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [
        f"{n}: &{n} [{', '.join([f'*{m}'] * 9)}]"
        for m, n in zip("abcdefgh", "bcdefghi", strict=True)
    ]
)


@pytest.fixture(autouse=True)
def nobody_hangs() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.mark.parametrize(
    "piece", ["Kyiv ", "Kyiv and ", "a@", "1,", "nine, ", '"a" said "b" ', "((", "é"]
)
def test_a_text_without_sense_takes_no_more_time_than_another(
    tmp_path: Path, piece: str
) -> None:
    text = piece * (500_000 // 2 if piece == "a@" else 200_000 // len(piece))
    (tmp_path / "article.txt").write_text(text)

    done = run("draft", str(tmp_path / "article.txt"), "--incident", "i")

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["text"].strip() == text.strip()


@pytest.mark.parametrize("name", ["bomb.yaml", "bomb.yml", "bomb.json"])
def test_yaml_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(BOMB)

    done = run("import", str(tmp_path / name), log=tmp_path / "log")

    assert (done.exit_code, done.stderr) == (
        1,
        f"{tmp_path / name}:1 is not JSON (Expecting value at line 1 column 1):"
        " correct it\n",
    )


HOSTILE = [
    "x'; DROP TABLE incidents; --",
    'x" OR "1"="1',
    "%",
    "_" * 15,
    "x\x00y",
    "kyiv-2024-12-2_",
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "u.json").write_text(
        json.dumps(update("wire", killed(1), heard="09:00"))
    )
    assert run("import", str(tmp_path / "u.json"), log=tmp_path / "log").exit_code == 0
    return tmp_path / "log"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_taken_for_sql(log: Path, name: str) -> None:
    for words in (
        ("replay", name),
        ("timeline", name),
        ("explain", name, "killed"),
        ("hold", name, "--reason", "so"),
        ("erase", name, "--reason", "so"),
        ("evidence", name),
    ):
        refusal(run(*words, log=log))

    with closing(sqlite3.connect(log / "incidents.db")) as tables:
        assert tables.execute("SELECT id FROM incidents").fetchall() == [(INCIDENT,)]
    assert run("verify", log=log).exit_code == 0


@pytest.mark.parametrize("field", ["id", "source"])
def test_an_id_that_is_sql_is_refused(tmp_path: Path, field: str) -> None:
    told = update("wire", injured(1), heard="09:00")
    told["report"][field] = HOSTILE[0]
    (tmp_path / "u.json").write_text(json.dumps(told))

    done = run("import", str(tmp_path / "u.json"), log=tmp_path / "log")

    assert done.exit_code == 1
    assert f'report.{field}: "{HOSTILE[0]}" is no id' in done.stderr
