"""Direct quotations: the words between two quotation marks, or to where they go on."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from incident_log.drafting.prose.article import Article

#: What opens a quotation, and what closes it.
_CLOSING = {
    opening: re.compile(f"[{closing}]")
    for opening, closing in (("“", "”"), ("„", "“”"), ("«", "»"), ('"', '"'))
}
_DOUBLE = re.compile(r"[“„«\"]")
_SINGLES = ("'", "\u2018")
_SINGLE = re.compile(r"(?:(?<=^)|(?<=[\s(\[—\u2013-]))['\u2018](?=\w)")
#: A single mark closes only where no apostrophe can stand.
_SINGLE_END = re.compile(
    r"(?<=[.,!?…])['\u2019](?!\w)|['\u2019](?=[.,;:!?)]|\s+(?:said|says)\b|\s*$)"
)
_FINAL = re.compile(r"[.,!?…\u2013—-]['\u2019”“»\"]?\Z")
#: A paragraph that goes on with a quotation opens it once more.
_OPENS = re.compile(r"\s*[“„«\"\u2018]")
_BEFORE_OPENING = frozenset("([—\u2013-:/")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks: items [first, last) of one paragraph."""

    start: int  #: of the opening mark
    end: int  #: behind the closing mark
    first: int
    last: int
    paragraph: int
    ended: bool  #: that its words end as speech does: “We are here,” or “We are here.”
    goes_on: bool  #: in the next paragraph, so that nothing closes it here

    @property
    def words(self) -> int:
        """How many items it has, marks like commas too."""
        return self.last - self.first


class Quoted:
    """Tells which items are inside quotations."""

    def __init__(self, quotations: Iterable[Quotation]) -> None:
        some = [*quotations]
        self._ends = {i: q.last for q in some for i in range(q.first, q.last)}
        self._starts = {q.first for q in some}

    def __contains__(self, item: object) -> bool:
        return item in self._ends

    def end(self, item: int) -> int:
        """Return the item behind the quotation that has *item*, or *item* itself."""
        return self._ends.get(item, item)

    def begins(self, item: int) -> bool:
        """Tell whether a quotation begins with this item."""
        return item in self._starts


def quotations_in(article: Article) -> list[Quotation]:
    """Return every quotation of an article, in order."""
    begins = [*article.items.starts]
    begins[0] = -1  # the stop before everything
    kept = sorted({sentence.paragraph for sentence in article.sentences})
    found: list[Quotation] = []
    for n, paragraph in enumerate(kept):
        start, end = article.paragraphs[paragraph]
        following = article.paragraphs[kept[n + 1]] if n + 1 < len(kept) else None
        opens = following is not None and bool(_OPENS.match(article.text, *following))
        for a, b, closed in _marked(article.text, start, end):
            first, last = bisect_left(begins, a), bisect_left(begins, b)
            while last > first and not article.word(last - 1):
                last -= 1  # the stop of its last sentence
            if last > first and (closed or opens):
                ended = closed and bool(_FINAL.search(article.text, a, b))
                found.append(Quotation(a, b, first, last, paragraph, ended, not closed))
    return found


def _marked(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield [start, end) of each quotation with its marks, and whether it is closed."""
    if _DOUBLE.search(text, start, end):
        yield from _in_double_marks(text, start, end)
    elif any(text.find(mark, start, end) >= 0 for mark in _SINGLES):
        yield from _in_single_marks(text, start, end)


def _in_double_marks(
    text: str, start: int, end: int
) -> Iterator[tuple[int, int, bool]]:
    at = start
    while mark := _DOUBLE.search(text, at, end):
        at = mark.end()
        if mark.group() == '"' and not _may_open(text, mark.start(), start, end):
            continue
        close = _CLOSING[mark.group()].search(text, at, end)
        again = _DOUBLE.search(text, at, end)
        if close is None:
            yield mark.start(), end, False
            return
        if again and again.start() < close.start():
            continue  # opened twice: the first mark was never closed
        yield mark.start(), close.end(), True
        at = close.end()


def _may_open(text: str, at: int, start: int, end: int) -> bool:
    """Tell an opening straight mark from one for inches or one left over."""
    before = text[at - 1] if at > start else " "
    behind = text[at + 1] if at + 1 < end else " "
    return (before.isspace() or before in _BEFORE_OPENING) and not behind.isspace()


def _in_single_marks(
    text: str, start: int, end: int
) -> Iterator[tuple[int, int, bool]]:
    at = start
    while mark := _SINGLE.search(text, at, end):
        close = _SINGLE_END.search(text, mark.end(), end)
        if close is None:
            return
        yield mark.start(), close.end(), True
        at = close.end()
