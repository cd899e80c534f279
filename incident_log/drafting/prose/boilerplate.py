"""What is no part of an article: appeals, bylines, links, footers; and why not."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple


class Dropped(NamedTuple):
    """A stretch of the text that nothing is drafted from."""

    start: int
    end: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """One thing that pages say around an article; patterns are Python's."""

    name: str  #: "appeals.donate": the file, then the rule
    reason: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    where: str = "start"  #: of a paragraph, or "anywhere" in it
    words: tuple[str, ...] = ()  #: only where one of these is; they are found fast
    zone: str = "paragraph"  #: what is dropped: that, or only the "match"
    longest: int = 600  #: a longer paragraph is part of the article
    last: int = 0  #: only in so many paragraphs at the end; 0: everywhere

    def zones_in(
        self, text: str, pieces: Sequence[tuple[int, int]], some: Iterable[int]
    ) -> Iterator[tuple[int, Dropped]]:
        """Yield which of *some* pieces it fits, and what is to be dropped of each."""
        find = self.pattern.search if self.where == "anywhere" else self.pattern.match
        for n in some:
            start, end = pieces[n]
            if end - start <= self.longest and (match := find(text, start, end)):
                zone = match.span() if self.zone == "match" else (start, end)
                yield n, Dropped(*zone, self.name, self.reason)


@lru_cache(maxsize=1)
def boilerplates() -> tuple[Boilerplate, ...]:
    """Return what the package knows, in the order of its files."""
    folder = files("incident_log.drafting") / "boilerplates"
    return tuple(
        Boilerplate(
            **{
                **given,
                "pattern": re.compile(given["pattern"]),
                "words": tuple(filter(None, given.get("words", "").split(","))),
            }
        )
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        for given in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    )


def dropped_from(text: str, paragraphs: list[tuple[int, int]]) -> list[Dropped]:
    """Return what is dropped, in order, without overlaps."""
    pieces = list(_pieces(text, paragraphs))
    zones = {zone.start: zone for zone in _zones(text, pieces)}
    for start, end, rule, reason in (
        *_names(text, pieces, zones),
        *_footer(text, pieces),
    ):
        zones.setdefault(start, Dropped(start, end, rule, reason))
    return [zones[start] for start in sorted(zones)]


def _pieces(
    text: str, paragraphs: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield paragraphs without the blanks around; two may be glued into one."""
    for start, end in paragraphs:
        start = end - len(text[start:end].lstrip())
        end = start + len(text[start:end].rstrip())
        for glue in _GLUE.finditer(text, start, end):
            yield start, glue.end()
            start = glue.end()
        yield start, end


def _zones(text: str, pieces: list[tuple[int, int]]) -> Iterable[Dropped]:
    """Return what is dropped of pieces: each as the first rule says that fits it.

    One rule after the other goes through all pieces: that is faster than by piece.
    """
    found: dict[int, Dropped] = {}
    having = _having(text, pieces)
    begins = _beginnings().match
    begun = [n for n, piece in enumerate(pieces) if begins(text, *piece)]
    for known in boilerplates():
        some = begun
        if known.words:
            some = [n for word in known.words for n in having[word]]
        first = max(0, len(pieces) - known.last) if known.last else 0
        for n, zone in known.zones_in(text, pieces, (n for n in some if n >= first)):
            found.setdefault(n, zone)
    return found.values()


@lru_cache(maxsize=1)
def _beginnings() -> re.Pattern[str]:
    """Return all patterns without words as one: few pieces fit any of them."""
    some = (known.pattern.pattern for known in boilerplates() if not known.words)
    return re.compile("|".join(map(_within, some)))


def _within(pattern: str) -> str:
    """Return a pattern as a part of another: without names, its flag for it only."""
    unnamed = re.sub(r"\?P<\w+>", "?:", pattern)
    return f"(?i:{unnamed[4:]})" if unnamed.startswith("(?i)") else f"(?:{unnamed})"


def _having(text: str, pieces: list[tuple[int, int]]) -> dict[str, list[int]]:
    """Return for each word of rules the pieces that have it.

    All pieces are searched at once, for each word: that is far faster than by piece.
    """
    lowered = [text[start:end].lower() for start, end in pieces]
    together = "\n".join(lowered)
    starts = [*accumulate((len(piece) + 1 for piece in lowered), initial=0)]
    having: dict[str, list[int]] = {}
    for word in {word for known in boilerplates() for word in known.words}:
        having[word] = []
        at = together.find(word)
        while at >= 0:
            n = bisect_right(starts, at) - 1
            having[word].append(n)
            at = together.find(word, starts[n + 1])
    return having


def _names(
    text: str, pieces: list[tuple[int, int]], zones: dict[int, Dropped]
) -> Iterator[Dropped]:
    """Yield lines that are nothing but the name of an author who is introduced."""
    authors = set()
    for known in boilerplates():
        if "author" in known.pattern.groupindex:
            for zone in zones.values():
                match = zone.rule == known.name and known.pattern.match(
                    text, zone.start
                )
                if match:
                    authors.add(match["author"])
    for start, end in pieces:
        if text[start:end] in authors:
            yield Dropped(start, end, "credits.name", "names who wrote it")


def _footer(text: str, pieces: list[tuple[int, int]]) -> Iterator[Dropped]:
    """Yield what is behind the last line of "___", if that is a small rest."""
    lines = [n for n, piece in enumerate(pieces) if _LINE.fullmatch(text, *piece)]
    rest = pieces[lines[-1] + 1 :] if lines else []
    if sum(end - start for start, end in rest) <= min(_REST, len(text) // 5):
        for start, end in rest:
            yield Dropped(
                start, end, "sharing.footer", "is behind the end of the article"
            )


#: A sentence that another one begins right behind ("difference.A Russian").
_GLUE = re.compile(r"[.!?](?<=[a-z].)(?=[A-Z][a-z]* )")
_LINE = re.compile(r"_{3,}")
#: So many characters behind the last line are a footer.
_REST = 400
