"""A claim as it was told last, and those that stand or would stand without it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter

from incident_log.exchange.telling import Said

#: Tellings of a claim without a count that are remembered; of older ones, the names.
REMEMBERED = 5


@dataclass(slots=True)
class LastClaim:
    """A claim as it was told last."""

    said: Said
    moment: tuple[str, str]  #: earliest instants of as_of and of published_at
    known_at: str
    update: str
    beside: tuple["LastClaim", ...] = ()  #: earlier ones that it left standing
    under: tuple["LastClaim", ...] = ()  #: those of its moment that it superseded
    before: "LastClaim | None" = None  #: as it was told before that, if not counted
    older: list[str] = field(default_factory=list)  #: updates that told it before those

    @property
    def told(self) -> Iterator["LastClaim"]:
        """Yield it as it was told last, and each time before that is remembered."""
        each: LastClaim | None = self
        while each is not None:
            yield each
            each = each.before

    @property
    def updates(self) -> list[str]:
        """The updates that told it, the first one first."""
        return [*self.older, *[each.update for each in self.told][::-1]]

    def without(self, updates: Collection[str]) -> "LastClaim | None":
        """Return what is left of it if it was not told in some updates.

        Nothing is where all that is remembered was told in these.
        """
        self.older[:] = [each for each in self.older if each not in updates]
        left = [each for each in self.told if each.update not in updates]
        for each, before in zip(left, (*left[1:], None), strict=False):
            each.before = before
            each.beside = tuple(o for o in each.beside if o.update not in updates)
        return left[0] if left else None

    def replaces(self, other: "LastClaim") -> bool:
        """Tell whether it stands instead of another, without saying so."""
        if self.said.is_moment:
            return False
        if self.moment != other.moment:
            return self.moment > other.moment
        is_later = self.known_at != other.known_at
        return is_later and self.said.series == other.said.series

    def replaced(self, others: Sequence["LastClaim"]) -> list["LastClaim"]:
        """Return what of others it has to name to stand instead of them.

        It is about the moment of what it corrects.  Printed earlier, it is older than
        those of that moment which were superseded until now.
        """
        named = [each for each in others if not self.replaces(each)]
        return named + [
            below
            for each in named
            for below in each.under
            if below.moment > (each.moment[0], self.moment[1])
        ]

    def follow(
        self, last: "LastClaim", name: str, corrects: str | Sequence[str]
    ) -> None:
        """Come after another: at the moment of what it corrects.

        *name* is what they are called, but for the update.
        """
        named = [corrects] if isinstance(corrects, str) else corrects
        known = (*last.beside, last)
        corrected = [each for each in known if name.format(each.update) in named]
        if corrected:
            newest = max(corrected, key=attrgetter("moment", "known_at"))
            self.moment = (newest.moment[0], self.moment[1])
        under = last.under if last.moment[0] == self.moment[0] else ()
        if named or self.moment < last.moment:
            known, under = (*last.under, *known), ()
        left = [each for each in known if name.format(each.update) not in named]
        self.beside = tuple(
            each
            for each in left
            if not self.replaces(each) and each.known_at != self.known_at
        )
        below = [each for each in left if self._is_over(each)]
        for each in below:
            each.under = ()  # its own are in ours
        self.under = (*under, *below)
        if not self.said.is_counted:
            self._come_after(last)

    def _come_after(self, last: "LastClaim") -> None:
        """Be told after another: without this one it would stand again."""
        self.before, self.older = last, last.older
        *_, oldest = islice(self.told, REMEMBERED)
        if oldest.before is not None:
            self.older.append(oldest.before.update)
            oldest.before = None

    def _is_over(self, other: "LastClaim") -> bool:
        """Tell whether it superseded another that may have been printed later."""
        is_of_moment = bool(other.moment[1]) and other.moment[0] == self.moment[0]
        return is_of_moment and self.replaces(other)
