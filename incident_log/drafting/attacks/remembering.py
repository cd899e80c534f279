"""What a family of rules has found already: one finding a number, the first rule's."""

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right, insort

from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.matching import Found, matches


class Memory:
    """The findings of one family, in the order of the text."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._findings: dict[int, list[Finding]] = {}
        self._items: list[int] = []

    def __contains__(self, at: int) -> bool:
        """Tell whether the number at that item is explained already."""
        return at in self._findings

    def add(self, *findings: Finding) -> None:
        """Remember what was found at one number that was not explained before."""
        at = findings[0].at
        insort(self._items, at)
        self._findings[at] = list(findings)

    def all(self) -> list[Finding]:
        return [finding for at in self._items for finding in self._findings[at]]

    def before(self, item: int, sentences: int = 0, nth: int = 1) -> list[Finding]:
        """Return what was found last before *item*, if it may refer to that.

        Or second to last, and so on, as *nth* says.

        It may if it is in the same paragraph, at most so many *sentences* back.
        """
        index = bisect_left(self._items, item) - nth
        if not 0 <= index < len(self._items):
            return []
        nearest = self._items[index]
        article = self._article
        apart = article.sentence_at(item) - article.sentence_at(nearest)
        is_near = article.paragraph_at(item) == article.paragraph_at(nearest)
        return self._findings[nearest] if is_near and apart <= sentences else []

    def covers(self, item: int) -> bool:
        """Tell whether *item* is among the words of a finding."""
        index = bisect_right(self._items, item)
        return any(
            finding.first <= item < finding.last
            for at in self._items[max(index - 1, 0) : index + 1]
            for finding in self._findings[at]
        )


class Reader(ABC):
    """Reads the matches of one family; the first that explains a number keeps it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.memory = Memory(article)
        self.doubt = ""  # why what is being read is no fact

    def all(self, family: str) -> list[Finding]:
        """Return what the rules of *family* find, in the order of the text."""
        for found in matches(self.article, family):
            self.read(found)
        return self.memory.all()

    @abstractmethod
    def read(self, found: Found) -> None:
        """Add what one match says to what is remembered."""
