"""What the world sees and what is exported runs nothing, and tells no secret."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incident_log.cli.serving import write_public
from incident_log.datasette_plugin.formulas import harmless
from incident_log.projections import TABLES
from incident_log.queries import VIEWS
from tests import served
from tests.given import INCIDENT, Document, injured, update
from tests.test_cli import run

SECRET = "S3CR3T"
ADDRESS = f"https://me:{SECRET}@news.example/a?token={SECRET}&page=2"
STORED = "https://news.example/a?page=2"

#: Every word of it would be a formula.
FORMULA = "=HYPERLINK(1)"


# -- formulas ------------------------------------------------------------------------


def computing() -> Document:
    """Return an update each text of which a spreadsheet would compute."""
    quoted = injured(7, at="09:00", quote=FORMULA, note=f"{FORMULA}+note")
    told = update("wire", quoted, heard="09:10", text=FORMULA, label=f"@{FORMULA}")
    told["report"] |= {"title": FORMULA, "url": FORMULA}
    told["incident"] |= {"title": FORMULA}
    told["agents"] = [{"id": "wire", "name": f"-{FORMULA}"}]
    told["places"] = [{"id": "quay", "name": f"+{FORMULA}"}]
    told["weapons"] = [{"id": "drone", "name": FORMULA, "aliases": [FORMULA]}]
    return told


@pytest.fixture
def shown(tmp_path: Path) -> Any:
    """What the world sees of a log whose every text is a formula."""
    (tmp_path / "u.json").write_text(json.dumps(computing()))
    log, folder = tmp_path / "log", tmp_path / "world"
    assert run("import", str(tmp_path / "u.json"), log=log).exit_code == 0
    done = run("serve", "--public", "--prepare", str(folder), log=log)
    assert done.exit_code == 0, done.output
    return served.public(folder)


def test_no_csv_of_the_public_copy_computes_anything(shown: Any) -> None:
    met = 0
    for name in (*(table.name for table in TABLES), *VIEWS):
        found = served.get(shown, f"/incidents/{name}.csv")
        assert found.status_code == 200, name
        cells = [c for row in csv.reader(io.StringIO(found.text)) for c in row]
        assert [cell for cell in cells if harmless(cell) != cell] == [], name
        met += sum(FORMULA in cell for cell in cells)
    assert met > 10


# -- scripts -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the world sees of a log whose every text is markup."""
    folder = tmp_path_factory.mktemp("public") / "world"
    write_public(served.hostile(), folder)
    return served.public(folder)


PAGES = (
    *("/", "/-/incidents", "/incidents", "/incidents/-/incident/quay"),
    "/incidents/-/incident/quay/diff?from=2024-12-20T10:00Z&to=latest",
    *(f"/incidents/{table.name}" for table in TABLES),
    *(f"/incidents/{view}" for view in VIEWS),
)
DATA = (
    *("/incidents/-/incident/quay.json", "/incidents/-/incident/quay.svg"),
    *("/incidents/claims.json", "/incidents/claims.csv"),
)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_public_copy_runs_what_a_report_says(
    hostile: Any, page: str
) -> None:
    found = served.get(hostile, page)

    assert found.status_code == 200
    assert "<script>alert" not in found.text.lower()
    assert 'href="javascript:' not in found.text.lower()
    policy = found.headers["content-security-policy"]
    assert "script-src 'self' 'nonce-" in policy
    assert found.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("page", DATA)
def test_no_data_of_the_public_copy_is_taken_for_a_page(
    hostile: Any, page: str
) -> None:
    found = served.get(hostile, page)

    assert found.status_code == 200
    assert not found.headers["content-type"].startswith("text/html")
    assert found.headers["x-content-type-options"] == "nosniff"
    if page.endswith(".svg"):
        assert "<script>alert" not in found.text


# -- secrets -------------------------------------------------------------------------

_FEED = f"""<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>F</title>
<entry><id>urn:1</id><title>T</title><updated>2024-12-20T09:00:00Z</updated>
<link href="{ADDRESS.replace("&", "&amp;")}"/><summary>Nine people died.</summary>
</entry></feed>"""


def ways_in(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield commands that take an address in."""
    told = update("wire", injured(7), heard="09:00")
    told["report"]["url"] = ADDRESS
    (folder / "u.json").write_text(json.dumps(told))
    (folder / "f.xml").write_text(_FEED)
    yield "import", str(folder / "u.json")
    yield "import-feed", "--source", "wire", str(folder / "f.xml")


def test_no_file_and_no_export_has_a_secret_of_an_address(tmp_path: Path) -> None:
    pytest.importorskip("feedparser", reason="feedparser is not installed")
    log = tmp_path / "log"
    given = tmp_path / "given"
    given.mkdir()
    said = []
    for words in ways_in(given):
        done = run(*words, log=log)
        assert done.exit_code == 0, done.output
        said.append(done.output)
    told = [
        run("serve", "--public", "--prepare", str(tmp_path / "world"), log=log),
        run("export-log", str(tmp_path / "log.jsonl"), log=log),
        run("replay", INCIDENT, "--json", log=log),
        run("backup", str(tmp_path / "copy"), "--tables", log=log),
    ]

    assert [each.exit_code for each in told] == [0, 0, 0, 0]
    written = [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and given not in path.parents
    ]
    assert len(written) > 8
    assert [path for path in written if SECRET.encode() in path.read_bytes()] == []
    assert SECRET not in "".join([*said, *(each.output for each in told)])
    exported = (tmp_path / "log.jsonl").read_text()
    assert exported.count(STORED) == 2


REPORT = {"id": "wire", "source": "wire"}


@pytest.mark.parametrize(
    "changed",
    [
        {"report": REPORT | {"url": f"{ADDRESS}&{'x' * 5000}"}},
        {"report": REPORT | {"url": [ADDRESS]}},
        {"report": REPORT | {"url": f"{ADDRESS}\0"}},
        {"report": REPORT | {"link": ADDRESS}},
        {"report": {"id": ADDRESS, "source": "wire"}},
        {"report": REPORT | {"derived_from": ADDRESS}},
        {"as_of": ADDRESS},
        {ADDRESS: 1},
    ],
)
def test_no_refusal_repeats_a_secret_of_an_address(
    tmp_path: Path, changed: Document
) -> None:
    told = update("wire", injured(7), heard="09:00") | changed
    (tmp_path / "u.json").write_text(json.dumps(told))

    done = run("import", str(tmp_path / "u.json"), log=tmp_path / "log")
    as_json = run("import", "--json", str(tmp_path / "u.json"), log=tmp_path / "log")

    assert (done.exit_code, as_json.exit_code) == (1, 1)
    assert SECRET not in done.output + as_json.output
    assert "https://news.example/a?page=2" in done.output


def test_no_refusal_of_a_key_given_twice_repeats_its_secret(tmp_path: Path) -> None:
    (tmp_path / "u.json").write_text(f'{{"{ADDRESS}": 1, "{ADDRESS}": 2}}')

    done = run("import", str(tmp_path / "u.json"), log=tmp_path / "log")

    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path}/u.json:1 key '{STORED}' appears twice")
