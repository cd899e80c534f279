"""All series of one incident, by name, and what of them is forgotten.

Claims that are added late reach back some moments of their series.  What shows long
before these is told and not needed again, but for what of it still matters.
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from incident_log.placing import Placed
from incident_log.projections.items import Name, is_alone
from incident_log.projections.nouns import Circumstance, Noun
from incident_log.projections.series import Series, Subject
from incident_log.projections.walking import Forgotten
from incident_log.rectangles import Rectangle

#: A rectangle, and the noun it is a row of.
Row = tuple[str, Rectangle]


class EverySeries:
    """The series that an incident's claims make at the K reached."""

    def __init__(self, nouns: Mapping[str, Noun], circumstance: Circumstance) -> None:
        self._nouns = nouns
        self._circumstance = circumstance
        self._named: dict[Name, Series] = {}
        self._of_subject: dict[Subject, list[Series]] = {}
        self._left: set[int] = set()  #: hashes of names of forgotten series

    def one(self, name: Name) -> Series:
        """Return a series, which begins where there is none of that name.

        Raise :exc:`Forgotten` for one that was.
        """
        if name not in self._named:
            if hash(name) in self._left:
                raise Forgotten
            noun, key = name
            series = Series(self._nouns[noun], key, self._circumstance)
            self._named[name] = series
            if series.subject:
                together = self._of_subject.setdefault(series.subject, [])
                insort(together, series, key=_stated)
        return self._named[name]

    @property
    def names(self) -> Iterable[Name]:
        """The names of all."""
        return self._named.keys()

    @property
    def subjects(self) -> Iterable[Subject]:
        """What those that count are about."""
        return self._of_subject.keys()

    def about(self, subject: Subject) -> Sequence[Series]:
        """Return those that count one subject, in an order of their own."""
        return self._of_subject.get(subject, ())

    @property
    def rows(self) -> Iterator[Row]:
        """The rows that hold, but for forgotten ones."""
        for (noun, _), series in self._named.items():
            for rectangle in series.rows:
                yield noun, rectangle

    @property
    def claims(self) -> Iterator[Placed]:
        """The claims that are not forgotten; once for each series."""
        every = chain.from_iterable(series.items for series in self._named.values())
        return (item for item in every if isinstance(item, Placed))

    @property
    def is_sound(self) -> bool:
        """Tell whether rows that were read back can be those of the claims."""
        return all(bool(s.items) == bool(s.rows) for s in self._named.values())

    def forget(self, moments: int) -> list[Row]:
        """Forget all but the last *moments* of each, and what matters from before them.

        Return the rows that hold and are forgotten: nothing can end them any more.
        """
        gone: list[Row] = []
        for name in self._unneeded(moments):
            rows = self._named.pop(name).rows
            gone += [(name[0], rectangle) for rectangle in rows]
        for (noun, _), series in self._named.items():
            gone += [(noun, rectangle) for rectangle in series.forget(moments)]
        return gone

    def _unneeded(self, moments: int) -> list[Name]:
        """Return the series to forget as a whole: none that counts.

        They are those that nothing is added to, and all but the last told moments.
        """
        alone = [name for name in self._named if is_alone(name)]
        told = [name for name in self._named if name[0] == "occurrences"]
        oldest = [name for name in told if not is_alone(name)][:-moments]
        self._left |= set(map(hash, oldest))
        return alone + oldest


def _stated(series: Series) -> str:
    """Return what the series of a subject are ordered by."""
    return repr(series.key)
