"""Bars on standard error: how far a long job is, how fast, and how long yet."""

import sys
from itertools import count
from time import monotonic
from typing import Any, Self

import click

from incident_log.progress import Progress, unseen

#: Seconds after which a stage is worth a bar, and between two looks at it.
DELAY = 0.5
PAUSE = 0.1


class Bars:
    """One bar after another, on a terminal.  Use it in a ``with`` statement.

    It is what a job takes as its ``stages``.
    """

    def __init__(self, *, is_hidden: bool = False) -> None:
        self.are_shown = sys.stderr.isatty() and not is_hidden
        self._bar: _Bar | None = None

    def __call__(self, doing: str, what: str, number: int | None) -> Progress:
        self._end()
        if not self.are_shown:
            return unseen
        self._bar = _Bar(doing, what, number)
        return self._bar.move

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.end()
            self._bar = None


class _Bar:
    """One stage; nothing is shown of one that ends at once."""

    def __init__(self, doing: str, what: str, number: int | None) -> None:
        self._what = what
        self._done = self._shown = 0
        self._begun = monotonic()
        self._next = self._begun + DELAY
        self._is_there = False
        self._bar: Any = click.progressbar(
            count() if number is None else None,
            length=number,
            label=doing,
            show_pos=number is None,
            item_show_func=self._rate,
            file=sys.stderr,
        )

    def move(self, number: int) -> None:
        """Take note that so many more are done."""
        self._done += number
        now = monotonic()
        if now >= self._next:
            self._next = now + PAUSE
            self._show()

    def end(self) -> None:
        """Leave the bar as it is in the end."""
        if self._is_there:
            self._show()
            self._bar.render_finish()

    def _show(self) -> None:
        self._is_there = True
        self._bar.update(self._done - self._shown)
        self._shown = self._done

    def _rate(self, _: object) -> str:
        seconds = max(monotonic() - self._begun, 0.001)
        return f"{self._done / seconds:,.0f} {self._what}/s"
