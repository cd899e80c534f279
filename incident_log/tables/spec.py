"""What a table is made of: its columns, what they mean, what is looked up by.

The descriptions are what Datasette shows above a table and README lists, so that a
column means one thing wherever it is read.
"""

from dataclasses import dataclass

TEXT, INTEGER = "TEXT", "INTEGER"
#: A whole number or one with decimals, each kept as it is.
NUMBER = "ANY"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: str
    says: str
    references: str | None = None  #: the table whose ``id`` it holds
    is_required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table: ``columns`` in their order, the first ``pk`` of them its key."""

    name: str
    title: str
    says: str
    columns: tuple[Column, ...]
    pk: tuple[str, ...] = ("id",)
    indexes: tuple[tuple[str, ...], ...] = ()
    searched: tuple[str, ...] = ()  #: columns that full-text search looks into
    label: str | None = None  #: what a link to a row of it shows
    facets: tuple[str, ...] = ()
    sort: str | None = None
    sort_desc: str | None = None
    is_hidden: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in their order."""
        return tuple(column.name for column in self.columns)


def text(name: str, says: str, references: str | None = None) -> Column:
    """Return a column of text that may be missing."""
    return Column(name, TEXT, says, references)


def required(name: str, says: str, references: str | None = None) -> Column:
    """Return a column of text that is always there."""
    return Column(name, TEXT, says, references, is_required=True)


def integer(name: str, says: str, *, is_required: bool = False) -> Column:
    """Return a column of whole numbers."""
    return Column(name, INTEGER, says, is_required=is_required)


def number(name: str, says: str) -> Column:
    """Return a column of numbers, whole or with decimals."""
    return Column(name, NUMBER, says)
