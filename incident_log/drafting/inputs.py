"""Articles as they come: text files, pages of HTML, folders of both, standard input."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from incident_log import files
from incident_log.documents import check, decode
from incident_log.drafting.pages import Page, read_page
from incident_log.drafting.prose.slugs import UNNAMED, slug
from incident_log.errors import NotInstalled, UnreadableInput, visible

_TEXTS, _PAGES = (".txt", ".text", ".md"), (".html", ".htm", ".xhtml")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<\?xml)", re.I)

#: Bytes of an article with all that is around it.
LARGEST = 20_000_000

#: What names standard input, and what an article from there is called.
STDIN, UNTITLED = "-", "article"


def names(paths: Iterable[str]) -> dict[str, str]:
    """Return the files in *paths*, by what the article of each is called.

    Those in a folder come by name, and are called after their place in it.  Raise
    :exc:`UnreadableInput` for a folder without any, and for two of one name.
    """
    found: dict[str, str] = {}
    ids: dict[str, str] = {}
    for path in paths:
        for name, file in _files(path):
            id_ = slug(name)
            other = ids.setdefault(name if id_ == UNNAMED else id_, file)
            if other != file:
                raise UnreadableInput(
                    f"{visible(other)} and {visible(file)} have one name: rename one,"
                    " or draft them apart"
                )
            found[name] = file
    return found


def _files(path: str) -> Iterator[tuple[str, str]]:
    folder = Path(path)
    if path == STDIN:
        yield UNTITLED, path
    elif not _is_folder(path):
        yield folder.stem, path
    else:
        inside = sorted(p for p in folder.rglob("*") if p.is_file())
        articles = [p for p in inside if p.suffix.lower() in (*_TEXTS, *_PAGES)]
        if not articles:
            raise UnreadableInput(
                f"{visible(path)} has no article: name a folder with .txt or .html"
                " files"
            )
        for each in articles:
            yield str(each.relative_to(folder).with_suffix("")), str(each)


def _is_folder(path: str) -> bool:
    try:
        return bool(path) and Path(path).is_dir()
    except OSError:  # the reading of it will say why
        return False


def read(path: str) -> Page:
    """Read an article from a file, or from standard input (``-``).

    Raise :exc:`UnreadableInput`, and :exc:`NotInstalled` for HTML without the extra.
    """
    shown = visible(path)
    try:
        content = _content(path)
    except UnreadableInput as error:
        raise UnreadableInput(f"{shown} {error}") from error
    except OSError as error:
        raise UnreadableInput(
            f"{shown or repr(path)} cannot be read ({error.strerror}): name a file, a"
            " folder or -"
        ) from error
    try:
        if path.lower().endswith(_PAGES) or _PAGE.match(content):
            return read_page(content)
        text = decode(content)
        check(text, 1)
    except ImportError as error:
        raise NotInstalled(
            f"{shown} is HTML, which needs trafilatura", "html"
        ) from error
    except UnreadableInput as error:
        raise UnreadableInput(f"{shown} {error}") from error
    if not text.strip():
        raise UnreadableInput(f"{shown} is empty: give it the text of an article")
    return Page(text)


def _content(path: str) -> bytes:
    if path != STDIN:
        return files.content(Path(path), LARGEST)
    return b"" if sys.stdin is None else files.whole(sys.stdin.buffer, LARGEST)
