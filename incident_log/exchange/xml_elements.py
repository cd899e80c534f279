"""XML from strangers: no document type, so no entities, and nothing without end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from incident_log.errors import UnreadableInput

#: Levels of elements that are followed.
DEEPEST = 32


@dataclass(slots=True)
class Element:
    """One element: its name without namespace, its line, what is in it."""

    name: str
    line: int
    parts: list[str] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its own words, without white space around them."""
        return "".join(self.parts).strip()

    def all(self, name: str) -> list["Element"]:
        """Return its children of a name."""
        return [child for child in self.children if child.name == name]

    def each(self, name: str) -> list[str]:
        """Return the words of its children of a name, those that say something."""
        return [child.words for child in self.all(name) if child.words]

    def first(self, name: str) -> str:
        """Return the words of its first child of a name; none are empty."""
        return next(iter(self.each(name)), "")


def elements(
    content: bytes, namespaces: tuple[str, ...], name: str
) -> Iterator[Element]:
    """Yield the elements of a name, wherever they are; what is in them is kept.

    Raise :exc:`UnreadableInput` after those that were whole before the fault.
    """
    reader = _Reader({f"{space} {name}" for space in namespaces})
    fault = None
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        fault = f"is no sound XML ({error}): correct it"
    except UnreadableInput as error:
        fault = str(error)
    yield from reader.found
    if fault:
        raise UnreadableInput(fault)


class _Reader:
    def __init__(self, wanted: set[str]) -> None:
        self.found: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self._wanted = wanted
        self._open: list[Element] = []
        self._depth = 0

    def _refuse(self, *_: object) -> None:
        raise UnreadableInput("declares a document type: remove the <!DOCTYPE ...>")

    def _start(self, tag: str, _: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableInput(f"is nested too deeply: use at most {DEEPEST} levels")
        if self._open or tag in self._wanted:
            name = tag.rpartition(" ")[2]
            element = Element(name, self.parser.CurrentLineNumber)
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self.found.append(element)

    def _say(self, words: str) -> None:
        if self._open:
            self._open[-1].parts.append(words)
