"""References: how an update, a claim or a report is named.

``report/update`` names an update and ``report/update#claim`` a claim.  What an
editor's n-th correction made of a claim is ``report/update#claim~n``.
"""

import re
from typing import NamedTuple

from incident_log.errors import UnclearReference

ID = r"[a-z0-9][a-z0-9._-]{0,127}"

#: What a reference looks like, for patterns in other tools.
PATTERN = rf"{ID}(?:/{ID}(?:#{ID}(?:~[1-9][0-9]{{0,5}})?)?)?"

_REFERENCE = re.compile(
    rf"({ID})(?:/({ID})(?:#({ID}(?:~[1-9][0-9]{{0,5}})?))?)?", re.ASCII
)


class Reference(NamedTuple):
    """A full name; what it does not reach down to is ``None``."""

    report: str
    update: str | None = None
    claim: str | None = None  #: with ``~n`` for what an editor's correction made

    def __str__(self) -> str:
        return (
            self.report
            + (f"/{self.update}" if self.update else "")
            + (f"#{self.claim}" if self.claim else "")
        )

    @property
    def original(self) -> "Reference":
        """Return the claim as the report made it, before editors' corrections."""
        if self.claim is None or "~" not in self.claim:
            return self
        return self._replace(claim=self.claim.partition("~")[0])


def parse(text: str) -> Reference:
    """Read a full reference, or raise :exc:`UnclearReference`.

    >>> parse("kyivpost-44197/2#c1")
    Reference(report='kyivpost-44197', update='2', claim='c1')
    """
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise UnclearReference(text)
    return Reference(*match.groups())


def is_bare(text: str) -> bool:
    """Tell whether *text* is one id, to be looked up in its own report first."""
    return "/" not in text
