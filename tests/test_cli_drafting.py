"""The command that drafts updates from articles: what it reads, tells and writes."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from incident_log.drafting.review.documents import check
from incident_log.log import Log
from tests.given import INCIDENT, Document, killed, tell, update
from tests.test_cli import refusal, run

ARTICLE = """Fire in shed kills nine

KYIV, Dec. 20 — Nine people were killed in a fire in Kyiv on Friday, the mayor said.
Since the war began 400 people have been killed there.

Read more: Our stories

Subscribe to our newsletter
"""
WHEN = ("--published", "2024-12-20", "--timezone", "Europe/Kyiv")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "shed.txt")


def written(path: Path, text: str = ARTICLE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def draft(*args: object, log: Path | None = None, given: str | None = None) -> Result:
    return run("draft", *map(str, args), log=log, given=given)


def made(result: Result) -> Document:
    """Return the draft that was printed, such that it can be reviewed."""
    assert result.exit_code == 0, result.output
    document: Document = json.loads(result.stdout)
    check(document)
    return document


def read(path: Path) -> Document:
    document: Document = json.loads(path.read_text())
    check(document)
    return document


def counts(document: Document) -> list[object]:
    return [c["count"] for c in document["claims"] if c["type"] == "casualties"]


# -- one article ---------------------------------------------------------------------


def test_a_draft_of_a_file_is_printed_and_a_summary_told(path: Path) -> None:
    result = draft(path, *WHEN)

    document = made(result)
    assert counts(document) == [9, 9]
    assert document["report"] == {"id": "shed"}
    assert (document["published_at"], document["timezone"]) == (WHEN[1], WHEN[3])
    assert result.stderr == (
        f"{path}: 2 claims (2 casualties), 1 in the background, 2 passages dropped\n"
    )
    assert result.stdout.startswith('{\n  "format": "incident-log/draft/1"')


def test_a_summary_counts_what_is_there(tmp_path: Path) -> None:
    dull = written(tmp_path / "a.txt", "Rain fell in Kyiv.\n")
    odd = written(tmp_path / "b.txt", "Nine people died and two were not so lucky.\n")

    assert draft(dull, *WHEN).stderr == f"{dull}: no claims\n"
    assert "1 claim (1 casualties), 1 number unclaimed" in draft(odd, *WHEN).stderr


def test_what_an_article_does_not_say_is_asked_for(path: Path) -> None:
    written(path, "Rain fell in Kyiv.")

    assert draft(path).stderr == (
        f"{path}: no claims\n"
        f"{path}: no date of publication, so no weekday is dated: give --published\n"
        f"{path}: no time zone, so no clock time is dated: give --timezone\n"
    )


def test_an_article_too_long_to_be_imported_is_drafted_with_a_warning(
    path: Path,
) -> None:
    written(path, "Rain fell in Kyiv.\n" * 11_000)

    assert draft(path, *WHEN).stderr == (
        f"{path}: no claims\n"
        f"{path}: too long to be imported: split it (at most 200000 characters)\n"
    )


def test_a_summary_can_be_left_out(path: Path) -> None:
    assert draft(path, "--silent").stderr == ""


def test_standard_input_has_no_name_to_call_a_report_by(path: Path) -> None:
    result = draft("-", *WHEN, given=ARTICLE)

    document = made(result)
    assert counts(document) == [9, 9]
    assert document["report"] == {}
    assert result.stderr.startswith("-: 2 claims (2 casualties)")


def test_a_name_without_latin_letters_makes_no_report(tmp_path: Path) -> None:
    assert made(draft(written(tmp_path / "Київ.txt")))["report"] == {}


def test_a_file_called_article_is_a_report(tmp_path: Path) -> None:
    found = made(draft(written(tmp_path / "article.txt")))

    assert found["report"] == {"id": "article"}


def test_what_is_known_of_an_article_can_be_given(path: Path) -> None:
    document = made(
        draft(
            path,
            *("--published", "2024-12-20T11:00+02:00", "--timezone", "Europe/Kyiv"),
            *("--incident", "kyiv-fire", "--report", "paper-1", "--source", "paper"),
            *("--url", "https://paper.example/1"),
        )
    )

    assert document["published_at"] == "2024-12-20T11:00+02:00"
    assert document["incident"] == {
        "id": "kyiv-fire",
        "place": "kyiv",
        "timezone": "Europe/Kyiv",
    }
    assert document["report"] == {
        "id": "paper-1",
        "source": "paper",
        "url": "https://paper.example/1",
    }


def test_a_page_says_of_itself_what_no_option_says(tmp_path: Path) -> None:
    paragraph = "Nine people died in a fire in Kyiv, the mayor said on Friday evening."
    page = (
        "<html><head><title>Shed burns</title>"
        '<meta property="og:site_name" content="The Dolna Post">'
        '<meta property="article:published_time" content="2024-12-20">'
        '<link rel="canonical" href="https://dolna.example/shed">'
        f"</head><body><article><h1>Shed burns</h1><p>{paragraph * 3}</p></article>"
    )
    path = written(tmp_path / "shed.html", page)

    own, other = (
        made(draft(path)),
        made(draft(path, "--source", "wire", "--url", "x:y")),
    )

    assert own["published_at"] == "2024-12-20"
    assert own["report"] == {
        "id": "shed",
        "source": "the-dolna-post",
        "url": "https://dolna.example/shed",
        "title": "Shed burns",
    }
    assert other["report"] == own["report"] | {"source": "wire", "url": "x:y"}


# -- several articles ----------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "in" / "a.txt")
    written(tmp_path / "in" / "b" / "a.txt", "Two people died in Lviv.")
    return tmp_path / "in"


def test_several_drafts_are_printed_as_lines(folder: Path) -> None:
    result = draft(folder, *WHEN)

    one, other = (json.loads(line) for line in result.stdout.splitlines())
    assert (counts(one), counts(other)) == ([9, 9], [2])
    assert [each["report"]["id"] for each in (one, other)] == ["a", "b-a"]
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == [
        f"{folder}/a.txt",
        f"{folder}/b/a.txt",
    ]


def test_a_folder_of_one_article_is_a_folder(tmp_path: Path) -> None:
    written(tmp_path / "in" / "a.txt")

    assert len(draft(tmp_path / "in", "-o", "-").stdout.splitlines()) == 1
    draft(tmp_path / "in", "-o", tmp_path / "out")
    assert read(tmp_path / "out" / "a.draft.json")["report"] == {"id": "a"}


def test_several_drafts_go_to_a_folder(folder: Path, tmp_path: Path) -> None:
    result = draft(folder, "-o", tmp_path / "out" / "new")

    assert (result.exit_code, result.stdout) == (0, "")
    assert counts(read(tmp_path / "out" / "new" / "a.draft.json")) == [9, 9]
    assert counts(read(tmp_path / "out" / "new" / "b" / "a.draft.json")) == [2]


def test_drafts_can_be_lines_of_one_file(folder: Path, tmp_path: Path) -> None:
    draft(folder, "--nl", "-o", tmp_path / "out.jsonl")
    one = draft(folder / "a.txt", "--nl")

    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [counts(json.loads(line)) for line in lines] == [[9, 9], [2]]
    assert len(one.stdout.splitlines()) == 1


def test_what_cannot_be_read_keeps_nobody_from_the_rest(folder: Path) -> None:
    written(folder / "aa.txt", " ")

    result = draft(folder, "--silent")

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr == (
        f"Error: {folder}/aa.txt is empty: give it the text of an article\n"
    )


def test_the_name_of_one_report_is_not_that_of_several(folder: Path) -> None:
    assert refusal(draft(folder, "--report", "a")) == (
        "--report is of one article, not of 2: draft them apart, or leave it out"
    )
    assert refusal(draft(folder, "--url", "https://paper.example/1")) == (
        "--url is of one article, not of 2: draft them apart, or leave it out"
    )
    assert draft(folder, "--source", "paper").exit_code == 0


# -- where it goes -------------------------------------------------------------------


def test_a_draft_goes_to_a_file(path: Path, tmp_path: Path) -> None:
    result = draft(path, "-o", tmp_path / "new" / "x.json")

    assert (result.exit_code, result.stdout) == (0, "")
    assert read(tmp_path / "new" / "x.json") == made(draft(path))


def test_a_draft_goes_into_a_folder_that_is_there(path: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    draft(path, "-o", tmp_path / "out")

    assert read(tmp_path / "out" / "shed.draft.json") == made(draft(path))


def test_another_draft_is_written_over_only_by_force(
    path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "x.json"
    draft(path, "-o", target)
    assert draft(path, "-o", target).exit_code == 0
    before = read(target)

    assert refusal(draft(path, "-o", target, "--silent", *WHEN)) == (
        f"{target} is there with other content: write elsewhere with -o, or over it"
        " with --force"
    )
    assert read(target) == before
    assert draft(path, "-o", target, "--force", *WHEN).exit_code == 0
    assert read(target)["timezone"] == "Europe/Kyiv"


def test_an_article_is_never_written_over(path: Path) -> None:
    before = path.read_bytes()

    assert refusal(draft(path, "-o", path, "--silent", "--force")) == (
        f"{path} is no draft, so it stays: name another file with -o"
    )
    assert path.read_bytes() == before


def test_a_draft_that_cannot_be_written_is_told_in_one_line(path: Path) -> None:
    assert refusal(draft(path, "--silent", "-o", path / "x.json")) == (
        "cannot write the answer (File exists): check where it goes"
    )


# -- a person's words, names and rules -----------------------------------------------


def test_a_gazetteer_adds_names(path: Path, tmp_path: Path) -> None:
    written(path, "Nine people died in Dolna.")
    names = written(
        tmp_path / "names.csv",
        "type,id,name,aliases,level,part_of,latitude,notes\n"
        "place,dolna-ua,Dolna,Dolna,block,ukraine,50.4,ours\n",
    )

    (claim,) = made(draft(path, "--gazetteer", names))["claims"]

    assert claim["place"] == "dolna-ua"
    assert "place" not in made(draft(path))["claims"][0]


def test_rules_are_added(path: Path, tmp_path: Path) -> None:
    written(path, "Nine zorbs were flombed.")
    rules = written(
        tmp_path / "rules.toml", '[words]\nperson = "zorbs"\ndead = "flombed"'
    )

    document = made(draft(path, "--rules", rules))

    assert counts(document) == [9]
    assert made(draft(path))["claims"] == []
    assert made(draft(path))["drafted_by"] != document["drafted_by"]


@pytest.mark.parametrize(
    ("option", "content", "problem"),
    [
        (
            "--rules",
            "[words",
            " is not TOML (Expected ']' at the end of a table declaration (at end of"
            " document)): correct the rule file",
        ),
        (
            "--gazetteer",
            "type,id,name\nplace,Dolna City,Dolna\n",
            ", line 2 has the id 'Dolna City': write a CSV with the columns type",
        ),
        (
            "--gazetteer",
            "type,id\nplace,dolna\n",
            ", line 2 names nothing: write a CSV with the columns type (agent, place or"
            " weapon), id, name and aliases (separated by ;)",
        ),
    ],
)
def test_a_file_that_is_no_gazetteer_and_no_rules_is_refused(
    path: Path, tmp_path: Path, option: str, content: str, problem: str
) -> None:
    file = written(tmp_path / "file", content)

    assert problem in refusal(draft(path, option, file))


# -- against a log -------------------------------------------------------------------


@pytest.fixture
def log(tmp_path: Path) -> Path:
    with Log.create(tmp_path / "log") as log:
        five = killed(5, said_by="kyiv-mayor")
        tell(log, update("radio", five, at="07:00", heard="07:30"))
    return tmp_path / "log"


def test_a_draft_is_compared_with_the_log(path: Path, log: Path) -> None:
    document = made(draft(path, "--against", INCIDENT, log=log))

    assert document["incident"] == INCIDENT
    assert document["timezone"] == "Europe/Kyiv"
    verdicts = {
        c["said_by"]: c["against"] for c in document["claims"] if "said_by" in c
    }
    assert verdicts == {
        "kyiv-mayor": {
            "verdict": "raises",
            "claims": ["radio/1#c1"],
            "found": "5 (kyiv-mayor)",
        }
    }


def test_a_later_revision_is_told_in_the_summary(path: Path, log: Path) -> None:
    options = ("--against", INCIDENT, "-l", log, "--published", "2024-12-20")
    target = path.with_name("a.draft.json")
    draft(path, *options, "--source", "paper", "-o", target)
    run("review", str(target), "--accept-all")
    imported = run("import", str(path.with_name("a.json")), log=log)
    assert imported.stdout == "1 appended, 0 already known, 0 refused\n"

    text = "\n".join(line for line in ARTICLE.splitlines() if "war" not in line)
    result = draft(
        written(path, text.replace("Nine", "Ten").replace("nine", "ten")), *options
    )

    assert made(result)["report"] == {"id": "shed", "source": "paper"}
    assert result.stderr == f"{path}: 2 claims (2 casualties), 2 passages dropped\n"
    again = draft(written(path, "Rain fell in Kyiv."), *options)
    assert "no claims, 2 gone since the last revision" in again.stderr
    same = draft(written(path, ARTICLE), *options)
    assert (
        "no claims, 1 in the background, 2 passages dropped, 2 unchanged" in same.stderr
    )


def test_options_that_are_wrong_are_told_in_one_line(path: Path, log: Path) -> None:
    def told(*options: str) -> str:
        return refusal(draft(path, "--silent", *options, log=log))

    assert told("--against", "lviv") == (
        "no incident is called 'lviv': see 'incident-log incidents'"
    )
    assert told("--against", INCIDENT, "-l", str(path.parent / "none")) == (
        f"no log in '{path.parent}/none': import an update first, try"
        " 'incident-log demo', or name another directory with --log"
    )
    assert told("--published", "yesterday") == (
        "cannot read a time from 'yesterday': write 2024-12-20, 2024-12-20T11:00 or"
        " 2024-12-20T11:00+02:00"
    )
    assert told("--timezone", "Kyiv") == (
        "no time zone is called 'Kyiv': use a name like Europe/Kyiv"
    )
    for option in ("--incident", "--report", "--source"):
        assert told(option, "Kyiv fire") == (
            f"{option} 'Kyiv fire' is no id: use lower-case letters, digits, '.', '_',"
            " '-'"
        )
    assert refusal(draft("nowhere.txt")) == (
        "nowhere.txt cannot be read (No such file or directory): name a file, a folder"
        " or -"
    )


def test_articles_and_files_have_to_be_named(path: Path) -> None:
    for options in ((), (path, "--rules", "none"), (path, "--gazetteer", "none")):
        result = draft(*options)
        assert result.exit_code == 2
        assert result.stderr.splitlines()[-1].startswith("Error: ")
