"""What a rule has found: the makings of a claim, and the words that it rests on."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Finding:
    """One claim in the making.

    Later stages add who said it, when and where it happened, and whether it speaks of
    this incident at all; none of them moves its words.
    """

    type: str  #: of claim: "casualties", "damage", ...
    fields: dict[str, Any]  #: as the update document has them, ``count`` in its words
    first: int  #: the items it rests on: [first, last)
    last: int
    at: int  #: the item that carries its number, or its noun where it has none
    rule: str
    flags: set[str] = field(default_factory=set)
    #: why it is not of this incident; empty when it is
    background: str = ""
    #: where its words lie, if not from the first item to the last: a quotation's marks
    span: tuple[int, int] | None = None
