"""How a mapping makes one claim of a row."""

from dataclasses import dataclass
from typing import Any

from incident_log.exchange.columns import ABSENT, Condition, Getter, Row, column, every
from incident_log.exchange.reading_fields import (
    Around,
    Document,
    Field,
    columns_of,
    document_of,
    is_plain,
)


@dataclass(frozen=True, slots=True)
class RowClaim:
    """How one claim is made of a row."""

    id: str
    said: Document  #: the fields that are the same in every row
    fields: list[Field]
    figure: Field | None  #: its count or value; null: the row has fallen silent
    is_made: Condition
    columns: list[Getter]  #: all others that decide whether it is made

    def told(self, row: Row, *, is_whole: bool) -> Any:
        """Return the claim; ``None`` if the row is silent, ``ABSENT`` if unchanged."""
        if self.figure is not None:
            figure = self.figure.value(row)
            if figure is ABSENT and not is_whole:
                return ABSENT
            if figure is None or figure is ABSENT or not self.is_made(row):
                return None
            found = self.said | document_of(self.fields, row)
            found[self.figure.name] = figure
            return found
        if not is_whole and all(get(row) is ABSENT for get in self.columns):
            return ABSENT
        own = document_of(self.fields, row)
        is_said = bool(own or not self.fields) and self.is_made(row)
        return self.said | own if is_said else None


def claim_of_row(around: Around, given: Document, path: str) -> RowClaim:
    """Return what makes the claim of a mapping; *path* is its own there."""
    own = {name: v for name, v in given.items() if name not in ("id", "when")}
    said = {name: value for name, value in own.items() if is_plain(value)}
    changing = {name: value for name, value in own.items() if name not in said}
    fields = around.fields((given["type"],), changing, path)
    figures = [each for each in fields if each.name in ("count", "value")]
    when = given.get("when", ())
    return RowClaim(
        given["id"],
        said,
        [each for each in fields if each not in figures],
        figures[0] if figures else None,
        every(when, around.inside),
        [column(each["column"], around.inside) for each in when]
        + [column(each, around.inside) for each in columns_of(changing)],
    )
