"""The reviewer at a draft: claim after claim, a key for each verdict."""

from collections.abc import Callable

import click

from incident_log.cli import review_text
from incident_log.cli.review_adding import ask_for_claim
from incident_log.cli.review_text import Screen
from incident_log.drafting.review import verdicts as reviewing
from incident_log.drafting.review.documents import Document
from incident_log.drafting.review.editing import changed
from incident_log.drafting.review.files import DraftFile
from incident_log.errors import IncidentLogError
from incident_log.schemas.drafts import plain

_HELP = (
    "a  accept the claim as it is",
    "e  edit it, field by field; or at once: e count=at least 9 (e count= removes it)",
    "r  reject it; it stays in the draft",
    "n  new: add a claim that was missed",
    "b  back to the one before",
    "u  undo the last verdict",
    "q  quit: everything is saved, and the next review goes on here",
    "A claim of the background is not about the incident as it is now:",
    "y  move it among the claims;  n  leave it where it is",
)
_ON_A_CLAIM = "[a]ccept [e]dit [r]eject [n]ew [b]ack [u]ndo [q]uit [?]"
_IN_THE_BACKGROUND = "move among the claims? [y]es [n]o [e]dit [b]ack [u]ndo [q]uit [?]"
_AT_THE_END = (
    "[Enter] writes the update, [n]ew (n 1: from number 1) [b]ack [u]ndo [q]uit [?]"
)


class Dialogue:
    """One session.  Every verdict is on disk before the next question is asked."""

    def __init__(self, file: DraftFile, screen: Screen, by: str | None) -> None:
        self._file = file
        self._screen = screen
        self._by = by
        self._is_done: bool | None = None  #: ``None`` while it goes on
        self._back_to = ""
        #: What the draft was before each verdict, and the claim that was shown.
        self._former: list[tuple[Document, str]] = []
        self._commands: dict[str, Callable[[str, str], None]] = {
            "a": self._accept,
            "e": self._edit,
            "r": self._reject,
            "n": self._new,
            "b": self._back,
            "u": self._undo,
            "q": self._quit,
        }

    def run(self) -> bool:
        """Ask until everything has a verdict; return ``False`` if the reviewer quits.

        Who comes back to a draft that has all its verdicts may still change them.
        """
        self._screen.say(review_text.head(self._draft))
        is_reopened = not reviewing.proposed(self._draft)
        while self._is_done is None:
            here = self._back_to or next(iter(reviewing.proposed(self._draft)), "")
            if here:
                self._judge(here)
            else:
                self._close(is_reopened=is_reopened)
        return self._is_done

    @property
    def _draft(self) -> Document:
        return self._file.draft

    def _judge(self, here: str) -> None:
        claim = reviewing.claim_of(self._draft, here)
        self._screen.say(
            ["", *review_text.claim_lines(self._draft, claim, self._screen)]
        )
        if reviewing.is_background(self._draft, here):
            key, argument = self._ask(_IN_THE_BACKGROUND)
            # "a" and "r" are for claims: a hand that is used to them moves nothing.
            key = {"y": "a", "n": "r", "a": "?", "r": "?"}.get(key, key)
        else:
            key, argument = self._ask(_ON_A_CLAIM)
        self._commands.get(key, self._help)(here, argument)

    def _close(self, *, is_reopened: bool) -> None:
        """Show what no claim came of; ask only if there is something to decide."""
        self._screen.say(["", *review_text.left_over(self._draft, self._screen)])
        if not is_reopened and not review_text.unclaimed(self._draft):
            self._is_done = True
            return
        try:
            key, argument = self._ask(_AT_THE_END)
        except click.Abort:  # the end of the input: everything has its verdict
            key = argument = ""
        if not key:
            self._is_done = True
        elif key in ("n", "b", "u", "q"):
            self._commands[key]("", argument)
        else:
            self._help("", "")

    def _ask(self, question: str) -> tuple[str, str]:
        """Return the key that was typed, and what was typed behind it."""
        key, _, argument = self._screen.ask(question).partition(" ")
        return key, argument.strip()

    def _keep(self, draft: Document, here: str) -> None:
        former = self._draft
        self._file.save(draft)
        self._former.append((former, here))
        self._back_to = ""

    def _accept(self, here: str, _: str) -> None:
        self._keep(reviewing.accept(self._draft, here, self._by), here)

    def _reject(self, here: str, _: str) -> None:
        self._keep(reviewing.reject(self._draft, here, self._by), here)

    def _edit(self, here: str, given: str) -> None:
        if given:
            self._set(here, given)
            return
        while given := self._screen.ask("field=value (Enter ends)"):
            self._set(here, given)

    def _set(self, here: str, given: str) -> None:
        """Set one field, or say why not."""
        name, equals, value = (part.strip() for part in given.partition("="))
        if not equals:
            self._screen.say([f"{given!r} sets nothing: write count=at least 9"])
            return
        claim = plain(reviewing.claim_of(self._draft, here))
        try:
            claim = changed(self._draft, claim, name, value)
        except IncidentLogError as error:
            self._screen.say([str(error)])
            return
        self._keep(reviewing.edit(self._draft, here, claim, self._by), here)
        if name == "quote":
            shown = review_text.sentence(
                self._draft["text"], claim["span"], self._screen
            )
            self._screen.say([f"  {shown}"])

    def _new(self, here: str, given: str) -> None:
        """Add a claim; *given* is its type, or one of the numbers left over."""
        numbers = review_text.unclaimed(self._draft)
        near = None
        if given.isdecimal() and 1 <= int(given) <= len(numbers):
            near, given = numbers[int(given) - 1]["span"], ""
        claim = ask_for_claim(self._draft, self._screen, given, near)
        if claim is None:
            self._screen.say(["nothing added"])
            return
        added = reviewing.free_id(self._draft)
        self._keep(reviewing.add(self._draft, claim, self._by), here)
        self._edit(added, "")

    def _back(self, here: str, _: str) -> None:
        ids = [claim["id"] for claim in reviewing.claims_of(self._draft)]
        n = ids.index(here) if here else len(ids)
        self._back_to = ids[n - 1] if n else here

    def _undo(self, _: str, __: str) -> None:
        if not self._former:
            self._screen.say(["no verdict of this session is left: b goes back"])
            return
        draft, self._back_to = self._former.pop()
        self._file.save(draft)

    def _quit(self, _: str, __: str) -> None:
        self._is_done = False

    def _help(self, _: str, __: str) -> None:
        self._screen.say(_HELP)
