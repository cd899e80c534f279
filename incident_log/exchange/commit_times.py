"""When the revisions of a file were known: at the times of their commits, in order.

* Where that is not after the revision before it (a clock that went back, two commits in
  a second) a microsecond later.
* A commit whose time is still to come is known with the next one, which it was before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from incident_log.times import in_utc

#: Signs of a commit's id that are shown.
SHORT = 12

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SECOND = 253_402_300_799


@dataclass(frozen=True, slots=True)
class Revision:
    """What one commit made of the file."""

    commit: str
    known_at: str
    blob: str | None  #: names its contents; ``None``: the file is not there
    is_late: bool = False  #: the commit bears an earlier time than the one before it
    is_ahead: bool = False  #: it bears a time that is still to come

    @property
    def short(self) -> str:
        """The commit's id as messages show it."""
        return self.commit[:SHORT]


class Change(NamedTuple):
    """What one commit did."""

    commit: str
    second: int
    blob: str
    status: str
    path: str  #: of the file after it
    is_ahead: bool = False


def in_order(changes: Iterable[Change], now: str) -> list[Revision]:
    """Return revisions, the first one first; of *changes* the last one is."""
    return list(_named(reversed(list(_until(now, changes)))))


def _until(now: str, changes: Iterable[Change]) -> Iterator[Change]:
    """Give commits of the future the time of the next one, where there is one.

    The last commit comes first.
    """
    after = None
    for change in changes:
        if in_utc(_moment(change.second)) <= now:
            after = change.second
            yield change
        else:
            second = change.second if after is None else after
            yield change._replace(second=second, is_ahead=after is not None)


def _moment(second: int) -> datetime:
    return _EPOCH + timedelta(seconds=min(second, _LAST_SECOND))


def _named(changes: Iterable[Change]) -> Iterator[Revision]:
    """Name revisions, each known after the one before it."""
    before, last = 0, _EPOCH
    for commit, second, blob, status, _, is_ahead in changes:
        known = max(_moment(second), last + timedelta(microseconds=1))
        yield Revision(
            commit,
            in_utc(known),
            None if status == "D" else blob,
            is_late=second < before,
            is_ahead=is_ahead,
        )
        before, last = second, known


def oddities(path: str, revisions: list[Revision]) -> Iterator[str]:
    """Yield what is unusual about the times of commits."""
    late = [each for each in revisions if each.is_late]
    ahead = [each for each in revisions if each.is_ahead]
    for odd, what, when in (
        (late, "an earlier time than the revision before it", "right after that"),
        (ahead, "a time after now", "just before the next one"),
    ):
        if odd:
            yield (
                f"{path}@{odd[0].short}:1 bears {what}, as do {len(odd) - 1} others:"
                f" each counts as known {when}"
            )
