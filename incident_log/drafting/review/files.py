"""Drafts and updates on disk: each is written whole or not at all."""

import os
import secrets
import stat
from pathlib import Path

from incident_log import documents, files
from incident_log.accepting import Unacceptable
from incident_log.drafting.review.documents import Document, check, dumps
from incident_log.errors import NotPossible, UnreadableInput

#: Bytes of a draft: an update, and what it might have been.
LARGEST = 20_000_000


class DraftFile:
    """A draft under review: what is saved is on disk at once.

    It is saved over what was read, never over what somebody else has saved since.
    """

    def __init__(self, path: Path) -> None:
        """Read a draft; raise :exc:`UnreadableInput` with every problem a line."""
        try:
            self._stored = files.content(path, LARGEST)
        except UnreadableInput as error:
            raise UnreadableInput(f"{path} {error}") from error
        except OSError as error:
            raise UnreadableInput(
                f"{path} cannot be read ({error.strerror}): check it"
            ) from error
        self.path = path.resolve()
        self.draft = _read(path, self._stored)

    def save(self, draft: Document) -> None:
        """Keep *draft*; raise :exc:`NotPossible` if the file has changed meanwhile."""
        if draft == self.draft:
            return
        if self.path.read_bytes() != self._stored:
            raise NotPossible(
                f"{self.path.name} has been changed by somebody else: review it again"
            )
        content = f"{dumps(draft)}\n".encode()
        replace(self.path, content)
        self._stored, self.draft = content, draft


def _read(path: Path, content: bytes) -> Document:
    try:
        text = documents.decode(content)
        draft: Document = documents.loads(text)
    except UnreadableInput as error:
        raise UnreadableInput(f"{path}:1 {error}") from error
    try:
        check(draft)
    except Unacceptable as error:
        problems = (
            f"{path}:{documents.line_of(text, each.path)} {each}"
            for each in error.problems
        )
        raise UnreadableInput("\n".join(problems)) from error
    return draft


def write(path: Path, content: bytes, *, is_forced: bool) -> None:
    """Write a file that is not there, or has that content already.

    Raise :exc:`NotPossible` if it has another and *is_forced* does not allow it.  What
    is no file (a pipe, ``/dev/stdout``) is written into.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
    elif not path.exists():
        replace(path.resolve(), content)
    elif path.read_bytes() != content:
        if not is_forced:
            raise NotPossible(
                f"{path} is there with other content: write elsewhere with -o, or over"
                " it with --force"
            )
        replace(path.resolve(), content)


def replace(path: Path, content: bytes) -> None:
    """Put *content* in the place of a file in one step; its mode stays.

    Whoever reads it sees the old or the new one, even if this process is killed.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}~")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            if path.exists():
                os.fchmod(handle, stat.S_IMODE(path.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(handle)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make a renaming in a folder last, should the machine stop."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
