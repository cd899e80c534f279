"""Rubbish is refused in words; what is stored of it is as sound as anything else.

``INCIDENT_LOG_GARBLED`` says how many damaged documents, lines, tables and drafts are
given to the command.
"""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from incident_log.cli import incident_log
from incident_log.commitments import unseal
from incident_log.drafting.drafts import Given, draft
from incident_log.log import Log
from incident_log.schemas import FORMAT, json_schema
from tests.faults.amounts import amount, chance
from tests.faults.feeds import has_tables_of_a_rebuild, is_sound
from tests.faults.garbling import document, lines, table
from tests.given import Document

GARBLED = amount("GARBLED", 2_000)

#: In one file of lines.
MANY = 100

VALIDATOR = Draft202012Validator(json_schema())

ARTICLE = Path(__file__).parent.parent / "fixtures" / "articles" / "kyiv-noon.txt"

#: What the log writes before an update.
_HEAD = (
    *("position", "recorded_at", "topic", "format", "stream", "version"),
    "content_key",
)


def run(log: Path, *words: str | Path) -> Result:
    """Run the command; nothing may come out of it but words, and 0 or 1."""
    done = CliRunner(env={"INCIDENT_LOG": str(log)}).invoke(
        incident_log, [*map(str, words)]
    )
    if done.exit_code not in (0, 1) or not isinstance(
        done.exception, SystemExit | None
    ):
        raise AssertionError(f"{words} ended in {done.exception!r}") from done.exception
    return done


def imported(log: Path, *files: Path) -> tuple[int, int]:
    """Import files; return how many updates they had, and how many lines were refused.

    All that were not refused are in the log, and its tables are current.
    """
    before = position(log)
    account = json.loads(run(log, "import", "--json", *files).stdout)
    kept = len(account["appended"])
    assert position(log) == before + kept
    assert [each for each in account["warned"] if "tables" in each] == []
    refused = {each.partition(" ")[0] for each in account["refused"]}
    return kept + len(account["known"]), len(refused)


def position(log: Path) -> int:
    if not (log / "events.db").is_file():
        return 0
    with Log.open(log) as opened:
        return opened.position


def give_lines(drawn: Random, name: str, folder: Path, log: Path) -> int:
    file = folder / f"{name}.jsonl"
    file.write_bytes(lines(document(drawn, f"{name}-{n}") for n in range(MANY)))
    updates, refused = imported(log, file)
    assert updates + refused == number_of_lines(file.read_bytes())
    return MANY


def give_documents(drawn: Random, name: str, folder: Path, log: Path) -> int:
    files = [folder / f"{name}-{n}.json" for n in range(MANY // 4)]
    for file in files:
        one = document(drawn, file.stem)
        is_list = drawn.random() < 0.5
        file.write_bytes(b"[" + one + b",\n" + one + b"]" if is_list else one)
    updates, refused = imported(log, *files)
    assert len(files) // 2 < updates + refused <= 2 * len(files)
    return len(files)


def give_tables(drawn: Random, name: str, folder: Path, log: Path) -> int:
    files = [folder / f"{name}-{n}.csv" for n in range(MANY // 4)]
    for file in files:
        file.write_bytes(table(drawn, file.stem))
    imported(log, *files)
    return len(files)


def give_drafts(drawn: Random, name: str, folder: Path, log: Path) -> int:
    file, made = folder / f"{name}.jsonl", folder / f"{name}-made.jsonl"
    whole = drafted()
    some = (document(drawn, f"{name}-{n}", whole) for n in range(MANY // 4))
    file.write_bytes(lines(some))
    done = run(log, "review", file, "--accept-all", "-o", "-")
    made.write_text(done.stdout)
    # An update may leave its zone to an incident, which nobody has described here.
    updates, refused = imported(log, made)
    assert updates + refused == number_of_lines(made.read_bytes())
    return MANY // 4


WAYS = (give_lines, give_documents, give_tables, give_drafts)


def number_of_lines(content: bytes) -> int:
    """Return how many lines have something on them."""
    return sum(bool(line.strip()) for line in content.split(b"\n"))


def drafted() -> Document:
    """Return a draft, in which all is proposed."""
    given = Given("2024-12-20", "Europe/Kyiv", report="noon", source="s")
    return draft(ARTICLE.read_text(), given) | {"incident": {"id": "kyiv-noon"}}


def test_rubbish_is_refused_in_words_and_what_is_stored_is_sound(
    tmp_path: Path,
) -> None:
    log, drawn, given, n = tmp_path / "log", chance(), 0, 0

    while given < GARBLED:
        give = WAYS[n % len(WAYS)]
        name = f"{give.__name__.replace('_', '-')}-{n}"
        given, n = given + give(drawn, name, tmp_path, log), n + 1
    kept = stored(log)
    print(f"{given} given, {len(kept)} kept")

    assert len(kept) > given // 20
    for each in kept:
        assert [error.message for error in VALIDATOR.iter_errors(each)] == []
        assert not re.search("[\0\ud800-\udfff]", json.dumps(each, ensure_ascii=False))
    is_sound(log)
    has_tables_of_a_rebuild(log)
    assert run(log, "incidents").exit_code == 0


def stored(log: Path) -> list[Document]:
    """Return the updates of a log as the documents that they were."""
    with Log.open(log) as opened:
        return [document_of(unseal(e.state, e.openings)) for e in opened.sealed()]


def document_of(state: Document) -> Document:
    """Turn an event's JSON, its words put back, into the document it was made of."""
    said = {name: value for name, value in state.items() if name not in _HEAD}
    document: Document = as_given(said)
    return document | {"format": FORMAT, "id": document.pop("update")}


def as_given(value: Any) -> Any:
    """Return a value of an event as it was given: of a time, its words."""
    if isinstance(value, list):
        return [as_given(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "given" in value:
        given = value["given"]
        words = {name: value[name] for name in ("text",) if name in value}
        return given | words if isinstance(given, dict) else given
    return {name: as_given(each) for name, each in value.items()}
