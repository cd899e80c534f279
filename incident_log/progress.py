"""What a long job tells of how far it is, to whoever shows it."""

from collections.abc import Callable

#: Told how many more are done.
Progress = Callable[[int], object]

#: Told that a stage of a job begins: what is done ("importing"), with what ("rows"),
#: and with how many, if anybody knows.  Returns what is told how many are done.
Stages = Callable[[str, str, int | None], Progress]


def unseen(number: int) -> None:
    """Show nobody how many are done."""


def unshown(doing: str, what: str, number: int | None) -> Progress:
    """Show nobody that a stage begins."""
    return unseen
