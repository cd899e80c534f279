"""Articles as they come: text, pages, folders, standard input; and what is none."""

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_log.drafting.inputs import names, read
from incident_log.drafting.pages import Page
from incident_log.errors import NotInstalled, UnreadableInput

SAID = (
    "The harbour master said that the fire in shed {} was out by the evening, and that"
    " the ferries would run again from Monday, as they had for all those years."
)
PARAGRAPHS = "".join(f"<p>{SAID.format(n)}</p>" for n in range(4))
ARTICLE = f"""<!DOCTYPE html>
<html><head>
<title>Shed burns - The Dolna Post</title>
<meta property="og:title" content="Shed burns">
<meta property="og:site_name" content="The Dolna Post">
<meta property="article:published_time" content="2024-12-20T11:00:00+02:00">
<link rel="canonical" href="https://dolna.example/shed">
</head><body><nav><a href="/">Home</a></nav>
<article><h1>Shed burns</h1>{PARAGRAPHS}</article>
<footer>Cookies</footer></body></html>"""


def file(folder: Path, name: str, content: str | bytes = "Nine died.") -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def refusal(path: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read(path)
    return str(caught.value)


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


# -- text ----------------------------------------------------------------------------


def test_a_text_is_read(tmp_path: Path) -> None:
    assert read(file(tmp_path, "a.txt", "Nine died in Ōtsu.\n")) == Page(
        "Nine died in Ōtsu.\n"
    )


def test_line_ends_are_kept_as_they_are(tmp_path: Path) -> None:
    text = "Fire\r\n\r\nNine died.\rTwo live.\n\x0bEnd\u2028"

    assert read(file(tmp_path, "a.txt", text)).text == text


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert read(file(tmp_path, "a.txt", b"\xef\xbb\xbfNine died.")).text == "Nine died."


def test_any_file_may_be_a_text(tmp_path: Path) -> None:
    assert read(file(tmp_path, "a.article")).text == "Nine died."


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, b"Nine died.\r\n")

    assert read("-") == Page("Nine died.\r\n")


def test_standard_input_that_is_closed_is_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert refusal("-") == "- is empty: give it the text of an article"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty: give it the text of an article"),
        (b"\xef\xbb\xbf \r\n\t", "is empty: give it the text of an article"),
        (
            b"Nine died in\n\xc4tsu.",
            "is not UTF-8 (byte 13, line 2): save it as UTF-8",
        ),
        (b"Nine\0", "'Nine\\x00' contains a NUL character: remove it"),
    ],
)
def test_what_is_no_text_is_refused(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    path = file(tmp_path, "a.txt", content)

    assert refusal(path) == f"{path} {problem}"


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    path = f"{tmp_path}/a\nb.txt"

    assert refusal(path) == (
        f"{tmp_path}/a\\nb.txt cannot be read (No such file or directory): name a file,"
        " a folder or -"
    )
    assert refusal("") == (
        "'' cannot be read (Is a directory): name a file, a folder or -"
    )


@given(st.binary())
def test_whatever_the_bytes_are_they_are_a_text_or_refused(content: bytes) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        typed(monkeypatch, content)
        try:
            text = read("-").text
        except UnreadableInput as error:
            assert str(error).startswith("- ")
            assert str(error).isprintable()
        else:
            assert text.encode() == content.removeprefix(b"\xef\xbb\xbf")


# -- pages ---------------------------------------------------------------------------


def test_the_article_is_taken_out_of_a_page(tmp_path: Path) -> None:
    page = read(file(tmp_path, "a.html", ARTICLE))

    assert page.text.startswith("Shed burns\n")
    assert page.text.count("harbour master") == 4
    assert "Cookies" not in page.text
    assert page.title == "Shed burns"
    assert page.url == "https://dolna.example/shed"
    assert page.site == "The Dolna Post"
    assert page.published == "2024-12-20"


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.txt", "a"])
def test_a_page_is_known_by_its_name_or_its_beginning(
    tmp_path: Path, name: str
) -> None:
    assert read(file(tmp_path, name, ARTICLE)).title == "Shed burns"


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_a_page_need_not_begin_as_one(tmp_path: Path, name: str) -> None:
    content = f"<article>{PARAGRAPHS}</article>"

    assert read(file(tmp_path, name, content)).text.startswith("The harbour master")


@pytest.mark.parametrize("start", ["\ufeff\n", " \n", "<?xml version='1.0'?>\n"])
def test_a_page_may_have_something_before_it(tmp_path: Path, start: str) -> None:
    assert read(file(tmp_path, "a", start + ARTICLE)).title == "Shed burns"


def test_a_page_may_have_another_encoding(tmp_path: Path) -> None:
    page = ARTICLE.replace("<head>", '<head><meta charset="windows-1251">')
    page = page.replace("harbour master", "harbour master of Дольна")

    content = read(file(tmp_path, "a.html", page.encode("windows-1251"))).text

    assert "harbour master of Дольна" in content


def test_the_title_stands_above_the_article(tmp_path: Path) -> None:
    page = ARTICLE.replace("<h1>Shed burns</h1>", "")

    text = read(file(tmp_path, "a.html", page)).text

    assert text.startswith("Shed burns\n\nThe harbour master")


def test_a_page_without_a_head_is_only_a_text(tmp_path: Path) -> None:
    page = read(file(tmp_path, "a.html", f"<html><body>{PARAGRAPHS}</body></html>"))

    assert (page.title, page.url, page.site, page.published) == (None,) * 4
    assert page.text.startswith("The harbour master")


@pytest.mark.parametrize(
    "content", ["", "<html></html>", "<?xml version='1.0'?><rss></rss>"]
)
def test_a_page_without_an_article_is_refused(
    tmp_path: Path, content: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, "a.html", content)

    assert refusal(path) == f"{path} has no article that can be found: give its text"
    assert capfd.readouterr().err == ""


def test_pages_need_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = file(tmp_path, "a.html", ARTICLE)

    with pytest.raises(NotInstalled) as caught:
        read(path)

    assert str(caught.value) == (
        f"{path} is HTML, which needs trafilatura: install it with"
        " pip install 'incident-log[html]'"
    )
    assert read(file(tmp_path, "a.txt")).text == "Nine died."


# -- folders and names ---------------------------------------------------------------


def test_articles_are_called_after_their_files(tmp_path: Path) -> None:
    b, a = file(tmp_path, "b.txt"), file(tmp_path, "a.draft.txt")

    assert names([b, a, "-"]) == {"b": b, "a.draft": a, "article": "-"}
    assert list(names([b, a])) == ["b", "a.draft"]


def test_articles_of_a_folder_come_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.HTML", "c.md", "d/a.text", "notes.json", "e.txt/f.htm"):
        file(tmp_path, name)

    assert names([str(tmp_path)]) == {
        "a": f"{tmp_path}/a.HTML",
        "b": f"{tmp_path}/b.txt",
        "c": f"{tmp_path}/c.md",
        "d/a": f"{tmp_path}/d/a.text",
        "e.txt/f": f"{tmp_path}/e.txt/f.htm",
    }
    assert list(names([str(tmp_path)])) == ["a", "b", "c", "d/a", "e.txt/f"]


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    file(tmp_path, "a.json")

    with pytest.raises(UnreadableInput) as caught:
        names([str(tmp_path)])

    assert str(caught.value) == (
        f"{tmp_path} has no article: name a folder with .txt or .html files"
    )


@pytest.mark.parametrize("other", ["b/a.txt", "a.html", "A.txt", "b/a!.txt"])
def test_two_articles_of_one_name_are_refused(tmp_path: Path, other: str) -> None:
    paths = [file(tmp_path, "a.txt"), file(tmp_path, other)]

    with pytest.raises(UnreadableInput) as caught:
        names(paths)

    assert str(caught.value) == (
        f"{paths[0]} and {paths[1]} have one name: rename one, or draft them apart"
    )


def test_an_article_may_be_named_twice(tmp_path: Path) -> None:
    path = file(tmp_path, "a.txt")

    assert names([path, path]) == {"a": path}


def test_articles_may_have_names_without_latin_letters(tmp_path: Path) -> None:
    paths = [file(tmp_path, "Київ.txt"), file(tmp_path, "Львів.txt")]

    assert list(names(paths)) == ["Київ", "Львів"]


def test_what_is_not_there_is_named_all_the_same() -> None:
    assert names(["nowhere/a.txt", ""]) == {"a": "nowhere/a.txt", "": ""}


def test_a_name_too_long_for_a_file_is_refused() -> None:
    path = "a" * 5000

    assert names([path]) == {path: path}
    assert refusal(path) == (
        f"{path} cannot be read (File name too long): name a file, a folder or -"
    )
