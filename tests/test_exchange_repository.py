"""The revisions of one file in a git repository: read, never checked out."""

from pathlib import Path

import pytest

from incident_log.errors import GitRefused, NoRevisions, NotPossible
from incident_log.exchange.commit_times import Revision
from incident_log.exchange.repository import Repository
from tests.repositories import Made


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path / "history")


def revisions(made: Made, path: str = "fires.json") -> list[Revision]:
    return Repository(made.directory, path).revisions()


def shown(made: Made, path: str = "fires.json") -> list[bytes | None]:
    """Return what each revision shows; ``None`` where the file is not there."""
    repository = Repository(made.directory, path)
    found = repository.revisions()
    contents = repository.contents(each.blob for each in found if each.blob)
    return [next(contents) if each.blob else None for each in found]


def clock(revision: Revision) -> str:
    return revision.known_at.removeprefix("2024-12-20T").removesuffix("Z")


def test_each_commit_that_touches_the_file_is_a_revision_known_at_its_time(
    made: Made,
) -> None:
    first = made.commit("10:00:00", "one\n")
    made.commit("10:20:00", "of another file", path="notes.txt")
    second = made.commit("10:40:00", "two\nlines")

    found = revisions(made)

    assert [each.commit for each in found] == [first, second]
    assert [clock(each) for each in found] == ["10:00:00.000000", "10:40:00.000000"]
    assert [each.is_late for each in found] == [False, False]
    assert found[0].short == first[:12]
    assert shown(made) == [b"one\n", b"two\nlines"]


def test_the_first_commit_of_a_second_is_exact_and_the_next_just_after_it(
    made: Made,
) -> None:
    for content in ("one", "two", "three"):
        made.commit("10:00:00", content)

    assert [clock(each) for each in revisions(made)] == [
        "10:00:00.000000",
        "10:00:00.000001",
        "10:00:00.000002",
    ]


def test_a_clock_that_went_back_never_makes_a_revision_known_before_its_parent(
    made: Made,
) -> None:
    for at, content in (("10:00:00", "one"), ("09:00:00", "two"), ("11:00:00", "3")):
        made.commit(at, content)

    found = revisions(made)

    assert [clock(each) for each in found] == [
        "10:00:00.000000",
        "10:00:00.000001",
        "11:00:00.000000",
    ]
    assert [each.is_late for each in found] == [False, True, False]


def test_a_file_that_is_removed_and_comes_back_is_one_history(made: Made) -> None:
    made.commit("10:00:00", "one")
    made.git("rm", "-q", "fires.json")
    made.committed("11:00:00")
    made.commit("12:00:00", "three")

    assert shown(made) == [b"one", None, b"three"]


def test_a_renamed_file_is_followed_and_a_copy_is_not(made: Made) -> None:
    lines = "\n".join(map(str, range(50)))
    made.commit("09:00:00", "of the template", path="template.json")
    made.commit("09:30:00", lines, path="template.json")
    made.commit("10:00:00", lines, path="old.json")
    made.git("mv", "old.json", "fires.json")
    made.committed("11:00:00")
    made.commit("12:00:00", lines + "\nmore")

    found = revisions(made)

    assert [clock(each)[:2] for each in found] == ["10", "11", "12"]
    assert found[0].blob == found[1].blob


def test_of_a_merge_only_what_it_changed_in_the_branch_is_a_revision(
    made: Made,
) -> None:
    made.commit("10:00:00", "one")
    made.git("checkout", "-q", "-b", "side")
    made.commit("10:10:00", "on the side")
    made.commit("10:20:00", "still on the side")
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", "merged", "side", at="11:00:00")
    made.commit("12:00:00", "three")

    assert shown(made) == [b"one", b"still on the side", b"three"]
    assert [clock(each)[:2] for each in revisions(made)] == ["10", "11", "12"]


def test_another_branch_and_a_folder_deeper_may_be_named(made: Made) -> None:
    made.commit("10:00:00", "one", path="data/fires 2024.json")
    made.git("checkout", "-q", "-b", "odd/name")
    made.commit("11:00:00", "two", path="data/fires 2024.json")
    made.git("checkout", "-q", "main")

    main = Repository(made.directory, "data/fires 2024.json")
    odd = Repository(made.directory / "data", "fires 2024.json", "odd/name")

    assert [len(each.revisions()) for each in (main, odd)] == [1, 2]


def test_a_name_is_no_pattern(made: Made) -> None:
    made.commit("10:00:00", "one", path="a1.json")

    with pytest.raises(NoRevisions, match=r"has a file 'a\*.json': name a file"):
        revisions(made, "a*.json")


@pytest.mark.parametrize("sign", ['"', "\\", "\t", "\n", "\x85", "\u2028", ":", " "])
def test_a_name_may_have_any_sign(made: Made, sign: str) -> None:
    name = f"d{sign}ata/{sign}fi{sign}res{sign}"
    made.commit("10:00:00", "one" * 9, path="plain.json")
    (made.directory / f"d{sign}ata").mkdir()
    made.git("mv", "plain.json", name)
    made.committed("11:00:00")
    made.commit("12:00:00", "two", path=name)

    assert shown(made, name) == [b"one" * 9, b"one" * 9, b"two"]


def test_a_folder_is_no_file(made: Made) -> None:
    made.commit("10:00:00", "one", path="data/fires.json")

    for name in ("data", "."):
        with pytest.raises(NoRevisions):
            revisions(made, name)


def test_no_repository_and_no_such_branch_are_refused_in_one_line(
    made: Made, tmp_path: Path
) -> None:
    made.commit("10:00:00", "one")

    with pytest.raises(GitRefused, match="not a git repository"):
        Repository(tmp_path, "fires.json").revisions()
    with pytest.raises(GitRefused, match="bad revision 'nowhere'"):
        Repository(made.directory, "fires.json", "nowhere").revisions()
    with pytest.raises(GitRefused, match="bad revision '--all'"):
        Repository(made.directory, "fires.json", "--all").revisions()


def test_the_shell_does_not_point_to_another_repository(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.commit("10:00:00", "one")
    other = Made(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.directory / ".git"))

    assert len(revisions(made)) == 1


def test_without_git_it_says_what_to_install(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(NotPossible, match="no git is installed: install it"):
        revisions(made)


def test_a_clone_without_its_past_says_so(made: Made, tmp_path: Path) -> None:
    made.commit("10:00:00", "one")
    made.commit("11:00:00", "two")
    clone = tmp_path / "clone"
    made.git("clone", "-q", "--depth", "1", f"file://{made.directory}", str(clone))

    assert Repository(clone, "fires.json").is_shallow
    assert not Repository(made.directory, "fires.json").is_shallow


def test_contents_that_git_has_lost_are_none(made: Made) -> None:
    made.commit("10:00:00", "one")
    (revision,) = revisions(made)
    assert revision.blob is not None
    lost = "1" * 40

    found = Repository(made.directory, "").contents([lost, revision.blob, lost])

    assert list(found) == [None, b"one", None]


def test_who_stops_reading_leaves_no_git_behind(made: Made) -> None:
    made.commit("10:00:00", "x" * 1_000_000)
    (revision,) = revisions(made)
    assert revision.blob is not None

    contents = Repository(made.directory, "").contents([revision.blob] * 50)
    assert len(next(contents) or b"") == 1_000_000
    contents.close()  # type: ignore[attr-defined]

    with pytest.raises(StopIteration):
        next(contents)
