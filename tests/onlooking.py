"""Somebody who looks at how far a long job is."""

from collections.abc import Callable

from incident_log.progress import Progress, unseen


class Onlooker:
    """Remembers every stage, and each time how many more were done in it.

    ``(doing, what, number, [so many, so many more, ...])``
    """

    def __init__(self, react: Progress = unseen) -> None:
        self.seen: list[tuple[str, str, int | None, list[int]]] = []
        self._react = react

    def __call__(
        self, doing: str, what: str, number: int | None
    ) -> Callable[[int], None]:
        steps: list[int] = []
        self.seen.append((doing, what, number, steps))

        def progress(number: int) -> None:
            steps.append(number)
            self._react(number)

        return progress
