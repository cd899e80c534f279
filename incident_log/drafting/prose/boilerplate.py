"""What is no part of an article: appeals, bylines, links, footers; and why not."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
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

    def zone_in(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return what is to be dropped of a paragraph, if anything is."""
        if end - start > self.longest:
            return None
        find = self.pattern.search if self.where == "anywhere" else self.pattern.match
        match = find(text, start, end)
        if match is None:
            return None
        return match.span() if self.zone == "match" else (start, end)


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
    zones: dict[int, Dropped] = {}
    pieces = list(_pieces(text, paragraphs))
    likely = _likely(text, pieces)
    for n, (start, end) in enumerate(pieces):
        zone = _zone(text, start, end, len(pieces) - n, likely[n])
        if zone:
            zones[zone.start] = zone
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
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end -= len(text[start:end]) - len(text[start:end].rstrip())
        for glue in _GLUE.finditer(text, start, end):
            yield start, glue.end()
            start = glue.end()
        yield start, end


def _likely(text: str, pieces: list[tuple[int, int]]) -> list[set[str]]:
    """Return for each piece the words of rules that it has.

    All pieces are searched at once, for each word: that is far faster than by piece.
    """
    likely: list[set[str]] = [set() for _ in pieces]
    lowered = [text[start:end].lower() for start, end in pieces]
    together = "\n".join(lowered)
    starts = list(accumulate((len(piece) + 1 for piece in lowered), initial=0))
    for word in {word for known in boilerplates() for word in known.words}:
        at = together.find(word)
        while at >= 0:
            n = bisect_right(starts, at) - 1
            likely[n].add(word)
            at = together.find(word, starts[n + 1])
    return likely


def _zone(
    text: str, start: int, end: int, left: int, likely: set[str]
) -> Dropped | None:
    for known in boilerplates():
        if known.words and likely.isdisjoint(known.words):
            continue
        if not known.last or left <= known.last:
            zone = known.zone_in(text, start, end)
            if zone:
                return Dropped(*zone, known.name, known.reason)
    return None


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
_GLUE = re.compile(r"(?<=[a-z])[.!?](?=[A-Z][a-z]* )")
_LINE = re.compile(r"_{3,}")
#: So many characters behind the last line are a footer.
_REST = 400
